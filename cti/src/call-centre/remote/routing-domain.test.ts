/** Who owns a routing domain, and what an owner needs to go on: over starts, ends, and with Redis away. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../clock.ts'
import { asAgentId } from '../../ids.ts'
import { connectRedis, redisReady } from '../../redis/connection.ts'
import { startTestRedis, type TestRedis } from '../../redis/redis-testing.ts'
import { ImaginarySwitch } from '../imaginary-switch.ts'
import { openRoutingDomain, type RoutingDomain } from './routing-domain.ts'
import { offerConfiguration } from './shared-configuration.ts'
import { domainKeys } from './wire.ts'

const log = pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' })
const domain = 'test'
const keys = domainKeys(domain)
const ANN = asAgentId('ann')
const config = (version: number) => ({
  version,
  hotlines: [],
  queues: [],
  agents: [
    {
      id: ANN,
      name: '安',
      extension: '1001',
      skills: {},
      teams: [],
      languages: [],
      capacity: { voice: 1, chat: 0, total: 1 },
      blend: 'both' as const,
    },
  ],
  regions: [],
  flows: [],
})

let server: TestRedis
let redis: Redis
const directories: string[] = []
const ends: (() => Promise<unknown> | unknown)[] = []

beforeEach(async () => {
  server = await startTestRedis()
  redis = connectRedis(server.url, log)
  await redisReady(redis, 5_000)
})
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
  redis.disconnect()
  await server.stop()
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true })
})

function place(): string {
  const directory = mkdtempSync(join(tmpdir(), 'ringdesk-domain-'))
  directories.push(directory)
  return directory
}

interface Machine extends RoutingDomain {
  readonly switches: ImaginarySwitch[]
  /** As kill -9 does: nothing is given back. */
  vanish(): void
}

function machine(dataDirectory = place()): Machine {
  const own = connectRedis(server.url, log)
  const switches: ImaginarySwitch[] = []
  const opened = openRoutingDomain({
    redis: own,
    domain,
    telephoneSwitch: () => {
      const made = new ImaginarySwitch({ clock: systemClock, random: () => 0.5, failOneIn: 0 })
      switches.push(made)
      return made
    },
    recordingsDirectory: '/recordings',
    dataDirectory,
    log,
    onFailed: (error) => {
      throw error
    },
  })
  ends.push(async () => {
    await opened.stop()
    own.disconnect()
  })
  return {
    status: () => opened.status(),
    callCentre: () => opened.callCentre(),
    stop: () => opened.stop(),
    switches,
    vanish: () => own.disconnect(),
  }
}

const becomes = (each: RoutingDomain, state: string): Promise<void> =>
  expect.poll(() => each.status().state, { timeout: 15_000 }).toBe(state) as unknown as Promise<void>
const ready = { type: 'request-state', state: { kind: 'ready' } } as const

describe('a routing domain', { timeout: 40_000 }, () => {
  it('waits for a configuration, has one owner, and goes to the other with the agents as they were', async () => {
    const first = machine()
    expect(first.status().state).toBe('waiting-for-configuration')
    await offerConfiguration(redis, keys, config(1))
    await becomes(first, 'owner')
    const second = machine()
    await becomes(second, 'standby')
    await first.callCentre()?.command(ANN, 'one', ready)
    await expect.poll(() => redis.hget(keys.presence, ANN)).toBe('{"kind":"ready"}')
    await first.stop()
    await becomes(second, 'owner')
    expect(second.callCentre()?.agentView(ANN)?.state.kind).toBe('ready')
    expect(first.switches[0]?.status().connected).toBe(false)
    // An owner answers commands at once; its switch is reached a moment later.
    await expect.poll(() => second.switches[0]?.status().connected, { timeout: 10_000 }).toBe(true)
  })

  it('is left at once by an owner that has lost the lease', async () => {
    await offerConfiguration(redis, keys, config(1))
    const first = machine()
    await becomes(first, 'owner')
    await redis.set(keys.owner, '99999999999999/another')
    await becomes(first, 'standby')
    expect(first.callCentre()).toBeUndefined()
    expect(first.switches.map((each) => each.status().connected)).toEqual([false])
  })

  it('takes new configurations, refuses an invalid one, and keeps the last good one', async () => {
    await offerConfiguration(redis, keys, config(1))
    const first = machine()
    await becomes(first, 'owner')
    await offerConfiguration(redis, keys, { ...config(2), agents: [] })
    await expect.poll(() => first.callCentre()?.agentView(ANN)).toBeUndefined()
    await offerConfiguration(redis, keys, config(3))
    await expect.poll(() => first.callCentre()?.agentView(ANN)).toBeDefined()
    await offerConfiguration(redis, keys, { ...config(4), hotlines: [{ number: 'x' }] } as never)
    await expect.poll(() => first.status().refusedConfiguration).toContain('hotlines')
    expect(first.callCentre()?.agentView(ANN)).toBeDefined()
  })

  it('is gone on with by the machine that owned it when everything starts anew without Redis, and by no other', async () => {
    await offerConfiguration(redis, keys, config(1))
    const [here, there] = [place(), place()]
    const first = machine(here)
    await becomes(first, 'owner')
    const second = machine(there)
    await becomes(second, 'standby')
    await server.kill()
    first.vanish()
    second.vanish()
    const other = machine(there)
    const again = machine(here)
    await becomes(again, 'owner')
    await expect.poll(() => again.switches[0]?.status().connected, { timeout: 10_000 }).toBe(true)
    await becomes(other, 'standby')
    // Redis is back, and knows nothing: the one at work goes on.
    await server.start()
    await expect.poll(() => redis.get(keys.owner), { timeout: 10_000 }).toMatch(/^\d+\//)
    expect([again.status().state, other.status().state]).toEqual(['owner', 'standby'])
  })
})
