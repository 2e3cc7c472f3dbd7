/** From recorded calls and agents' states to a day that can be played again under any configuration. Pure. */
import {
  agentProfile,
  asAgentId,
  asQueueId,
  asWorkId,
  type CallCentreConfig,
  type Day,
  queueProfile,
  type SimulatedAgent,
} from '@ringdesk/cti'
import { Patience } from './patience.ts'

export interface RecordedCall {
  readonly id: string
  readonly queue: string
  /** Epoch ms. */
  readonly queuedAt: number
  readonly waitedMs: number
  readonly answered: boolean
  readonly talkMs: number
  readonly province?: string
  /** Of those who were answered: whether the agent met the requirement as it stood on entry, where that was recorded. */
  readonly matched?: boolean
}

/** When an agent was there for contacts: ready, offered, on one, or in after-call work. */
export interface RecordedPresence {
  readonly agent: string
  readonly spans: readonly (readonly [from: number, to: number])[]
}

export interface Recorded {
  readonly calls: readonly RecordedCall[]
  readonly presence: readonly RecordedPresence[]
  /** After-call work as it really was, on average, by queue, ms. */
  readonly wrapUpMs: ReadonlyMap<string, number>
}

/**
 * Calls of queues that the configuration no longer has are left out. After-call work takes what it really took, or the configured limit when that
 * is shorter.
 */
export function recordedDay(recorded: Recorded, config: CallCentreConfig): Day {
  const queues = new Map(config.queues.map((queue) => [queue.id, queue]))
  const regions = new Map(config.regions.flatMap(({ id, provinces }) => provinces.map((province) => [province, id])))
  const agents = new Map(config.agents.map((agent) => [agent.id, agent]))
  const patience = new Patience(recorded.calls.map(({ waitedMs, answered }) => ({ waitedMs, gaveUp: !answered })))
  return {
    queues: config.queues.map((queue) => ({
      serviceLevelMs: queue.serviceLevelMs,
      profile: {
        ...queueProfile(queue),
        wrapUpMs: Math.round(Math.min(queue.wrapUpMs, recorded.wrapUpMs.get(queue.id) ?? queue.wrapUpMs)),
      },
    })),
    agents: recorded.presence.flatMap(({ agent, spans }): SimulatedAgent[] => {
      const known = agents.get(agent)
      return known ? [{ profile: { ...agentProfile(known), id: asAgentId(agent) }, shifts: spans }] : []
    }),
    items: recorded.calls
      .filter(({ queue }) => queues.has(queue))
      .toSorted((one, other) => one.queuedAt - other.queuedAt)
      .map(({ id, queue, queuedAt, waitedMs, answered, talkMs, province }) => {
        const region = province === undefined ? undefined : regions.get(province)
        return {
          item: {
            id: asWorkId(id),
            queue: asQueueId(queue),
            channel: 'voice' as const,
            priority: 0,
            enteredAt: queuedAt,
            ...(region === undefined ? {} : { region }),
          },
          handleMs: answered ? talkMs : averageTalk(recorded.calls, queue),
          patienceMs: answered ? patience.of(id, waitedMs) : waitedMs,
        }
      }),
  }
}

const averages = new WeakMap<readonly RecordedCall[], Map<string, number>>()

/** Who gave up might have talked as long as the others of that queue. */
function averageTalk(calls: readonly RecordedCall[], queue: string): number {
  const known = averages.get(calls) ?? new Map<string, number>()
  averages.set(calls, known)
  const before = known.get(queue)
  if (before !== undefined) return before
  const answered = calls.filter((call) => call.answered && call.queue === queue)
  const of = answered.length > 0 ? answered : calls.filter((call) => call.answered)
  const mean = of.length === 0 ? 180_000 : Math.round(of.reduce((sum, { talkMs }) => sum + talkMs, 0) / of.length)
  known.set(queue, mean)
  return mean
}
