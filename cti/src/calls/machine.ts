/**
 * Whether a machine has answered a call that we make: a voicemail gives itself away by the tone after its greeting. Nothing is left on it.
 * Only while no person of ours is there: an agent hears for themselves.
 */
import type { LegId } from '../ids.ts'
import { endLine } from './closing.ts'
import type { Turn } from './turn.ts'

/** Greetings are over by then; whatever sounds like a tone later is not one. ms from the answer */
const LISTEN_MS = 30_000

/** Once the phase is entered in which the customer hears something, and before it is played. */
export function listenForMachine(turn: Turn): void {
  const { callerLeg, outbound } = turn.call
  if (!outbound?.detectMachine) return
  turn.change({ outbound: { ...outbound, listens: true } })
  turn.setDeadline('machine', turn.at + LISTEN_MS)
  turn.command({ type: 'detect-beep', leg: callerLeg, on: true })
}

/** Nobody else is to be taken for a machine: an agent is there, a key was pressed that leads to one, or it is too late for a greeting. */
export function listenNoMore(turn: Turn): void {
  const { callerLeg } = turn.call
  if (!forgetMachine(turn)) return
  turn.command({ type: 'detect-beep', leg: callerLeg, on: false })
}

/** @returns whether we listened */
export function forgetMachine(turn: Turn): boolean {
  const { outbound } = turn.call
  turn.setDeadline('machine', undefined)
  if (!outbound?.listens) return false
  const { listens: _, ...rest } = outbound
  turn.change({ outbound: rest })
  return true
}

/** Also while the safe-harbour message plays: nobody was abandoned then. */
export function beepHeard(turn: Turn, leg: LegId): void {
  const { callerLeg, offer, phase } = turn.call
  // May have been on its way when we stopped listening.
  if (leg !== callerLeg || !forgetMachine(turn)) return
  if (phase !== 'flow' && phase !== 'queued' && phase !== 'closing') return
  if (phase === 'queued') turn.route({ type: 'work-left', work: turn.work })
  turn.hangUp(offer?.leg, 'cancelled')
  const { outbound } = turn.call
  turn.change({
    released: true,
    endedBy: 'system',
    ...(outbound ? { outbound: { ...outbound, outcome: 'machine' } } : {}),
  })
  // What a flow records now is no customer's comment.
  turn.without('offer', 'flow')
  endLine(turn)
}
