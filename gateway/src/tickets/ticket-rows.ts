/** How tickets are read: one SQL for the line of a list, one for the whole ticket with everything on it. */
import { type ContactRow, contactColumns, contactTables, toContactCard } from '../calls/contact-cards.ts'
import {
  type HistoryEntry,
  type LinkedTicket,
  type Me,
  type Role,
  type TicketCard,
  type TicketDetail,
  type TicketStatus,
  ticketFields,
} from '../contract/index.ts'
import {
  type CustomerRow,
  customerJson,
  type StoreRow,
  storeJson,
  toCustomerCard,
  toStoreCard,
} from '../customers/cards.ts'
import { shownNumber, withoutNumber, withoutPhoneNumbers } from '../customers/masking.ts'
import { Prisma } from '../database/client/client.ts'
import { instantOf, present } from '../instant.ts'
import { type ClockRow, clocksJson, toTicketClock } from '../sla/shown-clocks.ts'
import { idsWithMerged } from './merged-tickets.ts'
import { movesOpenTo, unfinished } from './moves.ts'
import { shownChanges, shownValues } from './shown-values.ts'
import { visibleTo } from './visibility.ts'

export interface TicketCardRow {
  readonly id: string
  readonly number: string
  readonly kind: string
  readonly status: string
  readonly priority: number
  readonly subject: string | null
  readonly category: string | null
  readonly channel: string
  readonly customerName: string | null
  readonly customerNumber: string | null
  readonly province: string | null
  readonly city: string | null
  readonly storeName: string | null
  readonly regionName: string | null
  readonly agentName: string | null
  readonly queueName: string | null
  readonly poolName: string | null
  readonly ownerName: string | null
  readonly tags: readonly string[] | null
  readonly createdAt: Date
  readonly lastInteractionAt: Date
  readonly dueAt: Date | null
  readonly surveyedAt: Date | null
  readonly surveyScore: number | null
  readonly surveySolved: boolean | null
  readonly sla: readonly ClockRow[] | null
}

interface TicketDetailRow extends TicketCardRow {
  readonly version: number
  readonly description: string | null
  readonly result: string | null
  readonly nextStep: string | null
  readonly hotline: string | null
  readonly orderNumber: string | null
  readonly addressText: string | null
  readonly formVersion: number | null
  readonly values: Record<string, unknown> | null
  /** Fields of its form that hold phone numbers. */
  readonly phones: readonly string[]
  readonly storeGuessed: boolean
  readonly waitsFor: string | null
  readonly resolution: string | null
  readonly pool: { readonly id: string; readonly name: string } | null
  readonly owner: { readonly id: string; readonly name: string } | null
  readonly dispatchedAt: Date | null
  readonly acceptedAt: Date | null
  readonly resolvedAt: Date | null
  readonly verifiedAt: Date | null
  readonly closedAt: Date | null
  readonly reopened: number
  readonly departments: readonly string[] | null
  readonly parent: LinkedRow | null
  readonly children: readonly LinkedRow[]
  readonly childCount: number
  readonly links: readonly (LinkedRow & { readonly kind: 'duplicate' | 'duplicated-by' | 'related' })[]
  readonly mergedInto: { readonly id: string; readonly number: string } | null
  readonly customer: CustomerRow | null
  readonly store: StoreRow | null
  readonly contacts: readonly ContactRow[]
  readonly surveyComments: readonly CommentRow[] | null
  readonly history: readonly HistoryRow[]
  readonly draft: unknown
}

interface CommentRow {
  readonly id: string
  readonly attempt: string
  readonly at: string
  readonly durationMs: number | null
}

interface LinkedRow {
  readonly id: string
  readonly number: string
  readonly subject: string | null
  readonly status: string
}

interface HistoryRow {
  readonly id: string
  readonly at: string
  readonly actor: string | null
  readonly byPerson: boolean
  readonly kind: string
  readonly detail: unknown
  /** Of the merged ticket that it came from. */
  readonly ticket: string | null
}

/** Newest first; what is older is in the call log. */
const maxContacts = 100
const maxHistory = 300
const maxLinked = 50
const maxComments = 20

const cardColumns = Prisma.sql`
  t.id, t.number, t.kind::text, t.status::text, t.priority, t.subject, t.category, t.channel, c.name AS "customerName",
  t."customerNumber", t.province, t.city, s.name AS "storeName", r.name AS "regionName", a.name AS "agentName",
  q.name AS "queueName", p.name AS "poolName", w."displayName" AS "ownerName", t.tags, t."createdAt", t."lastInteractionAt",
  t."dueAt", t."surveyedAt", t."surveyScore", t."surveySolved", ${clocksJson} AS sla`

const cardTables = Prisma.sql`
  "Ticket" t
  LEFT JOIN "Customer" c ON c.id = t."customerId"
  LEFT JOIN "Store" s ON s.id = t."storeId"
  LEFT JOIN "Region" r ON r.id = t."regionId"
  LEFT JOIN "Agent" a ON a.id = t."agentId"
  LEFT JOIN "Queue" q ON q.id = t."queueId"
  LEFT JOIN "Region" p ON p.id = t."poolId"
  LEFT JOIN "Account" w ON w.id = t."ownerId"`

