/** History: what happened in queues and to agents by intervals, and how accurately contacts were routed. Counts only; ratios are made here. */
import { z } from 'zod'
import type { ShownNumber } from './customers.ts'
import type { DeskWhy } from './desk.ts'
import { noFigures, type ServiceFigures } from './service-figures.ts'

const date = z.iso.date()
const key = z.string().min(1).max(64).optional()
const DAY_MS = 86_400_000
const days = ({ from, to }: { from: string; to: string }): number => (Date.parse(to) - Date.parse(from)) / DAY_MS + 1

/** Local dates of the installation's time zone, both included. */
const span = { from: date, to: date }
const interval = z.enum(['15', '30', '60']).transform(Number)

/** Most days by interval in minutes. */
export const mostDays = (minutes: number): number => (minutes === 60 ? 92 : 31)

const spanProblem = '结束日期不能早于开始日期；15、30 分钟间隔最多 31 天，60 分钟间隔最多 92 天'
const fits = (query: { from: string; to: string; interval: number }): boolean =>
  days(query) >= 1 && days(query) <= mostDays(query.interval)

/** `key`: of one queue or agent alone. */
export const reportQuery = z
  .object({ ...span, interval, by: z.enum(['queue', 'agent']), key })
  .refine(fits, spanProblem)

export const reportExport = z
  .object({
    ...span,
    interval,
    by: z.enum(['queue', 'agent']),
    key,
    format: z.enum(['xlsx', 'csv']),
    language: z.enum(['zh-CN', 'en']).default('zh-CN'),
  })
  .refine(fits, spanProblem)

const accuracyFilter = {
  ...span,
  queue: key,
  region: key,
  agent: key,
  hour: z.coerce.number().int().min(0).max(23).optional(),
}
const fitsAccuracy = (query: { from: string; to: string }): boolean => days(query) >= 1 && days(query) <= 92

export const accuracyQuery = z
  .object({ ...accuracyFilter, by: z.enum(['queue', 'region', 'hour', 'agent']) })
  .refine(fitsAccuracy, spanProblem)

export const missQuery = z
  .object({
    ...accuracyFilter,
    /** `match`: the first agent did not meet every need as it stood on entry. `first-time`: handed on to another queue, or flagged. */
    kind: z.enum(['match', 'first-time']),
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  })
  .refine(fitsAccuracy, spanProblem)

/** A contact counts once: where its first conversation was. */
export interface AccuracyFigures {
  /** Contacts that spoke with somebody. */
  readonly connected: number
  /** Of these: those of whose match something is recorded. */
  readonly matchKnown: number
  readonly matched: number
  readonly firstTimeRight: number
}

/** Of visits: a contact that goes from queue to queue is a visit in each. Callbacks are not among offered, answered and waits. */
export interface QueueReportFigures extends ServiceFigures, AccuracyFigures {
  readonly offered: number
  /** Went on waiting in another queue: moved by a supervisor, or overflowed. */
  readonly onward: number
  readonly longestWaitMs: number
  /** Conversations that are over, those of callbacks among them. */
  readonly handled: number
  readonly talkMs: number
  readonly wrapMs: number
  readonly transferred: number
  /** Places kept for callers who hung up. */
  readonly callbacks: number
  readonly callbacksReached: number
}

export interface AgentReportFigures extends AccuracyFigures {
  /** Conversations begun. */
  readonly contacts: number
  readonly handled: number
  readonly talkMs: number
  readonly wrapMs: number
  readonly transferred: number
  readonly offers: number
  readonly missed: number
  readonly declined: number
  /** Time in each state within the interval, ms. */
  readonly readyMs: number
  readonly ringingMs: number
  readonly onContactMs: number
  readonly afterCallMs: number
  readonly notReadyMs: number
  readonly notReadyByReason: Readonly<Record<string, number>>
  readonly loggedInMs: number
}

export const noAccuracy: AccuracyFigures = { connected: 0, matchKnown: 0, matched: 0, firstTimeRight: 0 }

export const noQueueReport: QueueReportFigures = {
  ...noFigures,
  ...noAccuracy,
  offered: 0,
  onward: 0,
  longestWaitMs: 0,
  handled: 0,
  talkMs: 0,
  wrapMs: 0,
  transferred: 0,
  callbacks: 0,
  callbacksReached: 0,
}

export const noAgentReport: AgentReportFigures = {
  ...noAccuracy,
  contacts: 0,
  handled: 0,
  talkMs: 0,
  wrapMs: 0,
  transferred: 0,
  offers: 0,
  missed: 0,
  declined: 0,
  readyMs: 0,
  ringingMs: 0,
  onContactMs: 0,
  afterCallMs: 0,
  notReadyMs: 0,
  notReadyByReason: {},
  loggedInMs: 0,
}

export interface ReportGroup<Figures> {
  readonly id: string
  readonly name: string
  /** T of a queue as it is set now, ms. */
  readonly serviceLevelMs?: number
  readonly figures: Figures
}

export interface ReportInterval<Figures> {
  /** Epoch ms. */
  readonly at: number
  /** In the installation's time zone: 2026-11-22 09:30. */
  readonly local: string
  readonly figures: Figures
}

interface ReportOf<By extends string, Figures> {
  readonly by: By
  /** Epoch ms; `to` is the first moment after the span. */
  readonly from: number
  readonly to: number
  readonly timeZone: string
  readonly total: Figures
  /** Everybody with a figure in the span, whatever `key` is asked for. */
  readonly groups: readonly ReportGroup<Figures>[]
  /** Those in which something happened, of `key` or of all. */
  readonly intervals: readonly ReportInterval<Figures>[]
}

