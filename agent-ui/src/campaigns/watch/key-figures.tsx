import { type CampaignFigures, percentOf, type Share } from '@ringdesk/gateway/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { count } from '../../messages/formats.ts'
import { clockTime, NOTHING, percent, rate, share } from './figure-words.ts'

/** Of the limit from which on it is marked. */
const NEAR = 0.8
const RATE_MINUTES = 5

/** The eight figures that tell how it goes, each with what it is measured by. */
export function KeyFigures({ figures }: { figures: CampaignFigures }) {
  const { t } = useTranslation()
  const { contacts, answerRate, abandoned, minutes, live, mode, attempts, funnel, kind } = figures
  const usesAgents = mode !== 'flow'
  // The minute that runs is not over: it would look like a fall.
  const lately = minutes.slice(-1 - RATE_MINUTES, -1)
  const perMinute = lately.reduce((sum, { dialled }) => sum + dialled, 0) / RATE_MINUTES
  const worst = percentOf(abandoned.window) ?? 0
  const alarmed = figures.alarms.some((alarm) => alarm.kind === 'answer-rate')
  const success: Share = { part: funnel.success, of: funnel.reached }
  const end = useEnd(figures)
  return (
    <dl className="watch-figures" data-testid="key-figures">
      <Tile
        name={t('campaignWatch.figure.progress')}
        value={percent(percentOf({ part: contacts.done, of: contacts.total }))}
        under={t('campaignWatch.figure.progressOf', { done: count(contacts.done), total: count(contacts.total) })}
        meter={contacts.total > 0 ? contacts.done / contacts.total : 0}
      />
      <Tile
        name={t('campaignWatch.figure.end')}
        value={end.value}
        under={end.under}
        title={t('campaignWatch.formula.end')}
      />
      <Tile
        name={t('campaignWatch.figure.answerRate')}
        small={t('campaignWatch.figure.recent')}
        value={share(answerRate.recent)}
        under={t('campaignWatch.figure.overall', { value: share(answerRate.all) })}
        title={t('campaignWatch.formula.answerRate')}
        over={alarmed}
      />
      {usesAgents && (
        <Tile
          name={t('campaignWatch.figure.abandoned')}
          small={t('campaignWatch.figure.recent')}
          value={share(abandoned.window)}
          under={t('campaignWatch.figure.abandonedOf', {
            limit: percent(abandoned.limitPct),
            day: share(abandoned.day),
          })}
          title={t('campaignWatch.formula.abandoned')}
          over={abandoned.window.part > 0 && worst >= NEAR * abandoned.limitPct}
        />
      )}
      <Tile
        name={t(kind === 'survey' ? 'campaignWatch.figure.response' : 'campaignWatch.figure.success')}
        value={share(success)}
        under={t(kind === 'survey' ? 'campaignWatch.figure.responseOf' : 'campaignWatch.figure.successOf', {
          part: count(success.part),
          of: count(success.of),
        })}
        title={t(kind === 'survey' ? 'campaignWatch.formula.response' : 'campaignWatch.formula.success')}
      />
      <Tile
        name={t('campaignWatch.figure.perMinute')}
        value={rate(perMinute)}
        under={t('campaignWatch.figure.perMinuteOf')}
      />
      <Tile
        name={t('campaignWatch.figure.liveCalls')}
        value={count(live?.live ?? attempts.live)}
        under={live === undefined ? '' : t('campaignWatch.figure.liveOf', { most: count(live.most) })}
      />
      {usesAgents && (
        <Tile
          name={t('campaignWatch.figure.ratio')}
          value={live?.pacing === undefined ? NOTHING : live.pacing.ratio.toFixed(2)}
          under={t('campaignWatch.figure.ratioOf')}
        />
      )}
    </dl>
  )
}

function useEnd({ forecast, at }: CampaignFigures): { readonly value: string; readonly under: string } {
  const { t } = useTranslation()
  if (forecast.kind === 'done') return { value: t('campaignWatch.figure.done'), under: '' }
  const under = t('campaignWatch.figure.left', { count: forecast.attemptsLeft })
  switch (forecast.kind) {
    case 'at':
      return { value: clockTime(forecast.at, at), under }
    case 'resting':
      return { value: NOTHING, under: t('campaignWatch.figure.resting', { time: clockTime(forecast.until, at) }) }
    case 'unknown':
      return { value: NOTHING, under: t('campaignWatch.figure.unknown') }
  }
}

function Tile(props: {
  readonly name: string
  readonly small?: string
  readonly value: ReactNode
  readonly under: string
  readonly title?: string
  /** Beyond what it should be: said by a mark, not by colour alone. */
  readonly over?: boolean
  /** 0–1 */
  readonly meter?: number
}) {
  const { name, small, value, under, title, over = false, meter } = props
  return (
    <div data-over={over} title={title}>
      <dt>
        {name} {small !== undefined && <small>{small}</small>}
      </dt>
      <dd className="watch-value">{value}</dd>
      {meter !== undefined && (
        <dd className="watch-meter" aria-hidden="true">
          <span style={{ inlineSize: `${100 * meter}%` }} />
        </dd>
      )}
      <dd className="watch-under second" title={under}>
        {under}
      </dd>
    </div>
  )
}
