/**
 * Call distribution as it is without skills: agents belong to groups that serve queues, and who is served next, by whom, is one rule.
 * What an item itself needs beyond its queue is not known here. Two rules are made of it: plain FIFO, and mod_callcenter's.
 */
import { type AgentId, asOfferId, type EpochMs, type QueueId, type WorkId } from '../../cti/src/ids.ts'
import type { Explanation, RoutingDecision, RoutingEvent } from '../../cti/src/routing/engine-types.ts'
import { meets } from '../../cti/src/routing/skills.ts'
import type { AgentProfile, AgentState, QueueProfile, WorkItem } from '../../cti/src/routing/work.ts'
import type { Decider } from '../../cti/src/simulation/day.ts'

export interface Group {
  /** Lower is served from first; undefined: the agent is not of this queue. */
  tier(agent: AgentProfile, queue: QueueProfile): number | undefined
  /** After how long an item may be served by agents of this tier, ms. */
  tierOpensMs(tier: number): number
  /** Decisions are only made at multiples of this, ms; 0: at once. */
  readonly tickMs: number
}

interface Agent {
  readonly profile: AgentProfile
  state: AgentState
  since: EpochMs
  leaves: boolean
  readonly tiers: ReadonlyMap<QueueId, number>
}

export class GroupDesk implements Decider {
  readonly #group: Group
  readonly #queues = new Map<QueueId, QueueProfile>()
  readonly #agents = new Map<AgentId, Agent>()
  readonly #ready = new Set<Agent>()
  readonly #wrappingUp = new Set<Agent>()
  readonly #waiting = new Map<WorkId, WorkItem>()
  readonly #served = new Map<WorkId, { readonly agent: Agent; readonly item: WorkItem }>()
  #lookAt: EpochMs | undefined
  #decisions: RoutingDecision[] = []

  constructor(group: Group) {
    this.#group = group
  }

