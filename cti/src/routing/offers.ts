/** The life of an offer: made, accepted, or come back. */
import { type AgentId, asOfferId, type EpochMs, type OfferId } from '../ids.ts'
import type { AgentRecord, Contact } from './agent-record.ts'
import type { OfferEnd, RoutingEvent } from './engine-types.ts'
import { explain } from './explanation.ts'
import type { WorkRecord } from './floor.ts'
import type { Match } from './matching.ts'
import { slotOf } from './skills.ts'
import type { Step } from './step.ts'
import type { NotReadyReason, RequestedState } from './work.ts'

export function makeOffer(step: Step, match: Match): void {
  const { floor, at } = step
  const { work } = match
  const { agent } = match
  const queue = floor.queueOf(work)
  if (!queue) throw new Error(`a match of ${work.item.id} without a queue`)
  const why = explain(match, queue, at)
  const agentId = agent.profile.id
  const id = asOfferId(`${work.item.id}@${at}.${agentId}${work.offers > 0 ? `.${work.offers}` : ''}`)
  const expiresAt = at + queue.profile.offerTimeoutMs
  work.offers++
  work.offer = { id, agent: agentId, expiresAt }
  floor.offers.set(id, work)
  if (queue.profile.choose === 'round-robin') queue.turns.set(agentId, at)
  step.waitNoMore(work, 'offered')
  agent.offer = { id, work: work.item.id, expiresAt, order: floor.counter++ }
  step.agentChanged(agent)
  step.decide({ type: 'offer', offer: id, work: work.item.id, agent: agentId, expiresAt, why })
}

export function acceptOffer(step: Step, offer: OfferId, event: RoutingEvent): void {
  const live = liveOffer(step, offer)
  if (!live) return step.refuse(event, `offer ${offer} is not live`)
  const { work, agent } = live
  takeBack(step, work, agent, 'accepted')
  work.phase = 'with-agent'
  work.agent = agent.profile.id
  work.accepted = offer
  agent.contacts = [...agent.contacts, contactOf(work, step.at)]
  agent.misses = 0
  agent.idleSince = step.at
  step.agentChanged(agent)
}

/** Takes the live offer back without the agent's doing: the place among the idle is kept. */
export function withdrawOffer(step: Step, work: WorkRecord, end: 'customer-left' | 'withdrawn'): AgentId | undefined {
  const agent = work.offer && step.floor.agents.get(work.offer.agent)
  if (!agent) return undefined
  takeBack(step, work, agent, end)
  step.agentChanged(agent)
  return agent.profile.id
}

export function declineOffer(step: Step, offer: OfferId, event: RoutingEvent): void {
  const live = liveOffer(step, offer)
  if (!live) return step.refuse(event, `offer ${offer} is not live`)
  giveBack(step, live, 'declined')
}

/** A missed offer, also when its time is up. */
export function missOffer(step: Step, offer: OfferId, event: RoutingEvent): void {
  const live = liveOffer(step, offer)
  if (!live) return step.refuse(event, `offer ${offer} is not live`)
  const allowed = step.floor.queueOf(live.work)?.profile.missesAllowed ?? 1
  live.agent.misses++
  if (live.agent.misses < allowed) return giveBack(step, live, 'timed-out')
  live.agent.misses = 0
  giveBack(step, live, 'timed-out', 'missed-offer')
}

/** The phone could not be rung, or the connection failed after acceptance: then the customer has their place again. */
export function failOffer(step: Step, offer: OfferId, event: RoutingEvent): void {
  const live = liveOffer(step, offer)
  if (live) return giveBack(step, live, 'failed', 'phone-unreachable')
  const work = step.floor.offers.get(offer)
  const agent = work?.agent === undefined ? undefined : step.floor.agents.get(work.agent)
  if (!work || !agent) return step.refuse(event, `offer ${offer} is not live`)
  step.floor.offers.delete(offer)
  agent.contacts = agent.contacts.filter((contact) => contact.work !== work.item.id)
  work.agent = undefined
  work.accepted = undefined
  step.agentChanged(agent, sentAway(agent, 'phone-unreachable'))
  step.wait(work)
}

const contactOf = ({ item }: WorkRecord, at: EpochMs): Contact => ({
  work: item.id,
  slot: slotOf(item.channel),
  queue: item.queue,
  since: at,
})

interface Live {
  readonly work: WorkRecord
  readonly agent: AgentRecord
}

function liveOffer({ floor }: Step, offer: OfferId): Live | undefined {
  const work = floor.offers.get(offer)
  const agent = work?.offer && floor.agents.get(work.offer.agent)
  return work && agent && { work, agent }
}

/**
 * Who declined or missed it and stays ready goes to the end of the idle and is passed over for this item for a while. Who is made not ready
 * may have it again as soon as they are ready.
 */
function giveBack(step: Step, { work, agent }: Live, end: OfferEnd, away?: NotReadyReason): void {
  takeBack(step, work, agent, end)
  agent.idleSince = step.at
  if (!away) step.passOver(work, agent.profile.id)
  step.agentChanged(agent, away && sentAway(agent, away))
  step.wait(work)
}

/** Whoever asked to go has asked for that; everybody else is not ready from now on. */
function sentAway({ next }: AgentRecord, reason: NotReadyReason): RequestedState {
  return next === undefined || next.kind === 'ready' ? { kind: 'not-ready', reason } : next
}

function takeBack(step: Step, work: WorkRecord, agent: AgentRecord, end: OfferEnd): void {
  if (!work.offer) return
  const { id } = work.offer
  work.offer = undefined
  agent.offer = undefined
  if (end !== 'accepted') step.floor.offers.delete(id)
  step.decide({ type: 'offer-ended', offer: id, work: work.item.id, agent: agent.profile.id, end })
}
