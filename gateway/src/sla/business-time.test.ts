import { describe, expect, it } from 'vitest'
import { afterBusinessMs, businessMs, type OpeningHours } from './business-time.ts'

const minute = 60_000
const at = (text: string) => Date.parse(`${text}+08:00`)
const weekdays = [[], [[540, 1080]], [[540, 1080]], [[540, 1080]], [[540, 1080]], [[540, 1080]], []] as const
const office: OpeningHours = {
  timeZone: 'Asia/Shanghai',
  week: weekdays,
  // The Mid-Autumn Friday is off, the Sunday before is worked.
  dates: new Map([
    ['2026-09-25', []],
    ['2026-09-20', [[540, 1080]]],
  ]),
}

describe('business time', () => {
  it('goes on the next morning where the evening cut it off', () => {
    expect(afterBusinessMs(office, at('2026-11-23T17:30'), 60 * minute)).toBe(at('2026-11-24T09:30'))
  })

  it('jumps over the weekend and what comes due on closing time is due then', () => {
    expect(afterBusinessMs(office, at('2026-11-20T17:00'), 60 * minute)).toBe(at('2026-11-20T18:00'))
    expect(afterBusinessMs(office, at('2026-11-20T17:00'), 61 * minute)).toBe(at('2026-11-23T09:01'))
  })

  it('keeps holidays and make-up working days', () => {
    expect(afterBusinessMs(office, at('2026-09-24T17:30'), 60 * minute)).toBe(at('2026-09-28T09:30'))
    expect(businessMs(office, at('2026-09-20T00:00'), at('2026-09-21T00:00'))).toBe(540 * minute)
  })

  it('counts a store that is open past midnight through the night', () => {
    const night: OpeningHours = {
      timeZone: 'Asia/Shanghai',
      week: Array.from(
        { length: 7 },
        () =>
          [
            [0, 120],
            [600, 1440],
          ] as const,
      ),
      dates: new Map(),
    }
    expect(businessMs(night, at('2026-11-22T23:00'), at('2026-11-23T03:00'))).toBe(180 * minute)
  })

  it('has 23 hours in the day on which clocks are put forward and 25 when they are put back', () => {
    const open: OpeningHours = {
      timeZone: 'America/New_York',
      week: Array.from({ length: 7 }, () => [[0, 1440]] as const),
      dates: new Map(),
    }
    const day = (from: string, to: string) => businessMs(open, Date.parse(from), Date.parse(to)) / minute / 60
    expect(day('2026-03-08T00:00-05:00', '2026-03-09T00:00-04:00')).toBe(23)
    expect(day('2026-11-01T00:00-04:00', '2026-11-02T00:00-05:00')).toBe(25)
    const shop = { ...open, week: Array.from({ length: 7 }, () => [[540, 1020]] as const) }
    expect(afterBusinessMs(shop, Date.parse('2026-03-07T16:00-05:00'), 120 * minute)).toBe(
      Date.parse('2026-03-08T10:00-04:00'),
    )
  })

  it('is never over where nothing ever opens', () => {
    const shut = { ...office, week: Array.from({ length: 7 }, () => []), dates: new Map() }
    expect(afterBusinessMs(shut, at('2026-11-22T23:00'), 1)).toBeUndefined()
  })
})
