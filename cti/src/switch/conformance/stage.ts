/** One performance of a scenario: gives commands, waits for events, and writes down what happened in a form that two switches can share. */
import { randomUUID } from 'node:crypto'
import { asLegId, type LegId } from '../../ids.ts'
import {
  type ConnectionEvent,
  type EndedLeg,
  type LegSnapshot,
  type SwitchCommand,
  SwitchError,
  type SwitchEvent,
} from '../port.ts'
import type { Bench, CallPlan } from './bench.ts'

/**
 * What each party's leg went through, in order. There is no order between legs on a real switch, so each has its own list; bridges, which
 * belong to two legs, and what the scenario itself noted have theirs.
 */
export type Outcome = Readonly<Record<string, readonly string[]>>

type EventOf<Type extends SwitchEvent['type']> = Extract<SwitchEvent, { type: Type }>
type ConnectionEventOf<Type extends ConnectionEvent['type']> = Extract<ConnectionEvent, { type: Type }>

/** No step of any scenario takes longer, ms. */
const patienceMs = 15_000

export class Stage {
  readonly bench: Bench
  readonly #told: SwitchEvent[] = []
  readonly #taken = new Set<SwitchEvent>()
  readonly #connections: ConnectionEvent[] = []
  readonly #takenConnections = new Set<ConnectionEvent>()
  readonly #names = new Map<LegId, string>()
  readonly #notes: string[] = []
  readonly #unsubscribe: (() => void)[]
  #wake: (() => void) | undefined

