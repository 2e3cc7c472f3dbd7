/** What all campaigns together have done with some numbers: one query for a batch. */
import type { Prisma } from '../../database/client/client.ts'
import { localDayStart } from '../../supervision/local-day.ts'
import type { RulesInForce } from './calling-hours.ts'
import type { NumberFacts } from './may-call.ts'

const DAY_MS = 86_400_000

interface FactsRow {
  readonly number: string
  readonly today: number
  readonly inAll: number
  readonly last: Date | null
  readonly live: boolean
  readonly refused: boolean
}

/**
 * An attempt counts from its claim on, whatever became of it; only one that was taken back before anything was dialled does not.
 * @param numbers E.164 with +; at most some thousands
 * @param campaignId whose own refusals count beside the general ones; null: none
 */
export async function numberFacts(
  tx: Prisma.TransactionClient,
  numbers: readonly string[],
  campaignId: string | null,
  { rules }: Pick<RulesInForce, 'rules'>,
  now: number,
): Promise<Map<string, NumberFacts>> {
  if (numbers.length === 0) return new Map()
  const today = localDayStart(now, rules.timeZone)
  const window = now - rules.inAllDays * DAY_MS
  const since = Math.min(today, window, now - rules.gapMinutes * 60_000)
  const rows = await tx.$queryRaw<FactsRow[]>`
    SELECT asked.number, made.today, made."inAll", made.last,
      EXISTS (SELECT FROM "OutboundAttempt" l WHERE l.number = asked.number AND l."endedAt" IS NULL) AS live,
      EXISTS (SELECT FROM "DoNotCall" d WHERE d.number = asked.number
        AND (d."campaignId" IS NULL OR d."campaignId" = ${campaignId}::uuid)) AS refused
    FROM (SELECT DISTINCT unnest(${[...numbers]}::text[]) AS number) asked
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE a."claimedAt" >= ${new Date(today)})::int AS today,
        count(*) FILTER (WHERE a."claimedAt" >= ${new Date(window)})::int AS "inAll",
        max(a."claimedAt") AS last
      FROM "OutboundAttempt" a
      WHERE a.number = asked.number AND a."claimedAt" >= ${new Date(since)} AND a.outcome IS DISTINCT FROM 'cancelled'
    ) made`
  return new Map(
    rows.map((row) => [
      row.number,
      {
        number: row.number,
        attemptsToday: row.today,
        attemptsInAll: row.inAll,
        ...(row.last ? { lastAttemptAt: row.last.getTime() } : {}),
        live: row.live,
        doNotCall: row.refused,
      },
    ]),
  )
}
