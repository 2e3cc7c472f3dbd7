/** From ringing to gone: how a channel is answered and how it ends, event by event as FreeSWITCH does. */
import { type Channel, enter, isUp, otherOf, updateProfile } from './channel.ts'
import { completed, interruptApplications } from './execution.ts'
import { runHangupHook } from './hangup-hook.ts'
import { closeRecordings } from './recording-control.ts'
import {
  REFUSALS,
  type Refusal,
  setDialogVariables,
  setMediaVariables,
  setOwnSdp,
  setRefusalVariables,
} from './signalling.ts'
import { later, newPlan, type Switchboard, tell, tellBriefly } from './switchboard.ts'
import { setClosingVariables, setMediaStatistics } from './timings.ts'

/** A media frame: how long the other leg of a bridge takes to notice. ms. */
const FRAME_MS = 20

export function tellState(board: Switchboard, channel: Channel): void {
  tellBriefly(board, channel, 'CHANNEL_STATE')
}

export function setCallState(board: Switchboard, channel: Channel, state: Channel['callState']): void {
  if (channel.callState === state) return
  const before = channel.callState
  channel.callState = state
  tellBriefly(board, channel, 'CHANNEL_CALLSTATE', { 'Original-Channel-Call-State': before })
}

/** 180 Ringing, sent or received. */
export function progress(board: Switchboard, channel: Channel): void {
  if (!isUp(channel) || channel.answerState !== 'ringing' || channel.profile.progressAt !== 0) return
  updateProfile(channel, { progressAt: board.clock.now() })
  tell(board, channel, 'CHANNEL_PROGRESS')
  setCallState(board, channel, 'RINGING')
}

/** Early media of an inbound leg. */
export function preAnswer(board: Switchboard, channel: Channel): void {
  if (!isUp(channel) || channel.answerState !== 'ringing') return
  channel.answerState = 'early'
  updateProfile(channel, { progressMediaAt: board.clock.now() })
  setMediaVariables(board, channel)
  channel.variables.set('endpoint_disposition', 'EARLY MEDIA')
  tellBriefly(board, channel, 'CODEC')
  tell(board, channel, 'CHANNEL_PROGRESS_MEDIA')
  setCallState(board, channel, 'EARLY')
}

/** Answers an inbound leg; nothing happens when it is answered already. */
export function answer(board: Switchboard, channel: Channel): void {
  if (!isUp(channel) || channel.answerState === 'answered') return
  preAnswer(board, channel)
  markAnswered(board, channel)
  channel.farEnd.answered?.()
}

export function markAnswered(board: Switchboard, channel: Channel): void {
  channel.answerState = 'answered'
  updateProfile(channel, { answeredAt: board.clock.now() })
  setOwnSdp(channel)
  tell(board, channel, 'CHANNEL_ANSWER')
  setDialogVariables(board, channel)
  channel.variables.set('endpoint_disposition', 'ANSWER')
  setCallState(board, channel, 'ACTIVE')
}

export type HangupSide =
  /** The far end hung up, cancelled or refused. */
  { readonly by: 'far-end'; readonly refusal?: Refusal } | { readonly by: 'switch' }

/**
 * Ends a leg. HANGUP is told at once, the rest when the leg's own thread would have come to it.
 * @param cause FreeSWITCH's cause; a leg that is hanging up keeps its first one.
 */
export function hangUp(board: Switchboard, channel: Channel, cause: string, side: HangupSide = { by: 'switch' }): void {
  if (!isUp(channel)) return
  const answered = channel.answerState === 'answered'
  newPlan(channel)
  channel.hangupCause = cause
  channel.answerState = 'hangup'
  channel.state = 'CS_HANGUP'
  channel.callerHeaders = undefined
  if (side.by === 'far-end' && answered)
    channel.variables.setAll({ sip_term_status: '200', proto_specific_hangup_cause: 'sip:200', sip_term_cause: '16' })
  else if (side.by === 'far-end') {
    channel.variables.set('sip_hangup_disposition', side.refusal === undefined ? 'recv_cancel' : 'recv_refuse')
    setRefusalVariables(channel, side.refusal ?? REFUSALS.cancel)
  }
  if (channel.bridge !== undefined && side.by === 'far-end')
    channel.variables.set('last_bridge_role', channel.bridge.a === channel ? 'originator' : 'originatee')
  tell(board, channel, 'CHANNEL_HANGUP')
  if (side.by === 'far-end' && answered) channel.variables.set('sip_hangup_disposition', 'recv_bye')
  channel.queue.length = 0

  const bridged = channel.bridge !== undefined
  board.clock.schedule(bridged ? FRAME_MS : 0, () => unwind(board, channel, answered))
}

