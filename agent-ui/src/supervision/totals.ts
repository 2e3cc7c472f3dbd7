/** The figures of all queues together. Pure. */
import { type AgentLine, type QueueLine, type ServiceFigures, sumOfFigures } from '@ringdesk/gateway/contract'

export interface Totals {
  readonly waiting: number
  readonly longestSince?: number
  readonly today: ServiceFigures
  readonly recent: ServiceFigures
  /** Each agent once, however many queues they serve. */
  readonly staff: Readonly<Record<AgentLine['kind'], number>>
  readonly loggedIn: number
}

export function totalsOf(queues: ReadonlyMap<string, QueueLine>, agents: ReadonlyMap<string, AgentLine>): Totals {
  const lines = [...queues.values()]
  const since = lines.flatMap(({ longestWaitingSince }) => longestWaitingSince ?? [])
  const staff = { offline: 0, ready: 0, 'not-ready': 0, offered: 0, 'on-contact': 0, 'wrap-up': 0 }
  for (const { kind } of agents.values()) staff[kind]++
  return {
    waiting: lines.reduce((sum, { waiting }) => sum + waiting, 0),
    today: sumOfFigures(lines.map(({ today }) => today)),
    recent: sumOfFigures(lines.map(({ recent }) => recent)),
    staff,
    loggedIn: agents.size - staff.offline,
    ...(since.length > 0 ? { longestSince: Math.min(...since) } : {}),
  }
}
