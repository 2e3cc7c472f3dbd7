/** A call: its legs, its state and how it came to it. Data only; transition.ts is what changes it. */
import type { AgentConfig, HotlineConfig, QueueConfig } from '../configuration.ts'
import type { CallerIdentity, CallOutcome, Fact } from '../facts.ts'
import type { AgentId, CallId, EpochMs, LegId, OfferId, QueueId, WorkId } from '../ids.ts'
import type { Explanation, OfferEnd, RoutingEvent } from '../routing/engine-types.ts'
import type { HangupCause, SwitchCommand, SwitchErrorCode, SwitchEvent } from '../switch/port.ts'

/** What a leg is to the call. Consultation, conference, supervision and outbound add their roles here. */
export type LegRole = 'caller' | 'agent'

export interface Leg {
  readonly id: LegId
  readonly role: LegRole
  readonly agent?: AgentId
  readonly state: 'dialling' | 'ringing' | 'answered' | 'ended'
}

/**
 * answering: taken from the switch, not yet answered · greeting: greeting and recording notice · menu: waiting for digits ·
 * queued: waiting, perhaps ringing at an agent (`offer`) · connecting: the agent has answered, voices not yet joined · talking ·
 * holding / resuming: asked for, not yet so · held · closing: a last announcement · hanging-up: we asked for the end · ended.
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
}

/** Why a timer runs. A phase sets its own and clears them when it is left. */
export type Deadline = 'phase' | 'announcement' | 'max-wait' | 'ring'

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
  /** When the customer began to wait for an agent; kept through re-offers and our restarts. */
  readonly enteredAt?: EpochMs
  readonly offer?: CallOffer
  /** The agent who speaks, or last spoke, with the customer, and on which leg. */
  readonly agent?: AgentId
  readonly agentLeg?: LegId
  readonly connectedAt?: EpochMs
  readonly muted: boolean
  readonly recording?: string
  /** Set when the end is already decided (a closing announcement, our own hang-up). */
  readonly outcome?: CallOutcome
  readonly endedBy?: 'caller' | 'agent' | 'system' | 'unknown'
  /** The agent is no longer bound to this call. */
  readonly released: boolean
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

export type CallInput =
  | { readonly type: 'switch-event'; readonly at: EpochMs; readonly event: SwitchEvent }
  | {
      readonly type: 'offer-made'
      readonly at: EpochMs
      readonly offer: OfferId
      readonly agent: AgentId
      /** A fresh uuid for the agent's leg: the model itself makes nothing up. */
      readonly leg: LegId
      readonly expiresAt: EpochMs
      readonly why: Explanation
    }
  | { readonly type: 'offer-ended'; readonly at: EpochMs; readonly offer: OfferId; readonly end: OfferEnd }
  | { readonly type: 'agent-asks'; readonly at: EpochMs; readonly agent: AgentId; readonly request: AgentRequest }
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

/** A fact without its id, which is made from the call and the fact's own subject. */
export type FactBody = Fact extends infer One ? (One extends Fact ? Omit<One, 'id' | 'at' | 'call'> : never) : never

export type CallEffect =
  | { readonly kind: 'switch'; readonly command: SwitchCommand }
  | { readonly kind: 'routing'; readonly event: RoutingEvent }
  | { readonly kind: 'fact'; readonly fact: Fact }
  /** The agent's request is refused; the message is for a person. */
  | { readonly kind: 'refuse'; readonly code: 'NO_SUCH_CONTACT' | 'NOT_NOW'; readonly message: string }
  /** Something that does not fit the state: logged with the call's history. */
  | { readonly kind: 'illegal'; readonly message: string }

/** What the model may ask about the world; answers come from the configuration in force and the routing engine. */
export interface CallContext {
  readonly hotline: (number: string) => HotlineConfig | undefined
  readonly queue: (id: QueueId) => QueueConfig | undefined
  readonly agent: (id: AgentId) => AgentConfig | undefined
  /** Whether anybody who could serve this queue is logged in. */
  readonly staffed: (queue: QueueId) => boolean
  /** How many wait in front of this one in the same queue. */
  readonly ahead: (work: WorkId) => number
  /** Where the recording of a call goes, as the switch sees its disk. */
  readonly recordingPath: (call: CallId, at: EpochMs) => string
}
