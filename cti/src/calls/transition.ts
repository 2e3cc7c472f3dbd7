/**
 * The call's state machine: (call, what happened) -> (call, what to do). Pure: time comes with the input, ids are given, effects are data.
 * An input that does not fit the state changes nothing and becomes an `illegal` effect with the call's history, never silence.
 */
import type { SwitchCommand, SwitchErrorCode, SwitchEvent } from '../switch/port.ts'
import type { Call, CallContext, CallEffect, CallInput } from './call.ts'
import { close, endLine } from './closing.ts'
import { agentAsks, changeTimedOut, converse, parted, rejoin, rejoined } from './conversation.ts'
import { legEnded, sweepRemains } from './ending.ts'
import { afterGreeting, afterMenu, greet } from './entry.ts'
import { agentAnswered, announce, backToQueue, giveUpWaiting, offerEnded, playMusic, ring } from './queueing.ts'
import { Turn } from './turn.ts'

/** Within which a hang-up follows the end of what was being played or collected, ms. */
const GONE_MS = 500

export interface Transition {
  readonly call: Call
  readonly effects: readonly CallEffect[]
}

export function transition(call: Call, input: CallInput, context: CallContext): Transition {
  const turn = new Turn(call, input.at, context)
  apply(turn, input)
  return { call: turn.call, effects: turn.effects }
}

/** The next moment at which the call wants `time-passed`; undefined at rest. */
export function nextDeadline(call: Call): number | undefined {
  const times = Object.values(call.deadlines)
  return times.length === 0 ? undefined : Math.min(...times)
}

function apply(turn: Turn, input: CallInput): void {
  switch (input.type) {
    case 'switch-event':
      return switchEvent(turn, input.event)
    case 'offer-made':
      return ring(turn, input)
    case 'offer-ended':
      return offerEnded(turn, input.offer, input.end)
    case 'agent-asks':
      return agentAsks(turn, input.agent, input.request)
    case 'command-failed':
      return commandFailed(turn, input.command, input.code, input.message)
    case 'leg-missing':
      return legEnded(turn, input.leg, {
        at: input.ended?.endedAt ?? input.at,
        cause: input.ended?.cause ?? 'other',
        switchCause: input.ended?.switchCause ?? 'NOT_IN_SWITCH',
        endedBy: input.ended?.endedBy ?? 'unknown',
        afterwards: true,
      })
    case 'time-passed':
      return timePassed(turn)
  }
}

function switchEvent(turn: Turn, event: SwitchEvent): void {
  switch (event.type) {
    case 'leg-created':
    case 'leg-parked':
    case 'leg-held':
    case 'leg-unheld':
    case 'digit':
      return
    case 'leg-ringing': {
      const leg = turn.leg(event.leg)
      if (leg?.state !== 'dialling') return
      turn.setLeg({ ...leg, state: 'ringing' })
      if (turn.call.offer?.leg === leg.id && turn.call.offer.answerAsked)
        turn.command({ type: 'answer-phone', leg: leg.id })
      return
    }
    case 'leg-answered':
      return legAnswered(turn, event)
    case 'legs-bridged':
      return bridged(turn, event)
    case 'legs-unbridged':
      return parted(turn)
    case 'playback-finished':
      return playbackFinished(turn, event.playback, event.completed)
    case 'digits-collected':
      if (turn.call.phase !== 'menu' || event.request !== 'menu') return
      return event.digits === '' ? unlessGone(turn) : afterMenu(turn, event.digits)
    case 'recording-started':
      return turn.tell({ type: 'call-recording-started', leg: event.leg, path: event.path }, event.path)
    case 'recording-stopped':
      return turn.tell(
        { type: 'call-recording-stopped', leg: event.leg, path: event.path, durationMs: event.durationMs },
        event.path,
      )
    case 'originate-failed':
    case 'leg-ended':
      return legEnded(turn, event.leg, {
        at: event.at,
        cause: event.cause,
        switchCause: event.switchCause,
        endedBy: event.type === 'leg-ended' ? event.endedBy : 'far-end',
      })
  }
}

function legAnswered(turn: Turn, event: Extract<SwitchEvent, { type: 'leg-answered' }>): void {
  const leg = turn.leg(event.leg)
  if (!leg || leg.state === 'ended' || leg.state === 'answered') return
  turn.setLeg({ ...leg, state: 'answered' })
  if (leg.id === turn.call.callerLeg) {
    if (turn.call.phase === 'answering') greet(turn)
    return
  }
  if (turn.call.phase === 'queued' && turn.call.offer?.leg === leg.id) return agentAnswered(turn)
  // It rang on after its offer was over, and somebody picked up: the switch does not end it by itself.
  turn.illegal(`leg ${leg.id} answered although nobody waits for it`)
  turn.hangUp(leg.id, 'cancelled')
}