function unwind(board: Switchboard, channel: Channel, answered: boolean): void {
  updateProfile(channel, { hangupAt: board.clock.now() })
  const { bridge } = channel
  if (bridge !== undefined) leaveBridge(board, channel)
  interruptApplications(board, channel, 'hangup')
  if (bridge?.a === channel) tellUnbridged(board, channel, bridge.b.uuid)
  enter(channel, 'CS_HANGUP')
  closeRecordings(board, channel)
  setCallState(board, channel, 'HANGUP')
  tellState(board, channel)
  setClosingVariables(channel)
  if (channel.variables.get('sip_hangup_disposition') === undefined) {
    const outbound = channel.direction === 'outbound'
    channel.variables.set('sip_hangup_disposition', answered ? 'send_bye' : outbound ? 'send_cancel' : 'send_refuse')
    if (!answered && outbound)
      channel.variables.setAll({ sip_invite_failure_status: '487', sip_invite_failure_phrase: 'CANCEL' })
  }
  setMediaStatistics(channel)
  runHangupHook(board, channel)
  enter(channel, 'CS_REPORTING')
  tell(board, channel, 'CHANNEL_HANGUP_COMPLETE')
  const { originated } = channel
  channel.originated = undefined
  originated?.({ cause: channel.hangupCause ?? 'NORMAL_CLEARING' })
  channel.farEnd.ended?.()
  channel.callUuid = channel.uuid
  channel.variables.set('call_uuid', channel.uuid)
  channel.state = 'CS_DESTROY'
  tell(board, channel, 'CHANNEL_DESTROY')
  channel.destroyed = true
  board.scheduler.remove(channel.uuid)
  board.channels.delete(channel.uuid)
}

export function tellUnbridged(board: Switchboard, channel: Channel, otherUuid: string): void {
  channel.variables.set('bridge_to', undefined)
  tell(board, channel, 'CHANNEL_UNBRIDGE', { 'Bridge-A-Unique-ID': channel.uuid, 'Bridge-B-Unique-ID': otherUuid })
  channel.farEnd.unbridged?.()
}

/** Takes both legs out of their bridge, for a leg that ends: the partner goes where its variables send it. */
function leaveBridge(board: Switchboard, channel: Channel): void {
  const { bridge } = channel
  if (bridge === undefined) return
  const partner = otherOf(bridge, channel)
  channel.bridge = undefined
  channel.variables.setAll({ bridge_hangup_cause: channel.hangupCause, bridge_to: undefined })
  if (partner.bridge !== bridge) return
  if (!isUp(partner)) return
  partner.bridge = undefined
  newPlan(partner)
  interruptApplications(board, partner, 'hangup')
  partner.variables.setAll({
    last_bridge_hangup_cause: channel.hangupCause,
    bridge_hangup_cause: bridge.a === partner ? channel.hangupCause : undefined,
    bridge_to: undefined,
  })
  if (bridge.a === partner) {
    partner.state = 'CS_PARK'
    tellUnbridged(board, partner, channel.uuid)
  } else partner.farEnd.unbridged?.()
  afterBridge(board, partner, channel.hangupCause ?? 'NORMAL_CLEARING')
}

/** Where a leg goes whose partner left the bridge: park_after_bridge beats hangup_after_bridge. */
export function afterBridge(board: Switchboard, channel: Channel, cause: string): void {
  if (channel.variables.isTrue('park_after_bridge')) {
    unhold(board, channel)
    parkIdle(board, channel)
  } else hangUp(board, channel, cause)
}

export function unhold(board: Switchboard, channel: Channel): void {
  if (!channel.held) return
  channel.held = false
  channel.callState = 'UNHELD'
  tell(board, channel, 'CHANNEL_UNHOLD')
  setCallState(board, channel, 'ACTIVE')
}

/** Parks without an application being executed (after a bridge, by uuid_park): only PARK and, at its end, UNPARK are told. */
export function parkIdle(board: Switchboard, channel: Channel): void {
  enter(channel, 'CS_PARK')
  limitParking(board, channel)
  tell(board, channel, 'CHANNEL_PARK')
  channel.applications.push({
    data: '',
    uuid: '',
    queued: false,
    locked: false,
    interrupt: () => tellUnparked(board, channel),
    next: () => {},
  })
  // Messages that came while it was between two places are read now.
  later(board, channel, 0, () => completed(board, channel))
}

/**
 * park_timeout: seconds, perhaps `:CAUSE`, after which a parked leg is given up. FreeSWITCH forgets it when the leg parks, and
 * park_after_bridge with it (switch_ivr_park).
 */
export function limitParking(board: Switchboard, channel: Channel): void {
  const limit = channel.variables.get('park_timeout')
  if (limit === undefined) return
  channel.variables.setAll({ park_timeout: undefined, park_after_bridge: undefined })
  const [seconds = '', cause = 'NORMAL_CLEARING'] = limit.split(':')
  const timeoutMs = Number.parseInt(seconds, 10) * 1000
  if (timeoutMs >= 0) later(board, channel, timeoutMs, () => hangUp(board, channel, cause))
}

export function tellUnparked(board: Switchboard, channel: Channel): void {
  channel.variables.set('current_loop', undefined)
  channel.variables.set('total_loops', undefined)
  tell(board, channel, 'CHANNEL_UNPARK')
}
