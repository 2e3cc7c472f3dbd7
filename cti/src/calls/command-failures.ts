/** The switch did not do what a call told it to. */
import type { SwitchCommand, SwitchErrorCode } from '../switch/port.ts'
import { stopAsking } from './asking.ts'
import { agentFailed } from './callback.ts'
import { close } from './closing.ts'
import { changeTimedOut } from './conversation.ts'
import { legEnded } from './ending.ts'
import { afterMenu } from './entry.ts'
import { flowBeeped, flowDigits, flowNotRecorded, flowPlayed } from './flow.ts'
import { notJoined } from './forwarding.ts'
import { endPartedPhones } from './handing-on.ts'
import { forgetMachine } from './machine.ts'
import { outboundAgentFailed } from './outbound.ts'
import { playbackFinished } from './playbacks.ts'
import { backToQueue } from './queueing.ts'
import type { Turn } from './turn.ts'
import { notRecorded } from './voicemail.ts'
import { playMusic } from './waiting.ts'

export function commandFailed(turn: Turn, command: SwitchCommand, code: SwitchErrorCode, message: string): void {
  const { phase, callerLeg, asking } = turn.call
  turn.note(`${command.type} failed: ${code} ${message}`)
  if (phase === 'ended') return
  switch (command.type) {
    case 'answer':
      if (phase === 'answering' && code === 'SWITCH_REFUSED') close(turn, 'failed', undefined)
      return
    case 'play':
      if (code === 'LEG_GONE') return
      turn.illegal(`could not play ${command.playback}: ${message}`)
      if (command.playback === 'flow-beep') return flowBeeped(turn)
      if (command.playback === 'flow') return flowPlayed(turn, false)
      return command.playback === 'music' ? undefined : playbackFinished(turn, command.playback, false)
    case 'collect-digits':
      if (code === 'LEG_GONE') return
      if (command.request === 'flow') return flowDigits(turn, '')
      if (phase === 'menu' && command.request === 'menu') afterMenu(turn, '')
      else if (asking && command.request === `callback-${asking.step}`) stopAsking(turn)
      return
    case 'originate':
      return originateFailed(turn, command, code, message)
    case 'bridge':
      return bridgeFailed(turn, command, code, message)
    case 'hold':
      if (phase === 'holding') return changeTimedOut(turn)
      if (phase !== 'queued') return
      // A transfer: the agent leaves all the same.
      endPartedPhones(turn)
      return playMusic(turn)
    case 'start-recording':
      turn.illegal(`not recorded: ${message}`)
      if (phase === 'flow' && code !== 'LEG_GONE') return flowNotRecorded(turn)
      return phase === 'voicemail' && code !== 'LEG_GONE' ? notRecorded(turn) : undefined
    case 'detect-beep':
      if (!command.on || code === 'LEG_GONE') return
      turn.illegal(`not listened for a machine: ${message}`)
      forgetMachine(turn)
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

function bridgeFailed(
  turn: Turn,
  command: Extract<SwitchCommand, { type: 'bridge' }>,
  code: SwitchErrorCode,
  message: string,
): void {
  const { callback, offer, outbound, outside, phase } = turn.call
  if (phase === 'resuming') return changeTimedOut(turn)
  // LEG_GONE may mean the caller: then the end of the call is on its way and has the better right.
  if (code === 'LEG_GONE') return
  if (phase === 'forwarding' && command.b === outside) return notJoined(turn)
  if (phase !== 'connecting' || command.b !== offer?.leg) return
  if (outbound) outboundAgentFailed(turn, message)
  else if (callback) agentFailed(turn, message)
  else backToQueue(turn, message)
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
    if (offer?.leg === command.leg && !offer.accepted && !offer.reserved)
      return turn.route({ type: 'offer-declined', offer: offer.offer })
    // It may ring all the same.
    turn.hangUp(leg.id, 'cancelled')
  }
  legEnded(turn, command.leg, { at: turn.at, cause: 'unreachable', switchCause: message, endedBy: 'far-end' })
}
