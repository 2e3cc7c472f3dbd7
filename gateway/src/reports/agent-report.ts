/**
 * What agents did, by intervals. Conversations count in the interval in which they began, offers in which they were made; time in a state
 * counts in every interval that it reaches into, with its part.
 */
import { type AgentReportFigures, noAgentReport } from '../contract/index.ts'
import { Prisma } from '../database/client/client.ts'
import { type ReportRow, wholeNumbers } from './report-rows.ts'
import type { Intervals } from './report-span.ts'
import { accuracyColumns, handlingColumns, indexOf, wrapUps } from './visit-columns.ts'

interface RawRow extends Record<string, unknown> {
  readonly key: string
  readonly index: number
}

/** @param now epoch ms: a state that lasts is counted up to now; @param key of one agent alone */
export async function agentRows(
  database: Prisma.TransactionClient,
  intervals: Intervals,
  now: number,
  key?: string,
): Promise<ReportRow<AgentReportFigures>[]> {
  const [spoken, offered, times] = await Promise.all([
    conversations(database, intervals, key),
    offers(database, intervals, key),
    states(database, intervals, now, key),
  ])
  const rows = new Map<string, ReportRow<AgentReportFigures>>()
  for (const { key: agent, index, figures } of [...spoken, ...offered, ...times]) {
    const place = `${index} ${agent}`
    const before = rows.get(place)?.figures ?? noAgentReport
    rows.set(place, { key: agent, index, figures: { ...before, ...figures } })
  }
  return [...rows.values()].sort((a, b) => a.index - b.index || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
}

type Part = ReportRow<Partial<AgentReportFigures>>

const onlyAgent = (key: string | undefined): Prisma.Sql =>
  key === undefined ? Prisma.sql`true` : Prisma.sql`"agentId" = ${key}`

const partOf = ({ key, index, ...figures }: RawRow): Part => ({ key, index, figures: wholeNumbers(figures) })

async function conversations(
  database: Prisma.TransactionClient,
  intervals: Intervals,
  key: string | undefined,
): Promise<Part[]> {
  const rows = await database.$queryRaw<RawRow[]>`
    WITH visit AS (
      SELECT v.*, ${indexOf(Prisma.sql`v."connectedAt"`, intervals)} AS index FROM "QueueVisit" v
      WHERE v."connectedAt" >= ${new Date(intervals.from)} AND v."connectedAt" < ${new Date(intervals.to)} AND ${onlyAgent(key)}
        AND "agentId" IS NOT NULL
    ), wrap AS (${wrapUps})
    SELECT v."agentId" AS key, v.index,
      COUNT(*) AS contacts,
      ${handlingColumns},
      ${accuracyColumns}
    FROM visit v LEFT JOIN wrap USING ("callId", ordinal)
    GROUP BY v."agentId", v.index`
  return rows.map(partOf)
}

async function offers(
  database: Prisma.TransactionClient,
  intervals: Intervals,
  key: string | undefined,
): Promise<Part[]> {
  const rows = await database.$queryRaw<RawRow[]>`
    SELECT "agentId" AS key, ${indexOf(Prisma.sql`at`, intervals)} AS index,
      COUNT(*) AS offers,
      COUNT(*) FILTER (WHERE "end" = 'timed-out') AS missed,
      COUNT(*) FILTER (WHERE "end" = 'declined') AS declined
    FROM "AgentOffer"
    WHERE at >= ${new Date(intervals.from)} AND at < ${new Date(intervals.to)} AND ${onlyAgent(key)}
    GROUP BY 1, 2`
  return rows.map(partOf)
}

const stateFigures = {
  ready: 'readyMs',
  offered: 'ringingMs',
  'on-contact': 'onContactMs',
  'wrap-up': 'afterCallMs',
  'not-ready': 'notReadyMs',
} as const satisfies Readonly<Record<string, keyof AgentReportFigures>>
type StateKind = keyof typeof stateFigures

type Sums = { -readonly [Figure in (typeof stateFigures)[StateKind] | 'loggedInMs']: number } & {
  readonly notReadyByReason: Record<string, number>
}

const noTime = (): Sums => ({
  loggedInMs: 0,
  readyMs: 0,
  ringingMs: 0,
  onContactMs: 0,
  afterCallMs: 0,
  notReadyMs: 0,
  notReadyByReason: {},
})

async function states(
  database: Prisma.TransactionClient,
  intervals: Intervals,
  now: number,
  key: string | undefined,
): Promise<Part[]> {
  const from = intervals.from
  const to = Math.min(intervals.to, now)
  if (to <= from) return []
  const rows = await database.$queryRaw<(RawRow & { kind: StateKind; reason: string | null; ms: unknown })[]>`
    WITH span AS (
      SELECT "agentId", kind, reason,
        GREATEST(EXTRACT(EPOCH FROM since) * 1000, ${from}::numeric) - ${intervals.origin}::numeric AS begins,
        LEAST(COALESCE(EXTRACT(EPOCH FROM until) * 1000, ${to}::numeric), ${to}::numeric) - ${intervals.origin}::numeric AS ends
      FROM "AgentSpan"
      WHERE since < ${new Date(to)} AND (until > ${new Date(from)} OR until IS NULL) AND kind <> 'offline' AND ${onlyAgent(key)}
    )
    SELECT "agentId" AS key, index, kind, reason,
      SUM(LEAST(ends, (index + 1) * ${intervals.stepMs}::numeric) - GREATEST(begins, index * ${intervals.stepMs}::numeric)) AS ms
    FROM span, generate_series(FLOOR(begins / ${intervals.stepMs}::numeric)::int, (CEIL(ends / ${intervals.stepMs}::numeric) - 1)::int) AS index
    WHERE ends > begins
    GROUP BY "agentId", index, kind, reason`
  const parts = new Map<string, { key: string; index: number; figures: Sums }>()
  for (const { key: agent, index, kind, reason, ms: text } of rows) {
    const place = `${index} ${agent}`
    const part = parts.get(place) ?? { key: agent, index, figures: noTime() }
    parts.set(place, part)
    const ms = Math.round(Number(text))
    const { figures } = part
    figures.loggedInMs += ms
    figures[stateFigures[kind]] += ms
    if (reason !== null) figures.notReadyByReason[reason] = (figures.notReadyByReason[reason] ?? 0) + ms
  }
  return [...parts.values()]
}
