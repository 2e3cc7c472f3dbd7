import { describe, expect, it } from 'vitest'
import type { BusinessHours } from '../configuration.ts'
import { isOpen, nextOpening } from './business-hours.ts'

const nineToSix: [number, number][] = [[540, 1080]]
const hours: BusinessHours = {
  timeZone: 'Asia/Shanghai',
  week: [[], nineToSix, nineToSix, nineToSix, nineToSix, nineToSix, []],
  // 2026: National Day holiday, and Saturday 10 October worked to make up for it.
  dates: { '2026-10-01': [], '2026-10-10': nineToSix },
}
const shanghai = (text: string): number => Date.parse(`${text}+08:00`)

describe('business hours', () => {
  it.each([
    ['2026-11-23T09:00:00', true],
    ['2026-11-23T08:59:59', false],
    ['2026-11-23T17:59:59', true],
    ['2026-11-23T18:00:00', false],
    ['2026-11-22T12:00:00', false],
    ['2026-10-01T12:00:00', false],
    ['2026-10-10T12:00:00', true],
  ])('on %s local time: open is %s', (text, open) => {
    expect(isOpen(hours, shanghai(text))).toBe(open)
  })

  it('counts the day in the line’s own zone, not in the server’s', () => {
    // Monday 01:30 in UTC is 09:30 in Shanghai; Sunday 23:30 UTC is Monday 07:30 there.
    expect(isOpen(hours, Date.parse('2026-11-23T01:30:00Z'))).toBe(true)
    expect(isOpen(hours, Date.parse('2026-11-22T23:30:00Z'))).toBe(false)
  })

  it('is open all day for [0, 1440)', () => {
    const always: BusinessHours = {
      timeZone: 'Asia/Shanghai',
      week: Array.from({ length: 7 }, () => [[0, 1440]]),
      dates: {},
    }
    expect(isOpen(always, shanghai('2026-11-22T00:00:00'))).toBe(true)
    expect(isOpen(always, shanghai('2026-11-22T23:59:59'))).toBe(true)
  })
})

describe('the next opening', () => {
  it.each([
    ['2026-11-23T10:00:00', '2026-11-23T10:00:00'],
    ['2026-11-23T08:15:30', '2026-11-23T09:00:00'],
    ['2026-11-23T18:00:00', '2026-11-24T09:00:00'],
    ['2026-11-20T18:30:00', '2026-11-23T09:00:00'],
    ['2026-09-30T20:00:00', '2026-10-02T09:00:00'],
  ])('after %s is %s', (from, expected) => {
    expect(nextOpening(hours, shanghai(from))).toBe(shanghai(expected))
  })

  it('is on the next day once the last minute for calls has come', () => {
    expect(nextOpening(hours, shanghai('2026-11-23T16:59:59'), 1020)).toBe(shanghai('2026-11-23T16:59:59'))
    expect(nextOpening(hours, shanghai('2026-11-23T17:00:00'), 1020)).toBe(shanghai('2026-11-24T09:00:00'))
    expect(nextOpening(hours, shanghai('2026-11-23T10:00:00'), 500)).toBeUndefined()
  })

  it('is not known when the line is closed for a fortnight', () => {
    expect(
      nextOpening({ ...hours, week: hours.week.map(() => []), dates: {} }, shanghai('2026-11-23T10:00:00')),
    ).toBeUndefined()
  })
})
