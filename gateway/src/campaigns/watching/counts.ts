/** What the tables say about a campaign, counted: contacts, attempts in all and by minute, who was reached. */
import type { Prisma } from '../../database/client/client.ts'

/** Contacts that are alike. */
export interface ContactCount {
  readonly state: 'WAITING' | 'IN_HAND' | 'DONE'
  /** Of the last attempt; of those who are done, why. */
  readonly outcome: string | null
  /** Made so far. */
  readonly attempts: number
  readonly count: number
  /** May be called now. */
  readonly due: number
  /** When the first and the last of those who wait for a later time are due. */
  readonly nextAt: Date | null
  readonly lastAt: Date | null
}

/** Attempts that ended alike; null: under way. */
export interface AttemptCount {
  readonly outcome: string | null
  readonly count: number
  /** Answered today, by a person or a machine. */
  readonly answeredToday: number
}

/** Attempts dialled in one minute that ended alike. */
export interface MinuteCount {
  /** Minutes since the epoch. */
  readonly minute: number
  readonly outcome: string | null
  readonly count: number
  /** By a person or a machine. */
  readonly answered: number
  /** The same, within the window in which abandoned calls are counted. */
  readonly answeredInWindow: number
}

export interface CampaignCounts {
  readonly contacts: readonly ContactCount[]
  readonly attempts: readonly AttemptCount[]
  /** The last hour. */
  readonly minutes: readonly MinuteCount[]
  /** Contacts. */
  readonly reached: number
  readonly success: number
}

export interface CountedCampaign {
  readonly id: string
  readonly kind: string
  /** Dispositions that count as a success. */
  readonly successes: readonly string[]
}

const HOUR_MS = 3_600_000
/** Preview and a wait for an agent lie between the claim and the dialling. ms */
const CLAIMED_EARLIER_MS = 15 * 60_000
/** As the dialler's own. ms */
export const ABANDON_WINDOW_MS = 30 * 60_000

/** @param dayStart epoch ms */
export async function readCounts(
  database: Prisma.TransactionClient,
  campaign: CountedCampaign,
  now: number,
  dayStart: number,
): Promise<CampaignCounts> {
  const { id } = campaign
  const [contacts, attempts, minutes, reached, success] = await Promise.all([
    countContacts(database, id, now),
    countAttempts(database, id, dayStart),
    countMinutes(database, id, now),
    countReached(database, id),
    campaign.kind === 'survey' ? countAnswered(database, id) : countSettled(database, id, campaign.successes),
  ])
  return { contacts, attempts, minutes, reached, success }
}

const countContacts = (database: Prisma.TransactionClient, id: string, now: number) =>
  database.$queryRaw<ContactCount[]>`
    SELECT state, outcome, attempts, count(*)::int AS count,
      (count(*) FILTER (WHERE "nextAt" <= ${new Date(now)}))::int AS due,
      min("nextAt") FILTER (WHERE "nextAt" > ${new Date(now)}) AS "nextAt", max("nextAt") AS "lastAt"
    FROM "CampaignContact" WHERE "campaignId" = ${id}::uuid GROUP BY 1, 2, 3`

const countAttempts = (database: Prisma.TransactionClient, id: string, dayStart: number) =>
  database.$queryRaw<AttemptCount[]>`
    SELECT outcome, count(*)::int AS count,
      (count(*) FILTER (WHERE "answeredAt" >= ${new Date(dayStart)}))::int AS "answeredToday"
    FROM "OutboundAttempt" WHERE "campaignId" = ${id}::uuid GROUP BY 1`

const countMinutes = (database: Prisma.TransactionClient, id: string, now: number) =>
  database.$queryRaw<MinuteCount[]>`
    SELECT floor(extract(epoch FROM "dialledAt") / 60)::int AS minute, outcome, count(*)::int AS count,
      count("answeredAt")::int AS answered,
      (count(*) FILTER (WHERE "answeredAt" >= ${new Date(now - ABANDON_WINDOW_MS)}))::int AS "answeredInWindow"
    FROM "OutboundAttempt"
    WHERE "campaignId" = ${id}::uuid AND "claimedAt" >= ${new Date(now - HOUR_MS - CLAIMED_EARLIER_MS)}
      AND "dialledAt" >= ${new Date(now - HOUR_MS)}
    GROUP BY 1, 2`

async function countReached(database: Prisma.TransactionClient, id: string): Promise<number> {
  const [row] = await database.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT DISTINCT "contactId" FROM "OutboundAttempt" WHERE "campaignId" = ${id}::uuid AND outcome = 'person') r`
  return row?.count ?? 0
}

async function countAnswered(database: Prisma.TransactionClient, id: string): Promise<number> {
  const [row] = await database.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT DISTINCT "contactId" FROM "SurveyAnswer" WHERE "campaignId" = ${id}::uuid AND value IS NOT NULL) r`
  return row?.count ?? 0
}

async function countSettled(database: Prisma.TransactionClient, id: string, successes: readonly string[]) {
  if (successes.length === 0) return 0
  const [row] = await database.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT DISTINCT "contactId" FROM "OutboundAttempt"
      WHERE "campaignId" = ${id}::uuid AND disposition = ANY(${[...successes]})) r`
  return row?.count ?? 0
}
