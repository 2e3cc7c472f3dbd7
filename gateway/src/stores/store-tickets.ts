/** The tickets of one store, for the phone page of its staff. */
import type { Me, StoreTickets, TicketStatus } from '../contract/index.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { instantOf, present } from '../instant.ts'
import { movesOpenTo } from '../tickets/moves.ts'
import { isUnfinished, type TicketCardRow, ticketCards, toTicketCard } from '../tickets/ticket-rows.ts'
import { storesVisibleTo } from '../tickets/visibility.ts'

const mostOpen = 200
const mostDone = 50

interface MoreRow {
  readonly id: string
  readonly version: number
  readonly description: string | null
  readonly waitsFor: string | null
  readonly dispatchedAt: Date | null
  readonly acceptedAt: Date | null
  readonly resolvedAt: Date | null
  readonly comments: number
  readonly unread: number
}

/** @throws GatewayError NO_SUCH_STORE, also for a store that this reader does not see */
export async function storeTickets(database: PrismaClient, me: Me, storeId: string): Promise<StoreTickets> {
  const [store] = await database.$queryRaw<{ id: string; name: string; code: string }[]>`
    SELECT s.id, s.name, s.code FROM "Store" s WHERE s.id = ${storeId} AND ${storesVisibleTo(me)}`
  if (!store) throw new GatewayError('NO_SUCH_STORE')
  const atStore = Prisma.sql`t."storeId" = ${storeId} AND t."dispatchedAt" IS NOT NULL`
  const [open, done] = await Promise.all([
    ticketCards(database, me, Prisma.sql`${atStore} AND ${isUnfinished}`, mostOpen),
    ticketCards(database, me, Prisma.sql`${atStore} AND t.status IN ('RESOLVED', 'VERIFIED', 'CLOSED')`, mostDone),
  ])
  const more = await moreOf(database, me, [...open, ...done])
  const tickets = [...open, ...done].map((row) => toStoreTicket(row, more.get(row.id), me))
  const dispatched = (ticket: (typeof tickets)[number]) => Date.parse(ticket.dispatchedAt ?? ticket.createdAt)
  const unfinished = tickets.slice(0, open.length).sort((one, other) => dispatched(one) - dispatched(other))
  return { store, tickets: [...unfinished, ...tickets.slice(open.length)] }
}

async function moreOf(database: PrismaClient, me: Me, cards: readonly TicketCardRow[]) {
  if (cards.length === 0) return new Map<string, MoreRow>()
  const rows = await database.$queryRaw<MoreRow[]>`
    SELECT t.id, t.version, t.description, t."waitsFor", t."dispatchedAt", t."acceptedAt", t."resolvedAt",
      (SELECT count(*)::int FROM "TicketComment" c WHERE c."ticketId" = t.id) AS comments,
      (SELECT count(*)::int FROM "TicketComment" c WHERE c."ticketId" = t.id AND c."authorId" <> ${me.id}::uuid
        AND c.at > COALESCE((SELECT r.at FROM "TicketRead" r WHERE r."ticketId" = t.id AND r."accountId" = ${me.id}::uuid), '-infinity')
      ) AS unread
    FROM "Ticket" t WHERE t.id = ANY(${cards.map(({ id }) => id)}::uuid[])`
  return new Map(rows.map((row) => [row.id, row]))
}

function toStoreTicket(row: TicketCardRow, more: MoreRow | undefined, me: Me): StoreTickets['tickets'][number] {
  const card = toTicketCard(row, me.role)
  return {
    ...card,
    version: more?.version ?? 0,
    comments: more?.comments ?? 0,
    unread: more?.unread ?? 0,
    ...present({
      description: more?.description ?? null,
      waitsFor: more?.waitsFor ?? null,
      dispatchedAt: more?.dispatchedAt ? instantOf(more.dispatchedAt) : null,
      acceptedAt: more?.acceptedAt ? instantOf(more.acceptedAt) : null,
      resolvedAt: more?.resolvedAt ? instantOf(more.resolvedAt) : null,
    }),
    moves: movesOpenTo(me.role, card.status satisfies TicketStatus).map(({ move, requires }) => ({
      move,
      requires: [...requires],
    })),
  }
}
