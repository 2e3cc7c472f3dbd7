/**
 * The telephone switch as the rest of cti sees it: commands that it is given and events that it tells.
 * Nothing here is FreeSWITCH's own vocabulary, so that call logic can be read, tested and replayed without one.
 *
 * What a call model must not assume (each was observed, FreeSWITCH 1.11): that an accepted command has changed anything (wait for
 * its event); any order between two legs; that `legs-bridged` names the caller first; that `leg-parked` means unclaimed.
 */
import type { EpochMs, LegId } from '../ids.ts'

/**
 * What is played: a file below the switch's sound directory, a music stream that never ends by itself, or text that the switch's speech
 * engine says (500 characters at most). Where there is no engine (SwitchStatus.speech), speech is refused with NO_SPEECH.
 */
export type Prompt =
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'speech'; readonly text: string }
  | { readonly kind: 'music'; readonly name: string }

export const file = (name: string): Prompt => ({ kind: 'file', name })

/** Where a leg is dialled to. `user` is an extension registered at the switch; `sip` a full SIP URI; `trunk` an E.164 number. */
export type Endpoint =
  | { readonly kind: 'user'; readonly extension: string }
  | { readonly kind: 'sip'; readonly uri: string }
  | { readonly kind: 'trunk'; readonly gateway: string; readonly number: string }

/** Why a leg ended, in the field's words. `cause` beside it keeps the switch's own code. */
export type HangupCause =
  | 'normal'
  | 'cancelled'
  | 'busy'
  | 'rejected'
  | 'no-answer'
  | 'unreachable'
  | 'switch-shutdown'
  | 'lost-race'
  | 'other'

/** Everything a leg says about itself when it is seen. Strings are already UTF-8; absent means unknown, never ''. */
export interface LegDescription {
  readonly leg: LegId
  readonly direction: 'inbound' | 'outbound'
  /** As signalled; not normalised. P-Asserted-Identity wins over From when the trunk sends both. */
  readonly callerNumber?: string
  readonly callerName?: string
  /** The number that was dialled: the To user where the trunk rewrites the request URI, else the request-URI user. */
  readonly dialled?: string
  readonly createdAt?: EpochMs
  readonly answeredAt?: EpochMs
  /** Our own channel variables (those named ringdesk_*), with the prefix taken off. */
  readonly variables: Readonly<Record<string, string>>
}

/** A leg as found in the switch's own channel list. */
export interface LegSnapshot extends LegDescription {
  readonly state: 'ringing' | 'early' | 'answered' | 'hanging-up'
  /** The leg it is bridged to, when it is. */
  readonly bridgedTo?: LegId
}

/** How a leg of ours ended while nobody of ours was listening; read from the switch's own journal of ends. */
export interface EndedLeg {
  readonly leg: LegId
  /** The call it belonged to (its first leg's uuid). */
  readonly call: string
  readonly endedAt: EpochMs
  readonly startedAt?: EpochMs
  readonly answeredAt?: EpochMs
  readonly cause: HangupCause
  readonly switchCause: string
  readonly endedBy: 'far-end' | 'switch' | 'unknown'
  readonly callerNumber?: string
  readonly dialled?: string
  /** ringdesk_* variables that the journal keeps (role, agent, queue, phase, entered_at, connected_at), prefix taken off. */
  readonly variables: Readonly<Record<string, string>>
}

export type SwitchEvent = { readonly at: EpochMs } & (
  | ({ readonly type: 'leg-created' } & LegDescription)
  /** A leg waits in the switch for us. For an inbound leg whose call we do not know, this is a new call. */
  | ({ readonly type: 'leg-parked' } & LegDescription)
  | { readonly type: 'leg-ringing'; readonly leg: LegId }
  | { readonly type: 'leg-answered'; readonly leg: LegId }
  | { readonly type: 'legs-bridged'; readonly a: LegId; readonly b: LegId }
  | { readonly type: 'legs-unbridged'; readonly a: LegId; readonly b: LegId }
  /** The far phone put us on hold by itself (re-INVITE), or we did by uuid_hold. */
  | { readonly type: 'leg-held'; readonly leg: LegId }
  | { readonly type: 'leg-unheld'; readonly leg: LegId }
  | { readonly type: 'digit'; readonly leg: LegId; readonly digit: string }
  /** Ends a `collect-digits`. `digits` is '' when nothing valid was pressed. */
  | { readonly type: 'digits-collected'; readonly leg: LegId; readonly request: string; readonly digits: string }
  /** Ends a `play` of files. `completed` is false when it was broken off or the file could not be played. */
  | { readonly type: 'playback-finished'; readonly leg: LegId; readonly playback: string; readonly completed: boolean }
  | { readonly type: 'recording-started'; readonly leg: LegId; readonly path: string }
  /** `durationMs` counts voiced time only and can be less than the wall clock. */
  | { readonly type: 'recording-stopped'; readonly leg: LegId; readonly path: string; readonly durationMs: number }
  /** Once for each `detect-beep`: the tone after which a voicemail records, or what sounds like one. */
  | { readonly type: 'beep-heard'; readonly leg: LegId }
  /** An outbound leg that never came to be (refused before a channel existed). */
  | {
      readonly type: 'originate-failed'
      readonly leg: LegId
      readonly cause: HangupCause
      readonly switchCause: string
    }
  | {
      readonly type: 'leg-ended'
      readonly leg: LegId
      readonly cause: HangupCause
      readonly switchCause: string
      readonly endedBy: 'far-end' | 'switch' | 'unknown'
      readonly sipStatus?: number
    }
)

