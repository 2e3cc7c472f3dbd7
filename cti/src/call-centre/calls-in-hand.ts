/** The calls that live now: each step of each call, what comes of it, its timer, and the memory of those that are over. */
import type { Logger } from 'pino'
import type { Call, CallContext, CallEffect, CallInput, KeptCallback } from '../calls/call.ts'
import { isOver } from '../calls/ending.ts'
import { arrivingCall, claim } from '../calls/entry.ts'
import { nextDeadline, type Transition, transition } from '../calls/transition.ts'
import { Turn } from '../calls/turn.ts'
import type { Clock } from '../clock.ts'
import { asLegId, type CallId, type EpochMs, type LegId } from '../ids.ts'
import type { RoutingEvent } from '../routing/engine-types.ts'
import {
  type LegDescription,
  type SwitchCommand,
  SwitchError,
  type SwitchEvent,
  type TelephoneSwitch,
} from '../switch/port.ts'
import type { Believed } from './reconciliation.ts'
import type { Steps } from './steps.ts'
import type { WakeUps } from './wake-ups.ts'

/** How many ended calls are remembered, so that late news of them is no new call. */
const PAST_CALLS = 20_000

type Refusal = Extract<CallEffect, { kind: 'refuse' }>

/** What came of a step: the refusal of what was asked, and the switch's answers to what it was told. */
export interface Stepped {
  readonly refusal?: Refusal
  readonly commands: readonly Promise<void>[]
}

export interface CallsInHandOptions {
  readonly telephoneSwitch: TelephoneSwitch
  readonly clock: Clock
  readonly log: Logger
  readonly steps: Steps
  readonly wakeUps: WakeUps<unknown>
  readonly context: CallContext
  /** While the switch is away a call's timers stand still: nothing it could do would reach anybody. */
  readonly timersRun: () => boolean
  readonly route: (event: RoutingEvent) => void
  readonly onCallbackAsked: (by: CallId, callback: KeptCallback) => void
  /** After each step of a call, when the engine has heard of it. */
  readonly onStep: (previous: Call | undefined, call: Call) => void
}

export class CallsInHand {
  readonly #options: CallsInHandOptions
  readonly #calls = new Map<CallId, Call>()
  readonly #legs = new Map<LegId, { readonly call: CallId; readonly since: EpochMs }>()
  readonly #past = new Set<CallId>()

  constructor(options: CallsInHandOptions) {
    this.#options = options
  }

