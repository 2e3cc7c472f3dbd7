/** What the parts of the simulated switch share: its clock, its channels, its events. */

import type { Cancel, Clock } from '../../clock.ts'
import { type Channel, isUp, type RunningApplication } from './channel.ts'
import { channelHeaders } from './channel-headers.ts'
import { type EventBus, members } from './event-bus.ts'
import type { HashStore } from './hash-store.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'
import type { Sounds } from './sounds.ts'

/** Why something could not be done as a real switch would have; never about calls as such. */
export type SimulatorLog = (level: 'info' | 'warn' | 'error', message: string) => void

export interface Totals {
  /** Inbound calls placed by simulated callers. */
  placed: number
  /** Of those: answered by the switch (greeting counts). */
  answered: number
  /** Of those: that heard an agent. */
  connected: number
  /** Of those: ended without ever hearing an agent. */
  abandoned: number
  ended: number
  /** Legs dialled to agents' phones. */
  dialled: number
}

/** How an application that is being executed reports back. */
export interface Run {
  /** For one that takes time: it stays on top of its leg's applications until `finish` or an interruption. */
  takesTime(parts: Pick<RunningApplication, 'interrupt' | 'digit' | 'reading'>): void
  /** Completes it. `response` becomes current_application_response. */
  finish(response?: string): void
}

export type ApplicationHandler = (board: Switchboard, channel: Channel, data: string, run: Run) => void

export interface Switchboard {
  readonly clock: Clock
  readonly random: Random
  readonly bus: EventBus
  readonly log: SimulatorLog
  readonly sounds: Sounds
  readonly hash: HashStore
  readonly scheduler: Scheduler
  /** In order of creation. */
  readonly channels: Map<string, Channel>
  readonly globals: Map<string, string>
  readonly applications: ReadonlyMap<string, ApplicationHandler>
  /** Runs an api command on behalf of the switch itself (hang-up hooks). */
  readonly api: (command: string) => void
  readonly startedAt: number
  readonly totals: Totals
  sessions: number
  peakSessions: number
  /** False while shutting down: no new legs. */
  open: boolean
}

/** A channel that a command can reach. FreeSWITCH does not find one that is hanging up. */
export function locate(board: Switchboard, uuid: string | undefined): Channel | undefined {
  const channel = uuid === undefined ? undefined : board.channels.get(uuid)
  return channel !== undefined && isUp(channel) ? channel : undefined
}

/** Tells an event of a channel with all its variables. */
export function tell(
  board: Switchboard,
  channel: Channel,
  name: string,
  headers?: Readonly<Record<string, string | undefined>>,
): void {
  board.bus.emit(name, () => {
    const variables = channel.variables.json()
    const extra = headers === undefined ? '' : members(headers)
    return `${channelHeaders(channel)}${variables === '' ? '' : `,${variables}`}${extra === '' ? '' : `,${extra}`}`
  })
}

/** Tells one of those events that FreeSWITCH sends without variables (STATE, CALLSTATE, CODEC, DTMF, OUTGOING). */
export function tellBriefly(
  board: Switchboard,
  channel: Channel,
  name: string,
  headers?: Readonly<Record<string, string | undefined>>,
): void {
  board.bus.emit(name, () => {
    const extra = headers === undefined ? '' : members(headers)
    return extra === '' ? channelHeaders(channel) : `${channelHeaders(channel)},${extra}`
  })
}

/** Does `task` later unless the channel was hung up, bridged or transferred meanwhile. */
export function later(board: Switchboard, channel: Channel, delayMs: number, task: () => void): Cancel {
  const plan = channel.plan
  const cancel = board.clock.schedule(delayMs, () => {
    channel.timers.delete(cancel)
    if (isUp(channel) && channel.plan === plan) task()
  })
  channel.timers.add(cancel)
  return () => {
    channel.timers.delete(cancel)
    cancel()
  }
}

/** What was planned for this leg is off: it was hung up, bridged or transferred. */
export function newPlan(channel: Channel): void {
  channel.plan += 1
  for (const cancel of channel.timers) cancel()
  channel.timers.clear()
}
