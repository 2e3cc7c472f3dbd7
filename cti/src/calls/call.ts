/** A call: its legs, its state and how it came to it. Data only; transition.ts is what changes it. */
import type { AgentConfig, FlowConfig, HotlineConfig, QueueConfig } from '../configuration.ts'
import type { AttemptOutcome, CallerIdentity, CallOutcome, Fact } from '../facts.ts'
import type { AgentId, CallId, EpochMs, LegId, OfferId, QueueId, WorkId } from '../ids.ts'
import type { Explanation, OfferEnd, RoutingEvent } from '../routing/engine-types.ts'
import type { OverflowAction, OverflowCondition, WorkItem } from '../routing/work.ts'
import type { HangupCause, SwitchCommand, SwitchErrorCode, SwitchEvent } from '../switch/port.ts'
import type { AdoptedCourse, OutboundOrder, RunningFlow } from './outbound-order.ts'
import type { PathStep } from './path.ts'

/** What a leg is to the call. `customer`: whom we dialled for a callback. `outside`: an external number that a caller is handed on to. */
export type LegRole = 'caller' | 'agent' | 'customer' | 'outside'

export interface Leg {
  readonly id: LegId
  readonly role: LegRole
  readonly agent?: AgentId
  readonly state: 'dialling' | 'ringing' | 'answered' | 'ended'
}

/**
 * answering: taken from the switch, not yet answered · greeting: greeting and recording notice · menu: waiting for digits ·
 * queued: waiting, perhaps ringing at an agent (`offer`) · connecting: the agent has answered, voices not yet joined · talking ·
 * holding / resuming: asked for, not yet so · held · voicemail: a message is recorded · forwarding / forwarded: being joined, and speaking,
 * with an external number · flow: a flow speaks and asks · closing: a last announcement · hanging-up: we asked for the end · ended. Of calls
 * that we make: scheduled: rests until its next time · preview: the agent looks at whom they will call · dialling: the customer is called, and
 * before or after them the agent's phone.
 */
export type CallPhase =
  | 'answering'
  | 'greeting'
  | 'menu'
  | 'queued'
  | 'connecting'
  | 'talking'
  | 'holding'
  | 'held'
  | 'resuming'
  | 'voicemail'
  | 'forwarding'
  | 'forwarded'
  | 'flow'
  | 'scheduled'
  | 'preview'
  | 'dialling'
  | 'closing'
  | 'hanging-up'
  | 'ended'

export interface CallOffer {
  readonly offer: OfferId
  readonly agent: AgentId
  readonly leg: LegId
  readonly expiresAt: EpochMs
  /** The agent's phone has answered; set before the call is `connecting`. */
  readonly accepted: boolean
  /** The agent pressed "answer" before the phone rang: carried out as soon as it does. */
  readonly answerAsked?: true
  /** Of a callback: the leg that the customer is to be dialled on. */
  readonly customerLeg: LegId
  /** The agent is bound already, although the phone has not answered: the customer is dialled first. */
  readonly reserved?: true
}

/** What a call is for a callback: the place of somebody who hung up and is to be called. */
export interface Callback {
  readonly requestedBy: CallId
  readonly requestedAt: EpochMs
  /** How often the customer was dialled, the present attempt included. */
  readonly attempts: number
  readonly reached: boolean
  /** Of a scheduled one. */
  readonly nextAt?: EpochMs
}

/** What a call is for a campaign: one attempt to reach somebody. */
export interface Outbound {
  /** Absent: an agent clicked on a number. */
  readonly campaign?: string
  readonly course: OutboundOrder['course'] | AdoptedCourse
  readonly ringMs: number
  /** For the phone of an agent who clicked. */
  readonly agentLeg: LegId
  readonly dialledAt?: EpochMs
  readonly answeredAt?: EpochMs
  readonly detectMachine?: true
  /** A voicemail's tone would be told. */
  readonly listens?: true
  /** Decided before the line ended. */
  readonly outcome?: AttemptOutcome
  /** A flow has given the customer to a queue: from then on it is a call like any other. */
  readonly handedOn?: true
  /** Its end has been told. */
  readonly ended?: true
}

/** What of a callback is kept on disk: enough to go on with it after a restart. */
export type KeptCallback = Pick<
  Call,
  'id' | 'hotline' | 'hotlineName' | 'caller' | 'queue' | 'enteredAt' | 'priority'