  /** Callbacks and attempts that wait, with nobody on any line, not included. */
  get live(): number {
    let count = 0
    for (const { callback, legs, outbound } of this.#calls.values())
      if (!(callback || outbound) || Object.values(legs).some((leg) => leg.state !== 'ended')) count++
    return count
  }

  has(id: CallId): boolean {
    return this.#calls.has(id)
  }

  /** In order of arrival. */
  all(): IterableIterator<Call> {
    return this.#calls.values()
  }

  /** For the comparison with the switch. */
  get believed(): Believed {
    return {
      calls: this.#calls,
      isPast: (call) => this.#past.has(call),
      legSince: (leg) => this.#legs.get(leg)?.since,
    }
  }

  /** The call is known to be over: late news of it is no new call. */
  markPast(id: CallId): void {
    this.#past.add(id)
    if (this.#past.size > PAST_CALLS) for (const oldest of this.#past) return void this.#past.delete(oldest)
  }

  step(id: CallId, input: CallInput): Stepped {
    const call = this.#calls.get(id)
    if (!call)
      return { refusal: { kind: 'refuse', code: 'NO_SUCH_CONTACT', message: 'this call is over' }, commands: [] }
    return this.#follow(call, transition(call, input, this.#options.context))
  }

  /** As `step`, for what may come when the call is over already. */
  stepIfLive(id: CallId, input: CallInput): void {
    if (this.#calls.has(id)) this.step(id, input)
  }

  /** A call that was found or made elsewhere. Nothing happens when it is known. */
  takeUp(transition: Transition): void {
    if (!this.#calls.has(transition.call.id)) this.#follow(undefined, transition)
  }

  switchEvent(event: SwitchEvent): void {
    const legs = event.type === 'legs-bridged' || event.type === 'legs-unbridged' ? [event.a, event.b] : [event.leg]
    const calls = new Set(legs.flatMap((leg) => this.#legs.get(leg)?.call ?? []))
    for (const call of calls) this.step(call, { type: 'switch-event', at: event.at, event })
    if (calls.size === 0 && event.type === 'leg-parked' && event.direction === 'inbound') this.#arrive(event, event.at)
  }

  armTimers(): void {
    for (const call of this.#calls.values()) this.#armTimer(call)
  }

  #arrive(leg: LegDescription, at: EpochMs): void {
    const call = arrivingCall(leg, at)
    if (this.#past.has(call.id)) return
    const turn = new Turn(call, at, this.#options.context)
    claim(turn)
    this.#follow(undefined, { call: turn.call, effects: turn.effects })
  }

  #follow(previous: Call | undefined, { call, effects }: Transition): Stepped {
    const { clock, log, route, steps, onStep, onCallbackAsked } = this.#options
    this.#calls.set(call.id, call)
    const now = clock.now()
    for (const leg of Object.values(call.legs))
      if (!this.#legs.has(leg.id)) this.#legs.set(leg.id, { call: call.id, since: now })
    let refusal: Refusal | undefined
    const commands: Promise<void>[] = []
    for (const effect of effects) {
      if (effect.kind === 'switch')
        commands.push(
          effect.command.type === 'originate'
            ? this.#afterTelling(call.id, effect.command)
            : this.#execute(call.id, effect.command),
        )
      else if (effect.kind === 'routing') route(effect.event)
      else if (effect.kind === 'fact') steps.tell(effect.fact)
      else if (effect.kind === 'refuse') refusal = effect
      else if (effect.kind === 'callback-asked') onCallbackAsked(call.id, effect.callback)
      else if (effect.kind === 'callback-dropped') this.#dropLater(effect.callback, effect.end)
      else log.warn({ call: call.id, phase: call.phase, history: call.history }, effect.message)
    }
    onStep(previous, call)
    if (isOver(call)) this.#forget(call)
    else this.#armTimer(call)
    return { commands, ...(refusal ? { refusal } : {}) }
  }

  #dropLater(callback: CallId, end: 'cancelled' | 'called-again'): void {
    const { clock, steps } = this.#options
    steps.do(() => this.stepIfLive(callback, { type: 'callback-dropped', at: clock.now(), end }))
  }

  #forget(call: Call): void {
    this.#calls.delete(call.id)
    for (const leg of Object.keys(call.legs)) this.#legs.delete(asLegId(leg))
    this.#options.wakeUps.set(call.id, undefined, () => undefined)
    this.markPast(call.id)
  }

  /** Once this step's facts are told: that somebody is dialled is on disk before the switch hears of it. */
  #afterTelling(call: CallId, command: SwitchCommand): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#options.steps.do(() => void this.#execute(call, command).then(resolve, reject))
    // The call is told of a failure; not everybody waits for the answer.
    promise.catch(() => undefined)
    return promise
  }

  /** Resolves or rejects with the switch's answer; a failure is also told to the call. */
  #execute(call: CallId, command: SwitchCommand): Promise<void> {
    const { telephoneSwitch, clock, log, steps } = this.#options
    const sent = telephoneSwitch.execute(command)
    sent.catch((error: unknown) => {
      const { code, message } =
        error instanceof SwitchError ? error : { code: 'SWITCH_REFUSED' as const, message: String(error) }
      log.info({ call, command: command.type, code }, message)
      steps.do(() => this.stepIfLive(call, { type: 'command-failed', at: clock.now(), command, code, message }))
    })
    return sent
  }

  #armTimer(call: Call): void {
    const { steps, timersRun, wakeUps } = this.#options
    const at = timersRun() ? nextDeadline(call) : undefined
    wakeUps.set(call.id, at, (now) => steps.do(() => this.stepIfLive(call.id, { type: 'time-passed', at: now })))
  }
}
