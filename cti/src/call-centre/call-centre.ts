/** The public face of cti: one call centre, that is one routing domain with its switch. */
import type { CallCentreConfig } from '../configuration.ts'
import type { CallerIdentity, Fact } from '../facts.ts'
import type { AgentId, CallId, EpochMs, OfferId, QueueId } from '../ids.ts'
import type { AgentState, RequestedState } from '../routing/work.ts'
import type { SwitchStatus, Unsubscribe } from '../switch/port.ts'

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
  readonly phase: 'offered' | 'connecting' | 'talking' | 'held' | 'wrap-up'
  readonly since: EpochMs
  readonly connectedAt?: EpochMs
  readonly offer?: OfferId
  readonly offerExpiresAt?: EpochMs
  readonly caller: CallerIdentity
  readonly hotline: string
  readonly queue?: QueueId
  readonly waitedMs: number
  readonly muted: boolean
}

export interface AgentView {
  readonly agent: AgentId
  readonly state: AgentState
  readonly since: EpochMs
  readonly next?: RequestedState
  readonly contacts: readonly AgentContact[]
}

export interface QueueView {
  readonly queue: QueueId
  readonly waiting: number
  readonly longestWaitingSince?: EpochMs
  readonly ready: number
  readonly loggedIn: number
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
  onFact(listener: (fact: Fact) => void): Unsubscribe
  agentView(agent: AgentId): AgentView | undefined
  queueViews(): readonly QueueView[]
  switchStatus(): SwitchStatus
  liveCalls(): number
}
