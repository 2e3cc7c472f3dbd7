import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { UrgentCampaigns, useUrgentCampaigns } from '../campaigns/watch/campaign-alarms.tsx'
import { Moment } from '../frame/moment.tsx'
import { Empty } from '../frame/screens.tsx'
import { AlarmRulesForm } from './alarm-rules-form.tsx'
import { alarmPath, byUrgency, useAlarmWords } from './alarm-words.ts'
import { useNames } from './names.ts'
import { Since } from './server-time.tsx'
import { useModel } from './supervision-store.ts'
import { useHands } from './use-hands.ts'

/** Shown at a time; the urgent ones first. */
const shown = 200

export function AlarmList() {
  const { t } = useTranslation()
  const alarms = useModel((model) => model.alarms)
  const names = useNames()
  const words = useAlarmWords(names)
  const hands = useHands()
  const [editing, setEditing] = useState(false)
  const urgentCampaigns = useUrgentCampaigns()?.length ?? 0
  const sorted = [...alarms.values()].sort(byUrgency).slice(0, shown)
  return (
    <section className="list" aria-label={t('supervision.tabs.alarms')}>
      <div className="list-filters">
        <span className="second">
          {t('supervision.alarm.unacknowledged', {
            count: sorted.filter((alarm) => alarm.acknowledged === undefined).length,
          })}
        </span>
        <span className="bar-space" />
        <Button onClick={() => setEditing(true)} data-testid="edit-thresholds">
          {t('supervision.alarm.thresholds')}
        </Button>
      </div>
      <UrgentCampaigns />
      {sorted.length === 0 && urgentCampaigns === 0 ? (
        <Empty title={t('supervision.empty.alarms')} text={t('supervision.empty.alarmsText')} />
      ) : (
        <ul className="alarms" data-testid="alarms">
          {sorted.map((alarm) => (
            <li key={alarm.id} data-open={alarm.acknowledged === undefined} data-alarm={alarm.id}>
              <span className="tag" data-tone={alarm.acknowledged === undefined ? 'danger' : undefined}>
                {t(`supervision.alarm.kind.${alarm.kind}`)}
              </span>
              <span className="cut">{words(alarm)}</span>
              <span className="second figure">
                {t('supervision.alarm.raised')} <Since at={alarm.raisedAt} />
              </span>
              <Link to={alarmPath(alarm)}>{t('supervision.alarm.see')}</Link>
              {alarm.acknowledged === undefined ? (
                <Button
                  size="small"
                  onClick={() => void hands.perform({ type: 'acknowledge-alarm', alarm: alarm.id })}
                  data-testid="acknowledge-alarm"
                >
                  {t('supervision.alarm.acknowledge')}
                </Button>
              ) : (
                <span className="second" data-testid="acknowledged">
                  {t('supervision.alarm.acknowledged', { by: alarm.acknowledged.by })} ·{' '}
                  <Moment at={alarm.acknowledged.at} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {editing && <AlarmRulesForm onClose={() => setEditing(false)} />}
    </section>
  )
}
