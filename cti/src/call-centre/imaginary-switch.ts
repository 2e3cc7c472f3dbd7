/**
 * A switch for property tests: does what the port promises and nothing more, in an order of its own choosing. Results come late, events
 * of two legs overtake each other, people hang up at any moment, commands fail. It shows what the simulator, which behaves, cannot.
 */
import type { Clock } from '../clock.ts'
import { asLegId, type LegId } from '../ids.ts'
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
} from '../switch/port.ts'

interface ImaginaryLeg {
  readonly id: LegId
  readonly direction: 'inbound' | 'outbound'
  readonly variables: Record<string, string>
  readonly createdAt: number
  answered: boolean
  bridgedTo?: LegId
}

export interface ImaginaryOptions {
  readonly clock: Clock
  /** A number in [0, 1), from the test's own source. */
  readonly random: () => number
  /** One command in so many fails; 0: none. */
  readonly failOneIn: number
}

export class ImaginarySwitch implements TelephoneSwitch {
  readonly legs = new Map<LegId, ImaginaryLeg>()
  readonly journal = new Map<LegId, EndedLeg>()
  /** Every leg that ever was, and how often its end was told. */
  readonly ends = new Map<LegId, number>()
  readonly #options: ImaginaryOptions
  readonly #events = new Set<(event: SwitchEvent) => void>()
  readonly #connections = new Set<(event: ConnectionEvent) => void>()
  #connected = false

  constructor(options: ImaginaryOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    this.connect()
  }

  async stop(): Promise<void> {
    this.#connected = false
  }

