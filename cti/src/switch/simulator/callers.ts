/** Simulated callers: they call a hotline number, press keys, lose patience, talk, and hang up. */
import { z } from 'zod'
import { type Channel, createChannel, isUp } from './channel.ts'
import type { Dialplan } from './dialplan.ts'
import { receiveDigits } from './digits.ts'
import { KEY_MS, keyPresses, keys, REACTION_MS } from './key-presses.ts'
import { hangUp, setCallState } from './lifecycle.ts'
import { inboundName, REFUSALS, setInviteVariables } from './signalling.ts'
import { type Switchboard, tell } from './switchboard.ts'
import { send } from './transfer.ts'

const ms = z.number().int().min(0).max(86_400_000)

export const callPlan = z
  .object({
    /** As the carrier signals it: digits, +86…, anonymous. */
    from: z.string().regex(/^[0-9A-Za-z+*#._-]{1,64}$/, 'digits, or a word such as anonymous'),
    to: z.string().regex(/^\+?[0-9]{3,20}$/, 'the dialled number: 3 to 20 digits'),
    name: z.string().max(100).optional(),
    /** Hangs up when no agent was heard this long after the call began. ms. */
    patienceMs: ms.optional(),
    /** Hangs up this long after first hearing an agent. ms. */
    talkMs: ms.optional(),
    /** Hangs up this long after the call began, whatever happens. ms. */
    hangUpAfterMs: ms.optional(),
    /** Pressed at menus, all of them at each. */
    digits: keys.optional(),
    /** Pressed at a time, counted from the switch's answer. ms. */
    keys: keyPresses.optional(),
    /** The leg's uuid, for tests; absent: a new one. */
    uuid: z.uuid().optional(),
    /** The dialplan's context that the carrier's calls come into. */
    context: z
      .string()
      .regex(/^[\w-]{1,32}$/)
      .optional(),
  })
  .strict()
export type CallPlan = z.infer<typeof callPlan>

/** The call reaches the switch. @returns its leg's uuid. */
export function placeCall(board: Switchboard, dialplan: Dialplan, defaultContext: string, plan: CallPlan): string {
  const now = board.clock.now()
  const uuid = plan.uuid ?? board.random.uuid()
  const name = plan.name === undefined || plan.name === '' ? undefined : plan.name
  const channel = createChannel({
    uuid,
    direction: 'inbound',
    name: inboundName(plan.from),
    profile: {
      username: plan.from,
      dialplan: 'XML',
      // FreeSWITCH repeats the number when the carrier signals no name.
      callerName: name ?? plan.from,
      callerNumber: plan.from,
      origCallerName: name ?? plan.from,
      origCallerNumber: plan.from,
      networkAddress: '127.0.0.1',
      ani: plan.from,
      destination: plan.to,
      source: 'mod_sofia',
      context: plan.context ?? defaultContext,
      index: 1,
      profileCreatedAt: now,
      createdAt: now,
      answeredAt: 0,
      progressAt: 0,
      progressMediaAt: 0,
      hangupAt: 0,
      transferAt: 0,
      bridgedAt: 0,
      lastHoldAt: 0,
    },
  })
  board.sessions += 1
  board.totals.placed += 1
  board.channels.set(uuid, channel)
  board.peakSessions = Math.max(board.peakSessions, board.channels.size)
  setInviteVariables(board, channel, plan)
  behave(board, channel, plan)
  tell(board, channel, 'CHANNEL_CREATE')
  setCallState(board, channel, 'RINGING')
  channel.variables.set('DP_MATCH', [plan.to, plan.to])
  send(board, dialplan, channel, { extension: plan.to, dialplan: 'XML', context: channel.profile.context })
  return uuid
}

/** The person at the far end presses keys, one after the other. */
export function farEndPresses(board: Switchboard, channel: Channel, digits: string): void {
  ;[...digits].forEach((key, index) => {
    board.clock.schedule(index * KEY_MS, () => {
      if (isUp(channel)) receiveDigits(board, channel, key, 'RTP')
    })
  })
}

/** The person at the far end hangs up: BYE when answered; before that a caller cancels and a called phone declines. */
export function farEndHangsUp(board: Switchboard, channel: Channel): void {
  if (!isUp(channel)) return
  if (channel.answerState === 'answered') hangUp(board, channel, 'NORMAL_CLEARING', { by: 'far-end' })
  else if (channel.direction === 'inbound') hangUp(board, channel, 'ORIGINATOR_CANCEL', { by: 'far-end' })
  else hangUp(board, channel, REFUSALS.reject.cause, { by: 'far-end', refusal: REFUSALS.reject })
}

function behave(board: Switchboard, channel: Channel, plan: CallPlan): void {
  let connected = false
  let wasAnswered = false
  const after = (delayMs: number, act: () => void): void => {
    board.clock.schedule(delayMs, () => {
      if (isUp(channel)) act()
    })
  }
  const press = (keys: string, delayMs: number): void => {
    ;[...keys].forEach((key, index) => {
      after(delayMs + index * KEY_MS, () => receiveDigits(board, channel, key, 'RTP'))
    })
  }
  if (plan.patienceMs !== undefined)
    after(plan.patienceMs, () => {
      if (!connected) farEndHangsUp(board, channel)
    })
  if (plan.hangUpAfterMs !== undefined) after(plan.hangUpAfterMs, () => farEndHangsUp(board, channel))

  channel.farEnd = {
    answered() {
      if (wasAnswered) return
      wasAnswered = true
      board.totals.answered += 1
      for (const { afterMs, digit: key } of plan.keys ?? []) press(key, afterMs)
    },
    prompted() {
      if (plan.digits !== undefined) press(plan.digits, REACTION_MS)
    },
    bridged() {
      if (connected) return
      connected = true
      board.totals.connected += 1
      if (plan.talkMs !== undefined) after(plan.talkMs, () => farEndHangsUp(board, channel))
    },
    ended() {
      board.totals.ended += 1
      if (!connected) board.totals.abandoned += 1
    },
  }
}
