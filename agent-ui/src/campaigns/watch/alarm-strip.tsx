import type { CampaignAlarm, CampaignFigures } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { clockTime, percent } from './figure-words.ts'

/** What needs a hand, the urgent first; and, where nothing moves, why. */
export function AlarmStrip({ figures }: { figures: CampaignFigures }) {
  const { t } = useTranslation()
  const { alarms, state, where, at } = figures
  const words = useCampaignAlarmWords(at)
  if (state !== 'running')
    return (
      <p className="watch-note second" role="status">
        {t(`campaignWatch.notRunning.${state}`)}
      </p>
    )
  return (
    <>
      {alarms.length > 0 && (
        <ul className="watch-alarms" data-testid="campaign-alarms">
          {alarms.map((alarm) => (
            <li key={alarm.kind} data-level={alarm.level} role={alarm.level === 'urgent' ? 'alert' : 'status'}>
              <b>{t(`campaignWatch.${alarm.level}`)}</b> {words(alarm)}
            </li>
          ))}
        </ul>
      )}
      {(where === 'elsewhere' || where === 'nowhere') && (
        <p className="watch-note second" role="status">
          {t(`campaignWatch.where.${where}`)}
        </p>
      )}
    </>
  )
}

/** @param now epoch ms, of the gateway */
export function useCampaignAlarmWords(now: number): (alarm: CampaignAlarm) => string {
  const { t } = useTranslation()
  return ({ kind, level, value, limit, attempts = 0, problems = [], until }) =>
    t(`campaignWatch.alarm.${kind === 'abandoned' && level === 'urgent' ? 'abandoned-over' : kind}`, {
      value: percent(value),
      limit: percent(limit),
      attempts,
      problems: problems.map(({ message }) => message).join('；'),
      time: until === undefined ? '' : clockTime(until, now),
    })
}
