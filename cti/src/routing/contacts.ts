/** Work from its arrival to its end, and what its agent does with it. */
import type { AgentId, QueueId, WorkId } from '../ids.ts'
import { type AgentRecord, fits, type WrapUp } from './agent-record.ts'
import type { RoutingEvent } from './engine-types.ts'
import { entryRequirement, NOBODY_PASSED_OVER, NOTHING_FIRED, type QueueRecord, type WorkRecord } from './floor.ts'
import { withdrawOffer } from './offers.ts'
import { skillsNamed, slotOf } from './skills.ts'
import type { Step } from './step.ts'
import type { WorkItem } from './work.ts'

/** After a contact of a queue that was never told of: adopted before the configuration knew it. ms */
const USUAL_WRAP_UP_MS = 60_000

export function arrive(step: Step, item: WorkItem, event: RoutingEvent): void {
  if (step.floor.work.has(item.id)) return step.refuse(event, `work ${item.id} is already here`)
  const queue = step.openQueue(item.queue)
  if (!queue) return step.refuse(event, `queue ${item.queue} is unknown`)
  const work = newWork(step, item, queue)
  enter(step, work, queue)
}

export function leave(step: Step, id: WorkId, event: RoutingEvent): void {
  const work = step.floor.work.get(id)
  if (!work) return step.refuse(event, `work ${id} is unknown`)
  if (work.phase === 'with-agent')
    return step.refuse(event, `work ${id} is with agent ${work.agent}; end the contact instead`)
  step.end(work)
  withdrawOffer(step, work, 'customer-left')
}

export function changeWork(step: Step, event: Extract<RoutingEvent, { type: 'work-changed' }>): void {
  const { work: id, queue: to, priority } = event
  const work = step.floor.work.get(id)
  if (!work) return step.refuse(event, `work ${id} is unknown`)
  if (work.phase === 'with-agent') return step.refuse(event, `work ${id} is with agent ${work.agent}`)
  const queue = to === undefined || to === work.item.queue ? undefined : step.openQueue(to)
  if (to !== undefined && to !== work.item.queue && !queue) return step.refuse(event, `queue ${to} is unknown`)
  if (priority !== undefined) work.item = { ...work.item, priority }
  if (!queue) return step.waitsOtherwise(work)
  withdrawOffer(step, work, 'withdrawn')
  moveTo(step, work, queue)
  work.entry = queue.profile.entry
}

/** The agent hands a contact on: they go to after-call work, and are passed over so that it does not bounce back. */
export function transfer(step: Step, id: WorkId, to: QueueId, event: RoutingEvent): void {
  const work = step.floor.work.get(id)
  const agent = work?.agent === undefined ? undefined : step.floor.agents.get(work.agent)
  if (work?.phase !== 'with-agent' || !agent) return step.refuse(event, `work ${id} is with no agent`)
  const queue = step.openQueue(to)
  if (!queue) return step.refuse(event, `queue ${to} is unknown`)
  putDown(step, agent, work, false)
  if (work.accepted) step.floor.offers.delete(work.accepted)
  work.accepted = undefined
  work.agent = undefined
  step.passOver(work, agent.profile.id)
  moveTo(step, work, queue)
  work.entry = queue.profile.entry
}

/**
 * Into another queue, with the place it had: `enteredAt` stays. Needs of its own were those of the former queue, they are dropped. It is at
 * once in the ring that its wait has reached.
 */
export function moveTo(step: Step, work: WorkRecord, queue: QueueRecord): void {
  if (work.phase === 'waiting') step.waitNoMore(work, 'offered')
  const { needs: _formerNeeds, ...item } = work.item
  work.item = { ...item, queue: queue.profile.id }
  enter(step, work, queue)
}

