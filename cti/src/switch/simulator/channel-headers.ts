/** The headers that describe a channel, in FreeSWITCH's names and order, as JSON members. */
import { type CallerProfile, type Channel, STATE_NUMBER } from './channel.ts'

const text = (value: string): string => JSON.stringify(value)
const optional = (name: string, value: string | undefined): string =>
  value === undefined || value === '' ? '' : `"${name}":${text(value)},`
/** Microseconds, as FreeSWITCH counts; 0 stays 0. */
export const micro = (ms: number): string => (ms === 0 ? '0' : `${ms}000`)

const CODEC =
  '"Channel-Read-Codec-Name":"PCMA","Channel-Read-Codec-Rate":"8000","Channel-Read-Codec-Bit-Rate":"64000",' +
  '"Channel-Write-Codec-Name":"PCMA","Channel-Write-Codec-Rate":"8000","Channel-Write-Codec-Bit-Rate":"64000",'

function profileHeaders(prefix: string, uuid: string, name: string, profile: CallerProfile, times: boolean): string {
  const at = (ms: number): string => micro(times ? ms : 0)
  return (
    optional(`${prefix}-Username`, profile.username) +
    optional(`${prefix}-Dialplan`, profile.dialplan) +
    optional(`${prefix}-Caller-ID-Name`, profile.callerName) +
    optional(`${prefix}-Caller-ID-Number`, profile.callerNumber) +
    optional(`${prefix}-Orig-Caller-ID-Name`, profile.origCallerName) +
    optional(`${prefix}-Orig-Caller-ID-Number`, profile.origCallerNumber) +
    optional(`${prefix}-Callee-ID-Name`, profile.calleeName) +
    optional(`${prefix}-Callee-ID-Number`, profile.calleeNumber) +
    optional(`${prefix}-Network-Addr`, profile.networkAddress) +
    optional(`${prefix}-ANI`, profile.ani) +
    optional(`${prefix}-Destination-Number`, profile.destination) +
    `"${prefix}-Unique-ID":"${uuid}","${prefix}-Source":${text(profile.source)},` +
    optional(`${prefix}-Transfer-Source`, prefix === 'Caller' ? profile.transferSource : undefined) +
    `"${prefix}-Context":${text(profile.context)},"${prefix}-Channel-Name":${text(name)},` +
    (prefix === 'Caller' ? `"Caller-Profile-Index":"${profile.index}",` : '') +
    `"${prefix}-Profile-Created-Time":"${at(profile.profileCreatedAt)}","${prefix}-Channel-Created-Time":"${at(profile.createdAt)}",` +
    `"${prefix}-Channel-Answered-Time":"${at(profile.answeredAt)}","${prefix}-Channel-Progress-Time":"${at(profile.progressAt)}",` +
    `"${prefix}-Channel-Progress-Media-Time":"${at(profile.progressMediaAt)}","${prefix}-Channel-Hangup-Time":"${at(profile.hangupAt)}",` +
    `"${prefix}-Channel-Transfer-Time":"${at(profile.transferAt)}","${prefix}-Channel-Resurrect-Time":"0",` +
    `"${prefix}-Channel-Bridged-Time":"${at(profile.bridgedAt)}","${prefix}-Channel-Last-Hold":"${at(profile.lastHoldAt)}",` +
    `"${prefix}-Channel-Hold-Accum":"0","${prefix}-Screen-Bit":"true","${prefix}-Privacy-Hide-Name":"false",` +
    `"${prefix}-Privacy-Hide-Number":"false"`
  )
}

/** The headers of a channel without its variables. */
export function channelHeaders(channel: Channel): string {
  channel.callerHeaders ??=
    `"Caller-Direction":"${channel.direction}","Caller-Logical-Direction":"${channel.direction}",` +
    profileHeaders('Caller', channel.uuid, channel.name, channel.profile, true)
  return (
    `"Channel-State":"${channel.running}","Channel-Call-State":"${channel.callState}",` +
    `"Channel-State-Number":"${STATE_NUMBER[channel.state]}","Channel-Name":${text(channel.name)},"Unique-ID":"${channel.uuid}",` +
    `"Call-Direction":"${channel.direction}","Presence-Call-Direction":"${channel.direction}",` +
    `"Channel-HIT-Dialplan":"${channel.inDialplan}","Channel-Call-UUID":"${channel.callUuid}",` +
    `"Answer-State":"${channel.answerState}",${channel.hasMedia ? CODEC : ''}` +
    (channel.hangupCause === undefined ? '' : `"Hangup-Cause":"${channel.hangupCause}",`) +
    channel.callerHeaders +
    (channel.otherHeaders === '' ? '' : `,${channel.otherHeaders}`)
  )
}

/** Writes who the other leg is, as it is now. FreeSWITCH leaves out the originator's times. */
export function describeOther(channel: Channel, other: Channel, type: 'originator' | 'originatee'): void {
  channel.otherUuid = other.uuid
  channel.otherHeaders =
    `"Other-Type":"${type}","Other-Leg-Direction":"${other.direction}","Other-Leg-Logical-Direction":"inbound",` +
    profileHeaders('Other-Leg', other.uuid, other.name, other.profile, type === 'originatee')
}

export function forgetOther(channel: Channel): void {
  channel.otherUuid = undefined
  channel.otherHeaders = ''
}
