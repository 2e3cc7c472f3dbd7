/** One event being applied: what is decided on the way, and the few changes that everything else consists of. */
import type { AgentId, EpochMs, QueueId } from '../ids.ts'
import { type AgentRecord, countTime, isAtRest, sameState, stateOf } from './agent-record.ts'
import type { RoutingDecision, RoutingEvent } from './engine-types.ts'
import type { Floor, QueueRecord, WorkRecord } from './floor.ts'
import type { Matching } from './matching.ts'
import type { RequestedState } from './work.ts'

/** An agent whom an item came back from is passed over for it for so long, ms; others come first. */
export const COOL_OFF_MS = 30_000

export class Step {
  readonly floor: Floor
  readonly matching: Matching
  readonly at: EpochMs
  readonly decisions: RoutingDecision[] = []
  /** Work that came into its queue in this step: what is looked at on arrival only is looked at now. */
  readonly arriving: WorkRecord[] = []

  constructor(floor: Floor, matching: Matching, at: EpochMs) {
    this.floor = floor
    this.matching = matching
    this.at = at
  }

  /** Whether the work is one of these; it is none from now on. */
  takeArriving(work: WorkRecord): boolean {
    const index = this.arriving.indexOf(work)
    if (index >= 0) this.arriving.splice(index, 1)
    return index >= 0
  }

  decide(decision: RoutingDecision): void {
    this.decisions.push(decision)
  }

  refuse(event: RoutingEvent, reason: string): void {
    this.decide({ type: 'refused', event, reason })
  }

  /** Sets what the agent holds to what it is now, takes up what was asked for when nothing is, and tells of it. */
  agentChanged(agent: AgentRecord, asked?: RequestedState): void {
    let tell = asked !== undefined
    if (asked) agent.next = asked
    if (agent.next && isAtRest(agent)) {
      agent.rest = agent.next
      agent.next = undefined
    }
    const state = stateOf(agent)
    if (!sameState(state, agent.state)) {
      countTime(agent, this.at)
      const wasAway = agent.state.kind === 'offline' || agent.state.kind === 'not-ready'
      if (state.kind === 'ready' && wasAway) agent.idleSince = this.at
      agent.state = state
      agent.since = this.at
      tell = true
    }
    if (tell) this.#tell(agent)
    if (agent.removed && isAtRest(agent)) this.forget(agent)
    else this.matching.agentChanged(agent)
  }

  forget(agent: AgentRecord): void {
    const { id } = agent.profile
    this.floor.agents.delete(id)
    for (const queue of this.floor.queues.values()) queue.turns.delete(id)
    this.matching.agentForgotten(agent)
  }

  /** The work begins to wait, or comes back to its place. */
  wait(work: WorkRecord): void {
    work.phase = 'waiting'
    const queue = this.floor.queueOf(work)
    if (queue && queue.waiting++ === 0) this.floor.pace.lineBegan(work.item.queue, this.at)
    this.matching.waits(work, this.at)
  }

  /** Only what changes its place, requirement or hold: it waits already. */
  waitsOtherwise(work: WorkRecord): void {
    if (work.phase === 'waiting') this.matching.waits(work, this.at)
  }

  waitNoMore(work: WorkRecord, phase: 'offered' | 'with-agent'): void {
    if (work.phase !== 'waiting') return
    work.phase = phase
    this.#leaveLine(work)
  }

  /** Nothing is kept of it. */
  end(work: WorkRecord): void {
    if (work.phase === 'waiting') this.#leaveLine(work)
    this.floor.work.delete(work.item.id)
    if (work.accepted) this.floor.offers.delete(work.accepted)
  }

  passOver(work: WorkRecord, agent: AgentId): void {
    work.passedOver = new Map(work.passedOver).set(agent, this.at + COOL_OFF_MS)
  }

  /** Not one that was removed. */
  openQueue(id: QueueId): QueueRecord | undefined {
    const record = this.floor.queues.get(id)
    return record && !record.removed ? record : undefined
  }

  #leaveLine(work: WorkRecord): void {
    const queue = this.floor.queueOf(work)
    if (queue) {
      queue.waiting--
      this.floor.pace.departed(work.item.queue, this.at)
    }
    this.matching.waitsNoMore(work)
  }

  #tell(agent: AgentRecord): void {
    const { state, since, next } = agent
    this.decide({ type: 'agent-state-changed', agent: agent.profile.id, state, since, ...(next ? { next } : {}) })
  }
}
