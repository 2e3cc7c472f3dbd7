/** A call centre through Redis: what is told arrives, what is asked is done once or not at all, and nothing is lost on the way. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Fact } from '../../facts.ts'
import { asCallId } from '../../ids.ts'
import { createRedisLease } from '../../lease/redis-lease.ts'
import { connectRedis, redisReady } from '../../redis/connection.ts'
import { startTestRedis, type TestRedis } from '../../redis/redis-testing.ts'
import { Spool } from '../../spool/spool.ts'
import type { CallCentre, ContactView } from '../call-centre.ts'
import { type FactRecorder, recordFacts } from './fact-recorder.ts'
import { OutgoingFacts } from './outgoing-facts.ts'
import { connectCallCentre } from './remote-call-centre.ts'
import { ANN, held, ScriptedCallCentre } from './scripted-call-centre.ts'
import { type ServedCallCentre, serveCallCentre } from './served-call-centre.ts'
import { domainKeys } from './wire.ts'

const log = pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' })
const domain = 'test'
const keys = domainKeys(domain)

let server: TestRedis
let redis: Redis
let directory: string
/** Of the one who was served last. */
let releaseLease: () => Promise<unknown>
const ends: (() => Promise<unknown> | unknown)[] = []

beforeEach(async () => {
  server = await startTestRedis()
  redis = connectRedis(server.url, log)
  await redisReady(redis, 5_000)
  directory = mkdtempSync(join(tmpdir(), 'ringdesk-remote-'))
})
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
  redis.disconnect()
  await server.stop()
  rmSync(directory, { recursive: true, force: true })
})

async function proofOfLease(): Promise<string> {
  const grant = await createRedisLease({ redis, key: keys.owner, holder: 'one', log }).acquire(
    AbortSignal.timeout(5_000),
  )
  releaseLease = () => grant.release()
  ends.push(releaseLease)
  return grant.proof
}

async function serve(centre: CallCentre): Promise<ServedCallCentre> {
  const proof = await proofOfLease()
  const served = serveCallCentre(centre, {
    redis,
    domain,
    proof,
    spool: new Spool(directory, log),
    agents: () => [ANN],
    log,
  })
  ends.push(() => served.stop(0))
  return served
}

async function connect(): Promise<CallCentre> {
  const remote = connectCallCentre({ redis, domain, log })
  ends.push(() => remote.stop())
  await remote.start()
  return remote
}

function recorder(record: (fact: Fact) => void, holder = 'gateway'): FactRecorder {
  const started = recordFacts({ redis, domain, holder, record, log })
  ends.push(() => started.stop())
  return started
}

const contact = (id: string, phase: ContactView['phase']): ContactView => ({
  call: asCallId(id),
  channel: 'voice',
  phase,
  since: 1,
  caller: { raw: '13800138000', kind: 'mobile' },
  hotline: '4008001234',
  arrivedAt: 1,
  path: [{ at: 1, step: 'arrived' }],
})

const waiting = (): number => readdirSync(directory).filter((name) => name.endsWith('.jsonl')).length
const ids = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `fact-${from + i}`)

