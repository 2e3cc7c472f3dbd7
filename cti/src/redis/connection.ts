/** Connections to Redis: they come back by themselves, nothing waits long in them, and their loss is said once. */
import { Redis } from 'ioredis'
import type { Logger } from 'pino'

export type { Redis }

const CONNECT_MS = 2_000
const ANSWER_MS = 2_000
const RETRY_MOST_MS = 500

/**
 * Commands fail at once while Redis is away instead of piling up, and after 2 s without an answer.
 * @param url redis://… or rediss://…
 */
export function connectRedis(url: string, log: Logger): Redis {
  const redis = new Redis(url, {
    connectTimeout: CONNECT_MS,
    commandTimeout: ANSWER_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(RETRY_MOST_MS, 50 * attempt),
  })
  return sayOnce(redis, log, 'error')
}

/** Another connection to the same Redis, for what occupies one: subscriptions and blocking reads. */
export function anotherConnection(redis: Redis, log: Logger, answerMs = ANSWER_MS): Redis {
  // It is lost together with the first, which says so.
  return sayOnce(redis.duplicate({ commandTimeout: answerMs }), log, 'debug')
}

/** Resolves when commands can be sent, at the latest after timeoutMs. */
export async function redisReady(redis: Redis, timeoutMs: number): Promise<boolean> {
  const isReady = (): boolean => redis.status === 'ready'
  if (isReady()) return true
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, timeoutMs)
  redis.once('ready', resolve)
  await promise
  clearTimeout(timer)
  redis.off('ready', resolve)
  return isReady()
}

/** Subscribes now and after every loss of the connection. The connection can do nothing else from then on. */
export function followChannels(
  subscriber: Redis,
  channels: readonly string[],
  log: Logger,
  listener: (message: string, channel: string) => void,
): void {
  const subscribe = (): void => {
    subscriber
      .subscribe(...channels)
      .catch((error: unknown) => log.warn({ err: error, channels }, 'could not subscribe; the next connection will'))
  }
  subscriber.on('ready', subscribe)
  if (subscriber.status === 'ready') subscribe()
  subscriber.on('message', (channel, message) => {
    try {
      listener(message, channel)
    } catch (error) {
      log.error({ err: error, channel }, 'a message could not be taken')
    }
  })
}

function sayOnce(redis: Redis, log: Logger, level: 'error' | 'debug'): Redis {
  let away = false
  redis.on('error', (error: Error) => {
    if (!away) log[level]({ err: error }, 'Redis cannot be reached')
    away = true
  })
  redis.on('ready', () => {
    if (away) log[level === 'error' ? 'info' : 'debug']('Redis is back')
    away = false
  })
  return redis
}