export type Report = ReportOf<'queue', QueueReportFigures> | ReportOf<'agent', AgentReportFigures>

export interface AccuracyReport {
  readonly from: number
  readonly to: number
  readonly timeZone: string
  readonly total: AccuracyFigures
  /** Most contacts first, hours in their order. `id` is what the misses are filtered by; '' where it is not known. */
  readonly rows: readonly { readonly id: string; readonly name: string; readonly figures: AccuracyFigures }[]
}

export interface Miss {
  readonly callId: string
  readonly enteredAt: string
  readonly queueName: string
  readonly agentId: string
  readonly agentName: string
  readonly number: ShownNumber
  /** Absent: not recorded. */
  readonly matched?: boolean
  readonly why?: DeskWhy
  readonly transferredTo?: string
  readonly misrouted: readonly { readonly agentName: string; readonly rightQueue: string; readonly note?: string }[]
  readonly ticketId?: string
  readonly ticketNumber?: string
}

export interface MissPage {
  readonly misses: readonly Miss[]
  readonly next?: string
}

export const closedLoopQuery = z.object(span).refine(fitsAccuracy, spanProblem)
export const closedLoopExportQuery = z
  .object({ ...span, format: z.enum(['xlsx', 'csv']), language: z.enum(['zh-CN', 'en']).default('zh-CN') })
  .refine(fitsAccuracy, spanProblem)

/** Of tickets solved in the span. */
export interface ClosedLoopFigures {
  readonly resolved: number
  /** Called about it at least once. */
  readonly asked: number
  /** Somebody took such a call. */
  readonly reached: number
  readonly answered: number
  /** The customer said that it is solved. */
  readonly solved: number
  readonly unsolved: number
  /** Gave a score, 1–5. */
  readonly scored: number
  readonly scoreSum: number
  /** Opened again because of what the customer said. */
  readonly reopened: number
}

export const noClosedLoop: ClosedLoopFigures = {
  resolved: 0,
  asked: 0,
  reached: 0,
  answered: 0,
  solved: 0,
  unsolved: 0,
  scored: 0,
  scoreSum: 0,
  reopened: 0,
}

export interface ClosedLoopRow {
  /** A store's; '' for tickets without one. */
  readonly id: string
  readonly name: string
  readonly figures: ClosedLoopFigures
}

export interface ClosedLoopReport {
  readonly from: number
  readonly to: number
  readonly timeZone: string
  readonly total: ClosedLoopFigures
  /** Those with the most tickets first, 500 at most. */
  readonly rows: readonly ClosedLoopRow[]
  /** How many there are. */
  readonly stores: number
}

export const addClosedLoop = (a: ClosedLoopFigures, b: ClosedLoopFigures): ClosedLoopFigures => ({
  resolved: a.resolved + b.resolved,
  asked: a.asked + b.asked,
  reached: a.reached + b.reached,
  answered: a.answered + b.answered,
  solved: a.solved + b.solved,
  unsolved: a.unsolved + b.unsolved,
  scored: a.scored + b.scored,
  scoreSum: a.scoreSum + b.scoreSum,
  reopened: a.reopened + b.reopened,
})

/** Percent: solved, as the customer says, of all that were solved as we say. Who was not asked or did not answer counts against it. */
export const closedLoopRate = (figures: ClosedLoopFigures): number | undefined =>
  ratio(figures.solved, figures.resolved)

/** Percent of those called. */
export const surveyResponseRate = (figures: ClosedLoopFigures): number | undefined =>
  ratio(figures.answered, figures.asked)

/** 1–5; undefined without any. */
export const meanScore = (figures: ClosedLoopFigures): number | undefined =>
  figures.scored === 0 ? undefined : figures.scoreSum / figures.scored

const ratio = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : (100 * part) / whole)

/** Percent, of those of whom it is recorded; undefined without any. */
export const matchAccuracy = (figures: AccuracyFigures): number | undefined =>
  ratio(figures.matched, figures.matchKnown)

/** Percent; undefined without contacts. */
export const firstTimeRight = (figures: AccuracyFigures): number | undefined =>
  ratio(figures.firstTimeRight, figures.connected)

/** (talk + after-call work) ÷ conversations that are over, ms. */
export const averageHandleMs = (
  figures: Pick<QueueReportFigures, 'talkMs' | 'wrapMs' | 'handled'>,
): number | undefined => (figures.handled === 0 ? undefined : (figures.talkMs + figures.wrapMs) / figures.handled)

/** (ringing + on contact + after-call work) ÷ (the same + ready), percent. */
export function occupancy(figures: AgentReportFigures): number | undefined {
  const busy = figures.ringingMs + figures.onContactMs + figures.afterCallMs
  return ratio(busy, busy + figures.readyMs)
}

/** Counts add up; of the longest wait the longest is kept, and reasons add up one by one. */
export function addFigures<Figures extends QueueReportFigures | AgentReportFigures>(a: Figures, b: Figures): Figures {
  const sum: Record<string, unknown> = { ...a }
  for (const [name, value] of Object.entries(b)) {
    const before = sum[name]
    if (typeof value !== 'number') sum[name] = addReasons(before as Record<string, number>, value)
    else sum[name] = name === 'longestWaitMs' ? Math.max(Number(before), value) : Number(before) + value
  }
  return sum as unknown as Figures
}

function addReasons(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const sum = { ...a }
  for (const [reason, ms] of Object.entries(b)) sum[reason] = (sum[reason] ?? 0) + ms
  return sum
}