export function adopt(step: Step, id: AgentId, item: WorkItem, event: RoutingEvent): void {
  const agent = step.floor.agents.get(id)
  if (!agent) return step.refuse(event, `agent ${id} is unknown`)
  const slot = slotOf(item.channel)
  const withoutWrapUps: AgentRecord = { ...agent, wrapUps: [] }
  if (agent.offer || !fits(withoutWrapUps, slot))
    return step.refuse(event, `agent ${id} is ${agent.state.kind} and has no room for ${item.id}`)
  const known = step.floor.work.get(item.id)
  if (known && known.phase !== 'waiting') return step.refuse(event, `work ${item.id} is ${known.phase}`)
  const work = known ?? newWork(step, item, step.floor.queues.get(item.queue))
  step.waitNoMore(work, 'with-agent')
  work.phase = 'with-agent'
  work.agent = id
  agent.wrapUps = []
  agent.contacts = [...agent.contacts, { work: item.id, slot, queue: item.queue, since: step.at }]
  agent.idleSince = step.at
  // Whoever is on a contact was logged in; a break goes on afterwards.
  if (agent.rest.kind === 'not-ready') agent.next ??= agent.rest
  agent.rest = { kind: 'ready' }
  step.agentChanged(agent)
}

export function endContact(step: Step, id: WorkId, withoutWrapUp: boolean, event: RoutingEvent): void {
  const work = step.floor.work.get(id)
  const agent = work?.agent === undefined ? undefined : step.floor.agents.get(work.agent)
  if (work?.phase !== 'with-agent' || !agent) return step.refuse(event, `work ${id} is with no agent`)
  step.end(work)
  putDown(step, agent, work, withoutWrapUp)
}

/** The after-call work that the agent's state names, or would name if nothing were more urgent. */
export function finishWrapUp(step: Step, id: AgentId, event: RoutingEvent): void {
  const agent = step.floor.agents.get(id)
  const last = agent?.wrapUps.at(-1)
  if (!agent || !last) return step.refuse(event, `agent ${id} is not in wrap-up`)
  endWrapUp(step, agent, last)
}

export function endWrapUp(step: Step, agent: AgentRecord, done: WrapUp): void {
  step.floor.pace.served(done.queue, step.at - done.since)
  agent.wrapUps = agent.wrapUps.filter((wrapUp) => wrapUp !== done)
  agent.idleSince = step.at
  step.agentChanged(agent)
}

function newWork({ floor }: Step, item: WorkItem, queue: QueueRecord | undefined): WorkRecord {
  const work: WorkRecord = {
    item,
    arrival: floor.counter++,
    phase: 'offered',
    entry: queue ? entryRequirement(item, queue.profile) : { needs: item.needs ?? { all: [] } },
    offer: undefined,
    offers: 0,
    agent: undefined,
    accepted: undefined,
    passedOver: NOBODY_PASSED_OVER,
    fired: NOTHING_FIRED,
  }
  floor.work.set(item.id, work)
  return work
}

function enter(step: Step, work: WorkRecord, queue: QueueRecord): void {
  const needs = entryRequirement(work.item, queue.profile).needs
  step.floor.demand.asked(skillsNamed(needs), step.at)
  step.arriving.push(work)
  step.wait(work)
}

function putDown(step: Step, agent: AgentRecord, work: WorkRecord, withoutWrapUp: boolean): void {
  const queue = step.floor.queueOf(work)
  const wrapUpMs = withoutWrapUp ? 0 : (queue?.profile.wrapUpMs ?? USUAL_WRAP_UP_MS)
  const held = agent.contacts.find((contact) => contact.work === work.item.id)
  agent.contacts = agent.contacts.filter((contact) => contact !== held)
  if (held && wrapUpMs > 0)
    agent.wrapUps = [...agent.wrapUps, { ...held, endsAt: step.at + wrapUpMs, order: step.floor.counter++ }]
  else {
    if (held) step.floor.pace.served(held.queue, step.at - held.since)
    agent.idleSince = step.at
  }
  step.agentChanged(agent)
}
