/** An agent as the engine keeps them: what they hold, what follows from it, and how busy their shift has been. */
import type { EpochMs, OfferId, QueueId, WorkId } from '../ids.ts'
import { capacityOf, type Slot } from './skills.ts'
import type { AgentProfile, AgentState, RequestedState } from './work.ts'

/** An absence shorter than this (a lost connection, a lunch logged out) does not begin a new shift. ms */
const SHIFT_BREAK_MS = 4 * 3_600_000

/** Of an agent whom no matching has numbered. */
const UNNUMBERED = -1

export interface Contact {
  readonly work: WorkId
  readonly slot: Slot
  readonly queue: QueueId
  readonly since: EpochMs
}

/** After-call work keeps the slot of the contact that it follows. */
export interface WrapUp extends Contact {
  readonly endsAt: EpochMs
  readonly order: number
}

export interface AgentRecord {
  /** In what matches work to agents, where agents are kept by number; −1: it does not know the agent, or has no numbers. */
  number: number
  profile: AgentProfile
  /** What the agent is when nothing is held. */
  rest: RequestedState
  /** Asked for in the middle of something; taken up when nothing is held any more. */
  next: RequestedState | undefined
  offer:
    | { readonly id: OfferId; readonly work: WorkId; readonly expiresAt: EpochMs; readonly order: number }
    | undefined
  /** The one taken last is last. */
  contacts: readonly Contact[]
  wrapUps: readonly WrapUp[]
  /** As told last. */
  state: AgentState
  since: EpochMs
  /** The place among the idle. */
  idleSince: EpochMs
  /** Offers missed in a row. */
  misses: number
  /** Taken out of the configuration while busy; forgotten as soon as nothing is held. */
  removed: boolean
  /** Of the shift, up to `countedTo`. ms */
  loggedInMs: number
  busyMs: number
  countedTo: EpochMs
}

export function newAgent(profile: AgentProfile, at: EpochMs): AgentRecord {
  return {
    number: UNNUMBERED,
    profile,
    rest: { kind: 'offline' },
    next: undefined,
    offer: undefined,
    contacts: [],
    wrapUps: [],
    state: { kind: 'offline' },
    since: at,
    idleSince: at,
    misses: 0,
    removed: false,
    loggedInMs: 0,
    busyMs: 0,
    countedTo: at,
  }
}

export const isAtRest = (agent: AgentRecord): boolean =>
  agent.offer === undefined && agent.contacts.length === 0 && agent.wrapUps.length === 0

export const isLoggedIn = (agent: AgentRecord): boolean => agent.state.kind !== 'offline'

/** The most urgent thing first. */
export function stateOf(agent: AgentRecord): AgentState {
  if (agent.offer) return { kind: 'offered', work: agent.offer.work, offer: agent.offer.id }
  const contact = agent.contacts.at(-1)
  if (contact) return { kind: 'on-contact', work: contact.work }
  const wrapUp = agent.wrapUps.at(-1)
  if (wrapUp) return { kind: 'wrap-up', work: wrapUp.work, endsAt: wrapUp.endsAt }
  return agent.rest
}

export function sameState(a: AgentState, b: AgentState): boolean {
  if (a.kind !== b.kind) return false
  if (a.kind === 'not-ready' && b.kind === 'not-ready') return a.reason === b.reason
  if (a.kind === 'offered' && b.kind === 'offered') return a.offer === b.offer
  if ('work' in a && 'work' in b) return a.work === b.work
  return true
}

/** Whether an offer that takes such a slot may be made: ready and staying so, no other live offer, and room for it. */
export function hasRoom(agent: AgentRecord, slot: Slot): boolean {
  if (agent.rest.kind !== 'ready' || (agent.next && agent.next.kind !== 'ready') || agent.offer) return false
  return fits(agent, slot)
}

/** Whether one more of such a slot is within the agent's capacity. */
export function fits(agent: AgentRecord, slot: Slot): boolean {
  const capacity = capacityOf(agent.profile)
  if (agent.contacts.length + agent.wrapUps.length >= capacity.total) return false
  let used = 0
  for (const held of agent.contacts) if (held.slot === slot) used++
  for (const held of agent.wrapUps) if (held.slot === slot) used++
  return used < capacity[slot]
}

/** When something of the agent's ends by itself: a live offer, after-call work. */
export function agentDeadline(agent: AgentRecord): EpochMs | undefined {
  let deadline = agent.offer?.expiresAt
  for (const { endsAt } of agent.wrapUps) if (deadline === undefined || endsAt < deadline) deadline = endsAt
  return deadline
}

export const isBusy = (state: AgentState): boolean =>
  state.kind === 'offered' || state.kind === 'on-contact' || state.kind === 'wrap-up'

/** Counts the time in the state that ends now. Call before the state changes. */
export function countTime(agent: AgentRecord, at: EpochMs): void {
  const passed = at - agent.countedTo
  agent.countedTo = at
  if (isLoggedIn(agent)) {
    agent.loggedInMs += passed
    if (isBusy(agent.state)) agent.busyMs += passed
  } else if (at - agent.since >= SHIFT_BREAK_MS) {
    agent.loggedInMs = 0
    agent.busyMs = 0
  }
}

/** Busy time (offered, on contact, after-call work) ÷ logged-in time of the shift so far, 0–1. */
export function occupancy(agent: AgentRecord, at: EpochMs): number {
  const passed = isLoggedIn(agent) ? at - agent.countedTo : 0
  const loggedIn = agent.loggedInMs + passed
  return loggedIn === 0 ? 0 : (agent.busyMs + (isBusy(agent.state) ? passed : 0)) / loggedIn
}