> & {
  readonly callback: Callback
  /** An attempt was under way. */
  readonly dialling: boolean
}

/** A waiting caller is asked about a callback. `keeping`: it is being written to disk. */
export interface Asking {
  readonly step: 'confirm' | 'number' | 'keeping'
}

/** What routing is told of a customer beside their place. */
export type KnownOfCaller = Pick<WorkItem, 'customer' | 'vip' | 'region' | 'language' | 'store' | 'lastAgent' | 'owner'>

/** Why a timer runs. A phase sets its own and clears them when it is left. */
export type Deadline = 'phase' | 'announcement' | 'max-wait' | 'ring' | 'asking' | 'outside' | 'machine'

export interface Call {
  readonly id: CallId
  readonly hotline: string
  readonly hotlineName?: string
  readonly caller: CallerIdentity
  readonly callerLeg: LegId
  readonly legs: Readonly<Record<LegId, Leg>>
  readonly phase: CallPhase
  readonly phaseSince: EpochMs
  readonly arrivedAt: EpochMs
  readonly queue?: QueueId
  /** The customer's place: when they began to wait for an agent. Kept through re-offers, transfers, callbacks and our restarts. */
  readonly enteredAt?: EpochMs
  /** When the present wait on the line began: later than `enteredAt` after a transfer or a callback. */
  readonly waitingSince?: EpochMs
  /** Minutes of head start. */
  readonly priority: number
  readonly known: KnownOfCaller
  readonly offer?: CallOffer
  /** The agent who speaks with the customer, or spoke at the end, and on which leg. */
  readonly agent?: AgentId
  readonly agentLeg?: LegId
  /** The agent who handed the call on. */
  readonly formerAgent?: AgentId
  /** Of the first conversation. */
  readonly connectedAt?: EpochMs
  /** Until the first conversation, ms. */
  readonly waitedMs?: number
  /** Of the conversation with `agent`. */
  readonly joinedAt?: EpochMs
  /** How many agents the customer has spoken with. */
  readonly connections: number
  readonly muted: boolean
  readonly recording?: string
  /** Set when the end is already decided (a closing announcement, our own hang-up). */
  readonly outcome?: CallOutcome
  readonly endedBy?: 'caller' | 'agent' | 'system' | 'unknown'
  /** The agent is no longer bound to this call. */
  readonly released: boolean
  readonly asking?: Asking
  /** An external number's leg. */
  readonly outside?: LegId
  /** An external number was tried: not twice. */
  readonly forwardTried?: true
  /** An overflow that came while a phone rang: carried out when nobody answers. */
  readonly postponed?: { readonly action: OverflowAction; readonly leg: LegId }
  /** This call is a callback. It has no leg until the customer is dialled. */
  readonly callback?: Callback
  /** This call is an attempt of a campaign. It has no leg until the customer is dialled. */
  readonly outbound?: Outbound
  /** What speaks with the customer while the phase is `flow`. */
  readonly flow?: RunningFlow
  readonly path: readonly PathStep[]
  readonly deadlines: Readonly<Partial<Record<Deadline, EpochMs>>>
  /** The last HISTORY_LINES things that happened, for the log when something does not fit. */
  readonly history: readonly string[]
}

export const HISTORY_LINES = 60

export type AgentRequest =
  | { readonly type: 'answer' }
  | { readonly type: 'decline' }
  | { readonly type: 'hold' }
  | { readonly type: 'resume' }
  | { readonly type: 'mute'; readonly on: boolean }
  | { readonly type: 'hang-up' }
  | { readonly type: 'transfer'; readonly queue: QueueId }
  /** Of a preview: call now, or leave it to somebody else. */
  | { readonly type: 'dial' }
  | { readonly type: 'skip' }

export type SupervisorRequest =
  | { readonly type: 'move-contact'; readonly queue: QueueId }
  | { readonly type: 'prioritise-contact'; readonly priority: number }
  | { readonly type: 'requeue-contact' }

