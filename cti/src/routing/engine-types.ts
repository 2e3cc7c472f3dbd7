/** The routing engine's interface: events in, decisions out. Pure and deterministic, so it can be replayed and explained. */
import type { AgentId, EpochMs, OfferId, WorkId } from '../ids.ts'
import type { AgentProfile, AgentState, RequestedState, WorkItem } from './work.ts'

export type RoutingEvent = { readonly at: EpochMs } & (
  | { readonly type: 'agent-profile-changed'; readonly agent: AgentProfile }
  | { readonly type: 'agent-removed'; readonly agent: AgentId }
  /** In the middle of an offer or a contact it takes effect afterwards. */
  | { readonly type: 'agent-state-requested'; readonly agent: AgentId; readonly state: RequestedState }
  | { readonly type: 'work-arrived'; readonly item: WorkItem }
  /** The customer left, or the work was taken elsewhere. Withdraws a live offer. */
  | { readonly type: 'work-left'; readonly work: WorkId }
  | { readonly type: 'offer-accepted'; readonly offer: OfferId }
  | { readonly type: 'offer-declined'; readonly offer: OfferId }
  /** The agent's phone could not be rung, or the connection failed after acceptance. */
  | { readonly type: 'offer-failed'; readonly offer: OfferId; readonly reason: string }
  /** A contact found in progress after a restart: the agent is on it without an offer. */
  | { readonly type: 'contact-adopted'; readonly agent: AgentId; readonly item: WorkItem }
  /** `withoutWrapUp`: nobody was spoken to, there is nothing to write down. */
  | { readonly type: 'contact-ended'; readonly work: WorkId; readonly withoutWrapUp?: true }
  | { readonly type: 'wrap-up-finished'; readonly agent: AgentId }
  /** While the switch cannot be reached nothing is offered; everybody keeps their place. */
  | { readonly type: 'offering-suspended' }
  | { readonly type: 'offering-resumed' }
  | { readonly type: 'time-passed' }
)

/** Why an agent was chosen, complete enough to be read by a supervisor. */
export interface Explanation {
  readonly waitedMs: number
  /** How many agents were free, and how many of these met every need. */
  readonly free: number
  readonly eligible: number
  /** The best few, first is the chosen one. */
  readonly candidates: readonly {
    readonly agent: AgentId
    readonly idleMs: number
    readonly levels: Readonly<Record<string, number>>
  }[]
  readonly rule: 'longest-idle'
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
  | {
      readonly type: 'agent-state-changed'
      readonly agent: AgentId
      readonly state: AgentState
      readonly since: EpochMs
      readonly next?: RequestedState
    }
  /** The event contradicts the engine's state and was not applied; nothing changed. */
  | { readonly type: 'refused'; readonly event: RoutingEvent; readonly reason: string }
