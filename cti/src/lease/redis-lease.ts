/**
 * The lease among processes, in Redis. It lapses when its holder is silent for its time to live.
 *
 * While Redis itself is silent the holder keeps the lease: nobody else can get it from that Redis either, and calls go on. Losing it
 * means that Redis says so. (A holder that alone is cut off from Redis is not noticed before it reaches Redis again.)
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { run, script } from '../redis/script.ts'
import type { Grant, Lease } from './lease.ts'

const LAPSE_MS = 5_000
/** How often the holder renews and others look. */
const RENEWALS_PER_LAPSE = 10

/**
 * acquire: KEYS lease, last token; ARGV holder, ms to live.
 * Grants the lease when nobody has it. The token is higher than every one before, also when Redis has lost its memory: it is at least the
 * time in ms. Returns {1, proof} or {0, the proof in force}.
 */
const ACQUIRE = script(`
local current = redis.call('GET', KEYS[1])
if current then return {0, current} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local token = string.format('%.0f', math.max(tonumber(redis.call('GET', KEYS[2]) or '0') + 1, now))
local proof = token .. '/' .. ARGV[1]
redis.call('SET', KEYS[2], token)
redis.call('SET', KEYS[1], proof, 'PX', ARGV[2])
return {1, proof}`)

/**
 * renew: KEYS lease, last token; ARGV proof, its token, ms to live.
 * Prolongs the lease. One that lapsed is taken up again if nobody was granted it in between, also by a Redis that has lost its memory.
 * Returns 1, or 0 when it is lost.
 */
const RENEW = script(`
local current = redis.call('GET', KEYS[1])
if current == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[3]) return 1 end
if current then return 0 end
local last = redis.call('GET', KEYS[2])
if last and last ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[2], ARGV[2])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
return 1`)

/** release: KEYS lease; ARGV proof. Ends the lease if this grant has it. Returns 1 or 0. */
const RELEASE = script(`
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`)

export interface RedisLeaseOptions {
  readonly redis: Redis
  readonly key: string
  /** Names the process; two of the same name are still two holders. */
  readonly holder: string
  readonly log: Logger
  /** How long the holder may be silent. ms */
  readonly lapseMs?: number
}

export interface RedisLease extends Lease {
  /**
   * A grant as it was before this process died, for a start while Redis is away: kept until Redis says otherwise.
   * Only for who knows that nobody else was granted it since.
   */
  resume(proof: string): Grant
}

export function createRedisLease(options: RedisLeaseOptions): RedisLease {
  const { redis, key, holder, log, lapseMs = LAPSE_MS } = options
  const keys = [key, `${key}:token`]
  const everyMs = lapseMs / RENEWALS_PER_LAPSE
  // After an outage of Redis the holder needs a moment to take its lease up again; nobody else may be quicker.
  let notBefore = 0
  redis.on('close', () => {
    notBefore = Date.now() + lapseMs
  })

  return {
    async acquire(signal) {
      for (;;) {
        signal.throwIfAborted()
        if (redis.status === 'ready' && Date.now() >= notBefore) {
          const proof = await tryToAcquire().catch((error: unknown) => {
            log.debug({ err: error, key }, 'could not ask for the lease')
            return undefined
          })
          if (proof !== undefined) return hold(proof)
        }
        await pause(everyMs, undefined, { signal }).catch(() => signal.throwIfAborted())
      }
    },
    resume: (proof) => hold(proof),
  }

  async function tryToAcquire(): Promise<string | undefined> {
    const [granted, proof] = (await run(redis, ACQUIRE, keys, [holder, lapseMs])) as [number, string]
    return granted === 1 ? proof : undefined
  }

  function hold(proof: string): Grant {
    const token = proof.split('/', 1)[0] ?? ''
    const { promise: lost, resolve: lose } = Promise.withResolvers<string>()
    let over = false
    let timer: NodeJS.Timeout | undefined
    const renew = async (): Promise<void> => {
      try {
        const renewed = await run(redis, RENEW, keys, [proof, token, lapseMs])
        if (over) return
        if (renewed === 1) return again()
        end()
        lose('somebody else was granted the lease')
      } catch (error) {
        log.debug({ err: error, key }, 'Redis does not answer; the lease is kept')
        if (!over) again()
      }
    }
    const again = (): void => {
      timer = setTimeout(() => void renew(), everyMs)
    }
    // Redis is back: at once, before it lapses for others.
    const back = (): void => {
      clearTimeout(timer)
      void renew()
    }
    const end = (): void => {
      over = true
      clearTimeout(timer)
      redis.off('ready', back)
    }
    redis.on('ready', back)
    again()
    return {
      token: Number(token),
      proof,
      lost,
      async release() {
        if (over) return
        end()
        await run(redis, RELEASE, keys.slice(0, 1), [proof]).catch((error: unknown) =>
          log.debug({ err: error, key }, 'the lease is left to lapse'),
        )
      },
    }
  }
}
