/** Tickets that belong together: duplicates, related ones, and the incident that hits many with its children. */
import type { Me, TicketDetail, TicketLinkCommand, TicketLinkKind } from '../contract/index.ts'
import type { Prisma, PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { changeTickets, type LockedTicket, lockTickets, refuseMerged } from './lock.ts'
import { byId, findTicket } from './ticket-rows.ts'
import { visibleTo } from './visibility.ts'

/**
 * Links a ticket to another by its number. `child-of`: the other is the incident; an incident has no incident above it, so that every
 * chain is one step long. Linking again in the same way changes nothing.
 * @throws GatewayError NO_SUCH_TICKET, TICKET_MERGED, LINK_NOT_POSSIBLE
 */
export async function linkTicket(
  database: PrismaClient,
  me: Me,
  id: string,
  { number, kind }: TicketLinkCommand,
): Promise<TicketDetail> {
  await changeTickets(database, async (tx) => {
    const [other] = await tx.$queryRaw<{ id: string }[]>`
      SELECT t.id FROM "Ticket" t WHERE t.number = ${number} AND ${visibleTo(me)}`
    if (!other) throw new GatewayError('NO_SUCH_TICKET')
    if (other.id === id) throw new GatewayError('LINK_NOT_POSSIBLE', { words: { why: '不能关联到自己' } })
    const locked = await lockTickets(tx, me, [id, other.id])
    const [from, to] = [locked(id), locked(other.id)]
    refuseMerged(from)
    refuseMerged(to)
    if (kind === 'child-of') await joinIncident(tx, from, to)
    else if (!(await joinPair(tx, me, from, to, kind))) return
    await tell(tx, me, from, to, { linked: kind })
  })
  return present(database, me, id)
}

async function joinIncident(tx: Prisma.TransactionClient, from: LockedTicket, to: LockedTicket): Promise<void> {
  if (from.parentId === to.id) return
  if (from.parentId) throw new GatewayError('LINK_NOT_POSSIBLE', { words: { why: '它已属于另一个事件，请先解除' } })
  if (to.parentId)
    throw new GatewayError('LINK_NOT_POSSIBLE', { words: { why: `${to.number} 本身属于另一个事件，请关联到那个事件` } })
  if ((await tx.ticket.count({ where: { parentId: from.id } })) > 0)
    throw new GatewayError('LINK_NOT_POSSIBLE', { words: { why: '它自己是事件，名下还有工单' } })
  await tx.ticket.update({ where: { id: from.id }, data: { parentId: to.id, ...touched() } })
}

async function joinPair(
  tx: Prisma.TransactionClient,
  me: Me,
  from: LockedTicket,
  to: LockedTicket,
  kind: Exclude<TicketLinkKind, 'child-of'>,
): Promise<boolean> {
  const [there, back] = await Promise.all([
    tx.ticketLink.findUnique({ where: { fromId_toId: { fromId: from.id, toId: to.id } } }),
    tx.ticketLink.findUnique({ where: { fromId_toId: { fromId: to.id, toId: from.id } } }),
  ])
  if (there?.kind === kind || (kind === 'related' && back?.kind === 'related')) return false
  if (there || back)
    throw new GatewayError('LINK_NOT_POSSIBLE', { words: { why: `与 ${to.number} 已有另一种关联，请先解除` } })
  await tx.ticketLink.create({ data: { fromId: from.id, toId: to.id, kind, createdBy: me.id } })
  await tx.ticket.update({ where: { id: from.id }, data: touched() })
  return true
}

/** Takes whatever links two tickets away. Nothing there: nothing happens. @throws GatewayError NO_SUCH_TICKET */
export async function unlinkTicket(database: PrismaClient, me: Me, id: string, otherId: string): Promise<TicketDetail> {
  await changeTickets(database, async (tx) => {
    const locked = await lockTickets(tx, me, [id, otherId])
    const [from, to] = [locked(id), locked(otherId)]
    const { count } = await tx.ticketLink.deleteMany({
      where: {
        OR: [
          { fromId: id, toId: otherId },
          { fromId: otherId, toId: id },
        ],
      },
    })
    const child = from.parentId === to.id ? from : to.parentId === from.id ? to : undefined
    if (child) await tx.ticket.update({ where: { id: child.id }, data: { parentId: null, ...touched() } })
    if (count === 0 && !child) return
    await tell(tx, me, from, to, { unlinked: child ? 'child-of' : 'link' })
  })
  return present(database, me, id)
}

const touched = () => ({ version: { increment: 1 }, updatedAt: new Date() })

/** Both histories know of it. */
async function tell(
  tx: Prisma.TransactionClient,
  me: Me,
  from: LockedTicket,
  to: LockedTicket,
  detail: Prisma.InputJsonObject,
): Promise<void> {
  const by = { accountId: me.id, actorName: me.name, at: new Date(), kind: 'linked' }
  await tx.ticketHistory.createMany({
    data: [
      { ...by, ticketId: from.id, detail: { ...detail, to: { id: to.id, number: to.number } } },
      { ...by, ticketId: to.id, detail: { ...detail, from: { id: from.id, number: from.number } } },
    ],
  })
}

async function present(database: PrismaClient, me: Me, id: string): Promise<TicketDetail> {
  const ticket = await findTicket(database, me, byId(id))
  if (!ticket) throw new GatewayError('NO_SUCH_TICKET')
  return ticket
}