/** Lines of a list, newest interaction first. `where` speaks of `t`. */
export const ticketCards = (
  database: Prisma.TransactionClient,
  reader: Me,
  where: Prisma.Sql,
  limit: number,
): Promise<TicketCardRow[]> => database.$queryRaw<TicketCardRow[]>`/* planned once */
  SELECT ${cardColumns} FROM ${cardTables} WHERE ${visibleTo(reader)} AND ${where}
  ORDER BY t."lastInteractionAt" DESC, t.id ASC LIMIT ${limit}`

const linkedJson = Prisma.sql`jsonb_build_object('id', l.id, 'number', l.number, 'subject', l.subject, 'status', lower(l.status::text))`

const phoneFields = Prisma.sql`COALESCE((SELECT jsonb_path_query_array(v.layout, '$.sections[*].fields[*] ? (@.kind == "phone").id')
  FROM "TicketTypeVersion" v WHERE v."typeId" = t.category AND v.version = t."formVersion"), '[]')`

/** The whole ticket as this reader sees it; undefined when there is none that this reader may see. `which` speaks of `t`. */
export async function findTicket(
  database: Prisma.TransactionClient,
  reader: Me,
  which: Prisma.Sql,
): Promise<TicketDetail | undefined> {
  const [row] = await database.$queryRaw<TicketDetailRow[]>`/* planned once */
    SELECT ${cardColumns}, t.version, t.description, t.result, t."nextStep", t.hotline, t."orderNumber",
      t."addressText", t."formVersion", t."storeGuessed", t.values, ${phoneFields} AS phones, t."waitsFor", t.resolution, t."dispatchedAt", t."acceptedAt", t."resolvedAt",
      t."verifiedAt", t."closedAt", t.reopened,
      CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'name', p.name) END AS pool,
      CASE WHEN w.id IS NOT NULL THEN json_build_object('id', w.id, 'name', w."displayName") END AS owner,
      t.departments,
      (SELECT ${linkedJson} FROM "Ticket" l WHERE l.id = t."parentId" AND ${visibleTo(reader, 'l')}) AS parent,
      COALESCE((SELECT json_agg(child.linked) FROM (SELECT ${linkedJson} AS linked FROM "Ticket" l WHERE l."parentId" = t.id AND ${visibleTo(reader, 'l')}
        ORDER BY l."createdAt" DESC LIMIT ${maxLinked}) child), '[]') AS children,
      (SELECT count(*)::int FROM "Ticket" l WHERE l."parentId" = t.id AND ${visibleTo(reader, 'l')}) AS "childCount",
      COALESCE((SELECT json_agg(pair.linked) FROM (
        SELECT ${linkedJson} || jsonb_build_object('kind', CASE WHEN k.kind = 'related' THEN 'related'
          WHEN k."fromId" = t.id THEN 'duplicate' ELSE 'duplicated-by' END) AS linked
        FROM "TicketLink" k JOIN "Ticket" l ON l.id = CASE WHEN k."fromId" = t.id THEN k."toId" ELSE k."fromId" END
        WHERE (k."fromId" = t.id OR k."toId" = t.id) AND ${visibleTo(reader, 'l')} ORDER BY k."createdAt" LIMIT ${maxLinked}) pair), '[]') AS links,
      (SELECT json_build_object('id', m.id, 'number', m.number) FROM "Ticket" m WHERE m.id = t."mergedIntoId") AS "mergedInto",
      ${customerJson(Prisma.sql`t."customerId"`)} AS customer,
      ${storeJson(Prisma.sql`t."storeId"`)} AS store,
      COALESCE((SELECT json_agg(contact) FROM (SELECT ${contactColumns} FROM ${contactTables} WHERE ki."ticketId" = t.id
        ORDER BY k."arrivedAt" DESC LIMIT ${maxContacts}) contact), '[]') AS contacts,
      (SELECT json_agg(said) FROM (SELECT v.id, v."attemptId" AS attempt, v.at, v."durationMs" FROM "SurveyAnswer" v
        WHERE v."recordingPath" IS NOT NULL AND v."ticketId" IN (${idsWithMerged})
        ORDER BY v.at DESC LIMIT ${maxComments}) said) AS "surveyComments",
      COALESCE((SELECT json_agg(entry ORDER BY entry.at, entry.id) FROM (
        SELECT h.id, h.at, h."actorName" AS actor, h."accountId" IS NOT NULL AS "byPerson", h.kind, h.detail,
          CASE WHEN h."ticketId" <> t.id THEN (SELECT other.number FROM "Ticket" other WHERE other.id = h."ticketId") END AS ticket
        FROM "TicketHistory" h WHERE h."ticketId" IN (${idsWithMerged}) ORDER BY h.at DESC, h.id DESC LIMIT ${maxHistory}
      ) entry), '[]') AS history,
      (SELECT d.fields FROM "TicketDraft" d WHERE d."ticketId" = t.id AND d."accountId" = ${reader.id}::uuid) AS draft
    FROM ${cardTables} WHERE ${visibleTo(reader)} AND ${which}`
  return row && toTicketDetail(row, reader.role)
}

