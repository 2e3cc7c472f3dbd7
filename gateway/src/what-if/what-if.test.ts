import { type AgentState, asAgentId, asCallId, asOfferId, asQueueId, asWorkId, type Fact } from '@ringdesk/cti'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConfigurationState, StaffingAnswer, WhatIfLine, WhatIfResult } from '../contract/index.ts'
import { recordBatch } from '../ledger/record-batch.ts'
import { startTestServer, type TestServer } from '../server-testing.ts'
import { presenceOf } from './recorded-span.ts'

const T = Date.parse('2026-11-20T02:00:00Z')
const S = 1_000
let server: TestServer
let supervisor: Awaited<ReturnType<TestServer['as']>>
let queue: string

const caller = { raw: '13800138000', number: '+8613800138000', kind: 'mobile', province: '浙江省' } as const
const state = (agent: string, kind: AgentState, atS: number): Fact => ({
  id: `${agent}/${atS}/${kind.kind}`,
  at: T + atS * S,
  type: 'agent-state-changed',
  agent: asAgentId(agent),
  state: kind,
  since: T + atS * S,
})

/** Queued at `at` s; connected after `wait` s and talked `talk` s, or gave up after `wait` s. */
function call(id: string, at: number, wait: number, talk?: number): Fact[] {
  const common = { call: asCallId(id), hotline: '4008001234', caller }
  const [queuedAt, connectedAt] = [T + at * S, T + (at + wait) * S]
  const facts: Fact[] = [
    { id: `${id}/arrived`, at: queuedAt, type: 'call-arrived', ...common },
    {
      id: `${id}/queued`,
      at: queuedAt,
      type: 'call-queued',
      call: common.call,
      queue: asQueueId(queue),
      enteredAt: queuedAt,
    },
  ]
  const spoken = { agent: asAgentId('a1001'), queue: asQueueId(queue), ...common, arrivedAt: queuedAt }
  if (talk !== undefined) {
    facts.push({
      id: `${id}/offered`,
      at: connectedAt - 1,
      type: 'call-offered',
      offer: asOfferId(id),
      enteredAt: queuedAt,
      expiresAt: connectedAt,
      why: {
        waitedMs: wait * S,
        free: 1,
        eligible: 1,
        ring: { index: 0, of: 1, afterMs: 0 },
        matched: id !== 'c2',
        score: 0,
        weight: 1,
        priority: 0,
        reason: 'rule',
        rule: 'longest-idle',
        candidates: [],
      },
      ...spoken,
    } as Fact)
    facts.push({ id: `${id}/connected`, at: connectedAt, type: 'call-connected', waitedMs: wait * S, ...spoken })
  }
  facts.push({
    id: `${id}/ended`,
    at: connectedAt + (talk ?? 0) * S,
    type: 'call-ended',
    outcome: talk === undefined ? 'abandoned' : 'answered',
    endedBy: 'caller',
    cause: 'normal',
    switchCause: 'NORMAL_CLEARING',
    ...common,
    queue: asQueueId(queue),
    arrivedAt: queuedAt,
    talkMs: (talk ?? 0) * S,
    waitedMs: wait * S,
    phase: 'talking',
    ...(talk === undefined ? {} : { agent: undefined, connectedAt: undefined }),
  } as unknown as Fact)
  return facts
}

beforeAll(async () => {
  server = await startTestServer()
  supervisor = await server.as('s2001')
  const first = (await supervisor('GET', '/api/configuration')).json<ConfigurationState>().documents.queue[0]
  if (!first) throw new Error('the test chain has no queue')
  queue = first.id
  // Two agents who can take anything.
  const admin = await server.as('admin')
  await admin('PUT', `/api/configuration/changes/queue/${queue}`, {
    value: { ...first, needs: { all: [] }, wrapUpMs: 10_000, serviceLevelMs: 20_000 },
  })
  const { version, changes } = (await admin('GET', '/api/configuration')).json<ConfigurationState>()
  const applied = await admin('POST', '/api/configuration/apply', {
    version,
    changes: changes.map(({ kind, key, at }) => ({ kind, key, at })),
  })
  if (applied.statusCode !== 200) throw new Error(applied.body)
  await recordBatch(server.database, [
    state('a1001', { kind: 'ready' }, -600),
    state('a1001', { kind: 'on-contact', work: asWorkId('c1') }, 0),
    state('a1001', { kind: 'wrap-up', work: asWorkId('c1'), endsAt: T }, 100),
    state('a1001', { kind: 'ready' }, 104),
    state('a1001', { kind: 'not-ready', reason: 'meal' }, 1_000),
    ...call('c1', 0, 0, 100),
    ...call('c2', 10, 90, 50),
    ...call('c3', 20, 15),
  ])
})
afterAll(() => server.close())

const lines = (body: string): WhatIfLine[] =>
  body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
