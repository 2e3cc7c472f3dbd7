/** Tickets as columns: by status, store, region or owner; each with its count and its newest tickets. */
import type { z } from 'zod'
import type {
  Me,
  TicketBoard,
  TicketBoardBy,
  TicketBoardColumn,
  TicketFilter,
  TicketStatus,
  ticketBoardQuery,
} from '../contract/index.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { cursorOf, readCursor } from '../pages.ts'
import { COUNT_UP_TO, capped, cardsOf, pageOfTickets } from './list.ts'
import { unfinished } from './moves.ts'
import { columnOfLevel, hasStatus, readFilter } from './ticket-filter.ts'

const uuid = /^[0-9a-f-]{36}$/
/** Columns of stores or owners: those of the newest tickets, the most tickets first. */
const MOST_COLUMNS = 12
const LOOKED_AT = 2_000
const NONE = 'none'

interface Column {
  readonly key: string
  readonly name?: string
  /** Speaks of `t`. */
  readonly where: Prisma.Sql
}

/** @throws GatewayError BAD_CURSOR */
export async function ticketBoard(
  database: PrismaClient,
  me: Me,
  query: z.output<typeof ticketBoardQuery>,
): Promise<TicketBoard> {
  const { by, column: only, cursor, limit, ...asked } = query
  const filter = { ...asked, status: asked.status ?? usualStatuses(by) }
  const read = await readFilter(database, me, filter)
  if (!read) return { columns: [], moreColumns: false }
  // A column by status says the status itself.
  const where = await withWords(database, me, filter, by === 'status' ? read.anyStatus : read.where)
  const { columns, moreColumns } = await columnsBy(database, me, by, filter, where)
  const shown = only === undefined ? columns : columns.filter(({ key }) => key === only)
  if (shown.length === 0) return { columns: [], moreColumns }
  const after = cursor === undefined ? undefined : readCursor(cursor, uuid)
  const from = after
    ? Prisma.sql`t."lastInteractionAt" <= ${after.at} AND (t."lastInteractionAt" < ${after.at} OR t.id > ${after.id}::uuid)`
    : Prisma.sql`true`
  const parts = shown.map(
    (column) => Prisma.sql`
      SELECT ${column.key} AS key,
        (SELECT count(*)::int FROM (SELECT FROM "Ticket" t WHERE ${where} AND ${column.where} LIMIT ${COUNT_UP_TO + 1}) AS counted) AS total,
        ARRAY(SELECT t.id FROM "Ticket" t WHERE ${where} AND ${column.where} AND ${from}
          ORDER BY t."lastInteractionAt" DESC, t.id LIMIT ${limit + 1}) AS ids`,
  )
  const rows = await database.$queryRaw<
    { key: string; total: number; ids: string[] }[]
  >`${Prisma.join(parts, ' UNION ALL ')}`
  const cards = await allCards(
    database,
    me,
    rows.flatMap(({ ids }) => ids),
  )
  return {
    columns: shown.map(({ key, name }): TicketBoardColumn => {
      const row = rows.find((each) => each.key === key)
      const ids = row?.ids ?? []
      const tickets = ids.flatMap((id) => cards.get(id) ?? []).slice(0, limit)
      const last = tickets.at(-1)
      return {
        key,
        ...(name === undefined ? {} : { name }),
        total: capped(row?.total ?? 0),
        tickets,
        ...(ids.length > limit && last
          ? { next: cursorOf({ at: new Date(last.lastInteractionAt), id: last.id }) }
          : {}),
      }
    }),
    moreColumns,
  }
}

/** Nobody works on what is closed: it is in a column when it is asked for. */
const usualStatuses = (by: TicketBoardBy): TicketStatus[] =>
  by === 'status' ? [...unfinished, 'resolved'] : [...unfinished]

async function allCards(database: PrismaClient, me: Me, ids: readonly string[]) {
  const cards = await cardsOf(database, me, ids)
  return new Map(cards.map((card) => [card.id, card]))
}

/** A board with words is a board of the newest hundred tickets that have them. */
async function withWords(database: PrismaClient, me: Me, filter: TicketFilter, where: Prisma.Sql): Promise<Prisma.Sql> {
  const read = await readFilter(database, me, filter)
  if (!read?.words) return where
  const { ids } = await pageOfTickets(database, me, filter, read, { limit: 100 })
  return Prisma.sql`${where} AND t.id = ANY(${ids}::uuid[])`
}

interface Columns {
  readonly columns: readonly Column[]
  readonly moreColumns: boolean
}

async function columnsBy(
  database: PrismaClient,
  me: Me,
  by: TicketBoardBy,
  filter: TicketFilter,
  where: Prisma.Sql,
): Promise<Columns> {
  if (by === 'status')
    return {
      columns: (filter.status ?? []).map((status) => ({ key: status, where: hasStatus([status]) })),
      moreColumns: false,
    }
  if (by === 'region') return { columns: await regionsBelow(database, me, filter.region), moreColumns: false }
  const column = Prisma.raw(by === 'store' ? 't."storeId"' : 't."ownerId"')
  const found = await database.$queryRaw<{ key: string | null }[]>`
    SELECT counted.key FROM (SELECT ${column}::text AS key FROM "Ticket" t WHERE ${where}
      ORDER BY t."lastInteractionAt" DESC, t.id LIMIT ${LOOKED_AT}) AS counted
    GROUP BY counted.key ORDER BY count(*) DESC, counted.key LIMIT ${MOST_COLUMNS + 1}`
  const keys = found.slice(0, MOST_COLUMNS).map(({ key }) => key)
  const ids = keys.filter((key) => key !== null)
  const names = await (by === 'store'
    ? database.store.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
    : database.account
        .findMany({ where: { id: { in: ids } }, select: { id: true, displayName: true } })
        .then((rows) => rows.map(({ id, displayName }) => ({ id, name: displayName }))))
  const type = Prisma.raw(by === 'store' ? 'text' : 'uuid')
  return {
    columns: keys.map((key) =>
      key === null
        ? { key: NONE, where: Prisma.sql`${column} IS NULL` }
        : {
            key,
            name: names.find(({ id }) => id === key)?.name ?? key,
            where: Prisma.sql`${column} = ${key}::${type}`,
          },
    ),
    moreColumns: found.length > MOST_COLUMNS,
  }
}

/** The nodes right below the one the board is about, and what lies at none of them. */
async function regionsBelow(database: PrismaClient, me: Me, chosen: string | undefined): Promise<Column[]> {
  const parentId = chosen ?? me.region?.id ?? null
  const nodes = await database.region.findMany({
    where: { parentId },
    select: { id: true, name: true, level: true },
    orderBy: { name: 'asc' },
    take: 60,
  })
  const [first] = nodes
  if (!first) return []
  const column = Prisma.raw(`t."${columnOfLevel[first.level.toLowerCase() as keyof typeof columnOfLevel]}"`)
  return [
    ...nodes.map(({ id, name }) => ({ key: id, name, where: Prisma.sql`${column} = ${id}` })),
    { key: NONE, where: Prisma.sql`${column} IS NULL` },
  ]
}
