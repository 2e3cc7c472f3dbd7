/**
 * The callbacks of a routing domain: on the owner's disk and in Redis, so that they outlive this process, this machine, and a Redis that
 * loses its memory. Whoever owns the domain next goes on with the newer of what its own disk and what Redis has.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { KeptCallback } from '../../calls/call.ts'
import { redisReady } from '../../redis/connection.ts'
import { run, script } from '../../redis/script.ts'
import type { CallbackStore } from '../callback-store.ts'
import { keepFile, readKeptFile } from '../kept-file.ts'
import type { DomainKeys } from './wire.ts'

/** How long a start waits for what Redis has. ms */
const LOAD_MS = 2_000
const RETRY_MS = 500

/**
 * keep: KEYS owner's lease, callbacks; ARGV proof, value.
 * Keeps the value if the lease is this owner's: whoever lost it changes nothing any more. Returns 1, 0 when another has the lease, or -1
 * when nobody has (its holder takes it up again in a moment).
 */
const KEEP = script(`
local owner = redis.call('GET', KEYS[1])
if not owner then return -1 end
if owner ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[2])
return 1`)

/** Grants' tokens only rise, and within one grant the number of the save does. */
const saved = z.object({
  token: z.number(),
  save: z.number(),
  callbacks: z.array(z.custom<KeptCallback>((value) => typeof value === 'object' && value !== null)),
})
type Saved = z.infer<typeof saved>

export interface SharedCallbacksOptions {
  readonly redis: Redis
  readonly keys: DomainKeys
  /** The owner's grant. */
  readonly proof: string
  /** On this machine's disk. */
  readonly path: string
  readonly log: Logger
}

export interface SharedCallbacks extends CallbackStore {
  /** Gives what Redis has not got yet so many ms to arrive; then nothing is sent any more. */
  stop(withinMs: number): Promise<void>
}

export function sharedCallbacks({ redis, keys, proof, path, log }: SharedCallbacksOptions): SharedCallbacks {
  const token = Number(proof.split('/', 1)[0])
  let save = 0
  let latest: Saved | undefined
  /** What Redis has not got yet. */
  let untold: Saved | undefined
  let telling = false
  let retry: NodeJS.Timeout | undefined
  let stopped = false

  const tellSoon = (): void => {
    clearTimeout(retry)
    retry = undefined
    if (telling || stopped || !untold) return
    telling = true
    const value = untold
    run(redis, KEEP, [keys.owner, keys.callbacks], [proof, JSON.stringify(value)])
      .then((kept) => {
        if (kept === -1) return tellAgain('nobody has the lease')
        if (untold === value) untold = undefined
      })
      .catch((error: unknown) => tellAgain(error))
      .finally(() => {
        telling = false
        if (!retry) tellSoon()
      })
  }
  const tellAgain = (reason: unknown): void => {
    log.debug({ reason }, 'callbacks are not in Redis yet; they are on disk')
    if (!stopped) retry = setTimeout(tellSoon, RETRY_MS)
  }
  /** A Redis that comes back may have lost its memory. */
  const back = (): void => {
    untold = latest
    tellSoon()
  }
  redis.on('ready', back)

  return {
    async load() {
      const here = readSaved(await readKeptFile(path), 'on disk')
      const there = (await redisReady(redis, LOAD_MS)) ? await fromRedis() : undefined
      const callbacks = (!here || (there && isNewer(there, here)) ? there : here)?.callbacks ?? []
      latest = { token, save, callbacks }
      back()
      return callbacks
    },
    async save(callbacks) {
      latest = { token, save: ++save, callbacks: [...callbacks] }
      const now = latest
      await keepFile(path, now)
      if (untold === undefined || untold.save < now.save) untold = now
      tellSoon()
    },
    async stop(withinMs) {
      const deadline = Date.now() + withinMs
      while (untold && Date.now() < deadline) await pause(10)
      stopped = true
      clearTimeout(retry)
      redis.off('ready', back)
    },
  }

  async function fromRedis(): Promise<Saved | undefined> {
    try {
      const text = await redis.get(keys.callbacks)
      return text === null ? undefined : readSaved(JSON.parse(text), 'in Redis')
    } catch (error) {
      log.error({ err: error }, 'the callbacks in Redis cannot be read; going on with those on disk')
      return undefined
    }
  }
}

const isNewer = (one: Saved, other: Saved): boolean =>
  one.token === other.token ? one.save > other.save : one.token > other.token

/** A bare list is what a process kept that shared nothing. @throws when it is neither */
function readSaved(value: unknown, where: string): Saved | undefined {
  if (value === undefined) return undefined
  const parsed = saved.safeParse(Array.isArray(value) ? { token: 0, save: 0, callbacks: value } : value)
  if (!parsed.success) throw new Error(`the callbacks ${where} are not a list of callbacks: ${parsed.error.message}`)
  return parsed.data
}
