import type { BusinessHours } from '../configuration.ts'
import type { EpochMs } from '../ids.ts'

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const formatters = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter is dear (about 50 µs) and there are few zones. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    formatters.set(timeZone, formatter)
  }
  return formatter
}

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** No longer holiday is planned for. */
const DAYS_AHEAD = 14

/** Whether `at` falls into opening hours. A date's own entry (holiday, make-up working day) overrides its weekday. */
export function isOpen(hours: BusinessHours, at: EpochMs): boolean {
  const { spans, minute } = localDay(hours, at)
  return spans.some(([from, to]) => from <= minute && minute < to)
}

/**
 * The first moment from `at` on that falls into opening hours and before `untilMinute` of its local day; undefined within two weeks. On
 * days on which clocks are changed it may be off by the change.
 */
export function nextOpening(hours: BusinessHours, at: EpochMs, untilMinute = 1440): EpochMs | undefined {
  for (let day = 0; day <= DAYS_AHEAD; day++) {
    const { spans, minute } = localDay(hours, at + day * DAY_MS)
    const midnight = Math.floor(at / MINUTE_MS) * MINUTE_MS + day * DAY_MS - minute * MINUTE_MS
    const starts = spans
      .map(([from, to]) => [from, Math.min(to, untilMinute)] as const)
      .filter(([from, to]) => from < to && (day > 0 || minute < to))
      .map(([from]) => Math.max(at, midnight + from * MINUTE_MS))
    if (starts.length > 0) return Math.min(...starts)
  }
  return undefined
}

function localDay(hours: BusinessHours, at: EpochMs) {
  const parts = new Map(
    formatterOf(hours.timeZone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  )
  const date = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`
  const minute = Number(parts.get('hour')) * 60 + Number(parts.get('minute'))
  const weekday = WEEKDAYS.indexOf(parts.get('weekday') ?? '')
  return { spans: hours.dates[date] ?? hours.week[weekday] ?? [], minute }
}
