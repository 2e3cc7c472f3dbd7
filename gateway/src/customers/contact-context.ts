/** Everything about the customer of a contact, for the screen pop: five statements, each limited. A call that we make is known by its attempt. */
import { type ContactRow, contactColumns, contactTables, toContactCard } from '../calls/contact-cards.ts'
import { isAttemptId } from '../campaigns/attempt-id.ts'
import type { ContactContext, Me } from '../contract/index.ts'
import { Prisma } from '../database/client/client.ts'
import { findTicket, isUnfinished, ticketCards, toTicketCard } from '../tickets/ticket-rows.ts'
import {
  type CustomerRow,
  customerJson,
  type OrderRow,
  type StoreRow,
  storeJson,
  toCustomerCard,
  toOrderCard,
  toStoreCard,
} from './cards.ts'

const limits = { orders: 5, openTickets: 10, lastContacts: 10 } as const

/** What is known of the contact; a call that the ledger has not recorded yet is known by its number. */
export interface ContactClue {
  readonly callId?: string
  readonly customerId?: string
  /** E.164 with +. */
  readonly number?: string
}

interface Who {
  readonly customerId: string | null
  readonly number: string | null
  readonly customer: CustomerRow | null
  readonly store: StoreRow | null
}

/** Empty parts where nothing is known. `lastContacts` leaves out the contact itself. */
export async function contactContext(
  database: Prisma.TransactionClient,
  clue: ContactClue,
  reader: Me,
): Promise<ContactContext> {
  const [who, ticket] = await Promise.all([
    findCustomer(database, clue),
    clue.callId === undefined ? undefined : ticketOfCall(database, clue.callId, reader),
  ])
  const [orders, openTickets, lastContacts] = await Promise.all([
    who.customerId ? findOrders(database, who.customerId) : [],
    findOpenTickets(database, who, reader),
    findLastContacts(database, who, clue.callId),
  ])
  return {
    ...(who.customer ? { customer: toCustomerCard(who.customer, reader.role) } : {}),
    ...(who.store ? { store: toStoreCard(who.store) } : {}),
    orders: orders.map(toOrderCard),
    openTickets: openTickets.map((row) => toTicketCard(row, reader.role)),
    lastContacts: lastContacts.map(toContactCard),
    ...(ticket ? { ticket } : {}),
  }
}

/** By the customer's id, else by the call's customer, else by the number. */
async function findCustomer(database: Prisma.TransactionClient, clue: ContactClue): Promise<Who> {
  const callId = clue.callId ?? null
  const [who] = await database.$queryRaw<Who[]>`/* planned once */
    WITH call AS (SELECT "customerId", number FROM "Call" WHERE id = ${callId}),
      attempt AS (SELECT COALESCE(a."customerId", c."customerId") AS "customerId", a.number
        FROM "OutboundAttempt" a LEFT JOIN "CampaignContact" c ON c.id = a."contactId" WHERE a.id = ${attemptOf(callId)}::uuid),
      numbered AS (SELECT COALESCE(${clue.number ?? null}, (SELECT number FROM call), (SELECT number FROM attempt)) AS number),
      who AS (SELECT numbered.number, COALESCE(${clue.customerId ?? null}::uuid, (SELECT "customerId" FROM attempt), (SELECT "customerId" FROM call),
        (SELECT n."customerId" FROM "CustomerNumber" n WHERE n.number = numbered.number)) AS id FROM numbered)
    SELECT who.id AS "customerId", who.number, ${customerJson(Prisma.sql`who.id`)} AS customer,
      ${storeJson(Prisma.sql`(SELECT "storeId" FROM "Customer" WHERE id = who.id)`)} AS store
    FROM who`
  return who ?? { customerId: null, number: null, customer: null, store: null }
}

/** The ticket that a call was put on, or that we call about; undefined before the ledger has made one. */
export const ticketOfCall = (database: Prisma.TransactionClient, callId: string, reader: Me) =>
  findTicket(
    database,
    reader,
    Prisma.sql`t.id = COALESCE((SELECT "ticketId" FROM "Interaction" WHERE "callId" = ${callId}),
      (SELECT COALESCE(a."ticketId", c."ticketId") FROM "OutboundAttempt" a LEFT JOIN "CampaignContact" c ON c.id = a."contactId"
       WHERE a.id = ${attemptOf(callId)}::uuid))`,
  )

const attemptOf = (callId: string | null): string | null => (callId !== null && isAttemptId(callId) ? callId : null)

const findOrders = (database: Prisma.TransactionClient, customerId: string) => database.$queryRaw<
  OrderRow[]
>`/* planned once */
  SELECT o.number, o."placedAt", o."storeId", s.name AS "storeName", o.channel, o.status, o.total, o.items
  FROM "Order" o JOIN "Store" s ON s.id = o."storeId"
  WHERE o."customerId" = ${customerId}::uuid ORDER BY o."placedAt" DESC LIMIT ${limits.orders}`

function findOpenTickets(database: Prisma.TransactionClient, who: Who, reader: Me) {
  const theirs = ownedBy(who, { customer: Prisma.sql`t."customerId"`, number: Prisma.sql`t."customerNumber"` })
  if (!theirs) return []
  return ticketCards(database, reader, Prisma.sql`${theirs} AND ${isUnfinished}`, limits.openTickets)
}

async function findLastContacts(
  database: Prisma.TransactionClient,
  who: Who,
  except: string | undefined,
): Promise<ContactRow[]> {
  const theirs = ownedBy(who, { customer: Prisma.sql`k."customerId"`, number: Prisma.sql`k.number` })
  if (!theirs) return []
  return database.$queryRaw<ContactRow[]>`/* planned once */
    SELECT ${contactColumns} FROM ${contactTables} WHERE ${theirs} AND k.id <> ${except ?? ''}
    ORDER BY k."arrivedAt" DESC LIMIT ${limits.lastContacts}`
}

/** A caller who is no customer is followed by number. Two conditions in one would keep PostgreSQL from its indexes. */
function ownedBy(who: Who, columns: { readonly customer: Prisma.Sql; readonly number: Prisma.Sql }) {
  if (who.customerId) return Prisma.sql`${columns.customer} = ${who.customerId}::uuid`
  return who.number ? Prisma.sql`${columns.number} = ${who.number}` : undefined
}
