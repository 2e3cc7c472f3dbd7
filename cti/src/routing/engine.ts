/**
 * The routing engine: who gets which work. It has no clock, no randomness and no I/O; the same events give the same decisions.
 *
 * Every event is applied in three steps: first what time has brought up to then (rings, holds, expired offers, ended after-call work), then
 * the event itself, then, as long as there is any, an offer of the waiting work that goes first among all that a free agent may serve, and
 * the overflow rules that have become true. So between two events nobody who could be served waits beside a free agent.
 */
import type { AgentId, EpochMs, QueueId, WorkId } from '../ids.ts'
import { changeProfile, passTime, removeAgent, requestState } from './agents.ts'
import { adopt, arrive, changeWork, endContact, finishWrapUp, leave, transfer } from './contacts.ts'
import type { RoutingDecision, RoutingEvent } from './engine-types.ts'
import { CANDIDATES_SHOWN } from './explanation.ts'
import { Floor, newQueue, setProfile } from './floor.ts'
import { IndexedMatching } from './indexed-matching.ts'
import type { Matching, Staff } from './matching.ts'
import { acceptOffer, declineOffer, failOffer, makeOffer, missOffer, withdrawOffer } from './offers.ts'
import { estimateFor, estimateForNewcomer, overflow } from './overflow.ts'
import { floorFrom, type RoutingSnapshot, snapshotOf } from './snapshot.ts'
import { Step } from './step.ts'
import type { AgentState, QueueProfile, RequestedState, WorkItem } from './work.ts'

export class RoutingEngine {
  readonly #floor: Floor
  readonly #matching: Matching
  /** Of the state as it is; found when it is asked for. */
  #deadline: { readonly at: EpochMs | undefined } | undefined

  constructor(
    matchingOf: (floor: Floor) => Matching = (floor) => new IndexedMatching(floor, CANDIDATES_SHOWN),
    floor = new Floor(),
  ) {
    this.#floor = floor
    this.#matching = matchingOf(floor)
    for (const queue of floor.queues.values()) this.#matching.queueChanged(queue)
    for (const agent of floor.agents.values()) this.#matching.agentChanged(agent)
    for (const work of floor.work.values()) if (work.phase === 'waiting') this.#matching.waits(work, floor.now)
    this.#matching.takeAsKnown()
  }

  /** Goes on exactly as the engine that the snapshot was taken of. */
  static restore(snapshot: RoutingSnapshot): RoutingEngine {
    return new RoutingEngine(undefined, floorFrom(snapshot))
  }

