/**
 * Where the conformance scenarios stand: a switch behind the adapter, with a carrier on one side and agents' phones on the other.
 * One bench has a real FreeSWITCH with SIP test phones, another the simulator. A scenario knows only this file and the port, so
 * that it cannot tell which one it is on; what both told is then compared.
 *
 * All durations are real milliseconds unless the bench says otherwise by `advance`.
 */
import type { TelephoneSwitch } from '../port.ts'

/** What an agent's phone does with every call that reaches it. */
export type PhoneBehaviour =
  /** Rings, answers `afterMs` after the call came, and hangs up `hangUpAfterMs` after the last key (absent: never by itself). */
  | {
      readonly kind: 'answer'
      readonly afterMs: number
      readonly hangUpAfterMs?: number
      /** In order of time; RFC 4733. */
      readonly digits?: readonly KeyPress[]
    }
  /** Answers `afterMs` after the call came, says something, and gives its tone `beepAfterMs` after the answer. Never hangs up by itself. */
  | { readonly kind: 'voicemail'; readonly afterMs: number; readonly beepAfterMs: number }
  /** 486 Busy Here, at once, without ringing. */
  | { readonly kind: 'busy' }
  /** Rings, then 603 Decline after `afterMs`. */
  | { readonly kind: 'reject'; readonly afterMs: number }
  /** Rings for as long as it is called. */
  | { readonly kind: 'ignore' }
  /** Registered, but nothing answers at its address any more (FreeSWITCH: NORMAL_TEMPORARY_FAILURE, 503). */
  | { readonly kind: 'unreachable' }
  /** Never registered: an originate fails before a leg exists (FreeSWITCH: USER_NOT_REGISTERED). */
  | { readonly kind: 'unregistered' }

/** A press of a key on the caller's phone, `afterMs` after the call was answered. */
export interface KeyPress {
  readonly afterMs: number
  readonly digit: string
}

/** A caller on the carrier's side. */
export interface CallPlan {
  /** As the carrier signals it (From user). */
  readonly from: string
  /** The hotline number that was dialled: request-URI user and To user. */
  readonly to: string
  /** Display name; may be Chinese. Absent: none is signalled. */
  readonly name?: string
  /**
   * Hangs up this long after the INVITE was sent: by CANCEL when not answered yet, by BYE when answered. Absent: waits until the
   * switch hangs up.
   */
  readonly patienceMs?: number
  /** In order of time. */
  readonly digits?: readonly KeyPress[]
}

/** Whoever is called through the bench's trunk, whatever the number. */
export const OUTSIDE = 'outside'

export interface Bench {
  /** Shown in failures: `freeswitch` or `simulator`. */
  readonly name: string
  /** Not started yet; a scenario's runner starts it. May be started again after a stop. */
  readonly switch: TelephoneSwitch
  /** Resolves when the call was sent to the switch, not when it arrived there. */
  placeCall(plan: CallPlan): Promise<void>
  /** The switch's gateway to the outside. */
  readonly trunk: string
  /**
   * Takes effect for calls that reach the phone after it resolved. Extensions 1001–1004 exist; all are `unregistered` at first. OUTSIDE is
   * behind the trunk, and `unreachable` at first.
   */
  setPhone(extension: string, behaviour: PhoneBehaviour): Promise<void>
  /** A path where the switch may write a recording; `name` without directory or extension. */
  recordingPath(name: string): string
  /** Cuts the connections between the adapter and the switch, and keeps new ones from being made, until `restoreLine`. */
  cutLine(): Promise<void>
  restoreLine(): Promise<void>
  /** Lets `ms` pass: real time, or the bench's virtual clock. */
  advance(ms: number): Promise<void>
  /** Between scenarios: every call ended, every phone unregistered, journal of ends empty. */
  reset(): Promise<void>
  /** Ends everything that the bench started. */
  close(): Promise<void>
}
