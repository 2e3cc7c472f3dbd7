/** The outbox of ticket events and the looks that clocks ask for: which tickets are next, and what becomes of an event that fails. */
import type { Prisma } from '../database/client/client.ts'

type Transaction = Prisma.TransactionClient

/** Tickets taken up in one round. */
const BATCH = 100
/** An event that fails so often is given up: 1, 2, 4 … 64 s apart, two minutes in all. */
export const TRIES = 8

export interface WaitingEvent {
  readonly historyId: string
  readonly kind: string
  readonly detail: unknown
  readonly at: Date
  readonly accountId: string | null
  readonly actorName: string | null
}

/** Tickets that something has happened to, in the order in which it did; an event that failed keeps its ticket's later ones waiting. */
export async function ticketsWithEvents(tx: Transaction, now: Date): Promise<readonly string[]> {
  const rows = await tx.$queryRaw<{ ticketId: string }[]>`
    SELECT e."ticketId" FROM "TicketEvent" e
    WHERE e."failedAt" IS NULL AND (e."retryAt" IS NULL OR e."retryAt" <= ${now})
      AND NOT EXISTS (SELECT FROM "TicketEvent" b WHERE b."ticketId" = e."ticketId" AND b."failedAt" IS NULL
        AND b.seq < e.seq)
    ORDER BY e.seq LIMIT ${BATCH}`
  return rows.map(({ ticketId }) => ticketId)
}

/** Tickets whose clocks have something to tell, the most overdue first. */
export async function ticketsToLookAt(tx: Transaction, now: Date): Promise<readonly string[]> {
  const rows = await tx.$queryRaw<{ ticketId: string }[]>`
    SELECT "ticketId" FROM "SlaLook" WHERE at <= ${now} ORDER BY at, "ticketId" LIMIT ${BATCH}`
  return rows.map(({ ticketId }) => ticketId)
}

/** Holds the ticket until the transaction ends; false when somebody else has it. Foreign keys to it may still be written meanwhile. */
export async function holdTicket(tx: Transaction, ticketId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT id FROM "Ticket" WHERE id = ${ticketId}::uuid FOR NO KEY UPDATE SKIP LOCKED`
  return rows.length === 1
}

/** The ticket's oldest event, in a transaction that holds the ticket. */
export async function firstEvent(tx: Transaction, ticketId: string, now: Date): Promise<WaitingEvent | undefined> {
  const [event] = await tx.$queryRaw<(WaitingEvent & { readonly retryAt: Date | null })[]>`
    SELECT e."historyId", e."retryAt", h.kind, h.detail, h.at, h."accountId", h."actorName"
    FROM "TicketEvent" e JOIN "TicketHistory" h ON h.id = e."historyId"
    WHERE e."ticketId" = ${ticketId}::uuid AND e."failedAt" IS NULL ORDER BY e.seq LIMIT 1 FOR UPDATE OF e`
  return event && (event.retryAt === null || event.retryAt <= now) ? event : undefined
}

export const isLookDue = async (tx: Transaction, ticketId: string, now: Date): Promise<boolean> =>
  (await tx.slaLook.count({ where: { ticketId, at: { lte: now } } })) > 0

export const deleteEvent = (tx: Transaction, historyId: string): Promise<unknown> =>
  tx.$executeRaw`DELETE FROM "TicketEvent" WHERE "historyId" = ${historyId}::uuid`

/** Puts it off, or gives it up; returns whether it was given up. */
export async function eventFailed(tx: Transaction, historyId: string, error: unknown, now: Date): Promise<boolean> {
  const said = (error instanceof Error ? error.message : String(error)).replaceAll('\0', '').slice(0, 2_000)
  const [row] = await tx.$queryRaw<{ failed: boolean }[]>`
    UPDATE "TicketEvent" SET attempts = attempts + 1, error = ${said},
      "retryAt" = ${now}::timestamptz + make_interval(secs => power(2, attempts)),
      "failedAt" = CASE WHEN attempts + 1 >= ${TRIES} THEN ${now}::timestamptz END
    WHERE "historyId" = ${historyId}::uuid RETURNING "failedAt" IS NOT NULL AS failed`
  return row?.failed ?? false
}

/** A look that failed is tried again in a minute. */
export const lookFailed = (tx: Transaction, ticketId: string, now: Date): Promise<unknown> => tx.$executeRaw`
  UPDATE "SlaLook" SET at = ${now}::timestamptz + interval '1 minute' WHERE "ticketId" = ${ticketId}::uuid`
