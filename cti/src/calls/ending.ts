/** How calls and legs end. */
import type { EpochMs, LegId } from '../ids.ts'
import type { HangupCause } from '../switch/port.ts'
import { agentFailed, attemptFailed } from './callback.ts'
import { endLine } from './closing.ts'
import { outsideLost } from './forwarding.ts'
import { customerLegEnded, outboundAgentFailed } from './outbound.ts'
import { backToQueue, phoneLost } from './queueing.ts'
import type { Turn } from './turn.ts'

/** After the caller has gone, how long other legs may take to end before they are asked again. */
const REMAINS_MS = 10_000

export interface LegEnd {
  readonly at: EpochMs
  readonly cause: HangupCause
  readonly switchCause: string
  readonly endedBy: 'far-end' | 'switch' | 'unknown'
  /** Learnt from the journal or from absence, not from a live event. */
  readonly afterwards?: true
}

export function legEnded(turn: Turn, id: LegId, end: LegEnd): void {
  const leg = turn.leg(id)
  if (!leg || leg.state === 'ended') return
  turn.setLeg({ ...leg, state: 'ended' })
  turn.note(`${leg.role} leg ended: ${end.switchCause} by ${end.endedBy}`)
  const { callback, callerLeg, offer, outbound, outside } = turn.call
  if (id === callerLeg && outbound) {
    if (turn.call.phase === 'ended') return
    return callerGone(turn, end, customerLegEnded(turn, leg.state === 'answered', end))
  }
  if (id === callerLeg) return callback && !callback.reached ? attemptFailed(turn, end.cause) : callerGone(turn, end)
  if (turn.call.phase === 'ended') return
  if (id === outside) return outsideLost(turn)
  if (id === offer?.leg) {
    if (outbound && (offer.reserved || offer.accepted)) return outboundAgentFailed(turn, end.cause)
    if (!phoneLost(turn, end.cause)) return
    return callback ? agentFailed(turn, end.cause) : backToQueue(turn, end.cause)
  }
  if (id !== turn.call.agentLeg || turn.call.phase === 'hanging-up') return
  // The agent's side of a conversation has ended, so the conversation has.
  turn.change({ endedBy: turn.call.endedBy ?? (end.endedBy === 'far-end' ? 'agent' : 'system') })
  releaseAgent(turn)
  endLine(turn)
}

function callerGone(turn: Turn, end: LegEnd, isTold = true): void {
  const { call } = turn
  if (call.phase === 'ended') return
  releaseAgent(turn)
  const agent = call.joinedAt === undefined ? call.formerAgent : call.agent
  const endedAt = Math.max(end.at, call.connectedAt ?? call.arrivedAt)
  const switchFailed = end.cause === 'switch-shutdown'
  const endedBy =
    call.endedBy ?? (end.endedBy === 'far-end' ? 'caller' : end.endedBy === 'switch' ? 'system' : 'unknown')
  const outcome =
    call.connectedAt !== undefined ? 'answered' : (call.outcome ?? (switchFailed ? 'failed' : 'abandoned'))
  if (isTold)
    turn.tell(
      {
        type: 'call-ended',
        outcome,
        endedBy,
        cause: end.cause,
        switchCause: end.switchCause,
        hotline: call.hotline,
        caller: call.caller,
        arrivedAt: call.arrivedAt,
        talkMs: call.connectedAt === undefined ? 0 : endedAt - call.connectedAt,
        waitedMs: call.waitedMs ?? (call.waitingSince === undefined ? 0 : Math.max(0, endedAt - call.waitingSince)),
        phase: call.phase,
        ...(call.queue ? { queue: call.queue } : {}),
        ...(agent && call.connectedAt !== undefined ? { agent } : {}),
        ...(call.connectedAt !== undefined ? { connectedAt: call.connectedAt } : {}),
        ...(end.afterwards ? { afterwards: true } : {}),
      },
      '',
      endedAt,
    )
  turn.enter('ended', REMAINS_MS)
  for (const leg of Object.values(turn.call.legs)) turn.hangUp(leg.id, 'cancelled')
}

/** Gives the agent back to the engine, or the waiting item out of it; once. */
function releaseAgent(turn: Turn): void {
  const { call } = turn
  if (call.phase === 'queued') {
    turn.route({ type: 'work-left', work: turn.work })
  } else if (call.agent && !call.released) {
    turn.route({
      type: 'contact-ended',
      work: turn.work,
      ...(call.joinedAt === undefined ? { withoutWrapUp: true as const } : {}),
    })
  }
  turn.change({ released: true })
}

/** Legs that live on although their call has ended are asked to end again. */
export function sweepRemains(turn: Turn): void {
  const remains = Object.values(turn.call.legs).filter((leg) => leg.state !== 'ended')
  if (remains.length === 0) return turn.setDeadline('phase', undefined)
  turn.illegal(`legs live on after the end: ${remains.map((leg) => leg.id).join(', ')}`)
  turn.setDeadline('phase', turn.at + REMAINS_MS)
  for (const leg of remains) turn.hangUp(leg.id, 'cancelled')
}

/** A call that is over and has no leg left can be forgotten. */
export function isOver(call: Turn['call']): boolean {
  return call.phase === 'ended' && Object.values(call.legs).every((leg) => leg.state === 'ended')
}
