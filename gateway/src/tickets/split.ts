/** One contact of a ticket turns out to be about something else: it gets a ticket of its own. */
import type { Me, TicketDetail } from '../contract/index.ts'
import type { Prisma, PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { changeTickets, type LockedTicket, lockTickets, refuseMerged } from './lock.ts'
import { byId, findTicket } from './ticket-rows.ts'

const splitOff = (callId: string) => ({ source_sourceId: { source: 'split', sourceId: callId } })

/**
 * Moves the contact into a new ticket of source (split, call). Doing it again answers with that same ticket. When the split was taken
 * back by a merge, splitting again wakes the former ticket up.
 * @returns the new ticket
 * @throws GatewayError NO_SUCH_TICKET, CALL_NOT_ON_TICKET, ONLY_CONTACT, SPLIT_FOR_THIS_CONTACT, TICKET_MERGED
 */
export async function splitTicket(database: PrismaClient, me: Me, id: string, callId: string): Promise<TicketDetail> {
  const newId = await changeTickets(database, async (tx) => {
    const locked = await lockTickets(tx, me, [id])
    const from = locked(id)
    const former = await tx.ticket.findUnique({ where: splitOff(callId) })
    const contact = await tx.interaction.findUnique({ where: { callId }, include: { call: true } })
    if (contact?.ticketId !== id) {
      if (former && contact?.ticketId === former.id) return former.id
      refuseMerged(from)
      throw new GatewayError('CALL_NOT_ON_TICKET')
    }
    refuseMerged(from)
    if (former?.id === id) throw new GatewayError('SPLIT_FOR_THIS_CONTACT')
    if ((await tx.interaction.count({ where: { ticketId: id } })) === 1) throw new GatewayError('ONLY_CONTACT')
    const target = former ? await wake(tx, former.id) : await createFor(tx, from, contact, callId)
    await tx.interaction.update({ where: { id: contact.id }, data: { ticketId: target.id } })
    await settle(tx, me, from, target, contact)
    return target.id
  })
  const ticket = await findTicket(database, me, byId(newId))
  if (!ticket) throw new GatewayError('NO_SUCH_TICKET')
  return ticket
}

type Contact = Prisma.InteractionGetPayload<{ include: { call: true } }>
interface Target {
  readonly id: string
  readonly number: string
}

/** Who, where and when come from the contact and the ticket; what it is about is for the agent to say. */
const createFor = (
  tx: Prisma.TransactionClient,
  from: LockedTicket,
  { call, startedAt, endedAt }: Contact,
  callId: string,
): Promise<Target> =>
  tx.ticket.create({
    data: {
      source: 'split',
      sourceId: callId,
      kind: call?.outcome && call.outcome !== 'answered' ? 'CALLBACK' : 'SERVICE',
      channel: from.channel,
      hotline: call?.hotline ?? from.hotline,
      customerId: from.customerId,
      customerNumber: call?.number ?? from.customerNumber,
      agentId: call?.agentId ?? from.agentId,
      queueId: call?.queueId ?? from.queueId,
      storeId: from.storeId,
      storeGuessed: from.storeGuessed,
      regionId: from.regionId,
      province: from.province,
      city: from.city,
      lastInteractionAt: endedAt ?? startedAt,
    },
    select: { id: true, number: true },
  })

const wake = (tx: Prisma.TransactionClient, id: string): Promise<Target> =>
  tx.ticket.update({
    where: { id },
    data: { status: 'OPEN', mergedIntoId: null, version: { increment: 1 }, updatedAt: new Date() },
    select: { id: true, number: true },
  })

async function settle(
  tx: Prisma.TransactionClient,
  me: Me,
  from: LockedTicket,
  target: Target,
  { callId }: Contact,
): Promise<void> {
  const now = new Date()
  const left = await tx.interaction.findMany({
    where: { ticketId: from.id },
    select: { startedAt: true, endedAt: true },
  })
  const last = Math.max(...left.map(({ startedAt, endedAt }) => (endedAt ?? startedAt).getTime()))
  await tx.ticket.update({
    where: { id: from.id },
    data: { lastInteractionAt: new Date(last), version: { increment: 1 }, updatedAt: now },
  })
  const by = { accountId: me.id, actorName: me.name, at: now, kind: 'split' }
  await tx.ticketHistory.createMany({
    data: [
      { ...by, ticketId: from.id, detail: { call: callId, into: { ...target } } },
      { ...by, ticketId: target.id, detail: { call: callId, from: { id: from.id, number: from.number } } },
    ],
  })
}
