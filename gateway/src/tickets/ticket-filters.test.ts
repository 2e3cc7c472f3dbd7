import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TicketBoard, TicketCount, TicketPage } from '../contract/index.ts'
import type { Prisma } from '../database/client/client.ts'
import { type Ask, ids, startTestServer, type TestServer } from '../server-testing.ts'

let server: TestServer
const asks = new Map<string, Ask>()

const places = {
  hz01: { regionId: 'east', provinceId: 'zj', cityId: 'hz', areaId: 'xh', storeId: 'hz01' },
  bj01: { regionId: 'north', provinceId: 'bj', cityId: 'bj-city', areaId: 'cy', storeId: 'bj01' },
  zj: { regionId: 'east', provinceId: 'zj' },
  nowhere: {},
} as const
const statuses = ['OPEN', 'POOLED', 'DISPATCHED', 'WORKING', 'PENDING', 'RESOLVED', 'VERIFIED', 'CLOSED'] as const
const noon = Date.parse('2026-11-20T04:00:00Z')

beforeAll(async () => {
  server = await startTestServer()
  for (const name of ['a1001', 's2001', 'r3001', 'r3002', 'm0001', 'm0002']) asks.set(name, await server.as(name))
  const made = fc.sample(
    fc.record({
      place: fc.constantFrom(...(Object.keys(places) as (keyof typeof places)[])),
      status: fc.constantFrom(...statuses),
      category: fc.constantFrom('taste', 'refund', null),
      priority: fc.integer({ min: 0, max: 2 }),
      owner: fc.constantFrom(ids.supervisor, ids.east, null),
      tags: fc.subarray(['媒体', '回访']),
      kind: fc.constantFrom('SERVICE' as const, 'CALLBACK' as const),
      // Few moments for many tickets: the keys have to tell them apart.
      created: fc.integer({ min: 0, max: 12 }),
      later: fc.integer({ min: 0, max: 4 }),
      surveyScore: fc.constantFrom(1, 3, null),
      surveySolved: fc.constantFrom(true, false, null),
      // Hours from now: what is overdue may be so by years, what is not may be so never.
      due: fc.constantFrom(-40_000, 40_000, null),
      departments: fc.subarray(['quality', 'logistics']),
      queueId: fc.constantFrom('aftersales', null),
      channel: fc.constantFrom('voice', 'manual'),
    }),
    { numRuns: 220, seed: 5 },
  )
  await server.database.ticket.createMany({
    data: made.map(({ place, created, later, owner, due, ...rest }, index): Prisma.TicketCreateManyInput => {
      const createdAt = new Date(noon - created * 3_600_000)
      return {
        ...rest,
        ...places[place],
        surveyedAt: rest.surveyScore === null && rest.surveySolved === null ? null : createdAt,
        ownerId: owner,
        dueAt: due === null ? null : new Date(Date.now() + due * 3_600_000),
        source: 'test',
        sourceId: `${index}`,
        subject: index % 3 === 0 ? '退款未到账' : '珍珠发硬',
        createdAt,
        lastInteractionAt: new Date(createdAt.getTime() + later * 1_800_000),
        dispatchedAt: 'storeId' in places[place] && rest.status !== 'OPEN' ? createdAt : null,
        poolId: rest.status === 'POOLED' && place === 'zj' ? 'zj' : null,
        agentId: index % 2 === 0 ? 'a1001' : null,
      }
    }),
  })
})
afterAll(() => server.close())

const ask = (name: string): Ask =>
  asks.get(name) ??
  (() => {
    throw new Error(name)
  })()

async function walk(who: string, query: string, meanwhile?: () => Promise<unknown>): Promise<string[]> {
  const all: string[] = []
  for (let next: string | undefined = ''; next !== undefined; ) {
    const answer = await ask(who)('GET', `/api/tickets?limit=13&${query}${next ? `&cursor=${next}` : ''}`)
    expect(answer.statusCode, answer.body).toBe(200)
    const page = answer.json<TicketPage>()
    all.push(...page.tickets.map(({ id }) => id))
    next = page.next
    if (next !== undefined) await meanwhile?.()
  }
  return all
}

