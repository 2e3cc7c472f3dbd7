/** Opening hours of one day, in minutes of the local day; past midnight counts on (01:30 is 1,530). */

const DAY = 1_440

/** Undefined: the hours are not known. */
export function isOpenAt(
  opensAt: number | undefined,
  closesAt: number | undefined,
  minute: number,
): boolean | undefined {
  if (opensAt === undefined || closesAt === undefined) return undefined
  return (minute >= opensAt && minute < closesAt) || (minute + DAY >= opensAt && minute + DAY < closesAt)
}

/**
 * 9:00, 09:00, 0900, 09:00:00, 540, 24:00, 26:30 and 9点半 as minutes; undefined for anything else.
 * Of four figures those up to 1440 are minutes, not hours, unless they begin with 0.
 */
export function minuteOfDay(text: string): number | undefined {
  const plain = text.normalize('NFKC').trim()
  const clock =
    /^(\d{1,2})[:.](\d{2})(?::\d{2})?$/.exec(plain) ??
    /^(\d{1,2})[点时](?:(\d{2}|半)分?)?$/.exec(plain) ??
    /^(0\d|1[5-9]|2\d)(\d{2})$/.exec(plain)
  if (clock) {
    const minute = clock[2] === '半' ? 30 : Number(clock[2] ?? 0)
    const hour = Number(clock[1])
    return hour <= 30 && minute < 60 ? hour * 60 + minute : undefined
  }
  if (/^\d{1,4}(\.0+)?$/.test(plain)) {
    const minutes = Number(plain)
    // A bare 9 or 22 is an hour: nobody opens at nine minutes past midnight.
    if (minutes > 0 && minutes <= 24) return minutes * 60
    return minutes <= 2 * DAY ? minutes : undefined
  }
  return undefined
}

/** Closing at or before opening means the next day. */
export function hoursOf(opens: number, closes: number): { opensAt: number; closesAt: number } {
  return { opensAt: opens, closesAt: closes > opens ? closes : closes + DAY }
}
