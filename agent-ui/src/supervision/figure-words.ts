/** Figures as they are written on the supervisors' screens. */
import type { AgentLine, AlarmKind, AlarmRule, ServiceFigures } from '@ringdesk/gateway/contract'
import { duration } from '../messages/formats.ts'

const none = '–'

export const percent = (value: number | undefined): string => (value === undefined ? none : `${Math.floor(value)}%`)
export const span = (ms: number | undefined): string => (ms === undefined ? none : duration(ms))

const busyKinds: ReadonlySet<AgentLine['kind']> = new Set(['offered', 'on-contact', 'wrap-up'])

/** Busy ÷ (busy + ready) of today up to `now` (server's clock), percent; undefined before the first ready minute. */
export function occupancy(agent: AgentLine, now: number, dayStart: number): number | undefined {
  const ms = Math.max(0, now - Math.max(agent.since, dayStart))
  const busy = agent.busyMs + (busyKinds.has(agent.kind) ? ms : 0)
  const all = busy + agent.readyMs + (agent.kind === 'ready' ? ms : 0)
  return all === 0 ? undefined : (100 * busy) / all
}

/** The threshold that holds for a queue: its own rule, or else the general one. Undefined: nobody is alarmed. */
export function thresholdOf(rules: readonly AlarmRule[], kind: AlarmKind, queue?: string): number | undefined {
  const own = rules.find((rule) => rule.kind === kind && rule.queue !== undefined && rule.queue === queue)
  const rule = own ?? rules.find((each) => each.kind === kind && each.queue === undefined)
  return rule?.enabled ? rule.threshold : undefined
}

export const lateAbandoned = ({ abandoned, abandonedEarly }: ServiceFigures): number => abandoned - abandonedEarly
