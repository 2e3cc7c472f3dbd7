/**
 * The rules once more, from outside: follows events and decisions alone, and holds each offer against the rules as they are written down.
 * Shares no code with the engine.
 */
import assert from 'node:assert/strict'
import type { AgentId, EpochMs, OfferId, QueueId, WorkId } from '../ids.ts'
import type { RoutingDecision, RoutingEvent } from './engine-types.ts'
import type { AgentProfile, AgentState, Needs, QueueProfile, RequestedState, Requirement, WorkItem } from './work.ts'

const COOL_OFF_MS = 30_000

interface SeenItem {
  item: WorkItem
  phase: 'waiting' | 'offered' | 'with-agent'
  entry: Requirement
  agent?: AgentId
  accepted?: OfferId
  readonly arrival: number
  readonly passedOver: Map<AgentId, EpochMs>
  readonly fired: Set<string>
}

interface SeenAgent {
  profile: AgentProfile
  state: AgentState
  since: EpochMs
  next: RequestedState | undefined
  idleSince: EpochMs
  misses: number
  removed: boolean
  busyMs: number
  loggedInMs: number
  wrapUps: { readonly slot: 'voice' | 'chat'; readonly endsAt: EpochMs; readonly work: WorkId }[]
}

type Offer = Extract<RoutingDecision, { type: 'offer' }>

const slotOf = ({ channel }: WorkItem): 'voice' | 'chat' => (channel === 'chat' ? 'chat' : 'voice')
const level = (agent: AgentProfile, skill: string): number => agent.skills[skill] ?? 0
const meets = (agent: AgentProfile, { all, anyOf }: Needs): boolean =>
  all.every(({ skill, min }) => level(agent, skill) >= min) &&
  (anyOf ?? []).every((group) => group.some(({ skill, min }) => level(agent, skill) >= min))
const suits = (agent: AgentProfile, requirement: Requirement, item: WorkItem): boolean =>
  meets(agent, requirement.needs) &&
  (!requirement.sameRegion || item.region === undefined || agent.region === item.region) &&
  (!requirement.sameLanguage || item.language === undefined || (agent.languages ?? []).includes(item.language))

export class Observer {
  readonly items = new Map<WorkId, SeenItem>()
  readonly agents = new Map<AgentId, SeenAgent>()
  readonly #queues = new Map<QueueId, { profile: QueueProfile; open: boolean; turns: Map<AgentId, EpochMs> }>()
  readonly #offers = new Map<OfferId, Offer>()
  #arrivals = 0
  #suspended = false
  offersSeen = 0

  follow(event: RoutingEvent, decisions: readonly RoutingDecision[]): void {
    const { at } = event
    for (const agent of this.agents.values()) {
      const going = agent.wrapUps.filter(({ endsAt }) => endsAt > at)
      if (going.length < agent.wrapUps.length) agent.idleSince = at
      agent.wrapUps = going
    }
    if (!decisions.some(({ type }) => type === 'refused')) this.#apply(event)
    for (const decision of decisions) this.#learn(event, decision)
  }

