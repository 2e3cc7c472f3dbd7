/** What became of solved tickets with the customer: who was asked, what they said, and whether it was taken up again. By store. */
import {
  addClosedLoop,
  type ClosedLoopFigures,
  type ClosedLoopReport,
  type ClosedLoopRow,
  type Me,
  noClosedLoop,
} from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { visibleTo } from '../tickets/visibility.ts'
import { type Cell, closedLoopColumns, type ExportLanguage, placeWords } from './export-columns.ts'
import { wholeNumbers } from './report-rows.ts'
import { spanOf } from './report-span.ts'

/** Lines of the screen; the file has them all. */
const MOST_SHOWN = 500

interface Asked {
  readonly database: PrismaClient
  readonly timeZone: string
  readonly me: Me
  /** Local dates, both included. */
  readonly from: string
  readonly to: string
}

interface Row {
  readonly id: string | null
  readonly name: string | null
  readonly [figure: string]: unknown
}

export async function closedLoopReport(asked: Asked): Promise<ClosedLoopReport> {
  const rows = await closedLoopRows(asked)
  return {
    ...spanOf(asked.from, asked.to, asked.timeZone),
    total: rows.reduce((sum, { figures }) => addClosedLoop(sum, figures), noClosedLoop),
    rows: rows.slice(0, MOST_SHOWN),
    stores: rows.length,
  }
}

/** The heading, then a row for each store. */
export async function* closedLoopExport(asked: Asked, language: ExportLanguage): AsyncGenerator<Cell[][]> {
  const words = placeWords[language]
  yield [[words.id, words.store, ...closedLoopColumns.map((column) => column.words[language])]]
  yield (await closedLoopRows(asked)).map(({ id, name, figures }) => [
    id,
    name,
    ...closedLoopColumns.map(({ value }) => value(figures)),
  ])
}

/**
 * Each ticket once that was solved in the span, or closed without it; with what was asked and said since its first solution in the span,
 * the last answer counting. Of the tickets that the reader sees; by the store that has it now.
 */
async function closedLoopRows({ database, timeZone, me, from, to }: Asked): Promise<readonly ClosedLoopRow[]> {
  const span = spanOf(from, to, timeZone)
  const rows = await database.$queryRaw<Row[]>`
    WITH solved AS (
      SELECT h."ticketId", min(h.at) AS at FROM "TicketHistory" h
      WHERE h.kind = 'status-changed' AND h.at >= ${new Date(span.from)} AND h.at < ${new Date(span.to)}
        AND (h.detail->'status'->>'to' = 'resolved'
          OR h.detail->'status'->>'to' = 'closed' AND h.detail->'status'->>'from' NOT IN ('resolved', 'verified'))
      GROUP BY h."ticketId")
    SELECT s.id, s.name, count(*) AS resolved, count(*) FILTER (WHERE called.asked) AS asked,
      count(*) FILTER (WHERE called.reached) AS reached, count(said.answers) AS answered,
      count(*) FILTER (WHERE said.answers->>'solved' = '1') AS solved,
      count(*) FILTER (WHERE said.answers->>'solved' = '2') AS unsolved,
      count(*) FILTER (WHERE said.answers->>'score' ~ '^[1-5]$') AS scored,
      COALESCE(sum((said.answers->>'score')::int) FILTER (WHERE said.answers->>'score' ~ '^[1-5]$'), 0) AS "scoreSum",
      count(*) FILTER (WHERE again.reopened) AS reopened
    FROM solved r JOIN "Ticket" t ON t.id = r."ticketId" AND t.status <> 'MERGED'
    LEFT JOIN "Store" s ON s.id = t."storeId"
    LEFT JOIN LATERAL (
      SELECT count(a."dialledAt") > 0 AS asked, count(a."answeredAt") > 0 AS reached
      FROM "CampaignContact" c JOIN "Campaign" m ON m.id = c."campaignId" AND m.kind = 'survey'
      JOIN "OutboundAttempt" a ON a."contactId" = c.id WHERE c."ticketId" = t.id AND a."claimedAt" >= r.at) called ON true
    LEFT JOIN LATERAL (
      SELECT h.detail->'answers' AS answers FROM "TicketHistory" h
      WHERE h."ticketId" = t.id AND h.kind = 'surveyed' AND h.at >= r.at ORDER BY h.at DESC, h.seq DESC LIMIT 1) said ON true
    LEFT JOIN LATERAL (
      SELECT true AS reopened FROM "TicketHistory" h WHERE h."ticketId" = t.id AND h.kind = 'status-changed' AND h.at >= r.at
        AND h.detail->>'move' = 'reopen' AND h.detail->>'event' = 'surveyed' LIMIT 1) again ON true
    WHERE ${visibleTo(me)}
    GROUP BY s.id, s.name ORDER BY resolved DESC, s.name, s.id`
  return rows.map(({ id, name, ...figures }) => ({
    id: id ?? '',
    name: name ?? '',
    figures: wholeNumbers(figures) as unknown as ClosedLoopFigures,
  }))
}
