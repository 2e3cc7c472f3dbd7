/** Matching without any index: everything is looked at every time. What the indexed matching must agree with, and is measured against. */
import type { EpochMs, QueueId } from '../ids.ts'
import { type AgentRecord, agentDeadline, hasRoom, isLoggedIn } from './agent-record.ts'
import { type Candidate, compareCandidates, costOf, type Holders } from './choice.ts'
import {
  type Floor,
  holdAt,
  isPassedOver,
  mayServe,
  placeOf,
  type QueueRecord,
  requirementAt,
  requirementsOf,
  servesInSomeRing,
  type WorkRecord,
  workDeadline,
} from './floor.ts'
import { type Match, type Matching, NOBODY, type Staff, staffOf } from './matching.ts'
import { comparePlaces } from './place.ts'
import { levelsIn, meets, slotOf, takes } from './skills.ts'
import type { WorkItem } from './work.ts'

export class ScanMatching implements Matching {
  readonly #floor: Floor
  readonly #candidatesShown: number

  constructor(floor: Floor, candidatesShown: number) {
    this.#floor = floor
    this.#candidatesShown = candidatesShown
  }

  queueChanged(): void {}
  agentChanged(): void {}
  agentForgotten(): void {}
  waits(): void {}
  waitsNoMore(): void {}
  lookAtEverybody(): void {}
  takeAsKnown(): void {}

  next(at: EpochMs): Match | undefined {
    const agents = [...this.#floor.agents.values()]
    const withRoom = {
      voice: agents.filter((agent) => hasRoom(agent, 'voice')),
      chat: agents.filter((agent) => hasRoom(agent, 'chat')),
    }
    if (withRoom.voice.length + withRoom.chat.length === 0) return undefined
    for (const { work, queue } of this.#line(at)) {
      const { item } = work
      const requirement = requirementAt(item, queue.profile, at)
      const free = withRoom[slotOf(item.channel)]
      const eligible = free.filter(
        (agent) => mayServe(agent, item, requirement) && !isPassedOver(work, agent.profile.id, at),
      )
      const hold = holdAt(this.#floor, work, queue, at)
      if (eligible.length === 0 || (hold && !eligible.some((agent) => agent.profile.id === hold.agent))) continue
      const holders = queue.profile.choose === 'scarce-last' ? this.#countHolders() : () => 0
      const cost = costOf(this.#floor, queue, requirement, holders, at)
      const ranked: Candidate[] = eligible.map((agent) => ({ agent, cost: cost(agent) })).sort(compareCandidates)
      const [kept, others] = [true, false].map((isKept) =>
        ranked.filter(({ agent }) => (agent.profile.id === hold?.agent) === isKept),
      )
      const [first, ...next] = [...(kept ?? []), ...(others ?? [])]
      if (!first) continue
      return {
        work,
        agent: first.agent,
        candidates: [first, ...next].slice(0, this.#candidatesShown).map(({ agent, cost }) => ({
          id: agent.profile.id,
          idleSince: agent.idleSince,
          cost,
          levels: levelsIn(agent.profile, requirement.needs),
        })),
        free: free.length,
        eligible: eligible.length,
        ...(hold ? { hold } : {}),
      }
    }
    return undefined
  }

  overflowing(): readonly WorkRecord[] {
    return this.#waiting().map(({ work }) => work)
  }

  isStaffed(work: WorkRecord): boolean {
    const queue = this.#floor.queueOf(work)
    if (!queue) return false
    const requirements = requirementsOf(work.item, queue.profile)
    return [...this.#floor.agents.values()].some(
      (agent) => isLoggedIn(agent) && requirements.some((requirement) => mayServe(agent, work.item, requirement)),
    )
  }

  staffFor(id: QueueId): Staff {
    const queue = this.#floor.queues.get(id)
    const states = { ...NOBODY }
    if (!queue) return staffOf(states)
    for (const { profile, state } of this.#floor.agents.values())
      if (servesInSomeRing(profile, queue.profile)) states[state.kind]++
    return staffOf(states)
  }

  isAnybodyFree({ profile: { entry } }: QueueRecord): boolean {
    return [...this.#floor.agents.values()].some(
      (agent) => hasRoom(agent, 'voice') && takes(agent.profile, 'voice') && meets(agent.profile, entry.needs),
    )
  }

  takeDue(at: EpochMs): readonly AgentRecord[] {
    return [...this.#floor.agents.values()].filter((agent) => (agentDeadline(agent) ?? at + 1) <= at)
  }

  nextDeadline(): EpochMs | undefined {
    let next: EpochMs | undefined
    const consider = (due: EpochMs | undefined): void => {
      if (due !== undefined && (next === undefined || due < next)) next = due
    }
    for (const agent of this.#floor.agents.values()) consider(agentDeadline(agent))
    for (const { work, queue } of this.#waiting()) consider(workDeadline(work, queue, this.#floor.now))
    return next
  }

  ahead(work: WorkRecord): number {
    const line = this.#line(this.#floor.now).filter((entry) => entry.work.item.queue === work.item.queue)
    return Math.max(
      0,
      line.findIndex((entry) => entry.work === work),
    )
  }

  waiting(at: EpochMs): readonly WorkItem[] {
    return this.#line(at).map(({ work }) => work.item)
  }

  #waiting(): { readonly work: WorkRecord; readonly queue: QueueRecord }[] {
    const waiting: { readonly work: WorkRecord; readonly queue: QueueRecord }[] = []
    for (const work of this.#floor.work.values()) {
      const queue = this.#floor.queueOf(work)
      if (work.phase === 'waiting' && queue) waiting.push({ work, queue })
    }
    return waiting
  }

  #line(at: EpochMs) {
    return this.#waiting()
      .map(({ work, queue }) => ({ work, queue, place: placeOf(work, queue) }))
      .sort((a, b) => comparePlaces(a.place, b.place, at))
  }

  #countHolders(): Holders {
    const counts = new Map<string, number>()
    for (const agent of this.#floor.agents.values()) {
      if (!hasRoom(agent, 'voice') && !hasRoom(agent, 'chat')) continue
      for (const [skill, level] of Object.entries(agent.profile.skills))
        if (level > 0) counts.set(skill, (counts.get(skill) ?? 0) + 1)
    }
    return (skill) => counts.get(skill) ?? 0
  }
}
