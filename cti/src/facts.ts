/**
 * Facts: what happened in the call centre, in the order it happened. They are the only thing that cti tells the rest of the world:
 * the ledger keeps them, tickets are made from them, desks follow them. A fact's id is made of what it is about, so telling it twice
 * (a restart, a replayed spool) is telling it once.
 */
import type { AgentId, CallId, EpochMs, LegId, OfferId, QueueId, WorkId } from './ids.ts'
import type { Explanation, OfferEnd } from './routing/engine-types.ts'
import type { AgentState, OverflowAction, OverflowCondition, RequestedState } from './routing/work.ts'
import type { HangupCause } from './switch/port.ts'

/** How an inbound call ended, seen from the service. */
export type CallOutcome =
  /** Spoke with an agent. */
  | 'answered'
  /** The caller left while waiting, ringing or in the menu. */
  | 'abandoned'
  | 'out-of-hours'
  /** Nobody was logged in for the queue, and the caller was told so. */
  | 'nobody-logged-in'
  /** Waited to the limit and was told so. */
  | 'max-wait'
  /** Asked to be called back, and hung up. */
  | 'callback-requested'
  /** Left a message. */
  | 'voicemail'
  /** Heard an announcement instead of waiting on (overflow). */
  | 'announced'
  /** Was handed on to an external number (overflow). */
  | 'forwarded'
  /** We, or the switch, failed. */
  | 'failed'

/**
 * How one attempt of a campaign ended. person: an agent or a flow spoke with somebody · abandoned: somebody answered and no agent was
 * there · lost: it cannot be known · cancelled: taken back before anything was dialled, or before anybody answered.
 */
export type AttemptOutcome =
  | 'person'
  | 'machine'
  | 'busy'
  | 'no-answer'
  | 'rejected'
  | 'invalid-number'
  | 'network-error'
  | 'abandoned'
  | 'lost'
  | 'cancelled'

/** What a fact of a call always says, so that any single one suffices to know which call it is. */
interface OfCall {
  readonly call: CallId
}

export interface CallerIdentity {
  /** E.164 with +, national service number, or undefined when withheld or not a number. */
  readonly number?: string
  /** Exactly as signalled (cleaned of control characters), for the record. */
  readonly raw: string
  readonly name?: string
  readonly kind: 'mobile' | 'landline' | 'privacy' | 'service' | 'international' | 'anonymous' | 'unknown'
  /** Home area from the number, when known. Names as in GB/T 2260: 浙江省, 杭州市. */
  readonly province?: string
  readonly city?: string
}

