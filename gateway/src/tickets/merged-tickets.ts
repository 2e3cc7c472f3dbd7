import { Prisma } from '../database/client/client.ts'

/** More were never merged into one by hand; the rest of theirs is not shown. */
const MOST_MERGED = 200

/**
 * The ticket and those merged into it, for whatever hangs on either. Asked for first and by themselves: an OR over both would have
 * PostgreSQL walk through all there is.
 */
export async function withMerged(database: Prisma.TransactionClient, ticketId: string): Promise<string[]> {
  const merged = await database.ticket.findMany({
    where: { mergedIntoId: ticketId },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: MOST_MERGED,
  })
  return [ticketId, ...merged.map(({ id }) => id)]
}

/** The same inside a statement about `t`: its ids, for IN. */
export const idsWithMerged = Prisma.sql`SELECT t.id UNION ALL SELECT o.id FROM "Ticket" o WHERE o."mergedIntoId" = t.id`
