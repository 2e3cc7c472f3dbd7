/** A campaign's contacts and what was tried, as people see them: numbers by role. */
import type { z } from 'zod'
import {
  type AttemptPage,
  attemptOutcome,
  type attemptQuery,
  type CampaignContact,
  type ContactPage,
  type contactQuery,
  contactState,
  type Me,
} from '../../contract/index.ts'
import { shownNumber } from '../../customers/masking.ts'
import { Prisma, type PrismaClient } from '../../database/client/client.ts'
import { instantOf, present } from '../../instant.ts'
import { containing, pageOf, readCursor } from '../../pages.ts'
import { searchedNumber } from '../do-not-call/asked-number.ts'

const uuid = /^[0-9a-f-]{36}$/
const position = /^\d{1,18}$/
type ContactRow = Prisma.CampaignContactGetPayload<{ include: { numbers: true } }>

/** In the order of coming in. @throws GatewayError BAD_CURSOR */
export async function readContacts(
  database: PrismaClient,
  me: Me,
  campaignId: string,
  { state, outcome, q, cursor, limit }: z.output<typeof contactQuery>,
): Promise<ContactPage> {
  const all: Prisma.Sql[] = [Prisma.sql`c."campaignId" = ${campaignId}::uuid`]
  if (state) all.push(Prisma.sql`c.state = ${stateIn(state)}::"ContactState"`)
  if (outcome) all.push(Prisma.sql`c.outcome = ${outcome}`)
  if (q) all.push(wordsIn(q))
  if (cursor !== undefined) {
    all.push(Prisma.sql`c.seq > ${BigInt(readCursor(cursor, position).id)}`)
  }
  const found = await database.$queryRaw<{ id: string; seq: bigint }[]>`
    SELECT c.id, c.seq FROM "CampaignContact" c WHERE ${Prisma.join(all, ' AND ')} ORDER BY c.seq LIMIT ${limit + 1}`
  const { rows, next } = pageOf(found, limit, ({ seq }) => ({ at: new Date(0), id: String(seq) }))
  const contacts = await database.campaignContact.findMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    include: { numbers: { orderBy: { position: 'asc' } } },
  })
  const byId = new Map(contacts.map((contact) => [contact.id, contact]))
  return {
    contacts: rows.flatMap(({ id }) => {
      const contact = byId.get(id)
      return contact ? [shownContact(contact, me)] : []
    }),
    ...(next ? { next } : {}),
  }
}

const stateIn = (state: z.infer<typeof contactState>): string => state.toUpperCase().replace('-', '_')

/** A number when it is one, else a part of the name. */
function wordsIn(q: string): Prisma.Sql {
  const number = searchedNumber(q)
  if (!number) return Prisma.sql`c.name ILIKE ${containing(q)}`
  const matches =
    'whole' in number ? Prisma.sql`n.number = ${number.whole}` : Prisma.sql`right(n.number, 4) = ${number.ending}`
  return Prisma.sql`EXISTS (SELECT FROM "ContactNumber" n WHERE n."contactId" = c.id AND ${matches})`
}

function shownContact(row: ContactRow, me: Me): CampaignContact {
  return {
    id: row.id,
    numbers: row.numbers.map(({ number, attempts, dead }) => ({
      number: shownNumber({ number }, me.role),
      attempts,
      ...(dead ? { dead: dead as 'invalid-number' | 'do-not-call' } : {}),
    })),
    state: contactState.parse(row.state.toLowerCase().replace('_', '-')),
    attempts: row.attempts,
    promised: row.promised,
    attributes: row.attributes as Record<string, string>,
    createdAt: instantOf(row.createdAt),
    ...present({
      name: row.name,
      outcome: row.outcome,
      nextAt: row.nextAt && instantOf(row.nextAt),
      ticketId: row.ticketId,
      storeId: row.storeId,
      consent: row.consent,
      doneAt: row.doneAt && instantOf(row.doneAt),
    }),
  }
}

/** The newest first. @throws GatewayError BAD_CURSOR */
export async function readAttempts(
  database: PrismaClient,
  me: Me,
  campaignId: string,
  { contactId, outcome, cursor, limit }: z.output<typeof attemptQuery>,
): Promise<AttemptPage> {
  const after = cursor === undefined ? undefined : readCursor(cursor, uuid)
  const found = await database.outboundAttempt.findMany({
    where: {
      campaignId,
      ...(contactId ? { contactId } : {}),
      ...(outcome ? { outcome } : {}),
      ...(after ? { OR: [{ claimedAt: { lt: after.at } }, { claimedAt: after.at, id: { lt: after.id } }] } : {}),
    },
    include: { contact: { select: { name: true } } },
    orderBy: [{ claimedAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  })
  const { rows, next } = pageOf(found, limit, ({ claimedAt, id }) => ({ at: claimedAt, id }))
  const at = (moment: Date | null) => moment && instantOf(moment)
  return {
    attempts: rows.map((row) => ({
      id: row.id,
      number: shownNumber({ number: row.number }, me.role),
      claimedAt: instantOf(row.claimedAt),
      ...present({
        contactId: row.contactId,
        dialledAt: at(row.dialledAt),
        answeredAt: at(row.answeredAt),
        connectedAt: at(row.connectedAt),
        endedAt: at(row.endedAt),
        outcome: row.outcome === null ? null : attemptOutcome.parse(row.outcome),
        ringMs: row.ringMs,
        talkMs: row.talkMs,
        agentId: row.agentId,
        disposition: row.disposition,
        note: row.note,
        contactName: row.contact?.name ?? null,
      }),
    })),
    ...(next ? { next } : {}),
  }
}
