/** Two people speak: hold, resume, mute, hang up. */
import type { AgentId } from '../ids.ts'
import type { AgentRequest } from './call.ts'
import { agentFailed } from './callback.ts'
import { endLine } from './closing.ts'
import { endPartedPhones, transfer } from './handing-on.ts'
import { attemptOver, endPreview, outboundAgentFailed } from './outbound.ts'
import { reached } from './reaching.ts'
import type { Turn } from './turn.ts'

/** How long the switch may take to carry out a hold or a resume before we look again. */
const CHANGE_MS = 5_000

/** Customer and agent hear each other for the first time. */
export function converse(turn: Turn): void {
  const { offer, agent, agentLeg, callerLeg, queue, id } = turn.call
  if (!agent || !agentLeg || !queue) return turn.illegal('joined without an agent')
  const connections = turn.call.connections + 1
  const waitedMs = turn.at - (turn.call.waitingSince ?? turn.call.arrivedAt)
  const connectedAt = turn.call.connectedAt ?? turn.at
  // Each conversation has its own file: nobody wants the music in between.
  const path = turn.context.recordingPath(connections === 1 ? id : `${id}-${connections}`, turn.at)
  turn.without('offer', 'postponed')
  turn.change({
    connections,
    connectedAt,
    joinedAt: turn.at,
    waitedMs: turn.call.waitedMs ?? waitedMs,
    recording: path,
    released: false,
  })
  turn.enter('talking', undefined)
  turn.step('connected')
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
  )
  reached(turn)
  endPartedPhones(turn)
  turn.command({ type: 'start-recording', leg: callerLeg, path })
  turn.command({
    type: 'set-variables',
    leg: callerLeg,
    variables: {
      phase: 'talking',
      agent,
      queue,
      connected_at: String(connectedAt),
      joined_at: String(turn.at),
      waiting_since: String(turn.at - waitedMs),
      connections: String(connections),
      recording: path,
      ...(offer ? { offer: offer.offer } : {}),
    },
  })
}

/** Both are joined again: a resume that was asked for, or the switch's own doing. */
export function rejoined(turn: Turn): void {
  const { agent, phase } = turn.call
  if (!agent) return turn.illegal('joined again without an agent')
  if (phase === 'resuming' || phase === 'held') {
    turn.step('resumed')
    turn.tell({ type: 'call-resumed', agent }, turn.at)
    turn.command({ type: 'set-variables', leg: turn.call.callerLeg, variables: { phase: 'talking' } })
  }
  turn.enter('talking', undefined)
}

/** The two legs came apart, and neither has ended so far. */
export function parted(turn: Turn): void {
  const { agent, callerLeg, phase } = turn.call
  if (phase === 'holding' && agent) {
    turn.enter('held', undefined)
    turn.step('held')
    turn.tell({ type: 'call-held', agent }, turn.at)
    return turn.command({ type: 'set-variables', leg: callerLeg, variables: { phase: 'held' } })
  }
  // The agent who handed the call on; somebody else may have answered meanwhile.
  endPartedPhones(turn)
  if (phase === 'queued') return
  // An end of one leg usually follows within a moment. If it does not, nobody asked for this: join them again.
  if (phase === 'talking') turn.setDeadline('phase', turn.at + CHANGE_MS / 2)
}

export function rejoin(turn: Turn): void {
  const { agentLeg, callerLeg } = turn.call
  turn.setDeadline('phase', undefined)
  if (turn.leg(agentLeg)?.state !== 'answered' || !agentLeg) return
  turn.illegal('the legs came apart by themselves; joining them again')
  turn.command({ type: 'bridge', a: callerLeg, b: agentLeg })
}

/** A hold or a resume that the switch never confirmed: back to what is true by its last events. */
export function changeTimedOut(turn: Turn): void {
  turn.illegal(`${turn.call.phase} was not confirmed by the switch`)
  turn.enter(turn.call.phase === 'holding' ? 'talking' : 'held', undefined)
}

export function agentAsks(turn: Turn, agent: AgentId, request: AgentRequest): void {
  const { call } = turn
  const ringingHere = call.offer?.agent === agent && !call.offer.accepted
  const speakingHere = call.agent === agent && !call.released
  if (!ringingHere && !speakingHere) return turn.refuse('NO_SUCH_CONTACT', 'this call is not with you (any more)')
  switch (request.type) {
    case 'answer':
      if (!ringingHere || !call.offer) return turn.refuse('NOT_NOW', 'the call is not ringing at your phone')
      // The desk is faster than the phone: a phone that does not ring yet cannot be told to answer.
      if (turn.leg(call.offer.leg)?.state !== 'ringing')
        return turn.change({ offer: { ...call.offer, answerAsked: true } })
      return turn.command({ type: 'answer-phone', leg: call.offer.leg })
    case 'decline':
      if (!ringingHere || !call.offer) return turn.refuse('NOT_NOW', 'the call is not ringing at your phone')
      if (call.outbound && call.offer.reserved) return outboundAgentFailed(turn, 'declined')
      if (call.offer.reserved) return agentFailed(turn, 'declined')
      return turn.route({ type: 'offer-declined', offer: call.offer.offer })
    case 'dial':
      return call.phase === 'preview' ? endPreview(turn, true) : turn.refuse('NOT_NOW', 'it has been dialled already')
    case 'skip':
      if (call.phase !== 'preview') return turn.refuse('NOT_NOW', 'it has been dialled already')
      return attemptOver(turn, 'cancelled', 'SKIPPED')
    case 'transfer':
      return transfer(turn, agent, request.queue)
    case 'hold':
      if (call.phase !== 'talking' || !call.agentLeg)
        return turn.refuse('NOT_NOW', `a call that is ${call.phase} cannot be put on hold`)
      turn.enter('holding', CHANGE_MS)
      return turn.command({
        type: 'hold',
        customer: call.callerLeg,
        agent: call.agentLeg,
        music: (call.queue && turn.context.queue(call.queue)?.music) ?? 'hold',
      })
    case 'resume':
      if (call.phase !== 'held' || !call.agentLeg)
        return turn.refuse('NOT_NOW', `a call that is ${call.phase} cannot be resumed`)
      turn.enter('resuming', CHANGE_MS)
      return turn.command({ type: 'bridge', a: call.callerLeg, b: call.agentLeg })
    case 'mute':
      if ((call.phase !== 'talking' && call.phase !== 'held') || !call.agentLeg) {
        return turn.refuse('NOT_NOW', `a call that is ${call.phase} cannot be muted`)
      }
      if (call.muted === request.on) return
      turn.change({ muted: request.on })
      turn.tell({ type: 'call-muted', agent, on: request.on }, turn.at)
      return turn.command({ type: 'mute', leg: call.agentLeg, on: request.on })
    case 'hang-up':
      if (ringingHere && !call.offer?.reserved)
        return turn.refuse('NOT_NOW', 'the call is still ringing: answer or decline it')
      if (call.phase === 'hanging-up' || call.phase === 'ended') return
      // The customer is not reached yet: only the agent leaves.
      if (call.callback && call.connectedAt === undefined) return agentFailed(turn, 'the agent hung up')
      turn.change({ endedBy: 'agent' })
      turn.hangUp(call.agentLeg)
      return endLine(turn)
  }
}
