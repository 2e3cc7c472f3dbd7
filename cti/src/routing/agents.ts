/** What changes agents apart from their work: profiles, requests, log-outs. */
import type { AgentId, OfferId } from '../ids.ts'
import { isAtRest, newAgent, sameState } from './agent-record.ts'
import { endWrapUp } from './contacts.ts'
import type { RoutingEvent } from './engine-types.ts'
import { missOffer } from './offers.ts'
import type { Step } from './step.ts'
import type { AgentProfile, RequestedState } from './work.ts'

export function changeProfile(step: Step, profile: AgentProfile): void {
  let agent = step.floor.agents.get(profile.id)
  if (agent) {
    agent.profile = profile
    agent.removed = false
  } else {
    agent = newAgent(profile, step.at)
    step.floor.agents.set(profile.id, agent)
  }
  step.agentChanged(agent)
}

/** In the middle of an offer or a contact the agent is logged out and forgotten afterwards. */
export function removeAgent(step: Step, id: AgentId, event: RoutingEvent): void {
  const agent = step.floor.agents.get(id)
  if (!agent) return step.refuse(event, `agent ${id} is unknown`)
  if (!agent.offer && agent.contacts.length === 0) return step.forget(agent)
  agent.removed = true
  step.agentChanged(agent, { kind: 'offline' })
}

export function requestState(step: Step, id: AgentId, state: RequestedState, event: RoutingEvent): void {
  const agent = step.floor.agents.get(id)
  if (!agent || agent.removed) return step.refuse(event, `agent ${id} is unknown`)
  if (isAtRest(agent) && sameState(agent.rest, state)) return
  step.agentChanged(agent, state)
}

/** Ends the offers and the after-call work whose time is up, the earliest first; not an offer that is being answered just now. */
export function passTime(step: Step, answered: OfferId | undefined): void {
  const due: { readonly at: number; readonly order: number; readonly end: () => void }[] = []
  for (const agent of step.matching.takeDue(step.at)) {
    const { offer } = agent
    if (offer && offer.expiresAt <= step.at && offer.id !== answered)
      due.push({
        at: offer.expiresAt,
        order: offer.order,
        end: () => missOffer(step, offer.id, { type: 'time-passed', at: step.at }),
      })
    for (const wrapUp of agent.wrapUps)
      if (wrapUp.endsAt <= step.at)
        due.push({ at: wrapUp.endsAt, order: wrapUp.order, end: () => endWrapUp(step, agent, wrapUp) })
  }
  if (due.length > 1) due.sort((a, b) => a.at - b.at || a.order - b.order)
  for (const { end } of due) end()
}
