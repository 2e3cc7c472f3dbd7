/** Rows of a report, one for each queue or agent and interval, and what they come to together. */
import {
  type AccuracyFigures,
  type AgentReportFigures,
  addFigures,
  noAccuracy,
  type QueueReportFigures,
} from '../contract/index.ts'

export interface ReportRow<Figures> {
  readonly key: string
  /** Of the interval. */
  readonly index: number
  readonly figures: Figures
}

/** PostgreSQL counts in bigint and numeric. */
export function wholeNumbers(row: Readonly<Record<string, unknown>>): Record<string, number> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Math.round(Number(value))]))
}

export function sumBy<Figures extends QueueReportFigures | AgentReportFigures, Key>(
  rows: readonly ReportRow<Figures>[],
  by: (row: ReportRow<Figures>) => Key,
): Map<Key, Figures> {
  const sums = new Map<Key, Figures>()
  for (const row of rows) {
    const key = by(row)
    const sum = sums.get(key)
    sums.set(key, sum === undefined ? row.figures : addFigures(sum, row.figures))
  }
  return sums
}

export function addAccuracy(each: readonly AccuracyFigures[]): AccuracyFigures {
  return each.reduce(
    (sum, figures) => ({
      connected: sum.connected + figures.connected,
      matchKnown: sum.matchKnown + figures.matchKnown,
      matched: sum.matched + figures.matched,
      firstTimeRight: sum.firstTimeRight + figures.firstTimeRight,
    }),
    noAccuracy,
  )
}