  /** Nobody who could be served waits beside somebody who is free. */
  nobodyWaitsInVain(at: EpochMs): void {
    if (this.#suspended) return
    for (const seen of this.items.values())
      if (seen.phase === 'waiting')
        assert.deepEqual(
          [...this.agents.values()]
            .filter((agent) => this.#wouldServe(agent, seen, at))
            .map(({ profile }) => profile.id),
          [],
          `${seen.item.id} waits beside somebody who is free`,
        )
  }

  #apply(event: RoutingEvent): void {
    const { at } = event
    switch (event.type) {
      case 'queue-changed': {
        const { queue: profile } = event
        const turns = profile.choose === 'round-robin' ? (this.#queues.get(profile.id)?.turns ?? new Map()) : new Map()
        this.#queues.set(profile.id, { profile, open: true, turns })
        return
      }
      case 'queue-removed':
        this.#queue(event.queue).open = false
        return
      case 'agent-profile-changed': {
        const { agent: profile } = event
        const known = this.agents.get(profile.id)
        if (known) Object.assign(known, { profile, removed: false })
        else this.agents.set(profile.id, newAgent(profile, at))
        return
      }
      case 'agent-removed': {
        const busy = [...this.items.values()].some(({ agent }) => agent === event.agent)
        if (busy) this.#agent(event.agent).removed = true
        else this.#forget(event.agent)
        return
      }
      case 'work-arrived':
        assert.ok(this.#queue(event.item.queue).open)
        this.#add(event.item, 'waiting')
        return
      case 'work-left':
        this.items.delete(event.work)
        return
      case 'work-changed': {
        const seen = this.#item(event.work)
        if (event.priority !== undefined) seen.item = { ...seen.item, priority: event.priority }
        if (event.queue !== undefined && event.queue !== seen.item.queue) {
          this.#move(seen, event.queue)
          seen.entry = this.#queue(event.queue).profile.entry
        }
        return
      }
      case 'contact-adopted': {
        const seen = this.items.get(event.item.id) ?? this.#add(event.item, 'with-agent')
        seen.phase = 'with-agent'
        seen.agent = event.agent
        const agent = this.#agent(event.agent)
        agent.idleSince = at
        agent.wrapUps = []
        return
      }
      case 'contact-ended':
        this.#putDown(this.#item(event.work), at, event.withoutWrapUp === true)
        this.items.delete(event.work)
        return
      case 'contact-transferred': {
        const seen = this.#item(event.work)
        if (seen.agent) seen.passedOver.set(seen.agent, at + COOL_OFF_MS)
        this.#putDown(seen, at, false)
        seen.phase = 'waiting'
        seen.agent = undefined
        this.#move(seen, event.queue)
        seen.entry = this.#queue(event.queue).profile.entry
        return
      }
      case 'offer-failed': {
        const seen = [...this.items.values()].find(({ accepted }) => accepted === event.offer)
        if (!seen) return
        seen.phase = 'waiting'
        seen.agent = undefined
        seen.accepted = undefined
        return
      }
      case 'wrap-up-finished': {
        const agent = this.#agent(event.agent)
        agent.wrapUps.pop()
        agent.idleSince = at
        return
      }
      case 'offering-suspended':
        this.#suspended = true
        return
      case 'offering-resumed':
        this.#suspended = false
        return
      default:
        return
    }
  }

  #learn(event: RoutingEvent, decision: RoutingDecision): void {
    const { at } = event
    if (decision.type === 'agent-state-changed') {
      const agent = this.agents.get(decision.agent)
      if (!agent) return
      this.#passTime(agent, at)
      const { kind } = decision.state
      const wasAway = agent.state.kind === 'offline' || agent.state.kind === 'not-ready'
      if (kind === 'ready' && wasAway) agent.idleSince = at
      agent.state = decision.state
      agent.next = decision.next
      if (agent.removed && kind === 'offline') this.#forget(decision.agent)
    }
    if (decision.type === 'offer') this.#offered(decision, at)
    if (decision.type === 'offer-ended') this.#offerEnded(event, decision)
    if (decision.type === 'overflow') {
      const seen = this.#item(decision.work)
      const rule = `${decision.queue} ${JSON.stringify([decision.when, decision.action])}`
      assert.equal(seen.phase, 'waiting')
      assert.ok(!seen.fired.has(rule), `a rule fired twice for ${decision.work}: ${rule}`)
      assert.equal(seen.item.queue, decision.queue)
      assert.equal(decision.waitedMs, at - seen.item.enteredAt)
      if (decision.when.kind === 'wait') assert.ok(decision.waitedMs >= decision.when.ms)
      if (decision.when.kind === 'no-staff') assert.deepEqual(this.#staffOf(seen), [])
      seen.fired.add(rule)
      if (decision.action.kind === 'queue') {
        assert.ok(this.#queue(decision.action.queue).open)
        this.#move(seen, decision.action.queue)
      }
    }
  }

  #offered(offer: Offer, at: EpochMs): void {
    this.offersSeen++
    const seen = this.#item(offer.work)
    const chosen = this.#agent(offer.agent)
    const queue = this.#queue(seen.item.queue)
    const { why } = offer
    assert.ok(!this.#suspended)
    assert.equal(seen.phase, 'waiting', `${offer.work} is offered while it is ${seen.phase}`)
    // The agent's new state was told just before.
    chosen.state = { kind: 'ready' }
    const free = [...this.agents.values()].filter((agent) => this.#hasRoom(agent, slotOf(seen.item)))
    const eligible = free.filter((agent) => this.#mayServe(agent, seen, at))
    assert.ok(eligible.includes(chosen), `${offer.agent} may not serve ${offer.work}`)
    const keeper = this.#keeper(seen, at)
    if (keeper) assert.equal(offer.agent, keeper.agent)
    for (const other of this.items.values())
      if (other !== seen && other.phase === 'waiting' && this.#wouldServe(chosen, other, at))
        assert.ok(this.#compare(seen, other, at) < 0, `${other.item.id} goes before ${offer.work}`)
    if (!keeper) this.#isBestBy(chosen, eligible, seen, at)
    const { profile } = queue
    const priority = this.#priority(seen)
    const ring = this.#ring(seen, at)
    assert.deepEqual(
      { ...why, candidates: why.candidates.map(({ agent, levels }) => ({ agent, levels })) },
      {
        waitedMs: at - seen.item.enteredAt,
        free: free.length,
        eligible: eligible.length,
        ring: { index: ring, of: profile.rings.length + 1, afterMs: profile.rings[ring - 1]?.afterMs ?? 0 },
        matched: suits(chosen.profile, seen.entry, seen.item),
        score: Math.round((at - seen.item.enteredAt) * Math.round(profile.weight * 1000) + priority * 6e7) / 6e7,
        weight: profile.weight,
        priority,
        reason: keeper?.reason ?? 'rule',
        rule: profile.choose,
        candidates: why.candidates.map(({ agent }) => ({ agent, levels: this.#levels(agent, seen, at) })),
      },
    )
    assert.equal(why.candidates[0]?.agent, offer.agent)
    assert.equal(why.candidates.length, Math.min(3, eligible.length))
    for (const { agent, idleMs } of why.candidates) {
      assert.ok(eligible.some(({ profile: { id } }) => id === agent))
      assert.equal(idleMs, at - this.#agent(agent).idleSince)
    }
    assert.equal(offer.expiresAt, at + profile.offerTimeoutMs)
    assert.ok(!this.#offers.has(offer.offer))
    seen.phase = 'offered'
    seen.agent = offer.agent
    chosen.state = { kind: 'offered', work: offer.work, offer: offer.offer }
    if (profile.choose === 'round-robin') queue.turns.set(offer.agent, at)
    this.#offers.set(offer.offer, offer)
  }

  #offerEnded(
    event: RoutingEvent,
    { offer: id, work, agent: who, end }: Extract<RoutingDecision, { type: 'offer-ended' }>,
  ): void {
    const { at } = event
    assert.ok(this.#offers.delete(id), `${id} ended twice`)
    const agent = this.#agent(who)
    const seen = this.items.get(work)
    assert.equal(seen === undefined, end === 'customer-left')
    if (!seen) return
    seen.phase = end === 'accepted' ? 'with-agent' : 'waiting'
    if (end === 'accepted') {
      seen.accepted = id
      agent.misses = 0
      agent.idleSince = at
      return
    }
    seen.agent = undefined
    if (end === 'withdrawn' && event.type === 'offer-withdrawn') seen.passedOver.set(who, at + COOL_OFF_MS)
    if (end === 'withdrawn') return
    agent.idleSince = at
    const missedTooOften = end === 'timed-out' && ++agent.misses >= this.#queue(seen.item.queue).profile.missesAllowed
    if (missedTooOften) agent.misses = 0
    if (end !== 'failed' && !missedTooOften) seen.passedOver.set(who, at + COOL_OFF_MS)
  }

  #isBestBy(chosen: SeenAgent, eligible: readonly SeenAgent[], seen: SeenItem, at: EpochMs): void {
    const { profile, turns } = this.#queue(seen.item.queue)
    const { needs } = this.#requirement(seen, at)
    const cost = (agent: SeenAgent): number | undefined => {
      if (profile.choose === 'longest-idle') return 0
      if (profile.choose === 'round-robin') return turns.get(agent.profile.id) ?? -1
      if (profile.choose === 'least-occupied') {
        this.#passTime(agent, at)
        return agent.loggedInMs === 0 ? 0 : agent.busyMs / agent.loggedInMs
      }
      if (profile.choose === 'most-skilled') {
        const all = [...new Set(needs.all.map(({ skill }) => skill))].map((skill) => level(agent.profile, skill))
        const any = (needs.anyOf ?? []).map((group) =>
          Math.max(
            ...group.map(({ skill, min }) => (level(agent.profile, skill) >= min ? level(agent.profile, skill) : 0)),
          ),
        )
        return -[...all, ...any].reduce((sum, each) => sum + each, 0)
      }
      return undefined
    }
    const its = cost(chosen)
    if (its === undefined) return
    for (const other of eligible) {
      if (other === chosen) continue
      const others = cost(other) ?? 0
      const isBetter =
        its !== others
          ? its < others
          : chosen.idleSince !== other.idleSince
            ? chosen.idleSince < other.idleSince
            : chosen.profile.id < other.profile.id
      assert.ok(
        isBetter,
        `${other.profile.id} should have been chosen before ${chosen.profile.id} by ${profile.choose}`,
      )
    }
  }

  #forget(agent: AgentId): void {
    this.agents.delete(agent)
    for (const { turns } of this.#queues.values()) turns.delete(agent)
  }

  #passTime(agent: SeenAgent, at: EpochMs): void {
    const passed = at - agent.since
    agent.since = at
    if (agent.state.kind === 'offline') return
    agent.loggedInMs += passed
    if (['offered', 'on-contact', 'wrap-up'].includes(agent.state.kind)) agent.busyMs += passed
  }

  #putDown(seen: SeenItem, at: EpochMs, withoutWrapUp: boolean): void {
    const agent = seen.agent && this.#agent(seen.agent)
    if (!agent) return
    const wrapUpMs = withoutWrapUp ? 0 : (this.#queues.get(seen.item.queue)?.profile.wrapUpMs ?? 60_000)
    if (wrapUpMs === 0) agent.idleSince = at
    else agent.wrapUps.push({ slot: slotOf(seen.item), endsAt: at + wrapUpMs, work: seen.item.id })
    seen.accepted = undefined
  }

  #hasRoom({ profile, state, next, wrapUps }: SeenAgent, slot: 'voice' | 'chat'): boolean {
    if (['offline', 'not-ready', 'offered'].includes(state.kind) || (next && next.kind !== 'ready')) return false
    const capacity = profile.capacity ?? { voice: 1, chat: 0, total: 1 }
    const held = [
      ...[...this.items.values()]
        .filter(({ phase, agent }) => phase === 'with-agent' && agent === profile.id)
        .map(({ item }) => slotOf(item)),
      ...wrapUps.map((wrapUp) => wrapUp.slot),
    ]
    return held.length < capacity.total && held.filter((each) => each === slot).length < capacity[slot]
  }

  #mayServe({ profile }: SeenAgent, seen: SeenItem, at: EpochMs): boolean {
    const capacity = profile.capacity ?? { voice: 1, chat: 0, total: 1 }
    if (!takesCallsOf(profile, seen.item)) return false
    if (capacity[slotOf(seen.item)] === 0 || (seen.passedOver.get(profile.id) ?? at) > at) return false
    return suits(profile, this.#requirement(seen, at), seen.item)
  }

  #wouldServe(agent: SeenAgent, seen: SeenItem, at: EpochMs): boolean {
    if (!this.#hasRoom(agent, slotOf(seen.item)) || !this.#mayServe(agent, seen, at)) return false
    const keeper = this.#keeper(seen, at)
    return keeper === undefined || keeper.agent === agent.profile.id
  }

  #keeper(seen: SeenItem, at: EpochMs): { agent: AgentId; reason: 'owner' | 'last-agent' } | undefined {
    const { owner, lastAgent, enteredAt, queue } = seen.item
    if (at - enteredAt >= this.#queue(queue).profile.holdForAgentMs) return undefined
    for (const [id, reason] of [
      [owner, 'owner'],
      [lastAgent, 'last-agent'],
    ] as const) {
      const agent = id && this.agents.get(id)
      if (agent && agent.state.kind !== 'offline' && this.#mayServe(agent, seen, at)) return { agent: id, reason }
    }
    return undefined
  }

  #staffOf(seen: SeenItem): AgentId[] {
    const { profile } = this.#queue(seen.item.queue)
    const own = seen.item.needs ? { needs: seen.item.needs } : profile.entry
    return [...this.agents.values()]
      .filter(
        ({ state, profile: { capacity } }) =>
          state.kind !== 'offline' && (capacity ?? { voice: 1, chat: 0 })[slotOf(seen.item)] > 0,
      )
      .filter(({ profile }) => takesCallsOf(profile, seen.item))
      .filter((agent) => [own, ...profile.rings].some((requirement) => suits(agent.profile, requirement, seen.item)))
      .map(({ profile: { id } }) => id)
  }

  #levels(agent: AgentId, seen: SeenItem, at: EpochMs): Record<string, number> {
    const { all, anyOf } = this.#requirement(seen, at).needs
    const skills = [...all, ...(anyOf ?? []).flat()].map(({ skill }) => skill)
    return Object.fromEntries(skills.map((skill) => [skill, level(this.#agent(agent).profile, skill)]))
  }

  #ring({ item }: SeenItem, at: EpochMs): number {
    return this.#queue(item.queue).profile.rings.filter(({ afterMs }) => item.enteredAt + afterMs <= at).length
  }

  #requirement(seen: SeenItem, at: EpochMs): Requirement {
    const { profile } = this.#queue(seen.item.queue)
    const entry = seen.item.needs ? { needs: seen.item.needs } : profile.entry
    return profile.rings[this.#ring(seen, at) - 1] ?? entry
  }

  #priority({ item }: SeenItem): number {
    const { profile } = this.#queue(item.queue)
    return profile.priority + item.priority + (item.vip ? profile.vipPriority : 0)
  }

  /** Less than 0 when `a` goes first. */
  #compare(a: SeenItem, b: SeenItem, at: EpochMs): number {
    const score = (seen: SeenItem): number =>
      (at - seen.item.enteredAt) * Math.round(this.#queue(seen.item.queue).profile.weight * 1000) +
      this.#priority(seen) * 6e7
    return score(b) - score(a) || a.item.enteredAt - b.item.enteredAt || a.arrival - b.arrival
  }

  #move(seen: SeenItem, queue: QueueId): void {
    const { needs: _dropped, ...item } = seen.item
    seen.item = { ...item, queue }
  }

  #add(item: WorkItem, phase: SeenItem['phase']): SeenItem {
    const entry = item.needs ? { needs: item.needs } : this.#queue(item.queue).profile.entry
    const seen: SeenItem = { item, phase, entry, arrival: this.#arrivals++, passedOver: new Map(), fired: new Set() }
    this.items.set(item.id, seen)
    return seen
  }

  #queue(id: QueueId) {
    const queue = this.#queues.get(id)
    assert.ok(queue, `queue ${id}`)
    return queue
  }

  #agent(id: AgentId): SeenAgent {
    const agent = this.agents.get(id)
    assert.ok(agent, `agent ${id}`)
    return agent
  }

  #item(id: WorkId): SeenItem {
    const seen = this.items.get(id)
    assert.ok(seen, `work ${id}`)
    return seen
  }
}

const newAgent = (profile: AgentProfile, at: EpochMs): SeenAgent => ({
  profile,
  state: { kind: 'offline' },
  since: at,
  next: undefined,
  idleSince: at,
  misses: 0,
  removed: false,
  busyMs: 0,
  loggedInMs: 0,
  wrapUps: [],
})

const takesCallsOf = ({ blend }: AgentProfile, { outbound }: WorkItem): boolean =>
  blend === undefined || blend === 'both' || blend === (outbound ? 'outbound-only' : 'inbound-only')
