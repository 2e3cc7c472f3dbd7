/** Calls found in the switch that we do not know: after our restart, or after the connection was lost for a while. */
import { asAgentId, asCallId, asLegId, asQueueId, type EpochMs } from '../ids.ts'
import { callerIdentity } from '../numbers/caller-identity.ts'
import type { LegSnapshot } from '../switch/port.ts'
import type { Call, CallContext, KeptCallback, LegRole } from './call.ts'
import { callbackCall } from './callback.ts'
import { endLine } from './closing.ts'
import { arrivingCall, claim } from './entry.ts'
import { endAdopted, isAttempt, ofCampaign, outboundCall } from './outbound.ts'
import { enterQueue } from './queueing.ts'
import type { Transition } from './transition.ts'
import { Turn } from './turn.ts'
import { takeUpMessage } from './voicemail.ts'
import { workItem } from './waiting.ts'

/** Last words are being said, or were: there is nothing to go on with. */
const CLOSING: readonly string[] = [
  'out-of-hours',
  'nobody-logged-in',
  'max-wait',
  'callback-requested',
  'announced',
  'failed',
] satisfies Call['outcome'][]

/** The customer's leg of a call, among the legs that carry the call's id: one that called, or one that was called and has answered. */
export function callerLegOf(legs: readonly LegSnapshot[]): LegSnapshot | undefined {
  return legs.find(({ direction, state, variables }) =>
    direction === 'inbound' ? variables.role === 'caller' : variables.role === 'customer' && state === 'answered',
  )
}

/**
 * Takes up a call where the switch shows it to be. What was going on is read from the bridge and from the variables that we left on the
 * customer's leg; a customer who waited goes on waiting from the same moment.
 * @param legs every leg of one call, the customer's among them
 * @param kept what our disk says of it, when it is a callback
 */
export function adopt(
  legs: readonly LegSnapshot[],
  at: EpochMs,
  context: CallContext,
  kept?: KeptCallback,
): Transition | undefined {
  const caller = callerLegOf(legs)
  if (!caller) return undefined
  const turn = new Turn(
    caller.direction === 'inbound'
      ? arrivingCall(caller, at)
      : isAttempt(caller.leg, caller.variables)
        ? attempted(caller, at)
        : calledBack(caller, at, kept),
    at,
    context,
  )
  for (const leg of legs) {
    if (leg.leg === caller.leg) continue
    turn.setLeg({
      id: leg.leg,
      role: leg.variables.role === 'outside' ? 'outside' : ('agent' satisfies LegRole),
      state: leg.state === 'answered' ? 'answered' : 'ringing',
      ...(leg.variables.agent ? { agent: asAgentId(leg.variables.agent) } : {}),
    })
  }
  const { phase = '' } = caller.variables
  const { outbound } = turn.call
  const partner = conversationPartner(caller, legs)
  const outside = legs.find((leg) => leg.variables.role === 'outside' && isBridged(caller, leg))
  if (partner) adoptConversation(turn, caller, partner)
  else if (outbound && !outbound.handedOn && !hasSpoken(caller)) endAdopted(turn, phase)
  else if (outside) adoptForwarded(turn, outside)
  else if (hasSpoken(caller) && phase !== 'queued') endAbandonedByAgent(turn, caller)
  else if (phase === 'voicemail') adoptMessage(turn, caller)
  else if (CLOSING.includes(phase) || phase === 'forwarded') endAsDecided(turn, phase as NonNullable<Call['outcome']>)
  else adoptWaiting(turn, caller)
  return { call: turn.call, effects: turn.effects }
}

/** Somebody whom a campaign called. */
function attempted(leg: LegSnapshot, at: EpochMs): Call {
  const { variables } = leg
  const dialledAt = time(variables.dialled_at)
  const call = outboundCall(
    {
      attempt: leg.leg,
      ...ofCampaign(variables.campaign),
      number: variables.number ?? leg.dialled ?? '',
      callerNumber: variables.hotline ?? '',
      ringMs: 0,
      course: { kind: 'adopted' },
    },
    at,
    asLegId(''),
  )
  return {
    ...call,
    arrivedAt: leg.answeredAt ?? at,
    legs: { [leg.leg]: { id: leg.leg, role: 'customer', state: 'answered' } },
    outbound: {
      ...ofCampaign(variables.campaign),
      course: { kind: 'adopted' },
      ringMs: 0,
      agentLeg: asLegId(''),
      answeredAt: leg.answeredAt ?? at,
      ...(dialledAt === undefined ? {} : { dialledAt }),
      ...(variables.handed_on === '1' ? { handedOn: true as const } : {}),
    },
  }
}

