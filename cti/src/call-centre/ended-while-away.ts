/** Facts of a call that came and went (or went on and ended) while nobody of ours was listening, from the switch's journal. */

import { isAttempt, unansweredOutcome } from '../calls/outbound.ts'
import type { HotlineConfig } from '../configuration.ts'
import type { CallOutcome, Fact } from '../facts.ts'
import { asAgentId, asCallId, asQueueId, type EpochMs } from '../ids.ts'
import { callerIdentity } from '../numbers/caller-identity.ts'
import type { EndedLeg } from '../switch/port.ts'

const CLOSING_OUTCOMES: readonly string[] = [
  'out-of-hours',
  'nobody-logged-in',
  'max-wait',
  'callback-requested',
  'voicemail',
  'announced',
  'forwarded',
  'failed',
] satisfies CallOutcome[]

/**
 * Ids are the same as those of the live facts: whatever of them was told before stays as it was.
 * @param ended the caller's own leg
 */
export function factsOfEndedCall(ended: EndedLeg, hotline: (number: string) => HotlineConfig | undefined): Fact[] {
  const call = asCallId(ended.call)
  const attempt = isAttempt(ended.leg, { ...ended.variables, call: ended.call })
  // Whom we called back saw the hotline as the caller.
  const calledBack = ended.variables.role === 'customer'
  const caller = callerIdentity(calledBack ? ended.dialled : ended.callerNumber)
  const ours = calledBack ? ended.callerNumber : ended.dialled
  const config = ours === undefined ? undefined : hotline(ours)
  const number = config?.number ?? ours ?? ''
  const arrivedAt = ended.startedAt ?? ended.endedAt
  const { agent, queue, phase, entered_at: entered, connected_at: connected } = ended.variables
  const enteredAt = time(entered)
  const connectedAt = time(connected)
  const outcome = outcomeOf(connectedAt, phase)
  const facts: Fact[] = []
  if (!calledBack)
    facts.push({
      id: `${call}/call-arrived`,
      type: 'call-arrived',
      at: arrivedAt,
      call,
      hotline: number,
      caller,
      ...(config ? { hotlineName: config.name } : {}),
    })
  if (queue && enteredAt !== undefined && !calledBack) {
    facts.push({
      id: `${call}/call-queued/${queue}`,
      type: 'call-queued',
      at: enteredAt,
      call,
      queue: asQueueId(queue),
      enteredAt,
    })
  }
  if (attempt) facts.push(endedAttempt(ended))
  if (attempt && connectedAt === undefined) return facts
  if (queue && agent && connectedAt !== undefined) {
    facts.push({
      id: `${call}/call-connected`,
      type: 'call-connected',
      at: connectedAt,
      call,
      agent: asAgentId(agent),
      queue: asQueueId(queue),
      hotline: number,
      caller,
      arrivedAt,
      waitedMs: connectedAt - (enteredAt ?? arrivedAt),
    })
  }
  facts.push({
    id: `${call}/call-ended`,
    type: 'call-ended',
    at: ended.endedAt,
    call,
    outcome,
    endedBy: ended.endedBy === 'far-end' ? 'caller' : ended.endedBy === 'switch' ? 'system' : 'unknown',
    cause: ended.cause,
    switchCause: ended.switchCause,
    hotline: number,
    caller,
    arrivedAt,
    talkMs: connectedAt === undefined ? 0 : Math.max(0, ended.endedAt - connectedAt),
    waitedMs: enteredAt === undefined ? 0 : Math.max(0, (connectedAt ?? ended.endedAt) - enteredAt),
    phase: phase ?? 'arriving',
    afterwards: true,
    ...(queue ? { queue: asQueueId(queue) } : {}),
    ...(agent && connectedAt !== undefined ? { agent: asAgentId(agent), connectedAt } : {}),
  })
  return facts
}

/** The same fact as the live one. */
function endedAttempt({ call, variables, startedAt, answeredAt, endedAt, cause, switchCause }: EndedLeg): Fact {
  const connectedAt = time(variables.connected_at)
  const spoke = connectedAt !== undefined || variables.phase === 'flow'
  const outcome = answeredAt === undefined ? unansweredOutcome(cause, switchCause) : spoke ? 'person' : 'abandoned'
  const id = asCallId(call)
  return {
    id: `${id}/attempt-ended`,
    type: 'attempt-ended',
    at: endedAt,
    call: id,
    outcome,
    switchCause,
    ringMs: startedAt === undefined ? 0 : Math.max(0, (answeredAt ?? endedAt) - startedAt),
    talkMs: spoke && answeredAt !== undefined ? Math.max(0, endedAt - (connectedAt ?? answeredAt)) : 0,
    ...(variables.agent ? { agent: asAgentId(variables.agent) } : {}),
  }
}

function outcomeOf(connectedAt: EpochMs | undefined, phase: string | undefined): CallOutcome {
  if (connectedAt !== undefined) return 'answered'
  return phase !== undefined && CLOSING_OUTCOMES.includes(phase) ? (phase as CallOutcome) : 'abandoned'
}

function time(text: string | undefined): EpochMs | undefined {
  const value = Number(text)
  return text && Number.isFinite(value) && value > 0 ? value : undefined
}
