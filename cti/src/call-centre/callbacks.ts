/** The callbacks among the calls: written down whenever one changes, found by number, counted by queue. */
import type { Logger } from 'pino'
import type { Call, KeptCallback } from '../calls/call.ts'
import { keptOf } from '../calls/callback.ts'
import type { CallId, QueueId } from '../ids.ts'
import type { CallbackStore } from './callback-store.ts'

export class Callbacks {
  readonly #store: CallbackStore | undefined
  readonly #log: Logger
  readonly #calls = new Map<CallId, Call>()
  readonly #kept = new Map<CallId, KeptCallback>()
  #writing: Promise<void> | undefined
  #next: Promise<void> | undefined

  /** @param store undefined: callbacks do not survive a restart */
  constructor(store: CallbackStore | undefined, log: Logger) {
    this.#store = store
    this.#log = log
  }

  /** Those of before our restart. What cannot be read is logged and left as it is until the first new one is written. */
  async load(): Promise<readonly KeptCallback[]> {
    try {
      const kept = (await this.#store?.load()) ?? []
      for (const callback of kept) this.#kept.set(callback.id, callback)
      return kept
    } catch (error) {
      this.#log.error({ err: error }, 'the callbacks kept on disk cannot be read')
      return []
    }
  }

  /** Resolves once it is safe. @throws when it could not be written; then it is forgotten */
  async add(callback: KeptCallback): Promise<void> {
    this.#kept.set(callback.id, callback)
    try {
      await this.#write()
    } catch (error) {
      this.#kept.delete(callback.id)
      throw error
    }
  }

  /** After a step of any call. */
  follow(call: Call): void {
    if (!call.callback) return
    const kept = keptOf(call)
    if (kept) this.#calls.set(call.id, call)
    else this.#calls.delete(call.id)
    const before = this.#kept.get(call.id)
    if (JSON.stringify(kept) === JSON.stringify(before)) return
    if (kept) this.#kept.set(call.id, kept)
    else this.#kept.delete(call.id)
    this.#write().catch((error: unknown) => this.#log.error({ err: error }, 'callbacks could not be kept on disk'))
  }

  forget(id: CallId): void {
    if (this.#kept.delete(id))
      this.#write().catch((error: unknown) => this.#log.error({ err: error }, 'callbacks could not be kept on disk'))
  }

  /** Waiting for their turn, nobody being called. */
  forNumber(number: string): Call | undefined {
    for (const call of this.#calls.values()) if (call.caller.number === number && isIdle(call)) return call
    return undefined
  }

  askedBy(id: CallId): boolean {
    for (const { callback } of this.#kept.values()) if (callback.requestedBy === id && !callback.reached) return true
    return false
  }

  /** Not reached yet. */
  ofQueue(queue: QueueId): number {
    let count = 0
    for (const call of this.#calls.values()) if (call.queue === queue && call.connectedAt === undefined) count++
    return count
  }

  /** Of a queue: those that rest until their next time, and are in no line. */
  resting(): Iterable<Call> {
    return [...this.#calls.values()].filter((call) => call.phase === 'scheduled')
  }

  /** One writing at a time, and what changes meanwhile goes with the next. */
  #write(): Promise<void> {
    const store = this.#store
    if (!store) return Promise.resolve()
    if (this.#next) return this.#next
    const before = this.#writing?.catch(() => undefined) ?? Promise.resolve()
    const next = before.then(() => {
      this.#next = undefined
      this.#writing = next
      return store.save([...this.#kept.values()])
    })
    this.#next = next
    return next
  }
}

const isIdle = ({ phase, legs }: Call): boolean =>
  phase === 'scheduled' ||
  (phase === 'queued' && Object.values(legs).every(({ role, state }) => role !== 'customer' || state === 'ended'))
