/**
 * The call's state machine: (call, what happened) -> (call, what to do). Pure: time comes with the input, ids are given, effects are data.
 * An input that does not fit the state changes nothing and becomes an `illegal` effect with the call's history, never silence.
 */
import { file, type SwitchEvent } from '../switch/port.ts'
import { announce } from './announcements.ts'
import { answered, askAboutCallback, callbackOnOffer, kept, stopAsking } from './asking.ts'
import type { Call, CallContext, CallEffect, CallInput } from './call.ts'
import {
  agentFailed,
  attemptFailed,
  customerAnswered,
  dialCustomer,
  drop,
  endCallback,
  mayBeCalled,
  takePlace,
} from './callback.ts'
import { close, endLine } from './closing.ts'
import { commandFailed } from './command-failures.ts'
import { agentAsks, changeTimedOut, converse, parted, rejoin, rejoined } from './conversation.ts'
import { legEnded, sweepRemains } from './ending.ts'
import { afterGreeting, afterMenu, greet } from './entry.ts'
import { flowBeeped, flowCommentEnds, flowDigits, flowPlayed, flowRecorded, flowTimedOut } from './flow.ts'
import { forwarded, giveUpOutside, notJoined, outsideAnswered } from './forwarding.ts'
import { endPartedPhones, supervisorAsks } from './handing-on.ts'
import { beepHeard, listenNoMore } from './machine.ts'
import {
  agentReadyForOutbound,
  attemptOver,
  endPreview,
  offeredOutbound,
  outboundAgentFailed,
  outboundAnswered,
  outboundWaitedTooLong,
  withdrawOutbound,
} from './outbound.ts'
import { overflowed } from './overflow.ts'
import { playbackFinished, unlessGone } from './playbacks.ts'
import {
  backToQueue,
  giveUpWaiting,
  joinAgent,
  type MadeOffer,
  offerEnded,
  ringPhone,
  takeAgent,
  takeOffer,
} from './queueing.ts'
import { Turn } from './turn.ts'
import { endMessage } from './voicemail.ts'
import { configOf } from './waiting.ts'

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
      return offered(turn, input)
    case 'offer-ended':
      return offerEnded(turn, input.offer, input.end)
    case 'agent-asks':
      return agentAsks(turn, input.agent, input.request)
    case 'supervisor-asks':
      return supervisorAsks(turn, input.supervisor, input.request)
    case 'overflowed':
      return overflowed(turn, input)
    case 'callback-kept':
      return kept(turn, input.kept)
    case 'callback-dropped':
      return drop(turn, input.end)
    case 'attempt-withdrawn':
      return withdrawOutbound(turn)
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
      return
    case 'digit':
      return event.leg === turn.call.callerLeg ? digitPressed(turn, event.digit) : undefined
    case 'beep-heard':
      return beepHeard(turn, event.leg)
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
      if (event.playback === 'flow-beep') return flowBeeped(turn)
      if (event.playback === 'flow') return flowPlayed(turn, event.completed)
      return playbackFinished(turn, event.playback, event.completed)
    case 'digits-collected':
      if (event.request === 'flow') return flowDigits(turn, event.digits)
      if (event.request !== 'menu') return answered(turn, event.request, event.digits)
      if (turn.call.phase !== 'menu') return
      return event.digits === '' ? unlessGone(turn) : afterMenu(turn, event.digits)
    case 'recording-started':
      return turn.tell({ type: 'call-recording-started', leg: event.leg, path: event.path }, event.path)
    case 'recording-stopped':
      turn.tell(
        { type: 'call-recording-stopped', leg: event.leg, path: event.path, durationMs: event.durationMs },
        event.path,
      )
      return flowRecorded(turn, event.path, event.durationMs)
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

function offered(turn: Turn, made: MadeOffer): void {
  if (!takeOffer(turn, made)) return
  const { callback, offer, outbound } = turn.call
  if (outbound) return offeredOutbound(turn, outbound)
  if (!callback || turn.onLine || !offer) return ringPhone(turn)
  if (!mayBeCalled(turn)) return
  if (configOf(turn)?.callback?.first !== 'customer') return ringPhone(turn)
  turn.change({ offer: { ...offer, reserved: true } })
  turn.route({ type: 'offer-accepted', offer: offer.offer })
  dialCustomer(turn)
}

function digitPressed(turn: Turn, digit: string): void {
  const { asking, phase } = turn.call
  if (phase === 'voicemail' && digit === '#') return endMessage(turn)
  if (phase === 'flow' && digit === '#') return flowCommentEnds(turn)
  if (phase === 'queued' && !asking && digit === callbackOnOffer(turn)?.key) askAboutCallback(turn)
}