  /** Everything that the engine knows and has learned, as plain JSON. */
  snapshot(): RoutingSnapshot {
    return snapshotOf(this.#floor)
  }

  /** Applies one event. Events must come in order of `at`; an earlier one counts as happening now. */
  handle(event: RoutingEvent): readonly RoutingDecision[] {
    const at = Math.max(event.at, this.#floor.now)
    const step = new Step(this.#floor, this.#matching, at)
    const deadline = this.nextDeadline()
    this.#floor.now = at
    this.#deadline = undefined
    if (deadline !== undefined && deadline <= at) {
      passTime(step, 'offer' in event ? event.offer : undefined)
      this.#settle(step)
    }
    if (event.type !== 'time-passed') {
      this.#apply(step, event)
      this.#settle(step)
    }
    return step.decisions
  }

  /** When `time-passed` is next needed; undefined when nothing waits for time. */
  nextDeadline(): EpochMs | undefined {
    this.#deadline ??= { at: this.#matching.nextDeadline() }
    return this.#deadline.at
  }

  agent(
    id: AgentId,
  ): { readonly state: AgentState; readonly since: EpochMs; readonly next?: RequestedState } | undefined {
    const record = this.#floor.agents.get(id)
    return record && { state: record.state, since: record.since, ...(record.next ? { next: record.next } : {}) }
  }

  agents(): IterableIterator<AgentId> {
    return this.#floor.agents.keys()
  }

  /** First in line first as of the last event, those being offered just now not included. */
  waiting(): Iterable<WorkItem> {
    return this.#matching.waiting(this.#floor.now)
  }

  /** Everything not yet with an agent, also what is being offered just now. */
  *unserved(): Generator<WorkItem> {
    for (const record of this.#floor.work.values()) if (record.phase !== 'with-agent') yield record.item
  }

  /** How many of the same queue are served before this one, as things stand; 0 for work that is next, being offered, or unknown. */
  ahead(id: WorkId): number {
    const work = this.#floor.work.get(id)
    return work?.phase === 'waiting' ? this.#matching.ahead(work) : 0
  }

  /** ms from now on; 0 for work that is offered or with an agent; undefined when it is unknown or nobody is logged in for its queue. */
  estimatedWaitMs(id: WorkId): number | undefined {
    const work = this.#floor.work.get(id)
    return work && estimateFor(this.#floor, this.#matching, work)
  }

  /** ms that somebody who came to the queue now would wait; undefined when nobody is logged in for it. */
  newcomersWaitMs(id: QueueId): number | undefined {
    const queue = this.#floor.queues.get(id)
    return queue && estimateForNewcomer(this.#floor, this.#matching, queue)
  }

  /** Who could serve the queue in any ring, by what they are doing now. */
  staffFor(queue: QueueId): Staff {
    return this.#matching.staffFor(queue)
  }

  #apply(step: Step, event: RoutingEvent): void {
    switch (event.type) {
      case 'queue-changed':
        return this.#changeQueue(step, event.queue)
      case 'queue-removed': {
        const queue = this.#floor.queues.get(event.queue)
        if (!queue) return step.refuse(event, `queue ${event.queue} is unknown`)
        queue.removed = true
        return
      }
      case 'agent-profile-changed':
        return changeProfile(step, event.agent)
      case 'agent-removed':
        return removeAgent(step, event.agent, event)
      case 'agent-state-requested':
        return requestState(step, event.agent, event.state, event)
      case 'work-arrived':
        return arrive(step, event.item, event)
      case 'work-left':
        return leave(step, event.work, event)
      case 'work-changed':
        return changeWork(step, event)
      case 'offer-withdrawn':
        return this.#withdraw(step, event.work, event)
      case 'offer-accepted':
        return acceptOffer(step, event.offer, event)
      case 'offer-declined':
        return declineOffer(step, event.offer, event)
      case 'offer-failed':
        return event.reason === 'no-answer' ? missOffer(step, event.offer, event) : failOffer(step, event.offer, event)
      case 'contact-adopted':
        return adopt(step, event.agent, event.item, event)
      case 'contact-ended':
        return endContact(step, event.work, event.withoutWrapUp === true, event)
      case 'contact-transferred':
        return transfer(step, event.work, event.queue, event)
      case 'wrap-up-finished':
        return finishWrapUp(step, event.agent, event)
      case 'offering-suspended':
        this.#floor.suspended = true
        return
      case 'offering-resumed':
        this.#floor.suspended = false
        this.#matching.lookAtEverybody()
        return
      case 'time-passed':
        return
    }
  }

  #changeQueue(step: Step, profile: QueueProfile): void {
    const known = this.#floor.queues.get(profile.id)
    const queue = known ?? newQueue(profile)
    if (known) setProfile(known, profile)
    else this.#floor.queues.set(profile.id, queue)
    this.#matching.queueChanged(queue)
    for (const work of this.#floor.work.values())
      if (work.item.queue === profile.id && work.phase === 'waiting') step.waitsOtherwise(work)
  }

  #withdraw(step: Step, id: WorkId, event: RoutingEvent): void {
    const work = this.#floor.work.get(id)
    const agent = work && withdrawOffer(step, work, 'withdrawn')
    if (!work || !agent) return step.refuse(event, `work ${id} is not being offered`)
    step.passOver(work, agent)
    step.wait(work)
  }

  #settle(step: Step): void {
    do {
      if (this.#floor.suspended) continue
      for (let match = this.#matching.next(step.at); match; match = this.#matching.next(step.at)) makeOffer(step, match)
    } while (overflow(step))
    step.arriving.length = 0
  }
}
