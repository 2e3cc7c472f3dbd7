/**
 * The routing engine: who gets which work. It has no clock, no randomness and no I/O; the same events give the same decisions.
 *
 * Between two events one thing always holds: no ready agent meets the needs of any waiting item (unless the item lately came back from
 * that very agent). So an event is answered by looking only at what it changed: a new item looks for an agent, a freed agent looks down
 * the line.
 */
import { type AgentId, asOfferId, type EpochMs, type OfferId, type QueueId, type WorkId } from '../ids.ts'
import type { Explanation, OfferEnd, RoutingDecision, RoutingEvent } from './engine-types.ts'
import { meets } from './skills.ts'
import { WaitingLine } from './waiting-line.ts'
import type { AgentProfile, AgentState, Needs, OverflowRule, QueueProfile, RequestedState, WorkItem } from './work.ts'

/** An item that an agent declined is not offered to the same agent again for so long, ms; others come first. */
const COOL_OFF_MS = 30_000
const CANDIDATES_SHOWN = 3
const ANYBODY: Needs = { all: [] }
/** What a contact is taken to last. ms */
const HANDLE_MS = 180_000

interface AgentRecord {
  profile: AgentProfile
  state: AgentState
  since: EpochMs
  /** Asked for in the middle of something; taken up when that ends. */
  next?: RequestedState
}

interface LiveOffer {
  readonly id: OfferId
  readonly agent: AgentId
  readonly expiresAt: EpochMs
}

interface WorkRecord {
  item: WorkItem
  /** Overflow rules of its queues that have fired. */
  readonly fired: Set<OverflowRule>
  phase: 'waiting' | 'offered' | 'with-agent'
  offer?: LiveOffer
  /** The agent who has it, from acceptance to the end of the contact, and the offer that was accepted (none when adopted). */
  agent?: AgentId
  accepted?: OfferId
  /** Agents it came back from, and until when they are passed over. */
  readonly passedOver: Map<AgentId, EpochMs>
}

export class RoutingEngine {
  readonly #queues = new Map<QueueId, QueueProfile>()
  readonly #closed = new Set<QueueId>()
  readonly #agents = new Map<AgentId, AgentRecord>()
  readonly #work = new Map<WorkId, WorkRecord>()
  readonly #offers = new Map<OfferId, WorkId>()
  readonly #line = new WaitingLine()
  /** In order of becoming ready: the first is idle longest. */
  readonly #ready = new Set<AgentId>()
  readonly #busy = new Set<AgentId>()
  #suspended = false
  #decisions: RoutingDecision[] = []

  /** Applies one event. Events must come in order of `at`. */
  handle(event: RoutingEvent): readonly RoutingDecision[] {
    this.#decisions = []
    this.#apply(event)
    return this.#decisions
  }

