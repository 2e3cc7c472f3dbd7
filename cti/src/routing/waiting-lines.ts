/** Where waiting work stands: in the line of its requirement, or held for one agent; and in the line of its queue. */
import type { AgentId, EpochMs } from '../ids.ts'
import type { AgentSet } from './agent-set.ts'
import type { Course, RequirementClass } from './courses.ts'
import { type Hold, isPassedOver, type QueueRecord, type WorkRecord } from './floor.ts'
import { Line } from './line.ts'
import { comparePlaces, type Place } from './place.ts'
import type { Slot } from './skills.ts'
import type { Timed } from './timers.ts'
import type { WorkItem } from './work.ts'

const NOBODY: readonly AgentId[] = []

export interface Waiting extends Timed {
  readonly work: WorkRecord
  readonly queue: QueueRecord
  readonly place: Place
  readonly course: Course<Standing>
  readonly requirement: RequirementClass<Standing>
  readonly hold: Hold | undefined
}

/** A line of work that any agent who qualifies may have, with who these are. */
export interface Standing {
  readonly line: Line<Waiting>
  readonly agents: AgentSet
  /** Among the lines with somebody in them. */
  position: number
}

export class WaitingLines {
  /** Lines with somebody in them. */
  readonly #lines: Readonly<Record<Slot, Standing[]>> = { voice: [], chat: [] }
  /** By queue and weight: while its weight is changed, a queue has items of both. */
  readonly #queueLines = new Map<QueueRecord, Map<number, Line<Waiting>>>()
  readonly #heldFor = new Map<AgentId, Set<Waiting>>()
  /** By the agents it might be held for, as long as its queue holds. */
  readonly #naming = new Map<AgentId, Set<Waiting>>()

  add(waiting: Waiting, at: EpochMs): void {
    const { work, queue, hold } = waiting
    if (hold) put(this.#heldFor, hold.agent, waiting)
    else this.#stand(waiting)
    this.#queueLine(waiting).add(waiting)
    if (at < work.item.enteredAt + queue.profile.holdForAgentMs)
      for (const agent of namedBy(work.item)) put(this.#naming, agent, waiting)
  }

  remove(waiting: Waiting): void {
    if (waiting.hold) take(this.#heldFor, waiting.hold.agent, waiting)
    else this.#standNoMore(waiting)
    this.#queueLine(waiting).remove(waiting)
    for (const agent of namedBy(waiting.work.item)) take(this.#naming, agent, waiting)
  }

  /** Of all that the agent may have with room in these slots, what goes first. */
  firstFor(id: AgentId, number: number, slots: readonly Slot[], at: EpochMs): Waiting | undefined {
    let best: Waiting | undefined
    const consider = (waiting: Waiting | undefined): void => {
      if (waiting && (!best || comparePlaces(waiting.place, best.place, at) < 0)) best = waiting
    }
    for (const slot of slots) {
      for (const { line, agents } of this.#lines[slot]) {
        if (!agents.has(number)) continue
        const first = line.first
        if (first?.work.passedOver.size === 0) consider(first)
        else consider(line.find(({ work }) => !isPassedOver(work, id, at)))
      }
      for (const waiting of this.#heldFor.get(id) ?? []) if (waiting.requirement.slot === slot) consider(waiting)
    }
    return best
  }

  /** How many of its queue go before it. */
  before(waiting: Waiting): number {
    return this.#queueLine(waiting).before(waiting)
  }

  naming(id: AgentId): readonly Waiting[] {
    return [...(this.#naming.get(id) ?? [])]
  }

  #stand(waiting: Waiting): void {
    const { lines, slot, agents } = waiting.requirement
    let standing = lines.get(waiting.place.weight)
    if (!standing) {
      standing = { line: new Line(), agents, position: this.#lines[slot].length }
      lines.set(waiting.place.weight, standing)
      this.#lines[slot].push(standing)
    }
    standing.line.add(waiting)
  }

  #standNoMore(waiting: Waiting): void {
    const { lines, slot } = waiting.requirement
    const { weight } = waiting.place
    const standing = lines.get(weight)
    if (!standing) return
    standing.line.remove(waiting)
    if (standing.line.size > 0) return
    lines.delete(weight)
    const last = this.#lines[slot].pop()
    if (!last || last === standing) return
    last.position = standing.position
    this.#lines[slot][standing.position] = last
  }

  #queueLine({ queue, place: { weight } }: Waiting): Line<Waiting> {
    let lines = this.#queueLines.get(queue)
    if (!lines) {
      lines = new Map()
      this.#queueLines.set(queue, lines)
    }
    let line = lines.get(weight)
    if (!line) {
      line = new Line()
      lines.set(weight, line)
    }
    return line
  }
}

function namedBy({ owner, lastAgent }: WorkItem): readonly AgentId[] {
  if (owner === undefined) return lastAgent === undefined ? NOBODY : [lastAgent]
  return lastAgent === undefined ? [owner] : [owner, lastAgent]
}

function put<T>(sets: Map<AgentId, Set<T>>, id: AgentId, value: T): void {
  const set = sets.get(id)
  if (set) set.add(value)
  else sets.set(id, new Set([value]))
}

function take<T>(sets: Map<AgentId, Set<T>>, id: AgentId, value: T): void {
  const set = sets.get(id)
  if (set?.delete(value) && set.size === 0) sets.delete(id)
}
