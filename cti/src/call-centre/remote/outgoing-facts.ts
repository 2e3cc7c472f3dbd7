/**
 * The owner's side of the stream of facts. Every fact is on this machine's disk first and stays there until the ledger has recorded it, so
 * that neither the end of this process nor that of Redis loses any. While Redis is away facts wait; afterwards everything that was not
 * recorded is told again, in order (a fact told twice is told once), and then what happens goes on being told as it happens.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Fact } from '../../facts.ts'
import type { Segment, Spool } from '../../spool/spool.ts'
import { appendEntries } from './fact-stream.ts'
import { compareIds, type DomainKeys, type Entry } from './wire.ts'

const BATCH = 200
/** Entries that Redis may hold unrecorded; about 200 MB. Beyond it facts wait on disk. */
const STREAM_MOST = 200_000
const STREAM_ALARM = 0.8
const RETRY_MS = 500

type Content = Omit<Entry, 'owner' | 'seq'>

/** A sealed segment on its way: `upTo` is the number of its last fact, `id` where that stands in the stream once it does. */
interface Kept {
  readonly segment: Segment
  readonly upTo: number
  id?: string
}

export interface OutgoingOptions {
  readonly redis: Redis
  readonly keys: DomainKeys
  /** The owner's grant. */
  readonly proof: string
  readonly spool: Spool
  readonly log: Logger
  /** Everything told before has arrived (again): time to say how all is now. */
  readonly onCaughtUp: () => void
  readonly streamMost?: number
}

export class OutgoingFacts {
  readonly #options: OutgoingOptions
  readonly #most: number
  readonly #kept: Kept[]
  #queue: { readonly content: Content; readonly number?: number }[] = []
  /** Facts told, ever, by this owner. */
  #told = 0
  #seq = 0
  #live = false
  #pumping = false
  #stopped = false
  #scheduled = false
  /** Counts the outages: what was asked before one says nothing after it. */
  #era = 0
  #retry: NodeJS.Timeout | undefined
  #problem: string | undefined
  #length = 0
  readonly #back = (): void => this.#pumpSoon()

  constructor(options: OutgoingOptions) {
    this.#options = options
    this.#most = options.streamMost ?? STREAM_MOST
    this.#kept = options.spool.sealed.map((segment) => ({ segment, upTo: 0 }))
    options.redis.on('close', this.#lost)
    options.redis.on('ready', this.#back)
    this.#pumpSoon()
  }

  /** Entries waiting in Redis, and what is wrong while they cannot be told. */
  status(): { readonly length: number; readonly most: number; readonly problem?: string } {
    return {
      length: this.#length,
      most: this.#most,
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
    }
  }

  /** Takes a fact for good. @throws when it could not even be written to disk */
  tell(fact: Fact, views: Entry['views']): void {
    this.#options.spool.append(fact, !this.#live)
    this.#told++
    if (!this.#live) return
    this.#queue.push({ content: { fact, ...(views ? { views } : {}) }, number: this.#told })
    this.#pumpSoon()
  }

  /** Says how things are; void after an outage, when all is said anew. */
  say(content: Content): void {
    if (!this.#live) return
    this.#queue.push({ content })
    this.#pumpSoon()
  }

  /** The ledger has everything up to this id: it need not be kept here. Also closes the segment in use. */
  recorded(id: string | null): void {
    if (this.#live) this.#seal()
    for (let first = this.#kept[0]; id && first?.id && compareIds(first.id, id) <= 0; first = this.#kept[0]) {
      this.#options.spool.remove(first.segment)
      this.#kept.shift()
    }
  }

  /** Tells what it can within timeoutMs; the rest stays on disk for the next owner on this machine. */
  async stop(timeoutMs: number): Promise<void> {
    const late = Date.now() + timeoutMs
    while (this.#live && (this.#queue.length > 0 || this.#pumping) && Date.now() < late) {
      await this.#pump()
      await pause(5)
    }
    this.#stopped = true
    clearTimeout(this.#retry)
    this.#options.redis.off('close', this.#lost)
    this.#options.redis.off('ready', this.#back)
    this.#options.spool.close()
  }

  readonly #lost = (): void => {
    this.#fallBack(new Error('the connection to Redis was lost'))
  }

  #pumpSoon(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      void this.#pump()
    })
  }

  /** Never rejects. */
  async #pump(): Promise<void> {
    if (this.#pumping || this.#stopped) return
    this.#pumping = true
    try {
      if (!this.#live) await this.#catchUp()
      while (this.#live && !this.#stopped) {
        const batch = this.#queue.splice(0, BATCH)
        if (batch.length === 0) break
        const id = await this.#append(batch.map((item) => item.content))
        const number = batch.findLast((item) => item.number !== undefined)?.number
        if (number !== undefined) for (const kept of this.#kept) if (kept.upTo <= number) kept.id ??= id
      }
    } catch (error) {
      this.#fallBack(error)
    } finally {
      this.#pumping = false
    }
    if (this.#stopped) return
    if (!this.#live) this.#retry ??= setTimeout(() => this.#tryAgain(), RETRY_MS)
    else if (this.#queue.length > 0) this.#pumpSoon()
  }

  #tryAgain(): void {
    this.#retry = undefined
    void this.#pump()
  }

  async #catchUp(): Promise<void> {
    const again = new Set(this.#kept)
    for (;;) {
      this.#seal()
      const next = this.#kept.find((kept) => kept.id === undefined)
      if (!next || this.#stopped) break
      const facts = this.#options.spool.read(next.segment)
      let id = '0-0'
      for (let start = 0; start < facts.length; start += BATCH)
        id = await this.#append(facts.slice(start, start + BATCH).map((fact) => ({ fact })))
      next.id = id
    }
    if (this.#stopped) return
    if (again.size > 0) this.#options.log.info({ segments: again.size }, 'told again what was not known to be recorded')
    this.#problem = undefined
    this.#live = true
    this.#options.onCaughtUp()
  }

  #seal(): void {
    const segment = this.#options.spool.seal()
    if (segment) this.#kept.push({ segment, upTo: this.#told })
  }

  async #append(contents: readonly Content[]): Promise<string> {
    const { redis, keys, proof, log } = this.#options
    const entries = contents.map((content) => ({ owner: proof, seq: ++this.#seq, ...content }))
    const era = this.#era
    const { lastId, length } = await appendEntries(redis, keys, proof, entries, this.#most)
    if (era !== this.#era) throw new Error('the connection to Redis was lost right after')
    const alarm = this.#most * STREAM_ALARM
    if (length >= alarm && this.#length < alarm)
      log.error({ length, most: this.#most }, 'facts are not being recorded; soon they have to wait on this disk')
    this.#length = length
    return lastId
  }

  /**
   * After a refusal Redis has what it had, and what it refused will be told again. After anything else not even that is known: all that
   * is not recorded will be.
   */
  #fallBack(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error)
    if (this.#problem === undefined) this.#options.log.error({ err: error }, 'facts cannot be told; they wait on disk')
    this.#problem = message
    this.#live = false
    this.#era++
    this.#queue = []
    if (!/^(FULL|STALE) /.test(message)) for (const kept of this.#kept) delete kept.id
  }
}
