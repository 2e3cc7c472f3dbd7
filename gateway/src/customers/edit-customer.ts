import type { CallCentre } from '@ringdesk/cti'
import { recordAudit } from '../audit/audit.ts'
import type { CustomerCard, CustomerEdit, Me } from '../contract/index.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { badInput } from '../input.ts'
import { hintsOf } from './caller-hints.ts'
import { type CustomerRow, customerJson, toCustomerCard } from './cards.ts'

/** Their next call is routed by what is told here, not by an hour-old picture. */
type Told = Pick<CallCentre, 'hint'>

/**
 * Only what changes is written, each field's old and new value into the audit.
 * @throws GatewayError NO_SUCH_CUSTOMER, NOT_ALLOWED (an agent's change of tags or owner), BAD_INPUT (no such store or agent)
 */
export async function editCustomer(
  database: PrismaClient,
  callCentre: Told,
  me: Me,
  id: string,
  edit: CustomerEdit,
): Promise<CustomerCard> {
  if (me.role === 'agent' && (edit.tags !== undefined || edit.ownerId !== undefined))
    throw new GatewayError('NOT_ALLOWED')
  const [card, hints] = await database.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM "Customer" WHERE id = ${id}::uuid FOR UPDATE`
    const before = await tx.customer.findUnique({ where: { id } })
    if (!before) throw new GatewayError('NO_SUCH_CUSTOMER')
    const data = changed(before, edit)
    if (Object.keys(data).length > 0) {
      await checkReferences(tx, data)
      await tx.customer.update({ where: { id }, data })
      const from = Object.fromEntries(Object.keys(data).map((field) => [field, before[field as keyof typeof before]]))
      await recordAudit(tx, {
        accountId: me.id,
        actor: me.name,
        action: 'customer-changed',
        object: `customer:${id}`,
        detail: { from, to: data } as Prisma.InputJsonObject,
      })
    }
    const [row] = await tx.$queryRaw<{ customer: CustomerRow }[]>`
      SELECT ${customerJson(Prisma.sql`${id}::uuid`)} AS customer`
    if (!row) throw new GatewayError('NO_SUCH_CUSTOMER')
    return [toCustomerCard(row.customer, me.role), await hintsOf(tx, id, Date.now())] as const
  })
  callCentre.hint(hints)
  return card
}

type Fields = Required<CustomerEdit>

/** The fields whose value becomes another one; tags once each, in the order given. */
function changed(before: Fields, { tags, ...edit }: CustomerEdit): CustomerEdit {
  const scalars = Object.entries(edit).filter(([field, value]) => value !== before[field as keyof typeof edit])
  const once = tags && [...new Set(tags)]
  const retagged = once !== undefined && once.join('\n') !== before.tags.join('\n')
  return { ...Object.fromEntries(scalars), ...(retagged ? { tags: once } : {}) }
}

async function checkReferences(tx: Prisma.TransactionClient, { storeId, ownerId }: CustomerEdit): Promise<void> {
  if (storeId && !(await tx.store.findUnique({ where: { id: storeId }, select: { id: true } })))
    throw badInput([{ path: 'storeId', message: '没有这家门店' }])
  if (!ownerId) return
  const owner = await tx.agent.findUnique({ where: { id: ownerId }, include: { account: true } })
  if (!owner || owner.account.disabledAt) throw badInput([{ path: 'ownerId', message: '没有这位坐席，或已停用' }])
}
