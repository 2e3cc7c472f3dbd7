/** Who sees a ticket, the other way round than visibleTo(): whom it may be shown to, mentioned to, given to. */
import type { Role, TicketPerson } from '../contract/index.ts'
import { Prisma } from '../database/client/client.ts'
import { present } from '../instant.ts'
import { containing } from '../pages.ts'

/** Accounts `a` that see the ticket `t`; the same rule as visibleTo(), and a test holds the two together. */
export const seesTicket = Prisma.sql`(a."disabledAt" IS NULL AND CASE
  WHEN a.role = 'STORE' THEN a."storeId" = t."storeId" AND t."dispatchedAt" IS NOT NULL
  WHEN a."regionId" IS NOT NULL THEN a."regionId" IN (t."regionId", t."provinceId", t."cityId", t."areaId")
  ELSE a.role <> 'REGION' END)`

interface PersonRow {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly where: string | null
}

const most = 20

/** People who see the ticket, by name or user name; who is nearest to it first: the store, the region, headquarters. */
export async function peopleOf(
  database: Prisma.TransactionClient,
  ticketId: string,
  q: string,
): Promise<TicketPerson[]> {
  const pattern = containing(q)
  const rows = await database.$queryRaw<PersonRow[]>`
    SELECT a.id, a."displayName" AS name, a.role::text, COALESCE(s.name, r.name, d.name) AS "where"
    FROM "Ticket" t JOIN "Account" a ON ${seesTicket}
      LEFT JOIN "Store" s ON s.id = a."storeId" LEFT JOIN "Region" r ON r.id = a."regionId"
      LEFT JOIN "Department" d ON d.id = a."departmentId"
    WHERE t.id = ${ticketId}::uuid AND (a."displayName" ILIKE ${pattern} OR a.username ILIKE ${pattern} OR d.name ILIKE ${pattern})
    ORDER BY a.role DESC, a."displayName" LIMIT ${most}`
  return rows.map((row) => ({ ...present(row), role: row.role.toLowerCase() as Role }))
}

/** Of these accounts those that see the ticket. */
export const whoSee = (
  database: Prisma.TransactionClient,
  ticketId: string,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> =>
  database.$queryRaw`
    SELECT a.id, a."displayName" AS name FROM "Ticket" t JOIN "Account" a ON ${seesTicket}
    WHERE t.id = ${ticketId}::uuid AND a.id = ANY(${[...ids]}::uuid[])`
