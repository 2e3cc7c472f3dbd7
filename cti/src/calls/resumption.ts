/**
 * Callbacks after our restart. Disk says who is to be called, the switch who is being called: nobody is forgotten, and nobody is called
 * although they have been reached.
 */
import type { Fact } from '../facts.ts'
import { asWorkId, type EpochMs } from '../ids.ts'
import type { EndedLeg, LegSnapshot } from '../switch/port.ts'
import { adopt } from './adoption.ts'
import type { CallContext, KeptCallback } from './call.ts'
import { attemptFailed, callbackCall, takePlace } from './callback.ts'
import { reached } from './reaching.ts'
import type { Transition } from './transition.ts'
import { Turn } from './turn.ts'

/**
 * @param legs the legs in the switch that carry the callback's id
 * @param ended the journal's entries of such legs
 * @returns undefined when the customer was reached and it is over: the journal tells the rest
 */
export function resumeCallback(
  kept: KeptCallback,
  legs: readonly LegSnapshot[],
  ended: readonly EndedLeg[],
  at: EpochMs,
  context: CallContext,
): Transition | undefined {
  const adopted = adopt(legs, at, context, kept)
  if (adopted) return adopted
  const attempts = ended.filter((leg) => leg.variables.role === 'customer')
  const spoke = attempts.some((leg) => leg.variables.connected_at !== undefined)
  if (kept.callback.reached || spoke) return spoke ? undefined : overBefore(kept, at, context)
  const turn = new Turn(callbackCall(kept, at), at, context)
  for (const leg of legs) {
    // Ringing still: whether an agent waits for it is not known any more.
    turn.setLeg({ id: leg.leg, role: leg.variables.role === 'customer' ? 'customer' : 'agent', state: 'ringing' })
    turn.hangUp(leg.leg, 'cancelled')
  }
  const { nextAt } = kept.callback
  if (kept.dialling && legs.length === 0) {
    turn.enter('dialling', 0)
    attemptFailed(turn, attempts.at(-1)?.cause ?? 'other')
  } else if (nextAt !== undefined && nextAt > at) turn.enter('scheduled', nextAt - at)
  else takePlace(turn)
  return { call: turn.call, effects: turn.effects }
}

/** Told again, or for the first time when it happened while we were away. */
export function reachedFact({ id, callback }: KeptCallback, at: EpochMs): Fact {
  const { requestedBy: call } = callback
  const type = 'callback-ended'
  return { id: `${call}/${type}/${id}`, at, type, call, callback: asWorkId(id), end: 'reached' }
}

/** Reached before we went, and the end is in no journal: the switch itself was restarted. */
function overBefore(kept: KeptCallback, at: EpochMs, context: CallContext): Transition {
  const turn = new Turn(callbackCall({ ...kept, callback: { ...kept.callback, reached: false } }, at), at, context)
  reached(turn)
  turn.enter('ended', undefined)
  return { call: turn.call, effects: turn.effects }
}
