/**
 * Matching that looks only at what was changed. Between events no agent with room may serve anything that waits, so a new pair has
 * something new in it: work that came or waits otherwise (its class of requirement says at once who may serve it), or an agent who got room
 * (who compares the first of each line that they may serve).
 */
import type { AgentId, EpochMs, QueueId } from '../ids.ts'
import { AgentIndex, type IndexedAgent } from './agent-index.ts'
import { type AgentRecord, agentDeadline } from './agent-record.ts'
import type { AgentSet } from './agent-set.ts'
import { Courses } from './courses.ts'
import {
  type Floor,
  holdAt,
  placeOf,
  type QueueRecord,
  ringIndexAt,
  servesInSomeRing,
  type WorkRecord,
  workDeadline,
} from './floor.ts'
import { type Match, type Matching, NOBODY, type Staff, staffOf } from './matching.ts'
import { comparePlaces } from './place.ts'
import { Shortlist } from './shortlist.ts'
import { type Slot, skillsNamed } from './skills.ts'
import { Timers } from './timers.ts'
import { type Standing, type Waiting, WaitingLines } from './waiting-lines.ts'
import type { AgentState, WorkItem } from './work.ts'

const SLOTS: readonly Slot[] = ['voice', 'chat']
const NO_NUMBERS: readonly number[] = []

export class IndexedMatching implements Matching {
  readonly #floor: Floor
  readonly #candidatesShown: number
  readonly #index = new AgentIndex()
  readonly #courses = new Courses<Standing>(this.#index)
  readonly #waiting = new Map<WorkRecord, Waiting>()
  readonly #lines = new WaitingLines()
  readonly #serving = new Map<QueueId, AgentSet>()
  readonly #timers = new Timers<IndexedAgent | Waiting>()
  /** Some of it may have left again. */
  readonly #newWork: Waiting[] = []
  /** Work that is looked at just now, what goes first is last. */
  #looked: Waiting[] = []
  /** Agents who got room, and the work they would take, once it is known. */
  readonly #newRoom = new Map<IndexedAgent, Waiting | undefined>()
  /** Some of it more than once, some may have left. */
  #toCheck: WorkRecord[] = []
  readonly #shortlist = new Shortlist()

  constructor(floor: Floor, candidatesShown: number) {
    this.#floor = floor
    this.#candidatesShown = candidatesShown
  }

