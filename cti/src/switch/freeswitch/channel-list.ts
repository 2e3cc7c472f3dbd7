/** FreeSWITCH's channel list and channel dumps as leg snapshots. */
import { z } from 'zod'
import type { LegId } from '../../ids.ts'
import type { LegSnapshot } from '../port.ts'
import { describeLeg, type EslHeaders, legId, text } from './leg-description.ts'

export const listChannelsCommand = 'show channels as json'
export const dumpChannelCommand = (leg: string): string => `uuid_dump ${leg} json`

/** With no channels there are no rows at all. */
const channelList = z.object({ rows: z.array(z.object({ uuid: z.string().min(1) })).default([]) })

/** @throws when the switch answered something else than a list */
export const parseChannelList = (reply: string): string[] =>
  channelList.parse(JSON.parse(reply)).rows.map((row) => row.uuid)

const dump = z.record(z.string(), z.unknown())

export interface AdoptedLeg {
  readonly snapshot: LegSnapshot
  /** Something may be playing to it; FreeSWITCH tells only the last application it ran. */
  readonly mayPlay: boolean
}

/** undefined for a channel that ended in the meantime. @throws when the switch answered something else than a dump */
export function parseChannelDump(reply: string): AdoptedLeg | undefined {
  if (reply.startsWith('-ERR')) return undefined
  const headers = dump.parse(JSON.parse(reply))
  const description = describeLeg(headers)
  if (description === undefined) return undefined
  const partner = bridgePartner(headers)
  return {
    snapshot: { ...description, state: stateOf(headers), ...(partner !== undefined && { bridgedTo: partner }) },
    mayPlay: text(headers, 'variable_current_application') === 'playback',
  }
}

function stateOf(headers: EslHeaders): LegSnapshot['state'] {
  switch (text(headers, 'Answer-State')) {
    case 'answered':
      return 'answered'
    case 'early':
      return 'early'
    case 'hangup':
      return 'hanging-up'
    default:
      return 'ringing'
  }
}

/** signal_bond is set a moment before the bridge and may outlive it: only these channel states are those of a bridge. */
const bridgedStates = ['CS_SOFT_EXECUTE', 'CS_EXCHANGE_MEDIA', 'CS_HIBERNATE']

function bridgePartner(headers: EslHeaders): LegId | undefined {
  const state = text(headers, 'Channel-State')
  return state !== undefined && bridgedStates.includes(state) ? legId(headers, 'variable_signal_bond') : undefined
}