  nextDeadline(): EpochMs | undefined {
    const times = [...this.#wrappingUp].map(({ state }) => (state.kind === 'wrap-up' ? state.endsAt : Infinity))
    const next = Math.min(this.#lookAt ?? Infinity, ...times)
    return next === Infinity ? undefined : next
  }

  handle(event: RoutingEvent): readonly RoutingDecision[] {
    this.#decisions = []
    this.#apply(event)
    return this.#decisions
  }

  #apply(event: RoutingEvent): void {
    const { at } = event
    switch (event.type) {
      case 'queue-changed':
        this.#queues.set(event.queue.id, event.queue)
        return
      case 'agent-profile-changed': {
        const tiers = new Map<QueueId, number>()
        for (const queue of this.#queues.values()) {
          const tier = this.#group.tier(event.agent, queue)
          if (tier !== undefined) tiers.set(queue.id, tier)
        }
        this.#agents.set(event.agent.id, {
          profile: event.agent,
          state: { kind: 'offline' },
          since: at,
          leaves: false,
          tiers,
        })
        return
      }
      case 'agent-state-requested': {
        const agent = this.#agents.get(event.agent)
        if (!agent) return
        agent.leaves = event.state.kind === 'offline'
        if (agent.state.kind === 'ready' || agent.state.kind === 'offline') this.#free(agent, at)
        return
      }
      case 'work-arrived':
        this.#waiting.set(event.item.id, event.item)
        return this.#changed(at)
      case 'work-left':
        this.#waiting.delete(event.work)
        return
      case 'contact-ended': {
        const contact = this.#served.get(event.work)
        if (!contact) return
        this.#served.delete(event.work)
        const wrapUpMs = this.#queues.get(contact.item.queue)?.wrapUpMs ?? 0
        this.#become(contact.agent, { kind: 'wrap-up', work: event.work, endsAt: at + wrapUpMs }, at)
        return this.#pass(at)
      }
      case 'time-passed':
        return this.#pass(at)
      default:
        return
    }
  }

  #pass(at: EpochMs): void {
    for (const agent of [...this.#wrappingUp])
      if (agent.state.kind === 'wrap-up' && agent.state.endsAt <= at) this.#free(agent, at)
    if (this.#lookAt !== undefined && this.#lookAt <= at) this.#look(at)
  }

  #free(agent: Agent, at: EpochMs): void {
    this.#become(agent, { kind: agent.leaves ? 'offline' : 'ready' }, at)
    this.#changed(at)
  }

  #become(agent: Agent, state: AgentState, at: EpochMs): void {
    this.#ready.delete(agent)
    this.#wrappingUp.delete(agent)
    agent.state = state
    agent.since = at
    if (state.kind === 'ready') this.#ready.add(agent)
    if (state.kind === 'wrap-up') this.#wrappingUp.add(agent)
    this.#decisions.push({ type: 'agent-state-changed', agent: agent.profile.id, state, since: at })
  }

  #changed(at: EpochMs): void {
    const { tickMs } = this.#group
    if (tickMs === 0) return this.#look(at)
    const next = Math.ceil(at / tickMs) * tickMs
    if (next <= at) return this.#look(at)
    this.#lookAt = this.#lookAt === undefined ? next : Math.min(this.#lookAt, next)
  }

  /** Oldest first; each takes the agent of its lowest tier who is idle longest. */
  #look(at: EpochMs): void {
    this.#lookAt = undefined
    let opens = Number.POSITIVE_INFINITY
    for (const item of this.#waiting.values()) {
      if (this.#ready.size === 0) break
      let best: { agent: Agent; tier: number } | undefined
      for (const agent of this.#ready) {
        const tier = agent.tiers.get(item.queue)
        if (tier === undefined) continue
        const from = item.enteredAt + this.#group.tierOpensMs(tier)
        if (from > at) opens = Math.min(opens, from)
        else if (!best || tier < best.tier) best = { agent, tier }
      }
      if (best) this.#offer(item, best.agent, at)
    }
    if (opens === Number.POSITIVE_INFINITY) return
    const { tickMs } = this.#group
    this.#lookAt = tickMs === 0 ? opens : Math.ceil(opens / tickMs) * tickMs
  }

  #offer(item: WorkItem, agent: Agent, at: EpochMs): void {
    this.#waiting.delete(item.id)
    this.#served.set(item.id, { agent, item })
    const idleMs = at - agent.since
    const free = this.#ready.size
    this.#become(agent, { kind: 'on-contact', work: item.id }, at)
    const why: Explanation = {
      waitedMs: at - item.enteredAt,
      free,
      eligible: free,
      ring: { index: 0, of: 1, afterMs: 0 },
      matched: meets(agent.profile, item.needs ?? { all: [] }),
      score: 0,
      weight: 1,
      priority: 0,
      reason: 'rule',
      rule: 'longest-idle',
      candidates: [{ agent: agent.profile.id, idleMs, score: 0, levels: {} }],
    }
    this.#decisions.push({
      type: 'offer',
      offer: asOfferId(`${item.id}@${at}`),
      work: item.id,
      agent: agent.profile.id,
      expiresAt: at,
      why,
    })
  }
}

/** (a) Every agent who has the queue's skill serves it; the oldest first, by whoever is idle longest. */
export const plainFifo: Group = {
  tier: (agent, queue) => (meets(agent, queue.entry.needs) ? 1 : undefined),
  tierOpensMs: () => 0,
  tickMs: 0,
}

/**
 * (b) mod_callcenter as it is usually set up for what it has instead of skills: tiers by level, rules applied, the next tier after so long
 * (tier-rule-wait-second, multiplied by the level), strategy longest-idle-agent, members looked at every 100 ms.
 */
export const callcenterTiers = (waitSecond: number): Group => ({
  tier: (agent, queue) => {
    if (!meets(agent, queue.entry.needs)) return undefined
    const level = Math.min(...queue.entry.needs.all.map(({ skill }) => agent.skills[skill] ?? 0))
    return level >= 8 ? 1 : level >= 5 ? 2 : 3
  },
  tierOpensMs: (tier) => (tier - 1) * waitSecond * 1_000,
  tickMs: 100,
})
