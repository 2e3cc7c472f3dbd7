/** The routing engine's interface: events in, decisions out. Pure and deterministic, so it can be replayed and explained. */
import type { AgentId, EpochMs, OfferId, QueueId, WorkId } from '../ids.ts'
import type {
  AgentProfile,
  AgentState,
  ChoiceRule,
  OverflowAction,
  OverflowCondition,
  QueueProfile,
  RequestedState,
  WorkItem,
} from './work.ts'

export type RoutingEvent = {
  readonly at: EpochMs
} /** New or changed. Who waits there is looked at anew under the new rules. */ & (
  | { readonly type: 'queue-changed'; readonly queue: QueueProfile }
  /** Nothing new may arrive; who waits there is served under the rules it had. */
  | { readonly type: 'queue-removed'; readonly queue: QueueId }
  | { readonly type: 'agent-profile-changed'; readonly agent: AgentProfile }
  | { readonly type: 'agent-removed'; readonly agent: AgentId }
  /** In the middle of an offer or a contact it takes effect afterwards. */
  | { readonly type: 'agent-state-requested'; readonly agent: AgentId; readonly state: RequestedState }
  | { readonly type: 'work-arrived'; readonly item: WorkItem }
  /** The customer left, or the work was taken elsewhere. Withdraws a live offer. */
  | { readonly type: 'work-left'; readonly work: WorkId }
  /**
   * Of an item that waits or is being offered: to another queue, or of another priority (minutes). The place is kept. A move withdraws a
   * live offer, a new priority does not.
   */
  | { readonly type: 'work-changed'; readonly work: WorkId; readonly queue?: QueueId; readonly priority?: number }
  /** Takes a live offer back and offers the item anew; that agent is passed over for a while. */
  | { readonly type: 'offer-withdrawn'; readonly work: WorkId }
  | { readonly type: 'offer-accepted'; readonly offer: OfferId }
  | { readonly type: 'offer-declined'; readonly offer: OfferId }
  /** The agent's phone could not be rung, or the connection failed after acceptance. */
  | { readonly type: 'offer-failed'; readonly offer: OfferId; readonly reason: string }
  /** A contact found in progress after a restart: the agent is on it without an offer. */
  | { readonly type: 'contact-adopted'; readonly agent: AgentId; readonly item: WorkItem }
  /** `withoutWrapUp`: nobody was spoken to, there is nothing to write down. */
  | { readonly type: 'contact-ended'; readonly work: WorkId; readonly withoutWrapUp?: true }
  /** The agent hands a contact on: they go to after-call work, the item waits in the other queue with the place it had. */
  | { readonly type: 'contact-transferred'; readonly work: WorkId; readonly queue: QueueId }
  | { readonly type: 'wrap-up-finished'; readonly agent: AgentId }
  /** While the switch cannot be reached nothing is offered; everybody keeps their place. */
  | { readonly type: 'offering-suspended' }
  | { readonly type: 'offering-resumed' }
  | { readonly type: 'time-passed' }
)

/** Why an agent was chosen, complete enough to be read by a supervisor. */
export interface Explanation {
  readonly waitedMs: number
  /** How many agents were free, and how many of these met the requirement. */
  readonly free: number
  readonly eligible: number
  /** Which ring was in force: 0 is the entry requirement. `afterMs` is when it came due. */
  readonly ring: { readonly index: number; readonly of: number; readonly afterMs: number }
  /** Whether the chosen agent met every need as it stood on entry, before any ring. */
  readonly matched: boolean
  /** The item's score in minutes: waited × weight + priority. */
  readonly score: number
  readonly weight: number
  readonly priority: number
  /** `rule`: chosen by the queue's rule. The others: the item was kept for this very agent. */
  readonly reason: 'rule' | 'last-agent' | 'owner'
  readonly rule: ChoiceRule
  /** The best few, first is the chosen one. `score` is what the rule compares, lower is better. */
  readonly candidates: readonly {
    readonly agent: AgentId
    readonly idleMs: number
    readonly score: number
    readonly levels: Readonly<Record<string, number>>
  }[]
}

export type OfferEnd = 'accepted' | 'declined' | 'timed-out' | 'failed' | 'customer-left' | 'withdrawn'

export type RoutingDecision =
  | {
      readonly type: 'offer'
      readonly offer: OfferId
      readonly work: WorkId
      readonly agent: AgentId
      readonly expiresAt: EpochMs
      readonly why: Explanation
    }
  | {
      readonly type: 'offer-ended'
      readonly offer: OfferId
      readonly work: WorkId
      readonly agent: AgentId
      readonly end: OfferEnd
    }
  /** A rule of the queue's overflow fired. When `action` is a queue the item is there already, with its place. */
  | {
      readonly type: 'overflow'
      readonly work: WorkId
      readonly queue: QueueId
      readonly when: OverflowCondition
      readonly action: OverflowAction
      readonly waitedMs: number
    }
  | {
      readonly type: 'agent-state-changed'
      readonly agent: AgentId
      readonly state: AgentState
      readonly since: EpochMs
      readonly next?: RequestedState
    }
  /** The event contradicts the engine's state and was not applied; nothing changed. */
  | { readonly type: 'refused'; readonly event: RoutingEvent; readonly reason: string }