/** The connection itself. `legs` is the switch's own list: whatever we believed before, this is what is true. */
export type ConnectionEvent =
  | {
      readonly type: 'connected'
      readonly at: EpochMs
      /** Changes whenever the switch itself restarts. */
      readonly coreId: string
      readonly legs: readonly LegSnapshot[]
      readonly ended: readonly EndedLeg[]
    }
  | { readonly type: 'disconnected'; readonly at: EpochMs; readonly reason: string }

export type SwitchCommand =
  | { readonly type: 'answer'; readonly leg: LegId }
  /**
   * Files are played once in order and end in `playback-finished`; music goes on until stopped, bridged or hung up. What was playing on
   * the leg ends with it: one playback a leg, the latest.
   */
  | { readonly type: 'play'; readonly leg: LegId; readonly playback: string; readonly prompts: readonly Prompt[] }
  | { readonly type: 'stop-playing'; readonly leg: LegId }
  | {
      readonly type: 'collect-digits'
      readonly leg: LegId
      readonly request: string
      /** Absent: silence. */
      readonly prompt?: Prompt
      readonly invalidPrompt?: Prompt
      readonly minDigits: number
      readonly maxDigits: number
      readonly tries: number
      /** From the end of the prompt to the first digit, each try. */
      readonly timeoutMs: number
      /** Accepted input as a regular expression, e.g. ^[12]$ */
      readonly accept: string
    }
  | {
      readonly type: 'originate'
      /** Chosen by us (a uuid), so that its events are known as ours whatever happens to the reply. */
      readonly leg: LegId
      readonly to: Endpoint
      readonly callerNumber: string
      readonly callerName: string
      readonly ringTimeoutMs: number
      /** Set on the leg with our prefix. */
      readonly variables: Readonly<Record<string, string>>
    }
  /** Asks a phone that is ringing to go off-hook by itself (SIP NOTIFY "talk"); not every phone can. */
  | { readonly type: 'answer-phone'; readonly leg: LegId }
  | { readonly type: 'bridge'; readonly a: LegId; readonly b: LegId }
  /** Parks `customer` with music and `agent` silently; ends a bridge between them without ending either. */
  | { readonly type: 'hold'; readonly customer: LegId; readonly agent: LegId; readonly music: string }
  | { readonly type: 'mute'; readonly leg: LegId; readonly on: boolean }
  /**
   * Of an answered leg that we dialled: listens for a voicemail's tone (`beep-heard`) until told not to, which matters: it costs the switch
   * dozens of threads. Begins after what is being played, so it comes first.
   */
  | { readonly type: 'detect-beep'; readonly leg: LegId; readonly on: boolean }
  /** Stereo: the leg's own voice left, what it hears right. */
  | { readonly type: 'start-recording'; readonly leg: LegId; readonly path: string }
  | { readonly type: 'stop-recording'; readonly leg: LegId; readonly path: string }
  | {
      readonly type: 'hang-up'
      readonly leg: LegId
      readonly cause: 'normal' | 'busy' | 'rejected' | 'no-answer' | 'cancelled'
    }
  /** Named without our prefix; the adapter adds it. */
  | { readonly type: 'set-variables'; readonly leg: LegId; readonly variables: Readonly<Record<string, string>> }
  /** Takes back the dialplan's own plan for a call that nobody claims (announcement, voicemail, ring group). */
  | { readonly type: 'cancel-fallback'; readonly leg: LegId }
  /** Tells the switch to forget the journalled ends of these legs: they are safely recorded. */
  | { readonly type: 'forget-ended'; readonly legs: readonly LegId[] }

export type SwitchErrorCode =
  /** No connection to the switch now. The command was not sent. */
  | 'SWITCH_UNAVAILABLE'
  /** Sent, no answer within the deadline: it may or may not have been carried out. */
  | 'SWITCH_TIMEOUT'
  /** The leg is gone. For a hang-up this is success. */
  | 'LEG_GONE'
  /** The switch said no; the message has its words. */
  | 'SWITCH_REFUSED'
  /** An argument cannot be sent safely (line breaks, quoting). Nothing was sent. */
  | 'BAD_ARGUMENT'
  /** Text to be spoken, and no speech engine. Nothing was sent. */
  | 'NO_SPEECH'

export class SwitchError extends Error {
  readonly code: SwitchErrorCode
  constructor(code: SwitchErrorCode, message: string) {
    super(message)
    this.name = 'SwitchError'
    this.code = code
  }
}

export type Unsubscribe = () => void

export interface SwitchStatus {
  readonly connected: boolean
  /** True for the simulator; shown wherever a person could mistake it for real. */
  readonly simulated: boolean
  readonly name: string
  readonly since: EpochMs
  readonly reconnects: number
  /** Whether a speech engine is configured: only then may prompts be of the kind "speech". Absent: not. */
  readonly speech?: boolean
  readonly lastError?: string
}

export interface TelephoneSwitch {
  start(): Promise<void>
  stop(): Promise<void>
  status(): SwitchStatus
  /** A throwing listener is logged and never breaks the others. */
  onEvent(listener: (event: SwitchEvent) => void): Unsubscribe
  onConnection(listener: (event: ConnectionEvent) => void): Unsubscribe
  /**
   * Resolves when the switch has accepted the command (not when its effect is there: wait for the event).
   * @throws SwitchError
   */
  execute(command: SwitchCommand): Promise<void>
  /** The switch's own list, over a connection that live events do not wait for. @throws SwitchError */
  listLegs(): Promise<readonly LegSnapshot[]>
  /** Ends journalled by the switch and not yet forgotten. @throws SwitchError */
  listEnded(): Promise<readonly EndedLeg[]>
}
