/** What one person should see: mentions, comments on watched tickets, tasks. */
import type { Me, TicketNotice, TicketNotices } from '../contract/index.ts'
import type { Prisma, PrismaClient } from '../database/client/client.ts'
import { instantOf, present } from '../instant.ts'
import { visibleTo } from '../tickets/visibility.ts'

const shown = 50
const excerptLength = 120

export interface NewNotice {
  readonly ticketId: string
  readonly kind: TicketNotice['kind']
  /** One notice for one thing and person. */
  readonly sourceId: string
  readonly actorName: string
  readonly text: string
  readonly at: Date
}

/** Tells these accounts; who is told already stays as told. */
export async function notify(
  tx: Prisma.TransactionClient,
  accountIds: readonly string[],
  { text, ...notice }: NewNotice,
): Promise<void> {
  if (accountIds.length === 0) return
  const excerpt = [...text].slice(0, excerptLength).join('')
  await tx.ticketNotice.createMany({
    data: [...new Set(accountIds)].map((accountId) => ({ ...notice, excerpt, accountId })),
    skipDuplicates: true,
  })
}

interface NoticeRow {
  readonly id: string
  readonly at: Date
  readonly kind: TicketNotice['kind']
  readonly ticketId: string
  readonly ticketNumber: string
  readonly subject: string | null
  readonly actor: string
  readonly excerpt: string
  readonly read: boolean
}

/** Of tickets that the reader still sees; the newest come first. */
export async function noticesOf(database: PrismaClient, me: Me): Promise<TicketNotices> {
  const [rows, [counted]] = await Promise.all([
    database.$queryRaw<NoticeRow[]>`
      SELECT n.id, n.at, n.kind, t.id AS "ticketId", t.number AS "ticketNumber", t.subject, n."actorName" AS actor, n.excerpt,
        n."readAt" IS NOT NULL AS read
      FROM "TicketNotice" n JOIN "Ticket" t ON t.id = n."ticketId"
      WHERE n."accountId" = ${me.id}::uuid AND ${visibleTo(me)} ORDER BY n.at DESC, n.id LIMIT ${shown}`,
    database.$queryRaw<{ unread: number }[]>`
      SELECT count(*)::int AS unread FROM "TicketNotice" n JOIN "Ticket" t ON t.id = n."ticketId"
      WHERE n."accountId" = ${me.id}::uuid AND n."readAt" IS NULL AND ${visibleTo(me)}`,
  ])
  return {
    unread: counted?.unread ?? 0,
    notices: rows.map((row) => ({ ...present(row), at: instantOf(row.at) })),
  }
}

/** These, or all, are read. */
export async function readNotices(database: PrismaClient, me: Me, ids?: readonly string[]): Promise<void> {
  await database.ticketNotice.updateMany({
    where: { accountId: me.id, readAt: null, ...(ids ? { id: { in: [...ids] } } : {}) },
    data: { readAt: new Date() },
  })
}
