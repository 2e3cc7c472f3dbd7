/** Sending a leg to another place: an inline list of applications or an extension of the dialplan. */
import { type Channel, isUp, otherOf, updateProfile } from './channel.ts'
import { forgetOther } from './channel-headers.ts'
import type { Dialplan } from './dialplan.ts'
import { interruptApplications, runScript, type Step } from './execution.ts'
import { afterBridge, hangUp, tellUnbridged } from './lifecycle.ts'
import { newPlan, type Switchboard } from './switchboard.ts'

/** How long a leg's thread takes to notice. ms. */
const STEP_MS = 20

export interface Destination {
  readonly extension: string
  readonly dialplan: string
  readonly context: string
}

/** @param both the partner of a bridge goes there too; without it the partner goes where its variables send it. */
export function transfer(
  board: Switchboard,
  dialplan: Dialplan,
  channel: Channel,
  destination: Destination,
  both = false,
): void {
  const partner = channel.bridge === undefined ? undefined : otherOf(channel.bridge, channel)
  for (const leg of both && partner !== undefined ? [partner, channel] : [channel])
    noteTransfer(board, leg, destination)
  const { plan } = channel
  board.clock.schedule(STEP_MS, () => {
    if (!isUp(channel) || channel.plan !== plan) return
    const { bridge } = channel
    const other = bridge === undefined ? undefined : otherOf(bridge, channel)
    for (const leg of other === undefined ? [channel] : [other, channel]) {
      leg.bridge = undefined
      newPlan(leg)
      if (isUp(leg)) interruptApplications(board, leg, 'transfer')
    }
    if (other !== undefined && isUp(other) && both) {
      forgetOther(other)
      send(board, dialplan, other, destination)
    }
    forgetOther(channel)
    if (bridge !== undefined && isUp(bridge.a)) {
      bridge.a.state = 'CS_ROUTING'
      tellUnbridged(board, bridge.a, bridge.b.uuid)
    }
    other?.variables.setAll({ signal_bond: undefined, bridge_to: undefined })
    if (other !== undefined && isUp(other) && !both) afterBridge(board, other, 'NORMAL_CLEARING')
    send(board, dialplan, channel, destination)
  })
}

function noteTransfer(board: Switchboard, leg: Channel, { extension, dialplan, context }: Destination): void {
  const now = board.clock.now()
  const source = `${Math.floor(now / 1000)}:${board.random.uuid()}:bl_xfer:${extension}/${context}/${dialplan}`
  leg.variables.setAll({
    transfer_source: source,
    transfer_history: source,
    max_forwards: '69',
    signal_bond: undefined,
    bridge_to: undefined,
  })
  leg.state = 'CS_ROUTING'
  leg.callUuid = leg.uuid
  leg.variables.set('call_uuid', leg.uuid)
  updateProfile(leg, {
    index: leg.profile.index + 1,
    profileCreatedAt: now,
    transferSource: source,
    destination: dialplan === 'inline' ? leg.profile.destination : extension,
  })
}

/** Runs the place's applications on the leg; a place that does not exist ends the leg. */
export function send(board: Switchboard, dialplan: Dialplan, channel: Channel, destination: Destination): void {
  const steps =
    destination.dialplan === 'inline'
      ? parseInline(destination.extension)
      : dialplan.route(destination.extension, destination.context)
  if (!isUp(channel)) return
  channel.inDialplan = true
  if (steps === undefined) hangUp(board, channel, 'NO_ROUTE_DESTINATION')
  else runScript(board, channel, steps, (leg) => hangUp(board, leg, 'NORMAL_CLEARING'))
}

/** `app:argument,app:argument`; an argument may hold no comma unless the list is m:^: or quoted, as in FreeSWITCH. */
export function parseInline(text: string): readonly Step[] {
  const inner = /^'(.*)'$/.exec(text)?.[1] ?? text
  const separated = /^m:(.):(.*)$/s.exec(inner)
  const parts = separated === null ? inner.split(',') : (separated[2] ?? '').split(separated[1] ?? ',')
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const colon = part.indexOf(':')
      return colon < 0
        ? { application: part, data: '' }
        : { application: part.slice(0, colon), data: part.slice(colon + 1) }
    })
}
