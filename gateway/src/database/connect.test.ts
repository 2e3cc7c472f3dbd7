import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeDatabase, connectDatabase } from './connect.ts'
import { migrateDatabase } from './migrate.ts'
import { createTestDatabase, type TestDatabase } from './testing.ts'

const migrations = new URL('../../../prisma/migrations/', import.meta.url)
const silent = { info: () => {}, warn: () => {}, error: () => {} }
let test: TestDatabase

beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

describe('a connected database', () => {
  it('gives back the instant that was stored although the server lives in another time zone', async () => {
    const name = new URL(test.url).pathname.slice(1)
    await test.database.$executeRawUnsafe(`ALTER DATABASE "${name}" SET timezone TO 'Asia/Shanghai'`)
    const fresh = connectDatabase({ url: test.url, log: silent })
    try {
      const at = new Date('2026-11-22T06:30:00.123Z')
      await fresh.ledgerEvent.create({ data: { factId: 'zone', type: 'switch-connected', at, data: {} } })
      const stored = await fresh.ledgerEvent.findUniqueOrThrow({ where: { factId: 'zone' } })
      expect(stored.at).toEqual(at)
      const [row] = await fresh.$queryRaw<{ same: boolean }[]>`
        SELECT "at" = '2026-11-22T14:30:00.123+08'::timestamptz AS same FROM "LedgerEvent" WHERE "factId" = 'zone'`
      expect(row?.same).toBe(true)
    } finally {
      await closeDatabase(fresh)
    }
  })

  it('plans a query once that asks for it, and keeps no other', async () => {
    const single = connectDatabase({ url: test.url, log: silent, connections: 1 })
    try {
      for (const id of ['a', 'b', 'c']) {
        await single.$queryRaw`/* planned once */ SELECT id FROM "Skill" WHERE id = ${id}`
        await single.$queryRaw`SELECT label FROM "Skill" WHERE id = ${id}`
      }
      const prepared = await single.$queryRaw<{ statement: string }[]>`SELECT statement FROM pg_prepared_statements`
      expect(prepared).toEqual([{ statement: '/* planned once */ SELECT id FROM "Skill" WHERE id = $1' }])
    } finally {
      await closeDatabase(single)
    }
  })

  it('limits every statement', async () => {
    const [row] = await test.database.$queryRaw<{ statement_timeout: string }[]>`SHOW statement_timeout`
    expect(row?.statement_timeout).toBe('15s')
  })

  it('fails within its connect time-out when nobody is there', async () => {
    const nobody = connectDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none', log: silent })
    await expect(nobody.account.count()).rejects.toThrow(/reach database server/i)
    await closeDatabase(nobody)
  })
})

describe('ticket numbers', () => {
  const next = async () => {
    const [row] = await test.database.$queryRaw<{ number: string }[]>`SELECT ticket_number() AS number`
    return row?.number ?? ''
  }

  it('carry the day in China and a running number', async () => {
    const [row] = await test.database.$queryRaw<{ today: string }[]>`
      SELECT to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYMMDD') AS today`
    const [first, second] = [await next(), await next()]
    expect(first).toMatch(new RegExp(`^${row?.today}-\\d{6}$`))
    expect(Number(second.slice(7))).toBe(Number(first.slice(7)) + 1)
  })

  it('grow past six digits', async () => {
    await test.database.$executeRaw`SELECT setval('ticket_running_number', 999999)`
    expect(await next()).toMatch(/^\d{6}-1000000$/)
  })

  it('are given to a ticket that is made without one', async () => {
    const ticket = await test.database.ticket.create({ data: { channel: 'phone', source: 'test', sourceId: '1' } })
    expect(ticket.number).toMatch(/^\d{6}-\d{6,}$/)
  })
})

describe('migrating', () => {
  it('has nothing to do on a migrated database', async () => {
    expect(await migrateDatabase(test.url, silent)).toEqual([])
  })

  it('brings an empty database to the schema, and only once', async () => {
    const name = `${new URL(test.url).pathname.slice(1)}_empty`
    await test.database.$executeRawUnsafe(`CREATE DATABASE "${name}"`)
    const url = new URL(test.url)
    url.pathname = `/${name}`
    try {
      expect(await migrateDatabase(url.href, silent)).toEqual(
        readdirSync(migrations)
          .filter((name) => /^\d{14}_/.test(name))
          .sort(),
      )
      expect(await migrateDatabase(url.href, silent)).toEqual([])
    } finally {
      await test.database.$executeRawUnsafe(`DROP DATABASE "${name}" WITH (FORCE)`)
    }
  })
})

describe('databases of different tests', () => {
  it('are made at the same time and know nothing of each other', async () => {
    const others = await Promise.all([createTestDatabase(), createTestDatabase(), createTestDatabase()])
    await Promise.all(
      others.map(({ database }) => database.skill.create({ data: { id: 'aftersales', label: '售后' } })),
    )
    expect(await test.database.skill.count()).toBe(0)
    await Promise.all(others.map((other) => other.drop()))
  })
})