function bridged(turn: Turn, event: Extract<SwitchEvent, { type: 'legs-bridged' }>): void {
  const { callerLeg, agentLeg, offer, phase } = turn.call
  const ours = [event.a, event.b]
  if (!ours.includes(callerLeg)) return
  if (phase === 'connecting' && offer && ours.includes(offer.leg)) return converse(turn)
  if ((phase === 'resuming' || phase === 'held' || phase === 'talking') && agentLeg && ours.includes(agentLeg))
    return rejoined(turn)
  if (phase !== 'hanging-up' && phase !== 'ended') turn.illegal(`bridged with ${ours.join(' and ')} while ${phase}`)
}

function playbackFinished(turn: Turn, playback: string, completed: boolean): void {
  const { phase } = turn.call
  if (playback === 'greeting' && phase === 'greeting') return completed ? afterGreeting(turn) : unlessGone(turn)
  if (playback === 'closing' && phase === 'closing') return endLine(turn)
  if (playback === 'announcement' && phase === 'queued') playMusic(turn)
}

/**
 * A prompt that was broken off, or a menu without an answer, is also how a hang-up begins: its own event comes a moment later. Going on at
 * once would queue a caller who is gone, or even ring a phone.
 */
function unlessGone(turn: Turn): void {
  turn.setDeadline('phase', turn.at + GONE_MS)
}

function commandFailed(turn: Turn, command: SwitchCommand, code: SwitchErrorCode, message: string): void {
  const { phase, offer, callerLeg } = turn.call
  turn.note(`${command.type} failed: ${code} ${message}`)
  if (phase === 'ended') return
  switch (command.type) {
    case 'answer':
      if (phase === 'answering' && code === 'SWITCH_REFUSED') close(turn, 'failed', undefined)
      return
    case 'play':
      if (code === 'LEG_GONE') return
      turn.illegal(`could not play ${command.playback}: ${message}`)
      return command.playback === 'music' ? undefined : playbackFinished(turn, command.playback, false)
    case 'collect-digits':
      if (phase === 'menu' && code !== 'LEG_GONE') afterMenu(turn, '')
      return
    case 'originate':
      return originateFailed(turn, command, code, message)
    case 'bridge':
      if (phase === 'connecting' && offer && command.b === offer.leg) {
        // LEG_GONE may mean the caller: then the end of the call is on its way and has the better right.
        if (code !== 'LEG_GONE') backToQueue(turn, message)
      } else if (phase === 'resuming') changeTimedOut(turn)
      return
    case 'hold':
      if (phase === 'holding') changeTimedOut(turn)
      return
    case 'start-recording':
      turn.illegal(`not recorded: ${message}`)
      return
    case 'hang-up':
      // Its end was missed; for the caller's leg the switch's journal knows the true one, and reconciliation asks it.
      if (code === 'LEG_GONE' && command.leg !== callerLeg) {
        legEnded(turn, command.leg, { at: turn.at, cause: 'other', switchCause: 'NOT_IN_SWITCH', endedBy: 'unknown' })
      }
      return
    default:
      return
  }
}

function originateFailed(
  turn: Turn,
  command: Extract<SwitchCommand, { type: 'originate' }>,
  code: SwitchErrorCode,
  message: string,
): void {
  const { offer } = turn.call
  const leg = turn.leg(command.leg)
  if (!leg || leg.state === 'ended') return
  if (code === 'SWITCH_TIMEOUT' || code === 'SWITCH_UNAVAILABLE') {
    // The switch's fault, not the phone's: the agent stays as ready as before.
    if (offer?.leg === command.leg && !offer.accepted) turn.route({ type: 'offer-declined', offer: offer.offer })
    return
  }
  legEnded(turn, command.leg, { at: turn.at, cause: 'unreachable', switchCause: message, endedBy: 'far-end' })
}

function timePassed(turn: Turn): void {
  const due = Object.entries(turn.call.deadlines)
    .filter(([, at]) => at !== undefined && at <= turn.at)
    .map(([deadline]) => deadline)
  if (due.includes('phase')) phaseTimedOut(turn)
  if (turn.call.phase !== 'queued') return
  if (due.includes('ring')) ringGuard(turn)
  if (due.includes('max-wait')) giveUpWaiting(turn)
  else if (due.includes('announcement')) announce(turn)
}

function ringGuard(turn: Turn): void {
  const { offer } = turn.call
  turn.setDeadline('ring', undefined)
  if (!offer) return
  turn.illegal(`offer ${offer.offer} was not ended in time`)
  turn.route({ type: 'offer-failed', offer: offer.offer, reason: 'no-answer' })
}

function phaseTimedOut(turn: Turn): void {
  switch (turn.call.phase) {
    case 'answering':
      turn.illegal('the answer was not confirmed by the switch')
      return close(turn, 'failed', undefined)
    case 'greeting':
      return afterGreeting(turn)
    case 'menu':
      return afterMenu(turn, '')
    case 'connecting':
      return backToQueue(turn, 'the phones were not joined in time')
    case 'talking':
      return rejoin(turn)
    case 'holding':
    case 'resuming':
      return changeTimedOut(turn)
    case 'closing':
    case 'hanging-up':
      return endLine(turn)
    case 'ended':
      return sweepRemains(turn)
    case 'queued':
    case 'held':
      return turn.setDeadline('phase', undefined)
  }
}