type Row = Awaited<ReturnType<typeof rows>>[number]
const rows = () => server.database.ticket.findMany({ where: { source: 'test' } })

const sees: Readonly<Record<string, (row: Row) => boolean>> = {
  a1001: () => true,
  s2001: () => true,
  r3001: (row) => row.regionId === 'east',
  r3002: (row) => row.cityId === 'hz',
  m0001: (row) => row.storeId === 'hz01' && row.dispatchedAt !== null,
  m0002: (row) => row.storeId === 'bj01' && row.dispatchedAt !== null,
}

const filters = fc.record(
  {
    status: fc.subarray(['open', 'pooled', 'working', 'pending', 'closed'], { minLength: 1 }),
    category: fc.subarray(['taste', 'refund'], { minLength: 1 }),
    priority: fc.subarray(['0', '1', '2'], { minLength: 1 }),
    store: fc.constantFrom('hz01', 'bj01', 'none'),
    region: fc.constantFrom('east', 'zj', 'hz', 'xh', 'cy'),
    owner: fc.constantFrom(ids.supervisor, 'none'),
    pool: fc.constantFrom('zj', 'headquarters'),
    tag: fc.subarray(['媒体', '回访'], { minLength: 1 }),
    kind: fc.constantFrom('service', 'callback'),
    agent: fc.constantFrom('a1001'),
    queue: fc.constantFrom('aftersales'),
    department: fc.constantFrom('quality'),
    channel: fc.constantFrom('voice', 'manual'),
    due: fc.constantFrom('overdue'),
    survey: fc.constantFrom('answered', 'unsolved', 'low'),
    q: fc.constantFrom('退款', '硬'),
    createdFrom: fc.constantFrom(new Date(noon - 8 * 3_600_000).toISOString()),
    activeTo: fc.constantFrom(new Date(noon - 2 * 3_600_000).toISOString()),
  },
  { requiredKeys: [] },
)
type Filter = typeof filters extends fc.Arbitrary<infer Value> ? Value : never

function matches(filter: Filter, row: Row): boolean {
  const { status, category, priority, store, region, owner, pool, tag, kind, agent, q, createdFrom, activeTo } = filter
  const said = { answered: true, unsolved: row.surveySolved === false, low: (row.surveyScore ?? 5) <= 2 }
  return (
    (!status || (status as string[]).includes(row.status.toLowerCase())) &&
    (!category || (category as string[]).includes(row.category ?? '')) &&
    (!priority || (priority as string[]).includes(String(row.priority))) &&
    (!store || (store === 'none' ? row.storeId === null : row.storeId === store)) &&
    (!region || [row.regionId, row.provinceId, row.cityId, row.areaId].includes(region)) &&
    (!owner || (owner === 'none' ? row.ownerId === null : row.ownerId === owner)) &&
    (!pool || (pool === 'zj' ? row.poolId === 'zj' : row.status === 'POOLED' && row.poolId === null)) &&
    (!tag || tag.every((each) => row.tags.includes(each))) &&
    (!kind || row.kind.toLowerCase() === kind) &&
    (!agent || row.agentId === agent) &&
    (!filter.queue || row.queueId === filter.queue) &&
    (!filter.department || row.departments.includes(filter.department)) &&
    (!filter.channel || row.channel === filter.channel) &&
    (!filter.due || (row.dueAt !== null && row.dueAt.getTime() < Date.now())) &&
    (!filter.survey || (row.surveyedAt !== null && said[filter.survey])) &&
    (!q || (row.subject ?? '').includes(q)) &&
    (!createdFrom || row.createdAt >= new Date(createdFrom)) &&
    (!activeTo || row.lastInteractionAt < new Date(activeTo))
  )
}

