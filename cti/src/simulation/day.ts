/**
 * Plays work through a routing engine in virtual time: who comes when, how long each is served and how long each would wait are given;
 * who serves whom is the engine's to decide. The same input gives the same outcome.
 *
 * At one and the same moment things happen in this order: shifts begin and end, contacts end, what the engine itself waits for (rings,
 * after-call work), arrivals, customers giving up. An offer is answered at once.
 */
import type { AgentId, EpochMs, WorkId } from '../ids.ts'
import type { Explanation, RoutingDecision, RoutingEvent } from '../routing/engine-types.ts'
import type { AgentProfile, QueueProfile, WorkItem } from '../routing/work.ts'
import { Upcoming } from './upcoming.ts'

export interface SimulatedQueue {
  readonly profile: QueueProfile
  /** Answered within so long counts for the service level, ms. */
  readonly serviceLevelMs: number
}

export interface SimulatedAgent {
  readonly profile: AgentProfile
  /** When they are ready to work: [from, to), in order, not overlapping. A contact in hand at the end is finished first. */
  readonly shifts: readonly (readonly [from: EpochMs, to: EpochMs])[]
}

export interface SimulatedItem {
  /** Arrives at `enteredAt`. */
  readonly item: WorkItem
  /** From the answer to the end of the contact. After-call work is the queue's. */
  readonly handleMs: number
  /** Leaves so long after the arrival when it was not answered until then. */
  readonly patienceMs: number
}

export interface Day {
  readonly queues: readonly SimulatedQueue[]
  readonly agents: readonly SimulatedAgent[]
  /** In order of arrival. */
  readonly items: readonly SimulatedItem[]
}

/** What decides: the routing engine, or another one to compare it with. */
export interface Decider {
  handle(event: RoutingEvent): readonly RoutingDecision[]
  /** When it wants `time-passed` next. */
  nextDeadline(): EpochMs | undefined
  /** How long this waiting item still waits as things stand, ms; undefined when that cannot be said. */
  estimatedWaitMs?(work: WorkId): number | undefined
}

export interface Outcome {
  readonly simulated: SimulatedItem
  /** overflowed: a rule of the queue took it elsewhere (voicemail, announcement, external number). */
  readonly outcome: 'answered' | 'abandoned' | 'overflowed'
  readonly at: EpochMs
  readonly waitedMs: number
  readonly agent?: AgentId
  readonly why?: Explanation
  /** What was estimated on arrival, for those who were not served at once. ms */
  readonly estimatedMs?: number
}

export interface PlayedDay {
  /** In order of their moment. */
  readonly outcomes: readonly Outcome[]
  /** Time agents were logged in, and the part of it in which they had something to do, ms. */
  readonly staffedMs: number
  readonly busyMs: number
  readonly offers: number
  /** Between the first and the last thing that happened, ms. */
  readonly spanMs: number
}

type Happening =
  | { readonly kind: 'shift'; readonly agent: AgentId; readonly begins: boolean }
  | { readonly kind: 'contact-ends' | 'gives-up'; readonly work: WorkId }
  | { readonly kind: 'arrives'; readonly simulated: SimulatedItem }

/**
 * @param onProgress called now and then with how many items are done
 * @throws Error when the decider breaks a rule that makes its day meaningless: an item served twice, an event refused
 */
export function playDay(day: Day, decider: Decider, onProgress?: (done: number) => void): PlayedDay {
  return new Player(day, decider, onProgress).play()
}

/** Items between two reports of progress. */
const PROGRESS_EVERY = 1_000

class Player {
  readonly #day: Day
  readonly #decider: Decider
  readonly #onProgress: ((done: number) => void) | undefined
  #reported = 0
  readonly #shifts = new Upcoming<Happening>()
  readonly #endings = new Upcoming<Happening>()
  readonly #arrivals = new Upcoming<Happening>()
  readonly #givingUp = new Upcoming<Happening>()
  readonly #waiting = new Map<WorkId, { readonly simulated: SimulatedItem; estimatedMs?: number }>()
  readonly #presence = new Presence()
  readonly #outcomes: Outcome[] = []
  #offers = 0
  #firstAt: EpochMs | undefined
  #lastAt = 0

  constructor(day: Day, decider: Decider, onProgress: ((done: number) => void) | undefined) {
    this.#day = day
    this.#onProgress = onProgress
    this.#decider = decider
    for (const { profile, shifts } of day.agents) {
      for (const [from, to] of shifts) {
        this.#shifts.add(from, { kind: 'shift', agent: profile.id, begins: true })
        this.#shifts.add(to, { kind: 'shift', agent: profile.id, begins: false })
      }
    }
    for (const simulated of day.items) this.#arrivals.add(simulated.item.enteredAt, { kind: 'arrives', simulated })
  }