const resultOf = (body: string): WhatIfResult => {
  const last = lines(body).at(-1)
  if (last?.type !== 'result') throw new Error(body)
  return last.result
}
const span = { from: T - 60 * S, to: T + 3_600 * S }

describe('a span played again', () => {
  it('shows what was, what the rules in force make of it, and the draft', async () => {
    const admin = await server.as('admin')
    const before = (await admin('GET', '/api/configuration')).json<ConfigurationState>()
    const document = before.documents.queue.find(({ id }) => id === queue)
    await admin('PUT', `/api/configuration/changes/queue/${queue}`, { value: { ...document, wrapUpMs: 0 } })
    const { statusCode, headers, body } = await supervisor('POST', '/api/what-if', span)
    expect(statusCode).toBe(200)
    expect(headers['content-type']).toContain('application/x-ndjson')
    const { rows, calls, agents } = resultOf(body)
    expect({ calls, agents }).toEqual({ calls: 3, agents: 1 })
    const [all, ofQueue] = rows
    expect(ofQueue?.queue?.id).toBe(queue)
    // Really: c1 at once, c2 after 90 s, c3 gave up after 15 s, before the threshold.
    expect(all?.recorded).toMatchObject({
      offered: 3,
      answered: 2,
      abandoned: 1,
      serviceLevel: 0.5,
      matchAccuracy: 0.5,
    })
    // Played: c1 0–100 s, after-call work as it was, 4 s, then c2 at 104 s.
    expect(all?.inForce).toMatchObject({ answered: 2, abandoned: 1, asaMs: 47 * S, matchAccuracy: 1 })
    // Without after-call work c2 is answered at 100 s.
    expect(all?.draft).toMatchObject({ answered: 2, asaMs: 45 * S })
    expect(ofQueue?.draft?.asaMs).toBe(45 * S)
  })

  it('an empty span has nothing to show, and is no error', async () => {
    const result = resultOf((await supervisor('POST', '/api/what-if', { from: 0, to: 1 })).body)
    expect(result).toMatchObject({ calls: 0, rows: [{ recorded: { offered: 0, serviceLevel: 1 } }] })
  })

  it('is for supervisors and administrators, and for spans of at most 31 days', async () => {
    expect((await (await server.as('a1002'))('POST', '/api/what-if', span)).statusCode).toBe(403)
    expect((await supervisor('POST', '/api/what-if', { from: 0, to: 32 * 86_400_000 })).statusCode).toBe(400)
  })

  it('one at a time: a second is told to wait, and the next one finds the place free again', async () => {
    const both = await Promise.all([1, 2].map(() => supervisor('POST', '/api/what-if', span)))
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 429])
    expect((await supervisor('POST', '/api/what-if', span)).statusCode).toBe(200)
  })

  it('is refused with the draft’s problems while it does not fit', async () => {
    const admin = await server.as('admin')
    await admin('PUT', '/api/configuration/changes/skill/broken', { value: { id: 'broken', label: '' } })
    const answer = await supervisor('POST', '/api/what-if', span)
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({ problems: [{ key: 'broken' }] })
    await server.database.configurationChange.deleteMany({})
  })
})

describe('agents’ recorded states', () => {
  it('become the spans in which they were there, cut to what is asked for, and the mean of after-call work', () => {
    const changes = [
      { agent: asAgentId('ann'), state: { kind: 'ready' }, at: 0 },
      { agent: asAgentId('ann'), state: { kind: 'wrap-up', work: asWorkId('c'), endsAt: 0 }, at: 150 },
      { agent: asAgentId('ann'), state: { kind: 'not-ready', reason: 'meal' }, at: 180 },
      { agent: asAgentId('ann'), state: { kind: 'ready' }, at: 300 },
      { agent: asAgentId('bob'), state: { kind: 'offline' }, at: 50 },
    ] as const
    const { presence, wrapUpMs } = presenceOf(changes, 100, 400, new Map([['c', 'q']]))
    expect(presence).toEqual([
      {
        agent: 'ann',
        spans: [
          [100, 180],
          [300, 400],
        ],
      },
    ])
    expect(wrapUpMs).toEqual(new Map([['q', 30]]))
  })
})

describe('the staffing calculator', () => {
  it('says how many are needed and what more or fewer come to', async () => {
    const load = { callsPerHour: 200, handleMs: 180_000, targetMs: 20_000, serviceLevel: 0.8 }
    const answer = (await supervisor('POST', '/api/staffing', load)).json<StaffingAnswer>()
    expect(answer).toMatchObject({ erlangs: 10, needed: 14 })
    expect(answer.rows.find(({ agents }) => agents === 14)?.serviceLevel).toBeCloseTo(0.888, 3)
    expect(answer.rows.find(({ agents }) => agents === 10)).not.toHaveProperty('asaMs')
    const patient = (await supervisor('POST', '/api/staffing', { ...load, patienceMs: 120_000 })).json<StaffingAnswer>()
    expect(patient.needed).toBeLessThan(14)
  })
})
