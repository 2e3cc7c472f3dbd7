/** What each agent has in hand now, kept current call by call so that a desk's view costs nothing to make. */
import type { Call } from '../calls/call.ts'
import { ofCampaign } from '../calls/outbound.ts'
import { type AgentId, asCallId } from '../ids.ts'
import type { AgentState } from '../routing/work.ts'
import type { AgentContact } from './call-centre.ts'

export class AgentContacts {
  readonly #contacts = new Map<AgentId, AgentContact>()

  of(agent: AgentId): readonly AgentContact[] {
    const contact = this.#contacts.get(agent)
    return contact ? [contact] : []
  }

  /** After a step of a call: who has it now, and who no longer. `stateOf` is the engine's view, already up to date. */
  follow(previous: Call | undefined, call: Call, stateOf: (agent: AgentId) => AgentState | undefined): void {
    const touched = new Set([previous?.offer?.agent, previous?.agent, call.offer?.agent, call.agent])
    for (const agent of touched) {
      if (agent === undefined) continue
      const state = stateOf(agent)
      const contact = contactOf(call, agent, state)
      if (contact) this.#contacts.set(agent, contact)
      else if (this.#contacts.get(agent)?.call === call.id && !isWritingUp(state, call)) this.#contacts.delete(agent)
    }
  }

  /** After the agent's state changed: wrap-up shows the last contact, its end takes the contact away. */
  followState(agent: AgentId, state: AgentState, since: number): void {
    const contact = this.#contacts.get(agent)
    if (!contact) return
    if (state.kind === 'wrap-up') this.#contacts.set(agent, { ...contact, phase: 'wrap-up', since, muted: false })
    else if (contact.phase === 'wrap-up') this.#contacts.delete(agent)
  }
}

/** Also of a call that goes on with somebody else. */
function isWritingUp(state: AgentState | undefined, call: Call): boolean {
  return state?.kind === 'wrap-up' && asCallId(state.work) === call.id
}

function contactOf(call: Call, agent: AgentId, state: AgentState | undefined): AgentContact | undefined {
  const { offer } = call
  // Reserved for a customer who is being dialled: there is nothing to answer yet.
  const offered = offer?.agent === agent && !offer.accepted && (!offer.reserved || call.legs[offer.leg] !== undefined)
  const speaking = call.agent === agent && !call.released
  const wrappingUp = isWritingUp(state, call) && call.agent === agent
  if (!offered && !speaking && !wrappingUp) return undefined
  return {
    call: call.id,
    phase: phaseFor(call, offered, wrappingUp && !speaking),
    since: call.phaseSince,
    caller: call.caller,
    hotline: call.hotline,
    waitedMs:
      (speaking ? (call.joinedAt ?? call.phaseSince) : call.phaseSince) -
      (call.waitingSince ?? call.enteredAt ?? call.arrivedAt),
    muted: call.muted,
    ...(call.queue ? { queue: call.queue } : {}),
    ...(call.outbound && !call.outbound.handedOn ? { outbound: true as const } : {}),
    ...ofCampaign(call.outbound?.campaign),
    ...(call.phase === 'preview' && dialsItself(call) && call.deadlines.phase !== undefined
      ? { dialsAt: call.deadlines.phase }
      : {}),
    ...(call.joinedAt === undefined ? {} : { connectedAt: call.joinedAt }),
    ...(offered && call.offer ? { offer: call.offer.offer, offerExpiresAt: call.offer.expiresAt } : {}),
  }
}

/** Otherwise the deadline of a preview gives the customer back. */
const dialsItself = ({ outbound }: Call): boolean =>
  outbound?.course.kind === 'bound' && (outbound.course.previewMs ?? 0) > 0

function phaseFor(call: Call, offered: boolean, wrappingUp: boolean): AgentContact['phase'] {
  if (wrappingUp) return 'wrap-up'
  if (call.phase === 'preview') return 'preview'
  // Their phone goes off-hook by itself, and then the customer's rings: there is nothing to answer.
  if (call.outbound && call.phase === 'dialling') return 'dialling'
  if (offered) return 'offered'
  switch (call.phase) {
    case 'dialling':
    case 'connecting':
      return 'connecting'
    case 'held':
    case 'resuming':
      return 'held'
    default:
      return 'talking'
  }
}
