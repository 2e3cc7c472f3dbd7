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

/** Whether `at` falls into opening hours. A date's own entry (holiday, make-up working day) overrides its weekday. */
export function isOpen(hours: BusinessHours, at: EpochMs): boolean {
  const parts = new Map(
    formatterOf(hours.timeZone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  )
  const date = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`
  const minute = Number(parts.get('hour')) * 60 + Number(parts.get('minute'))
  const weekday = WEEKDAYS.indexOf(parts.get('weekday') ?? '')
  const spans = hours.dates[date] ?? hours.week[weekday] ?? []
  return spans.some(([from, to]) => from <= minute && minute < to)
}
