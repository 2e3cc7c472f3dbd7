import type { RuleAction } from '../contract/index.ts'
import type { Prisma } from '../database/client/client.ts'
import type { Place, Told } from '../sla/responsible.ts'

/** Whom one notification reaches at most. */
const MOST_PEOPLE = 100

/** Those whom a notification of this ticket is for, each once, by name. Who is disabled is told nothing. */
export async function peopleMeant(
  tx: Prisma.TransactionClient,
  ticket: Place,
  { accounts, departments, roles }: RuleAction & { readonly do: 'notify' },
): Promise<readonly Told[]> {
  const path = [ticket.areaId, ticket.cityId, ticket.provinceId, ticket.regionId].filter((id) => id !== null)
  const either: Prisma.AccountWhereInput[] = [
    { id: { in: accounts } },
    { departmentId: { in: departments } },
    ...(roles.includes('owner') && ticket.ownerId ? [{ id: ticket.ownerId }] : []),
    ...(roles.includes('store') && ticket.storeId ? [{ storeId: ticket.storeId, role: 'STORE' as const }] : []),
  ]
  if (roles.includes('region-owner')) {
    const nodes = await tx.region.findMany({
      where: { id: { in: path }, ownerId: { not: null } },
      select: { id: true, ownerId: true },
    })
    // The nearest one.
    const nearest = path.map((id) => nodes.find((node) => node.id === id)?.ownerId).find((id) => id)
    if (nearest) either.push({ id: nearest })
  }
  const found = await tx.account.findMany({
    where: { OR: either, disabledAt: null },
    select: { id: true, displayName: true },
    orderBy: [{ displayName: 'asc' }, { id: 'asc' }],
    take: MOST_PEOPLE,
  })
  return found.map(({ id, displayName }) => ({ accountId: id, name: displayName }))
}
