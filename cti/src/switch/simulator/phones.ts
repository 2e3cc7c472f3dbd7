/** Agents' phones: what each does when it is called. */
import { z } from 'zod'
import { beep } from './beep-detection.ts'
import { type Channel, isUp, updateProfile } from './channel.ts'
import { receiveDigits } from './digits.ts'
import { keyPresses, keys, REACTION_MS } from './key-presses.ts'
import { hangUp, markAnswered, progress } from './lifecycle.ts'
import { type OutboundTarget, REFUSALS, setMediaVariables, setReplyVariables } from './signalling.ts'
import type { Switchboard } from './switchboard.ts'

const ms = z.number().int().min(0).max(3_600_000)

export const phoneBehaviour = z.discriminatedUnion('mode', [
  /** Rings until the desk answers it (uuid_phone_event talk). */
  z.object({ mode: z.literal('desk') }).strict(),
  /**
   * Answers by itself `afterMs` after it began to ring; presses keys at their times after that, and `digits`, one at each question; hangs up
   * `hangUpAfterMs` after the answer, or never.
   */
  z
    .object({
      mode: z.literal('auto'),
      afterMs: ms.default(1_000),
      hangUpAfterMs: ms.optional(),
      keys: keyPresses.optional(),
      digits: keys.optional(),
    })
    .strict(),
  /** Answers `afterMs` after it began to ring, gives its tone `beepAfterMs` after that, and records until it is hung up. */
  z.object({ mode: z.literal('voicemail'), afterMs: ms.default(3_000), beepAfterMs: ms.default(4_000) }).strict(),
  /** Rings for as long as it is called, whatever the desk says. */
  z.object({ mode: z.literal('ignore') }).strict(),
  /** 486, at once or after having rung for `afterMs`. */
  z.object({ mode: z.literal('busy'), afterMs: ms.optional() }).strict(),
  /** 603, at once or after having rung for `afterMs`. */
  z.object({ mode: z.literal('reject'), afterMs: ms.optional() }).strict(),
  /** Registered, but nothing answers at its address. */
  z.object({ mode: z.literal('unreachable') }).strict(),
  /** Not registered: a call to it fails before a leg exists. */
  z.object({ mode: z.literal('unregistered') }).strict(),
  /** Answers at once and drops the call `afterMs` later. */
  z.object({ mode: z.literal('drop'), afterMs: ms.default(1_000) }).strict(),
])
export type PhoneBehaviour = z.infer<typeof phoneBehaviour>

/** What a person who was called presses. */
type Person = Pick<Extract<PhoneBehaviour, { mode: 'auto' }>, 'digits' | 'keys'>

export interface Phones {
  behaviour(extension: string): PhoneBehaviour
  set(extension: string, behaviour: PhoneBehaviour): void
  /** Only those that were set. */
  list(): Readonly<Record<string, PhoneBehaviour>>
  /** The phone gets the call. */
  ring(board: Switchboard, channel: Channel, target: OutboundTarget): void
}

/** In place of an extension: all numbers outside that have no behaviour of their own. */
const OUTSIDE = 'outside'
/** An extension that nobody said anything about is a desk phone; any other number is a person who answers. */
const DESK: PhoneBehaviour = { mode: 'desk' }
const PERSON: PhoneBehaviour = { mode: 'auto', afterMs: 3_000 }
export const isExtension = (user: string): boolean => /^[0-9]{2,8}$/.test(user)

export function createPhones(): Phones {
  const behaviours = new Map<string, PhoneBehaviour>()
  const behaviour = (extension: string): PhoneBehaviour =>
    behaviours.get(extension) ?? (isExtension(extension) ? DESK : PERSON)

  /** A number that nobody said anything about, called through a gateway. */
  const outside = (target: OutboundTarget): PhoneBehaviour =>
    (isExtension(target.user) ? undefined : behaviours.get(OUTSIDE)) ?? behaviour(target.user)

  return {
    behaviour,
    set: (extension, wanted) => void behaviours.set(extension, wanted),
    list: () => Object.fromEntries([...behaviours].sort(([a], [b]) => (a < b ? -1 : 1))),
    ring: (board, channel, target) => answerAs(board, channel, target, behaviours.get(target.user) ?? outside(target)),
  }
}

function answerAs(board: Switchboard, channel: Channel, target: OutboundTarget, behaviour: PhoneBehaviour): void {
  const after = (delayMs: number, act: () => void): void => {
    board.clock.schedule(delayMs, () => {
      if (isUp(channel)) act()
    })
  }
  const ring = (): void => {
    setReplyVariables(board, channel, target)
    updateProfile(channel, { networkAddress: '127.0.0.1' })
    progress(board, channel)
  }
  const press = (digit: string, delayMs: number): void =>
    after(delayMs, () => receiveDigits(board, channel, digit, 'RTP'))
  const goOffHook = (hangUpAfterMs?: number, person: Person = {}): void => {
    if (!isUp(channel) || channel.answerState === 'answered') return
    setReplyVariables(board, channel, target)
    setMediaVariables(board, channel)
    markAnswered(board, channel)
    const left = [...(person.digits ?? '')]
    channel.farEnd = {
      prompted() {
        const digit = left.shift()
        if (digit !== undefined) press(digit, REACTION_MS)
      },
    }
    for (const { afterMs, digit } of person.keys ?? []) press(digit, afterMs)
    if (hangUpAfterMs !== undefined)
      after(hangUpAfterMs, () => hangUp(board, channel, 'NORMAL_CLEARING', { by: 'far-end' }))
    channel.originated?.('answered')
  }
  const refuse = (how: 'busy' | 'reject' | 'unreachable'): void =>
    hangUp(board, channel, REFUSALS[how].cause, { by: 'far-end', refusal: REFUSALS[how] })

  switch (behaviour.mode) {
    case 'desk':
      ring()
      channel.farEnd = { askedToAnswer: () => after(0, () => goOffHook()) }
      return
    case 'auto':
      ring()
      channel.farEnd = { askedToAnswer: () => after(0, () => goOffHook(behaviour.hangUpAfterMs, behaviour)) }
      after(behaviour.afterMs, () => goOffHook(behaviour.hangUpAfterMs, behaviour))
      return
    case 'voicemail':
      ring()
      after(behaviour.afterMs, () => {
        goOffHook()
        after(behaviour.beepAfterMs, () => beep(board, channel))
      })
      return
    case 'drop':
      ring()
      after(0, () => goOffHook(behaviour.afterMs))
      return
    case 'busy':
    case 'reject': {
      const { mode, afterMs } = behaviour
      if (afterMs === undefined) refuse(mode)
      else {
        ring()
        after(afterMs, () => refuse(mode))
      }
      return
    }
    case 'unreachable':
      refuse('unreachable')
      return
    case 'ignore':
      ring()
      return
    case 'unregistered':
      throw new Error('a phone that is not registered cannot ring')
  }
}
