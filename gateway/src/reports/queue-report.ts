/** What happened in queues, by intervals. A visit counts in the interval in which it came into its queue, with all that became of it. */
import { queueConfig } from '@ringdesk/cti'
import { noQueueReport, type QueueReportFigures } from '../contract/index.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { type ReportRow, wholeNumbers } from './report-rows.ts'
import type { Intervals } from './report-span.ts'
import { accuracyColumns, handlingColumns, indexOf, wrapUps } from './visit-columns.ts'

export interface NamedQueue {
  readonly id: string
  readonly name: string
  readonly serviceLevelMs: number
}

/** Every queue that there is or was, with T as it is set now. */
export async function readQueues(database: PrismaClient): Promise<NamedQueue[]> {
  const rows = await database.queue.findMany({ orderBy: { id: 'asc' } })
  return rows.map(({ id, name, settings }) => {
    const parsed = queueConfig.safeParse({ ...(settings as object), id, name })
    return { id, name, serviceLevelMs: parsed.data?.serviceLevelMs ?? DEFAULT_T }
  })
}

const DEFAULT_T = queueConfig.shape.serviceLevelMs.parse(undefined)

/** @param key of one queue alone */
export async function queueRows(
  database: Prisma.TransactionClient,
  intervals: Intervals,
  queues: readonly NamedQueue[],
  key?: string,
): Promise<ReportRow<QueueReportFigures>[]> {
  const { from, to } = intervals
  const thresholds = JSON.stringify(queues.map(({ id, serviceLevelMs }) => ({ id, ms: serviceLevelMs })))
  const rows = await database.$queryRaw<(Record<string, unknown> & { key: string; index: number })[]>`
    WITH visit AS (
      SELECT v.*, COALESCE(threshold.ms, ${DEFAULT_T}) AS t, v.channel = 'voice' AS voice, v."connectedAt" IS NOT NULL AS spoke,
        ${indexOf(Prisma.sql`v."enteredAt"`, intervals)} AS index
      FROM "QueueVisit" v
      LEFT JOIN jsonb_to_recordset(${thresholds}::jsonb) AS threshold(id text, ms int) ON threshold.id = v."queueId"
      WHERE v."enteredAt" >= ${new Date(from)} AND v."enteredAt" < ${new Date(to)}
        AND ${key === undefined ? Prisma.sql`true` : Prisma.sql`v."queueId" = ${key}`}
    ), wrap AS (${wrapUps})
    SELECT v."queueId" AS key, v.index,
      COUNT(*) FILTER (WHERE voice) AS offered,
      COUNT(*) FILTER (WHERE voice AND spoke) AS answered,
      COUNT(*) FILTER (WHERE voice AND spoke AND "waitMs" <= t) AS "answeredInTime",
      COUNT(*) FILTER (WHERE voice AND NOT spoke AND outcome = 'abandoned') AS abandoned,
      COUNT(*) FILTER (WHERE voice AND NOT spoke AND outcome = 'abandoned' AND "waitMs" <= t) AS "abandonedEarly",
      COUNT(*) FILTER (WHERE voice AND NOT spoke AND outcome NOT IN ('abandoned', 'moved', 'overflowed')) AS otherwise,
      COUNT(*) FILTER (WHERE voice AND NOT spoke AND outcome IN ('moved', 'overflowed')) AS onward,
      COALESCE(SUM("waitMs") FILTER (WHERE voice AND spoke), 0) AS "answeredWaitMs",
      COALESCE(MAX("waitMs") FILTER (WHERE voice), 0) AS "longestWaitMs",
      ${handlingColumns},
      COUNT(*) FILTER (WHERE NOT voice AND v.ordinal = 1) AS callbacks,
      COUNT(*) FILTER (WHERE NOT voice AND spoke) AS "callbacksReached",
      ${accuracyColumns}
    FROM visit v LEFT JOIN wrap USING ("callId", ordinal)
    GROUP BY v."queueId", v.index
    ORDER BY v.index, v."queueId"`
  return rows.map(({ key: queue, index, ...figures }) => ({
    key: queue,
    index,
    figures: { ...noQueueReport, ...wholeNumbers(figures) },
  }))
}
