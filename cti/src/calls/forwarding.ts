/** The caller is handed on to an external number. The place is kept until somebody there has answered. */
import type { LegId } from '../ids.ts'
import { endLine } from './closing.ts'
import { reached } from './reaching.ts'
import type { Turn } from './turn.ts'
import { markWaiting, playMusic, waitInLine } from './waiting.ts'

const RING_MS = 30_000
/** Beyond the switch's own ring time-out. */
const RING_SLACK_MS = 5_000
const CONNECT_MS = 5_000

export function callOutside(turn: Turn, number: string, leg: LegId): void {
  const gateway = turn.context.trunk()
  const { callerLeg, forwardTried, hotline, id } = turn.call
  if (forwardTried) return
  if (gateway === undefined) return turn.illegal(`no trunk to reach ${number} by; the caller waits on`)
  turn.change({ outside: leg, forwardTried: true })
  turn.setLeg({ id: leg, role: 'outside', state: 'dialling' })
  turn.setDeadline('outside', turn.at + RING_MS + RING_SLACK_MS)
  turn.command({
    type: 'originate',
    leg,
    to: { kind: 'trunk', gateway, number },
    callerNumber: hotline,
    callerName: hotline,
    ringTimeoutMs: RING_MS,
    variables: { call: id, role: 'outside', for: callerLeg },
  })
}

/** Somebody at the external number has gone off-hook. */
export function outsideAnswered(turn: Turn): void {
  const { callerLeg, outside } = turn.call
  if (!outside) return
  turn.route({ type: 'work-left', work: turn.work })
  turn.without('asking')
  turn.enter('forwarding', CONNECT_MS)
  turn.command({ type: 'bridge', a: callerLeg, b: outside })
}

export function forwarded(turn: Turn): void {
  turn.change({ outcome: 'forwarded' })
  reached(turn)
  turn.enter('forwarded', undefined)
  turn.command({ type: 'set-variables', leg: turn.call.callerLeg, variables: { phase: 'forwarded' } })
}

/** Nobody there, or an agent was faster. */
export function giveUpOutside(turn: Turn): void {
  const { outside } = turn.call
  turn.without('outside')
  turn.setDeadline('outside', undefined)
  turn.hangUp(outside, 'cancelled')
}

/** It answered and could not be joined: back in line with the place that was kept. */
export function notJoined(turn: Turn): void {
  giveUpOutside(turn)
  turn.without('outcome')
  markWaiting(turn)
  playMusic(turn)
  waitInLine(turn)
}

export function outsideLost(turn: Turn): void {
  switch (turn.call.phase) {
    case 'queued':
      turn.note('the external number was not reached')
      return giveUpOutside(turn)
    case 'forwarding':
      return notJoined(turn)
    case 'forwarded':
      turn.change({ endedBy: turn.call.endedBy ?? 'system' })
      return endLine(turn)
    default:
      return
  }
}
