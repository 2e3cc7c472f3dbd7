/**
 * Tickets by words, the newest first, whatever the words: one that stands in every fifth ticket is looked for in the newest days alone,
 * one in between in blocks of 32 days, a rare one everywhere at once. The index has days and blocks as keys beside the words.
 */
import type { Me } from '../contract/index.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import type { PageKey } from '../pages.ts'
import { hasTerms, type SearchedWords } from './searched-words.ts'
import type { ReadFilter } from './ticket-filter.ts'

const DAY_MS = 86_400_000
const BLOCK_DAYS = 32
/** Hits that can be looked at and sorted in time: everywhere, or in a block. */
const HITS_AT_ONCE = 3_000
/** Fewer tickets than this are always looked at one by one. */
const FEW = 2_000
/** Days of one query: when they do not fill a page, the word is not that frequent here after all. */
const DAYS_AT_ONCE = 64
/** Then a page ends as it is, with a cursor from where to look on. */
const LONG_ENOUGH_MS = 1_500
/** After every id: the cursor of a page that ended between two days. */
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

export interface Found {
  readonly rows: readonly PageKey[]
  /** Where the looking ended before the page was full and the tickets were. */
  readonly reached?: PageKey
}

type Step = 'day' | 'block'

/** @param everything the reader sees all tickets and filters nothing but words: then the tickets themselves need not be looked at */
export async function findByWords(
  database: PrismaClient,
  filter: ReadFilter & { readonly words: SearchedWords },
  { everything, after, limit }: Looking,
): Promise<Found> {
  const { words, where } = filter
  const sought = await rarestKeys(database, words, filter.place)
  const { hits, keys } = sought
  if (!everything && (filter.narrow || (await leavesFewer(database, where, sought, limit))))
    return { rows: await amongFew(database, filter, after, limit) }
  if (hits <= HITS_AT_ONCE) return { rows: await everywhere(database, filter, { keys, after, everything, limit }) }

  const oldest = await database.ticket.findFirst({ orderBy: [{ createdAt: 'asc' }], select: { createdAt: true } })
  if (!oldest) return { rows: [] }
  const newest = await database.ticket.findFirst({ orderBy: [{ createdAt: 'desc' }], select: { createdAt: true } })
  const until = Math.floor(oldest.createdAt.getTime() / DAY_MS)
  let day = Math.floor(Math.min(after?.at.getTime() ?? Infinity, newest?.createdAt.getTime() ?? 0) / DAY_MS)
  const began = performance.now()
  const rows: PageKey[] = []
  const blocks = Math.max(1, (day - until + 1) / BLOCK_DAYS)
  let step: Step = hits / blocks > HITS_AT_ONCE ? 'day' : 'block'
  while (day >= until) {
    const to = step === 'day' ? Math.max(until, day - DAYS_AT_ONCE + 1) : until
    rows.push(
      ...(await inWindows(database, filter, { keys, step, day, to, after, everything, limit: limit - rows.length })),
    )
    if (rows.length >= limit) return { rows }
    day = to - 1
    step = 'block'
    if (day >= until && performance.now() - began > LONG_ENOUGH_MS)
      return { rows, reached: { at: new Date((day + 1) * DAY_MS), id: LAST_ID } }
  }
  return { rows }
}

/** A hit of the words, against a ticket that the filter leaves: as measured. */
const DEARER = 3

/** By the words as many have to be looked at until the filter has let a page through: are there fewer that the filter leaves? */
async function leavesFewer(
  database: PrismaClient,
  where: Prisma.Sql,
  { hits, tickets }: Sought,
  limit: number,
): Promise<boolean> {
  const left = await estimate(database, Prisma.sql`"Ticket" t WHERE ${where}`)
  return left <= Math.max(FEW, DEARER * Math.min(hits, (limit * tickets) / Math.max(1, left)))
}