export type CallInput =
  | { readonly type: 'switch-event'; readonly at: EpochMs; readonly event: SwitchEvent }
  | {
      readonly type: 'offer-made'
      readonly at: EpochMs
      readonly offer: OfferId
      readonly agent: AgentId
      /** A fresh uuid for the agent's leg: the model itself makes nothing up. */
      readonly leg: LegId
      /** Another one, for a customer who is to be called back. */
      readonly customerLeg: LegId
      readonly expiresAt: EpochMs
      readonly why: Explanation
    }
  | {
      readonly type: 'overflowed'
      readonly at: EpochMs
      readonly queue: QueueId
      readonly when: OverflowCondition
      readonly action: OverflowAction
      readonly waitedMs: number
      /** A fresh uuid, for an external number. */
      readonly leg: LegId
    }
  | { readonly type: 'offer-ended'; readonly at: EpochMs; readonly offer: OfferId; readonly end: OfferEnd }
  | { readonly type: 'agent-asks'; readonly at: EpochMs; readonly agent: AgentId; readonly request: AgentRequest }
  | {
      readonly type: 'supervisor-asks'
      readonly at: EpochMs
      readonly supervisor: string
      readonly request: SupervisorRequest
    }
  /** The callback that this call asked for is on disk, or could not be written. */
  | { readonly type: 'callback-kept'; readonly at: EpochMs; readonly kept: boolean }
  /** Of an attempt: not any more. Refused once the customer has answered. */
  | { readonly type: 'attempt-withdrawn'; readonly at: EpochMs }
  /** Of a callback: it is no longer wanted. */
  | { readonly type: 'callback-dropped'; readonly at: EpochMs; readonly end: 'cancelled' | 'called-again' }
  | {
      readonly type: 'command-failed'
      readonly at: EpochMs
      readonly command: SwitchCommand
      readonly code: SwitchErrorCode
      readonly message: string
    }
  /** A leg that we believed in is not in the switch's own list. `ended` is what the switch's journal says of it, if it does. */
  | {
      readonly type: 'leg-missing'
      readonly at: EpochMs
      readonly leg: LegId
      readonly ended?: {
        readonly endedAt: EpochMs
        readonly cause: HangupCause
        readonly switchCause: string
        readonly endedBy: 'far-end' | 'switch' | 'unknown'
      }
    }
  | { readonly type: 'time-passed'; readonly at: EpochMs }

export type CallEffect =
  | { readonly kind: 'switch'; readonly command: SwitchCommand }
  | { readonly kind: 'routing'; readonly event: RoutingEvent }
  | { readonly kind: 'fact'; readonly fact: Fact }
  /** The agent's request is refused; the message is for a person. */
  | { readonly kind: 'refuse'; readonly code: 'NO_SUCH_CONTACT' | 'NOT_NOW'; readonly message: string }
  /** To be written to disk; then the call is told `callback-kept` and the callback begins. */
  | { readonly kind: 'callback-asked'; readonly callback: KeptCallback }
  /** Another callback is no longer wanted. */
  | { readonly kind: 'callback-dropped'; readonly callback: CallId; readonly end: 'cancelled' | 'called-again' }
  /** Something that does not fit the state: logged with the call's history. */
  | { readonly kind: 'illegal'; readonly message: string }

/** What the model may ask about the world; answers come from the configuration in force and the routing engine. */
export interface CallContext {
  readonly hotline: (number: string) => HotlineConfig | undefined
  readonly queue: (id: QueueId) => QueueConfig | undefined
  readonly agent: (id: AgentId) => AgentConfig | undefined
  readonly flow: (id: string) => FlowConfig | undefined
  /** Whether anybody who could serve this queue is logged in. */
  readonly staffed: (queue: QueueId) => boolean
  /** How many wait in front of this one in the same queue. */
  readonly ahead: (work: WorkId) => number
  /** ms until this one is served, as things stand; undefined when unknown. */
  readonly estimatedWaitMs: (work: WorkId) => number | undefined
  readonly known: (caller: CallerIdentity) => KnownOfCaller
  /** The gateway for calls that we dial; undefined: we dial nobody. */
  readonly trunk: () => string | undefined
  /** The callback that waits for this number (E.164) and is not under way. */
  readonly callbackFor: (number: string) => Call | undefined
  /** Whether there is a callback that this call asked for. */
  readonly callbackAskedBy: (call: CallId) => boolean
  /** How many wait to be called in this queue. */
  readonly callbacksOf: (queue: QueueId) => number
  /** Where a recording goes, as the switch sees its disk. */
  readonly recordingPath: (name: string, at: EpochMs) => string
}
