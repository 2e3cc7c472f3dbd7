import type { Randomness } from './randomness.ts'

const DAY_MS = 86_400_000
const CHINA_MS = 8 * 3_600_000

/** YYMMDD of the day in China. */
export function dayInChina(at: Date): string {
  return new Date(at.getTime() + CHINA_MS).toISOString().slice(2, 10).replaceAll('-', '')
}

/** A moment of the last `days` days, before now, at an hour (09:00–22:00 in China) at which people drink tea and complain. */
export function instantBefore(now: Date, chance: Randomness, days: number, notAfterDays = 0): Date {
  const daysAgo = chance.between(notAfterDays, days)
  const today = Math.floor((now.getTime() + CHINA_MS) / DAY_MS) * DAY_MS - CHINA_MS
  const at = today - daysAgo * DAY_MS + chance.between(9 * 3_600, 22 * 3_600 - 1) * 1_000
  // Later today has not happened yet: take yesterday at that hour.
  return new Date(at < now.getTime() - 600_000 ? at : at - DAY_MS)
}

export function after(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms)
}