  status(): SwitchStatus {
    return { connected: this.#connected, simulated: true, name: 'imaginary', since: 0, reconnects: 0 }
  }

  onEvent(listener: (event: SwitchEvent) => void): Unsubscribe {
    this.#events.add(listener)
    return () => this.#events.delete(listener)
  }

  onConnection(listener: (event: ConnectionEvent) => void): Unsubscribe {
    this.#connections.add(listener)
    return () => this.#connections.delete(listener)
  }

  connect(): void {
    this.#connected = true
    const at = this.#options.clock.now()
    for (const listener of this.#connections)
      listener({ type: 'connected', at, coreId: 'one', legs: this.#snapshots(), ended: [...this.journal.values()] })
  }

  disconnect(): void {
    this.#connected = false
    for (const listener of this.#connections)
      listener({ type: 'disconnected', at: this.#options.clock.now(), reason: 'test' })
  }

  async listLegs(): Promise<readonly LegSnapshot[]> {
    if (!this.#connected) throw new SwitchError('SWITCH_UNAVAILABLE', 'away')
    return this.#snapshots()
  }

  async listEnded(): Promise<readonly EndedLeg[]> {
    if (!this.#connected) throw new SwitchError('SWITCH_UNAVAILABLE', 'away')
    return [...this.journal.values()]
  }

  /** A caller reaches the door. */
  call(uuid: string, from: string, to: string): void {
    const leg = this.#addLeg(asLegId(uuid), 'inbound', { call: uuid, role: 'caller' })
    this.#tell({
      type: 'leg-parked',
      leg: leg.id,
      direction: 'inbound',
      callerNumber: from,
      dialled: to,
      createdAt: leg.createdAt,
      variables: { ...leg.variables },
    })
  }

  press(leg: LegId, digit: string): void {
    if (this.legs.get(leg)?.answered) this.#tell({ type: 'digit', leg, digit })
  }

  /** Somebody at the far end of the leg goes off-hook. */
  pickUp(id: LegId): void {
    const leg = this.legs.get(id)
    if (!leg || leg.answered) return
    leg.answered = true
    this.#tell({ type: 'leg-answered', leg: id })
  }

  /** Somebody at the far end of the leg hangs up (or is hung up on). */
  end(id: LegId, endedBy: 'far-end' | 'switch'): void {
    const leg = this.legs.get(id)
    if (!leg) return
    this.#unbridge(leg)
    this.legs.delete(id)
    const at = this.#options.clock.now()
    const { call = id } = leg.variables
    const cause = leg.answered ? 'normal' : leg.direction === 'inbound' ? 'cancelled' : 'rejected'
    this.journal.set(id, {
      leg: id,
      call,
      endedAt: at,
      startedAt: leg.createdAt,
      cause,
      switchCause: cause,
      endedBy,
      variables: { ...leg.variables },
    })
    this.#tell({ type: 'leg-ended', leg: id, cause, switchCause: cause, endedBy })
  }

  async execute(command: SwitchCommand): Promise<void> {
    if (!this.#connected) throw new SwitchError('SWITCH_UNAVAILABLE', 'away')
    if (command.type === 'forget-ended') {
      for (const leg of command.legs) this.journal.delete(leg)
      return
    }
    const { failOneIn, random } = this.#options
    if (failOneIn > 0 && command.type !== 'hang-up' && random() < 1 / failOneIn) {
      throw new SwitchError(random() < 0.5 ? 'SWITCH_REFUSED' : 'SWITCH_TIMEOUT', `imagined failure of ${command.type}`)
    }
    this.#carryOut(command)
  }

  #carryOut(command: Exclude<SwitchCommand, { type: 'forget-ended' }>): void {
    switch (command.type) {
      case 'answer':
        this.#need(command.leg)
        return this.#soon(() => this.pickUp(command.leg))
      case 'originate':
        this.#addLeg(command.leg, 'outbound', { ...command.variables })
        return this.#soon(() => this.#tell({ type: 'leg-ringing', leg: command.leg }))
      case 'answer-phone':
        this.#need(command.leg)
        return this.#soon(() => this.pickUp(command.leg))
      case 'bridge': {
        const [a, b] = [this.#need(command.a), this.#need(command.b)]
        return this.#soon(() => {
          if (!this.legs.has(a.id) || !this.legs.has(b.id)) return
          // A new bridge takes a leg out of its former one.
          this.#unbridge(a)
          this.#unbridge(b)
          a.bridgedTo = b.id
          b.bridgedTo = a.id
          this.#tell({ type: 'legs-bridged', a: a.id, b: b.id })
        })
      }
      case 'hold': {
        const customer = this.#need(command.customer)
        return this.#soon(() => customer.bridgedTo === command.agent && this.#unbridge(customer))
      }
      case 'hang-up': {
        this.#need(command.leg)
        return this.#soon(() => this.end(command.leg, 'switch'))
      }
      case 'play':
        this.#need(command.leg)
        if (command.prompts.some((prompt) => prompt.kind === 'music')) return
        return this.#soon(
          () =>
            this.legs.has(command.leg) &&
            this.#tell({ type: 'playback-finished', leg: command.leg, playback: command.playback, completed: true }),
          3_000,
        )
      case 'collect-digits':
        this.#need(command.leg)
        return this.#soon(
          () =>
            this.legs.has(command.leg) &&
            this.#tell({ type: 'digits-collected', leg: command.leg, request: command.request, digits: '1' }),
          4_000,
        )
      case 'set-variables':
        Object.assign(this.#need(command.leg).variables, command.variables)
        return
      default:
        this.#need('leg' in command ? command.leg : asLegId(''))
    }
  }

  #need(id: LegId): ImaginaryLeg {
    const leg = this.legs.get(id)
    if (!leg) throw new SwitchError('LEG_GONE', 'No such channel!')
    return leg
  }

  #addLeg(id: LegId, direction: 'inbound' | 'outbound', variables: Record<string, string>): ImaginaryLeg {
    const leg: ImaginaryLeg = { id, direction, variables, createdAt: this.#options.clock.now(), answered: false }
    this.legs.set(id, leg)
    this.ends.set(id, 0)
    return leg
  }

  #unbridge(leg: ImaginaryLeg): void {
    const partner = leg.bridgedTo && this.legs.get(leg.bridgedTo)
    if (!partner) return
    delete leg.bridgedTo
    delete partner.bridgedTo
    this.#tell({ type: 'legs-unbridged', a: leg.id, b: partner.id })
  }

  #soon(task: () => unknown, ms = 200): void {
    this.#options.clock.schedule(1 + Math.floor(this.#options.random() * ms), () => void task())
  }

  /** Events of one leg keep their order; those of two legs may overtake each other. */
  #tell(event: SwitchEvent extends infer One ? (One extends SwitchEvent ? Omit<One, 'at'> : never) : never): void {
    if (event.type === 'leg-ended') this.ends.set(event.leg, (this.ends.get(event.leg) ?? 0) + 1)
    if (!this.#connected) return
    const told = { ...event, at: this.#options.clock.now() } as SwitchEvent
    for (const listener of this.#events) listener(told)
  }

  #snapshots(): LegSnapshot[] {
    return [...this.legs.values()].map((leg) => ({
      leg: leg.id,
      direction: leg.direction,
      state: leg.answered ? 'answered' : 'ringing',
      createdAt: leg.createdAt,
      variables: { ...leg.variables },
      ...(leg.direction === 'inbound' ? { dialled: '4008001234', callerNumber: '13800138000' } : {}),
      ...(leg.bridgedTo ? { bridgedTo: leg.bridgedTo } : {}),
    }))
  }
}
