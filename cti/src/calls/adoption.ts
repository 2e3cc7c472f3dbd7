/** Calls found in the switch that we do not know: after our restart, or after the connection was lost for a while. */
import { asAgentId, asLegId, asQueueId, type EpochMs } from '../ids.ts'
import type { LegSnapshot } from '../switch/port.ts'
import type { Call, CallContext } from './call.ts'
import { endLine } from './closing.ts'
import { arrivingCall, claim } from './entry.ts'
import { enterQueue } from './queueing.ts'
import type { Transition } from './transition.ts'
import { Turn } from './turn.ts'

/** The caller's leg of a call, among the legs that carry the call's id. */
export function callerLegOf(legs: readonly LegSnapshot[]): LegSnapshot | undefined {
  return legs.find((leg) => leg.direction === 'inbound' && leg.variables.role === 'caller')
}

/**
 * Takes up a call where the switch shows it to be. What was going on is read from the bridge and from the variables that we left on the
 * caller's leg; a customer who waited goes on waiting from the same moment.
 * @param legs every leg of one call, the caller's among them
 */
export function adopt(legs: readonly LegSnapshot[], at: EpochMs, context: CallContext): Transition | undefined {
  const caller = callerLegOf(legs)
  if (!caller) return undefined
  const turn = new Turn(arrivingCall(caller, at), at, context)
  for (const leg of legs) {
    if (leg.leg === caller.leg) continue
    turn.setLeg({
      id: leg.leg,
      role: 'agent',
      state: leg.state === 'answered' ? 'answered' : 'ringing',
      ...(leg.variables.agent ? { agent: asAgentId(leg.variables.agent) } : {}),
    })
  }
  const partner = conversationPartner(caller, legs)
  if (partner) adoptConversation(turn, caller, partner)
  else if (hasSpoken(caller)) endAbandonedByAgent(turn, caller)
  else adoptWaiting(turn, caller)
  return { call: turn.call, effects: turn.effects }
}

/**
 * The agent's leg that this caller speaks with, or is held by. A caller who spoke before and is not bridged now is on hold, or was about to
 * be when we went: the variable that says so is set only once the switch has confirmed it.
 */
function conversationPartner(caller: LegSnapshot, legs: readonly LegSnapshot[]): LegSnapshot | undefined {
  const agents = legs.filter((leg) => leg.leg !== caller.leg && leg.variables.agent && leg.state === 'answered')
  const bridged = agents.find((leg) => leg.leg === caller.bridgedTo || leg.bridgedTo === caller.leg)
  if (bridged || !hasSpoken(caller)) return bridged
  return agents.find((leg) => leg.variables.agent === caller.variables.agent)
}

function hasSpoken(caller: LegSnapshot): boolean {
  return time(caller.variables.connected_at) !== undefined
}

function adoptConversation(turn: Turn, caller: LegSnapshot, partner: LegSnapshot): void {
  const { variables } = caller
  const queue = asQueueId(variables.queue ?? partner.variables.queue ?? '')
  const agent = asAgentId(partner.variables.agent ?? '')
  const connectedAt = time(variables.connected_at) ?? turn.at
  const enteredAt = time(variables.entered_at) ?? turn.call.arrivedAt
  const bridged = partner.leg === caller.bridgedTo || partner.bridgedTo === caller.leg
  const recording = variables.recording
  tellArrival(turn)
  turn.change({
    queue,
    enteredAt,
    agent,
    agentLeg: asLegId(partner.leg),
    connectedAt,
    released: false,
    ...(recording ? { recording } : {}),
  })
  turn.enter(bridged ? 'talking' : 'held', undefined)
  turn.tell({ type: 'call-queued', queue, enteredAt }, queue, enteredAt)
  turn.tell(
    {
      type: 'call-connected',
      agent,
      queue,
      hotline: turn.call.hotline,
      caller: turn.call.caller,
      arrivedAt: turn.call.arrivedAt,
      waitedMs: connectedAt - enteredAt,
    },
    '',
    connectedAt,
  )
  turn.tell({ type: 'call-readopted', phase: 'talking' }, turn.at)
  turn.route({
    type: 'contact-adopted',
    agent,
    item: { id: turn.work, queue, channel: 'voice', priority: 0, enteredAt },
  })
  if (!recording) {
    const path = turn.context.recordingPath(turn.call.id, turn.at)
    turn.change({ recording: path })
    turn.command({ type: 'start-recording', leg: caller.leg, path })
    turn.command({
      type: 'set-variables',
      leg: caller.leg,
      variables: { phase: 'talking', agent, connected_at: String(connectedAt), recording: path },
    })
  }
}

function adoptWaiting(turn: Turn, caller: LegSnapshot): void {
  for (const leg of Object.values(turn.call.legs)) if (leg.id !== caller.leg) turn.hangUp(leg.id, 'cancelled')
  const { queue, entered_at: enteredAt } = caller.variables
  if (!queue) return claim(turn)
  tellArrival(turn)
  turn.command({ type: 'cancel-fallback', leg: caller.leg })
  turn.tell({ type: 'call-readopted', phase: 'queued' }, turn.at)
  enterQueue(turn, asQueueId(queue), time(enteredAt) ?? turn.call.arrivedAt)
}

/** The conversation ended on the agent's side while we were away, and left the caller parked: the call is over as it would have been. */
function endAbandonedByAgent(turn: Turn, caller: LegSnapshot): void {
  const { agent, queue, entered_at: enteredAt, connected_at: connectedAt } = caller.variables
  tellArrival(turn)
  turn.change({
    endedBy: 'agent',
    ...(agent ? { agent: asAgentId(agent) } : {}),
    ...(queue ? { queue: asQueueId(queue) } : {}),
    enteredAt: time(enteredAt) ?? turn.call.arrivedAt,
    connectedAt: time(connectedAt) ?? turn.at,
  })
  for (const leg of Object.values(turn.call.legs)) if (leg.id !== caller.leg) turn.hangUp(leg.id, 'cancelled')
  endLine(turn)
}

function tellArrival(turn: Turn): void {
  const hotline = turn.context.hotline(turn.call.hotline)
  if (hotline) turn.change({ hotline: hotline.number, hotlineName: hotline.name })
  const { arrivedAt, caller, hotline: number }: Call = turn.call
  turn.tell(
    { type: 'call-arrived', hotline: number, caller, ...(hotline ? { hotlineName: hotline.name } : {}) },
    '',
    arrivedAt,
  )
}

function time(text: string | undefined): EpochMs | undefined {
  const value = Number(text)
  return text && Number.isFinite(value) && value > 0 ? value : undefined
}
