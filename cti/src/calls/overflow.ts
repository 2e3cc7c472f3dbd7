/** A rule of the queue fired: another queue, a callback, a message, an announcement or an external number instead of waiting on. */
import type { LegId } from '../ids.ts'
import type { OverflowAction, OverflowCondition } from '../routing/work.ts'
import { callbackOfferPrompt } from '../switch/prompts.ts'
import { interject } from './announcements.ts'
import { callbackOnOffer } from './asking.ts'
import type { CallInput } from './call.ts'
import { close } from './closing.ts'
import { callOutside } from './forwarding.ts'
import type { Turn } from './turn.ts'
import { takeMessage } from './voicemail.ts'
import { goOver } from './waiting.ts'

export function overflowed(turn: Turn, fired: Extract<CallInput, { type: 'overflowed' }>): void {
  const { queue, when, action, waitedMs, leg } = fired
  if (turn.call.phase !== 'queued') {
    // Somebody answered in the same moment, or the customer left: nobody waits any more.
    return turn.note(`overflow to ${action.kind} came too late`)
  }
  turn.tell(
    { type: 'call-overflowed', queue, when, action, waitedMs },
    `${queue}/${conditionName(when)}/${action.kind}`,
  )
  turn.step('overflowed', {
    queue: action.kind === 'queue' ? action.queue : queue,
    detail: `${when.kind}/${action.kind}`,
  })
  if (action.kind === 'queue') return goOver(turn, action.queue)
  // Nobody is on the line to hear or do anything: the place waits on.
  if (!turn.onLine) return
  if (turn.call.offer && action.kind !== 'offer-callback') return turn.change({ postponed: { action, leg } })
  carryOut(turn, action, leg)
}

/** The phone that rang was not answered: what was put off is done now. */
export function catchUp(turn: Turn): void {
  const { postponed, phase, offer } = turn.call
  if (!postponed || offer || phase !== 'queued') return
  turn.without('postponed')
  if (turn.onLine) carryOut(turn, postponed.action, postponed.leg)
}

function carryOut(turn: Turn, action: OverflowAction, leg: LegId): void {
  switch (action.kind) {
    case 'queue':
      return
    case 'offer-callback': {
      const callback = callbackOnOffer(turn)
      if (callback && !turn.call.asking) interject(turn, callbackOfferPrompt(callback.key))
      return
    }
    case 'voicemail':
      turn.route({ type: 'work-left', work: turn.work })
      return takeMessage(turn)
    case 'announce':
      turn.route({ type: 'work-left', work: turn.work })
      return close(turn, 'announced', action.prompt)
    case 'external':
      return callOutside(turn, action.number, leg)
  }
}

function conditionName(when: OverflowCondition): string {
  return when.kind === 'wait' ? `wait-${when.ms}` : when.kind
}
