/** FreeSWITCH's JSON events as the port's events. */
import type { LegId } from '../../ids.ts'
import type { SwitchEvent } from '../port.ts'
import { endedBy, hangupCause } from './hangup-causes.ts'
import { describeLeg, type EslHeaders, legId, text, time } from './leg-description.ts'

/** What we subscribe to: a few classes, because any filter would drop the events that lack its header (jobs, heartbeats). */
export const subscribedEvents = [
  'CHANNEL_CREATE',
  'CHANNEL_PROGRESS',
  'CHANNEL_PROGRESS_MEDIA',
  'CHANNEL_ANSWER',
  'CHANNEL_PARK',
  'CHANNEL_BRIDGE',
  'CHANNEL_UNBRIDGE',
  'CHANNEL_HOLD',
  'CHANNEL_UNHOLD',
  'CHANNEL_EXECUTE_COMPLETE',
  'CHANNEL_HANGUP_COMPLETE',
  'DTMF',
  'PLAYBACK_START',
  'RECORD_START',
  'RECORD_STOP',
  'BACKGROUND_JOB',
  // What follows are its subclasses.
  'CUSTOM',
  'avmd::beep',
] as const

/** Names of the applications that we start, carried as Event-UUID and given back as Application-UUID. */
export const applicationIds = {
  play: 'ringdesk-play:',
  music: 'ringdesk-music:',
  digits: 'ringdesk-digits:',
  beep: 'ringdesk-beep:',
} as const

/**
 * The channel variable that play_and_get_digits writes. One for each request: FreeSWITCH leaves the old value when nothing is pressed.
 * Not one of ours by prefix: it is not the call's.
 */
export const digitsVariable = (request: string): string =>
  digitsVariablePrefix + request.replaceAll(/[^0-9A-Za-z]/g, '_')
export const digitsVariablePrefix = 'collected_'

export type Translation =
  | { readonly event: SwitchEvent }
  /** Known, and of no interest by itself. */
  | 'ignored'
  /** Could not be understood: worth a log line. */
  | { readonly problem: string }

/**
 * @param brokenOff whether the playback that ends with this event was broken off by us: "FILE PLAYED" is FreeSWITCH's word for both
 */
export function translate(headers: EslHeaders, brokenOff: boolean): Translation {
  const name = text(headers, 'Event-Name')
  if (name === undefined) return { problem: 'no Event-Name' }
  const translator = translators[name]
  if (translator === undefined) return { problem: `unknown event ${name.slice(0, 60)}` }
  const at = time(headers, 'Event-Date-Timestamp')
  if (at === undefined) return { problem: `${name} without a time` }
  const leg = legId(headers, 'Unique-ID')
  if (leg === undefined) return { problem: `${name} without a leg` }
  return translator({ at, leg, headers, brokenOff })
}

interface Told {
  readonly at: number
  readonly leg: LegId
  readonly headers: EslHeaders
  readonly brokenOff: boolean
}
type Translator = (told: Told) => Translation

const ofLeg =
  (type: 'leg-ringing' | 'leg-answered' | 'leg-held' | 'leg-unheld'): Translator =>
  ({ at, leg }) => ({ event: { type, at, leg } })

const describing =
  (type: 'leg-created' | 'leg-parked'): Translator =>
  ({ at, headers }) => {
    const description = describeLeg(headers)
    return description === undefined ? { problem: `${type} without a leg` } : { event: { type, at, ...description } }
  }

const bridging =
  (type: 'legs-bridged' | 'legs-unbridged'): Translator =>
  ({ at, headers }) => {
    // Other-Leg-Unique-ID of an UNBRIDGE may already be the next partner; these two were always right.
    const a = legId(headers, 'Bridge-A-Unique-ID')
    const b = legId(headers, 'Bridge-B-Unique-ID')
    return a === undefined || b === undefined ? { problem: `${type} without both legs` } : { event: { type, at, a, b } }
  }

const translators: Readonly<Record<string, Translator>> = {
  CHANNEL_CREATE: describing('leg-created'),
  CHANNEL_PARK: describing('leg-parked'),
  CHANNEL_PROGRESS: ofLeg('leg-ringing'),
  // On an inbound leg it is our own answer; on an outbound one a phone that rings with early media.
  CHANNEL_PROGRESS_MEDIA: (told) =>
    text(told.headers, 'Call-Direction') === 'outbound' ? ofLeg('leg-ringing')(told) : 'ignored',
  CHANNEL_ANSWER: ofLeg('leg-answered'),
  CHANNEL_HOLD: ofLeg('leg-held'),
  CHANNEL_UNHOLD: ofLeg('leg-unheld'),
  CHANNEL_BRIDGE: bridging('legs-bridged'),
  CHANNEL_UNBRIDGE: bridging('legs-unbridged'),
  CHANNEL_EXECUTE_COMPLETE: applicationCompleted,
  CHANNEL_HANGUP_COMPLETE: ended,
  DTMF: ({ at, leg, headers }) => {
    const digit = text(headers, 'DTMF-Digit')
    return digit === undefined ? { problem: 'DTMF without a digit' } : { event: { type: 'digit', at, leg, digit } }
  },
  CUSTOM: ({ at, leg, headers }) => {
    const subclass = text(headers, 'Event-Subclass')
    return subclass === 'avmd::beep'
      ? { event: { type: 'beep-heard', at, leg } }
      : { problem: `unknown event ${subclass?.slice(0, 60)}` }
  },
  PLAYBACK_START: () => 'ignored',
  RECORD_START: ({ at, leg, headers }) => {
    const path = text(headers, 'Record-File-Path')
    return path === undefined
      ? { problem: 'RECORD_START without a path' }
      : { event: { type: 'recording-started', at, leg, path } }
  },
  RECORD_STOP: ({ at, leg, headers }) => {
    const path = text(headers, 'Record-File-Path')
    const durationMs = Number(text(headers, 'variable_record_ms') ?? 0)
    return path === undefined
      ? { problem: 'RECORD_STOP without a path' }
      : {
          event: { type: 'recording-stopped', at, leg, path, durationMs: Number.isFinite(durationMs) ? durationMs : 0 },
        }
  },
}

function applicationCompleted({ at, leg, headers, brokenOff }: Told): Translation {
  const id = text(headers, 'Application-UUID') ?? ''
  if (id.startsWith(applicationIds.play)) {
    const completed = text(headers, 'Application-Response') === 'FILE PLAYED' && !brokenOff
    return { event: { type: 'playback-finished', at, leg, playback: id.slice(applicationIds.play.length), completed } }
  }
  if (id.startsWith(applicationIds.digits)) {
    const request = id.slice(applicationIds.digits.length)
    const digits = text(headers, `variable_${digitsVariable(request)}`) ?? ''
    return { event: { type: 'digits-collected', at, leg, request, digits } }
  }
  return 'ignored'
}

function ended({ at, leg, headers }: Told): Translation {
  const switchCause = text(headers, 'Hangup-Cause') ?? text(headers, 'variable_hangup_cause') ?? 'NONE'
  const sipStatus = Number(text(headers, 'variable_sip_term_status'))
  return {
    event: {
      type: 'leg-ended',
      at,
      leg,
      cause: hangupCause(switchCause),
      switchCause,
      endedBy: endedBy(text(headers, 'variable_sip_hangup_disposition')),
      ...(Number.isInteger(sipStatus) && sipStatus > 0 && { sipStatus }),
    },
  }
}
