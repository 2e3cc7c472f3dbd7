/**
 * Watches agents' phones on the switch: from one hanging up to its next ring. By the moments at which the events arrive here, because the
 * switch's own stamps go in steps of 20 ms; the connection is nudged all the time, so that no event waits for the switch's poll.
 */
import { pino } from 'pino'
import { EslConnection } from '../../cti/src/switch/freeswitch/esl-connection.ts'
import type { LiveFreeSwitch } from '../../cti/src/switch/freeswitch/live/live-freeswitch.ts'

const SUBSCRIBE_MS = 5_000
const NUDGE_MS = 2

export class RingWatch {
  /** By extension, ms. */
  readonly gaps = new Map<string, number[]>()
  readonly #extensions = new Map<string, string>()
  readonly #freeSince = new Map<string, number>()
  readonly #connection: EslConnection
  #nudging: NodeJS.Timeout | undefined

  static async open(live: LiveFreeSwitch, extensions: readonly string[]): Promise<RingWatch> {
    const watch = new RingWatch(live, extensions)
    await watch.#connection.ready
    const reply = await watch.#connection.request(
      'event json CHANNEL_CREATE CHANNEL_PROGRESS CHANNEL_HANGUP',
      SUBSCRIBE_MS,
    )
    if (!reply.text.startsWith('+OK')) throw new Error(`could not watch the switch: ${reply.text}`)
    watch.#nudging = setInterval(() => watch.#connection.nudge(), NUDGE_MS)
    return watch
  }

  private constructor(live: LiveFreeSwitch, extensions: readonly string[]) {
    for (const extension of extensions) this.gaps.set(extension, [])
    this.#connection = new EslConnection({
      host: live.eslHost,
      port: live.eslPort,
      password: live.eslPassword,
      log: pino({ level: 'silent' }),
      onEventBody: (body) => this.#read(JSON.parse(body.toString('utf8'))),
      onClosed: () => {},
    })
  }

  close(): void {
    clearInterval(this.#nudging)
    this.#connection.close('the bench is over')
  }

  /** The next ring follows nothing that is to be measured. */
  forget(extension: string): void {
    this.#freeSince.delete(extension)
  }

  #read(event: Record<string, string>): void {
    const leg = event['Unique-ID'] ?? ''
    const at = performance.now()
    if (event['Event-Name'] === 'CHANNEL_CREATE') {
      const extension = event.variable_dialed_user ?? event['Caller-Destination-Number'] ?? ''
      if (event['Call-Direction'] === 'outbound' && this.gaps.has(extension)) this.#extensions.set(leg, extension)
      return
    }
    const extension = this.#extensions.get(leg)
    if (extension === undefined) return
    if (event['Event-Name'] === 'CHANNEL_HANGUP') {
      this.#extensions.delete(leg)
      this.#freeSince.set(extension, at)
      return
    }
    const free = this.#freeSince.get(extension)
    if (free === undefined) return
    this.#freeSince.delete(extension)
    this.gaps.get(extension)?.push(at - free)
  }
}
