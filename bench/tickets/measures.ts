/** What people do with lists of tickets all day, timed through the product's own functions; and what plain ways of it would cost. */
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { type Me, ticketBoardQuery, ticketQuery } from '../../gateway/src/contract/index.ts'
import type { PrismaClient } from '../../gateway/src/database/client/client.ts'
import { ticketBoard } from '../../gateway/src/tickets/board.ts'
import { createTicket } from '../../gateway/src/tickets/create.ts'
import { listTickets } from '../../gateway/src/tickets/list.ts'
import { percentile } from '../running/percentile.ts'
import { storesOf, words } from './made-up-chain.ts'

const ROUNDS = 8
const CREATED = 1_000
export const AT_ONCE = 8
const DEEP_PAGES = 10
export const STORES = 46_000

const person = (role: Me['role'], more: Partial<Me> = {}): Me => ({
  id: randomUUID(),
  username: role,
  name: role,
  role,
  ...more,
})

const readers = (round: number): Me[] => [
  person('supervisor'),
  person('agent', { agent: { id: `b${round % 500}`, extension: '1' } }),
  person('region', { region: { id: `r${round % 5}`, name: '', level: 'region' } }),
  person('region', { region: { id: `p${round % 31}`, name: '', level: 'province' } }),
  person('region', { region: { id: `c${(round * 7) % 340}`, name: '', level: 'city' } }),
  person('region', { region: { id: `a${(round * 11) % 2720}`, name: '', level: 'area' } }),
  person('store', { store: { id: `s${(round * 13) % STORES}`, name: '' } }),
]

const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString()

/** What people look at: mostly what is to be done, sometimes everything of a kind. */
const filters: readonly z.input<typeof ticketQuery>[] = [
  {},
  { status: 'open,pooled,dispatched,accepted,working,pending' },
  { status: 'open,pooled,dispatched,accepted,working,pending', sort: 'priority' },
  { status: 'pending' },
  { status: 'pooled' },
  { status: 'closed', category: 'foreign-object' },
  { status: 'verified' },
  { priority: '2' },
  { kind: 'callback', status: 'open,pooled' },
  { category: 'refund', sort: 'created' },
  { createdFrom: day(400), createdTo: day(370) },
  { activeFrom: day(30), activeTo: day(29) },
  { tag: '媒体' },
  { tag: '回访' },
  { queue: 'q3' },
  { mine: 'true' },
]

interface Timed {
  readonly times: number[]
  run<Result>(name: string, work: () => Promise<Result>): Promise<Result>
  /** The slowest kinds, for whoever wants to know. */
  worst(): string
}

function timed(): Timed {
  const times: number[] = []
  const byName = new Map<string, number[]>()
  return {
    times,
    async run(name, work) {
      const began = performance.now()
      const result = await work()
      const took = performance.now() - began
      times.push(took)
      byName.set(name, [...(byName.get(name) ?? []), took])
      return result
    },
    worst: () =>
      [...byName]
        .map(([name, each]) => ({ name, p95: percentile(each, 0.95), p50: percentile(each, 0.5) }))
        .sort((a, b) => b.p95 - a.p95)
        .slice(0, 12)
        .map(({ name, p50, p95 }) => `    ${name}: p50 ${p50} p95 ${p95} ms`)
        .join('\n'),
  }
}

async function measureLists(database: PrismaClient): Promise<{ first: Timed; deep: Timed }> {
  const [first, deep] = [timed(), timed()]
  for (let round = 0; round < ROUNDS; round++)
    for (const me of readers(round)) {
      for (const filter of filters) {
        const name = `${me.region?.level ?? me.role} ${JSON.stringify(filter)}`
        const page = await first.run(name, () => listTickets(database, me, ticketQuery.parse(filter)))
        if (round % 4 > 0) continue
        let next = page.next
        for (let at = 0; at < DEEP_PAGES && next !== undefined; at++) {
          const cursor = next
          next = (await deep.run(name, () => listTickets(database, me, ticketQuery.parse({ ...filter, cursor })))).next
        }
      }
    }
  return { first, deep }
}

async function measureBoards(database: PrismaClient): Promise<Timed> {
  const boards = timed()
  for (let round = 0; round < ROUNDS; round++)
    for (const me of readers(round))
      for (const by of ['status', 'store', 'region', 'owner'] as const)
        await boards.run(`${me.region?.level ?? me.role} by ${by}`, () =>
          ticketBoard(database, me, ticketBoardQuery.parse({ by })),
        )
  return boards
}