  /** When `time-passed` is next needed; undefined when nothing waits for time. */
  nextDeadline(): EpochMs | undefined {
    let next: EpochMs | undefined
    const consider = (at: EpochMs): void => {
      if (next === undefined || at < next) next = at
    }
    for (const id of this.#busy) {
      const state = this.#agents.get(id)?.state
      if (state?.kind === 'wrap-up') consider(state.endsAt)
      if (state?.kind === 'offered') {
        const offer = this.#work.get(state.work)?.offer
        if (offer) consider(offer.expiresAt)
      }
    }
    for (const { id, queue, enteredAt } of this.#line) {
      for (const rule of this.#queues.get(queue)?.overflow ?? [])
        if (rule.when.kind === 'wait' && !this.#work.get(id)?.fired.has(rule)) consider(enteredAt + rule.when.ms)
    }
    if (this.#ready.size > 0) {
      for (const item of this.#line) {
        for (const [agent, until] of this.#work.get(item.id)?.passedOver ?? [])
          if (this.#ready.has(agent)) consider(until)
      }
    }
    return next
  }

  agent(
    id: AgentId,
  ): { readonly state: AgentState; readonly since: EpochMs; readonly next?: RequestedState } | undefined {
    const record = this.#agents.get(id)
    return record && { state: record.state, since: record.since, ...(record.next ? { next: record.next } : {}) }
  }

  agents(): IterableIterator<AgentId> {
    return this.#agents.keys()
  }

  /** First in line first, those being offered just now not included. */
  waiting(): Iterable<WorkItem> {
    return this.#line
  }

  /** How many of the same queue are served before this one, as things stand; 0 for work that is next, being offered, or unknown. */
  ahead(id: WorkId): number {
    const queue = this.#work.get(id)?.item.queue
    if (queue === undefined || !this.#line.has(id)) return 0
    let count = 0
    for (const item of this.#line) {
      if (item.id === id) return count
      if (item.queue === queue) count++
    }
    return count
  }

  /** Everything not yet with an agent, also what is being offered just now. */
  *unserved(): Generator<WorkItem> {
    for (const record of this.#work.values()) if (record.phase !== 'with-agent') yield record.item
  }

  /** Of the agents who could ever serve this queue: how many are logged in, how many ready, and what all are doing. */
  staffFor(queue: QueueId): {
    readonly loggedIn: number
    readonly ready: number
    readonly states: Readonly<Record<AgentState['kind'], number>>
  } {
    const states = { offline: 0, ready: 0, 'not-ready': 0, offered: 0, 'on-contact': 0, 'wrap-up': 0 }
    let loggedIn = 0
    for (const record of this.#agents.values()) {
      if (!meets(record.profile, this.#queues.get(queue)?.entry.needs ?? ANYBODY)) continue
      states[record.state.kind]++
      if (record.state.kind !== 'offline') loggedIn++
    }
    return { loggedIn, ready: states.ready, states }
  }

  /** ms until this item is served, as things stand; undefined when nobody is there who could. */
  estimatedWaitMs(work: WorkId): number | undefined {
    const queue = this.#work.get(work)?.item.queue
    return queue === undefined ? undefined : this.#waitBehind(queue, this.ahead(work))
  }

  /** ms that somebody would wait who came to this queue now. */
  newcomerWaitMs(queue: QueueId): number | undefined {
    let waiting = 0
    for (const item of this.#line) if (item.queue === queue) waiting++
    return this.#waitBehind(queue, waiting)
  }

  #waitBehind(queue: QueueId, ahead: number): number | undefined {
    const { loggedIn, ready } = this.staffFor(queue)
    if (loggedIn === 0) return undefined
    return ready > ahead ? 0 : ((ahead + 1) * HANDLE_MS) / loggedIn
  }

  #apply(event: RoutingEvent): void {
    switch (event.type) {
      case 'queue-changed':
        this.#queues.set(event.queue.id, event.queue)
        this.#closed.delete(event.queue.id)
        return
      case 'queue-removed':
        this.#closed.add(event.queue)
        return
      case 'work-changed':
        return this.#change(event)
      case 'offer-withdrawn': {
        const work = this.#work.get(event.work)
        if (!work?.offer) return this.#refuse(event, `work ${event.work} is not being offered`)
        const { agent } = work.offer
        this.#withdraw(work, event.at)
        this.#findAgentFor(event.work, event.at)
        return this.#becomeFree(agent, event.at)
      }
      case 'contact-transferred':
        return this.#transfer(event)
      case 'agent-profile-changed': {
        const record = this.#agents.get(event.agent.id)
        if (record) record.profile = event.agent
        else this.#agents.set(event.agent.id, { profile: event.agent, state: { kind: 'offline' }, since: event.at })
        if (record?.state.kind === 'ready') this.#findWorkFor(event.agent.id, event.at)
        return
      }
      case 'agent-removed':
        return this.#removeAgent(event.agent, event)
      case 'agent-state-requested':
        return this.#requestState(event.agent, event.state, event)
      case 'work-arrived':
        return this.#arrive(event.item, event)
      case 'work-left':
        return this.#leave(event.work, event)
      case 'offer-accepted': {
        const work = this.#workOf(event.offer)
        if (!work?.offer) return this.#refuse(event, `offer ${event.offer} is not live`)
        const { agent } = work.offer
        work.phase = 'with-agent'
        work.agent = agent
        work.accepted = event.offer
        this.#endOffer(work, 'accepted')
        this.#setState(agent, { kind: 'on-contact', work: work.item.id }, event.at)
        return
      }
      case 'offer-declined':
        return this.#giveBack(event.offer, 'declined', event)
      case 'offer-failed':
        return this.#giveBack(event.offer, event.reason === 'no-answer' ? 'timed-out' : 'failed', event)
      case 'contact-adopted':
        return this.#adopt(event.agent, event.item, event)
      case 'contact-ended':
        return this.#endContact(event.work, event.withoutWrapUp === true, event)
      case 'wrap-up-finished': {
        const record = this.#agents.get(event.agent)
        if (record?.state.kind !== 'wrap-up') return this.#refuse(event, `agent ${event.agent} is not in wrap-up`)
        return this.#becomeFree(event.agent, event.at)
      }
      case 'offering-suspended':
        this.#suspended = true
        return
      case 'offering-resumed':
        this.#suspended = false
        for (const item of [...this.#line]) this.#findAgentFor(item.id, event.at)
        return
      case 'time-passed':
        return this.#passTime(event.at)
    }
  }

  #removeAgent(id: AgentId, event: RoutingEvent): void {
    const record = this.#agents.get(id)
    if (!record) return this.#refuse(event, `agent ${id} is unknown`)
    if (record.state.kind === 'on-contact' || record.state.kind === 'offered') {
      record.next = { kind: 'offline' }
      return
    }
    this.#ready.delete(id)
    this.#busy.delete(id)
    this.#agents.delete(id)
  }

  #requestState(id: AgentId, state: RequestedState, event: RoutingEvent): void {
    const record = this.#agents.get(id)
    if (!record) return this.#refuse(event, `agent ${id} is unknown`)
    const kind = record.state.kind
    if (kind === 'offered' || kind === 'on-contact' || kind === 'wrap-up') {
      record.next = state
      this.#tell(id, record)
      return
    }
    if (sameRequest(record.state, state)) return
    this.#setState(id, state, event.at)
    if (state.kind === 'ready') this.#findWorkFor(id, event.at)
  }

  #arrive(item: WorkItem, event: RoutingEvent): void {
    if (this.#work.has(item.id)) return this.#refuse(event, `work ${item.id} is already here`)
    if (!this.#open(item.queue)) return this.#refuse(event, `queue ${item.queue} is unknown`)
    this.#work.set(item.id, { item, phase: 'waiting', passedOver: new Map(), fired: new Set() })
    this.#line.add(item)
    this.#overflow(item.id, event.at, true)
    this.#findAgentFor(item.id, event.at)
  }

  #open(queue: QueueId): boolean {
    return this.#queues.has(queue) && !this.#closed.has(queue)
  }

  #change(event: Extract<RoutingEvent, { type: 'work-changed' }>): void {
    const work = this.#work.get(event.work)
    if (!work || work.phase === 'with-agent') return this.#refuse(event, `work ${event.work} does not wait`)
    if (event.queue !== undefined && !this.#open(event.queue))
      return this.#refuse(event, `queue ${event.queue} is unknown`)
    const freed = event.queue === undefined ? undefined : work.offer?.agent
    if (freed) this.#withdraw(work, event.at)
    const waits = this.#line.remove(event.work)
    work.item = {
      ...work.item,
      ...(event.queue === undefined ? {} : { queue: event.queue }),
      ...(event.priority === undefined ? {} : { priority: event.priority }),
    }
    if (waits) {
      this.#line.add(work.item)
      this.#findAgentFor(event.work, event.at)
    }
    if (freed) this.#becomeFree(freed, event.at)
  }

  /** The item waits again, that agent passed over; the agent is still to be freed. */
  #withdraw(work: WorkRecord, at: EpochMs): void {
    if (!work.offer) return
    work.passedOver.set(work.offer.agent, at + COOL_OFF_MS)
    this.#endOffer(work, 'withdrawn')
    work.phase = 'waiting'
    this.#line.add(work.item)
  }

  #transfer(event: Extract<RoutingEvent, { type: 'contact-transferred' }>): void {
    const work = this.#work.get(event.work)
    if (work?.phase !== 'with-agent' || !work.agent) return this.#refuse(event, `work ${event.work} is with no agent`)
    if (!this.#open(event.queue)) return this.#refuse(event, `queue ${event.queue} is unknown`)
    const { agent, item } = work
    if (work.accepted) this.#offers.delete(work.accepted)
    delete work.agent
    delete work.accepted
    work.phase = 'waiting'
    work.passedOver.set(agent, event.at + COOL_OFF_MS)
    work.item = { ...item, queue: event.queue }
    this.#line.add(work.item)
    const wrapUpMs = this.#wrapUpMs(item)
    if (wrapUpMs === 0) this.#becomeFree(agent, event.at)
    else this.#setState(agent, { kind: 'wrap-up', work: item.id, endsAt: event.at + wrapUpMs }, event.at)
    this.#overflow(event.work, event.at, true)
    this.#findAgentFor(event.work, event.at)
  }

  #overflow(id: WorkId, at: EpochMs, onArrival: boolean): void {
    const work = this.#work.get(id)
    if (!work || !this.#line.has(id)) return
    const { queue, enteredAt } = work.item
    for (const rule of this.#queues.get(queue)?.overflow ?? []) {
      if (work.fired.has(rule) || !this.#isDue(rule, work.item, at, onArrival)) continue
      work.fired.add(rule)
      const { when, action } = rule
      this.#decisions.push({ type: 'overflow', work: id, queue, when, action, waitedMs: at - enteredAt })
      if (action.kind !== 'queue') continue
      this.#line.remove(id)
      work.item = { ...work.item, queue: action.queue }
      this.#line.add(work.item)
      return this.#overflow(id, at, true)
    }
  }

  #isDue({ when }: OverflowRule, item: WorkItem, at: EpochMs, onArrival: boolean): boolean {
    switch (when.kind) {
      case 'wait':
        return at - item.enteredAt >= when.ms
      case 'no-staff':
        return this.staffFor(item.queue).loggedIn === 0
      case 'depth':
        return onArrival && [...this.#line].filter((other) => other.queue === item.queue).length > when.items
      case 'estimated-wait':
        return onArrival && (this.estimatedWaitMs(item.id) ?? 0) > when.ms
    }
  }

  #leave(id: WorkId, event: RoutingEvent): void {
    const work = this.#work.get(id)
    if (!work) return this.#refuse(event, `work ${id} is unknown`)
    if (work.phase === 'with-agent')
      return this.#refuse(event, `work ${id} is with agent ${work.agent}; end the contact instead`)
    this.#work.delete(id)
    this.#line.remove(id)
    if (!work.offer) return
    const { agent } = work.offer
    this.#endOffer(work, 'customer-left')
    // It was not the agent's doing: the place among the idle is kept.
    this.#becomeFree(agent, event.at)
  }

  #giveBack(offer: OfferId, end: 'declined' | 'timed-out' | 'failed', event: RoutingEvent): void {
    const work = this.#workOf(offer)
    const agent = work?.offer?.agent ?? (end === 'failed' ? work?.agent : undefined)
    if (!work || !agent) return this.#refuse(event, `offer ${offer} is not live`)
    this.#endOffer(work, end)
    this.#offers.delete(offer)
    delete work.agent
    delete work.accepted
    work.phase = 'waiting'
    // Who missed it is not ready now, and may have it again as soon as they are; who declined stays ready and is passed over for a while.
    if (end === 'declined') work.passedOver.set(agent, event.at + COOL_OFF_MS)
    const record = this.#agents.get(agent)
    if (record && end !== 'declined' && record.next?.kind !== 'offline') {
      record.next = { kind: 'not-ready', reason: end === 'failed' ? 'phone-unreachable' : 'missed-offer' }
    }
    this.#line.add(work.item)
    this.#findAgentFor(work.item.id, event.at)
    this.#becomeFree(agent, event.at)
  }

  #adopt(agent: AgentId, item: WorkItem, event: RoutingEvent): void {
    const record = this.#agents.get(agent)
    if (!record) return this.#refuse(event, `agent ${agent} is unknown`)
    if (record.state.kind === 'on-contact' || record.state.kind === 'offered') {
      return this.#refuse(event, `agent ${agent} is ${record.state.kind} with ${record.state.work}`)
    }
    const known = this.#work.get(item.id)
    if (known && known.phase !== 'waiting') return this.#refuse(event, `work ${item.id} is ${known.phase}`)
    this.#line.remove(item.id)
    this.#work.set(item.id, { item, phase: 'with-agent', agent, passedOver: new Map(), fired: new Set() })
    if (record.state.kind === 'not-ready') record.next = record.state
    this.#setState(agent, { kind: 'on-contact', work: item.id }, event.at)
  }

  #endContact(id: WorkId, withoutWrapUp: boolean, event: RoutingEvent): void {
    const work = this.#work.get(id)
    if (work?.phase !== 'with-agent' || !work.agent) return this.#refuse(event, `work ${id} is with no agent`)
    this.#work.delete(id)
    if (work.accepted) this.#offers.delete(work.accepted)
    if (withoutWrapUp || this.#wrapUpMs(work.item) === 0) return this.#becomeFree(work.agent, event.at)
    this.#setState(work.agent, { kind: 'wrap-up', work: id, endsAt: event.at + this.#wrapUpMs(work.item) }, event.at)
  }

  #passTime(at: EpochMs): void {
    for (const id of [...this.#busy]) {
      const state = this.#agents.get(id)?.state
      if (state?.kind === 'wrap-up' && state.endsAt <= at) this.#becomeFree(id, at)
      if (state?.kind === 'offered') {
        const offer = this.#work.get(state.work)?.offer
        if (offer && offer.expiresAt <= at) this.#giveBack(offer.id, 'timed-out', { type: 'time-passed', at })
      }
    }
    for (const item of [...this.#line]) {
      this.#overflow(item.id, at, false)
      const passedOver = this.#work.get(item.id)?.passedOver
      if (!passedOver) continue
      let lapsed = false
      for (const [agent, until] of passedOver) if (until <= at) lapsed = passedOver.delete(agent) || lapsed
      if (lapsed) this.#findAgentFor(item.id, at)
    }
  }

  /** Ends whatever the agent was in and takes up what was asked for meanwhile. */
  #becomeFree(id: AgentId, at: EpochMs): void {
    const record = this.#agents.get(id)
    if (!record) return
    const next = record.next ?? { kind: 'ready' }
    delete record.next
    this.#setState(id, next, at)
    if (next.kind === 'ready') this.#findWorkFor(id, at)
  }

  #findAgentFor(id: WorkId, at: EpochMs): void {
    const work = this.#work.get(id)
    if (!work || this.#suspended) return
    for (const agent of this.#ready) {
      if (this.#fits(agent, work, at)) return this.#offer(work, agent, at)
    }
  }

  #findWorkFor(agent: AgentId, at: EpochMs): void {
    if (this.#suspended) return
    for (const item of this.#line) {
      const work = this.#work.get(item.id)
      if (work && this.#fits(agent, work, at)) return this.#offer(work, agent, at)
    }
  }

  #fits(agent: AgentId, work: WorkRecord, at: EpochMs): boolean {
    const profile = this.#agents.get(agent)?.profile
    return profile !== undefined && meets(profile, this.#needs(work.item)) && (work.passedOver.get(agent) ?? at) <= at
  }

  #offer(work: WorkRecord, agent: AgentId, at: EpochMs): void {
    const why = this.#explain(work, agent, at)
    const offer: LiveOffer = {
      id: asOfferId(`${work.item.id}@${at}.${agent}`),
      agent,
      expiresAt: at + (this.#queues.get(work.item.queue)?.offerTimeoutMs ?? 20_000),
    }
    work.phase = 'offered'
    work.offer = offer
    this.#offers.set(offer.id, work.item.id)
    this.#line.remove(work.item.id)
    this.#setState(agent, { kind: 'offered', work: work.item.id, offer: offer.id }, at)
    this.#decisions.push({ type: 'offer', offer: offer.id, work: work.item.id, agent, expiresAt: offer.expiresAt, why })
  }

  #explain(work: WorkRecord, chosen: AgentId, at: EpochMs): Explanation {
    const eligible = [...this.#ready].filter((agent) => this.#fits(agent, work, at))
    return {
      waitedMs: at - work.item.enteredAt,
      free: this.#ready.size,
      eligible: eligible.length,
      candidates: [chosen, ...eligible.filter((agent) => agent !== chosen)].slice(0, CANDIDATES_SHOWN).map((agent) => {
        const record = this.#agents.get(agent)
        const levels = Object.fromEntries(
          this.#needs(work.item).all.map(({ skill }) => [skill, record?.profile.skills[skill] ?? 0]),
        )
        return { agent, idleMs: at - (record?.since ?? at), score: record?.since ?? at, levels }
      }),
      ring: { index: 0, of: 1, afterMs: 0 },
      matched: true,
      score: (at - work.item.enteredAt) / 60_000 + work.item.priority,
      weight: 1,
      priority: work.item.priority,
      reason: 'rule',
      rule: 'longest-idle',
    }
  }

  #needs(item: WorkItem): Needs {
    return item.needs ?? this.#queues.get(item.queue)?.entry.needs ?? ANYBODY
  }

  #wrapUpMs(item: WorkItem): number {
    return this.#queues.get(item.queue)?.wrapUpMs ?? 60_000
  }

  #endOffer(work: WorkRecord, end: OfferEnd): void {
    if (!work.offer) return
    const { id, agent } = work.offer
    delete work.offer
    if (end !== 'accepted') this.#offers.delete(id)
    this.#decisions.push({ type: 'offer-ended', offer: id, work: work.item.id, agent, end })
  }

  /** The work of a live offer, or of one that was accepted and is a contact now. */
  #workOf(offer: OfferId): WorkRecord | undefined {
    const id = this.#offers.get(offer)
    return id === undefined ? undefined : this.#work.get(id)
  }

  #setState(id: AgentId, state: AgentState, at: EpochMs): void {
    const record = this.#agents.get(id)
    if (!record) return
    this.#ready.delete(id)
    this.#busy.delete(id)
    if (state.kind === 'ready') this.#ready.add(id)
    if (state.kind === 'offered' || state.kind === 'on-contact' || state.kind === 'wrap-up') this.#busy.add(id)
    record.state = state
    record.since = at
    this.#tell(id, record)
  }

  #tell(agent: AgentId, record: AgentRecord): void {
    const next = record.next ? { next: record.next } : {}
    this.#decisions.push({ type: 'agent-state-changed', agent, state: record.state, since: record.since, ...next })
  }

  #refuse(event: RoutingEvent, reason: string): void {
    this.#decisions.push({ type: 'refused', event, reason })
  }
}

function sameRequest(state: AgentState, requested: RequestedState): boolean {
  if (state.kind !== requested.kind) return false
  return state.kind !== 'not-ready' || (requested.kind === 'not-ready' && state.reason === requested.reason)
}
