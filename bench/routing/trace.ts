/** A busy hour as the engine is told of it: made by playing customers and agents against the engine, so that every event fits. */
import { type AgentId, asAgentId, asQueueId, asWorkId, type EpochMs } from '../../cti/src/ids.ts'
import { RoutingEngine } from '../../cti/src/routing/engine.ts'
import type { RoutingDecision, RoutingEvent } from '../../cti/src/routing/engine-types.ts'
import type { RoutingSnapshot } from '../../cti/src/routing/snapshot.ts'
import type { WorkItem } from '../../cti/src/routing/work.ts'
import { agentOf, below, type Chance, chanceFrom, needOf, QUEUES, queueOf, REGIONS } from './centre.ts'

const START = Date.UTC(2026, 0, 5, 9)
/** Mean, ms. */
const TALK_MS = 180_000
const LOGGED_IN = 0.9

export interface Trace {
  /** How things were when the events begin. */
  readonly from: RoutingSnapshot
  readonly events: readonly RoutingEvent[]
}

interface Planned {
  readonly at: EpochMs
  readonly event: () => RoutingEvent | undefined
}

/** Lets Ctrl-C through: a long reckoning would not hear it. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

class Player {
  readonly engine = new RoutingEngine()
  readonly events: RoutingEvent[] = []
  readonly #chance: Chance
  readonly #agents: number
  readonly #plan = new PlanHeap()
  #at: EpochMs = START
  /** Log in while enough are waiting: a centre in the middle of its day, not one that opens. */
  readonly #coming: AgentId[] = []
  #waiting = 0
  #items = 0

  constructor(agents: number, seed: number) {
    this.#chance = chanceFrom(seed)
    this.#agents = agents
    for (let number = 0; number < QUEUES; number++)
      this.#send({ type: 'queue-changed', at: START, queue: queueOf(number, this.#chance) })
    for (let number = 0; number < agents; number++) {
      const agent = agentOf(number, this.#chance)
      this.#send({ type: 'agent-profile-changed', at: START, agent })
      if (this.#chance() < LOGGED_IN) this.#coming.push(agent.id)
    }
  }

  /** Plays on for so many events, with about so many waiting. */
  async play(events: number, waiting: number): Promise<void> {
    const until = this.events.length + events
    // What a centre of this size serves a second, and somewhat more while fewer wait than should.
    const perMs = (this.#agents * LOGGED_IN) / (TALK_MS + 25_000)
    let nextArrival = this.#at
    for (let turn = 0; this.events.length < until; turn++) {
      if (turn % 1_000 === 0) await breathe()
      const agent = this.#waiting >= waiting ? this.#coming.pop() : undefined
      if (agent !== undefined) {
        this.#send({ type: 'agent-state-requested', at: this.#at, agent, state: { kind: 'ready' } })
        continue
      }
      const planned = this.#plan.first
      const due = Math.min(nextArrival, planned?.at ?? Number.POSITIVE_INFINITY)
      const deadline = this.engine.nextDeadline()
      if (deadline !== undefined && deadline <= due) {
        this.#at = Math.max(this.#at, deadline)
        this.#send({ type: 'time-passed', at: this.#at })
      } else if (planned && planned.at === due) {
        this.#plan.takeFirst()
        this.#at = due
        const event = planned.event()
        if (event) this.#send(event)
      } else {
        this.#at = nextArrival
        this.#arrive()
        const hurry = this.#waiting < waiting ? 20 : 0.8
        nextArrival += Math.ceil(-Math.log(1 - this.#chance()) / (perMs * hurry))
      }
    }
  }

  #arrive(): void {
    const chance = this.#chance
    const id = asWorkId(`work-${this.#items++}`)
    const item: WorkItem = {
      id,
      // The first queues are asked for most.
      queue: asQueueId(`queue-${Math.floor(QUEUES * chance() ** 1.5)}`),
      channel: chance() < 0.1 ? 'chat' : 'voice',
      priority: chance() < 0.05 ? 1 : 0,
      enteredAt: this.#at,
      vip: chance() < 0.05,
      region: `region-${below(chance, REGIONS)}`,
      language: chance() < 0.1 ? 'yue' : 'zh',
      ...(chance() < 0.2 ? { lastAgent: asAgentId(`agent-${below(chance, this.#agents)}`) } : {}),
      ...(chance() < 0.05 ? { needs: { all: [needOf(chance)] } } : {}),
    }
    this.#send({ type: 'work-arrived', at: this.#at, item })
    this.#later(60_000 + chance() * 540_000, () => {
      if (this.#unserved.has(id)) return { type: 'work-left', at: this.#at, work: id }
      return undefined
    })
    if (chance() < 0.01) this.#later(30_000, () => this.#moved(id))
    if (chance() < 0.02) this.#pause()
  }

  readonly #unserved = new Set<string>()

  #moved(id: WorkItem['id']): RoutingEvent | undefined {
    if (!this.#unserved.has(id)) return undefined
    return { type: 'work-changed', at: this.#at, work: id, queue: asQueueId(`queue-${below(this.#chance, QUEUES)}`) }
  }

  #pause(): void {
    const agent = asAgentId(`agent-${below(this.#chance, this.#agents)}`)
    if (this.engine.agent(agent)?.state.kind === 'offline') return
    const away =
      this.#chance() < 0.1 ? { kind: 'offline' as const } : { kind: 'not-ready' as const, reason: 'break' as const }
    this.#later(0, () => ({ type: 'agent-state-requested', at: this.#at, agent, state: away }))
    this.#later(300_000, () => ({ type: 'agent-state-requested', at: this.#at, agent, state: { kind: 'ready' } }))
  }

  #send(event: RoutingEvent): void {
    this.events.push(event)
    if (event.type === 'work-arrived') {
      this.#unserved.add(event.item.id)
      this.#waiting++
    }
    if (event.type === 'work-left') {
      this.#unserved.delete(event.work)
      this.#waiting--
    }
    for (const decision of this.engine.handle(event)) this.#answer(decision)
  }

  #answer(decision: RoutingDecision): void {
    if (decision.type === 'refused') throw new Error(`refused: ${decision.reason}`)
    if (decision.type === 'agent-state-changed' && decision.state.kind === 'not-ready' && !decision.next) {
      const { agent, state } = decision
      if (state.reason !== 'break') this.#comeBack(agent)
    }
    if (decision.type === 'agent-state-changed' && decision.state.kind === 'wrap-up' && this.#chance() < 0.6) {
      const { agent, state } = decision
      this.#later(5_000, () => {
        const now = this.engine.agent(agent)?.state
        return now?.kind === 'wrap-up' && now.work === state.work
          ? { type: 'wrap-up-finished', at: this.#at, agent }
          : undefined
      })
    }
    if (decision.type !== 'offer') return
    const { offer, work, agent } = decision
    const isLive = (): boolean => {
      const now = this.engine.agent(agent)?.state
      return now?.kind === 'offered' && now.offer === offer
    }
    const fate = this.#chance()
    if (fate < 0.01) return
    this.#later(1_000 + this.#chance() * 4_000, () => {
      if (!isLive()) return undefined
      if (fate < 0.03) return { type: 'offer-declined', at: this.#at, offer }
      if (fate < 0.035) return { type: 'offer-failed', at: this.#at, offer, reason: 'unreachable' }
      this.#unserved.delete(work)
      this.#waiting--
      this.#later(TALK_MS * (0.2 + 1.6 * this.#chance()), () => ({ type: 'contact-ended', at: this.#at, work }))
      return { type: 'offer-accepted', at: this.#at, offer }
    })
  }

  #comeBack(agent: AgentId): void {
    this.#later(30_000, () => ({ type: 'agent-state-requested', at: this.#at, agent, state: { kind: 'ready' } }))
  }

  #later(ms: number, event: Planned['event']): void {
    this.#plan.add({ at: this.#at + Math.round(ms), event })
  }
}

