/** Where the local day begins. Pure. */

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(timeZone, format)
  return format
}

/** ms to add to UTC for the local time at this moment. */
export function offsetAt(at: number, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}

const DAY_MS = 86_400_000

/** The first moment of the local day that `at` lies in, epoch ms. @throws RangeError when the time zone does not exist */
export function localDayStart(at: number, timeZone: string): number {
  const offset = offsetAt(at, timeZone)
  const localMidnight = Math.floor((at + offset) / DAY_MS) * DAY_MS
  // The clock may have been put forward or back between midnight and now.
  return localMidnight - offsetAt(localMidnight - offset, timeZone)
}

/** The first moment of a local date, YYYY-MM-DD, epoch ms. @throws RangeError when the time zone does not exist */
export function startOfDate(date: string, timeZone: string): number {
  const noon = Date.parse(`${date}T12:00:00Z`)
  return localDayStart(noon - offsetAt(noon, timeZone), timeZone)
}

/** The local date and time of day at a moment: 2026-11-22 09:30. */
export function localText(at: number, timeZone: string): string {
  return new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 16).replace('T', ' ')
}
