/** How figures of campaigns are written. Pure. */
import { percentOf, type Share } from '@ringdesk/gateway/contract'
import dayjs from 'dayjs'
import { count } from '../../messages/formats.ts'

export const NOTHING = '–'

/** 41.3%; – when there is nothing to take a share of. */
export const percent = (value: number | undefined): string =>
  value === undefined ? NOTHING : `${value.toFixed(value > 0 && value < 10 ? 1 : 0)}%`

export const share = (of: Share): string => percent(percentOf(of))

/** Seconds with one decimal below ten. @param ms */
export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`

/** The time of day, with the date when it is not today's. */
export function clockTime(at: number, now: number): string {
  const moment = dayjs(at)
  return moment.format(moment.isSame(dayjs(now), 'day') ? 'HH:mm' : 'MM-DD HH:mm')
}

/** Calls a minute: one decimal while they are few. */
export const rate = (perMinute: number): string =>
  perMinute < 10 ? perMinute.toFixed(1) : count(Math.round(perMinute))