describe('a call centre elsewhere', () => {
  it('is seen as it is, each fact with the views that it changed', async () => {
    const centre = new ScriptedCallCentre()
    await serve(centre)
    centre.connect()
    const remote = await connect()
    expect(remote.switchStatus()).toEqual(centre.status)
    expect(remote.agentView(ANN)?.state).toEqual({ kind: 'offline' })
    const seen: unknown[] = []
    remote.onFact((fact) => seen.push([fact.type, remote.agentView(ANN)?.state.kind, remote.liveCalls()]))
    centre.calls = 3
    centre.become({ kind: 'ready' }, 5)
    await expect.poll(() => seen).toEqual([['agent-state-changed', 'ready', 3]])
  })

  it('says that the switch is not connected when nobody is there, and answers commands with a refusal', async () => {
    const remote = await connect()
    expect(remote.switchStatus().connected).toBe(false)
    expect(await remote.command(ANN, '1', { type: 'request-state', state: { kind: 'ready' } })).toMatchObject({
      ok: false,
      code: 'SWITCH_UNAVAILABLE',
    })
  })

  it('says so too when it falls silent, tells its followers, and is seen again when it speaks again', async () => {
    const centre = new ScriptedCallCentre()
    const served = await serve(centre)
    centre.connect()
    const remote = await connect()
    const told: string[] = []
    remote.onFact((fact) => told.push(fact.type))
    await served.stop(0)
    await expect.poll(() => remote.switchStatus().connected, { timeout: 6_000 }).toBe(false)
    expect(told).toEqual(['switch-disconnected'])
    // A holder whose lease is only deleted takes it up again.
    await releaseLease()
    const again = new ScriptedCallCentre()
    await serve(again)
    again.connect()
    await expect.poll(() => remote.switchStatus().connected, { timeout: 8_000 }).toBe(true)
    expect(told.at(-1)).toBe('switch-connected')
  }, 25_000)

  it('is asked with the command’s own id, and says what came of it', async () => {
    const centre = new ScriptedCallCentre()
    await serve(centre)
    centre.connect()
    const remote = await connect()
    centre.answer = async () => ({ ok: false, code: 'NOT_NOW', message: 'not now' })
    const command = { type: 'request-state', state: { kind: 'ready' } } as const
    expect(await remote.command(ANN, 'click-1', command)).toEqual({ ok: false, code: 'NOT_NOW', message: 'not now' })
    expect(centre.asked).toEqual([{ agent: ANN, commandId: 'click-1', command }])
  })

  it('carries out what supervisors ask, and learns what is known of callers', async () => {
    const centre = new ScriptedCallCentre()
    await serve(centre)
    centre.connect()
    const remote = await connect()
    const command = { type: 'requeue-contact', call: asCallId('c1') } as const
    expect(await remote.supervise('sue', 'click-2', command)).toEqual({ ok: true })
    expect(centre.supervised).toEqual([{ supervisor: 'sue', commandId: 'click-2', command }])
    const hints = Array.from({ length: 2_500 }, (_, index) => ({ number: `+86138${index}`, vip: true }))
    remote.hint(hints)
    await expect.poll(() => centre.hinted.length).toBe(2_500)
    expect(centre.hinted).toEqual(hints)
  })

  it('shows its contacts as they come, change and go', async () => {
    const centre = new ScriptedCallCentre()
    await serve(centre)
    centre.contacts = [contact('c1', 'queued')]
    centre.connect()
    const remote = await connect()
    await expect.poll(() => remote.contactViews()).toEqual(centre.contacts)
    centre.contacts = [contact('c1', 'talking'), contact('c2', 'queued')]
    centre.tell(held(1))
    await expect.poll(() => remote.contactViews(), { timeout: 2_000 }).toEqual(centre.contacts)
    centre.contacts = [contact('c2', 'queued')]
    centre.tell(held(2))
    await expect.poll(() => remote.contactViews(), { timeout: 2_000 }).toEqual(centre.contacts)
  })

  it('carries out no command that its sender has given up', async () => {
    const centre = new ScriptedCallCentre()
    await serve(centre)
    await redis.set(keys.command('late'), JSON.stringify({ agent: ANN, commandId: 'late', command: {} }), 'PX', 1)
    await expect.poll(() => redis.exists(keys.command('late'))).toBe(0)
    const ask = (id: string) => redis.publish(keys.requests, JSON.stringify({ type: 'command', id, answers: 'x' }))
    await expect.poll(() => ask('late')).toBe(1)
    await redis.set(keys.command('next'), JSON.stringify({ agent: ANN, commandId: 'next', command: {} }), 'PX', 5_000)
    await ask('next')
    await ask('next')
    await expect.poll(() => centre.asked.length).toBeGreaterThan(0)
    expect(centre.asked.map(({ commandId }) => commandId)).toEqual(['next'])
  })

  it('refuses an invalid configuration at once, and an outdated one never replaces a newer', async () => {
    const remote = await connect()
    expect(() => remote.configure({ version: -1 } as never)).toThrow(/version/)
    const config = (version: number) => ({ version, hotlines: [], queues: [], regions: [], flows: [], agents: [] })
    remote.configure(config(7))
    await expect.poll(() => redis.get(keys.configurationVersion)).toBe('7')
    const behind = await connect()
    behind.configure(config(6))
    behind.configure(config(8))
    await expect.poll(() => redis.get(keys.configurationVersion)).toBe('8')
    expect(JSON.parse((await redis.get(keys.configuration)) ?? '')).toEqual(config(8))
  })
})