const stores = storesOf(STORES)
/** Several of one name, one in each city; and the one, by its name in full. */
const mall = '万达广场'
const whole = stores.find(({ name }) => name.includes(mall))?.name ?? mall

const searched = [
  words.rare,
  words.middle,
  words.frequent,
  '奶',
  '未到账',
  '退款三天未到账',
  '李娜',
  mall,
  whole,
  '没有这个词',
  '张伟 退款',
  '4711',
]

async function measureSearches(database: PrismaClient): Promise<Timed> {
  const searches = timed()
  for (let round = 0; round < ROUNDS; round++)
    for (const me of readers(round))
      for (const q of searched) {
        const page = await searches.run(`${me.region?.level ?? me.role} ${q}`, () =>
          listTickets(database, me, ticketQuery.parse({ q })),
        )
        const cursor = page.next
        if (cursor !== undefined)
          await searches.run(`${me.region?.level ?? me.role} ${q} second page`, () =>
            listTickets(database, me, ticketQuery.parse({ q, cursor })),
          )
      }
  return searches
}

async function measureCreation(database: PrismaClient): Promise<number> {
  const me = person('agent', { agent: { id: 'b1', extension: '1' } })
  const account = await database.account.findFirstOrThrow({ where: { username: 'b1' } })
  const customers = await database.customer.findMany({ take: 200, select: { id: true } })
  let left = CREATED
  const began = performance.now()
  const worker = async (): Promise<void> => {
    while (left-- > 0)
      await createTicket(
        database,
        { ...me, id: account.id },
        {
          commandId: randomUUID(),
          customerId: customers[left % customers.length]?.id,
          fields: {
            subject: `珍珠奶茶太甜 ${left}`,
            description: '顾客反映口感与平时不同，希望门店核实。',
            storeId: `s${left}`,
          },
        },
      )
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return Math.round((CREATED / (performance.now() - began)) * 1_000)
}

/** What a list by page number and a search by ILIKE cost in the same database. */
async function measurePlainWays(
  database: PrismaClient,
  tickets: number,
  tell: (what: string) => void,
): Promise<{ offset: number; ilike: number }> {
  const [offset, ilike] = [timed(), timed()]
  for (let round = 0; round < 5; round++) {
    const skip = Math.min(100_000 * (round + 1), Math.floor(tickets / 2))
    await offset.run(
      'offset',
      () => database.$queryRaw`SELECT id FROM "Ticket" ORDER BY "lastInteractionAt" DESC, id LIMIT 50 OFFSET ${skip}`,
    )
    await ilike
      .run(
        'ilike',
        () =>
          database.$queryRaw`SELECT id FROM "Ticket" WHERE subject ILIKE ${`%${words.rare}%`} ORDER BY "createdAt" DESC LIMIT 50`,
      )
      // Longer than any statement may take: counted with what it took until then.
      .catch((error: unknown) => tell(`ILIKE: ${String(error).split('\n').at(-1)}`))
  }
  return { offset: percentile(offset.times, 0.95), ilike: percentile(ilike.times, 0.95) }
}

/** Everything, one after the other. */
export async function measure(
  database: PrismaClient,
  tickets: number,
  tell: (what: string) => void,
): Promise<Record<string, number>> {
  // The first queries find a cold cache, as nobody's day does.
  for (const me of readers(1)) await listTickets(database, me, ticketQuery.parse({}))
  const { first, deep } = await measureLists(database)
  tell(`lists p95 ${percentile(first.times, 0.95)} ms, slowest:\n${first.worst()}\n  deep pages:\n${deep.worst()}`)
  const boards = await measureBoards(database)
  tell(`boards p95 ${percentile(boards.times, 0.95)} ms, slowest:\n${boards.worst()}`)
  const searches = await measureSearches(database)
  tell(`search p95 ${percentile(searches.times, 0.95)} ms, slowest:\n${searches.worst()}`)
  const created = await measureCreation(database)
  const plain = await measurePlainWays(database, tickets, tell)
  return {
    list_p50_ms: percentile(first.times, 0.5),
    list_p95_ms: percentile(first.times, 0.95),
    list_deep_p95_ms: percentile(deep.times, 0.95),
    board_p95_ms: percentile(boards.times, 0.95),
    search_p50_ms: percentile(searches.times, 0.5),
    search_p95_ms: percentile(searches.times, 0.95),
    create_per_s: created,
    offset_p95_ms: plain.offset,
    ilike_p95_ms: plain.ilike,
    list_samples: first.times.length,
    board_samples: boards.times.length,
    search_samples: searches.times.length,
  }
}
