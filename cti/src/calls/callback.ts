/**
 * Virtual hold, our side: a place that waits without a caller. At its turn the customer is dialled, before or after the agent's phone, and
 * from the moment they have answered it is a call like any other. Whoever is not reached is tried again later, up to a limit.
 */
import { asLegId } from '../ids.ts'
import type { HangupCause } from '../switch/port.ts'
import { file } from '../switch/port.ts'
import { nextOpening } from './business-hours.ts'
import type { Call, KeptCallback } from './call.ts'
import { backToQueue, ringPhone } from './queueing.ts'
import type { Turn } from './turn.ts'
import { configOf, playMusic, waitInLine } from './waiting.ts'

const NO_LEG = asLegId('')
const RING_MS = 30_000
/** Beyond the switch's own ring time-out. */
const RING_SLACK_MS = 5_000
const CONNECT_MS = 5_000
/** Where a queue no longer says so. */
const ATTEMPTS = 3
const RETRY_MS = 900_000
/** How long legs may take to end before they are asked again. ms */
const REMAINS_MS = 10_000

export function callbackCall(kept: KeptCallback, at: number): Call {
  const { callback, dialling: _, ...place } = kept
  return {
    ...place,
    callback,
    callerLeg: NO_LEG,
    legs: {},
    phase: 'scheduled',
    phaseSince: at,
    arrivedAt: callback.requestedAt,
    known: {},
    connections: 0,
    muted: false,
    released: true,
    deadlines: {},
    history: [],
    path: [{ at: callback.requestedAt, step: 'callback', ...(place.queue ? { queue: place.queue } : {}) }],
  }
}

/** What is to be on disk of it; undefined once there is nothing to go on with. */
export function keptOf(call: Call): KeptCallback | undefined {
  const { callback, caller, enteredAt, hotline, hotlineName, id, phase, priority, queue } = call
  if (!callback || phase === 'ended') return undefined
  const dialling = phase === 'dialling' || phase === 'connecting'
  return { id, hotline, hotlineName, caller, queue, enteredAt, priority, callback, dialling }
}

/** It has just been asked for, and is on disk. */
export function beginCallback(turn: Turn): void {
  const { callback, caller, enteredAt, hotline, queue } = turn.call
  if (!callback || !queue || enteredAt === undefined) return
  turn.tell(
    {
      type: 'callback-requested',
      callback: turn.work,
      queue,
      number: caller.number ?? '',
      hotline,
      caller,
      enteredAt,
    },
    '',
    callback.requestedAt,
    callback.requestedBy,
  )
  takePlace(turn)
}

/** Into the line, with the place that was kept. */
export function takePlace(turn: Turn): void {
  turn.change({ known: turn.context.known(turn.call.caller) })
  const { callback } = turn.call
  if (callback) turn.change({ callback: { ...callback, nextAt: undefined } })
  turn.step('queued')
  waitInLine(turn)
}

/** Whether the customer may be called now. When not, the place rests until one may. */
export function mayBeCalled(turn: Turn): boolean {
  const next = nextTime(turn, turn.at)
  if (next === turn.at && turn.context.trunk() !== undefined) return true
  turn.route({ type: 'work-left', work: turn.work })
  rest(turn, next === turn.at ? turn.at + RETRY_MS : next)
  return false
}

/** The first moment from `from` on at which the hotline is open and calls are still made; undefined within two weeks. */
function nextTime(turn: Turn, from: number): number | undefined {
  const hours = turn.context.hotline(turn.call.hotline)?.hours
  return hours ? nextOpening(hours, from, configOf(turn)?.callback?.untilMinute) : from
}

function rest(turn: Turn, nextAt: number | undefined): void {
  const { callback } = turn.call
  if (!callback) return
  if (nextAt === undefined) return endCallback(turn, 'gave-up')
  turn.change({ callback: { ...callback, nextAt } })
  turn.enter('scheduled', nextAt - turn.at)
}

/** The agent is bound to it already. */
export function dialCustomer(turn: Turn): void {
  const { call } = turn
  const gateway = turn.context.trunk()
  if (!call.callback || !call.offer || !call.queue || gateway === undefined || !call.caller.number) return
  const leg = call.offer.customerLeg
  turn.change({
    callerLeg: leg,
    callback: { ...call.callback, attempts: call.callback.attempts + 1 },
    agent: call.offer.agent,
    released: false,
  })
  turn.setLeg({ id: leg, role: 'customer', state: 'dialling' })
  turn.enter('dialling', RING_MS + RING_SLACK_MS)
  turn.step('callback', { detail: `attempt ${call.callback.attempts + 1}` })
  turn.command({
    type: 'originate',
    leg,
    to: { kind: 'trunk', gateway, number: call.caller.number },
    callerNumber: call.hotline,
    callerName: call.hotline,
    ringTimeoutMs: RING_MS,
    variables: {
      call: call.id,
      role: 'customer',
      queue: call.queue,
      entered_at: String(call.enteredAt ?? turn.at),
      hotline: call.hotline,
      number: call.caller.number,
      requested_by: call.callback.requestedBy,
      requested_at: String(call.callback.requestedAt),
      attempts: String(call.callback.attempts + 1),
      priority: call.priority === 0 ? '' : String(call.priority),
    },
  })
}