  queueChanged(queue: QueueRecord): void {
    const { id, entry, rings } = queue.profile
    this.#courses.queueChanged(queue)
    this.#index.figures.queueChanged(queue)
    this.#serving.set(id, this.#index.meetingAny([entry, ...rings].map(({ needs }) => needs)))
    // It may be one that others could not overflow into before.
    for (const work of this.#waiting.keys()) this.#toCheck.push(work)
  }

  agentChanged(record: AgentRecord): void {
    const { agent, isNew, profileChanged, loggedIn, loggedOut, gotRoom } = this.#index.update(record)
    this.#timers.set(agent, agentDeadline(record))
    const qualifiesOtherwise = isNew || profileChanged
    if (qualifiesOtherwise) {
      this.#courses.agentChanged(agent)
      this.#servesAnew(agent)
    }
    if (loggedOut || profileChanged) this.#staffShrank()
    if (qualifiesOtherwise || loggedIn || loggedOut) this.#lookAtHolds(record.profile.id)
    if (gotRoom || qualifiesOtherwise) this.#newRoom.set(agent, undefined)
  }

  agentForgotten({ profile: { id } }: AgentRecord): void {
    const agent = this.#index.remove(id)
    if (!agent) return
    this.#timers.set(agent, undefined)
    this.#courses.agentChanged(agent, true)
    for (const serving of this.#serving.values()) serving.set(agent.number, false)
    this.#newRoom.delete(agent)
    this.#staffShrank()
    this.#lookAtHolds(id)
  }

  waits(work: WorkRecord, at: EpochMs): void {
    const queue = this.#floor.queueOf(work)
    if (!queue) return
    const before = this.#waiting.get(work)
    if (before) this.#takeOut(before)
    const course = this.#courses.join(work, queue, before?.course)
    const requirement = course.classes[ringIndexAt(queue.profile, work.item.enteredAt, at)]
    if (!requirement) return
    const place = placeOf(work, queue)
    const hold = holdAt(this.#floor, work, queue, at)
    const waiting = { work, queue, place, course, requirement, hold, due: 0, position: -1 }
    this.#waiting.set(work, waiting)
    this.#lines.add(waiting, at)
    this.#timers.set(waiting, workDeadline(work, queue, at))
    this.#newWork.push(waiting)
    this.#toCheck.push(work)
  }

  waitsNoMore(work: WorkRecord): void {
    const waiting = this.#waiting.get(work)
    if (!waiting) return
    this.#takeOut(waiting)
    this.#courses.leave(work, waiting.course)
    this.#waiting.delete(work)
  }

  lookAtEverybody(): void {
    for (const waiting of this.#waiting.values()) this.#newWork.push(waiting)
  }

  /** What was told so far is how things are, nothing of it is new. */
  takeAsKnown(): void {
    this.#newWork.length = 0
    this.#newRoom.clear()
    this.#toCheck = []
    this.#looked = []
  }

  next(at: EpochMs): Match | undefined {
    const ofWork = this.#firstOfNewWork(at)
    const ofAgents = this.#firstOfNewRoom(at)
    const first =
      ofWork && ofAgents
        ? comparePlaces(ofWork.place, ofAgents.place, at) < 0
          ? ofWork
          : ofAgents
        : (ofWork ?? ofAgents)
    return first && this.#choose(first, at)
  }

  overflowing(): readonly WorkRecord[] {
    const works = this.#toCheck
    if (works.length === 0) return works
    this.#toCheck = []
    works.sort((a, b) => a.arrival - b.arrival)
    return works.filter((work, index) => work !== works[index - 1] && this.#waiting.has(work))
  }

  isStaffed(work: WorkRecord): boolean {
    const waiting = this.#waiting.get(work)
    return waiting !== undefined && this.#courses.isStaffed(waiting.course)
  }

  staffFor(queue: QueueId): Staff {
    const serving = this.#serving.get(queue)
    const states: Record<AgentState['kind'], number> = { ...NOBODY }
    if (serving)
      for (const kind of Object.keys(states) as AgentState['kind'][])
        states[kind] = serving.countCommon(this.#index.byState[kind])
    return staffOf(states)
  }

  isAnybodyFree({ profile: { entry } }: QueueRecord): boolean {
    return this.#index.meeting('voice', entry).intersects(this.#index.room.voice)
  }

  takeDue(at: EpochMs): readonly AgentRecord[] {
    const agents: AgentRecord[] = []
    for (const due of this.#timers.takeDue(at))
      if ('record' in due) agents.push(due.record)
      else this.waits(due.work, at)
    return agents
  }

  nextDeadline(): EpochMs | undefined {
    return this.#timers.first?.due
  }

  ahead(work: WorkRecord): number {
    const waiting = this.#waiting.get(work)
    return waiting ? this.#lines.before(waiting) : 0
  }

  waiting(at: EpochMs): readonly WorkItem[] {
    return [...this.#waiting.values()].sort((a, b) => comparePlaces(a.place, b.place, at)).map(({ work }) => work.item)
  }

  /** What goes first of the new work that somebody with room may serve. Room only gets less while offers are made. */
  #firstOfNewWork(at: EpochMs): Waiting | undefined {
    if (this.#newWork.length > 0) {
      for (const waiting of this.#newWork) this.#looked.push(waiting)
      this.#newWork.length = 0
      if (this.#looked.length > 1) this.#looked.sort((a, b) => comparePlaces(b.place, a.place, at))
    }
    for (let waiting = this.#looked.at(-1); waiting; waiting = this.#looked.at(-1)) {
      if (this.#waiting.get(waiting.work) === waiting && this.#somebodyMayServe(waiting, at)) return waiting
      this.#looked.pop()
    }
    return undefined
  }

  #firstOfNewRoom(at: EpochMs): Waiting | undefined {
    if (this.#newRoom.size === 0) return undefined
    let first: Waiting | undefined
    for (const [agent, known] of this.#newRoom) {
      const best = known && this.#waiting.get(known.work) === known ? known : this.#bestFor(agent, at)
      if (best && best !== known) this.#newRoom.set(agent, best)
      if (!best) this.#newRoom.delete(agent)
      else if (!first || comparePlaces(best.place, first.place, at) < 0) first = best
    }
    return first
  }

  #bestFor({ number, profile: { id } }: IndexedAgent, at: EpochMs): Waiting | undefined {
    const slots = SLOTS.filter((slot) => this.#index.room[slot].has(number))
    return slots.length === 0 ? undefined : this.#lines.firstFor(id, number, slots, at)
  }

  #somebodyMayServe({ work, requirement, hold }: Waiting, at: EpochMs): boolean {
    const room = this.#index.room[requirement.slot]
    if (hold) return room.has(this.#index.get(hold.agent)?.number ?? -1)
    if (work.passedOver.size === 0) return requirement.agents.intersects(room)
    let others = requirement.agents.countCommon(room)
    for (const number of this.#passedOver(work, at)) if (requirement.agents.has(number) && room.has(number)) others--
    return others > 0
  }

  #choose({ work, queue, requirement, hold }: Waiting, at: EpochMs): Match {
    const { figures, ids, room: rooms } = this.#index
    const room = rooms[requirement.slot]
    const list = this.#shortlist
    list.gather(requirement.agents, room, this.#passedOver(work, at))
    figures.reckon(list, this.#floor, queue, requirement.requirement, at, this.#numberOf)
    const keeper = hold ? list.positionOf(this.#numberOf(hold.agent) ?? -1) : -1
    const best = list.best(this.#candidatesShown, keeper, figures.idleSince, this.#index.ids)
    if (keeper >= 0) best.unshift(keeper)
    const skills = skillsNamed(requirement.requirement.needs)
    const candidates = best.slice(0, this.#candidatesShown).map((position) => {
      const number = list.numbers[position] ?? -1
      const levels = figures.skills.levelsIn(number, skills)
      // From the figures: the records of those who are not chosen lie all over the memory.
      const id = ids[number] ?? this.#recordOf(number).profile.id
      return { id, idleSince: figures.idleSince[number] ?? 0, cost: list.costs[position] ?? 0, levels }
    })
    const chosen = list.numbers[best[0] ?? -1] ?? -1
    figures.takesTurn(queue, chosen, at)
    return {
      work,
      agent: this.#recordOf(chosen),
      candidates,
      free: room.size,
      eligible: list.size,
      ...(hold ? { hold } : {}),
    }
  }

  readonly #numberOf = (id: AgentId): number | undefined => this.#index.get(id)?.number

  /** Numbers of the agents whom the work came back from just now. */
  #passedOver({ passedOver }: WorkRecord, at: EpochMs): readonly number[] {
    if (passedOver.size === 0) return NO_NUMBERS
    const numbers: number[] = []
    for (const [id, until] of passedOver) {
      const number = until > at ? this.#numberOf(id) : undefined
      if (number !== undefined) numbers.push(number)
    }
    return numbers
  }

  #recordOf(number: number): AgentRecord {
    const agent = this.#index.numbered(number)
    if (!agent) throw new Error(`no agent has the number ${number}`)
    return agent.record
  }

  #takeOut(waiting: Waiting): void {
    this.#timers.set(waiting, undefined)
    this.#lines.remove(waiting)
  }

  #lookAtHolds(id: AgentId): void {
    for (const { work } of this.#lines.naming(id)) this.waits(work, this.#floor.now)
  }

  #servesAnew({ number, profile }: IndexedAgent): void {
    for (const [id, serving] of this.#serving) {
      const queue = this.#floor.queues.get(id)
      if (queue) serving.set(number, servesInSomeRing(profile, queue.profile))
    }
  }

  #staffShrank(): void {
    for (const course of this.#courses.watched)
      if (!this.#courses.isStaffed(course)) for (const work of course.members) this.#toCheck.push(work)
  }
}
