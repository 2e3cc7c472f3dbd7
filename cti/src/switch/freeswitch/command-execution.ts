/** Carries out the port's commands on the connection in service: in order for each leg, each with a deadline, each with its result. */
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { LegId } from '../../ids.ts'
import { type SwitchCommand, SwitchError } from '../port.ts'
import { BackgroundJobs } from './background-jobs.ts'
import * as commands from './commands.ts'
import { DialledLegs } from './dialled-legs.ts'
import { LegOrder } from './leg-order.ts'
import type { LinkPair } from './link.ts'
import type { PlayingLegs } from './playing-legs.ts'
import { refusal } from './refusals.ts'

export interface CommandTimes {
  /** For one command, from sending to its result, ms. */
  readonly commandMs: number
  /** For one query, ms. */
  readonly queryMs: number
}

export const commandTimes: CommandTimes = { commandMs: 5_000, queryMs: 10_000 }

export interface CommandExecutionOptions {
  readonly log: Logger
  readonly times: CommandTimes
  readonly soundDirectory: string
  readonly speech?: string | undefined
  readonly playing: PlayingLegs
  /** The connection in service. @throws SwitchError SWITCH_UNAVAILABLE */
  readonly pair: () => LinkPair
  /** An originate was refused and its leg never came to be. */
  readonly onOriginateFailed: (leg: LegId, switchCause: string) => void
}

/** A refused originate whose leg has not been heard of within this never had one: results may overtake the leg's events. ms. */
const legMayComeMs = 300
/** Beyond its own ring timeout an originate gets this long to answer, ms. */
const originateGraceMs = 15_000

export class CommandExecution {
  readonly #options: CommandExecutionOptions
  readonly #jobs = new BackgroundJobs()
  readonly #order = new LegOrder()
  readonly #originates = new Map<LegId, { seen: boolean }>()
  readonly #dialled = new DialledLegs()
  readonly #listening = new Set<LegId>()
  readonly #parkWaits = new Map<LegId, () => void>()

  constructor(options: CommandExecutionOptions) {
    this.#options = options
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
          const application = commands.collectDigits(command, this.#options.soundDirectory, this.#options.speech)
          await this.#endPlayback(command.leg)
          await this.#start(command.leg, application)
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
      case 'detect-beep':
        return this.#inOrder([command.leg], () => (command.on ? this.#detectBeep(command) : this.#ignoreBeeps(command)))
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

  /** The result of a background command has arrived. */
  finishJob(id: string, result: string): void {
    this.#jobs.finish(id, result)
  }

  legCreated(leg: LegId): void {
    const attempt = this.#originates.get(leg)
    if (attempt !== undefined) attempt.seen = true
  }

  legParked(leg: LegId): void {
    this.#dialled.released(leg)
    this.#parkWaits.get(leg)?.()
  }

  /** @returns whether it is to be told: once, and only while somebody listens (mod_avmd tells each tone of a parked leg twice) */
  beepHeard(leg: LegId): boolean {
    return this.#listening.delete(leg)
  }

  legEnded(leg: LegId): void {
    this.#listening.delete(leg)
    this.#dialled.released(leg)
  }

  /** After a resync: somebody dialled it, and it has not been answered. */
  legAdoptedRinging(leg: LegId): void {
    this.#dialled.dialled(leg)
  }

  /** Nothing that was sent will be answered any more. */
  connectionLost(reason: string): void {
    this.#jobs.failAll(new SwitchError('SWITCH_UNAVAILABLE', reason))
    this.#originates.clear()
    this.#dialled.clear()
    this.#listening.clear()
  }

  #inOrder(legs: readonly LegId[], task: () => Promise<void>): Promise<void> {
    return this.#order.run(legs, task)
  }

  /** Runs a command in the background of the switch and waits for its result. */
  async #run(line: string): Promise<void> {
    const result = await this.#sendInBackground(line, this.#options.times.commandMs).result
    if (result.startsWith('-')) throw refusal(result)
  }

