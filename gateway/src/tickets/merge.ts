/** Two tickets of one customer about one matter become one. */
import { endSurveys } from '../campaigns/follow-up/end-surveys.ts'
import type { Me, TicketDetail } from '../contract/index.ts'
import type { Prisma, PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { changeTickets, type LockedTicket, lockTickets, refuseMerged } from './lock.ts'
import { byId, findTicket } from './ticket-rows.ts'

/**
 * Puts every contact of `id` into `into`; `id` ends as merged and its history is shown with that of `into` from then on. Doing it
 * again changes nothing.
 * @returns the ticket that remains
 * @throws GatewayError NO_SUCH_TICKET, MERGE_INTO_ITSELF, MERGE_CYCLE, NOT_SAME_CUSTOMER, TICKET_MERGED
 */
export async function mergeTicket(database: PrismaClient, me: Me, id: string, into: string): Promise<TicketDetail> {
  if (id === into) throw new GatewayError('MERGE_INTO_ITSELF')
  await changeTickets(database, async (tx) => {
    const locked = await lockTickets(tx, me, [id, into])
    const [from, target] = [locked(id), locked(into)]
    if (from.mergedIntoId === into) return
    if (target.mergedIntoId === id) throw new GatewayError('MERGE_CYCLE', { words: { into: target.number } })
    refuseMerged(from)
    refuseMerged(target)
    if (!sameCustomer(from, target)) throw new GatewayError('NOT_SAME_CUSTOMER')
    await moveEverything(tx, me, from, target)
  })
  const remaining = await findTicket(database, me, byId(into))
  if (!remaining) throw new GatewayError('NO_SUCH_TICKET')
  return remaining
}

/** Callers who are no customers yet are the same when their number is. */
function sameCustomer(a: LockedTicket, b: LockedTicket): boolean {
  if (a.customerId !== null || b.customerId !== null) return a.customerId === b.customerId
  return a.customerNumber !== null && a.customerNumber === b.customerNumber
}

async function moveEverything(
  tx: Prisma.TransactionClient,
  me: Me,
  from: LockedTicket,
  into: LockedTicket,
): Promise<void> {
  const now = new Date()
  const moved = await tx.interaction.updateMany({ where: { ticketId: from.id }, data: { ticketId: into.id } })
  // Whatever was merged into `from` before is part of `into` now: one step leads to the ticket that goes on, and no cycle can be.
  await tx.ticket.updateMany({ where: { mergedIntoId: from.id }, data: { mergedIntoId: into.id } })
  await tx.ticket.update({
    where: { id: from.id },
    data: { status: 'MERGED', mergedIntoId: into.id, version: { increment: 1 }, updatedAt: now },
  })
  await tx.ticket.update({
    where: { id: into.id },
    data: {
      lastInteractionAt: from.lastInteractionAt > into.lastInteractionAt ? from.lastInteractionAt : undefined,
      version: { increment: 1 },
      updatedAt: now,
    },
  })
  await endSurveys(tx, from.id, 'merged', now)
  const by = { accountId: me.id, actorName: me.name, at: now, kind: 'merged' }
  const contacts = moved.count
  await tx.ticketHistory.createMany({
    data: [
      {
        ...by,
        ticketId: from.id,
        detail: {
          into: { id: into.id, number: into.number },
          status: { from: from.status.toLowerCase(), to: 'merged' },
          contacts,
        },
      },
      { ...by, ticketId: into.id, detail: { from: { id: from.id, number: from.number }, contacts } },
    ],
  })
}
