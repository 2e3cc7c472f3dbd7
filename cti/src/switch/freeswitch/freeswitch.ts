/** The telephone switch as a FreeSWITCH: the port's commands over its event socket, its JSON events as the port's. */
import type { Logger } from 'pino'
import type { EpochMs, LegId } from '../../ids.ts'
import {
  type ConnectionEvent,
  type EndedLeg,
  type LegSnapshot,
  type SwitchCommand,
  SwitchError,
  type SwitchEvent,
  type SwitchStatus,
  type TelephoneSwitch,
  type Unsubscribe,
} from '../port.ts'
import type { AdoptedLeg } from './channel-list.ts'
import { CommandExecution, type CommandTimes, commandTimes } from './command-execution.ts'
import { EventReader } from './event-reader.ts'
import { subscribedEvents } from './events.ts'
import { hangupCause } from './hangup-causes.ts'
import { Link, type LinkPair, type LinkTimes, linkTimes } from './link.ts'
import { Listeners } from './listeners.ts'
import { PlayingLegs } from './playing-legs.ts'
import { refusal } from './refusals.ts'
import { readEnded, readIdentity, readLegs } from './resync.ts'

export interface FreeSwitchOptions {
  readonly host: string
  readonly port: number
  readonly password: string
  /** Where the switch finds the prompts, as the switch sees it. */
  readonly soundDirectory?: string
  /** The switch's speech engine, `engine|voice`. Absent: prompts of the kind "speech" are refused. */
  readonly speech?: string | undefined
  /** Shown to people; default host:port. */
  readonly name?: string
  readonly log: Logger
  readonly clock?: () => EpochMs
  /** Empty lines that make the switch hand out events at once while calls live (FreeSWITCH polls an idle socket every 20 ms). */
  readonly nudge?: boolean
  readonly times?: Partial<LinkTimes & CommandTimes>
}

/** Where sip-config's container keeps the prompts. */
const defaultSoundDirectory = '/etc/freeswitch/sounds/zh-CN'
export const createFreeSwitch = (options: FreeSwitchOptions): TelephoneSwitch => new FreeSwitch(options)

class FreeSwitch implements TelephoneSwitch {
  readonly #log: Logger
  readonly #name: string
  readonly #clock: () => EpochMs
  readonly #nudge: boolean
  readonly #speech: boolean
  readonly #times: LinkTimes & CommandTimes
  readonly #link: Link
  readonly #reader: EventReader
  readonly #commands: CommandExecution
  readonly #playing = new PlayingLegs()
  readonly #live = new Set<LegId>()
  readonly #events: Listeners<SwitchEvent>
  readonly #connections: Listeners<ConnectionEvent>
  /** Events that arrive while the switch's own list is being read: told after it. */
  #heldBack: SwitchEvent[] | undefined
  #connected = false
  #stopping = false
  #simulated = false
  #since: EpochMs
  #connects = 0
  #lastError: string | undefined