/** Somebody whom we called. Without our disk's word for it the leg's own variables say as much. */
function calledBack(leg: LegSnapshot, at: EpochMs, kept: KeptCallback | undefined): Call {
  const { variables } = leg
  const call = callbackCall(
    kept ?? {
      id: asCallId(variables.call ?? leg.leg),
      hotline: variables.hotline ?? '',
      caller: callerIdentity(variables.number ?? leg.dialled),
      ...(variables.queue ? { queue: asQueueId(variables.queue) } : {}),
      enteredAt: time(variables.entered_at) ?? at,
      priority: Number(variables.priority ?? 0) || 0,
      callback: {
        requestedBy: asCallId(variables.requested_by ?? leg.leg),
        requestedAt: time(variables.requested_at) ?? at,
        attempts: Number(variables.attempts ?? 1) || 1,
        reached: hasSpoken(leg),
      },
      dialling: true,
    },
    at,
  )
  return {
    ...call,
    callerLeg: leg.leg,
    arrivedAt: leg.answeredAt ?? at,
    legs: { [leg.leg]: { id: leg.leg, role: 'customer', state: 'answered' } },
  }
}

const isBridged = (one: LegSnapshot, other: LegSnapshot): boolean =>
  other.leg === one.bridgedTo || other.bridgedTo === one.leg

/**
 * The agent's leg that this caller speaks with, or is held by. A caller who spoke before and is not bridged now is on hold, or was about to
 * be when we went: the variable that says so is set only once the switch has confirmed it.
 */
function conversationPartner(caller: LegSnapshot, legs: readonly LegSnapshot[]): LegSnapshot | undefined {
  const agents = legs.filter((leg) => leg.leg !== caller.leg && leg.variables.agent && leg.state === 'answered')
  const bridged = agents.find((leg) => isBridged(caller, leg))
  // Who was handed on waits for somebody else.
  if (bridged || !hasSpoken(caller) || caller.variables.phase === 'queued') return bridged
  return agents.find((leg) => leg.variables.agent === caller.variables.agent)
}

function hasSpoken(caller: LegSnapshot): boolean {
  return time(caller.variables.connected_at) !== undefined
}

function adoptConversation(turn: Turn, caller: LegSnapshot, partner: LegSnapshot): void {
  const { variables } = caller
  const queue = asQueueId(variables.queue ?? partner.variables.queue ?? '')
  const agent = asAgentId(partner.variables.agent ?? '')
  // Joined while nobody looked: the variables of before say that the customer waits, or tell of the former agent.
  const isMarked = variables.phase !== 'queued' && hasSpoken(caller) && variables.agent === agent
  const connections = isMarked ? count(variables.connections) : hasSpoken(caller) ? count(variables.connections) + 1 : 1
  const connectedAt = time(variables.connected_at) ?? turn.at
  const joinedAt = isMarked ? (time(variables.joined_at) ?? connectedAt) : turn.at
  const enteredAt = time(variables.entered_at) ?? turn.call.arrivedAt
  const waitingSince = time(variables.waiting_since) ?? enteredAt
  const recording = isMarked ? variables.recording : undefined
  const waitedMs = Math.max(0, joinedAt - waitingSince)
  const { callback } = turn.call
  tellArrival(turn)
  turn.change({
    queue,
    enteredAt,
    waitingSince,
    agent,
    agentLeg: asLegId(partner.leg),
    connectedAt,
    connections,
    joinedAt,
    priority: Number(variables.priority ?? 0) || 0,
    known: turn.context.known(turn.call.caller),
    released: false,
    ...(connections === 1 ? { waitedMs } : {}),
    ...(recording ? { recording } : {}),
    ...(callback ? { callback: { ...callback, reached: true } } : {}),
  })
  turn.enter(isBridged(caller, partner) ? 'talking' : 'held', undefined)
  turn.step('connected', { at: joinedAt })
  if (callback) {
    const end = { type: 'callback-ended', callback: turn.work, end: 'reached' } as const
    turn.tell(end, turn.work, joinedAt, callback.requestedBy)
  } else if (!turn.call.outbound) turn.tell({ type: 'call-queued', queue, enteredAt }, queue, enteredAt)
  turn.tell(
    {
      type: 'call-connected',
      agent,
      queue,
      hotline: turn.call.hotline,
      caller: turn.call.caller,
      arrivedAt: turn.call.arrivedAt,
      waitedMs,
    },
    connections === 1 ? '' : connections,
    joinedAt,
  )
  turn.tell({ type: 'call-readopted', phase: 'talking' }, turn.at)
  turn.route({ type: 'contact-adopted', agent, item: workItem(turn) })
  if (recording) return
  const name = connections === 1 ? turn.call.id : `${turn.call.id}-${connections}`
  const path = turn.context.recordingPath(name, turn.at)
  turn.change({ recording: path })
  turn.command({ type: 'start-recording', leg: caller.leg, path })
  turn.command({
    type: 'set-variables',
    leg: caller.leg,
    variables: {
      phase: 'talking',
      agent,
      queue,
      connected_at: String(connectedAt),
      joined_at: String(joinedAt),
      connections: String(connections),
      recording: path,
    },
  })
}

