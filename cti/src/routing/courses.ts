/**
 * What waiting work asks of agents, each thing once: a class is a requirement with the set of agents who meet it, however many items have
 * it; a course is the requirements that an item goes through, ring after ring.
 */
import type { AgentIndex, IndexedAgent } from './agent-index.ts'
import type { AgentSet } from './agent-set.ts'
import { mayServe, type QueueRecord, requirementsOf, type WorkRecord } from './floor.ts'
import { type Slot, slotOf } from './skills.ts'
import type { Needs, Requirement, WorkItem } from './work.ts'

export interface RequirementClass<Line> {
  readonly name: string
  readonly slot: Slot
  readonly requirement: Requirement
  /** One of the items that have it: what it says of region and language holds for all of them. */
  readonly sample: WorkItem
  readonly agents: AgentSet
  /** Of those who wait with this requirement, by weight. */
  readonly lines: Map<number, Line>
  /** How many courses lead through it; forgotten without any. */
  users: number
}

export interface Course<Line> {
  readonly name: string
  readonly queue: QueueRecord
  /** The entry requirement, then the rings. */
  readonly classes: readonly RequirementClass<Line>[]
  readonly members: Set<WorkRecord>
  /** Of an item with needs of its own: not kept for others. */
  readonly own: boolean
  /** Whether an overflow rule asks if anybody is logged in for it. */
  readonly watched: boolean
}

interface QueueCourses<Line> {
  readonly byName: Map<string, Course<Line>>
  /** Whether any of its requirements asks for the customer's own. */
  readonly byRegion: boolean
  readonly byLanguage: boolean
}

export class Courses<Line> {
  readonly #index: AgentIndex
  readonly #classes = new Map<string, RequirementClass<Line>>()
  readonly #courses = new Map<QueueRecord, QueueCourses<Line>>()
  readonly #watched = new Set<Course<Line>>()

  constructor(index: AgentIndex) {
    this.#index = index
  }

  /** Watched courses with members. */
  get watched(): Iterable<Course<Line>> {
    return this.#watched
  }

  /** `former`: the course that it was in so far. It goes on in it when nothing else is asked for. */
  join(work: WorkRecord, queue: QueueRecord, former?: Course<Line>): Course<Line> {
    const course = this.#courseOf(work, queue)
    course.members.add(work)
    if (course.watched) this.#watched.add(course)
    if (former && former !== course) this.leave(work, former)
    return course
  }

  #courseOf({ item }: WorkRecord, queue: QueueRecord): Course<Line> {
    const { byName, byRegion, byLanguage } = this.#of(queue)
    const whose = `${byRegion ? (item.region ?? '') : ''}|${byLanguage ? (item.language ?? '') : ''}`
    const name = `${slotOf(item.channel)}|${item.outbound ? 'outbound' : ''}|${whose}|${item.needs ? nameOf(item.needs) : ''}`
    let course = byName.get(name)
    if (!course) {
      course = this.#make(name, item, queue)
      byName.set(name, course)
    }
    return course
  }

  leave(work: WorkRecord, course: Course<Line>): void {
    course.members.delete(work)
    if (course.members.size > 0) return
    this.#watched.delete(course)
    const current = this.#courses.get(course.queue)
    const isCurrent = current?.byName.get(course.name) === course
    if (isCurrent && !course.own) return
    if (isCurrent) current.byName.delete(course.name)
    this.#drop(course)
  }

  /** Nobody new joins a course of the queue's former rules. */
  queueChanged(queue: QueueRecord): void {
    const former = this.#courses.get(queue)
    this.#courses.delete(queue)
    for (const course of former?.byName.values() ?? []) if (course.members.size === 0) this.#drop(course)
  }

  /** Looks anew at who meets what, for one agent; `leaves` when they are forgotten. */
  agentChanged({ number, record }: IndexedAgent, leaves = false): void {
    for (const { agents, sample, requirement } of this.#classes.values())
      agents.set(number, !leaves && mayServe(record, sample, requirement))
  }

  isStaffed(course: Course<Line>): boolean {
    return course.classes.some(({ agents }) => agents.intersects(this.#index.loggedIn))
  }

  #of(queue: QueueRecord): QueueCourses<Line> {
    let courses = this.#courses.get(queue)
    if (!courses) {
      const requirements = [queue.profile.entry, ...queue.profile.rings]
      courses = {
        byName: new Map(),
        byRegion: requirements.some(({ sameRegion }) => sameRegion),
        byLanguage: requirements.some(({ sameLanguage }) => sameLanguage),
      }
      this.#courses.set(queue, courses)
    }
    return courses
  }

  #make(name: string, item: WorkItem, queue: QueueRecord): Course<Line> {
    const { profile } = queue
    return {
      name,
      queue,
      classes: requirementsOf(item, profile).map((requirement) => this.#classOf(requirement, item)),
      members: new Set(),
      own: item.needs !== undefined,
      watched: profile.overflow.some(({ when }) => when.kind === 'no-staff'),
    }
  }

  #classOf(requirement: Requirement, item: WorkItem): RequirementClass<Line> {
    const slot = slotOf(item.channel)
    const region = requirement.sameRegion ? item.region : undefined
    const language = requirement.sameLanguage ? item.language : undefined
    const name = `${slot} ${JSON.stringify([region, language, item.outbound === true])} ${nameOf(requirement.needs)}`
    let found = this.#classes.get(name)
    if (!found) {
      const agents = this.#index.meeting(slot, requirement, {
        ...(region === undefined ? {} : { region }),
        ...(language === undefined ? {} : { language }),
        outbound: item.outbound === true,
      })
      found = { name, slot, requirement, sample: item, agents, lines: new Map(), users: 0 }
      this.#classes.set(name, found)
    }
    found.users++
    return found
  }

  #drop(course: Course<Line>): void {
    for (const each of course.classes) if (--each.users === 0) this.#classes.delete(each.name)
  }
}

const nameOf = ({ all, anyOf }: Needs): string => JSON.stringify(anyOf ? [all, anyOf] : [all])
