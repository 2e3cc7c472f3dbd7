/** What clocks and rules have written into a ticket's history, in sentences. */
import type { ClockKind, HistoryEntry } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { useDoneWords } from '../rules/done-words.ts'
import { useDurationWords } from './duration-words.ts'

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

export function SystemWords({ entry: { kind, detail } }: { entry: HistoryEntry }) {
  switch (kind) {
    case 'sla-reminded':
    case 'sla-breached':
    case 'escalated':
      return <ClockWords kind={kind} detail={detail} />
    case 'rule-fired':
      return <FiringWords detail={detail} />
    case 'rule-stopped':
      return <StopWords detail={detail} />
    default:
      return null
  }
}

const sentences = { 'sla-reminded': 'reminded', 'sla-breached': 'breached', escalated: 'escalated' } as const

function ClockWords({ kind, detail }: { kind: keyof typeof sentences; detail: HistoryEntry['detail'] }) {
  const { t } = useTranslation()
  const time = useDurationWords()
  const people = list(detail.people).map(String)
  return (
    <p className="timeline-change">
      {t(`sla.history.${detail.byEdit === true ? 'byEdit' : sentences[kind]}`, {
        clock: t(`sla.kind.${String(detail.clock) as ClockKind}`),
        policy: String(detail.policy ?? ''),
        target: time(Number(detail.targetMinutes) * 60_000),
        level: String(detail.level ?? ''),
        people: people.length > 0 ? people.join('、') : t('sla.history.nobody'),
      })}
    </p>
  )
}

function FiringWords({ detail }: { detail: HistoryEntry['detail'] }) {
  const { t } = useTranslation()
  const words = useDoneWords()
  const rule = record(detail.rule)
  const why = list(detail.why).map(String)
  return (
    <>
      <p className="timeline-change">
        {t('rules.history.fired', { name: String(rule.name), version: String(rule.version) })}
        {why.length > 0 && ` ${t('rules.history.because', { why: why.join('、') })}`}
      </p>
      {list(detail.did).map((done, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an action is its place
        <p key={index} className="timeline-change">
          {words(record(done))}
        </p>
      ))}
    </>
  )
}

function StopWords({ detail }: { detail: HistoryEntry['detail'] }) {
  const { t } = useTranslation()
  const chain = list(detail.chain).map((link) => String(record(link).name))
  return (
    <p className="timeline-change">
      {t('rules.history.stopped', { name: String(record(detail.rule).name), chain: chain.join(' → ') })}
    </p>
  )
}
