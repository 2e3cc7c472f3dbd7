/** Contacts from tickets: what the ticket list shows with the same query becomes whom the campaign calls, each about its ticket. */
import { callerIdentity } from '@ringdesk/cti'
import { recordAudit } from '../../audit/audit.ts'
import {
  type CampaignKind,
  type ContactsAdded,
  type Me,
  type TicketContactsPreview,
  type TicketFilter,
  ticketFilter,
} from '../../contract/index.ts'
import { Prisma, type PrismaClient } from '../../database/client/client.ts'
import { badInput, parseInput, problemsOf } from '../../input.ts'
import { ticketHasTerms } from '../../tickets/searched-words.ts'
import { hasStatus, readFilter } from '../../tickets/ticket-filter.ts'
import { isCallable } from '../rules/may-call.ts'
import { addContacts, MOST_NUMBERS, type NewContact } from './add-contacts.ts'
import { placeOfStore } from './contact-places.ts'

const AT_ONCE = 1_000
/** Tickets of one query. */
export const MOST_TICKETS = 100_000
const WRITE_MS = 120_000
const NO_ID = '00000000-0000-0000-0000-000000000000'

interface TicketRow {
  readonly id: string
  readonly number: string
  readonly subject: string | null
  readonly category: string | null
  readonly customerId: string | null
  readonly customerName: string | null
  readonly province: string | null
  readonly city: string | null
  readonly numbers: readonly string[]
  readonly storeId: string | null
  readonly storeName: string | null
  readonly store: {
    readonly regionId: string
    readonly provinceId: string | null
    readonly cityId: string | null
    readonly areaId: string | null
    readonly province: string
    readonly city: string
  } | null
}

interface Campaign {
  readonly id: string
  readonly kind: CampaignKind
}

/** A survey asks about what is over; other campaigns take any ticket. */
const surveyed = ['resolved', 'verified', 'closed'] as const

/** @throws GatewayError BAD_INPUT when the query is not one of the ticket list */
export async function previewTickets(
  database: PrismaClient,
  me: Me,
  campaign: Campaign,
  search: string,
): Promise<TicketContactsPreview> {
  const where = await ticketsMeant(database, me, campaign, search)
  if (!where) return { tickets: 0, callable: 0, known: 0 }
  const sum = { tickets: 0, callable: 0, known: 0 }
  for await (const rows of inTurn(database, where)) {
    const contacts = rows.map((row) => contactOf(campaign, row, undefined))
    const callable = contacts.filter(({ numbers }) => numbers.some(isCallable))
    const keys = callable.map(({ key }) => key)
    sum.tickets += rows.length
    sum.callable += callable.length
    sum.known += await database.campaignContact.count({ where: { campaignId: campaign.id, key: { in: keys } } })
  }
  return sum
}

/**
 * All or none of them; audited.
 * @throws GatewayError BAD_INPUT when the query is not one of the ticket list, or a list needs evidence of consent
 */
export async function addTickets(
  database: PrismaClient,
  me: Me,
  campaign: Campaign,
  { search, consent }: { readonly search: string; readonly consent?: string | undefined },
): Promise<ContactsAdded> {
  if (campaign.kind === 'agent' && !consent)
    throw badInput([{ path: 'consent', message: '名单外呼须写明同意依据，例如“会员协议第 5 条”' }])
  const where = await ticketsMeant(database, me, campaign, search)
  const sum = { added: 0, known: 0, refused: 0 }
  if (!where) return sum
  await database.$transaction(
    async (tx) => {
      for await (const rows of inTurn(tx, where)) {
        const some = await addContacts(
          tx,
          campaign,
          rows.map((row) => contactOf(campaign, row, consent)),
        )
        sum.added += some.added
        sum.known += some.known
        sum.refused += some.refused
      }
      await recordAudit(tx, {
        accountId: me.id,
        actor: me.name,
        action: 'campaign-contacts-added',
        object: `campaign:${campaign.id}`,
        detail: { from: 'tickets', search, consent: consent ?? null, ...sum },
      })
    },
    { timeout: WRITE_MS },
  )
  return sum
}

