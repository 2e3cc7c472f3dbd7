/** Arithmetic with business time: only minutes in opening hours count. Pure; correct on days on which clocks are changed. */
import { localText, offsetAt } from '../supervision/local-day.ts'

/** [from, to) in minutes of the local day, ascending. */
export type DaySpans = readonly (readonly [from: number, to: number])[]

export interface OpeningHours {
  readonly timeZone: string
  /** From Sunday on. */
  readonly week: readonly DaySpans[]
  /** Local dates (YYYY-MM-DD) with hours of their own: holidays (none) and make-up working days. */
  readonly dates: ReadonlyMap<string, DaySpans>
}

export type Calendar = 'always' | OpeningHours

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** Nothing that is due later than this is due at all: hours that never open end the search. */
const DAYS_AHEAD = 1_000

const dateAt = (at: number, timeZone: string): string => localText(at, timeZone).slice(0, 10)

const nextDate = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)

/** The moment at which local clocks show this minute of this date; one that is skipped counts as the moment of the change. */
function momentOf(date: string, minute: number, timeZone: string): number {
  const local = Date.parse(`${date}T00:00:00Z`) + minute * MINUTE_MS
  return local - offsetAt(local - offsetAt(local, timeZone), timeZone)
}

/** When it is open, from `from` on, in order. */
export function* openTimes(calendar: OpeningHours, from: number): Generator<readonly [from: number, to: number]> {
  const { timeZone, week, dates } = calendar
  let date = dateAt(from, timeZone)
  for (let day = 0; day < DAYS_AHEAD; day++, date = nextDate(date)) {
    const spans = dates.get(date) ?? week[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? []
    for (const [opens, closes] of spans) {
      const start = Math.max(from, momentOf(date, opens, timeZone))
      const end = momentOf(date, closes, timeZone)
      if (start < end) yield [start, end]
    }
  }
}

/** ms of business time from one moment to another; 0 when `to` is not later. */
export function businessMs(calendar: Calendar, from: number, to: number): number {
  if (to <= from) return 0
  if (calendar === 'always') return to - from
  let total = 0
  for (const [opens, closes] of openTimes(calendar, from)) {
    if (opens >= to) break
    total += Math.min(closes, to) - opens
  }
  return total
}

/** The moment at which `ms` of business time have passed since `from`; undefined when that is never (within some years). */
export function afterBusinessMs(calendar: Calendar, from: number, ms: number): number | undefined {
  if (ms <= 0) return from
  if (calendar === 'always') return from + ms
  let left = ms
  for (const [opens, closes] of openTimes(calendar, from)) {
    if (closes - opens >= left) return opens + left
    left -= closes - opens
  }
  return undefined
}
