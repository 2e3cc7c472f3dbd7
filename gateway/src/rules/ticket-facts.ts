/** What rules look at, read for many tickets at once. */
import type { TicketStatus } from '../contract/index.ts'
import type { Prisma } from '../database/client/client.ts'
import type { TicketFacts } from './rule-conditions.ts'
import type { Answers } from './rule-events.ts'

type Transaction = Prisma.TransactionClient

export interface AskedTicket {
  readonly ticketId: string
  /** When the event was: similar tickets are counted up to it. */
  readonly at: Date
  /** Of the event. */
  readonly answers: Answers
}

const read = {
  id: true,
  category: true,
  priority: true,
  status: true,
  channel: true,
  storeId: true,
  store: { select: { name: true } },
  regionId: true,
  provinceId: true,
  cityId: true,
  areaId: true,
  tags: true,
  subject: true,
  description: true,
  addressText: true,
  values: true,
  customer: { select: { memberLevel: true, tags: true } },
} as const satisfies Prisma.TicketSelect

/** In the order of `asked`; undefined where there is no such ticket. @param hours for which similar tickets are counted */
export async function factsOf(
  tx: Transaction,
  asked: readonly AskedTicket[],
  hours: readonly number[],
): Promise<readonly (TicketFacts | undefined)[]> {
  const rows = await tx.ticket.findMany({
    where: { id: { in: [...new Set(asked.map(({ ticketId }) => ticketId))] } },
    select: read,
  })
  const byId = new Map(rows.map((row) => [row.id, row]))
  const types = await tx.ticketType.findMany({
    where: { id: { in: [...new Set(rows.flatMap(({ category }) => category ?? []))] } },
    select: { id: true, zh: true },
  })
  const names = new Map(types.map(({ id, zh }) => [id, zh]))
  const counts = new Map<number, readonly number[]>()
  for (const each of hours) counts.set(each, await countSimilar(tx, asked, each))
  return asked.map(({ ticketId, answers }, index) => {
    const row = byId.get(ticketId)
    if (!row) return undefined
    const { store, customer, regionId, provinceId, cityId, areaId, values, status, ...plain } = row
    return {
      ...plain,
      categoryName: names.get(plain.category ?? '') ?? null,
      status: status.toLowerCase() as TicketStatus,
      storeName: store?.name ?? null,
      regionPath: [regionId, provinceId, cityId, areaId].filter((id) => id !== null),
      text: [plain.subject, plain.description, plain.addressText].filter(Boolean).join('\n'),
      customerClasses: [...(customer?.memberLevel ? [customer.memberLevel] : []), ...(customer?.tags ?? [])],
      values: (values ?? {}) as Record<string, unknown>,
      similar: new Map([...counts].map(([each, list]) => [each, list[index] ?? 0])),
      answers,
    }
  })
}

async function countSimilar(tx: Transaction, asked: readonly AskedTicket[], hours: number): Promise<readonly number[]> {
  const ids = asked.map(({ ticketId }) => ticketId)
  const times = asked.map(({ at }) => at.toISOString())
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT (SELECT count(*)::int FROM "Ticket" o WHERE o."storeId" = t."storeId" AND o.category = t.category
      AND o."createdAt" > GREATEST(a.at, t."createdAt") - make_interval(hours => ${hours}::int)
      AND o."createdAt" <= GREATEST(a.at, t."createdAt") AND o.status <> 'MERGED') AS count
    FROM unnest(${ids}::uuid[], ${times}::timestamptz[]) WITH ORDINALITY AS a(id, at, place)
    LEFT JOIN "Ticket" t ON t.id = a.id ORDER BY a.place`
  return rows.map(({ count }) => count)
}