  play(): PlayedDay {
    const start = this.#nextMoment() ?? 0
    for (const { profile } of this.#day.queues) this.#tell({ type: 'queue-changed', queue: profile, at: start })
    for (const { profile } of this.#day.agents) this.#tell({ type: 'agent-profile-changed', agent: profile, at: start })
    for (let at = this.#nextMoment(); at !== undefined; at = this.#nextMoment()) {
      this.#firstAt ??= at
      this.#lastAt = at
      this.#all(this.#shifts, at)
      this.#all(this.#endings, at)
      this.#passTime(at)
      this.#all(this.#arrivals, at)
      this.#all(this.#givingUp, at)
      if (this.#outcomes.length - this.#reported < PROGRESS_EVERY) continue
      this.#reported = this.#outcomes.length
      this.#onProgress?.(this.#reported)
    }
    this.#presence.end(this.#lastAt)
    return {
      outcomes: this.#outcomes,
      staffedMs: this.#presence.staffedMs,
      busyMs: this.#presence.busyMs,
      offers: this.#offers,
      spanMs: this.#lastAt - (this.#firstAt ?? this.#lastAt),
    }
  }

  #nextMoment(): EpochMs | undefined {
    let next: EpochMs | undefined
    for (const queue of [this.#shifts, this.#endings, this.#arrivals, this.#givingUp])
      if (queue.nextAt !== undefined && (next === undefined || queue.nextAt < next)) next = queue.nextAt
    // What the engine waits for moves nothing when nobody is left: rings alone would go on for nothing.
    const deadline = this.#decider.nextDeadline()
    return deadline !== undefined && (next === undefined ? this.#presence.busy : deadline < next) ? deadline : next
  }

  #all(upcoming: Upcoming<Happening>, at: EpochMs): void {
    for (let happening = upcoming.take(at); happening; happening = upcoming.take(at)) this.#happen(happening, at)
  }

  /** One call may leave something due at the same moment; a decider that never comes to an end is broken. */
  #passTime(at: EpochMs): void {
    for (let times = 0; (this.#decider.nextDeadline() ?? Number.POSITIVE_INFINITY) <= at; times++) {
      if (times > 1_000) throw new Error(`the engine's deadline stays at ${at} ms however often it is told the time`)
      this.#tell({ type: 'time-passed', at })
    }
  }

  #happen(happening: Happening, at: EpochMs): void {
    switch (happening.kind) {
      case 'shift': {
        const { agent, begins } = happening
        return this.#tell({
          type: 'agent-state-requested',
          agent,
          state: { kind: begins ? 'ready' : 'offline' },
          at,
        })
      }
      case 'contact-ends':
        return this.#tell({ type: 'contact-ended', work: happening.work, at })
      case 'gives-up': {
        const waiting = this.#waiting.get(happening.work)
        if (!waiting) return
        this.#waiting.delete(happening.work)
        this.#outcomes.push({ ...waiting, outcome: 'abandoned', at, waitedMs: at - waiting.simulated.item.enteredAt })
        return this.#tell({ type: 'work-left', work: happening.work, at })
      }
      case 'arrives': {
        const { simulated } = happening
        const { item, patienceMs } = simulated
        this.#waiting.set(item.id, { simulated })
        this.#tell({ type: 'work-arrived', item, at })
        const waiting = this.#waiting.get(item.id)
        if (!waiting) return
        const estimatedMs = this.#decider.estimatedWaitMs?.(item.id)
        if (estimatedMs !== undefined) waiting.estimatedMs = estimatedMs
        this.#givingUp.add(at + patienceMs, { kind: 'gives-up', work: item.id })
      }
    }
  }

  #tell(event: RoutingEvent): void {
    for (const decision of this.#decider.handle(event)) {
      if (decision.type === 'agent-state-changed') this.#presence.follow(decision.agent, decision.state.kind, event.at)
      else if (decision.type === 'refused') throw new Error(`the engine refused ${event.type}: ${decision.reason}`)
      else if (decision.type === 'offer') this.#answer(decision, event.at)
      else if (decision.type === 'overflow') this.#overflow(decision, event.at)
    }
  }

  #answer(decision: Extract<RoutingDecision, { type: 'offer' }>, at: EpochMs): void {
    const waiting = this.#waiting.get(decision.work)
    if (!waiting) throw new Error(`${decision.work} was offered at ${at} ms although it does not wait`)
    this.#waiting.delete(decision.work)
    this.#offers++
    const { item, handleMs } = waiting.simulated
    const { agent, why } = decision
    this.#outcomes.push({ ...waiting, outcome: 'answered', at, waitedMs: at - item.enteredAt, agent, why })
    this.#endings.add(at + handleMs, { kind: 'contact-ends', work: item.id })
    this.#tell({ type: 'offer-accepted', offer: decision.offer, at })
  }

  /** Who was moved to another queue waits on there; who is asked whether to be called back is taken to say no. */
  #overflow({ work, action }: Extract<RoutingDecision, { type: 'overflow' }>, at: EpochMs): void {
    const waiting = this.#waiting.get(work)
    if (!waiting || action.kind === 'queue' || action.kind === 'offer-callback') return
    this.#waiting.delete(work)
    this.#outcomes.push({ ...waiting, outcome: 'overflowed', at, waitedMs: at - waiting.simulated.item.enteredAt })
    this.#tell({ type: 'work-left', work, at })
  }
}

/** Adds up how long agents were there, and how long of it they were busy. */
class Presence {
  readonly #agents = new Map<AgentId, { readonly kind: string; readonly since: EpochMs }>()
  staffedMs = 0
  busyMs = 0

  follow(agent: AgentId, kind: string, at: EpochMs): void {
    this.#count(agent, at)
    this.#agents.set(agent, { kind, since: at })
  }

  end(at: EpochMs): void {
    for (const agent of this.#agents.keys()) this.#count(agent, at)
  }

  get busy(): boolean {
    for (const { kind } of this.#agents.values()) if (isBusy(kind)) return true
    return false
  }

  #count(agent: AgentId, until: EpochMs): void {
    const last = this.#agents.get(agent)
    if (!last || last.kind === 'offline') return
    const ms = Math.max(0, until - last.since)
    this.staffedMs += ms
    if (isBusy(last.kind)) this.busyMs += ms
  }
}

const isBusy = (kind: string): boolean => kind === 'offered' || kind === 'on-contact' || kind === 'wrap-up'
