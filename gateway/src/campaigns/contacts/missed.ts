/**
 * Whom a callback campaign calls: those who called us and reached nobody (hung up waiting, outside the hours, asked to be called back),
 * each customer once however often they tried, who has waited longest first.
 */
import type { CampaignSettings } from '../../contract/index.ts'
import { Prisma, type PrismaClient } from '../../database/client/client.ts'
import { isUnfinished } from '../../tickets/ticket-rows.ts'
import { addContacts, type NewContact } from './add-contacts.ts'

/** A minute brings fewer; a long outage is caught up with in some minutes. */
const AT_ONCE = 2_000
const DAY_MS = 86_400_000

export interface MissedCampaign {
  readonly id: string
  readonly settings: Pick<CampaignSettings, 'missed'>
}

interface MissedRow {
  readonly ticketId: string
  readonly ticketNumber: string
  readonly subject: string | null
  readonly createdAt: Date
  readonly tries: number
  readonly customerId: string | null
  readonly customerName: string | null
  readonly numbers: readonly string[]
  readonly storeId: string | null
  readonly storeName: string | null
  readonly hotline: string | null
}

/** Who it was: the customer, or the number of somebody whom we do not know. A contact's ticket says it for the contact. */
const person = Prisma.sql`COALESCE(t."customerId"::text, t."customerNumber")`
const personOfContact = Prisma.sql`(SELECT ${person} FROM "Ticket" t WHERE t.id = c."ticketId")`

const spokenSince = Prisma.sql`EXISTS (SELECT FROM "Call" k WHERE k.outcome = 'answered' AND k."connectedAt" > t."createdAt"
  AND (k."customerId" = t."customerId" OR k.number = t."customerNumber"))`

/** Open call-back tickets within the campaign's view about which nobody has spoken with the customer since, whoever called whom. */
const missedTickets = ({ queues, hotlines, days }: CampaignSettings['missed'], now: Date): Prisma.Sql => Prisma.sql`
  SELECT t.*, ${person} AS person FROM "Ticket" t
  WHERE t.kind = 'CALLBACK' AND ${isUnfinished} AND t."createdAt" >= ${new Date(now.getTime() - days * DAY_MS)}
    AND (t."customerId" IS NOT NULL OR t."customerNumber" IS NOT NULL)
    AND ${queues.length === 0 ? Prisma.sql`true` : Prisma.sql`t."queueId" = ANY(${[...queues]}::text[])`}
    AND ${hotlines.length === 0 ? Prisma.sql`true` : Prisma.sql`t.hotline = ANY(${[...hotlines]}::text[])`}
    AND NOT ${spokenSince}`

/**
 * Adds who is missing and ends who was reached. To be called again and again: who is in the campaign already and not done is not added
 * a second time, and who was done with comes back only for a call missed after that.
 */
export async function refreshMissed(
  database: PrismaClient,
  campaign: MissedCampaign,
  now: Date = new Date(),
): Promise<{ added: number; ended: number }> {
  return database.$transaction(
    async (tx) => {
      // Two gateways at the same minute: the second one waits and finds nothing left.
      await tx.$queryRaw`SELECT FROM "Campaign" WHERE id = ${campaign.id}::uuid FOR UPDATE`
      const { missed } = campaign.settings
      const ended = await tx.$executeRaw`
        WITH missed AS (${missedTickets(missed, now)})
        UPDATE "CampaignContact" c SET state = 'DONE', outcome = CASE WHEN EXISTS (
            SELECT FROM "Ticket" t WHERE t.id = c."ticketId" AND ${spokenSince}) THEN 'reached' ELSE 'no-longer-missed' END, "nextAt" = NULL, "doneAt" = ${now}
        WHERE c."campaignId" = ${campaign.id}::uuid AND c.state = 'WAITING' AND c.key LIKE 'missed:%' AND NOT c.promised
          AND NOT EXISTS (SELECT FROM missed m WHERE m.person = ${personOfContact})`
      const rows = await tx.$queryRaw<MissedRow[]>`
        WITH missed AS (${missedTickets(missed, now)}),
        open AS (
          SELECT m.*, count(*) OVER (PARTITION BY m.person)::int AS tries,
            row_number() OVER (PARTITION BY m.person ORDER BY m."createdAt", m.id) AS nth
          FROM missed m
          WHERE NOT EXISTS (SELECT FROM "CampaignContact" c WHERE c."campaignId" = ${campaign.id}::uuid AND c.key LIKE 'missed:%'
            AND ${personOfContact} = m.person AND (c.state <> 'DONE' OR c."doneAt" >= m."createdAt")))
        SELECT o.id AS "ticketId", o.number AS "ticketNumber", o.subject, o."createdAt", o.tries, o."customerId", u.name AS "customerName",
          o.hotline, o."storeId", s.name AS "storeName",
          array_remove(ARRAY[o."customerNumber"] || ARRAY(SELECT n.number FROM "CustomerNumber" n WHERE n."customerId" = o."customerId"
            ORDER BY n.kind = 'mobile' DESC, n.number LIMIT 5), NULL) AS numbers
        FROM open o LEFT JOIN "Customer" u ON u.id = o."customerId" LEFT JOIN "Store" s ON s.id = o."storeId"
        WHERE o.nth = 1 ORDER BY o."createdAt", o.id LIMIT ${AT_ONCE}`
      const { added } = await addContacts(tx, campaign, rows.map(contactOf))
      return { added, ended }
    },
    { timeout: 30_000 },
  )
}

/** Due since the customer called: so the oldest comes first, also before whoever is added later for an older call. */
function contactOf(row: MissedRow): NewContact {
  const {
    ticketId,
    ticketNumber,
    subject,
    createdAt,
    tries,
    customerId,
    customerName,
    numbers,
    storeId,
    storeName,
    hotline,
  } = row
  const attributes = {
    ticketNumber,
    missedAt: createdAt.toISOString(),
    tries: String(tries),
    ...(subject ? { subject } : {}),
    ...(customerName ? { customerName } : {}),
    ...(storeId ? { storeId } : {}),
    ...(storeName ? { storeName } : {}),
    ...(hotline ? { hotline } : {}),
  }
  return {
    key: `missed:${ticketId}`,
    ticketId,
    numbers,
    attributes,
    name: customerName ?? undefined,
    customerId: customerId ?? undefined,
    storeId: storeId ?? undefined,
    nextAt: createdAt,
  }
}
