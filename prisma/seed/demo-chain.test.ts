import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callCentreConfig } from '../../cti/src/index.ts'
import { verifyPassword } from '../../gateway/src/accounts/password.ts'
import { ruleDocument } from '../../gateway/src/contract/index.ts'
import { createTestDatabase, type TestDatabase } from '../../gateway/src/database/testing.ts'
import { HERO_NUMBER } from './customers.ts'
import { seedDemoChain } from './demo-chain.ts'

const now = new Date('2026-11-22T06:30:00Z')
let test: TestDatabase

beforeAll(async () => {
  test = await createTestDatabase()
  expect(await seedDemoChain(test.database, now)).toBe('seeded')
})
afterAll(() => test.drop())

it('holds no text whose bytes were taken for another encoding', async () => {
  const tickets = await test.database.ticket.findMany({ select: { subject: true, description: true } })
  const stores = await test.database.store.findMany({ select: { name: true, address: true } })
  const texts = [...tickets, ...stores].flatMap((row) => Object.values(row)).filter((text) => text !== null)
  // C1 controls and the Latin letters of a misread UTF-8 lead byte never occur in Chinese text.
  expect(texts.filter((text) => /[\u0080-\u009f\u00c2-\u00ef]/.test(text))).toEqual([])
  expect(texts.length).toBeGreaterThan(500)
})

/** A digest of every row of every table. */
async function fingerprint(): Promise<string> {
  const tables = await test.database.$queryRaw<{ name: string }[]>`
    SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`
  const digests = []
  for (const { name } of tables) {
    const [row] = await test.database.$queryRawUnsafe<{ digest: string }[]>(
      `SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS digest FROM "${name}" t`,
    )
    digests.push(`${name} ${row?.digest}`)
  }
  const [sequence] = await test.database.$queryRaw<{ last: bigint }[]>`
    SELECT last_value AS last FROM ticket_running_number`
  return [...digests, `sequence ${sequence?.last}`].join('\n')
}

