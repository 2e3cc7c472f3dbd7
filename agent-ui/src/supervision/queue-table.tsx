import {
  type AccuracyFigures,
  abandonRate,
  averageAnswerMs,
  matchAccuracy,
  type QueueLine,
  serviceLevel,
} from '@ringdesk/gateway/contract'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../frame/screens.tsx'
import { count } from '../messages/formats.ts'
import { useAccuracyToday } from '../reports/accuracy-today.ts'
import { reportPath } from '../reports/report-view.ts'
import { callListPath } from './call-list-path.ts'
import { Figure } from './figure.tsx'
import { percent, span, thresholdOf } from './figure-words.ts'
import { Since } from './server-time.tsx'
import { useServiceWords } from './service-words.tsx'
import { useModel } from './supervision-store.ts'
import { viewPath } from './use-view.ts'

const kinds = ['ready', 'offered', 'on-contact', 'wrap-up', 'not-ready', 'offline'] as const
const recentMs = 30 * 60_000

export function QueueTable() {
  const { t } = useTranslation()
  const queues = useModel(({ settings }) => settings.directory.queues)
  const accuracy = useAccuracyToday()
  if (queues.length === 0)
    return <Empty title={t('supervision.empty.queues')} text={t('supervision.empty.queuesText')} />
  return (
    <div className="list list-scroll">
      <table className="grid-table queue-table" data-testid="queue-table">
        <thead>
          <tr>
            <th>{t('supervision.column.queue')}</th>
            <th className="figure">{t('supervision.figures.waiting')}</th>
            <th className="figure">{t('supervision.figures.longest')}</th>
            <th className="figure">{t('supervision.figures.estimated')}</th>
            <th className="figure">{t('supervision.column.slToday')}</th>
            <th className="figure">{t('supervision.column.slRecent')}</th>
            <th className="figure" title={t('supervision.formula.asa')}>
              {t('supervision.figures.asa')}
            </th>
            <th className="figure" title={t('supervision.formula.abandon')}>
              {t('supervision.figures.abandon')}
            </th>
            <th className="figure">{t('supervision.figures.answered')}</th>
            <th className="figure" title={t('reports.formula.match')}>
              {t('reports.figures.match')}
            </th>
            {kinds.map((kind) => (
              <th key={kind} className="figure">
                <span className="state-head">
                  <i className="state-shape" data-kind={kind} /> {t(`state.${kind}`)}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {queues.map(({ id, name }) => (
            <QueueRow key={id} id={id} name={name} accuracy={accuracy.get(id)} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const QueueRow = memo(function QueueRow(props: { id: string; name: string; accuracy: AccuracyFigures | undefined }) {
  const { id, name, accuracy } = props
  const { t } = useTranslation()
  const line = useModel(({ queues }) => queues.get(id))
  const rules = useModel(({ settings }) => settings.rules)
  const dayStart = useModel(({ settings }) => settings.dayStart)
  const words = useServiceWords()
  if (line === undefined) return null
  const waitLimit = thresholdOf(rules, 'longest-wait', id)
  const target = thresholdOf(rules, 'service-level', id)
  const waitingLimit = thresholdOf(rules, 'waiting', id)
  const abandonLimit = thresholdOf(rules, 'abandon-rate', id)
  const below = (value: number | undefined) => value !== undefined && target !== undefined && value < target
  const abandoned = abandonRate(line.today)
  const waitingList = viewPath({ tab: 'contacts', queue: id, phase: 'waiting' })
  return (
    <tr data-testid={`queue-${id}`}>
      <td className="cut">
        <Figure to={viewPath({ tab: 'contacts', queue: id })}>{name}</Figure>
      </td>
      <td className="figure">
        <Figure
          to={waitingList}
          over={waitingLimit !== undefined && line.waiting > waitingLimit}
          testId={`waiting-${id}`}
          {...(line.callbacks > 0 ? { title: t('supervision.figures.callbacks', { count: line.callbacks }) } : {})}
        >
          {count(line.waiting)}
        </Figure>
      </td>
      <td className="figure">
        {line.longestWaitingSince === undefined ? (
          '–'
        ) : (
          <Figure to={waitingList}>
            <Since at={line.longestWaitingSince} limitMs={waitLimit === undefined ? undefined : waitLimit * 1000} />
          </Figure>
        )}
      </td>
      <td className="figure">{span(line.estimatedWaitMs)}</td>
      <td className="figure">
        <Figure
          to={callListPath({ queue: id, from: dayStart })}
          over={below(serviceLevel(line.today))}
          title={words.whole(line.today, id)}
        >
          {words.level(line.today)}
        </Figure>
      </td>
      <td className="figure">
        <Recent line={line} title={words.whole(line.recent, id)} over={below(serviceLevel(line.recent))}>
          {words.level(line.recent)}
        </Recent>
      </td>
      <td className="figure">
        <Figure
          to={callListPath({ queue: id, outcome: 'answered', from: dayStart })}
          title={t('supervision.formula.asa')}
        >
          {span(averageAnswerMs(line.today))}
        </Figure>
      </td>
      <td className="figure">
        <Figure
          to={callListPath({ queue: id, outcome: 'abandoned', from: dayStart })}
          over={abandoned !== undefined && abandonLimit !== undefined && abandoned > abandonLimit}
          title={t('supervision.formula.abandon')}
        >
          {percent(abandoned)}
        </Figure>
      </td>
      <td className="figure">
        <Figure to={callListPath({ queue: id, outcome: 'answered', from: dayStart })} testId={`answered-${id}`}>
          {count(line.today.answered)}
        </Figure>
      </td>
      <td className="figure">
        <Figure
          to={reportPath({ tab: 'accuracy', by: 'queue', kind: 'match', id })}
          title={t('reports.formula.match')}
          testId={`match-${id}`}
        >
          {percent(accuracy && matchAccuracy(accuracy))}
        </Figure>
      </td>
      {kinds.map((kind) => (
        <td key={kind} className="figure">
          <Figure to={viewPath({ tab: 'agents', queue: id, state: kind })}>{count(line.staff[kind])}</Figure>
        </td>
      ))}
    </tr>
  )
})

function Recent(props: { line: QueueLine; title: string; over: boolean; children: string }) {
  const { line, title, over, children } = props
  // To the minute: a link that changes with every tick would never be a visited one.
  const from = Math.floor((Date.now() - recentMs) / 60_000) * 60_000
  return (
    <Figure to={callListPath({ queue: line.id, from })} over={over} title={title}>
      {children}
    </Figure>
  )
}
