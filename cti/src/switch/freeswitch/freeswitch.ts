/** The telephone switch as a FreeSWITCH: the port's commands over its event socket, its JSON events as the port's. */
import { randomUUID } from 'node:crypto'
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
import { BackgroundJobs } from './background-jobs.ts'
import {
  type AdoptedLeg,
  dumpChannelCommand,
  listChannelsCommand,
  parseChannelDump,
  parseChannelList,
} from './channel-list.ts'
import * as commands from './commands.ts'
import { listEndedCommand, parseJournal } from './ended-journal.ts'
import type { EslConnection } from './esl-connection.ts'
import { EventReader } from './event-reader.ts'
import { subscribedEvents } from './events.ts'
import { hangupCause } from './hangup-causes.ts'
import { LegOrder } from './leg-order.ts'
import { Link, type LinkPair, type LinkTimes, linkTimes, simulatedQuery } from './link.ts'
import { Listeners } from './listeners.ts'
import { PlayingLegs } from './playing-legs.ts'
import { refusal } from './refusals.ts'

export interface FreeSwitchOptions {
  readonly host: string
  readonly port: number
  readonly password: string
  /** Where the switch finds the prompts, as the switch sees it. */
  readonly soundDirectory?: string
  /** Shown to people; default host:port. */
  readonly name?: string
  readonly log: Logger
  readonly clock?: () => EpochMs
  /** Empty lines that make the switch hand out events at once while calls live (FreeSWITCH polls an idle socket every 20 ms). */
  readonly nudge?: boolean
  readonly times?: Partial<LinkTimes & CommandTimes>
}

export interface CommandTimes {
  /** For one command, from sending to its result, ms. */
  readonly commandMs: number
  /** For one query, ms. */
  readonly queryMs: number
}

const commandTimes: CommandTimes = { commandMs: 5_000, queryMs: 10_000 }

/** Where sip-config's container keeps the prompts. */
const defaultSoundDirectory = '/etc/freeswitch/sounds/zh-CN'
/** A refused originate whose leg has not been heard of within this never had one: results may overtake the leg's events. ms. */
const legMayComeMs = 300
/** Beyond its own ring timeout an originate gets this long to answer, ms. */
const originateGraceMs = 15_000
/** Dumps asked for at once. Each is answered in about a millisecond. */
const dumpsAtOnce = 32

export const createFreeSwitch = (options: FreeSwitchOptions): TelephoneSwitch => new FreeSwitch(options)

