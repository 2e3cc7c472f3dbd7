/** Pages of tickets: which ones first, by their keys alone and the index that serves; then the lines of just these. */
import type { z } from 'zod'
import type { Me, TicketCount, TicketFilter, TicketPage, TicketSort, ticketQuery } from '../contract/index.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { badInput } from '../input.ts'
import { cursorOf, type PageKey, readCursor } from '../pages.ts'
import { findByWords, seesEverything } from './search.ts'
import { ticketHasTerms } from './searched-words.ts'
import { hasStatus, isUnfinishedOnly, type ReadFilter, readFilter } from './ticket-filter.ts'
import { ticketCards, toTicketCard } from './ticket-rows.ts'

const uuid = /^[0-9a-f-]{36}$/
const urgentFirst = /^[0-9]:[0-9a-f-]{36}$/

/** Counts beyond are "more than". */
export const COUNT_UP_TO = 999

export interface Page {
  readonly ids: readonly string[]
  readonly next?: string
}

/** @throws GatewayError BAD_CURSOR, BAD_INPUT when the sort cannot be had with this filter */
export async function listTickets(
  database: PrismaClient,
  me: Me,
  query: z.output<typeof ticketQuery>,
): Promise<TicketPage> {
  const { sort, ids, cursor, limit, ...filter } = query
  const read = await readFilter(database, me, filter)
  if (!read) return { tickets: [] }
  if (ids) return { tickets: await cardsOf(database, me, await stillWithin(database, read, ids)) }
  const page = await pageOfTickets(database, me, filter, read, { sort, cursor, limit })
  return { tickets: await cardsOf(database, me, page.ids), ...(page.next ? { next: page.next } : {}) }
}

/** The lines in the order of their ids; those that have left the reader's part meanwhile are left out. */
export async function cardsOf(database: PrismaClient, me: Me, ids: readonly string[]): Promise<TicketPage['tickets']> {
  if (ids.length === 0) return []
  const rows = await ticketCards(database, me, Prisma.sql`t.id = ANY(${ids}::uuid[])`, ids.length)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row ? [toTicketCard(row, me.role)] : []
  })
}