interface Plan {
  readonly 'Plan Rows': number
  readonly Plans?: readonly Plan[]
  /** Expressions: '3'. */
  readonly Output?: readonly string[]
}

/** Keys that are looked at: the rest of a long text cannot make it more frequent. */
const KEYS_WEIGHED = 24
/** The list of a frequent key is long to follow and leaves little out that the rare ones leave in. */
const KEYS_ASKED = 3
/** Parts of the question beside the keys, which are numbered from 0. */
const ALL = KEYS_WEIGHED
const PLACE = KEYS_WEIGHED + 1
/** What the index is on. */
const indexed = Prisma.sql`ticket_search_keys(s.text, s."createdAt", s.places)`

interface Sought {
  /** At most so many tickets have the words, of those in the reader's part of the tree. */
  readonly hits: number
  /** So many tickets are in that part. */
  readonly tickets: number
  /** What the index is asked for; the text says the rest. */
  readonly keys: readonly number[]
}

/**
 * The planner takes keys for independent of each other, which the pairs of one word are not: a sentence that stands in every tenth
 * ticket would be a rarity. So it is asked for each key alone. Words and place are independent enough.
 */
async function rarestKeys(database: PrismaClient, { keys }: SearchedWords, place: number | undefined): Promise<Sought> {
  const weighed = keys.slice(0, KEYS_WEIGHED)
  const having = (key: number, part: number) =>
    Prisma.sql`SELECT ${part}::int FROM "TicketSearch" s WHERE ${indexed} @> ARRAY[${key}::bigint]`
  const parts = [
    Prisma.sql`SELECT ${ALL}::int FROM "TicketSearch" s`,
    ...(place === undefined ? [] : [having(place, PLACE)]),
    ...weighed.map(having),
  ]
  const [row] = await database.$queryRaw<{ 'QUERY PLAN': { Plan: Plan }[] }[]>`
    EXPLAIN (VERBOSE, FORMAT JSON) ${Prisma.join(parts, ' UNION ALL ')}`
  let plan = row?.['QUERY PLAN'][0]?.Plan
  // Workers may be gathered above the parts.
  while (parts.length > 1 && plan?.Plans?.length === 1) plan = plan.Plans[0]
  // Told by what each puts out: workers take the parts in an order of their own.
  const each = parts.length > 1 ? (plan?.Plans ?? []) : plan ? [plan] : []
  const rows = new Map(each.map((part) => [Number(part.Output?.[0]), part['Plan Rows']]))
  const all = rows.get(ALL)
  if (all === undefined) throw new Error(`PostgreSQL’s plan is not the one that was asked for: ${JSON.stringify(row)}`)
  const tickets = rows.get(PLACE) ?? all
  const byRarity = weighed.map((key, part) => ({ key, hits: rows.get(part) ?? all })).sort((a, b) => a.hits - b.hits)
  const asked = byRarity.slice(0, KEYS_ASKED).map(({ key }) => key)
  return {
    hits: ((byRarity[0]?.hits ?? 0) * tickets) / Math.max(1, all),
    tickets,
    keys: place === undefined ? asked : [...asked, place],
  }
}

/** As PostgreSQL's statistics have it; nothing is read. */
async function estimate(database: PrismaClient, from: Prisma.Sql): Promise<number> {
  const [row] = await database.$queryRaw<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }[]>`
    EXPLAIN (FORMAT JSON) SELECT FROM ${from}`
  return row?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0
}

const isAfter = (after: PageKey | undefined, table: 's' | 't'): Prisma.Sql => {
  if (!after) return Prisma.sql`true`
  const [at, id] =
    table === 's'
      ? [Prisma.sql`s."createdAt"`, Prisma.sql`s."ticketId"`]
      : [Prisma.sql`t."createdAt"`, Prisma.sql`t.id`]
  return Prisma.sql`${at} <= ${after.at} AND (${at} < ${after.at} OR ${id} > ${after.id}::uuid)`
}

