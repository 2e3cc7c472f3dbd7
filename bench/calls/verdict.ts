/** What the database says about the calls that were placed: each answered, recorded and on one ticket, or not. */
import type { Database } from '../../gateway/src/database/connect.ts'

export interface Verdict {
  /** Calls that are not answered, not recorded, without an interaction, or that never popped up at a desk. */
  readonly lost: number
  /** Second tickets or interactions for one call, and second open tickets for one customer. */
  readonly duplicates: number
  /** When each call entered its queue, epoch ms. */
  readonly queuedAt: ReadonlyMap<string, number>
}

/** Calls that the ledger has completed. */
export async function completed(database: Database, since: Date): Promise<number> {
  return database.call.count({ where: { arrivedAt: { gte: since }, outcome: { not: null } } })
}

export async function judge(
  database: Database,
  since: Date,
  placed: ReadonlySet<string>,
  popped: ReadonlySet<string>,
): Promise<Verdict> {
  const calls = await database.call.findMany({
    where: { arrivedAt: { gte: since } },
    select: { id: true, outcome: true, queuedAt: true, interaction: { select: { ticketId: true } } },
  })
  const good = calls.filter(
    (call) => placed.has(call.id) && call.outcome === 'answered' && call.interaction && popped.has(call.id),
  )
  const [{ duplicates } = { duplicates: 0 }] = await database.$queryRaw<{ duplicates: number }[]>`
    SELECT (
      (SELECT count(*) FROM (SELECT 1 FROM "Interaction" GROUP BY "callId" HAVING count(*) > 1) AS twice)
      + (SELECT count(*) FROM "Ticket" t JOIN "Interaction" i ON i."callId" = t."sourceId" AND t.source = 'call'
          WHERE i."ticketId" <> t.id)
      + (SELECT count(*) FROM (SELECT 1 FROM "Ticket" WHERE "customerId" IS NOT NULL GROUP BY "customerId"
          HAVING count(*) > 1) AS several))::int AS duplicates`
  return {
    lost: placed.size - good.length,
    duplicates,
    queuedAt: new Map(calls.flatMap((call) => (call.queuedAt ? [[call.id, call.queuedAt.getTime()] as const] : []))),
  }
}
