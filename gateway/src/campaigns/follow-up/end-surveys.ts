import type { Prisma } from '../../database/client/client.ts'

/**
 * Nobody is asked about a ticket that is being worked on again, or that is part of another now: who waits to be called is not. Whose call
 * is under way is called to its end. In the transaction that moves the ticket and holds it.
 */
export async function endSurveys(
  tx: Prisma.TransactionClient,
  ticketId: string,
  why: 'reopened' | 'merged',
  now: Date,
): Promise<void> {
  await tx.campaignContact.updateMany({
    where: { ticketId, state: 'WAITING', campaign: { kind: 'survey' } },
    data: { state: 'DONE', outcome: why, nextAt: null, doneAt: now, promised: false },
  })
}
