/** Who is told of what others write on a ticket, and until when somebody has read it. Neither is a change of the ticket. */
import type { Me } from '../contract/index.ts'
import type { Prisma, PrismaClient } from '../database/client/client.ts'
import { readableTicket } from '../tickets/visible-ticket.ts'
import { seesTicket } from './people.ts'

/** @throws GatewayError NO_SUCH_TICKET */
export async function watch(database: PrismaClient, me: Me, ticketId: string): Promise<void> {
  await readableTicket(database, me, ticketId)
  await addWatcher(database, me.id, ticketId)
}

/** @throws GatewayError NO_SUCH_TICKET */
export async function unwatch(database: PrismaClient, me: Me, ticketId: string): Promise<void> {
  await readableTicket(database, me, ticketId)
  await database.ticketWatcher.deleteMany({ where: { ticketId, accountId: me.id } })
}

export async function addWatcher(tx: Prisma.TransactionClient, accountId: string, ticketId: string): Promise<void> {
  await tx.ticketWatcher.createMany({ data: [{ accountId, ticketId }], skipDuplicates: true })
}

/** Those who see the ticket still. */
export const watchersOf = (
  tx: Prisma.TransactionClient,
  ticketId: string,
): Promise<{ readonly id: string; readonly name: string }[]> => tx.$queryRaw`
  SELECT a.id, a."displayName" AS name FROM "TicketWatcher" w JOIN "Ticket" t ON t.id = w."ticketId"
  JOIN "Account" a ON a.id = w."accountId" AND ${seesTicket}
  WHERE w."ticketId" = ${ticketId}::uuid ORDER BY w.since LIMIT 100`

/** A mark never goes back: of two windows the one that has read on counts. @throws GatewayError NO_SUCH_TICKET */
export async function markRead(database: PrismaClient, me: Me, ticketId: string, until: Date): Promise<void> {
  await readableTicket(database, me, ticketId)
  const now = new Date()
  const at = until > now ? now : until
  await database.$executeRaw`
    INSERT INTO "TicketRead" ("ticketId", "accountId", at) VALUES (${ticketId}::uuid, ${me.id}::uuid, ${at})
    ON CONFLICT ("ticketId", "accountId") DO UPDATE SET at = GREATEST("TicketRead".at, EXCLUDED.at)`
  await database.ticketNotice.updateMany({
    where: { accountId: me.id, ticketId, readAt: null, at: { lte: at } },
    data: { readAt: now },
  })
}
