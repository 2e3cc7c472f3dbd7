/** uuid_bridge: joining two legs, and taking them out of what they were in. */
import { type Bridge, type Channel, enter, isUp, otherOf, updateProfile } from './channel.ts'
import { describeOther } from './channel-headers.ts'
import { completed, interruptApplications } from './execution.ts'
import { afterBridge, hangUp, markAnswered, tellState, tellUnbridged, unhold } from './lifecycle.ts'
import { later, locate, newPlan, type Switchboard, tell } from './switchboard.ts'

/** Two state changes of FreeSWITCH, each noticed within a media frame. ms. */
const STEP_MS = 20

/** @returns the api command's answer. The bridge itself comes later, or fails later, by its events. */
export function requestBridge(board: Switchboard, firstUuid: string, secondUuid: string): string {
  const first = locate(board, firstUuid)
  const second = locate(board, secondUuid)
  if (first === undefined || second === undefined || (!first.hasMedia && !second.hasMedia)) return '-ERR Invalid uuid\n'
  const [a, b] = first.hasMedia ? [first, second] : [second, first]
  const now = board.clock.now()
  const transfer = (to: Channel): string => `${Math.floor(now / 1000)}:${board.random.uuid()}:uuid_br:${to.uuid}`

  for (const [leg, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const source = transfer(other)
    leg.variables.setAll({
      bridge_channel: other.name,
      bridge_uuid: other.uuid,
      signal_bond: other.uuid,
      original_destination_number: leg.profile.destination,
      original_caller_id_name: leg.profile.callerName,
      original_caller_id_number: leg.profile.callerNumber,
      transfer_source: source,
      transfer_history: source,
    })
    updateProfile(leg, { index: leg.profile.index + 1, profileCreatedAt: now, transferSource: source })
    leg.state = 'CS_HIBERNATE'
    leg.callUuid = leg.uuid
    leg.variables.set('call_uuid', leg.uuid)
    if (leg.direction === 'outbound') leg.inDialplan = leg === a
  }
  a.variables.set('uuid_bridge', b.uuid)
  describeOther(b, a, 'originator')
  updateProfile(a, { calleeName: b.profile.calleeName, calleeNumber: b.profile.calleeNumber })
  describeOther(a, b, 'originatee')
  updateProfile(b, { callerName: a.profile.callerName, callerNumber: a.profile.callerNumber })
  const plans = [a.plan, b.plan] as const
  board.clock.schedule(STEP_MS, () => {
    // A later transfer or bridge of either leg has taken its place.
    if (a.plan !== plans[0] && isUp(a)) return
    if (b.plan !== plans[1] && isUp(b)) return
    leaveOldPlaces(board, a, b)
  })
  return `+OK ${secondUuid}\n`
}

function leaveOldPlaces(board: Switchboard, a: Channel, b: Channel): void {
  const old = new Set<Bridge>()
  for (const leg of [a, b]) {
    if (!isUp(leg)) continue
    newPlan(leg)
    interruptApplications(board, leg, 'bridge')
    if (leg.bridge !== undefined) old.add(leg.bridge)
  }
  for (const bridge of old) {
    for (const leg of [a, b]) {
      if (leg.bridge !== bridge) continue
      leg.bridge = undefined
      const partner = otherOf(bridge, leg)
      if (partner === a || partner === b) continue
      partner.bridge = undefined
      if (!isUp(partner)) continue
      newPlan(partner)
      interruptApplications(board, partner, 'hangup')
      if (bridge.a === partner) tellUnbridged(board, partner, leg.uuid)
      else partner.farEnd.unbridged?.()
      afterBridge(board, partner, 'NORMAL_CLEARING')
    }
    if (isUp(bridge.a) && (bridge.a === a || bridge.a === b)) tellUnbridged(board, bridge.a, bridge.b.uuid)
  }
  a.variables.set('uuid_bridge', undefined)
  const plans = [a.plan, b.plan] as const
  board.clock.schedule(STEP_MS, () => {
    if ((isUp(a) && a.plan !== plans[0]) || (isUp(b) && b.plan !== plans[1])) return
    join(board, a, b)
  })
}

function join(board: Switchboard, a: Channel, b: Channel): void {
  if (!isUp(a) && !isUp(b)) return
  for (const leg of [a, b]) if (isUp(leg)) enter(leg, 'CS_SOFT_EXECUTE')
  if (!isUp(a) || !isUp(b) || !b.hasMedia) {
    failToJoin(board, a, b)
    return
  }
  tell(board, a, 'CHANNEL_EXECUTE', { Application: 'uuid_bridge', 'Application-Data': b.uuid })
  tell(board, b, 'CHANNEL_EXECUTE', { Application: 'uuid_bridge', 'Application-Data': a.uuid })
  for (const leg of [a, b]) {
    if (leg.answerState === 'answered') continue
    markAnswered(board, leg)
    leg.farEnd.answered?.()
  }
  const now = board.clock.now()
  const bridge: Bridge = { a, b }
  a.bridge = bridge
  b.bridge = bridge
  for (const leg of [a, b]) {
    updateProfile(leg, { bridgedAt: now })
    unhold(board, leg)
  }
  tell(board, a, 'CHANNEL_BRIDGE', { 'Bridge-A-Unique-ID': a.uuid, 'Bridge-B-Unique-ID': b.uuid })
  for (const [leg, other] of [
    [a, b],
    [b, a],
  ] as const)
    leg.variables.setAll({
      bridge_to: other.uuid,
      last_bridge_to: other.uuid,
      last_sent_callee_id_name: other.profile.callerName,
      last_sent_callee_id_number: other.profile.callerNumber,
    })
  b.callUuid = a.uuid
  b.variables.set('call_uuid', a.uuid)
  enter(b, 'CS_EXCHANGE_MEDIA')
  tellState(board, b)
  a.farEnd.bridged?.()
  b.farEnd.bridged?.()
  for (const leg of [a, b]) later(board, leg, 0, () => completed(board, leg))
}

/** The leg without media, or what is left when one leg hung up on the way: both end, as recorded (scenario 25). */
function failToJoin(board: Switchboard, a: Channel, b: Channel): void {
  if (isUp(b) && isUp(a)) hangUp(board, b, 'DESTINATION_OUT_OF_ORDER')
  for (const leg of [a, b]) {
    if (!isUp(leg)) continue
    leg.variables.set('last_bridge_hangup_cause', otherCause(leg === a ? b : a))
    hangUp(board, leg, leg === a ? 'ORIGINATOR_CANCEL' : 'DESTINATION_OUT_OF_ORDER')
  }
}

const otherCause = (channel: Channel): string => channel.hangupCause ?? 'NORMAL_CLEARING'