class FreeSwitch implements TelephoneSwitch {
  readonly #log: Logger
  readonly #name: string
  readonly #soundDirectory: string
  readonly #clock: () => EpochMs
  readonly #nudge: boolean
  readonly #times: LinkTimes & CommandTimes
  readonly #link: Link
  readonly #reader: EventReader
  readonly #jobs = new BackgroundJobs()
  readonly #order = new LegOrder()
  readonly #playing = new PlayingLegs()
  readonly #live = new Set<LegId>()
  readonly #originates = new Map<LegId, { seen: boolean }>()
  readonly #parkWaits = new Map<LegId, () => void>()
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
    this.#soundDirectory = options.soundDirectory ?? defaultSoundDirectory
    this.#clock = options.clock ?? Date.now
    this.#nudge = options.nudge ?? true
    this.#times = { ...linkTimes, ...commandTimes, ...options.times }
    this.#since = this.#clock()
    this.#events = new Listeners(this.#log)
    this.#connections = new Listeners(this.#log)
    this.#reader = new EventReader({
      log: this.#log,
      playing: this.#playing,
      onJob: (id, result) => this.#jobs.finish(id, result),
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
      onDown: (reason, wasUp) => this.#goDown(reason, wasUp),
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
      ...(this.#lastError !== undefined && { lastError: this.#lastError }),
    }
  }

  onEvent(listener: (event: SwitchEvent) => void): Unsubscribe {
    return this.#events.add(listener)
  }

  onConnection(listener: (event: ConnectionEvent) => void): Unsubscribe {
    return this.#connections.add(listener)
  }

  async execute(command: SwitchCommand): Promise<void> {
    switch (command.type) {
      case 'answer':
        return this.#inOrder([command.leg], () => this.#run(commands.answer(command)))
      case 'play':
        return this.#inOrder([command.leg], () => this.#play(command))
      case 'stop-playing':
        return this.#inOrder([command.leg], () => this.#stopPlaying(command.leg))
      case 'collect-digits':
        return this.#inOrder([command.leg], async () => {
          const application = commands.collectDigits(command, this.#soundDirectory)
          await this.#endPlayback(command.leg)
          await this.#start(application)
        })
      case 'originate':
        return this.#originate(command)
      case 'answer-phone':
        return this.#run(commands.answerPhone(command))
      case 'bridge':
        return this.#inOrder([command.a, command.b], () => this.#run(commands.bridge(command)))
      case 'hold':
        return this.#inOrder([command.customer, command.agent], () => this.#hold(command))
      case 'mute':
        return this.#inOrder([command.leg], () => this.#run(commands.mute(command)))
      case 'start-recording':
        return this.#inOrder([command.leg], () => this.#runAll(commands.startRecording(command)))
      case 'stop-recording':
        return this.#inOrder([command.leg], () => this.#run(commands.stopRecording(command)))
      case 'hang-up':
        // Not in order: it must not wait behind a command that hangs, and nothing matters after it.
        return this.#run(commands.hangUp(command)).catch(unlessGone)
      case 'set-variables': {
        const line = commands.setVariables(command)
        return line === undefined ? undefined : this.#inOrder([command.leg], () => this.#run(line))
      }
      case 'cancel-fallback':
        // Not in order: nothing that is done to the leg depends on it, and the caller need not wait for it to be answered.
        return this.#run(commands.cancelFallback(command))
      case 'forget-ended':
        return this.#forgetEnded(command)
    }
  }

  async listLegs(): Promise<readonly LegSnapshot[]> {
    return (await this.#readLegs(this.#pair().queries)).map((leg) => leg.snapshot)
  }

  async listEnded(): Promise<readonly EndedLeg[]> {
    return this.#readEnded(this.#pair().queries)
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

  #inOrder(legs: readonly LegId[], task: () => Promise<void>): Promise<void> {
    return this.#order.run(legs, task)
  }

  /** Runs a command in the background of the switch and waits for its result. */
  async #run(line: string): Promise<void> {
    const result = await this.#sendInBackground(line, this.#times.commandMs).result
    if (result.startsWith('-')) throw refusal(result)
  }

  async #runAll(lines: readonly string[]): Promise<void> {
    for (const line of lines) await this.#run(line)
  }

  #sendInBackground(line: string, deadlineMs: number): { accepted: Promise<void>; result: Promise<string> } {
    const { events } = this.#pair()
    const job = randomUUID()
    const result = this.#jobs.expect(job, line.split(' ', 1).join(), deadlineMs)
    const accepted = events.request(`bgapi ${line}`, this.#times.commandMs, { 'Job-UUID': job }).then((reply) => {
      if (reply.text.startsWith('-')) throw refusal(reply.text)
    })
    accepted.catch((error: unknown) => this.#jobs.fail(job, asSwitchError(error)))
    // Whoever wants only one of the two need not look at the other.
    result.catch(() => {})
    return { accepted, result }
  }

  /** Starts a dialplan application. event-lock: several on one leg run in the order given. */
  async #start(application: commands.Application): Promise<void> {
    const reply = await this.#pair().events.request(`sendmsg ${application.leg}`, this.#times.commandMs, {
      'call-command': 'execute',
      'execute-app-name': application.name,
      'execute-app-arg': application.argument,
      'event-lock': 'true',
      'Event-UUID': application.id,
    })
    if (reply.text.startsWith('-')) throw refusal(reply.text)
  }

  async #play(command: Extract<SwitchCommand, { type: 'play' }>): Promise<void> {
    const application = commands.play(command, this.#soundDirectory)
    await this.#endPlayback(command.leg)
    this.#playing.accepted(command.leg, application.id)
    try {
      await this.#start(application)
    } catch (error) {
      this.#playing.ended(command.leg, application.id)
      throw error
    }
  }

  /** Music would otherwise keep what comes next waiting for ever. */
  async #endPlayback(leg: LegId): Promise<void> {
    if (this.#playing.has(leg)) await this.#stopPlaying(leg)
  }

  async #stopPlaying(leg: LegId): Promise<void> {
    const line = commands.stopPlaying(leg)
    await this.#playing.settled(leg)
    this.#playing.breakingOff(leg)
    await this.#run(line)
  }

  async #hold(command: Extract<SwitchCommand, { type: 'hold' }>): Promise<void> {
    const music = { kind: 'music', name: command.music } as const
    const playback = randomUUID()
    // Checked before the bridge is taken apart.
    commands.play({ type: 'play', leg: command.customer, playback, prompts: [music] }, this.#soundDirectory)
    const parked = this.#parked(command.customer)
    try {
      await this.#run(commands.parkBoth(command))
      await parked.event
    } finally {
      parked.cancel()
    }
    await this.#play({ type: 'play', leg: command.customer, playback, prompts: [music] })
  }

  /** "+OK" of a transfer says only that it was accepted: an application sent before the leg has parked would be lost with it. */
  #parked(leg: LegId): { readonly event: Promise<void>; cancel(): void } {
    let timer: NodeJS.Timeout | undefined
    const event = new Promise<void>((resolve, reject) => {
      this.#parkWaits.set(leg, resolve)
      timer = setTimeout(
        () => reject(new SwitchError('SWITCH_TIMEOUT', `the leg did not park within ${this.#times.commandMs} ms`)),
        this.#times.commandMs,
      )
    })
    event.catch(() => {})
    return {
      event,
      cancel: () => {
        clearTimeout(timer)
        this.#parkWaits.delete(leg)
      },
    }
  }

  async #originate(command: Extract<SwitchCommand, { type: 'originate' }>): Promise<void> {
    const line = commands.originate(command)
    const attempt = { seen: false }
    this.#pair()
    this.#originates.set(command.leg, attempt)
    const { accepted, result } = this.#sendInBackground(line, command.ringTimeoutMs + originateGraceMs)
    try {
      await accepted
    } catch (error) {
      this.#originates.delete(command.leg)
      throw error
    }
    result.then(
      (text) => {
        if (text.startsWith('-')) setTimeout(() => this.#originateRefused(command.leg, attempt, text), legMayComeMs)
        else this.#originates.delete(command.leg)
      },
      (error: unknown) => {
        this.#originates.delete(command.leg)
        this.#log.warn({ err: error, leg: command.leg }, 'the result of an originate was lost')
      },
    )
  }

  #originateRefused(leg: LegId, attempt: { readonly seen: boolean }, text: string): void {
    this.#originates.delete(leg)
    if (attempt.seen) return
    const switchCause = text.replace(/^-ERR\s*/, '').trim()
    this.#tell({ type: 'originate-failed', at: this.#clock(), leg, cause: hangupCause(switchCause), switchCause })
  }

  async #forgetEnded(command: Extract<SwitchCommand, { type: 'forget-ended' }>): Promise<void> {
    const { queries } = this.#pair()
    for (const line of commands.forgetEnded(command)) {
      // "-ERR Not found" is as good as forgotten.
      await queries.request(`api ${line}`, this.#times.queryMs)
    }
  }

  async #comeUp(pair: LinkPair): Promise<void> {
    this.#heldBack = []
    const subscription = await pair.events.request(`event json ${subscribedEvents.join(' ')}`, this.#times.queryMs)
    if (subscription.text.startsWith('-')) throw refusal(subscription.text)
    const ask = async (line: string): Promise<string> =>
      (await pair.queries.request(line, this.#times.queryMs)).text.trim()
    this.#simulated = (await ask(simulatedQuery)) === 'true'
    const coreId = await ask('api global_getvar core_uuid')
    if (coreId === '' || coreId.startsWith('-'))
      throw new SwitchError('SWITCH_REFUSED', 'the switch does not tell its core_uuid')
    const legs = await this.#readLegs(pair.queries)
    const ended = await this.#readEnded(pair.queries).catch((error: unknown) => {
      this.#log.error(
        { err: error },
        'the journal of ended legs cannot be read (mod_hash missing?): ends in our absence stay unknown',
      )
      return []
    })
    this.#live.clear()
    for (const { snapshot, mayPlay } of legs) {
      this.#live.add(snapshot.leg)
      if (mayPlay) this.#playing.adopted(snapshot.leg)
    }
    this.#connected = true
    this.#connects++
    this.#since = this.#clock()
    this.#log.info({ coreId, simulated: this.#simulated, legs: legs.length, ended: ended.length }, 'switch connected')
    // In service before it is told: whoever hears of it may give commands at once.
    setImmediate(() => {
      if (!this.#connected) return
      this.#connections.tell({
        type: 'connected',
        at: this.#clock(),
        coreId,
        legs: legs.map((leg) => leg.snapshot),
        ended,
      })
      const heldBack = this.#heldBack ?? []
      this.#heldBack = undefined
      for (const event of heldBack) this.#tell(event)
      this.#setNudging()
    })
  }

  #goDown(reason: string, wasUp: boolean): void {
    this.#lastError = reason
    this.#heldBack = undefined
    this.#jobs.failAll(new SwitchError('SWITCH_UNAVAILABLE', reason))
    this.#playing.clear()
    this.#live.clear()
    this.#originates.clear()
    if (!wasUp) {
      this.#log.warn({ reason }, 'no connection to the switch')
      return
    }
    this.#connected = false
    this.#since = this.#clock()
    this.#log[this.#stopping ? 'info' : 'error']({ reason }, 'connection to the switch closed')
    this.#connections.tell({ type: 'disconnected', at: this.#clock(), reason })
  }

  async #readLegs(queries: EslConnection): Promise<AdoptedLeg[]> {
    const ask = async (line: string): Promise<string> =>
      (await queries.request(`api ${line}`, this.#times.queryMs)).text
    const legs: AdoptedLeg[] = []
    const uuids = parseChannelList(await ask(listChannelsCommand))
    for (let start = 0; start < uuids.length; start += dumpsAtOnce) {
      const dumps = await Promise.all(
        uuids.slice(start, start + dumpsAtOnce).map((uuid) => ask(dumpChannelCommand(uuid))),
      )
      for (const dump of dumps) {
        const leg = parseChannelDump(dump)
        if (leg !== undefined) legs.push(leg)
      }
    }
    return legs
  }

  async #readEnded(queries: EslConnection): Promise<EndedLeg[]> {
    const { text } = await queries.request(`api ${listEndedCommand}`, this.#times.queryMs)
    // An empty journal is an empty reply, which the switch words so.
    if (text.startsWith('-') && !text.startsWith('-ERR no reply')) throw refusal(text)
    return parseJournal(text, (line) => this.#log.warn({ line }, 'unreadable entry in the journal of ended legs'))
  }

  #onEvent(event: SwitchEvent): void {
    switch (event.type) {
      case 'leg-created': {
        const attempt = this.#originates.get(event.leg)
        if (attempt !== undefined) attempt.seen = true
        this.#live.add(event.leg)
        break
      }
      case 'leg-parked':
        this.#live.add(event.leg)
        this.#parkWaits.get(event.leg)?.()
        break
      case 'leg-ended':
        this.#live.delete(event.leg)
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

function unlessGone(error: unknown): void {
  if (!(error instanceof SwitchError && error.code === 'LEG_GONE')) throw error
}

const asSwitchError = (error: unknown): SwitchError =>
  error instanceof SwitchError ? error : new SwitchError('SWITCH_UNAVAILABLE', String(error))
