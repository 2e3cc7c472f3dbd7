/** What every lease keeps, however it is made; and what one among processes has to keep besides. */
import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connectRedis, redisReady } from '../redis/connection.ts'
import { startTestRedis, type TestRedis } from '../redis/redis-testing.ts'
import type { Grant, Lease } from './lease.ts'
import { createLocalLease } from './local-lease.ts'
import { createRedisLease } from './redis-lease.ts'

const log = pino({ level: 'silent' })
const LAPSE_MS = 500

let server: TestRedis
const connections: Redis[] = []
const grants: Grant[] = []

beforeAll(async () => {
  server = await startTestRedis()
})
afterEach(async () => {
  for (const grant of grants.splice(0)) await grant.release()
  for (const connection of connections.splice(0)) connection.disconnect()
})
afterAll(() => server.stop())

async function connection(): Promise<Redis> {
  const redis = connectRedis(server.url, log)
  connections.push(redis)
  await redisReady(redis, 5_000)
  return redis
}

/** Two who compete for one lease. */
const kinds: Record<string, () => Promise<readonly [Lease, Lease]>> = {
  async local() {
    const lease = createLocalLease()
    return [lease, lease]
  },
  async Redis() {
    const key = `{test}:${randomUUID()}`
    const of = async (holder: string) =>
      createRedisLease({ redis: await connection(), key, holder, log, lapseMs: LAPSE_MS })
    return [await of('a'), await of('b')]
  },
}

async function take(lease: Lease): Promise<Grant> {
  const grant = await lease.acquire(AbortSignal.timeout(5_000))
  grants.push(grant)
  return grant
}

for (const [name, make] of Object.entries(kinds))
  describe(`a lease (${name})`, () => {
    it('is granted when nobody has it', async () => {
      const [lease] = await make()
      const grant = await take(lease)
      expect(grant.token).toBeGreaterThan(0)
      expect(grant.proof).toContain(String(grant.token))
    })

    it('is held by one at a time, goes on to the next when released, and its token rises', async () => {
      const [one, other] = await make()
      const first = await take(one)
      let granted = false
      const second = take(other).then((grant) => {
        granted = true
        return grant
      })
      // Longer than it takes to lapse: a living holder keeps it.
      await expect(one.acquire(AbortSignal.timeout(LAPSE_MS * 1.5))).rejects.toMatchObject({ name: 'TimeoutError' })
      expect(granted).toBe(false)
      await first.release()
      expect((await second).token).toBeGreaterThan(first.token)
    })

    it('is not waited for any longer when the waiting is given up', async () => {
      const [one, other] = await make()
      const first = await take(one)
      const giveUp = new AbortController()
      const waiting = other.acquire(giveUp.signal)
      giveUp.abort(new Error('not any more'))
      await expect(waiting).rejects.toThrow()
      await first.release()
      await take(one)
    })

    it('can be released twice, and the second time takes it from nobody', async () => {
      const [one, other] = await make()
      const first = await take(one)
      await first.release()
      const second = await take(other)
      await first.release()
      await expect(one.acquire(AbortSignal.timeout(LAPSE_MS))).rejects.toThrow()
      expect(await Promise.race([second.lost, 'kept'])).toBe('kept')
    })
  })

describe('a lease in Redis', () => {
  const key = () => `{test}:${randomUUID()}`

  it('lapses when its holder is silent, and the old holder learns that it has lost it', async () => {
    const name = key()
    const redis = await connection()
    const one = createRedisLease({ redis, key: name, holder: 'a', log, lapseMs: LAPSE_MS })
    const other = createRedisLease({ redis: await connection(), key: name, holder: 'b', log, lapseMs: LAPSE_MS })
    const first = await take(one)
    redis.disconnect()
    const second = await take(other)
    expect(second.token).toBeGreaterThan(first.token)
    await redis.connect()
    expect(await first.lost).toContain('somebody else')
  })

  it('that lapsed is taken up again when nobody had it in between, and not otherwise', async () => {
    const name = key()
    const redis = await connection()
    const first = await take(createRedisLease({ redis, key: name, holder: 'a', log, lapseMs: LAPSE_MS }))
    await redis.del(name)
    await expect.poll(() => redis.get(name)).toBe(first.proof)

    // Granted to somebody else, and over again: the first must not act on what it believes.
    redis.disconnect()
    const second = await take(
      createRedisLease({ redis: await connection(), key: name, holder: 'b', log, lapseMs: LAPSE_MS }),
    )
    await second.release()
    await redis.connect()
    expect(await first.lost).toContain('somebody else')
  })

  it('stays with its holder over a restart of Redis that loses everything, and tokens go on rising', async () => {
    const name = key()
    const first = await take(
      createRedisLease({ redis: await connection(), key: name, holder: 'a', log, lapseMs: LAPSE_MS }),
    )
    const redis = await connection()
    const other = createRedisLease({ redis, key: name, holder: 'b', log, lapseMs: LAPSE_MS })
    const waiting = other.acquire(AbortSignal.timeout(15_000))
    await server.kill()
    await server.start()
    await redisReady(redis, 5_000)
    await expect.poll(() => redis.get(name), { timeout: 5_000 }).toBe(first.proof)
    expect(await Promise.race([first.lost, 'kept'])).toBe('kept')
    await first.release()
    const second = await waiting
    grants.push(second)
    expect(second.token).toBeGreaterThan(first.token)
  })
})
