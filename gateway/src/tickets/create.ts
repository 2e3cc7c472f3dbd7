/** A ticket that a person makes, beside those that calls make: a second matter of the caller, a letter, something seen in a shop. */
import type { Me, TicketCreate, TicketDetail } from '../contract/index.ts'
import type { Prisma, PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { badInput } from '../input.ts'
import { presentForm } from '../ticket-types/types.ts'
import { checkCategory } from './edit.ts'
import { changeTickets, oneAtATime } from './lock.ts'
import { placeOf } from './move.ts'
import { byId, findTicket } from './ticket-rows.ts'

/**
 * Who, from where and on which hotline come from the call or the customer; the rest is what was typed. Sent twice it is made once.
 * @throws GatewayError BAD_INPUT, NO_SUCH_CALL, NO_SUCH_CUSTOMER
 */
export async function createTicket(database: PrismaClient, me: Me, input: TicketCreate): Promise<TicketDetail> {
  const id = await changeTickets(database, async (tx) => {
    await oneAtATime(tx, input.commandId)
    const before = await tx.ticket.findUnique({
      where: { source_sourceId: { source: 'desk', sourceId: input.commandId } },
    })
    return before ? before.id : insert(tx, me, input)
  })
  const ticket = await findTicket(database, me, byId(id))
  if (!ticket) throw new GatewayError('NO_SUCH_TICKET')
  return ticket
}

async function insert(
  tx: Prisma.TransactionClient,
  me: Me,
  { commandId, fields, storeGuessed = false, ...about }: TicketCreate,
): Promise<string> {
  await checkCategory(tx, fields.category)
  const [who, store, form] = await Promise.all([
    whoAsks(tx, about),
    chosenStore(tx, fields.storeId),
    fields.category ? presentForm(tx, fields.category) : undefined,
  ])
  const { subject, description, category, addressText, priority, orderNumber } = fields
  const data = {
    ...who,
    subject: subject || null,
    description: description || null,
    category: category || null,
    formVersion: form?.version ?? null,
    addressText: addressText || null,
    priority: priority ?? 0,
    orderNumber: orderNumber || null,
    agentId: me.agent?.id ?? null,
    ...(store ? { ...placeOf(store), storeId: store.id, storeGuessed } : await regionOfProvince(tx, who.province)),
  }
  const ticket = await tx.ticket.create({
    data: {
      ...data,
      source: 'desk',
      sourceId: commandId,
      history: {
        create: {
          kind: 'created',
          accountId: me.id,
          actorName: me.name,
          commandId,
          detail: { channel: who.channel, ...(about.callId ? { callId: about.callId } : {}) },
        },
      },
    },
    select: { id: true },
  })
  return ticket.id
}

async function whoAsks(
  tx: Prisma.TransactionClient,
  { callId, customerId }: Pick<TicketCreate, 'callId' | 'customerId'>,
) {
  if (callId !== undefined) {
    const call = await tx.call.findUnique({ where: { id: callId } })
    if (!call) throw new GatewayError('NO_SUCH_CALL')
    const { customerId: customer, number, hotline, queueId, province, city } = call
    return { channel: 'voice', customerId: customer, customerNumber: number, hotline, queueId, province, city }
  }
  const nobody = { channel: 'manual', hotline: null, queueId: null }
  if (customerId === undefined) return { ...nobody, customerId: null, customerNumber: null, province: null, city: null }
  const customer = await tx.customer.findUnique({ where: { id: customerId }, include: { numbers: { take: 1 } } })
  if (!customer) throw new GatewayError('NO_SUCH_CUSTOMER')
  const { province, city, numbers } = customer
  return { ...nobody, customerId, customerNumber: numbers[0]?.number ?? null, province, city }
}

async function chosenStore(tx: Prisma.TransactionClient, storeId: string | null | undefined) {
  if (!storeId) return undefined
  const store = await tx.store.findUnique({ where: { id: storeId } })
  if (!store) throw badInput([{ path: 'fields.storeId', message: '没有这家门店' }])
  return store
}

async function regionOfProvince(tx: Prisma.TransactionClient, province: string | null) {
  if (!province) return {}
  const region = await tx.region.findFirst({ where: { level: 'REGION', provinces: { has: province } } })
  return region ? { regionId: region.id } : {}
}
