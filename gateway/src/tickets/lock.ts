import type { Me } from '../contract/index.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { visibleTo } from './visibility.ts'

/** ms: a transaction of a person's click. */
const limits = { maxWait: 3_000, timeout: 8_000 } as const
const tries = 3

/**
 * Carries out a person's change. Tickets are changed by the ledger at the same time, in an order of its own: when PostgreSQL ends one
 * of two that wait for each other, it is tried again.
 */
export async function changeTickets<Result>(
  database: PrismaClient,
  work: (tx: Prisma.TransactionClient) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.$transaction(work, limits)
    } catch (error) {
      if (attempt === tries || !isConflict(error)) throw error
    }
  }
}

/** The same command twice at once: the second waits here until the first is done, and then finds what it has done. */
export const oneAtATime = (tx: Prisma.TransactionClient, commandId: string): Promise<number> =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${commandId}, 0))`

/** SQLSTATE 40P01 deadlock, 40001 serialization failure; Prisma calls the latter P2034. */
function isConflict(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  return error.code === 'P2034' || /\b(40P01|40001)\b/.test(JSON.stringify(error.meta ?? {}) + error.message)
}

/**
 * The tickets as they are now, held until the transaction ends; always locked in the order of their ids, so that two changes of the
 * same pair wait for each other instead of deadlocking. @throws GatewayError NO_SUCH_TICKET when this reader sees one of them not
 */
export async function lockTickets(tx: Prisma.TransactionClient, reader: Me, ids: readonly string[]) {
  const wanted = Prisma.join(ids.map((id) => Prisma.sql`${id}::uuid`))
  const seen = await tx.$queryRaw<{ id: string }[]>`
    SELECT t.id FROM "Ticket" t WHERE t.id IN (${wanted}) AND ${visibleTo(reader)} ORDER BY t.id FOR UPDATE OF t`
  if (seen.length !== new Set(ids).size) throw new GatewayError('NO_SUCH_TICKET')
  const rows = await tx.ticket.findMany({
    where: { id: { in: [...ids] } },
    include: { mergedInto: { select: { number: true } }, customer: { select: { name: true } } },
  })
  return (id: string) => {
    const row = rows.find((ticket) => ticket.id === id)
    if (!row) throw new GatewayError('NO_SUCH_TICKET')
    return row
  }
}

export type LockedTicket = ReturnType<Awaited<ReturnType<typeof lockTickets>>>

/** @throws GatewayError TICKET_MERGED naming the ticket that goes on */
export function refuseMerged(ticket: LockedTicket): void {
  if (ticket.status === 'MERGED')
    throw new GatewayError('TICKET_MERGED', { words: { into: ticket.mergedInto?.number ?? '' } })
}
