import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asAgentId, type Fact, Spool } from '@ringdesk/cti'
import pg from 'pg'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../database/testing.ts'
import { seedForFacts, toldCall } from './facts-testing.ts'
import { type Ledger, openLedger } from './ledger.ts'

const log = pino({ level: 'silent' })
const day = 24 * 3_600_000

describe('the ledger', () => {
  let db: TestDatabase
  let directory: string
  let ledger: Ledger
  const open = (): Ledger => openLedger({ database: db.database, directory, log })
  const tell = async (...facts: readonly Fact[]): Promise<void> => {
    for (const fact of facts) ledger.record(fact)
    await ledger.settled(10_000)
  }

  beforeEach(async () => {
    db = await createTestDatabase()
    await seedForFacts(db.database)
    directory = mkdtempSync(join(tmpdir(), 'ringdesk-spool-'))
    ledger = open()
  })

  afterEach(async () => {
    await ledger.stop(1_000)
    await db.drop()
    rmSync(directory, { recursive: true })
  })

  it('records a call once however often it is told, and leaves nothing in the spool', async () => {
    const call = toldCall()
    await tell(...call.all, ...call.all)
    await tell(...call.all)
    expect(await db.database.ledgerEvent.count()).toBe(call.all.length)
    expect(await db.database.ticket.count()).toBe(1)
    expect(await db.database.interaction.count()).toBe(1)
    expect(readdirSync(directory)).toEqual([])
  })

  it('fills the call, its recording and its ticket from the facts', async () => {
    const call = toldCall()
    await tell(...call.all)
    const row = await db.database.call.findUniqueOrThrow({ where: { id: call.id }, include: { recordings: true } })
    expect(row).toMatchObject({
      hotline: '4008001234',
      number: '+8613800138000',
      queueId: 'aftersales',
      agentId: 'a1001',
      outcome: 'answered',
      waitMs: 5_000,
      talkMs: 60_000,
    })
    expect(row.recordings).toMatchObject([{ durationMs: 58_900 }])
    const ticket = await db.database.ticket.findFirstOrThrow({
      include: { interactions: true, history: { orderBy: { at: 'asc' } } },
    })
    expect(ticket).toMatchObject({
      kind: 'SERVICE',
      status: 'OPEN',
      channel: 'voice',
      hotline: '4008001234',
      customerId: row.customerId,
      customerNumber: '+8613800138000',
      agentId: 'a1001',
      queueId: 'aftersales',
      regionId: 'east',
      province: '浙江省',
      source: 'call',
      sourceId: call.id,
    })
    expect(ticket.number).toMatch(/^\d{6}-\d{6}$/)
    expect(ticket.interactions).toMatchObject([
      { callId: call.id, outcome: 'answered', endedAt: new Date(call.ended.at) },
    ])
    expect(ticket.history.map((entry) => entry.kind)).toEqual(['created', 'interaction-ended'])
  })

  it('makes the ticket when the call is answered, not when it ends', async () => {
    const call = toldCall()
    await tell(call.arrived, call.queued, call.connected)
    const ticket = await db.database.ticket.findFirstOrThrow({ include: { interactions: true } })
    expect(ticket.interactions).toMatchObject([{ callId: call.id, endedAt: null }])
    await tell(call.ended)
    expect(await db.database.interaction.findFirst()).toMatchObject({
      outcome: 'answered',
      endedAt: new Date(call.ended.at),
    })
  })

  it.each(['abandoned', 'out-of-hours', 'nobody-logged-in', 'max-wait', 'failed'] as const)(
    'asks for a call-back after %s',
    async (outcome) => {
      await tell(...toldCall({ outcome }).all)
      expect(await db.database.ticket.findMany()).toMatchObject([
        { kind: 'CALLBACK', status: 'OPEN', subject: expect.stringContaining('回拨') },
      ])
    },
  )

  it('joins the next call about the same matter within 24 hours, and no later one', async () => {
    const first = toldCall()
    await tell(...first.all)
    await tell(...toldCall({ at: first.ended.at + day - 20_000 }).all)
    expect(await db.database.ticket.count()).toBe(1)
    expect(await db.database.interaction.count()).toBe(2)
    await tell(...toldCall({ at: first.ended.at + 3 * day }).all)
    expect(await db.database.ticket.count()).toBe(2)
  })

  it('opens another ticket for another matter, another customer and a caller without a number', async () => {
    await tell(...toldCall().all)
    await tell(...toldCall({ queue: 'membership' }).all)
    await tell(...toldCall({ number: '+8613900139000' }).all)
    const nobody = { kind: 'anonymous', raw: 'anonymous' } as const
    await tell(...toldCall({ caller: nobody }).all, ...toldCall({ caller: nobody }).all)
    expect(await db.database.ticket.count()).toBe(5)
  })

  it('merges repeated missed calls into one call-back, which becomes service once somebody is reached', async () => {
    const first = toldCall({ outcome: 'abandoned' })
    await tell(...first.all)
    await tell(...toldCall({ outcome: 'abandoned', at: first.ended.at + 60_000 }).all)
    expect(await db.database.ticket.findMany()).toMatchObject([{ kind: 'CALLBACK' }])
    await tell(...toldCall({ at: first.ended.at + 120_000 }).all)
    expect(await db.database.ticket.findMany({ include: { interactions: true } })).toMatchObject([
      { kind: 'SERVICE', subject: null, agentId: 'a1001', interactions: [{}, {}, {}] },
    ])
  })

  it('decides as well when everything comes in one batch', async () => {
    const first = toldCall({ outcome: 'abandoned' })
    const second = toldCall({ at: first.ended.at + 60_000 })
    await tell(...first.all, ...second.all)
    expect(await db.database.ticket.findMany({ include: { interactions: true } })).toMatchObject([
      { kind: 'SERVICE', interactions: [{}, {}] },
    ])
  })

  it('does not let a missed call hide in an open service ticket', async () => {
    const first = toldCall()
    await tell(...first.all)
    await tell(...toldCall({ outcome: 'abandoned', at: first.ended.at + 60_000 }).all)
    expect((await db.database.ticket.findMany({ orderBy: { createdAt: 'asc' } })).map((ticket) => ticket.kind)).toEqual(
      ['SERVICE', 'CALLBACK'],
    )
  })

  it('makes the ticket at the end when the connection was never told', async () => {
    const call = toldCall()
    await tell(call.ended)
    expect(await db.database.ticket.findMany()).toMatchObject([
      { kind: 'SERVICE', agentId: 'a1001', sourceId: call.id },
    ])
  })

  it('counts a call as answered whose end, read afterwards, no longer knew of the connection', async () => {
    const call = toldCall()
    await tell(call.arrived, call.queued, call.connected)
    await tell({ ...toldCall({ id: call.id, outcome: 'abandoned' }).ended })
    expect(await db.database.call.findUnique({ where: { id: call.id } })).toMatchObject({ outcome: 'answered' })
    expect(await db.database.ticket.findMany()).toMatchObject([{ kind: 'SERVICE' }])
    expect(await db.database.interaction.findMany()).toMatchObject([{ outcome: 'answered' }])
  })

  it('keeps an edit valid that was begun before the call ended', async () => {
    const call = toldCall()
    await tell(call.arrived, call.connected)
    const before = await db.database.ticket.findFirstOrThrow()
    await tell(call.ended)
    expect((await db.database.ticket.findFirstOrThrow()).version).toBe(before.version)
  })

  it('knows a returning caller by number and makes a customer of a stranger', async () => {
    await tell(...toldCall().all, ...toldCall({ at: Date.parse('2026-11-25T02:00:00Z') }).all)
    expect(await db.database.customer.count()).toBe(1)
    expect(await db.database.customerNumber.findMany()).toMatchObject([{ number: '+8613800138000', kind: 'mobile' }])
  })

  it('remembers each agent’s last state', async () => {
    const state = (at: number, kind: 'ready' | 'offline'): Fact => ({
      id: `a1001/agent-state-changed/${at}/${kind}`,
      type: 'agent-state-changed',
      at,
      agent: asAgentId('a1001'),
      state: { kind },
      since: at,
    })
    await tell(state(2_000, 'ready'))
    await tell(state(3_000, 'offline'), state(1_000, 'ready'))
    expect(await db.database.agentPresence.findMany()).toMatchObject([{ agentId: 'a1001', state: { kind: 'offline' } }])
  })

  it('waits with the facts while the database is away, and writes them in order when it is back', async () => {
    await tell(...toldCall().all)
    const admin = new pg.Client({ connectionString: new URL('/postgres', db.url).href })
    await admin.connect()
    const name = new URL(db.url).pathname.slice(1)
    await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`)
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name])
    const calls = Array.from({ length: 30 }, (_, index) =>
      toldCall({ number: `+86139001390${String(index).padStart(2, '0')}` }),
    )
    for (const call of calls) for (const fact of call.all) ledger.record(fact)
    await expect.poll(() => ledger.status().databaseReachable).toBe(false)
    expect(readdirSync(directory).length).toBeGreaterThan(0)

    // Killed while the database is away: the next life finds what is on disk.
    await ledger.stop(10)
    ledger = open()
    ledger.record(toldCall({ number: '+8613911111111' }).ended)
    await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`)
    await admin.end()
    await ledger.settled(15_000)
    expect(await db.database.ticket.count()).toBe(32)
    expect(ledger.status()).toMatchObject({ databaseReachable: true, backlog: 0 })
  })

  it('sets aside a fact that the database cannot take, and records the others', async () => {
    const good = toldCall()
    const impossible: Fact = { ...toldCall({ number: '+8613700137000' }).arrived, at: 8.64e15 }
    await tell(good.arrived, impossible, good.ended)
    expect(await db.database.ticket.count()).toBe(1)
    expect(ledger.status().rejected).toBe(1)
    expect(readFileSync(join(directory, 'rejected.jsonl'), 'utf8')).toContain(impossible.id)
  })
})

describe('the spool', () => {
  it('reads what was whole before a line that a crash cut off', () => {
    const directory = mkdtempSync(join(tmpdir(), 'ringdesk-spool-'))
    const facts = toldCall().all
    writeFileSync(
      join(directory, '000000000007.jsonl'),
      `${facts.map((fact) => JSON.stringify(fact)).join('\n')}\n{"id":"half`,
    )
    const spool = new Spool(directory, log)
    const segment = spool.oldest()
    expect(segment && spool.read(segment)).toEqual(facts)
    rmSync(directory, { recursive: true })
  })
})
