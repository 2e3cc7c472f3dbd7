/** The floor as plain JSON, and back. An engine made from it goes on exactly as the one it was taken of. */
import type { AgentId, EpochMs, OfferId, WorkId } from '../ids.ts'
import { type AgentRecord, newAgent } from './agent-record.ts'
import { Floor, NOBODY_PASSED_OVER, NOTHING_FIRED, newQueue, type WorkRecord } from './floor.ts'
import type { PaceSnapshot } from './pace.ts'
import type { SkillDemandSnapshot } from './skill-demand.ts'
import type { QueueProfile } from './work.ts'

export interface RoutingSnapshot {
  readonly version: 1
  readonly now: EpochMs
  readonly suspended: boolean
  readonly counter: number
  readonly queues: readonly {
    readonly profile: QueueProfile
    readonly removed: boolean
    readonly turns: readonly (readonly [AgentId, EpochMs])[]
  }[]
  readonly agents: readonly Readonly<Omit<AgentRecord, 'number'>>[]
  readonly work: readonly (Omit<WorkRecord, 'passedOver' | 'fired'> & {
    readonly passedOver: readonly (readonly [AgentId, EpochMs])[]
    readonly fired: readonly string[]
  })[]
  readonly offers: readonly (readonly [OfferId, WorkId])[]
  readonly demand: SkillDemandSnapshot
  readonly pace: PaceSnapshot
}

export function snapshotOf(floor: Floor): RoutingSnapshot {
  return {
    version: 1,
    now: floor.now,
    suspended: floor.suspended,
    counter: floor.counter,
    queues: [...floor.queues.values()].map(({ profile, removed, turns }) => ({ profile, removed, turns: [...turns] })),
    agents: [...floor.agents.values()].map(({ number: _, ...agent }) => agent),
    work: [...floor.work.values()].map((work) => ({
      ...work,
      passedOver: [...work.passedOver],
      fired: [...work.fired],
    })),
    offers: [...floor.offers].map(([offer, { item }]) => [offer, item.id] as const),
    demand: floor.demand.snapshot(),
    pace: floor.pace.snapshot(),
  }
}

export function floorFrom(snapshot: RoutingSnapshot): Floor {
  const floor = new Floor()
  floor.now = snapshot.now
  floor.suspended = snapshot.suspended
  floor.counter = snapshot.counter
  for (const { profile, removed, turns } of snapshot.queues) {
    const queue = newQueue(profile)
    queue.removed = removed
    for (const [agent, at] of turns) queue.turns.set(agent, at)
    floor.queues.set(profile.id, queue)
  }
  for (const agent of snapshot.agents)
    floor.agents.set(agent.profile.id, { ...newAgent(agent.profile, snapshot.now), ...agent })
  for (const work of snapshot.work) {
    const { offer, agent, accepted } = work
    const passedOver = work.passedOver.length === 0 ? NOBODY_PASSED_OVER : new Map(work.passedOver)
    const fired = work.fired.length === 0 ? NOTHING_FIRED : new Set(work.fired)
    floor.work.set(work.item.id, { ...work, offer, agent, accepted, passedOver, fired })
    const queue = floor.queues.get(work.item.queue)
    if (queue && work.phase === 'waiting') queue.waiting++
  }
  for (const [offer, id] of snapshot.offers) {
    const work = floor.work.get(id)
    if (work) floor.offers.set(offer, work)
  }
  floor.demand.restore(snapshot.demand)
  floor.pace.restore(snapshot.pace)
  return floor
}
