/** Callbacks over owners, disks and a Redis that forgets: a real redis-server. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KeptCallback } from '../../calls/call.ts'
import { asCallId, asQueueId } from '../../ids.ts'
import { connectRedis, redisReady } from '../../redis/connection.ts'
import { startTestRedis, type TestRedis } from '../../redis/redis-testing.ts'
import { keepFile } from '../kept-file.ts'
import { type SharedCallbacks, sharedCallbacks } from './shared-callbacks.ts'
import { domainKeys } from './wire.ts'

const log = pino({ level: 'silent' })
const keys = domainKeys('callbacks')
let server: TestRedis
let redis: Redis
let folder: string
const opened: SharedCallbacks[] = []

beforeEach(async () => {
  server = await startTestRedis()
  redis = connectRedis(server.url, log)
  await redisReady(redis, 5_000)
  folder = mkdtempSync(join(tmpdir(), 'ringdesk-callbacks-'))
})
afterEach(async () => {
  for (const each of opened.splice(0)) await each.stop(0)
  redis.disconnect()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const waiting = (id: string): KeptCallback => ({
  id: asCallId(id),
  hotline: '4008001234',
  caller: { raw: '13800138000', kind: 'mobile', number: '+8613800138000' },
  queue: asQueueId('aftersales'),
  enteredAt: 0,
  priority: 0,
  callback: { number: '+8613800138000', requestedBy: asCallId(id), attempts: 0 } as unknown as KeptCallback['callback'],
  dialling: false,
})
const names = (callbacks: readonly KeptCallback[]) => callbacks.map(({ id }) => id)

/** A process on a machine, with the grant of this token. */
async function owner(machine: string, token: number): Promise<SharedCallbacks> {
  const proof = `${token}/${machine}`
  await redis.set(keys.owner, proof).catch(() => undefined)
  const made = sharedCallbacks({ redis, keys, proof, path: join(folder, `${machine}.json`), log })
  opened.push(made)
  return made
}
const inRedis = async () => JSON.parse((await redis.get(keys.callbacks)) ?? '{}') as { callbacks?: KeptCallback[] }
const untilInRedis = (...ids: string[]) =>
  expect.poll(async () => names((await inRedis()).callbacks ?? []), { timeout: 10_000 }).toEqual(ids)

describe('the callbacks of a routing domain', () => {
  it('go on on another machine', async () => {
    const first = await owner('one', 1)
    expect(await first.load()).toEqual([])
    await first.save([waiting('a')])
    await first.save([waiting('a'), waiting('b')])
    await first.stop(5_000)
    expect(names(await (await owner('two', 2)).load())).toEqual(['a', 'b'])
  })

  it('are what the last owner left, not what an earlier one has on its disk', async () => {
    const first = await owner('one', 1)
    await first.save([waiting('long ago')])
    await first.stop(5_000)
    const second = await owner('two', 2)
    await second.load()
    await second.save([])
    await second.stop(5_000)
    expect(await (await owner('one', 3)).load()).toEqual([])
  })

  it('are on the disk when Redis is away or has lost everything, and Redis has them again afterwards', async () => {
    const first = await owner('one', 1)
    await first.save([waiting('a')])
    await untilInRedis('a')
    await server.kill()
    await first.save([waiting('a'), waiting('b')])
    await server.start()
    await redisReady(redis, 10_000)
    expect(await inRedis()).toEqual({})
    // Its lease is taken up again in a moment; until then nobody has it.
    await redis.set(keys.owner, '1/one')
    await untilInRedis('a', 'b')
  })

  it('of an owner that has lost the lease are not written over those of the next', async () => {
    const first = await owner('one', 1)
    const second = await owner('two', 2)
    await second.save([waiting('new')])
    await untilInRedis('new')
    await first.save([waiting('stale')])
    await first.stop(2_000)
    expect(names((await inRedis()).callbacks ?? [])).toEqual(['new'])
  })

  it('kept by a process that shared nothing are taken over', async () => {
    await keepFile(join(folder, 'one.json'), [waiting('alone')])
    expect(names(await (await owner('one', 1)).load())).toEqual(['alone'])
    await untilInRedis('alone')
  })

  it('that are no callbacks are an error that says where, and on disk is gone on with', async () => {
    const first = await owner('one', 1)
    await first.save([waiting('a')])
    await first.stop(5_000)
    await redis.set(keys.callbacks, '{"token":"x"}')
    expect(names(await (await owner('one', 2)).load())).toEqual(['a'])
    await keepFile(join(folder, 'three.json'), { nothing: true })
    await expect((await owner('three', 3)).load()).rejects.toThrow('on disk')
  })
})