  constructor(options: FreeSwitchOptions) {
    this.#name = options.name ?? `${options.host}:${options.port}`
    this.#log = options.log.child({ switch: this.#name })
    this.#clock = options.clock ?? Date.now
    this.#nudge = options.nudge ?? true
    this.#speech = options.speech !== undefined
    this.#times = { ...linkTimes, ...commandTimes, ...options.times }
    this.#since = this.#clock()
    this.#events = new Listeners(this.#log)
    this.#connections = new Listeners(this.#log)
    this.#commands = new CommandExecution({
      log: this.#log,
      times: this.#times,
      soundDirectory: options.soundDirectory ?? defaultSoundDirectory,
      speech: options.speech,
      playing: this.#playing,
      pair: () => this.#pair(),
      onOriginateFailed: (leg, switchCause) =>
        this.#tell({ type: 'originate-failed', at: this.#clock(), leg, cause: hangupCause(switchCause), switchCause }),
    })
    this.#reader = new EventReader({
      log: this.#log,
      playing: this.#playing,
      onJob: (id, result) => this.#commands.finishJob(id, result),
      onEvent: (event) => this.#onEvent(event),
    })
    this.#link = new Link({
      host: options.host,
      port: options.port,
      password: options.password,
      log: this.#log,
      times: this.#times,
      onEventBody: (body) => this.#reader.read(body),
      onUp: (pair) => this.#comeUp(pair),
      onDown: (reason) => this.#goDown(reason),
    })
  }

  async start(): Promise<void> {
    this.#stopping = false
    this.#link.start()
  }

  async stop(): Promise<void> {
    this.#stopping = true
    this.#link.stop()
  }

  status(): SwitchStatus {
    return {
      connected: this.#connected,
      simulated: this.#simulated,
      name: this.#name,
      since: this.#since,
      reconnects: Math.max(0, this.#connects - 1),
      ...(this.#speech && { speech: true }),
      ...(this.#lastError !== undefined && { lastError: this.#lastError }),
    }
  }

  onEvent(listener: (event: SwitchEvent) => void): Unsubscribe {
    return this.#events.add(listener)
  }

  onConnection(listener: (event: ConnectionEvent) => void): Unsubscribe {
    return this.#connections.add(listener)
  }

  execute(command: SwitchCommand): Promise<void> {
    return this.#commands.execute(command)
  }

  async listLegs(): Promise<readonly LegSnapshot[]> {
    return (await readLegs(this.#pair().queries, this.#times.queryMs)).map((leg) => leg.snapshot)
  }

  async listEnded(): Promise<readonly EndedLeg[]> {
    return readEnded(this.#pair().queries, this.#times.queryMs, this.#log)
  }

  #pair(): LinkPair {
    const pair = this.#link.pair
    if (pair === undefined)
      throw new SwitchError(
        'SWITCH_UNAVAILABLE',
        `not connected to ${this.#name}${this.#lastError ? `: ${this.#lastError}` : ''}`,
      )
    return pair
  }

  async #comeUp(pair: LinkPair): Promise<void> {
    this.#heldBack = []
    const subscription = await pair.events.request(`event json ${subscribedEvents.join(' ')}`, this.#times.queryMs)
    if (subscription.text.startsWith('-')) throw refusal(subscription.text)
    const { coreId, simulated } = await readIdentity(pair.queries, this.#times.queryMs)
    this.#simulated = simulated
    const legs = await readLegs(pair.queries, this.#times.queryMs)
    const ended = await readEnded(pair.queries, this.#times.queryMs, this.#log).catch((error: unknown) => {
      this.#log.error(
        { err: error },
        'the journal of ended legs cannot be read (mod_hash missing?): ends in our absence stay unknown',
      )
      return []
    })
    for (const { snapshot, mayPlay } of legs) {
      this.#live.add(snapshot.leg)
      if (mayPlay) this.#playing.adopted(snapshot.leg)
      if (snapshot.direction === 'outbound' && (snapshot.state === 'ringing' || snapshot.state === 'early'))
        this.#commands.legAdoptedRinging(snapshot.leg)
    }
    // What ended or parked while the list was being read.
    for (const event of this.#heldBack) {
      if (event.type === 'leg-parked') this.#commands.legParked(event.leg)
      if (event.type !== 'leg-ended') continue
      this.#live.delete(event.leg)
      this.#commands.legEnded(event.leg)
    }
    // In service before it is told: whoever hears of it may give commands at once.
    setImmediate(() => {
      if (pair === this.#link.pair) this.#tellConnected(coreId, legs, ended)
    })
  }

  #tellConnected(coreId: string, legs: readonly AdoptedLeg[], ended: readonly EndedLeg[]): void {
    this.#connected = true
    this.#connects++
    this.#since = this.#clock()
    this.#log.info({ coreId, simulated: this.#simulated, legs: legs.length, ended: ended.length }, 'switch connected')
    const snapshots = legs.map((leg) => leg.snapshot)
    this.#connections.tell({ type: 'connected', at: this.#clock(), coreId, legs: snapshots, ended })
    const heldBack = this.#heldBack ?? []
    this.#heldBack = undefined
    for (const event of heldBack) this.#tell(event)
    this.#setNudging()
  }

  #goDown(reason: string): void {
    this.#lastError = reason
    this.#heldBack = undefined
    this.#commands.connectionLost(reason)
    this.#playing.clear()
    this.#live.clear()
    if (!this.#connected) {
      this.#log.warn({ reason }, 'no connection to the switch')
      return
    }
    this.#connected = false
    this.#since = this.#clock()
    this.#log[this.#stopping ? 'info' : 'error']({ reason }, 'connection to the switch closed')
    this.#connections.tell({ type: 'disconnected', at: this.#clock(), reason })
  }

  #onEvent(event: SwitchEvent): void {
    switch (event.type) {
      case 'leg-created':
        this.#commands.legCreated(event.leg)
        this.#live.add(event.leg)
        break
      case 'leg-parked':
        this.#live.add(event.leg)
        this.#commands.legParked(event.leg)
        break
      case 'beep-heard':
        if (!this.#commands.beepHeard(event.leg)) return
        break
      case 'leg-ended':
        this.#live.delete(event.leg)
        this.#commands.legEnded(event.leg)
        this.#playing.forget(event.leg)
        break
      default:
    }
    if (this.#heldBack !== undefined) this.#heldBack.push(event)
    else {
      this.#tell(event)
      this.#setNudging()
    }
  }

  #tell(event: SwitchEvent): void {
    this.#events.tell(event)
  }

  #setNudging(): void {
    if (this.#nudge) this.#link.setNudging(this.#live.size > 0)
  }
}