export type Fact = { readonly id: string; readonly at: EpochMs } & (
  | ({
      readonly type: 'call-arrived'
      readonly hotline: string
      readonly hotlineName?: string
      readonly caller: CallerIdentity
    } & OfCall)
  | ({
      readonly type: 'call-menu-chosen'
      readonly digits: string
      readonly label?: string
      readonly queue: QueueId
    } & OfCall)
  | ({ readonly type: 'call-queued'; readonly queue: QueueId; readonly enteredAt: EpochMs } & OfCall)
  | ({
      readonly type: 'call-offered'
      readonly offer: OfferId
      readonly agent: AgentId
      readonly queue: QueueId
      readonly hotline: string
      readonly caller: CallerIdentity
      readonly enteredAt: EpochMs
      readonly expiresAt: EpochMs
      readonly why: Explanation
    } & OfCall)
  | ({
      readonly type: 'call-offer-ended'
      readonly offer: OfferId
      readonly agent: AgentId
      readonly end: OfferEnd
      readonly detail?: string
    } & OfCall)
  /** Caller and agent hear each other. */
  | ({
      readonly type: 'call-connected'
      readonly agent: AgentId
      readonly queue: QueueId
      readonly hotline: string
      readonly caller: CallerIdentity
      readonly arrivedAt: EpochMs
      readonly waitedMs: number
    } & OfCall)
  /** Handed on by the agent: the customer waits in another queue. */
  | ({
      readonly type: 'call-transferred'
      readonly agent: AgentId
      readonly from: QueueId
      readonly to: QueueId
      readonly talkMs: number
    } & OfCall)
  /** Moved, re-queued or given another priority by a supervisor. */
  | ({
      readonly type: 'call-moved'
      readonly supervisor: string
      readonly from: QueueId
      readonly to: QueueId
      readonly priority?: number
    } & OfCall)
  /** A rule of the queue's overflow fired. */
  | ({
      readonly type: 'call-overflowed'
      readonly queue: QueueId
      readonly when: OverflowCondition
      readonly action: OverflowAction
      readonly waitedMs: number
    } & OfCall)
  /** The caller keeps the place and hangs up; `number` (E.164) is called when it is their turn. */
  | ({
      readonly type: 'callback-requested'
      readonly callback: WorkId
      readonly queue: QueueId
      readonly number: string
      readonly hotline: string
      readonly caller: CallerIdentity
      readonly enteredAt: EpochMs
      /** This number waited already: that earlier place holds, and this is its id. */
      readonly mergedInto?: WorkId
    } & OfCall)
  /** An attempt to reach the customer has ended without a conversation. */
  | ({
      readonly type: 'callback-attempted'
      readonly callback: WorkId
      readonly attempt: number
      readonly cause: HangupCause
      /** Absent: there is no further attempt. */
      readonly nextAt?: EpochMs
    } & OfCall)
  | ({
      readonly type: 'callback-ended'
      readonly callback: WorkId
      readonly end: 'reached' | 'gave-up' | 'cancelled' | 'called-again'
    } & OfCall)
  /** About to be dialled; the call is the attempt. Told before the switch is. Without a campaign an agent clicked on a number. */
  | ({ readonly type: 'attempt-dialled'; readonly campaign?: string; readonly number: string } & OfCall)
  | ({ readonly type: 'attempt-answered' } & OfCall)
  | ({
      readonly type: 'attempt-ended'
      readonly outcome: AttemptOutcome
      readonly switchCause: string
      /** ms from the dialling to the answer or the end; 0 when nothing was dialled. */
      readonly ringMs: number
      /** ms with an agent or the flow. */
      readonly talkMs: number
      readonly agent?: AgentId
    } & OfCall)
  /** Somebody answered a flow's question with keys. */
  | ({
      readonly type: 'flow-answered'
      readonly node: string
      readonly question: string
      readonly value: string
    } & OfCall)
  | ({
      readonly type: 'flow-commented'
      readonly node: string
      readonly question: string
      readonly path: string
      readonly durationMs: number
    } & OfCall)
  /** Never again, said the customer. */
  | ({ readonly type: 'flow-refused'; readonly number: string } & OfCall)
  | ({ readonly type: 'call-held'; readonly agent: AgentId } & OfCall)
  | ({ readonly type: 'call-resumed'; readonly agent: AgentId } & OfCall)
  | ({ readonly type: 'call-muted'; readonly agent: AgentId; readonly on: boolean } & OfCall)
  | ({ readonly type: 'call-recording-started'; readonly leg: LegId; readonly path: string } & OfCall)
  | ({
      readonly type: 'call-recording-stopped'
      readonly leg: LegId
      readonly path: string
      readonly durationMs: number
    } & OfCall)
  /** Found in progress after we, or the connection, were away. */
  | ({ readonly type: 'call-readopted'; readonly phase: 'queued' | 'talking' } & OfCall)
  | ({
      readonly type: 'call-ended'
      readonly outcome: CallOutcome
      readonly endedBy: 'caller' | 'agent' | 'system' | 'unknown'
      readonly cause: HangupCause
      readonly switchCause: string
      readonly hotline: string
      readonly caller: CallerIdentity
      readonly queue?: QueueId
      readonly agent?: AgentId
      readonly arrivedAt: EpochMs
      readonly connectedAt?: EpochMs
      /** ms between first connection and end, 0 when never connected. */
      readonly talkMs: number
      readonly waitedMs: number
      /** The phase the call was in when it ended. */
      readonly phase: string
      /** True when it ended while we were away and this was read from the switch's journal or its absence. */
      readonly afterwards?: boolean
    } & OfCall)
  | {
      readonly type: 'agent-state-changed'
      readonly agent: AgentId
      readonly state: AgentState
      readonly since: EpochMs
      /** What the agent asked for and will get after the present contact. */
      readonly next?: RequestedState
    }
  | { readonly type: 'switch-connected'; readonly coreId: string; readonly restarted: boolean }
  | { readonly type: 'switch-disconnected'; readonly reason: string }
)

export type FactType = Fact['type']
export type FactOf<Type extends FactType> = Extract<Fact, { type: Type }>