  async #runAll(lines: readonly string[]): Promise<void> {
    for (const line of lines) await this.#run(line)
  }

  #sendInBackground(line: string, deadlineMs: number): { accepted: Promise<void>; result: Promise<string> } {
    const { events } = this.#options.pair()
    const job = randomUUID()
    const result = this.#jobs.expect(job, line.split(' ', 1).join(), deadlineMs)
    const accepted = events
      .request(`bgapi ${line}`, this.#options.times.commandMs, { 'Job-UUID': job })
      .then((reply) => {
        if (reply.text.startsWith('-')) throw refusal(reply.text)
      })
    accepted.catch((error: unknown) => this.#jobs.fail(job, asSwitchError(error)))
    // Whoever wants only one of the two need not look at the other.
    result.catch(() => {})
    return { accepted, result }
  }

  /** Starts a dialplan application. event-lock: several on one leg run in the order given. */
  async #start(leg: LegId, application: commands.Application): Promise<void> {
    await this.#dialled.free(leg)
    const reply = await this.#options
      .pair()
      .events.request(`sendmsg ${application.leg}`, this.#options.times.commandMs, {
        'call-command': 'execute',
        'execute-app-name': application.name,
        'execute-app-arg': application.argument,
        'event-lock': 'true',
        'Event-UUID': application.id,
      })
    if (reply.text.startsWith('-')) throw refusal(reply.text)
  }

  async #play(command: Extract<SwitchCommand, { type: 'play' }>): Promise<void> {
    const application = commands.play(command, this.#options.soundDirectory, this.#options.speech)
    await this.#endPlayback(command.leg)
    this.#options.playing.accepted(command.leg, application.id)
    try {
      await this.#start(command.leg, application)
    } catch (error) {
      this.#options.playing.ended(command.leg, application.id)
      throw error
    }
  }

  /** A leg that is told to run an application of a module that is not loaded is hung up by the switch. */
  async #detectBeep(command: Extract<SwitchCommand, { type: 'detect-beep' }>): Promise<void> {
    const { queries } = this.#options.pair()
    const { text } = await queries.request(`api ${commands.beepDetectorExists}`, this.#options.times.queryMs)
    if (text.trim() !== 'true') throw new SwitchError('SWITCH_REFUSED', 'mod_avmd is not loaded at the switch')
    this.#listening.add(command.leg)
    await this.#start(command.leg, commands.detectBeep(command))
  }

  /** The detector may not have begun yet, and then cannot be stopped: what it hears is not told. */
  async #ignoreBeeps(command: Extract<SwitchCommand, { type: 'detect-beep' }>): Promise<void> {
    this.#listening.delete(command.leg)
    await this.#run(commands.ignoreBeeps(command))
  }

  /** Music would otherwise keep what comes next waiting for ever. */
  async #endPlayback(leg: LegId): Promise<void> {
    if (this.#options.playing.has(leg)) await this.#stopPlaying(leg)
  }

  async #stopPlaying(leg: LegId): Promise<void> {
    const line = commands.stopPlaying(leg)
    await this.#options.playing.settled(leg)
    this.#options.playing.breakingOff(leg)
    await this.#run(line)
  }

  async #hold(command: Extract<SwitchCommand, { type: 'hold' }>): Promise<void> {
    const music = { kind: 'music', name: command.music } as const
    const playback = randomUUID()
    // Checked before the bridge is taken apart.
    commands.play({ type: 'play', leg: command.customer, playback, prompts: [music] }, this.#options.soundDirectory)
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
        () =>
          reject(new SwitchError('SWITCH_TIMEOUT', `the leg did not park within ${this.#options.times.commandMs} ms`)),
        this.#options.times.commandMs,
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
    this.#options.pair()
    this.#originates.set(command.leg, attempt)
    this.#dialled.dialled(command.leg)
    const { accepted, result } = this.#sendInBackground(line, command.ringTimeoutMs + originateGraceMs)
    try {
      await accepted
    } catch (error) {
      this.#originates.delete(command.leg)
      this.#dialled.released(command.leg)
      throw error
    }
    result.then(
      (text) => {
        if (text.startsWith('-')) setTimeout(() => this.#originateRefused(command.leg, attempt, text), legMayComeMs)
        else this.#originates.delete(command.leg)
      },
      (error: unknown) => {
        this.#originates.delete(command.leg)
        this.#options.log.warn({ err: error, leg: command.leg }, 'the result of an originate was lost')
      },
    )
  }

  #originateRefused(leg: LegId, attempt: { readonly seen: boolean }, text: string): void {
    this.#originates.delete(leg)
    this.#dialled.released(leg)
    if (attempt.seen) return
    const switchCause = text.replace(/^-ERR\s*/, '').trim()
    this.#options.onOriginateFailed(leg, switchCause)
  }

  async #forgetEnded(command: Extract<SwitchCommand, { type: 'forget-ended' }>): Promise<void> {
    const { queries } = this.#options.pair()
    for (const line of commands.forgetEnded(command)) {
      // "-ERR Not found" is as good as forgotten.
      await queries.request(`api ${line}`, this.#options.times.queryMs)
    }
  }
}

function unlessGone(error: unknown): void {
  if (!(error instanceof SwitchError && error.code === 'LEG_GONE')) throw error
}

const asSwitchError = (error: unknown): SwitchError =>
  error instanceof SwitchError ? error : new SwitchError('SWITCH_UNAVAILABLE', String(error))