describe('the demo chain', () => {
  it('has the numbers that the product is shown with', async () => {
    const { database } = test
    expect({
      regions: await database.region.count({ where: { level: 'REGION' } }),
      stores: await database.store.count(),
      hotlines: await database.hotline.count(),
      queues: await database.queue.count(),
      agents: await database.agent.count(),
      accounts: await database.account.count(),
      customers: await database.customer.count(),
      orders: await database.order.count(),
      tickets: await database.ticket.count(),
    }).toEqual({
      regions: 6,
      stores: 200,
      hotlines: 3,
      queues: 4,
      agents: 12,
      accounts: 18,
      customers: 500,
      orders: 3_000,
      tickets: 300,
    })
  })

  it('is left as it is when it is loaded again, later', async () => {
    const before = await fingerprint()
    expect(await seedDemoChain(test.database, new Date(now.getTime() + 86_400_000))).toBe('already-there')
    expect(await fingerprint()).toBe(before)
  })

  it('comes out the same every time', async () => {
    const other = await createTestDatabase()
    try {
      await seedDemoChain(other.database, now)
      for (const table of ['store', 'customer', 'order', 'ticket', 'call'] as const) {
        const all = (database: TestDatabase['database']) => {
          const model: { findMany(args: object): Promise<unknown[]> } = database[table]
          return model.findMany({ orderBy: { id: 'asc' } })
        }
        expect(await all(other.database)).toEqual(await all(test.database))
      }
    } finally {
      await other.drop()
    }
  })

  it('keeps out of a database that has data of its own', async () => {
    const own = await createTestDatabase()
    try {
      await own.database.account.create({
        data: { username: 'boss', displayName: '老板', role: 'ADMIN', passwordHash: 'x' },
      })
      expect(await seedDemoChain(own.database, now)).toBe('not-empty')
      expect(await own.database.store.count()).toBe(0)
    } finally {
      await own.drop()
    }
  })

  it('is a configuration that the call centre accepts', async () => {
    const { database } = test
    const queues = await database.queue.findMany()
    const hotlines = await database.hotline.findMany()
    const agents = await database.agent.findMany({ include: { skills: true } })
    const config = callCentreConfig.parse({
      version: 1,
      queues: queues.map(({ id, name, settings }) => ({ id, name, ...Object(settings) })),
      hotlines: hotlines.map(({ number, name, queueId, settings }) => ({
        number,
        name,
        queue: queueId,
        ...Object(settings),
      })),
      agents: agents.map(({ id, name, extension, skills }) => ({
        id,
        name,
        extension,
        skills: Object.fromEntries(skills.map(({ skillId, level }) => [skillId, level])),
      })),
    })
    for (const queue of config.queues) {
      const able = config.agents.filter((agent) =>
        queue.needs.all.every(({ skill, min }) => (agent.skills[skill] ?? 0) >= min),
      )
      expect(able.length, `agents for ${queue.id}`).toBeGreaterThanOrEqual(3)
    }
    const franchise = config.hotlines.find(({ number }) => number === '4008009999')
    expect(franchise?.hours.week.flat()).toEqual([])
  })

  it('lets everybody in with the demo password', async () => {
    const accounts = await test.database.account.findMany()
    expect(new Set(accounts.map(({ passwordHash }) => passwordHash)).size).toBe(1)
    expect(await verifyPassword(accounts[0]?.passwordHash ?? '', 'ringdesk-demo')).toBe(true)
  })

  it('knows the customer of the demonstration: orders, an open ticket that is not of today, history', async () => {
    const { customer } = await test.database.customerNumber.findUniqueOrThrow({
      where: { number: HERO_NUMBER },
      include: { customer: { include: { orders: true, tickets: { include: { history: true } }, calls: true } } },
    })
    expect(customer).toMatchObject({ name: '张伟', memberLevel: '金卡' })
    expect(customer.orders.length).toBeGreaterThan(3)
    expect(customer.calls.length).toBeGreaterThanOrEqual(3)
    const open = customer.tickets.filter(({ status }) => status === 'OPEN')
    expect(open).toHaveLength(1)
    expect(now.getTime() - (open[0]?.lastInteractionAt.getTime() ?? 0)).toBeGreaterThan(24 * 3_600_000)
  })

  it('writes the history as the ledger and the people’s edits do', async () => {
    const told = async (kind: string) =>
      (await test.database.ticketHistory.findFirstOrThrow({ where: { kind }, orderBy: { at: 'asc' } })).detail
    const id = expect.any(String)
    expect(await told('created')).toEqual({ callId: id, channel: 'voice', hotline: id, kind: id })
    expect(await told('interaction-added')).toEqual({ callId: id, channel: 'voice' })
    expect(await told('edited')).toEqual({ category: { from: null, to: id } })
    expect(await told('status-changed')).toEqual({ status: { from: 'open', to: id } })
    expect(await test.database.ticket.count({ where: { channel: { not: 'voice' } } })).toBe(0)
  })

  it('has tickets as the product makes them: a call each, numbers as they came, nothing from the future', async () => {
    const tickets = await test.database.ticket.findMany({
      include: { interactions: { include: { call: true } }, history: true },
      orderBy: { createdAt: 'asc' },
    })
    const running = tickets.map(({ number }) => Number(number.slice(7)))
    expect(running).toEqual(running.toSorted((a, b) => a - b))
    const codes = new Set((await test.database.ticketType.findMany()).map(({ id }) => id))
    const monthAgo = now.getTime() - 31 * 86_400_000
    for (const ticket of tickets) {
      expect(ticket.interactions.length).toBeGreaterThan(0)
      expect(ticket.interactions.map(({ callId }) => callId)).toContain(ticket.sourceId)
      expect(ticket.createdAt.getTime()).toBeGreaterThan(monthAgo)
      const moments = [ticket.updatedAt, ticket.lastInteractionAt, ...ticket.history.map(({ at }) => at)]
      for (const moment of moments) expect(moment.getTime()).toBeLessThanOrEqual(now.getTime() + 60_000)
      if (ticket.category) expect(codes).toContain(ticket.category)
      expect(ticket.resolvedAt !== null).toBe(ticket.status === 'RESOLVED' || ticket.status === 'CLOSED')
    }
    expect(new Set(tickets.map(({ status }) => status)).size).toBe(4)
    const next = await test.database.ticket.create({ data: { channel: 'voice', source: 'call', sourceId: 'next' } })
    expect(next.number).toMatch(/-000301$/)
    await test.database.ticket.delete({ where: { id: next.id } })
  })

  it('has a survey that runs, filled by a rule, with answers of the last days on the tickets', async () => {
    const { database } = test
    const campaign = await database.campaign.findFirstOrThrow({ include: { contacts: { include: { numbers: true } } } })
    expect(campaign).toMatchObject({ name: '工单回访', kind: 'survey', state: 'RUNNING', flowId: 'follow-up-survey' })
    expect(await database.hotline.count({ where: { number: campaign.callerNumber } })).toBe(1)
    expect(await database.flow.count({ where: { id: 'follow-up-survey', published: { not: null } } })).toBe(1)
    const rules = (await database.automationRule.findMany({ orderBy: { position: 'asc' } })).map((rule) =>
      ruleDocument.parse(rule),
    )
    expect(rules.map(({ event }) => event)).toEqual(['resolved', 'surveyed'])
    expect(rules[0]?.actions).toEqual([{ do: 'survey', campaignId: campaign.id, afterHours: 0 }])
    // Nobody is called when the demo starts: what is there is done.
    expect(campaign.contacts.filter(({ state }) => state !== 'DONE')).toEqual([])
    expect(campaign.contacts.length).toBeGreaterThan(20)
    const surveyed = await database.ticket.findMany({
      where: { surveyedAt: { not: null } },
      include: { history: true },
    })
    expect(surveyed.length).toBeGreaterThan(10)
    for (const { id, history, surveyScore, surveySolved, resolvedAt, surveyedAt } of surveyed) {
      const answers = await database.surveyAnswer.findMany({ where: { ticketId: id }, orderBy: { question: 'asc' } })
      expect(answers.map(({ value }) => value)).toEqual([String(surveyScore), surveySolved ? '1' : '2'])
      expect(history.map(({ kind }) => kind)).toContain('surveyed')
      expect(Number(surveyedAt)).toBeGreaterThan(Number(resolvedAt))
    }
    expect(await database.ticketEvent.count()).toBe(0)
  })

  it('has stores in China, in their regions, at opening hours', async () => {
    const stores = await test.database.store.findMany({ include: { region: true } })
    for (const store of stores) {
      expect(store.region.provinces).toContain(store.province)
      expect(store.lat).toBeGreaterThan(18)
      expect(store.lat).toBeLessThan(54)
      expect(store.lon).toBeGreaterThan(73)
      expect(store.lon).toBeLessThan(136)
      expect(store.opensAt).toBeLessThan(store.closesAt)
    }
    expect(new Set(stores.map(({ address, city }) => city + address)).size).toBe(200)
  })
})
