/**
 * Virtual hold, the caller's side: a key pressed while waiting, the number confirmed or replaced, and the place goes on waiting as a
 * callback. Meanwhile the caller keeps the place on the line as well: an agent who becomes free is rung at once.
 */
import type { QueueCallback } from '../configuration.ts'
import type { CallerIdentity } from '../facts.ts'
import { asCallId, asWorkId } from '../ids.ts'
import { callerIdentity } from '../numbers/caller-identity.ts'
import { file } from '../switch/port.ts'
import { close } from './closing.ts'
import type { Turn } from './turn.ts'
import { configOf, playMusic } from './waiting.ts'

/** From a prompt's end to the first digit. ms */
const CONFIRM_MS = 5_000
const NUMBER_MS = 8_000
const TRIES = 2
/** No longer than the prompts and the digits of all tries take. ms */
const ASKED_WITHIN_MS = 60_000
const KEPT_WITHIN_MS = 5_000
/** A collecting that ends without digits is also how a hang-up begins. ms */
const GONE_MS = 500

/** What a caller of this queue may ask for now. */
export function callbackOnOffer(turn: Turn): QueueCallback | undefined {
  const { callback, queue } = turn.call
  const config = configOf(turn)?.callback
  if (callback || !queue || !config || turn.context.trunk() === undefined) return undefined
  return turn.context.callbacksOf(queue) < config.limit ? config : undefined
}

export function askAboutCallback(turn: Turn): void {
  // A number that leads back to a person is read from the line; a privacy or service number or a withheld one does not.
  ask(turn, isDialable(turn.call.caller) ? 'confirm' : 'number')
}

function ask(turn: Turn, step: 'confirm' | 'number'): void {
  turn.change({ asking: { step } })
  turn.setDeadline('announcement', undefined)
  turn.setDeadline('asking', turn.at + ASKED_WITHIN_MS)
  const confirm = step === 'confirm'
  turn.command({
    type: 'collect-digits',
    leg: turn.call.callerLeg,
    request: `callback-${step}`,
    prompt: file(confirm ? 'callback-confirm' : 'callback-number'),
    invalidPrompt: file('invalid-option'),
    minDigits: confirm ? 1 : 10,
    maxDigits: confirm ? 1 : 12,
    tries: TRIES,
    timeoutMs: confirm ? CONFIRM_MS : NUMBER_MS,
    accept: confirm ? '^[12]$' : '^(1[3-9]|0[1-9])[0-9]+$',
  })
}

export function answered(turn: Turn, request: string, digits: string): void {
  const { asking, caller } = turn.call
  if (!asking || request !== `callback-${asking.step}`) return
  if (digits === '') return turn.setDeadline('asking', turn.at + GONE_MS)
  if (asking.step === 'number') {
    const number = callerIdentity(digits)
    return isDialable(number) ? keep(turn, number) : stopAsking(turn)
  }
  if (digits === '1') return keep(turn, caller)
  ask(turn, 'number')
}

/** Nothing came of it: the caller waits on. */
export function stopAsking(turn: Turn): void {
  if (!turn.call.asking) return
  turn.without('asking', 'outcome', 'endedBy')
  turn.setDeadline('asking', undefined)
  const config = configOf(turn)
  if (config && config.announceEveryMs > 0) turn.setDeadline('announcement', turn.at + config.announceEveryMs)
  if (turn.call.phase === 'queued' && turn.onLine) playMusic(turn)
}

function keep(turn: Turn, customer: CallerIdentity): void {
  const { call } = turn
  const earlier = customer.number === undefined ? undefined : turn.context.callbackFor(customer.number)
  if (earlier?.callback && earlier.queue && earlier.enteredAt !== undefined && customer.number !== undefined) {
    turn.tell({
      type: 'callback-requested',
      callback: callbackId(call.id),
      queue: earlier.queue,
      number: customer.number,
      hotline: call.hotline,
      caller: call.caller,
      enteredAt: earlier.enteredAt,
      mergedInto: asWorkId(earlier.id),
    })
    return leaveTheLine(turn)
  }
  turn.change({ asking: { step: 'keeping' }, outcome: 'callback-requested', endedBy: 'system' })
  turn.setDeadline('asking', turn.at + KEPT_WITHIN_MS)
  turn.effects.push({
    kind: 'callback-asked',
    callback: {
      id: asCallId(callbackId(call.id)),
      hotline: call.hotline,
      ...(call.hotlineName === undefined ? {} : { hotlineName: call.hotlineName }),
      caller: customer,
      ...(call.queue ? { queue: call.queue } : {}),
      enteredAt: call.enteredAt ?? turn.at,
      priority: call.priority,
      callback: { requestedBy: call.id, requestedAt: turn.at, attempts: 0, reached: false },
      dialling: false,
    },
  })
}

/** One callback a call: asking twice is asking once. */
export const callbackId = (call: string) => asWorkId(`callback-${call}`)

/** The callback is safe on disk, or cannot be. */
export function kept(turn: Turn, isKept: boolean): void {
  const { asking, phase } = turn.call
  if (isKept && phase === 'queued' && asking?.step === 'keeping') return leaveTheLine(turn)
  if (isKept && phase !== 'ended' && turn.call.outcome !== 'callback-requested') {
    // An agent was faster, or the caller was told to wait on.
    const callback = asCallId(callbackId(turn.call.id))
    return void turn.effects.push({ kind: 'callback-dropped', callback, end: 'cancelled' })
  }
  if (isKept) return
  turn.illegal('the callback could not be kept; the caller waits on')
  stopAsking(turn)
}

function leaveTheLine(turn: Turn): void {
  turn.step('callback')
  turn.without('asking')
  turn.route({ type: 'work-left', work: turn.work })
  close(turn, 'callback-requested', 'callback-confirmed')
}

const isDialable = ({ kind, number }: CallerIdentity): boolean =>
  number !== undefined && (kind === 'mobile' || kind === 'landline')