  constructor(bench: Bench) {
    this.bench = bench
    this.#unsubscribe = [
      bench.switch.onEvent((event) => {
        this.#told.push(event)
        this.#wake?.()
      }),
      bench.switch.onConnection((event) => {
        this.#connections.push(event)
        this.#wake?.()
      }),
    ]
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
  }

  execute(command: SwitchCommand): Promise<void> {
    return this.bench.switch.execute(command)
  }

  /** The next event of this kind that was not waited for before. */
  event<Type extends SwitchEvent['type']>(
    type: Type,
    where: (event: EventOf<Type>) => boolean = () => true,
  ): Promise<EventOf<Type>> {
    const matches = (event: SwitchEvent): event is EventOf<Type> => event.type === type && where(event as EventOf<Type>)
    return this.#wait(type, () => {
      const found = this.#told.find((event): event is EventOf<Type> => !this.#taken.has(event) && matches(event))
      if (found !== undefined) this.#taken.add(found)
      return found
    })
  }

  connection<Type extends ConnectionEvent['type']>(type: Type): Promise<ConnectionEventOf<Type>> {
    return this.#wait(type, () => {
      const found = this.#connections.find(
        (event): event is ConnectionEventOf<Type> => !this.#takenConnections.has(event) && event.type === type,
      )
      if (found !== undefined) this.#takenConnections.add(found)
      return found
    })
  }

  async #wait<Found>(what: string, find: () => Found | undefined): Promise<Found> {
    const deadline = Date.now() + patienceMs
    for (;;) {
      const found = find()
      if (found !== undefined) return found
      const left = deadline - Date.now()
      if (left <= 0)
        throw new Error(
          `${this.bench.name}: no ${what} within ${patienceMs} ms; told: ${JSON.stringify(this.outcome())}`,
        )
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  /** Places a call and waits until it is parked. */
  async arrive(plan: CallPlan): Promise<LegId> {
    await this.bench.placeCall(plan)
    const { leg } = await this.event('leg-parked', (event) => event.direction === 'inbound')
    this.#names.set(leg, 'caller')
    await this.execute({ type: 'cancel-fallback', leg })
    return leg
  }

  async arriveAndAnswer(plan: CallPlan): Promise<LegId> {
    const leg = await this.arrive(plan)
    await this.execute({ type: 'answer', leg })
    await this.event('leg-answered', (event) => event.leg === leg)
    return leg
  }

  /** Dials extension 1001 as the call's agent, without waiting for anything. */
  async dial(call: LegId | undefined, ringTimeoutMs = 10_000, name = 'agent'): Promise<LegId> {
    const leg = asLegId(randomUUID())
    this.#names.set(leg, name)
    await this.execute({
      type: 'originate',
      leg,
      to: { kind: 'user', extension: '1001' },
      callerNumber: '13800138000',
      callerName: '张三, "茶"',
      ringTimeoutMs,
      variables: { call: call ?? leg, role: 'agent', agent: '李 娜', queue: 'after-sales' },
    })
    return leg
  }

  /** Dials extension 1001 and waits until its leg is parked. */
  async agent(call: LegId | undefined, name = 'agent'): Promise<LegId> {
    const leg = await this.dial(call, undefined, name)
    await this.event('leg-parked', (event) => event.leg === leg)
    return leg
  }

  /** Dials a customer through the trunk, without waiting for anything. */
  async dialOutside(ringTimeoutMs = 10_000): Promise<LegId> {
    const leg = asLegId(randomUUID())
    this.#names.set(leg, 'customer')
    await this.execute({
      type: 'originate',
      leg,
      to: { kind: 'trunk', gateway: this.bench.trunk, number: '+8613900139000' },
      callerNumber: '4008001234',
      callerName: '4008001234',
      ringTimeoutMs,
      variables: { call: leg, role: 'customer', queue: 'after-sales', number: '+8613900139000' },
    })
    return leg
  }

  async bridge(a: LegId, b: LegId): Promise<void> {
    await this.execute({ type: 'bridge', a, b })
    await this.event('legs-bridged', (event) => event.a === a && event.b === b)
  }

  async hangUp(leg: LegId): Promise<void> {
    await this.execute({ type: 'hang-up', leg, cause: 'normal' })
    await this.ended(leg)
  }

  ended(leg: LegId): Promise<EventOf<'leg-ended'>> {
    return this.event('leg-ended', (event) => event.leg === leg)
  }

  note(text: string): void {
    this.#notes.push(text)
  }

  /** Notes how a command was taken: `accepted`, or the code of its error. */
  async noteResult(what: string, command: SwitchCommand): Promise<void> {
    const result = await this.execute(command).then(
      () => 'accepted',
      (error: unknown) => (error instanceof SwitchError ? error.code : String(error)),
    )
    this.note(`${what}: ${result}`)
  }

  noteLegs(what: string, legs: readonly LegSnapshot[]): void {
    for (const line of legs.map((leg) => this.#snapshot(leg)).sort()) this.note(`${what}: ${line}`)
  }

  noteEnded(what: string, legs: readonly EndedLeg[]): void {
    const lines = legs.map((leg) =>
      [
        this.nameOf(leg.leg),
        `call of ${this.nameOf(asLegId(leg.call))}`,
        leg.cause,
        leg.switchCause,
        leg.endedBy,
        leg.answeredAt === undefined ? 'unanswered' : 'answered',
        leg.startedAt !== undefined && leg.startedAt <= leg.endedAt ? 'timed' : 'untimed',
        leg.callerNumber ?? '-',
        leg.dialled ?? '-',
        variables(leg.variables),
      ].join(' | '),
    )
    for (const line of lines.sort()) this.note(`${what}: ${line}`)
  }

  nameOf(leg: LegId): string {
    return this.#names.get(leg) ?? 'stranger'
  }

  outcome(): Outcome {
    const tracks: Record<string, string[]> = {}
    const add = (track: string, line: string): void => {
      const lines = tracks[track] ?? []
      tracks[track] = lines
      // A phone may tell twice that it rings.
      if (line !== 'ringing' || lines.at(-1) !== line) lines.push(line)
    }
    for (const event of this.#told) {
      if (event.type === 'legs-bridged' || event.type === 'legs-unbridged')
        add('bridges', `${event.type} ${[this.nameOf(event.a), this.nameOf(event.b)].sort().join(' and ')}`)
      else if (this.#names.has(event.leg)) add(this.nameOf(event.leg), this.#line(event))
    }
    if (this.#notes.length > 0) tracks.notes = [...this.#notes]
    return tracks
  }

  #line(event: Exclude<SwitchEvent, { type: 'legs-bridged' | 'legs-unbridged' }>): string {
    switch (event.type) {
      case 'leg-created':
        return `created ${event.direction} from ${event.callerNumber} ${event.callerName ?? '-'} to ${event.dialled}`
      case 'leg-parked':
        return `parked (${variables(this.#own(event.variables))})`
      case 'leg-ringing':
        return 'ringing'
      case 'leg-answered':
        return 'answered'
      case 'leg-held':
        return 'held'
      case 'leg-unheld':
        return 'unheld'
      case 'beep-heard':
        return 'beep heard'
      case 'digit':
        return `digit ${event.digit}`
      case 'digits-collected':
        return `digits for ${event.request}: ${event.digits === '' ? 'none' : event.digits}`
      case 'playback-finished':
        return `playback ${event.playback} ${event.completed ? 'completed' : 'broken off'}`
      case 'recording-started':
        return `recording started ${event.path.endsWith('.wav') ? 'to a wav' : event.path}`
      case 'recording-stopped':
        return `recording stopped ${event.durationMs > 0 ? 'with sound' : 'empty'}`
      case 'originate-failed':
        return `never came: ${event.cause} (${event.switchCause})`
      case 'leg-ended':
        return `ended ${event.cause} by ${event.endedBy} (${event.switchCause}${event.sipStatus === undefined ? '' : `, ${event.sipStatus}`})`
    }
  }

  /** Leg ids inside variables, by their names. */
  #own(values: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, this.#names.get(asLegId(value)) ?? value]),
    )
  }

  #snapshot(leg: LegSnapshot): string {
    return [
      this.nameOf(leg.leg),
      leg.direction,
      leg.state,
      leg.bridgedTo === undefined ? 'alone' : `with ${this.nameOf(leg.bridgedTo)}`,
      leg.callerNumber ?? '-',
      leg.dialled ?? '-',
      leg.answeredAt === undefined ? 'unanswered' : 'answered',
      variables(this.#own(leg.variables)),
    ].join(' | ')
  }
}

const variables = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(', ')