/** Those that the filter leaves first, whole: the planner would rather go through all tickets by time until a page is full. */
const amongFew = (
  database: PrismaClient,
  { words, where }: ReadFilter & { readonly words: SearchedWords },
  after: PageKey | undefined,
  limit: number,
): Promise<PageKey[]> => database.$queryRaw<PageKey[]>`
  WITH few AS MATERIALIZED (
    SELECT t.id, t."createdAt" AS at FROM "Ticket" t WHERE ${where} AND ${isAfter(after, 't')}
  )
  SELECT few.id, few.at FROM few
  CROSS JOIN LATERAL (SELECT s.text FROM "TicketSearch" s WHERE s."ticketId" = few.id OFFSET 0) s
  WHERE ${hasTerms(words)}
  ORDER BY few.at DESC, few.id LIMIT ${limit}`

interface Looking {
  readonly after: PageKey | undefined
  readonly everything: boolean
  readonly limit: number
}

/** Whether the filter lets a hit through; OFFSET 0 keeps the planner from turning the join round. */
const letThrough = (where: Prisma.Sql, everything: boolean): Prisma.Sql =>
  everything
    ? Prisma.empty
    : Prisma.sql`CROSS JOIN LATERAL (SELECT FROM "Ticket" t WHERE t.id = hit.id AND ${where} OFFSET 0) seen`

/** Few hits, wherever they are. */
const everywhere = (
  database: PrismaClient,
  { words, where }: ReadFilter & { readonly words: SearchedWords },
  { keys, after, everything, limit }: Asking,
): Promise<PageKey[]> => database.$queryRaw<PageKey[]>`
  WITH hit AS MATERIALIZED (
    SELECT s."ticketId" AS id, s."createdAt" AS at FROM "TicketSearch" s
    WHERE ${indexed} @> ${keys}::bigint[] AND ${hasTerms(words)} AND ${isAfter(after, 's')}
  )
  SELECT hit.id, hit.at FROM hit ${letThrough(where, everything)} ORDER BY hit.at DESC, hit.id LIMIT ${limit}`

interface Asking extends Looking {
  readonly keys: Sought['keys']
}

interface Windows extends Asking {
  readonly step: Step
  /** Days since 1970, UTC: from `day` back to `to`. */
  readonly day: number
  readonly to: number
}

/**
 * Window after window until the page is full: a join that looks into the next window for want of rows alone, in the order of the series.
 */
function inWindows(
  database: PrismaClient,
  { words, where }: ReadFilter & { readonly words: SearchedWords },
  { keys, step, day, to, after, everything, limit }: Windows,
): Promise<PageKey[]> {
  const [first, last] = step === 'day' ? [day, to] : [Math.floor(day / BLOCK_DAYS), Math.floor(to / BLOCK_DAYS)]
  const window = step === 'day' ? Prisma.sql`-2 * w.n` : Prisma.sql`-2 * w.n - 1`
  // A block may begin with days that were looked into one by one before.
  const before = new Date((day + 1) * DAY_MS)
  return database.$queryRaw<PageKey[]>`
    SELECT found.id, found.at FROM generate_series(${first}::bigint, ${last}::bigint, -1) AS w(n)
    CROSS JOIN LATERAL (
      SELECT hit.id, hit.at FROM (
        SELECT s."ticketId" AS id, s."createdAt" AS at FROM "TicketSearch" s
        WHERE ${indexed} @> (${keys}::bigint[] || (${window}))
          AND ${hasTerms(words)} AND s."createdAt" < ${before} AND ${isAfter(after, 's')}
        ORDER BY s."createdAt" DESC, s."ticketId" OFFSET 0
      ) hit ${letThrough(where, everything)}
      ORDER BY hit.at DESC, hit.id LIMIT ${limit}
    ) found LIMIT ${limit}`
}

export const seesEverything = (me: Me): boolean => me.role !== 'store' && me.role !== 'region' && !me.region