describe('facts on their way to the ledger', () => {
  it('arrive in order, also those of before anybody recorded, and are kept nowhere once recorded', async () => {
    const centre = new ScriptedCallCentre()
    await serve(centre)
    centre.connect()
    for (let number = 0; number < 1_000; number++) centre.tell(held(number))
    const recorded: string[] = []
    recorder((fact) => fact.type === 'call-held' && recorded.push(fact.id))
    await expect.poll(() => recorded.length, { timeout: 10_000 }).toBe(1_000)
    expect(recorded).toEqual(ids(0, 1_000))
    await expect.poll(waiting, { timeout: 5_000 }).toBe(0)
  })

  it('are told again until the one who records has them', async () => {
    const centre = new ScriptedCallCentre()
    await serve(centre)
    centre.connect()
    let full = true
    const recorded: string[] = []
    recorder((fact) => {
      if (full && fact.id === 'fact-2') throw new Error('the disk is full')
      if (fact.type === 'call-held') recorded.push(fact.id)
    })
    for (let number = 0; number < 4; number++) centre.tell(held(number))
    await expect.poll(() => recorded.length, { timeout: 5_000 }).toBeGreaterThan(2)
    expect(await redis.exists(keys.recorded)).toBe(0)
    full = false
    await expect.poll(() => recorded.slice(-4), { timeout: 5_000 }).toEqual(ids(0, 4))
    await expect.poll(waiting, { timeout: 5_000 }).toBe(0)
  })

  it('go on at another gateway from where the first has stopped', async () => {
    const centre = new ScriptedCallCentre()
    await serve(centre)
    centre.connect()
    const recorded: string[] = []
    const record = (fact: Fact): unknown => fact.type === 'call-held' && recorded.push(fact.id)
    const first = recorder(record, 'first')
    centre.tell(held(0))
    await expect.poll(() => recorded).toEqual(['fact-0'])
    const second = recorder(record, 'second')
    expect(second.active).toBe(false)
    await first.stop()
    centre.tell(held(1))
    await expect.poll(() => recorded, { timeout: 10_000 }).toEqual(['fact-0', 'fact-1'])
    expect(second.active).toBe(true)
  })

  it('survive Redis coming back empty: those of the outage and those it had lost, in order', async () => {
    const centre = new ScriptedCallCentre()
    await serve(centre)
    centre.connect()
    centre.tell(held(0))
    await expect.poll(() => redis.xlen(keys.facts)).toBeGreaterThan(1)
    await expect.poll(() => redis.hget(keys.presence, ANN)).toBe('{"kind":"offline"}')
    await server.kill()
    for (let number = 1; number < 5; number++) centre.tell(held(number))
    await server.start()
    const recorded: string[] = []
    recorder((fact) => fact.type === 'call-held' && recorded.push(fact.id))
    await expect.poll(() => recorded, { timeout: 10_000 }).toEqual(ids(0, 5))
    expect(await redis.hget(keys.presence, ANN)).toBe('{"kind":"offline"}')
  }, 20_000)

  it('wait on disk beyond the limit of what Redis may hold, and are told when there is room again', async () => {
    const outgoing = new OutgoingFacts({
      redis,
      keys,
      proof: await proofOfLease(),
      spool: new Spool(directory, log),
      log,
      onCaughtUp: () => undefined,
      streamMost: 10,
    })
    ends.push(() => outgoing.stop(0))
    for (let number = 0; number < 10; number++) outgoing.tell(held(number), undefined)
    await expect.poll(() => redis.xlen(keys.facts)).toBe(10)
    for (let number = 10; number < 20; number++) outgoing.tell(held(number), undefined)
    await expect.poll(() => outgoing.status().problem, { timeout: 5_000 }).toContain('FULL')
    expect(await redis.xlen(keys.facts)).toBe(10)
    // Recorded and trimmed.
    await redis.del(keys.facts)
    const told = async () =>
      (await redis.xrange(keys.facts, '-', '+')).map(([, fields]) => JSON.parse(fields[1] ?? '').fact.id as string)
    await expect.poll(told, { timeout: 5_000 }).toEqual(ids(10, 20))
    expect(outgoing.status().problem).toBeUndefined()
  })

  it('of an owner that has lost its lease are refused, and told by the next owner on the same machine', async () => {
    const centre = new ScriptedCallCentre()
    const served = await serve(centre)
    centre.connect()
    await expect.poll(() => redis.xlen(keys.facts)).toBeGreaterThan(0)
    await redis.set(keys.owner, '99999999999999/another')
    const before = await redis.xlen(keys.facts)
    centre.tell(held(1))
    await expect.poll(() => served.status().problem, { timeout: 5_000 }).toContain('STALE')
    expect(await redis.xlen(keys.facts)).toBe(before)
    await served.stop(0)
    expect(waiting()).toBeGreaterThan(0)
    await redis.del(keys.owner, `${keys.owner}:token`)
    await serve(new ScriptedCallCentre())
    const recorded: string[] = []
    recorder((fact) => recorded.push(fact.id))
    await expect.poll(() => recorded, { timeout: 5_000 }).toContain('fact-1')
  })
})
