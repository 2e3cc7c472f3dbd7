import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RuleAction, RuleDocument } from '../contract/index.ts'
import { ids, startTestServer, type TestServer } from '../server-testing.ts'
import { makeTicket, minute, moveAt, testWorker } from '../sla/sla-testing.ts'
import { DEEPEST, runRules } from './rule-runner.ts'

let server: TestServer
let position: number
const sent: object[] = []

beforeEach(async () => {
  server = await startTestServer()
  position = 0
  sent.length = 0
  // Only rules write here.
  await server.database.slaPolicy.deleteMany()
})
afterEach(() => server.close())

const rule = (name: string, values: Partial<RuleDocument> & Pick<RuleDocument, 'event' | 'actions'>) =>
  server.database.automationRule.create({
    data: {
      conditions: { join: 'all', list: [] },
      enabled: true,
      secret: 'hush',
      position: position++,
      ...values,
      name,
    },
  })

const runner = {
  send: async (_: unknown, name: string, data: object) => void sent.push({ name, ...data }),
  timeZone: 'Asia/Shanghai',
  log: pino({ level: 'silent' }),
}
const run = (at = 1, database = server.database) =>
  testWorker(
    database,
    () => minute(at),
    (tx, ticketId, event, now) => runRules(runner, tx, ticketId, event, now),
  ).untilIdle()

interface Told {
  readonly kind: string
  readonly rule: { readonly name: string }
  readonly chain: readonly { readonly name: string }[]
}

const firings = async (ticketId: string): Promise<Told[]> => {
  const entries = await server.database.ticketHistory.findMany({
    where: { ticketId, kind: { in: ['rule-fired', 'rule-stopped'] } },
    orderBy: { seq: 'asc' },
  })
  return entries.map(({ kind, detail }) => ({ kind, ...(detail as unknown as Omit<Told, 'kind'>) }))
}
const urgent: RuleAction = { do: 'set-priority', priority: 2 }

