/**
 * The desk's stream over socket.io. The server keeps one numbered stream per agent: after a gap or a reconnect the desk asks for a
 * snapshot. Commands carry an id, may be sent twice, and are always acknowledged.
 */
import { z } from 'zod'
import type { ShownNumber } from './customers.ts'
import type { Me } from './people.ts'
import type { ContactContext } from './tickets.ts'

export type NotReadyReason = 'break' | 'meal' | 'training' | 'meeting' | 'admin' | 'missed-offer' | 'phone-unreachable'

/** Times are epoch ms of the server's clock; the snapshot carries `serverTime` so that timers are right on a wrong clock. */
export interface DeskState {
  readonly kind: 'offline' | 'ready' | 'not-ready' | 'offered' | 'on-contact' | 'wrap-up'
  readonly reason?: NotReadyReason
  readonly since: number
  /** Asked for during a contact; comes after it. */
  readonly next?: { readonly kind: 'offline' | 'ready' | 'not-ready'; readonly reason?: NotReadyReason }
  readonly wrapUpEndsAt?: number
}

/** Why this agent got this contact: facts, put into words by the browser's catalogue. */
export interface DeskWhy {
  readonly rule: 'longest-idle' | 'most-skilled' | 'least-occupied' | 'round-robin' | 'scarce-last'
  /** `rule`: by the queue's rule. The others: the contact was kept for this very agent. */
  readonly reason: 'rule' | 'last-agent' | 'owner'
  /** Which requirement was in force: 0 is the one on entry. */
  readonly ring: { readonly index: number; readonly of: number }
  /** Whether this agent meets every need as it stood on entry. */
  readonly matched: boolean
  readonly idleMs: number
  readonly free: number
  readonly eligible: number
  readonly skills: readonly { readonly skill: string; readonly label: string; readonly level: number }[]
}

export interface DeskContact {
  readonly call: string
  readonly channel: 'voice'
  /** preview: look, then call or skip · dialling: the agent's phone, then the customer's. Both of calls that we make. */
  readonly phase: 'offered' | 'preview' | 'dialling' | 'connecting' | 'talking' | 'held' | 'wrap-up'
  /** Of the phase. */
  readonly since: number
  readonly connectedAt?: number
  readonly endedAt?: number
  readonly endedBy?: 'caller' | 'agent' | 'system' | 'unknown'
  readonly offerExpiresAt?: number
  readonly callerName?: string
  readonly number: ShownNumber
  readonly hotline: { readonly number: string; readonly name?: string }
  readonly queue?: { readonly id: string; readonly name: string }
  readonly waitedMs: number
  readonly muted: boolean
  /** We make this call. */
  readonly outbound?: true
  /** Of a call that we make: its campaign's id. Absent: the agent clicked on a number. */
  readonly campaign?: string
  /** Of a preview: when it is dialled by itself. */
  readonly dialsAt?: number
  readonly why?: DeskWhy
  readonly ticketId?: string
  /** Follows the pop as soon as the database has answered; the pop never waits for it. */
  readonly context?: ContactContext
}

export interface DeskQueue {
  readonly id: string
  readonly name: string
  readonly waiting: number
  readonly longestWaitingSince?: number
  readonly ready: number
  readonly loggedIn: number
}

/** From a supervisor; stays on the desk until the agent acknowledges it, or the day is over. */
export interface DeskMessage {
  readonly id: string
  readonly at: number
  readonly from: string
  readonly text: string
}

/** Where a contact can be handed on to. */
export interface DeskDestination {
  readonly id: string
  readonly name: string
}

export interface DeskSwitch {
  readonly connected: boolean
  readonly simulated: boolean
  readonly name: string
}

