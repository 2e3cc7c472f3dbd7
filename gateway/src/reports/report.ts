/** A report as the screen shows it: all together, by queue or agent, and by interval. */
import type { z } from 'zod'
import {
  type AgentReportFigures,
  addFigures,
  noAgentReport,
  noQueueReport,
  type QueueReportFigures,
  type Report,
  type reportQuery,
} from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { agentRows } from './agent-report.ts'
import { queueRows, readQueues } from './queue-report.ts'
import { type ReportRow, sumBy } from './report-rows.ts'
import { type Intervals, intervalStart, intervalsOf, intervalText, spanOf } from './report-span.ts'

export interface ReportContext {
  readonly database: PrismaClient
  readonly timeZone: string
}

/** @param now epoch ms */
export async function makeReport(
  { database, timeZone }: ReportContext,
  query: z.output<typeof reportQuery>,
  now: number,
): Promise<Report> {
  const span = spanOf(query.from, query.to, timeZone)
  const intervals = intervalsOf(span, query.interval)
  if (query.by === 'agent') {
    const rows = await agentRows(database, intervals, now)
    const agents = await database.agent.findMany({ select: { id: true, name: true } })
    const names = new Map(agents.map(({ id, name }) => [id, name]))
    return {
      ...span,
      by: 'agent',
      total: [...sumBy(rows, () => '').values()][0] ?? noAgentReport,
      groups: [...sumBy(rows, ({ key }) => key)].map(([id, figures]) => ({ id, name: names.get(id) ?? id, figures })),
      intervals: byInterval(rows, intervals, query.key),
    }
  }
  const queues = await readQueues(database)
  const rows = await queueRows(database, intervals, queues)
  const known = new Map(queues.map((queue) => [queue.id, queue]))
  return {
    ...span,
    by: 'queue',
    total: [...sumBy(rows, () => '').values()].reduce(addFigures, noQueueReport),
    groups: [...sumBy(rows, ({ key }) => key)].map(([id, figures]) => {
      const queue = known.get(id)
      return { id, name: queue?.name ?? id, figures, ...(queue ? { serviceLevelMs: queue.serviceLevelMs } : {}) }
    }),
    intervals: byInterval(rows, intervals, query.key),
  }
}

function byInterval<Figures extends QueueReportFigures | AgentReportFigures>(
  rows: readonly ReportRow<Figures>[],
  intervals: Intervals,
  key: string | undefined,
) {
  const sums = sumBy(key === undefined ? rows : rows.filter((row) => row.key === key), ({ index }) => index)
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([index, figures]) => ({
      at: intervalStart(intervals, index),
      local: intervalText(intervals, index),
      figures,
    }))
}
