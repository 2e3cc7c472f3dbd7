/** The public face of cti: one call centre, that is one routing domain with its switch. */
import type { CallPhase } from '../calls/call.ts'
import type { OutboundOrder } from '../calls/outbound-order.ts'
import type { PathStep } from '../calls/path.ts'
import type { CallCentreConfig } from '../configuration.ts'
import type { CallerIdentity, Fact } from '../facts.ts'
import type { AgentId, CallId, EpochMs, OfferId, QueueId } from '../ids.ts'
import type { AgentState, RequestedState } from '../routing/work.ts'
import type { SwitchStatus, Unsubscribe } from '../switch/port.ts'

export type { FlowOrder, OutboundOrder } from '../calls/outbound-order.ts'
export type { PathStep } from '../calls/path.ts'

/** What an agent may ask of the call centre. `call` names the contact meant, so that a late click cannot hit the next call. */
export type AgentCommand =
  | { readonly type: 'request-state'; readonly state: RequestedState }
  | { readonly type: 'answer'; readonly call: CallId }
  | { readonly type: 'decline'; readonly call: CallId }
  | { readonly type: 'hold'; readonly call: CallId }
  | { readonly type: 'resume'; readonly call: CallId }
  | { readonly type: 'mute'; readonly call: CallId; readonly on: boolean }
  | { readonly type: 'hang-up'; readonly call: CallId }
  | { readonly type: 'finish-wrap-up'; readonly call: CallId }
  /** Of a preview: call now, or leave this customer to somebody else. */
  | { readonly type: 'dial'; readonly call: CallId }
  | { readonly type: 'skip'; readonly call: CallId }
  /** Blind: the customer waits in the other queue with the place they had, the agent goes to after-call work. */
  | { readonly type: 'transfer'; readonly call: CallId; readonly queue: QueueId }

/** What a supervisor may ask. Whether they may is the gateway's to decide; who asked is recorded in its audit. */
export type SupervisorCommand =
  /** In the middle of an offer or a contact it takes effect afterwards. Forced log-out is `offline`. */
  | { readonly type: 'set-agent-state'; readonly agent: AgentId; readonly state: RequestedState }
  /** Of a contact that waits or rings; the place is kept. */
  | { readonly type: 'move-contact'; readonly call: CallId; readonly queue: QueueId }
  /** Minutes of head start, 0–120, instead of what the contact has now. */
  | { readonly type: 'prioritise-contact'; readonly call: CallId; readonly priority: number }
  /** Takes a ringing contact back to its queue, where it is offered to somebody else. */
  | { readonly type: 'requeue-contact'; readonly call: CallId }

export type CommandResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: CommandRefusal; readonly message: string }
export type CommandRefusal =
  | 'UNKNOWN_AGENT'
  | 'NO_SUCH_CONTACT'
  | 'NOT_NOW'
  | 'SWITCH_UNAVAILABLE'
  | 'SWITCH_TIMEOUT'
  | 'SWITCH_REFUSED'

/** A contact as its agent sees it now. */
export interface AgentContact {
  readonly call: CallId
  readonly phase: 'offered' | 'preview' | 'dialling' | 'connecting' | 'talking' | 'held' | 'wrap-up'
  readonly since: EpochMs
  readonly connectedAt?: EpochMs
  readonly offer?: OfferId
  readonly offerExpiresAt?: EpochMs
  readonly caller: CallerIdentity
  readonly hotline: string
  readonly queue?: QueueId
  readonly waitedMs: number
  readonly muted: boolean
  /** We make this call: for which campaign (none: the agent clicked); and, of a preview, when it is dialled by itself. */
  readonly outbound?: true
  readonly campaign?: string
  readonly dialsAt?: EpochMs
}

export interface AgentView {
  readonly agent: AgentId
  readonly state: AgentState
  readonly since: EpochMs
  readonly next?: RequestedState
  readonly contacts: readonly AgentContact[]
}

/** A contact as a supervisor sees it: everything that is not over, also callbacks that wait for their turn. */
export interface ContactView {
  readonly call: CallId
  readonly channel: 'voice' | 'callback' | 'outbound'
  readonly phase: CallPhase
  readonly since: EpochMs
  readonly caller: CallerIdentity
  readonly hotline: string
  readonly arrivedAt: EpochMs
  readonly queue?: QueueId
  readonly enteredAt?: EpochMs
  /** Of those who wait: how many of the same queue are in front, and how long it will take as things stand (absent: unknown). */
  readonly ahead?: number
  readonly estimatedWaitMs?: number
  readonly priority?: number
  readonly agent?: AgentId
  readonly connectedAt?: EpochMs
  readonly region?: string
  readonly vip?: boolean
  /** Of a call that we make: for which campaign. */
  readonly campaign?: string
  readonly path: readonly PathStep[]
}

export interface QueueView {
  readonly queue: QueueId
  readonly waiting: number
  readonly longestWaitingSince?: EpochMs
  readonly ready: number
  readonly loggedIn: number
  /** Of those who could serve this queue in any ring, by what they are doing now. */
  readonly staff: Readonly<Record<AgentState['kind'], number>>
  /** What somebody who came now would wait; absent when unknown (nobody logged in). ms */
  readonly estimatedWaitMs?: number
  /** Callers who hung up and are called when it is their turn; counted in `waiting`. */
  readonly callbacks: number
}

/** What is known of a number beside the call itself. Given beforehand, because a call never waits for the database. */
export interface CallerHint {
  /** E.164 with +. */
  readonly number: string
  readonly customer?: string
  readonly vip?: boolean
  /** BCP 47. */
  readonly language?: string
  readonly store?: string
  readonly lastAgent?: AgentId
  readonly owner?: AgentId
}

export interface CallCentre {
  /** Resolves once the configuration is in force; the switch may still be connecting. */
  start(): Promise<void>
  /** Leaves calls alone: they are re-adopted by the next start. */
  stop(): Promise<void>
  /** Replaces the snapshot for everything that starts from now on. @throws ConfigurationError naming every problem; the old one stays. */
  configure(config: CallCentreConfig): void
  /** Never throws: a refusal says why. Carried out once per commandId, however often it is sent. */
  command(agent: AgentId, commandId: string, command: AgentCommand): Promise<CommandResult>
  /** As `command`, for a supervisor. */
  supervise(supervisor: string, commandId: string, command: SupervisorCommand): Promise<CommandResult>
  /** Takes up an attempt: at most once, however often it is sent. Facts tell what becomes of it. Never throws: a refused one is not dialled. */
  dial(order: OutboundOrder): Promise<CommandResult>
  /** Takes an attempt back. Refused once the customer has answered. */
  withdraw(attempt: string): Promise<CommandResult>
  /** Replaces what is known of these numbers. The oldest are forgotten beyond 500,000. */
  hint(hints: readonly CallerHint[]): void
  onFact(listener: (fact: Fact) => void): Unsubscribe
  /** Everything that is not over, in order of arrival. */
  contactViews(): readonly ContactView[]
  agentView(agent: AgentId): AgentView | undefined
  queueViews(): readonly QueueView[]
  switchStatus(): SwitchStatus
  liveCalls(): number
}