function legAnswered(turn: Turn, event: Extract<SwitchEvent, { type: 'leg-answered' }>): void {
  const leg = turn.leg(event.leg)
  if (!leg || leg.state === 'ended' || leg.state === 'answered') return
  turn.setLeg({ ...leg, state: 'answered' })
  const { callback, callerLeg, offer, outbound, outside, phase } = turn.call
  if (leg.id === callerLeg) {
    if (phase === 'answering') return greet(turn)
    if (outbound && phase === 'dialling') return outboundAnswered(turn, outbound)
    if (phase === 'dialling') return customerAnswered(turn)
    if (leg.role === 'caller') return
  }
  if (leg.id === outside && phase === 'queued') return outsideAnswered(turn)
  if (outbound && leg.id === offer?.leg && (phase === 'dialling' || phase === 'queued'))
    return agentReadyForOutbound(turn)
  if (leg.id === offer?.leg && phase === 'dialling' && turn.onLine) return joinAgent(turn)
  if (leg.id === offer?.leg && phase === 'queued') return callback && !turn.onLine ? callFor(turn) : joinAgent(turn)
  // It rang on after its offer was over, and somebody picked up: the switch does not end it by itself.
  turn.illegal(`leg ${leg.id} answered although nobody waits for it`)
  turn.hangUp(leg.id, 'cancelled')
}

/** The agent is there for a callback: now the customer is dialled, and the agent hears so. */
function callFor(turn: Turn): void {
  takeAgent(turn)
  dialCustomer(turn)
  const { agentLeg } = turn.call
  if (agentLeg)
    turn.command({ type: 'play', leg: agentLeg, playback: 'dialling', prompts: [file('callback-dialling')] })
}

function bridged(turn: Turn, event: Extract<SwitchEvent, { type: 'legs-bridged' }>): void {
  const { callerLeg, agentLeg, offer, outside, phase } = turn.call
  const ours = [event.a, event.b]
  if (!ours.includes(callerLeg)) return
  if (phase === 'connecting' && offer && ours.includes(offer.leg)) return converse(turn)
  if (phase === 'forwarding' && outside && ours.includes(outside)) return forwarded(turn)
  if ((phase === 'resuming' || phase === 'held' || phase === 'talking') && agentLeg && ours.includes(agentLeg))
    return rejoined(turn)
  if (phase !== 'hanging-up' && phase !== 'ended') turn.illegal(`bridged with ${ours.join(' and ')} while ${phase}`)
}

function timePassed(turn: Turn): void {
  const due = Object.entries(turn.call.deadlines)
    .filter(([, at]) => at !== undefined && at <= turn.at)
    .map(([deadline]) => deadline)
  if (due.includes('machine')) listenNoMore(turn)
  if (due.includes('phase')) phaseTimedOut(turn)
  if (turn.call.phase !== 'queued') return
  if (due.includes('ring')) ringGuard(turn)
  if (due.includes('outside')) giveUpOutside(turn)
  if (due.includes('asking')) stopAsking(turn)
  if (due.includes('max-wait')) waitedTooLong(turn)
  else if (due.includes('announcement')) announce(turn)
}

function waitedTooLong(turn: Turn): void {
  const { outbound } = turn.call
  if (outbound && !outbound.handedOn && turn.call.connectedAt === undefined)
    return outboundWaitedTooLong(turn, outbound)
  if (!turn.call.callback || turn.onLine || turn.call.offer) return giveUpWaiting(turn)
  turn.route({ type: 'work-left', work: turn.work })
  endCallback(turn, 'gave-up')
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
    case 'connecting': {
      const reason = 'the phones were not joined in time'
      if (turn.call.outbound) return outboundAgentFailed(turn, reason)
      return turn.call.callback ? agentFailed(turn, reason) : backToQueue(turn, reason)
    }
    case 'talking':
      return rejoin(turn)
    case 'holding':
    case 'resuming':
      return changeTimedOut(turn)
    case 'voicemail':
      return endMessage(turn)
    case 'forwarding':
      return notJoined(turn)
    case 'scheduled':
      return takePlace(turn)
    case 'flow':
      return flowTimedOut(turn)
    case 'preview':
      return endPreview(turn, false)
    case 'dialling':
      // The switch's own time-out did not come: as if it had.
      if (turn.call.outbound) return attemptOver(turn, 'no-answer', 'RING_TIMEOUT')
      return turn.onLine ? agentFailed(turn, 'no-answer') : attemptFailed(turn, 'no-answer')
    case 'closing':
    case 'hanging-up':
      return endLine(turn)
    case 'ended':
      return sweepRemains(turn)
    case 'queued':
      endPartedPhones(turn)
      return turn.setDeadline('phase', undefined)
    case 'held':
    case 'forwarded':
      return turn.setDeadline('phase', undefined)
  }
}
