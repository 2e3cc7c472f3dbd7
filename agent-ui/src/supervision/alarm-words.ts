import type { AlarmKind, AlarmLine } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { duration } from '../messages/formats.ts'
import type { DirectoryNames } from './names.ts'
import { viewPath } from './use-view.ts'

const inSeconds: ReadonlySet<AlarmKind> = new Set(['longest-wait', 'nobody-ready', 'state-too-long', 'switch-down'])

/** How a threshold of this kind is counted. */
export const unitOf = (kind: AlarmKind): 'seconds' | 'people' | 'percent' =>
  inSeconds.has(kind) ? 'seconds' : kind === 'waiting' ? 'people' : 'percent'

export function useAlarmWords(names: DirectoryNames): (alarm: AlarmLine) => string {
  const { t } = useTranslation()
  return ({ kind, subject, state, threshold }) =>
    t(`supervision.alarm.words.${kind}`, {
      subject: kind === 'state-too-long' ? names.agent(subject) : names.queue(subject),
      threshold: inSeconds.has(kind) ? duration(threshold * 1000) : String(threshold),
      state: state === undefined ? '' : t(`state.${state}`),
    })
}

/** Where what the alarm is about can be seen. */
export function alarmPath({ kind, subject }: AlarmLine): string {
  if (kind === 'state-too-long') return viewPath({ tab: 'agents', agent: subject })
  if (kind === 'switch-down' || kind === 'service-level' || kind === 'abandon-rate') return viewPath({ tab: 'queues' })
  return viewPath({ tab: 'contacts', queue: subject, phase: 'waiting' })
}

/** Those that nobody has acknowledged first, then the newest. */
export const byUrgency = (a: AlarmLine, b: AlarmLine): number =>
  Number(a.acknowledged !== undefined) - Number(b.acknowledged !== undefined) || b.raisedAt - a.raisedAt
