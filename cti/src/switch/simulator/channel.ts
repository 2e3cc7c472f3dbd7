/** One leg of a call inside the simulated switch: what FreeSWITCH calls a channel. Data and its written form; no behaviour. */
import type { Cancel } from '../../clock.ts'
import type { Recording } from './recording.ts'
import { createVariables, type Variables } from './variables.ts'

/** FreeSWITCH's channel states and their numbers (switch_types.h). */
export const STATE_NUMBER = {
  CS_NEW: 0,
  CS_INIT: 1,
  CS_ROUTING: 2,
  CS_SOFT_EXECUTE: 3,
  CS_EXECUTE: 4,
  CS_EXCHANGE_MEDIA: 5,
  CS_PARK: 6,
  CS_CONSUME_MEDIA: 7,
  CS_HIBERNATE: 8,
  CS_RESET: 9,
  CS_HANGUP: 10,
  CS_REPORTING: 11,
  CS_DESTROY: 12,
} as const
export type ChannelState = keyof typeof STATE_NUMBER
export type CallState = 'DOWN' | 'RINGING' | 'EARLY' | 'ACTIVE' | 'HELD' | 'UNHELD' | 'HANGUP'
export type AnswerState = 'ringing' | 'early' | 'answered' | 'hangup'

/** What breaks into a running application. */
export type Interruption = 'hangup' | 'bridge' | 'transfer' | 'break'

/** An application that takes time: park, playback, play_and_get_digits, sleep. */
export interface RunningApplication {
  /** Absent for a leg parked by uuid_park or after a bridge: nothing was executed, so nothing completes. */
  readonly application?: string
  readonly data: string
  readonly uuid: string
  /** Started by sendmsg or uuid_broadcast rather than by the dialplan. */
  readonly queued: boolean
  /** event-lock: nothing else that is queued starts before this ends. */
  readonly locked: boolean
  /** Stops its timers and tells what it tells before its CHANNEL_EXECUTE_COMPLETE. */
  interrupt(how: Interruption): void
  /** True when it used the digit up. */
  digit?(digit: string): boolean
  /** False while digits that come are kept for later. Absent: it always reads. */
  reading?(): boolean
  /** What comes after it ended by itself. */
  readonly next: () => void
}

/** A digit that nothing has read yet. */
export interface WaitingDigit {
  readonly digit: string
  readonly source: 'RTP' | 'APP'
}

export interface QueuedMessage {
  readonly application: string
  readonly data: string
  readonly uuid: string
  readonly locked: boolean
  readonly loops: number
}

/** Two legs that hear each other. `a` tells BRIDGE and UNBRIDGE. */
export interface Bridge {
  readonly a: Channel
  readonly b: Channel
}

/** The person, or phone, at the far end. */
export interface FarEnd {
  answered?(): void
  /** A prompt that waits for digits began. */
  prompted?(): void
  bridged?(): void
  unbridged?(): void
  /** The switch asks the ringing phone to go off-hook. */
  askedToAnswer?(): void
  ended?(): void
}

export interface CallerProfile {
  username?: string
  dialplan?: string
  callerName: string
  callerNumber: string
  origCallerName: string
  origCallerNumber: string
  calleeName?: string
  calleeNumber?: string
  networkAddress?: string
  ani: string
  destination: string
  source: string
  transferSource?: string
  context: string
  index: number
  /** Milliseconds since the epoch; 0: not yet. */
  profileCreatedAt: number
  createdAt: number
  answeredAt: number
  progressAt: number
  progressMediaAt: number
  hangupAt: number
  transferAt: number
  bridgedAt: number
  lastHoldAt: number
}

export interface Channel {
  readonly uuid: string
  readonly direction: 'inbound' | 'outbound'
  readonly name: string
  readonly variables: Variables
  profile: CallerProfile
  /** The written Caller-* headers; undefined when the profile changed since. */
  callerHeaders: string | undefined
  /** The written Other-Leg-* headers, empty when there is no other leg. */
  otherHeaders: string
  otherUuid: string | undefined
  callUuid: string
  running: ChannelState
  state: ChannelState
  callState: CallState
  answerState: AnswerState
  inDialplan: boolean
  hasMedia: boolean
  held: boolean
  hangupCause: string | undefined
  destroyed: boolean
  /** The last is on top. */
  readonly applications: RunningApplication[]
  readonly queue: QueuedMessage[]
  readonly digits: WaitingDigit[]
  bridge: Bridge | undefined
  /** Counts bridges, transfers and hang-ups, so that a step that was planned before one of them knows that it is stale. */
  plan: number
  readonly recordings: Map<string, Recording>
  farEnd: FarEnd
  /** The originate that waits for this leg, told how it ended. */
  originated: ((outcome: 'answered' | { readonly cause: string }) => void) | undefined
  readonly timers: Set<Cancel>
}

export interface ChannelStart {
  readonly uuid: string
  readonly direction: 'inbound' | 'outbound'
  readonly name: string
  readonly profile: CallerProfile
}

export function createChannel({ uuid, direction, name, profile }: ChannelStart): Channel {
  return {
    uuid,
    direction,
    name,
    variables: createVariables(),
    profile,
    callerHeaders: undefined,
    otherHeaders: '',
    otherUuid: undefined,
    callUuid: uuid,
    running: 'CS_INIT',
    state: 'CS_ROUTING',
    callState: 'DOWN',
    answerState: 'ringing',
    inDialplan: direction === 'inbound',
    hasMedia: false,
    held: false,
    hangupCause: undefined,
    destroyed: false,
    applications: [],
    queue: [],
    digits: [],
    bridge: undefined,
    plan: 0,
    recordings: new Map(),
    farEnd: {},
    originated: undefined,
    timers: new Set(),
  }
}

/** Not hung up. FreeSWITCH finds no other channel for a command. */
export const isUp = (channel: Channel): boolean => channel.hangupCause === undefined

export const otherOf = (bridge: Bridge, channel: Channel): Channel => (bridge.a === channel ? bridge.b : bridge.a)

export function updateProfile(channel: Channel, change: Partial<CallerProfile>): void {
  Object.assign(channel.profile, change)
  channel.callerHeaders = undefined
}

export function enter(channel: Channel, running: ChannelState, state: ChannelState = running): void {
  channel.running = running
  channel.state = state
}
