import type { z } from 'zod'
import type { Me, TicketPage, ticketQuery } from '../contract/index.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { containing, pageOf, readCursor } from '../pages.ts'
import { ticketCards, toTicketCard } from './ticket-rows.ts'

const uuid = /^[0-9a-f-]{36}$/

/** A page of tickets, newest interaction first. @throws GatewayError BAD_CURSOR */
export async function listTickets(
  database: PrismaClient,
  me: Me,
  query: z.output<typeof ticketQuery>,
): Promise<TicketPage> {
  if (query.mine && !me.agent) return { tickets: [] }
  const rows = await ticketCards(database, me, conditions(me, query), query.limit + 1)
  const page = pageOf(rows, query.limit, (row) => ({ at: row.lastInteractionAt, id: row.id }))
  return {
    tickets: page.rows.map((row) => toTicketCard(row, me.role)),
    ...(page.next ? { next: page.next } : {}),
  }
}

function conditions(me: Me, { status, kind, mine, q, cursor }: z.output<typeof ticketQuery>): Prisma.Sql {
  const all: Prisma.Sql[] = [Prisma.sql`true`]
  if (status) all.push(Prisma.sql`t.status = ${status.toUpperCase()}::"TicketStatus"`)
  if (kind) all.push(Prisma.sql`t.kind = ${kind.toUpperCase()}::"TicketKind"`)
  if (mine) all.push(Prisma.sql`t."agentId" = ${me.agent?.id}`)
  if (q) {
    const pattern = containing(q)
    all.push(Prisma.sql`(t.number ILIKE ${pattern} OR t.subject ILIKE ${pattern}
      OR t."customerId" IN (SELECT id FROM "Customer" WHERE name ILIKE ${pattern}))`)
  }
  if (cursor) {
    const { at, id } = readCursor(cursor, uuid)
    // The first half alone lets the index start at the right place.
    all.push(Prisma.sql`t."lastInteractionAt" <= ${at}
      AND (t."lastInteractionAt" < ${at} OR t.id > ${id}::uuid)`)
  }
  return Prisma.join(all, ' AND ')
}
