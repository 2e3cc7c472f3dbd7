/**
 * Brings every fact of a call centre elsewhere to whoever records them, in order and at least once: one gateway at a time, which
 * acknowledges what it has for good. What is not acknowledged stays in the stream, for the next one.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Fact } from '../../facts.ts'
import type { Grant } from '../../lease/lease.ts'
import { createRedisLease } from '../../lease/redis-lease.ts'
import { anotherConnection, redisReady } from '../../redis/connection.ts'
import { acknowledge, readEntries } from './fact-stream.ts'
import { domainKeys } from './wire.ts'

const READ_WAIT_MS = 1_000
const RETRY_MS = 500

export interface FactRecorderOptions {
  readonly redis: Redis
  readonly domain: string
  /** Names this gateway. */
  readonly holder: string
  /** The fact is safe when this returns. While it throws nothing is acknowledged, and it is asked again. */
  readonly record: (fact: Fact) => void
  readonly log: Logger
}

export interface FactRecorder {
  /** Whether this gateway is the one that records now. */
  readonly active: boolean
  stop(): Promise<void>
}

export function recordFacts({ redis, domain, holder, record, log }: FactRecorderOptions): FactRecorder {
  const keys = domainKeys(domain)
  const lease = createRedisLease({ redis, key: keys.recorder, holder, log })
  const reader = anotherConnection(redis, log, READ_WAIT_MS + 2_000)
  const end = new AbortController()
  let active = false

  const whileGranted = async (grant: Grant): Promise<void> => {
    let lost = false
    grant.lost.then(
      () => {
        lost = true
      },
      () => undefined,
    )
    const over = (): boolean => lost || end.signal.aborted
    while (!over()) {
      try {
        if (!(await redisReady(reader, RETRY_MS)) || over()) continue
        // Read anew each time: Redis may have lost it, and then what is there is recorded once more, which changes nothing.
        const recorded = (await redis.get(keys.recorded)) ?? '0-0'
        const entries = await readEntries(reader, keys, recorded, READ_WAIT_MS)
        const last = entries.at(-1)?.id
        if (last === undefined || over()) continue
        for (const { id, entry } of entries) {
          if (!entry) log.error({ id }, 'an entry of the stream of facts cannot be read')
          else if (entry.fact) record(entry.fact)
        }
        if (!(await acknowledge(redis, keys, grant.proof, last))) return
      } catch (error) {
        if (end.signal.aborted) return
        log.warn({ err: error }, 'facts could not be recorded; trying again')
        await pause(RETRY_MS)
      }
    }
  }

  const work = async (): Promise<void> => {
    while (!end.signal.aborted) {
      const grant = await lease.acquire(end.signal)
      active = true
      log.info({ domain }, 'this gateway records the call centre’s facts')
      await whileGranted(grant)
      active = false
      await grant.release()
    }
  }
  const done = work().catch((error: unknown) => {
    if (!end.signal.aborted) log.error({ err: error }, 'facts are no longer recorded here')
  })

  return {
    get active() {
      return active
    },
    async stop() {
      end.abort()
      reader.disconnect()
      await done
    },
  }
}