const queryOf = (filter: Filter, sort: string): string => {
  const search = new URLSearchParams(sort ? { sort } : {})
  for (const [name, value] of Object.entries(filter)) search.set(name, [value].flat().join(','))
  return search.toString()
}

const orders: Readonly<Record<string, (row: Row) => (number | string)[]>> = {
  last: (row) => [-row.lastInteractionAt.getTime(), row.id],
  created: (row) => [-row.createdAt.getTime(), row.id],
  priority: (row) => [-row.priority, -row.lastInteractionAt.getTime(), row.id],
}
const ordered = (list: Row[], sort: string): string[] => {
  const key = orders[sort] ?? (() => [])
  return list
    .map((row) => ({ id: row.id, key: key(row) }))
    .sort((a, b) => {
      const at = a.key.findIndex((part, index) => part !== b.key[index])
      return at < 0 ? 0 : (a.key[at] ?? 0) < (b.key[at] ?? 0) ? -1 : 1
    })
    .map(({ id }) => id)
}

describe('any filter and sort, walked page by page', () => {
  it('is the plain filter in memory, for each reader within their own part', async () => {
    const all = await rows()
    await fc.assert(
      fc.asyncProperty(
        filters,
        fc.constantFrom('last', 'created', 'priority'),
        fc.constantFrom(...Object.keys(sees)),
        async (filter, wanted, who) => {
          const unfinished = filter.status && !filter.status.includes('closed')
          const byCreation = filter.q || filter.createdFrom
          const sort = byCreation ? 'created' : wanted
          if (sort === 'priority' && !unfinished) {
            const answer = await ask(who)('GET', `/api/tickets?${queryOf(filter, 'priority')}`)
            expect(answer.json()).toMatchObject({ code: 'BAD_INPUT', fields: [{ path: 'sort' }] })
            return
          }
          const expected = all.filter((row) => sees[who]?.(row) && matches(filter, row))
          expect(await walk(who, queryOf(filter, wanted))).toEqual(ordered(expected, sort))
          const count = await ask(who)('GET', `/api/ticket-count?${queryOf(filter, '')}`)
          expect(count.json<TicketCount>()).toMatchObject({ count: Math.min(expected.length, 999) })
        },
      ),
      { numRuns: 120, seed: 3 },
    )
  })

  it.each(['last', 'created'])('has no gaps and no doubles by %s while tickets come and change', async (sort) => {
    const before = ordered(await rows(), sort)
    let step = 0
    const seen = await walk('a1001', `sort=${sort}`, async () => {
      step++
      await server.database.ticket.create({
        data: { channel: 'voice', source: 'meanwhile', sourceId: `${sort}-${step}`, status: 'OPEN' },
      })
      await server.database.ticket.updateMany({
        where: { source: 'test', sourceId: String(step) },
        data: { category: 'other' },
      })
    })
    expect(seen.filter((id) => before.includes(id))).toEqual(before)
    expect(new Set(seen).size).toBe(seen.length)
    await server.database.ticket.deleteMany({ where: { source: 'meanwhile' } })
  })

  it('shows tickets anew by their ids, as far as the reader sees them', async () => {
    const all = await rows()
    const wanted = all.slice(0, 60).map(({ id }) => id)
    const answer = await ask('r3002')('GET', `/api/tickets?status=open,working&ids=${wanted.join(',')}`)
    const expected = all
      .slice(0, 60)
      .filter((row) => row.cityId === 'hz' && ['OPEN', 'WORKING'].includes(row.status))
      .map(({ id }) => id)
    const shown = answer.json<TicketPage>().tickets.map(({ id }) => id)
    expect(expected.length).toBeGreaterThan(0)
    expect(shown.toSorted()).toEqual(expected.toSorted())
  })

  it.each(['owner=nobody', 'region=gone'])('finds nothing with %s', async (query) => {
    expect(await walk('a1001', query)).toEqual([])
  })
})