function adoptWaiting(turn: Turn, caller: LegSnapshot): void {
  for (const leg of Object.values(turn.call.legs)) if (leg.id !== caller.leg) turn.hangUp(leg.id, 'cancelled')
  const { agent, queue, priority } = caller.variables
  const { callback } = turn.call
  if (!queue) return callback ? endLine(turn) : claim(turn)
  tellArrival(turn)
  const asked = turn.context.callbackAskedBy(turn.call.id)
  // On disk before we went: the place waits there, and not here as well.
  if (asked && !callback) return endAsDecided(turn, 'callback-requested')
  if (!callback) turn.command({ type: 'cancel-fallback', leg: caller.leg })
  turn.tell({ type: 'call-readopted', phase: 'queued' }, turn.at)
  const connectedAt = time(caller.variables.connected_at)
  if (connectedAt !== undefined)
    turn.change({
      connectedAt,
      connections: count(caller.variables.connections),
      ...(agent ? { formerAgent: asAgentId(agent) } : {}),
    })
  const enteredAt = time(caller.variables.entered_at) ?? turn.call.arrivedAt
  const waitingSince = time(caller.variables.waiting_since) ?? (callback ? turn.call.arrivedAt : enteredAt)
  enterQueue(turn, asQueueId(queue), { enteredAt, waitingSince, priority: Number(priority ?? 0) || 0 })
}

function adoptForwarded(turn: Turn, outside: LegSnapshot): void {
  tellArrival(turn)
  turn.change({ outside: asLegId(outside.leg), outcome: 'forwarded' })
  turn.enter('forwarded', undefined)
}

function adoptMessage(turn: Turn, caller: LegSnapshot): void {
  const { recording } = caller.variables
  tellArrival(turn)
  if (recording) takeUpMessage(turn, recording)
  else endLine(turn)
}

function endAsDecided(turn: Turn, outcome: NonNullable<Call['outcome']>): void {
  tellArrival(turn)
  turn.change({ outcome, endedBy: 'system' })
  for (const leg of Object.values(turn.call.legs)) if (leg.role !== 'caller') turn.hangUp(leg.id, 'cancelled')
  endLine(turn)
}

/** The conversation ended on the agent's side while we were away, and left the caller parked: the call is over as it would have been. */
function endAbandonedByAgent(turn: Turn, caller: LegSnapshot): void {
  const { agent, queue, entered_at: enteredAt, connected_at: connectedAt, joined_at: joinedAt } = caller.variables
  tellArrival(turn)
  turn.change({
    endedBy: 'agent',
    ...(agent ? { agent: asAgentId(agent) } : {}),
    ...(queue ? { queue: asQueueId(queue) } : {}),
    enteredAt: time(enteredAt) ?? turn.call.arrivedAt,
    connectedAt: time(connectedAt) ?? turn.at,
    joinedAt: time(joinedAt) ?? time(connectedAt) ?? turn.at,
  })
  for (const leg of Object.values(turn.call.legs)) if (leg.id !== caller.leg) turn.hangUp(leg.id, 'cancelled')
  endLine(turn)
}

/** Of whom we called there is none. */
function tellArrival(turn: Turn): void {
  if (turn.call.callback || turn.call.outbound) return
  const hotline = turn.context.hotline(turn.call.hotline)
  if (hotline) turn.change({ hotline: hotline.number, hotlineName: hotline.name })
  const { arrivedAt, caller, hotline: number }: Call = turn.call
  turn.tell(
    { type: 'call-arrived', hotline: number, caller, ...(hotline ? { hotlineName: hotline.name } : {}) },
    '',
    arrivedAt,
  )
}

const count = (text: string | undefined): number => Math.max(1, Number(text) || 1)

function time(text: string | undefined): EpochMs | undefined {
  const value = Number(text)
  return text && Number.isFinite(value) && value > 0 ? value : undefined
}
