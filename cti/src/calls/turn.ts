/** One step of one call: collects the changed call and the effects, so that each rule reads as what it does. */
import type { Fact } from '../facts.ts'
import type { EpochMs, LegId } from '../ids.ts'
import { asWorkId, type WorkId } from '../ids.ts'
import type { RoutingEvent } from '../routing/engine-types.ts'
import type { SwitchCommand } from '../switch/port.ts'
import {
  type Call,
  type CallContext,
  type CallEffect,
  type CallPhase,
  type Deadline,
  HISTORY_LINES,
  type Leg,
} from './call.ts'
import { further, type PathStep } from './path.ts'

/** What a call may have or not. */
type Optional = { [Name in keyof Call]-?: undefined extends Call[Name] ? Name : never }[keyof Call]
type WithoutTime<Event> = Event extends RoutingEvent ? Omit<Event, 'at'> : never
type WithoutIdentity<One> = One extends Fact ? Omit<One, 'id' | 'at' | 'call'> : never

export class Turn {
  call: Call
  readonly effects: CallEffect[] = []
  readonly at: EpochMs
  readonly context: CallContext

  constructor(call: Call, at: EpochMs, context: CallContext) {
    this.call = call
    this.at = at
    this.context = context
  }

  get work(): WorkId {
    return asWorkId(this.call.id)
  }

  change(part: Partial<Call>): void {
    this.call = { ...this.call, ...part }
  }

  without(...names: readonly Optional[]): void {
    const call: { -readonly [Name in keyof Call]: Call[Name] } = { ...this.call }
    for (const name of names) delete call[name]
    this.call = call
  }

  /** Enters a phase: its own deadline replaces the last phase's, other timers stop unless named. */
  enter(phase: CallPhase, phaseMs: number | undefined, deadlines: Partial<Record<Deadline, EpochMs>> = {}): void {
    this.note(`${this.call.phase} -> ${phase}`)
    const phaseDeadline = phaseMs === undefined ? {} : { phase: this.at + phaseMs }
    this.change({ phase, phaseSince: this.at, deadlines: { ...deadlines, ...phaseDeadline } })
  }

  setDeadline(deadline: Deadline, at: EpochMs | undefined): void {
    const { [deadline]: _previous, ...others } = this.call.deadlines
    this.change({ deadlines: at === undefined ? others : { ...others, [deadline]: at } })
  }

  setLeg(leg: Leg): void {
    this.change({ legs: { ...this.call.legs, [leg.id]: leg } })
  }

  leg(id: LegId | undefined): Leg | undefined {
    return id === undefined ? undefined : this.call.legs[id]
  }

  command(command: SwitchCommand): void {
    this.effects.push({ kind: 'switch', command })
  }

  hangUp(leg: LegId | undefined, cause: 'normal' | 'cancelled' = 'normal'): void {
    const known = this.leg(leg)
    if (known && known.state !== 'ended') this.command({ type: 'hang-up', leg: known.id, cause })
  }

  /** Whether the customer is on the line: whom we dial is so only from the answer on. */
  get onLine(): boolean {
    const leg = this.leg(this.call.callerLeg)
    return leg?.role === 'customer' ? leg.state === 'answered' : leg !== undefined && leg.state !== 'ended'
  }

  /** Notes a step of the contact's way; queue and agent as the call has them. */
  step(step: PathStep['step'], more: Partial<Omit<PathStep, 'step'>> = {}): void {
    const { queue, agent, path } = this.call
    const where = { ...(queue ? { queue } : {}), ...(agent ? { agent } : {}) }
    this.change({ path: further(path, { at: this.at, step, ...where, ...more }) })
  }

  route(event: WithoutTime<RoutingEvent>): void {
    this.effects.push({ kind: 'routing', event: { ...event, at: this.at } as RoutingEvent })
  }

  /** @param subject what tells this fact from others of its type in the same call; '' when there can be only one
   *  @param call whose fact it is: of a callback's place, the call that asked for it */
  tell(body: WithoutIdentity<Fact>, subject: string | number = '', at = this.at, call = this.call.id): void {
    const id = subject === '' ? `${call}/${body.type}` : `${call}/${body.type}/${subject}`
    this.effects.push({ kind: 'fact', fact: { ...body, call, id, at } as Fact })
  }

  refuse(code: 'NO_SUCH_CONTACT' | 'NOT_NOW', message: string): void {
    this.effects.push({ kind: 'refuse', code, message })
  }

  illegal(message: string): void {
    this.note(`illegal: ${message}`)
    this.effects.push({ kind: 'illegal', message })
  }

  note(line: string): void {
    this.change({
      history: [...this.call.history.slice(1 - HISTORY_LINES), `${new Date(this.at).toISOString()} ${line}`],
    })
  }
}