/** @returns those of the ids that match, the newest interaction first */
export async function stillWithin(
  database: PrismaClient,
  read: ReadFilter,
  ids: readonly string[],
): Promise<readonly string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT t.id FROM "Ticket" t WHERE t.id = ANY(${ids}::uuid[]) AND ${read.where}
      AND ${read.words ? ticketHasTerms(read.words) : Prisma.sql`true`} ORDER BY t."lastInteractionAt" DESC, t.id`
  return rows.map(({ id }) => id)
}

interface Asked {
  readonly sort?: TicketSort | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** One page's ids. @throws GatewayError BAD_CURSOR, BAD_INPUT */
export async function pageOfTickets(
  database: PrismaClient,
  me: Me,
  filter: TicketFilter,
  read: ReadFilter,
  { sort: wanted, cursor, limit }: Asked,
): Promise<Page> {
  const sort = sortFor(read, wanted)
  if (sort === 'priority') return byPriority(database, read, cursor, limit)
  const after = cursor === undefined ? undefined : readCursor(cursor, uuid)
  if (read.words) {
    const { words } = read
    const everything = seesEverything(me) && Object.entries(filter).every(([name, value]) => name === 'q' || !value)
    const found = await findByWords(database, { ...read, words }, { everything, after, limit: limit + 1 })
    const page = cut(found.rows, limit)
    return page.next || !found.reached ? page : { ...page, next: cursorOf(found.reached) }
  }
  return cut(await byTime(database, read, sort, after, limit + 1), limit)
}

/** @throws GatewayError BAD_INPUT */
function sortFor(read: ReadFilter, wanted: TicketSort | undefined): TicketSort {
  if (read.byCreation) return 'created'
  if (wanted === 'priority' && !isUnfinishedOnly(read.statuses))
    throw badInput([{ path: 'sort', message: '按优先级排序只用于未完结的工单，请先选择未完结的状态' }])
  return wanted ?? 'last'
}

function cut(rows: readonly PageKey[], limit: number): Page {
  const ids = rows.slice(0, limit).map(({ id }) => id)
  const last = rows[limit - 1]
  return rows.length > limit && last ? { ids, next: cursorOf(last) } : { ids }
}

function byTime(
  database: PrismaClient,
  { where, anyStatus, statuses, narrow }: ReadFilter,
  sort: 'last' | 'created',
  after: PageKey | undefined,
  limit: number,
): Promise<PageKey[]> {
  const at = sort === 'last' ? Prisma.sql`t."lastInteractionAt"` : Prisma.sql`t."createdAt"`
  // The first half alone lets the index start at the right place.
  const from = after
    ? Prisma.sql`${at} <= ${after.at} AND (${at} < ${after.at} OR t.id > ${after.id}::uuid)`
    : Prisma.sql`true`
  const some = (which: Prisma.Sql) => Prisma.sql`(
    SELECT t.id, ${at} AS at FROM "Ticket" t WHERE ${which} AND ${from} ORDER BY ${at} DESC, t.id LIMIT ${limit})`
  const apart =
    sort === 'last' && !narrow && statuses !== undefined && statuses.length > 1 && !statuses.includes('closed')
  // An index has one status in order, not several: each is asked for its newest.
  const parts = apart
    ? statuses.map((status) => some(Prisma.sql`${anyStatus} AND ${hasStatus([status])}`))
    : [some(where)]
  return database.$queryRaw<PageKey[]>`
    SELECT id, at FROM (${Prisma.join(parts, ' UNION ALL ')}) AS parts ORDER BY at DESC, id LIMIT ${limit}`
}

async function byPriority(
  database: PrismaClient,
  { where }: ReadFilter,
  cursor: string | undefined,
  limit: number,
): Promise<Page> {
  const key = cursor === undefined ? undefined : readCursor(cursor, urgentFirst)
  const [priority, id] = key?.id.split(':') ?? []
  const from =
    key && priority !== undefined && id !== undefined
      ? Prisma.sql`t.priority <= ${Number(priority)} AND (t.priority < ${Number(priority)} OR t."lastInteractionAt" < ${key.at}
          OR (t."lastInteractionAt" = ${key.at} AND t.id > ${id}::uuid))`
      : Prisma.sql`true`
  const rows = await database.$queryRaw<(PageKey & { priority: number })[]>`
    SELECT t.id, t."lastInteractionAt" AS at, t.priority FROM "Ticket" t
    WHERE ${where} AND ${from}
    ORDER BY t.priority DESC, t."lastInteractionAt" DESC, t.id LIMIT ${limit + 1}`
  const ids = rows.slice(0, limit).map((row) => row.id)
  const last = rows[limit - 1]
  return rows.length > limit && last
    ? { ids, next: cursorOf({ at: last.at, id: `${last.priority}:${last.id}` }) }
    : { ids }
}

/** Exact up to 999, then "at least": nobody waits for a number that nobody reads. */
export async function countTickets(database: PrismaClient, me: Me, filter: TicketFilter): Promise<TicketCount> {
  const read = await readFilter(database, me, filter)
  if (!read) return { count: 0, more: false }
  if (read.words) {
    const page = await pageOfTickets(database, me, filter, read, { limit: 100 })
    return { count: page.ids.length, more: page.next !== undefined }
  }
  const [row] = await database.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (SELECT FROM "Ticket" t WHERE ${read.where} LIMIT ${COUNT_UP_TO + 1}) AS counted`
  return capped(row?.count ?? 0)
}

export const capped = (count: number): TicketCount => ({
  count: Math.min(count, COUNT_UP_TO),
  more: count > COUNT_UP_TO,
})