describe('what filters offer', () => {
  it('is queues, agents and departments by name, for whoever has an office', async () => {
    await server.database.queue.create({
      data: { id: 'old', name: '旧会员队列', settings: {}, retiredAt: new Date() },
    })
    expect((await ask('r3002')('GET', '/api/ticket-filter-choices')).json()).toEqual({
      queues: [
        { id: 'aftersales', name: '售后服务', retired: false },
        { id: 'old', name: '旧会员队列', retired: true },
      ],
      agents: [
        { id: 'a1001', name: '林晓燕' },
        { id: 'a1002', name: '陈志强' },
      ],
      departments: [{ id: 'quality', name: '品控部' }],
    })
    expect((await ask('m0001')('GET', '/api/ticket-filter-choices')).statusCode).toBe(403)
  })

  it('has a name for the store and the person of a view, as far as the reader may find them', async () => {
    const names = async (who: string, query: string) =>
      (await ask(who)('GET', `/api/ticket-filter-names?${query}`)).json()
    expect(await names('r3002', `store=hz01&owner=${ids.supervisor}`)).toEqual({
      store: { id: 'hz01', name: '西湖文三路店' },
      owner: { id: ids.supervisor, name: '许文静' },
    })
    expect(await names('r3002', `store=bj01&owner=${ids.hangzhouStore}`)).toEqual({})
  })
})

describe('the board', () => {
  const board = async (who: string, query: string) =>
    (await ask(who)('GET', `/api/ticket-board?${query}`)).json<TicketBoard>()

  it.each(['a1001', 'r3001', 'r3002', 'm0001', 'm0002'])(
    'has for %s by status what they see, counted and paged',
    async (who) => {
      const all = (await rows()).filter((row) => sees[who]?.(row))
      const { columns } = await board(who, 'by=status&limit=3')
      expect(columns.map(({ key }) => key)).toEqual([
        'open',
        'pooled',
        'dispatched',
        'accepted',
        'working',
        'pending',
        'resolved',
      ])
      for (const column of columns) {
        const expected = ordered(
          all.filter((row) => row.status.toLowerCase() === column.key),
          'last',
        )
        expect(column.total).toEqual({ count: expected.length, more: false })
        const seen = column.tickets.map(({ id }) => id)
        for (let { next } = column; next !== undefined; ) {
          const [more] = (await board(who, `by=status&limit=3&column=${column.key}&cursor=${next}`)).columns
          seen.push(...(more?.tickets ?? []).map(({ id }) => id))
          next = more?.next
        }
        expect(seen).toEqual(expected)
      }
    },
  )

  it('has the level below the reader’s own node, and what lies at none of it', async () => {
    const keys = async (who: string, query = '') =>
      (await board(who, `by=region${query}`)).columns.map(({ key }) => key)
    expect((await keys('s2001')).toSorted()).toEqual(['east', 'none', 'north'])
    expect(await keys('r3001')).toEqual(['zj', 'none'])
    expect(await keys('r3002')).toEqual(['xh', 'none'])
    expect(await keys('s2001', '&region=zj')).toEqual(['hz', 'none'])
    const foreign = await board('r3002', 'by=region&region=north')
    expect(foreign.columns.flatMap(({ tickets }) => tickets)).toEqual([])
  })

  it.each(['store', 'owner'] as const)(
    'has a column for each %s of unfinished tickets, and their names',
    async (by) => {
      const open = (await rows()).filter((row) => !['RESOLVED', 'VERIFIED', 'CLOSED'].includes(row.status))
      const key = (row: Row) => (by === 'store' ? row.storeId : row.ownerId) ?? 'none'
      const { columns, moreColumns } = await board('s2001', `by=${by}`)
      expect(moreColumns).toBe(false)
      expect(new Map(columns.map((column) => [column.key, column.total.count]))).toEqual(
        new Map([...new Set(open.map(key))].map((each) => [each, open.filter((row) => key(row) === each).length])),
      )
      const names = { store: '西湖文三路店', owner: '许文静' }
      expect(columns.map(({ name }) => name)).toContain(names[by])
    },
  )
})
