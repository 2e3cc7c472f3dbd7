/** How times, durations and money are written. Pure: the clock is an input. */
import dayjs from 'dayjs'

/** mm:ss, h:mm:ss from an hour on. Negative durations (clocks apart) show as 00:00. */
export function duration(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000))
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor(total / 60) % 60
  const two = (value: number) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(total % 60)}` : `${two(minutes)}:${two(total % 60)}`
}

/** Time left in whole s, rounded, so that 20 s begin with 20 even when the clock is read a moment late. Never below 0. */
export function secondsLeft(until: number, now: number): number {
  return Math.max(0, Math.round((until - now) / 1000))
}

/** The exact moment in the reader's zone. */
export function exactTime(at: string | number): string {
  return dayjs(at).format('YYYY-MM-DD HH:mm:ss')
}

const steps: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** 3 分钟前; after six days the date itself, for "23 天前" tells nobody anything. */
export function relativeTime(at: string | number, now: number, language: string): string {
  const seconds = (dayjs(at).valueOf() - now) / 1000
  const size = Math.abs(seconds)
  if (size >= 6 * 86_400) return dayjs(at).format(dayjs(at).isSame(dayjs(now), 'year') ? 'MM-DD HH:mm' : 'YYYY-MM-DD')
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: language === 'en' ? 'short' : 'long' })
  const step = steps.find(([, length]) => size >= length)
  return step === undefined ? format.format(0, 'second') : format.format(Math.trunc(seconds / step[1]), step[0])
}

/** fen → ¥1,234.50 */
export function money(fen: number): string {
  return `¥${(fen / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
}

/** Minutes of the local day → 09:30 */
export function timeOfDay(minutes: number): string {
  return `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

export function count(value: number): string {
  return value.toLocaleString('en-US')
}

/** A hotline number as it is printed on the cup: 400-800-1234. Others stay as they are. */
export function hotlineNumber(number: string): string {
  return /^[48]00\d{7}$/.test(number) ? `${number.slice(0, 3)}-${number.slice(3, 6)}-${number.slice(6)}` : number
}
