/** A customer waits in a queue: where, since when, with what music, and what routing knows of them. */
import type { QueueConfig } from '../configuration.ts'
import type { EpochMs, QueueId } from '../ids.ts'
import type { WorkItem } from '../routing/work.ts'
import type { Deadline } from './call.ts'
import type { Turn } from './turn.ts'

/** However long somebody has waited, a change leaves them at least this long before they are told that it was too long. ms */
const RESPITE_MS = 5_000
/** A callback that nobody got round to for so long is given up. ms */
const CALLBACK_LIFE_MS = 7 * 86_400_000

export function configOf(turn: Turn): QueueConfig | undefined {
  const { queue } = turn.call
  return queue === undefined ? undefined : turn.context.queue(queue)
}

/** Whether somebody may wait there although nobody is logged in: a rule of the queue says what happens to them. */
export function mayWait(turn: Turn, queue: QueueId): boolean {
  const rules = turn.context.queue(queue)?.overflow ?? []
  return turn.context.staffed(queue) || rules.some(({ when }) => when.kind === 'no-staff')
}

export function playMusic(turn: Turn): void {
  const name = configOf(turn)?.music ?? 'hold'
  turn.command({ type: 'play', leg: turn.call.callerLeg, playback: 'music', prompts: [{ kind: 'music', name }] })
}

/** What the leg must know for the wait to go on after a restart of ours. */
export function markWaiting(turn: Turn): void {
  const { callerLeg, enteredAt, priority, queue, waitingSince } = turn.call
  turn.command({
    type: 'set-variables',
    leg: callerLeg,
    variables: {
      phase: 'queued',
      queue: queue ?? '',
      entered_at: String(enteredAt ?? turn.at),
      waiting_since: String(waitingSince ?? turn.at),
      priority: priority === 0 ? '' : String(priority),
    },
  })
}

export function waitDeadlines(turn: Turn): Partial<Record<Deadline, EpochMs>> {
  const { callback, enteredAt = turn.at, waitingSince = enteredAt } = turn.call
  if (callback && !turn.onLine) return { 'max-wait': callback.requestedAt + CALLBACK_LIFE_MS }
  const config = configOf(turn)
  if (!config) return {}
  return {
    'max-wait': Math.max(turn.at + RESPITE_MS, waitingSince + config.maxWaitMs),
    ...(config.announceEveryMs > 0 ? { announcement: turn.at + config.announceEveryMs } : {}),
  }
}

export function workItem(turn: Turn): WorkItem {
  const { callback, enteredAt = turn.at, known, outbound, priority, queue } = turn.call
  const channel = callback || (outbound && !turn.onLine) ? 'callback' : 'voice'
  return {
    id: turn.work,
    queue: queue ?? ('' as QueueId),
    channel,
    priority,
    enteredAt,
    // Whom a flow has given to a queue is a caller like any other.
    ...(outbound && !outbound.handedOn ? { outbound: true } : {}),
    ...known,
  }
}

/** In line, with nobody's phone ringing; the place is the one that the call has. */
export function waitInLine(turn: Turn): void {
  turn.enter('queued', undefined, waitDeadlines(turn))
  turn.route({ type: 'work-arrived', item: workItem(turn) })
}

/** The customer goes over to another queue, keeping the place; routing knows already, or is told by the caller of this. */
export function goOver(turn: Turn, queue: QueueId): void {
  turn.change({ queue })
  if (turn.call.phase !== 'queued') return
  const { announcement: _former, 'max-wait': _limit, ...others } = turn.call.deadlines
  turn.change({ deadlines: { ...others, ...waitDeadlines(turn) } })
  if (!turn.onLine) return
  markWaiting(turn)
  if (!turn.call.asking) playMusic(turn)
}
