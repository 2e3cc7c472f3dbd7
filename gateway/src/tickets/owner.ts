/** Who answers for a ticket: somebody of headquarters or of a region who can open it. */
import type { RegionLevel, Role } from '../contract/index.ts'
import type { Prisma } from '../database/client/client.ts'
import { badInput } from '../input.ts'
import { type Change, named, type Scalar } from './named-changes.ts'
import { visibleTo } from './visibility.ts'

type Transaction = Prisma.TransactionClient

/** The change with both names, as they are now. @throws GatewayError BAD_INPUT when it is nobody who could answer for a ticket */
export async function ownerChange(tx: Transaction, change: Change): Promise<Change> {
  const ids = [change.from, change.to].filter((id) => typeof id === 'string')
  const accounts = await tx.account.findMany({ where: { id: { in: ids } } })
  const of = (id: Scalar) => accounts.find((account) => account.id === id)
  const owner = of(change.to)
  if (change.to !== null && (!owner || owner.disabledAt || owner.role === 'STORE'))
    throw badInput([{ path: 'fields.ownerId', message: '没有这位总部或区域的同事' }])
  return named(change, of(change.from)?.displayName, owner?.displayName)
}

/**
 * After the ticket has been written, so that a store or region that changes with its owner counts.
 * @throws GatewayError BAD_INPUT when the new owner could not open it: another region's
 */
export async function refuseBlindOwner(tx: Transaction, ticketId: string, change: Change | undefined): Promise<void> {
  if (typeof change?.to !== 'string') return
  const { role, region, displayName } = await tx.account.findUniqueOrThrow({
    where: { id: change.to },
    include: { region: { select: { id: true, name: true, level: true } } },
  })
  const seen = await tx.$queryRaw<unknown[]>`
    SELECT t.id FROM "Ticket" t WHERE t.id = ${ticketId}::uuid AND ${visibleTo({
      role: role.toLowerCase() as Role,
      ...(region ? { region: { ...region, level: region.level.toLowerCase() as RegionLevel } } : {}),
    })}`
  if (seen.length === 0)
    throw badInput([{ path: 'fields.ownerId', message: `${displayName}看不到这张工单：不在其负责的区域内` }])
}