/** Tickets (`t`) on which somebody still has something to do. */
export const isUnfinished: Prisma.Sql = Prisma.sql`t.status IN (${Prisma.join(
  unfinished.map((status) => Prisma.sql`${status.toUpperCase()}::"TicketStatus"`),
)})`

export const byId = (id: string): Prisma.Sql => Prisma.sql`t.id = ${id}::uuid`

export const toTicketCard = (row: TicketCardRow, role: Role): TicketCard => ({
  ...present({
    id: row.id,
    number: row.number,
    priority: row.priority,
    subject: row.subject,
    category: row.category,
    channel: row.channel,
    customerName: row.customerName && withoutPhoneNumbers(row.customerName),
    storeName: row.storeName,
    regionName: row.regionName,
    agentName: row.agentName,
    queueName: row.queueName,
    poolName: row.poolName,
    ownerName: row.ownerName,
  }),
  tags: [...(row.tags ?? [])],
  kind: row.kind.toLowerCase() as TicketCard['kind'],
  status: row.status.toLowerCase() as TicketStatus,
  ...(row.customerNumber
    ? { customerNumber: shownNumber({ number: row.customerNumber, province: row.province, city: row.city }, role) }
    : {}),
  createdAt: instantOf(row.createdAt),
  lastInteractionAt: instantOf(row.lastInteractionAt),
  ...(row.dueAt ? { dueAt: instantOf(row.dueAt) } : {}),
  ...(row.surveyedAt ? { surveyedAt: instantOf(row.surveyedAt) } : {}),
  ...present({ surveyScore: row.surveyScore, surveySolved: row.surveySolved }),
  sla: (row.sla ?? []).map(toTicketClock),
})

function toTicketDetail(row: TicketDetailRow, role: Role): TicketDetail {
  const draft = row.draft === null ? undefined : ticketFields.safeParse(row.draft)
  return {
    ...toTicketCard(row, role),
    ...present({
      version: row.version,
      description: row.description,
      result: row.result,
      nextStep: row.nextStep,
      hotline: row.hotline,
      orderNumber: row.orderNumber,
      province: row.province,
      city: row.city,
      mergedInto: row.mergedInto,
      addressText: row.addressText,
      formVersion: row.formVersion,
      values: row.values && shownValues(row.values, row.phones, role),
      storeGuessed: row.storeGuessed || null,
      waitsFor: row.waitsFor,
      resolution: row.resolution,
      pool: row.pool,
      owner: row.owner,
      reopened: row.reopened,
      dispatchedAt: row.dispatchedAt && instantOf(row.dispatchedAt),
      acceptedAt: row.acceptedAt && instantOf(row.acceptedAt),
      resolvedAt: row.resolvedAt && instantOf(row.resolvedAt),
      verifiedAt: row.verifiedAt && instantOf(row.verifiedAt),
      closedAt: row.closedAt && instantOf(row.closedAt),
    }),
    departments: [...(row.departments ?? [])],
    ...(row.parent ? { parent: toLinked(row.parent) } : {}),
    children: row.children.map(toLinked),
    childCount: row.childCount,
    links: row.links.map((link) => ({ ...toLinked(link), kind: link.kind })),
    moves: movesOpenTo(role, row.status.toLowerCase() as TicketStatus).map(({ move, requires }) => ({
      move,
      requires: [...requires],
    })),
    ...(row.customer ? { customer: toCustomerCard(row.customer, role) } : {}),
    ...(row.store ? { store: toStoreCard(row.store) } : {}),
    // Stores and regions see that the customer called, not the recording of it.
    contacts: row.contacts
      .map(toContactCard)
      .map((contact) => (role === 'store' || role === 'region' ? { ...contact, recordings: [] } : contact)),
    ...(row.surveyComments ? { surveyComments: row.surveyComments.map(toComment) } : {}),
    history: row.history.map((entry) => toHistoryEntry(entry, row, role)),
    ...(draft?.success ? { draft: draft.data } : {}),
  }
}

const toComment = ({ id, attempt, at, durationMs }: CommentRow) => ({
  id,
  attempt,
  startedAt: instantOf(at),
  durationMs: durationMs ?? 0,
  url: `/api/survey-answers/${id}/recording`,
})

const toLinked = ({ id, number, subject, status }: LinkedRow): LinkedTicket => ({
  ...present({ id, number, subject }),
  status: status as TicketStatus,
})

/** What the system wrote down may name the number; what people typed is theirs. */
function toHistoryEntry(row: HistoryRow, ticket: TicketDetailRow, role: Role): HistoryEntry {
  const all = (row.byPerson ? row.detail : withoutNumber(row.detail, ticket.customerNumber)) as Record<string, unknown>
  const detail = shownChanges(all, ticket.phones, role)
  return {
    ...present({ id: row.id, actor: row.actor, kind: row.kind }),
    at: instantOf(row.at),
    detail: row.ticket === null ? detail : { ...detail, ticket: row.ticket },
  }
}