export function customerAnswered(turn: Turn): void {
  const { agentLeg, callerLeg, offer } = turn.call
  if (!offer) return
  turn.change({ arrivedAt: turn.at, waitingSince: turn.at })
  if (turn.leg(agentLeg)?.state === 'answered' && agentLeg) {
    turn.enter('connecting', CONNECT_MS)
    return turn.command({ type: 'bridge', a: callerLeg, b: agentLeg })
  }
  const ringMs = configOf(turn)?.offerTimeoutMs ?? RING_MS
  turn.change({ offer: { ...offer, expiresAt: turn.at + ringMs } })
  turn.enter('dialling', ringMs + RING_SLACK_MS)
  turn.command({ type: 'play', leg: callerLeg, playback: 'greeting', prompts: [file('callback-greeting')] })
  ringPhone(turn)
}

/** The greeting is over and the agent's phone still rings. */
export function customerGreeted(turn: Turn): void {
  playMusic(turn)
}

/** The customer was not reached, or left before anybody spoke: the agent is free at once, the place is tried again later. */
export function attemptFailed(turn: Turn, cause: HangupCause): void {
  const { callback, offer, phase } = turn.call
  if (!callback || phase === 'scheduled' || phase === 'ended') return
  if (phase === 'queued') turn.route({ type: 'work-left', work: turn.work })
  else if (!turn.call.released) turn.route({ type: 'contact-ended', work: turn.work, withoutWrapUp: true })
  turn.hangUp(turn.call.callerLeg, 'cancelled')
  turn.hangUp(offer?.leg, 'cancelled')
  turn.hangUp(turn.call.outside, 'cancelled')
  turn.change({ released: true })
  turn.without('offer', 'agent', 'agentLeg', 'outcome', 'endedBy', 'waitingSince')
  turn.without('outside', 'forwardTried', 'postponed')
  const config = configOf(turn)?.callback
  const isLast = callback.attempts >= (config?.attempts ?? ATTEMPTS)
  const nextAt = isLast ? undefined : nextTime(turn, turn.at + (config?.retryMs ?? RETRY_MS))
  const subject = `${turn.work}/${callback.attempts}`
  const { requestedBy } = callback
  turn.step('callback', { detail: cause })
  turn.tell(
    {
      type: 'callback-attempted',
      callback: turn.work,
      attempt: callback.attempts,
      cause,
      ...(nextAt === undefined ? {} : { nextAt }),
    },
    subject,
    turn.at,
    requestedBy,
  )
  rest(turn, nextAt)
}

/** The agent's phone or the connection failed, not the customer: who is on the line waits there, who is not is called again at once. */
export function agentFailed(turn: Turn, reason: string): void {
  const { callback, callerLeg } = turn.call
  if (!callback) return
  if (turn.leg(callerLeg)?.state !== 'answered') {
    // Its end is nobody's: the customer is not to blame, and the attempt does not count.
    turn.hangUp(callerLeg, 'cancelled')
    turn.change({ callerLeg: NO_LEG, callback: { ...callback, attempts: callback.attempts - 1 } })
  }
  // Routing takes a plain 'no-answer' for an offer that nobody had accepted.
  backToQueue(turn, `not joined: ${reason}`)
}

export function endCallback(turn: Turn, end: 'gave-up' | 'cancelled' | 'called-again'): void {
  const { callback, offer } = turn.call
  if (!callback) return
  turn.tell({ type: 'callback-ended', callback: turn.work, end }, turn.work, turn.at, callback.requestedBy)
  turn.hangUp(offer?.leg, 'cancelled')
  turn.without('offer')
  turn.enter('ended', REMAINS_MS)
}

/** It is no longer wanted. One that is under way goes on: the customer hears so from the agent. */
export function drop(turn: Turn, end: 'cancelled' | 'called-again'): void {
  const { phase } = turn.call
  if (turn.onLine || (phase !== 'queued' && phase !== 'scheduled')) return turn.note(`${end}, but it is ${phase}`)
  if (phase === 'queued') turn.route({ type: 'work-left', work: turn.work })
  endCallback(turn, end)
}