describe('rules', () => {
  it('do what they say in their order, each on what the one before left, and the history says who did what and why', async () => {
    await rule('食安加急', {
      event: 'created',
      conditions: { join: 'all', list: [{ field: 'text', contains: ['头发'] }] },
      actions: [urgent, { do: 'add-tag', tag: '食安' }, { do: 'assign', accountId: ids.supervisor }],
    })
    await rule('紧急通知', {
      event: 'created',
      conditions: { join: 'all', list: [{ field: 'priority', atLeast: 2 }] },
      actions: [{ do: 'notify', accounts: [], departments: [], roles: ['owner', 'store'], text: '请马上处理' }],
    })
    const id = await makeTicket(server.database, { subject: '杯里有头发', storeId: 'hz01' })
    const other = await makeTicket(server.database, { subject: '太甜' })
    await run()
    expect(await server.database.ticket.findUnique({ where: { id } })).toMatchObject({
      priority: 2,
      tags: ['食安'],
      ownerId: ids.supervisor,
    })
    expect(await firings(id)).toMatchObject([
      {
        kind: 'rule-fired',
        rule: { name: '食安加急', version: 1 },
        why: ['内容提到“头发”'],
        did: [{ do: 'set-priority' }, { do: 'add-tag' }, { do: 'assign', to: '许文静' }],
        priority: { from: 0, to: 2 },
        tagsAdded: ['食安'],
      },
      { rule: { name: '紧急通知' }, did: [{ do: 'notify', people: ['罗敏', '许文静'] }] },
    ])
    expect(await server.database.ticketNotice.findMany({ where: { accountId: ids.supervisor } })).toMatchObject([
      { kind: 'rule', ticketId: id, actorName: '紧急通知', excerpt: '请马上处理' },
    ])
    expect(await firings(other)).toEqual([])
  })

  it('set each other off, and stop where they would go on for ever', async () => {
    await rule('升', { event: 'created', actions: [urgent] })
    const when = (atLeast: number, tag: string, priority: number) => ({
      event: 'priority-changed' as const,
      conditions: { join: 'all' as const, list: [{ field: 'priority' as const, atLeast }] },
      actions: [
        { do: 'set-priority' as const, priority },
        { do: 'add-tag' as const, tag },
      ],
    })
    await rule('降', when(2, '降过', 1))
    await rule('再升', when(1, '升过', 2))
    const id = await makeTicket(server.database)
    await run()
    const stops = (await firings(id)).filter(({ kind }) => kind === 'rule-stopped')
    expect(stops.length).toBeGreaterThan(0)
    // Each names the ring: the rule has been there before.
    for (const { rule: stopped, chain } of stops)
      expect(chain.filter(({ name }) => name === stopped.name).length).toBe(2)
    expect(await server.database.ticketEvent.count()).toBe(0)
  })

  it('go no deeper than the limit, although none of them comes twice', async () => {
    await rule('始', { event: 'created', actions: [{ do: 'add-tag', tag: 't0' }] })
    // The last one first: each is set off by an event of its own.
    for (let step = DEEPEST + 1; step >= 0; step--)
      await rule(`第${step}步`, {
        event: 'tag-added',
        conditions: {
          join: 'all',
          list: [
            { field: 'tag', has: [`t${step}`] },
            { field: 'no-tag', has: [`t${step + 1}`] },
          ],
        },
        actions: [{ do: 'add-tag', tag: `t${step + 1}` }],
      })
    const id = await makeTicket(server.database)
    await run()
    expect((await server.database.ticket.findUniqueOrThrow({ where: { id } })).tags).toEqual([
      't0',
      't1',
      't2',
      't3',
      't4',
    ])
    expect((await firings(id)).at(-1)).toMatchObject({ kind: 'rule-stopped', rule: { name: '第4步' }, depth: DEEPEST })
  })

  it('make a follow-up once, linked to its ticket, and do not follow it up without an end', async () => {
    await rule('回访', { event: 'created', actions: [{ do: 'follow-up', text: '回访顾客', afterHours: 24 }] })
    const id = await makeTicket(server.database, { customerId: ids.customer })
    await run()
    const made = await server.database.ticket.findMany({ where: { source: 'rule' }, include: { links: true } })
    expect(made.length).toBe(1)
    const first = made.find(({ links }) => links[0]?.toId === id)
    expect(first).toMatchObject({
      kind: 'CALLBACK',
      subject: '回访顾客',
      customerId: ids.customer,
      description: expect.stringContaining('2026-11-24 10:01'),
    })
  })

  it('count similar tickets of the same store and category', async () => {
    await rule('批次', {
      event: 'created',
      conditions: { join: 'all', list: [{ field: 'similar', hours: 1, atLeast: 3 }] },
      actions: [{ do: 'add-tag', tag: '集中投诉' }],
    })
    const same = { storeId: 'hz01', category: 'foreign-object' }
    const tickets = [
      await makeTicket(server.database, { ...same, at: 0 }),
      await makeTicket(server.database, { ...same, at: 70 }),
      await makeTicket(server.database, { ...same, category: 'taste', at: 80 }),
      await makeTicket(server.database, { ...same, at: 90 }),
      await makeTicket(server.database, { ...same, at: 100 }),
    ]
    await run(200)
    const tagged = await server.database.ticket.findMany({ where: { tags: { has: '集中投诉' } } })
    expect(tagged.map(({ id }) => id)).toEqual([tickets[4]])
  })

  it('follow what happens later: a dispatch, a breach', async () => {
    await rule('派单', { event: 'dispatched', actions: [{ do: 'add-tag', tag: '已派' }] })
    await rule('超时', { event: 'sla-breached', actions: [urgent, { do: 'webhook', url: 'https://example.com/hook' }] })
    await server.database.slaPolicy.create({
      data: {
        name: 'p',
        targets: { acceptance: { minutes: 10, hours: 'always' } },
        reminders: { beforeMinutes: [], beforePercent: [], escalateEveryMinutes: 0 },
      },
    })
    const id = await makeTicket(server.database)
    await moveAt(server.database, id, 1, 'DISPATCHED')
    await server.database.ticketHistory.updateMany({
      where: { ticketId: id, kind: 'status-changed' },
      data: { detail: { move: 'dispatch', status: { from: 'open', to: 'dispatched' } } },
    })
    await run(2)
    await run(11)
    expect((await firings(id)).map(({ rule: { name } }) => name)).toEqual(['派单', '超时'])
    expect(await server.database.ticket.findUnique({ where: { id } })).toMatchObject({ priority: 2, tags: ['已派'] })
    const [delivery] = await server.database.webhookDelivery.findMany()
    expect(delivery).toMatchObject({ ticketId: id, state: 'waiting', body: { event: 'sla-breached' } })
    expect(sent).toEqual([{ name: 'webhook', deliveryId: delivery?.id }])
  })

  it('fire once with two workers, and not at all where what they do fails', async () => {
    await rule('标', {
      event: 'created',
      actions: [
        { do: 'add-tag', tag: '新' },
        { do: 'webhook', url: 'https://example.com' },
      ],
    })
    const tickets = await Promise.all(Array.from({ length: 8 }, () => makeTicket(server.database)))
    await Promise.all([run(), run()])
    await run()
    for (const id of tickets) expect((await firings(id)).length).toBe(1)
    expect(sent.length).toBe(8)

    const broken = { ...runner, send: async () => Promise.reject(new Error('no room for jobs')) }
    const id = await makeTicket(server.database)
    await testWorker(
      server.database,
      () => minute(2),
      (tx, ticketId, event, now) => runRules(broken, tx, ticketId, event, now),
    ).untilIdle()
    expect(await firings(id)).toEqual([])
    expect(await server.database.ticket.findUnique({ where: { id } })).toMatchObject({ tags: [] })
    expect(await server.database.webhookDelivery.count({ where: { ticketId: id } })).toBe(0)
  })

  it('that are switched off or taken away do nothing', async () => {
    await rule('关', { event: 'created', enabled: false, actions: [urgent] })
    const gone = await rule('删', { event: 'created', actions: [urgent] })
    await server.database.automationRule.update({ where: { id: gone.id }, data: { deletedAt: new Date() } })
    const id = await makeTicket(server.database)
    await run()
    expect(await firings(id)).toEqual([])
  })
})