/** The same contact as a query for this one ticket would make; undefined when there is no such ticket. */
export async function contactOfTicket(
  database: Prisma.TransactionClient,
  campaign: Campaign,
  ticketId: string,
): Promise<NewContact | undefined> {
  for await (const [row] of inTurn(database, Prisma.sql`t.id = ${ticketId}::uuid`))
    return row && contactOf(campaign, row, undefined)
  return undefined
}

async function ticketsMeant(
  database: PrismaClient,
  me: Me,
  campaign: Campaign,
  search: string,
): Promise<Prisma.Sql | undefined> {
  const filter = filterOf(search)
  const survey = campaign.kind === 'survey'
  if (survey && filter.status?.some((status) => !(surveyed as readonly string[]).includes(status)))
    throw badInput([{ path: 'search', message: '满意度回访只能取已解决、已核实或已关闭的工单' }])
  const read = await readFilter(database, me, filter)
  if (!read) return undefined
  const all = [read.where, Prisma.sql`t."mergedIntoId" IS NULL`]
  if (survey && !filter.status) all.push(hasStatus(surveyed))
  if (read.words) all.push(ticketHasTerms(read.words))
  return Prisma.join(all, ' AND ')
}

/** What the ticket list's address holds beside its filter (sort, layout) means nothing here. */
function filterOf(search: string): TicketFilter {
  const given = Object.fromEntries([...new URLSearchParams(search)].filter(([, value]) => value !== ''))
  const parsed = parseInput(ticketFilter, given)
  if (!parsed.success)
    throw badInput(problemsOf(parsed.error).map(({ path, message }) => ({ path: `search.${path}`, message })))
  return parsed.data
}

async function* inTurn(database: Prisma.TransactionClient, where: Prisma.Sql): AsyncGenerator<TicketRow[]> {
  let after = NO_ID
  for (let read = 0; read < MOST_TICKETS; ) {
    const rows = await database.$queryRaw<TicketRow[]>`
      SELECT t.id, t.number, t.subject, t.category, t."customerId", c.name AS "customerName", t.province, t.city, t."storeId",
        s.name AS "storeName",
        CASE WHEN s.id IS NOT NULL THEN json_build_object('regionId', s."regionId", 'provinceId', s."provinceId", 'cityId', s."cityId",
          'areaId', s."areaId", 'province', s.province, 'city', s.city) END AS store,
        array_remove(ARRAY[t."customerNumber"] || ARRAY(SELECT n.number FROM "CustomerNumber" n WHERE n."customerId" = t."customerId"
          ORDER BY n.kind = 'mobile' DESC, n.number LIMIT ${MOST_NUMBERS}), NULL) AS numbers
      FROM "Ticket" t LEFT JOIN "Customer" c ON c.id = t."customerId" LEFT JOIN "Store" s ON s.id = t."storeId"
      WHERE t.id > ${after}::uuid AND ${where} ORDER BY t.id LIMIT ${AT_ONCE}`
    if (rows.length > 0) yield rows
    if (rows.length < AT_ONCE) return
    after = rows.at(-1)?.id ?? after
    read += rows.length
  }
}

function contactOf(campaign: Campaign, row: TicketRow, consent: string | undefined): NewContact {
  const {
    id,
    number,
    subject,
    category,
    customerId,
    customerName,
    storeId,
    storeName,
    store,
    numbers,
    province,
    city,
  } = row
  return {
    key: `${campaign.kind === 'survey' ? 'survey' : 'ticket'}:${id}`,
    ticketId: id,
    name: customerName ?? undefined,
    customerId: customerId ?? undefined,
    storeId: storeId ?? undefined,
    place: store ? placeOfStore(store) : undefined,
    numbers: [...new Set(numbers.map((each) => callerIdentity(each).number ?? each))],
    consent,
    attributes: Object.fromEntries(
      Object.entries({
        ticketNumber: number,
        subject,
        category,
        customerName,
        storeId,
        storeName,
        province: store?.province ?? province,
        city: store?.city ?? city,
      }).flatMap(([name, value]) => (value ? [[name, value.slice(0, 500)]] : [])),
    ),
  }
}
