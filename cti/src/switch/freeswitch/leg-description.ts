/** What FreeSWITCH's headers say about a leg. The same names come in events and in uuid_dump. */
import { asLegId, type EpochMs, type LegId } from '../../ids.ts'
import type { LegDescription } from '../port.ts'
import { ownVariables } from './channel-variables.ts'

/** Values are strings; a variable that was set more than once is an array. */
export type EslHeaders = Readonly<Record<string, unknown>>

/** undefined for absent and empty values; the first one of several. */
export function text(headers: EslHeaders, name: string): string | undefined {
  const value = headers[name]
  const first = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' && first !== '' ? first : undefined
}

/** From microseconds since 1970; 0 means that it has not happened. */
export function time(headers: EslHeaders, name: string): EpochMs | undefined {
  const microseconds = Number(text(headers, name))
  return Number.isFinite(microseconds) && microseconds > 0 ? Math.round(microseconds / 1000) : undefined
}

export function legId(headers: EslHeaders, name: string): LegId | undefined {
  const value = text(headers, name)
  return value === undefined ? undefined : asLegId(value)
}

/** Bytes that are not UTF-8 (a carrier that signals GBK) arrive as this character: such a name says nothing. */
export const isGarbled = (value: string): boolean => value.includes('\uFFFD')

/** undefined when the headers name no leg. */
export function describeLeg(headers: EslHeaders): LegDescription | undefined {
  const leg = legId(headers, 'Unique-ID')
  if (leg === undefined) return undefined
  const direction = text(headers, 'Call-Direction') === 'outbound' ? 'outbound' : 'inbound'
  // An answered outbound leg shows the number it reached as its caller until it is bridged; the original is what we gave it.
  const caller = direction === 'outbound' && text(headers, 'Caller-Orig-Caller-ID-Number') ? 'Caller-Orig' : 'Caller'
  const callerNumber = text(headers, `${caller}-Caller-ID-Number`)
  const callerName = callerNameIn(text(headers, `${caller}-Caller-ID-Name`), callerNumber)
  const dialled =
    (direction === 'inbound' ? text(headers, 'variable_sip_to_user') : undefined) ??
    text(headers, 'Caller-Destination-Number')
  const createdAt = time(headers, 'Caller-Channel-Created-Time')
  const answeredAt = time(headers, 'Caller-Channel-Answered-Time')
  return {
    leg,
    direction,
    ...(callerNumber !== undefined && { callerNumber }),
    ...(callerName !== undefined && { callerName }),
    ...(dialled !== undefined && { dialled }),
    ...(createdAt !== undefined && { createdAt }),
    ...(answeredAt !== undefined && { answeredAt }),
    variables: ownVariables(headers),
  }
}

/** FreeSWITCH repeats the number as the name when the carrier signals none. */
function callerNameIn(name: string | undefined, callerNumber: string | undefined): string | undefined {
  return name === undefined || name === callerNumber || isGarbled(name) ? undefined : name
}