/** What happens in a centre of so many agents while so many wait, once it has settled. */
export async function traceOf(agents: number, waiting: number, events: number): Promise<Trace> {
  const player = new Player(agents, 20_260_105)
  await player.play(agents * 4 + waiting * 4, waiting)
  const from = player.engine.snapshot()
  const kept = JSON.parse(JSON.stringify(from)) as RoutingSnapshot
  const before = player.events.length
  await player.play(events, waiting)
  return { from: kept, events: player.events.slice(before) }
}

/** What is planned, the earliest first. */
class PlanHeap {
  readonly #heap: Planned[] = []

  get first(): Planned | undefined {
    return this.#heap[0]
  }

  add(planned: Planned): void {
    let position = this.#heap.length
    while (position > 0) {
      const parent = (position - 1) >> 1
      const above = this.#heap[parent]
      if (!above || above.at <= planned.at) break
      this.#heap[position] = above
      position = parent
    }
    this.#heap[position] = planned
  }

  takeFirst(): void {
    const last = this.#heap.pop()
    if (!last || this.#heap.length === 0) return
    let position = 0
    for (;;) {
      let child = 2 * position + 1
      const right = this.#heap[child + 1]
      if (right && right.at < (this.#heap[child]?.at ?? Number.POSITIVE_INFINITY)) child++
      const below = this.#heap[child]
      if (!below || below.at >= last.at) break
      this.#heap[position] = below
      position = child
    }
    this.#heap[position] = last
  }
}
