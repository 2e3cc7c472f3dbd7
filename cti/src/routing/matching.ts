/** What finds pairs of waiting work and free agents. The floor is changed by others, who tell what they changed. */
import type { EpochMs, QueueId } from '../ids.ts'
import type { AgentRecord } from './agent-record.ts'
import type { ShownCandidate } from './choice.ts'
import type { Hold, QueueRecord, WorkRecord } from './floor.ts'
import type { AgentState, WorkItem } from './work.ts'

export interface Match {
  readonly work: WorkRecord
  readonly agent: AgentRecord
  /** The agent first, then the next best few by the queue's rule. */
  readonly candidates: readonly ShownCandidate[]
  /** Agents with room for it, and how many of these meet the requirement and are not passed over. */
  readonly free: number
  readonly eligible: number
  /** Set when the item was kept for the chosen agent. */
  readonly hold?: Hold
}

export type StaffByState = Readonly<Record<AgentState['kind'], number>>

export interface Staff {
  /** Agents who could serve the queue in any ring, region and language aside. */
  readonly loggedIn: number
  readonly ready: number
  readonly states: StaffByState
}

export interface Matching {
  queueChanged(queue: QueueRecord): void
  /** Anything of the agent: profile, state, what they hold. */
  agentChanged(agent: AgentRecord): void
  agentForgotten(agent: AgentRecord): void
  /** The work waits: since now, or still but with another place, requirement or hold. */
  waits(work: WorkRecord, at: EpochMs): void
  /** The work waits no more. */
  waitsNoMore(work: WorkRecord): void
  /** Nothing was offered for a while: everybody may fit anybody. */
  lookAtEverybody(): void
  /** What was told so far is how things are: nothing of it is new. */
  takeAsKnown(): void
  /**
   * The next offer to make: of all waiting work that an agent with room may serve, what goes first by its place; among these agents by the
   * queue's rule.
   */
  next(at: EpochMs): Match | undefined
  /** Waiting work for which an overflow rule may have become true since the last time, in order of arrival. */
  overflowing(): readonly WorkRecord[]
  /** Whether anybody is logged in who could serve it in some ring. */
  isStaffed(work: WorkRecord): boolean
  staffFor(queue: QueueId): Staff
  /** Whether somebody with room could serve a call that came to the queue now. */
  isAnybodyFree(queue: QueueRecord): boolean
  /** Agents whose offer or after-call work is due, and takes note that waiting work is due. */
  takeDue(at: EpochMs): readonly AgentRecord[]
  nextDeadline(): EpochMs | undefined
  /** Of those waiting in the same queue, how many go before it. */
  ahead(work: WorkRecord): number
  /** First in line first. */
  waiting(at: EpochMs): readonly WorkItem[]
}

export const NOBODY: StaffByState = { offline: 0, ready: 0, 'not-ready': 0, offered: 0, 'on-contact': 0, 'wrap-up': 0 }

export function staffOf(states: StaffByState): Staff {
  let loggedIn = -states.offline
  for (const count of Object.values(states)) loggedIn += count
  return { loggedIn, ready: states.ready, states }
}
