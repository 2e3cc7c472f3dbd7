/**
 * The supervised link to one FreeSWITCH: a connection for events and background commands, and a second one for queries, because
 * a running `api` blocks every event of its connection. Both live and die together; after a loss a new pair is made, for ever, with
 * jittered back-off. A silent connection is probed, so that a hung socket counts as lost.
 */
import type { Logger } from 'pino'
import { EslConnection } from './esl-connection.ts'

export interface LinkPair {
  readonly events: EslConnection
  readonly queries: EslConnection
}

export interface LinkTimes {
  /** From the start of an attempt to both connections authenticated, ms. */
  readonly connectMs: number
  /** First wait after a loss; doubles with each failed attempt up to `backOffMaxMs`. The actual wait is between half of it and all. */
  readonly backOffMs: number
  readonly backOffMaxMs: number
  /** A connection that was silent for this long is probed, ms. */
  readonly quietMs: number
  /** A probe not answered within this is a loss, ms. */
  readonly probeMs: number
  /** Pause between nudges while they are on, ms. */
  readonly nudgeMs: number
}

export const linkTimes: LinkTimes = {
  connectMs: 5_000,
  backOffMs: 250,
  backOffMaxMs: 10_000,
  quietMs: 5_000,
  probeMs: 5_000,
  nudgeMs: 2,
}

export interface LinkOptions {
  readonly host: string
  readonly port: number
  readonly password: string
  readonly log: Logger
  readonly times: LinkTimes
  readonly onEventBody: (body: Buffer) => void
  /** Brings the pair into service (subscription, resync). A rejection counts as a loss. */
  readonly onUp: (pair: LinkPair) => Promise<void>
  /** After a loss, and for each attempt that failed. */
  readonly onDown: (reason: string) => void
}

/** Answered by every FreeSWITCH at once, and it changes nothing. */
export const simulatedQuery = 'api global_getvar ringdesk_simulated'

export class Link {
  readonly #options: LinkOptions
  #running = false
  #pair: LinkPair | undefined
  #up = false
  #upSince = 0
  #failures = 0
  #retry: NodeJS.Timeout | undefined
  #watch: NodeJS.Timeout | undefined
  #nudging: NodeJS.Timeout | undefined

  constructor(options: LinkOptions) {
    this.#options = options
  }

  /** The pair in service, or undefined. */
  get pair(): LinkPair | undefined {
    return this.#up ? this.#pair : undefined
  }

  start(): void {
    if (this.#running) return
    this.#running = true
    this.#failures = 0
    this.#attempt()
  }

  stop(): void {
    this.#running = false
    clearTimeout(this.#retry)
    this.#lose(this.#pair, 'stopped by us')
  }

  /** While calls live, events are worth an empty line every few milliseconds (EslConnection.nudge). */
  setNudging(on: boolean): void {
    if (on === (this.#nudging !== undefined)) return
    clearInterval(this.#nudging)
    this.#nudging = on ? setInterval(() => this.#pair?.events.nudge(), this.#options.times.nudgeMs) : undefined
  }

  #attempt(): void {
    const { host, port, password, log } = this.#options
    const connect = (onEventBody: (body: Buffer) => void): EslConnection =>
      new EslConnection({ host, port, password, log, onEventBody, onClosed: (reason) => this.#lose(pair, reason) })
    const pair: LinkPair = {
      events: connect((body) => this.#options.onEventBody(body)),
      queries: connect(() => {}),
    }
    this.#pair = pair
    const deadline = setTimeout(
      () => this.#lose(pair, `no connection within ${this.#options.times.connectMs} ms`),
      this.#options.times.connectMs,
    )
    Promise.all([pair.events.ready, pair.queries.ready])
      .finally(() => clearTimeout(deadline))
      .then(() => this.#options.onUp(pair))
      .then(() => this.#comeUp(pair))
      .catch((error: unknown) => this.#lose(pair, error instanceof Error ? error.message : String(error)))
  }

  #comeUp(pair: LinkPair): void {
    if (pair !== this.#pair) return
    this.#up = true
    this.#upSince = Date.now()
    let probing = false
    let seen = [-1, -1]
    this.#watch = setInterval(() => {
      const now = [pair.events.bytesSeen, pair.queries.bytesSeen]
      const quiet = [pair.events, pair.queries].filter((_, index) => now[index] === seen[index])
      seen = now
      if (probing || quiet.length === 0) return
      probing = true
      Promise.all(quiet.map((connection) => connection.request(simulatedQuery, this.#options.times.probeMs)))
        .catch(() => this.#lose(pair, `no sign of life within ${this.#options.times.probeMs} ms`))
        .finally(() => {
          probing = false
        })
    }, this.#options.times.quietMs)
  }

  /** Once for each pair, whichever of its connections went first. */
  #lose(pair: LinkPair | undefined, reason: string): void {
    if (pair === undefined || pair !== this.#pair) return
    const wasUp = this.#up
    this.#pair = undefined
    this.#up = false
    clearInterval(this.#watch)
    this.setNudging(false)
    pair.events.close(reason)
    pair.queries.close(reason)
    this.#options.onDown(reason)
    if (!this.#running) return
    const { backOffMs, backOffMaxMs } = this.#options.times
    if (wasUp && Date.now() - this.#upSince > backOffMaxMs) this.#failures = 0
    const full = Math.min(backOffMaxMs, backOffMs * 2 ** Math.min(this.#failures++, 20))
    const wait = full * (0.5 + Math.random() / 2)
    this.#retry = setTimeout(() => this.#attempt(), wait)
  }
}
