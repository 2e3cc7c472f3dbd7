/** Makes events as FreeSWITCH's json has them and hands them to those who asked for their class. */
import type { Clock } from '../../clock.ts'
import { calledFrom } from './event-origins.ts'

/** One event, serialised once however many listen. */
export interface SwitchNotice {
  readonly name: string
  /** Only for CUSTOM. */
  readonly subclass?: string
  /** The body of a text/event-json frame. */
  readonly json: string
  /** The whole text/event-json frame; encoded once, however many listen. */
  readonly frame: Buffer
}

export interface EventListener {
  /** Asked before anything is serialised: what nobody wants costs nothing. */
  wants(name: string, subclass?: string): boolean
  deliver(notice: SwitchNotice): void
}

export interface EventBus {
  readonly coreUuid: string
  subscribe(listener: EventListener): () => void
  /** `members` gives the event's own headers as JSON members without braces; it is called only when somebody listens. */
  emit(name: string, members: () => string, subclass?: string): void
  /** The headers that every event starts with, for answers that look like events (uuid_dump). */
  head(name: string): string
}

/** Shown wherever FreeSWITCH shows its host's name, so that nobody takes a simulated event for a real one. */
export const SIMULATED_HOST = 'ringdesk-simulator'

/** "2026-11-22 10:08:03" in UTC, as in Event-Date-Local and the *_stamp variables. */
export function stamp(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
}

export function createEventBus(clock: Clock, coreUuid: string): EventBus {
  const listeners = new Set<EventListener>()
  let sequence = 0
  let datesOfSecond = -1
  let dates = ''
  const host = `"Core-UUID":"${coreUuid}","FreeSWITCH-Hostname":"${SIMULATED_HOST}","FreeSWITCH-Switchname":"${SIMULATED_HOST}","FreeSWITCH-IPv4":"127.0.0.1","FreeSWITCH-IPv6":"::1"`

  function head(name: string): string {
    sequence += 1
    const now = clock.now()
    const second = Math.floor(now / 1000)
    if (second !== datesOfSecond) {
      datesOfSecond = second
      dates = `"Event-Date-Local":"${stamp(now)}","Event-Date-GMT":"${new Date(now).toUTCString()}"`
    }
    return `"Event-Name":"${name}",${host},${dates},"Event-Date-Timestamp":"${now}000",${calledFrom(name)},"Event-Sequence":"${sequence}"`
  }

  return {
    coreUuid,
    head,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    emit(name, members, subclass) {
      let notice: SwitchNotice | undefined
      for (const listener of listeners) {
        if (!listener.wants(name, subclass)) continue
        notice ??= noticeOf(name, subclass, `{${head(name)}${prefixed(members())}}`)
        listener.deliver(notice)
      }
      // FreeSWITCH numbers every event, heard or not.
      if (notice === undefined) sequence += 1
    },
  }
}

function noticeOf(name: string, subclass: string | undefined, json: string): SwitchNotice {
  const body = Buffer.from(json)
  const frame = Buffer.concat([Buffer.from(`Content-Length: ${body.length}\nContent-Type: text/event-json\n\n`), body])
  return subclass === undefined ? { name, json, frame } : { name, subclass, json, frame }
}

const prefixed = (members: string): string => (members === '' ? '' : `,${members}`)

/** Headers as JSON members without braces. */
export function members(headers: Readonly<Record<string, string | undefined>>): string {
  let text = ''
  for (const name in headers) {
    const value = headers[name]
    if (value === undefined) continue
    text += `${text === '' ? '' : ','}"${name}":${JSON.stringify(value)}`
  }
  return text
}
