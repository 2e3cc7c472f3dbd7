/** A report's span: local dates into moments, and intervals counted from its first midnight. Pure. */
import { localDayStart, localText, startOfDate } from '../supervision/local-day.ts'

const DAY_MS = 86_400_000

export interface Span {
  /** Epoch ms; `to` is the first moment after it. */
  readonly from: number
  readonly to: number
  readonly timeZone: string
}

export interface Intervals extends Span {
  /** Intervals have this length from `origin` on, also on days on which the clock is put forward or back. ms */
  readonly stepMs: number
  readonly origin: number
}

/** @param from and `to`: YYYY-MM-DD, both included */
export function spanOf(from: string, to: string, timeZone: string): Span {
  const last = startOfDate(to, timeZone)
  // A day has 23, 24 or 25 hours.
  return { from: startOfDate(from, timeZone), to: localDayStart(last + DAY_MS * 1.5, timeZone), timeZone }
}

export function intervalsOf(span: Span, minutes: number): Intervals {
  return { ...span, stepMs: minutes * 60_000, origin: span.from }
}

export const intervalStart = ({ origin, stepMs }: Intervals, index: number): number => origin + index * stepMs

export const intervalText = (intervals: Intervals, index: number): string =>
  localText(intervalStart(intervals, index), intervals.timeZone)

/** The same intervals, a local day at a time. */
export function* dayByDay(intervals: Intervals): Generator<Intervals> {
  const { to, timeZone } = intervals
  for (let { from } = intervals; from < to; ) {
    const next = Math.min(to, localDayStart(from + DAY_MS * 1.5, timeZone))
    yield { ...intervals, from, to: next }
    from = next
  }
}
