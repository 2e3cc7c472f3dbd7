import type { Me } from '../contract/index.ts'
import type { Prisma } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { visibleTo } from './visibility.ts'

export interface VisibleTicket {
  readonly id: string
  readonly number: string
  readonly storeId: string | null
  readonly mergedIntoNumber: string | null
}

/**
 * The ticket, when this reader sees it. Nothing is locked: what is written beside a ticket does not wait for those who move it.
 * @throws GatewayError NO_SUCH_TICKET
 */
export async function readableTicket(database: Prisma.TransactionClient, me: Me, id: string): Promise<VisibleTicket> {
  const [row] = await database.$queryRaw<VisibleTicket[]>`
    SELECT t.id, t.number, t."storeId", m.number AS "mergedIntoNumber"
    FROM "Ticket" t LEFT JOIN "Ticket" m ON m.id = t."mergedIntoId" WHERE t.id = ${id}::uuid AND ${visibleTo(me)}`
  if (!row) throw new GatewayError('NO_SUCH_TICKET')
  return row
}

/** The same for whoever writes on it. @throws GatewayError NO_SUCH_TICKET, TICKET_MERGED naming the ticket that goes on */
export async function visibleTicket(database: Prisma.TransactionClient, me: Me, id: string): Promise<VisibleTicket> {
  const ticket = await readableTicket(database, me, id)
  if (ticket.mergedIntoNumber !== null)
    throw new GatewayError('TICKET_MERGED', { words: { into: ticket.mergedIntoNumber } })
  return ticket
}
