/**
 * The ledger: facts into PostgreSQL, in batches, in order, each once. What follows from a fact (call records, tickets, presence) is made
 * in the transaction that records it. While the database is away facts wait in the spool; nothing on the call path waits with them.
 */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Fact, type Segment, Spool } from '@ringdesk/cti'
import type { Logger } from 'pino'
import type { Database } from '../database/connect.ts'
import { isDataError } from './database-errors.ts'
import { recordBatch } from './record-batch.ts'

/** How long facts may gather before they are written, ms. A batch costs the database about the same whether it holds one call or thirty. */
const GATHER_MS = 100
const BATCH = 500
const RETRY_FIRST_MS = 200
const RETRY_MOST_MS = 5_000

export interface LedgerStatus {
  /** False while the last write failed. */
  readonly databaseReachable: boolean
  /** Spool segments not yet in the database; in calm one or none. */
  readonly backlog: number
  readonly recorded: number
  readonly rejected: number
  readonly lastError?: string
}

export interface Ledger {
  /** Takes a fact for good: it is on disk when this returns. @throws when it could not even be written to disk */
  record(fact: Fact): void
  /** Resolves when everything taken before the call is in the database. @throws when that takes longer than timeoutMs */
  settled(timeoutMs: number): Promise<void>
  status(): LedgerStatus
  /** Called with the facts of each batch after its transaction: what reads the database can look now. */
  onRecorded(listener: (facts: readonly Fact[]) => void): () => void
  /** Writes what it can within timeoutMs; the rest stays in the spool for the next start. */
  stop(timeoutMs: number): Promise<void>
}

export interface LedgerOptions {
  readonly database: Database
  /** Where the spool lives. */
  readonly directory: string
  readonly log: Logger
}

export function openLedger(options: LedgerOptions): Ledger {
  return new SpooledLedger(options)
}

class SpooledLedger implements Ledger {
  readonly #database: Database
  readonly #log: Logger
  readonly #directory: string
  readonly #spool: Spool
  readonly #listeners = new Set<(facts: readonly Fact[]) => void>()
  /** Each with the segments that it waits for. */
  readonly #waiting = new Set<{ readonly paths: Set<string>; readonly resolve: () => void }>()
  #timer: NodeJS.Timeout | undefined
  #writing = false
  #stopped = false
  #retryMs = RETRY_FIRST_MS
  #recorded = 0
  #rejected = 0
  #lastError: string | undefined

  constructor({ database, directory, log }: LedgerOptions) {
    this.#database = database
    this.#log = log
    this.#directory = directory
    this.#spool = new Spool(directory, log)
    if (this.#spool.segments > 0) this.#wake(0)
  }

  record(fact: Fact): void {
    this.#spool.append(fact, this.#lastError !== undefined)
    if (!this.#timer && !this.#writing) this.#wake(GATHER_MS)
  }

  settled(timeoutMs: number): Promise<void> {
    const paths = new Set(this.#spool.paths)
    if (paths.size === 0) return Promise.resolve()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const timer = setTimeout(
      () =>
        reject(new Error(`the ledger was not settled within ${timeoutMs} ms: ${this.#lastError ?? 'still writing'}`)),
      timeoutMs,
    )
    const waiting = { paths, resolve }
    this.#waiting.add(waiting)
    return promise.finally(() => {
      clearTimeout(timer)
      this.#waiting.delete(waiting)
    })
  }

  status(): LedgerStatus {
    return {
      databaseReachable: this.#lastError === undefined,
      backlog: this.#spool.segments,
      recorded: this.#recorded,
      rejected: this.#rejected,
      ...(this.#lastError === undefined ? {} : { lastError: this.#lastError }),
    }
  }

  onRecorded(listener: (facts: readonly Fact[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async stop(timeoutMs: number): Promise<void> {
    try {
      await this.settled(timeoutMs)
    } catch (error) {
      this.#log.warn({ err: error }, 'facts stay in the spool for the next start')
    }
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#spool.close()
  }

  #wake(afterMs: number): void {
    clearTimeout(this.#timer)
    if (this.#stopped) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#writeAll()
    }, afterMs)
  }

  /** Never rejects: a failure leaves everything where it is and tries again later. */
  async #writeAll(): Promise<void> {
    this.#writing = true
    try {
      // Once: what comes in meanwhile gathers for the next batch.
      if (!this.#spool.oldest()) this.#spool.seal()
      for (let segment = this.#spool.oldest(); segment && !this.#stopped; segment = this.#spool.oldest()) {
        await this.#writeSegment(segment)
        this.#spool.remove(segment)
        this.#wrote(segment)
      }
      if (this.#lastError !== undefined) this.#log.info('the database is back; the spool is written')
      this.#lastError = undefined
      this.#retryMs = RETRY_FIRST_MS
    } catch (error) {
      if (this.#lastError === undefined)
        this.#log.error({ err: error }, 'the ledger cannot write; facts wait in the spool')
      this.#lastError = error instanceof Error ? error.message : String(error)
      this.#wake(this.#retryMs * (0.5 + Math.random()))
      this.#retryMs = Math.min(RETRY_MOST_MS, this.#retryMs * 2)
    } finally {
      this.#writing = false
    }
    if (this.#lastError !== undefined) return
    if (this.#spool.segments > 0) this.#wake(GATHER_MS)
  }

  #wrote({ path }: Segment): void {
    for (const { paths, resolve } of this.#waiting) if (paths.delete(path) && paths.size === 0) resolve()
  }

  async #writeSegment(segment: Segment): Promise<void> {
    const facts = this.#spool.read(segment)
    for (let start = 0; start < facts.length; start += BATCH) await this.#write(facts.slice(start, start + BATCH))
  }

  /** One fact that the database cannot take must not hold up all others: it is found by halving and set aside. */
  async #write(facts: readonly Fact[]): Promise<void> {
    try {
      await recordBatch(this.#database, facts)
    } catch (error) {
      if (!isDataError(error)) throw error
      if (facts.length === 1) return this.#setAside(facts[0], error)
      const half = Math.ceil(facts.length / 2)
      await this.#write(facts.slice(0, half))
      await this.#write(facts.slice(half))
      return
    }
    this.#recorded += facts.length
    for (const listener of this.#listeners) {
      try {
        listener(facts)
      } catch (error) {
        this.#log.error({ err: error }, 'a listener of the ledger failed')
      }
    }
  }

  #setAside(fact: Fact | undefined, error: unknown): void {
    if (!fact) return
    this.#rejected++
    appendFileSync(join(this.#directory, 'rejected.jsonl'), `${JSON.stringify(fact)}\n`, { mode: 0o600 })
    this.#log.error({ err: error, fact: fact.id }, 'the database cannot take this fact; it is kept in rejected.jsonl')
  }
}
