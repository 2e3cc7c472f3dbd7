/** From the raw body of an event to what it means. Whatever the body holds: an event, a log line, never an exception. */
import type { Logger } from 'pino'
import type { SwitchEvent } from '../port.ts'
import { briefHeaders } from './brief-headers.ts'
import { translate } from './events.ts'
import { type EslHeaders, isGarbled, legId, text } from './leg-description.ts'
import type { PlayingLegs } from './playing-legs.ts'

export interface EventReaderOptions {
  readonly log: Logger
  readonly playing: PlayingLegs
  readonly onJob: (id: string, result: string) => void
  readonly onEvent: (event: SwitchEvent) => void
}

/** Every application of the dialplan ends in an event; only those that we started carry this. */
const executeComplete = Buffer.from('{"Event-Name":"CHANNEL_EXECUTE_COMPLETE"')
const startedByUs = Buffer.from('"Application-UUID":"ringdesk-')

export class EventReader {
  readonly #options: EventReaderOptions

  constructor(options: EventReaderOptions) {
    this.#options = options
  }

  read(body: Buffer): void {
    if (body.subarray(0, executeComplete.length).equals(executeComplete) && !body.includes(startedByUs)) return
    const brief = briefHeaders(body)
    if (brief !== undefined) return this.#handle(brief)
    const { log } = this.#options
    let headers: unknown
    try {
      headers = JSON.parse(body.toString('utf8'))
    } catch (error) {
      log.warn(
        { err: error, bytes: body.length, beginning: body.toString('utf8', 0, 120) },
        'an event that is not JSON; passed over',
      )
      return
    }
    if (typeof headers !== 'object' || headers === null) {
      log.warn({ bytes: body.length }, 'an event that is no object; passed over')
      return
    }
    this.#handle(headers as EslHeaders)
  }

  #handle(headers: EslHeaders): void {
    const { log, playing } = this.#options
    const name = text(headers, 'Event-Name')
    const leg = legId(headers, 'Unique-ID')
    let brokenOff = false
    if (name === 'BACKGROUND_JOB') {
      const job = text(headers, 'Job-UUID')
      if (job !== undefined) this.#options.onJob(job, text(headers, '_body') ?? '')
      return
    }
    if (leg !== undefined) {
      if (name === 'PLAYBACK_START') playing.begun(leg)
      else if (name === 'CHANNEL_EXECUTE_COMPLETE')
        brokenOff = playing.ended(leg, text(headers, 'Application-UUID') ?? '')
      else if (name === 'CHANNEL_CREATE') this.#noteGarbledName(headers)
    }
    const translation = translate(headers, brokenOff)
    if (translation === 'ignored') return
    if ('problem' in translation)
      log.warn({ problem: translation.problem, leg }, 'an event that says nothing to us; passed over')
    else this.#options.onEvent(translation.event)
  }

  #noteGarbledName(headers: EslHeaders): void {
    const name = text(headers, 'Caller-Caller-ID-Name')
    if (name !== undefined && isGarbled(name))
      this.#options.log.warn(
        { leg: text(headers, 'Unique-ID') },
        'the caller name is not UTF-8; the call goes without a name',
      )
  }
}