export interface DeskSnapshot {
  readonly seq: number
  readonly serverTime: number
  readonly me: Me
  readonly state: DeskState
  readonly contacts: readonly DeskContact[]
  /** The queues that this agent can serve. */
  readonly queues: readonly DeskQueue[]
  /** All queues: a contact can be transferred to, or have belonged to, any of them. */
  readonly destinations: readonly DeskDestination[]
  /** Not yet acknowledged, oldest first. */
  readonly messages: readonly DeskMessage[]
  readonly switch: DeskSwitch
}

/** Contacts come before the `state` that follows from them: a pop waits for nothing. */
export type DeskUpdate = { readonly seq: number; readonly serverTime: number } & (
  | { readonly type: 'state'; readonly state: DeskState }
  /** New or changed: replaces the contact of the same call; keeps the context already held when it has none itself. */
  | { readonly type: 'contact'; readonly contact: DeskContact }
  | { readonly type: 'contact-context'; readonly call: string; readonly context: ContactContext }
  | {
      readonly type: 'contact-removed'
      readonly call: string
      /** missed: rang out here · declined · caller-left: hung up while ringing · failed · done: wrap-up finished */
      readonly reason: 'missed' | 'declined' | 'caller-left' | 'failed' | 'withdrawn' | 'done'
    }
  | { readonly type: 'queues'; readonly queues: readonly DeskQueue[] }
  | { readonly type: 'destinations'; readonly destinations: readonly DeskDestination[] }
  | { readonly type: 'messages'; readonly messages: readonly DeskMessage[] }
  | { readonly type: 'switch'; readonly switch: DeskSwitch }
)

const call = z.string().min(1).max(64)
export const requestedState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('offline') }),
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('not-ready'), reason: z.enum(['break', 'meal', 'training', 'meeting', 'admin']) }),
])
export type RequestedDeskState = z.infer<typeof requestedState>

export const deskCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('request-state'), state: requestedState }),
  z.object({ type: z.literal('answer'), call }),
  z.object({ type: z.literal('decline'), call }),
  /** Of a preview: call now, or leave it to somebody else. */
  z.object({ type: z.literal('dial'), call }),
  z.object({ type: z.literal('skip'), call }),
  z.object({ type: z.literal('hold'), call }),
  z.object({ type: z.literal('resume'), call }),
  z.object({ type: z.literal('mute'), call, on: z.boolean() }),
  z.object({ type: z.literal('hang-up'), call }),
  z.object({ type: z.literal('finish-wrap-up'), call }),
  /** The customer waits in the other queue with the place they had; the agent goes to after-call work. */
  z.object({ type: z.literal('transfer'), call, queue: z.string().min(1).max(64) }),
  z.object({ type: z.literal('acknowledge-message'), message: z.string().min(1).max(64) }),
])
export type DeskCommand = z.infer<typeof deskCommand>

/** `id` is made by the browser (uuid): the same id is carried out once. */
export const deskCommandMessage = z.object({ id: z.string().min(8).max(64), command: deskCommand })

export type DeskCommandResult =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly code:
        | 'UNKNOWN_AGENT'
        | 'NO_SUCH_CONTACT'
        | 'NOT_NOW'
        | 'SWITCH_UNAVAILABLE'
        | 'SWITCH_TIMEOUT'
        | 'SWITCH_REFUSED'
        | 'BAD_COMMAND'
        | 'NOT_ALLOWED'
        | 'TRY_AGAIN'
      readonly message: string
    }

/** Namespace /desk. The session cookie authorises the handshake; a refused one ends with connect_error NOT_LOGGED_IN or NOT_ALLOWED. */
export interface DeskServerEvents {
  snapshot: (snapshot: DeskSnapshot) => void
  /** What happened together comes together, in the order of `seq`. */
  update: (...updates: DeskUpdate[]) => void
  /** The same agent opened the desk elsewhere: this one is only a spectator now and says so. */
  superseded: () => void
}
export interface DeskClientEvents {
  command: (message: { id: string; command: DeskCommand }, acknowledge: (result: DeskCommandResult) => void) => void
  /** After a gap in `seq`. */
  resync: (acknowledge: (snapshot: DeskSnapshot) => void) => void
}
