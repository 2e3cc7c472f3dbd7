import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hoursOf, isOpenAt, minuteOfDay } from './opening-hours.ts'
import { checkPosition, customerDensity, distanceKm, Surroundings } from './positions.ts'
import { idKey, wholeNumber } from './written-text.ts'

describe('a position', () => {
  it('in China is used, the wrong way round too', () => {
    expect(checkPosition(30.27, 120.15)).toEqual({
      kind: 'usable',
      position: { lat: 30.27, lon: 120.15 },
      swapped: false,
    })
    expect(checkPosition(120.15, 30.27)).toEqual({
      kind: 'usable',
      position: { lat: 30.27, lon: 120.15 },
      swapped: true,
    })
  })

  it('elsewhere, at 0, 0 or in halves says nothing', () => {
    for (const [lat, lon] of [
      [0, 0],
      [48.85, 2.35],
      [30.27, undefined],
      [undefined, 120.15],
      [Number.NaN, 120],
    ] as const)
      expect(checkPosition(lat, lon)).toEqual({ kind: 'unusable' })
    expect(checkPosition(undefined, undefined)).toEqual({ kind: 'absent' })
  })

  it('is so many km from another', () => {
    expect(distanceKm(30.2741, 120.1551, 30.2741, 120.1655)).toBeCloseTo(1, 2)
    expect(distanceKm(39.9042, 116.4074, 31.2304, 121.4737)).toBeCloseTo(1_067, -1)
  })

  it('is less likely the farther the store is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 300, noNaN: true }),
        fc.double({ min: 0.1, max: 50, noNaN: true }),
        (km, more) => {
          expect(customerDensity(km)).toBeGreaterThanOrEqual(customerDensity(km + more))
        },
      ),
    )
  })

  it('finds the nearest stores, as looking at all of them does', () => {
    const spot = fc.record({
      lat: fc.double({ min: 29, max: 31, noNaN: true }),
      lon: fc.double({ min: 119, max: 121, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(spot, { maxLength: 60 }), spot, (spots, here) => {
        const surroundings = new Surroundings(spots.map((one, store) => ({ ...one, store })))
        const km = (store: number): number => {
          const one = spots[store] ?? here
          return distanceKm(here.lat, here.lon, one.lat, one.lon)
        }
        const found = surroundings.around(here, 5)
        const all = spots.map((_, store) => store).filter((store) => km(store) < 60)
        const nearest = all.sort((a, b) => km(a) - km(b))[0]
        if (nearest !== undefined) expect(Math.min(...found.map(km))).toBe(km(nearest))
        expect(found.length).toBeGreaterThanOrEqual(Math.min(5, all.length))
      }),
    )
  })
})

describe('opening hours', () => {
  it.each([
    ['09:00', 540],
    ['9:00', 540],
    ['9：30', 570],
    ['0900', 540],
    ['1320', 1_320],
    ['2200', 1_320],
    ['09:00:00', 540],
    ['540', 540],
    ['9', 540],
    ['24:00', 1_440],
    ['26:30', 1_590],
    ['9点半', 570],
    ['0', 0],
  ])('%s is minute %i', (text, minute) => {
    expect(minuteOfDay(text)).toBe(minute)
  })

  it('refuse what is no time', () => {
    for (const text of ['', '九点', '25:61', '-1', '9:', '99:00', '5000'])
      expect([text, minuteOfDay(text)]).toEqual([text, undefined])
  })

  it('may go past midnight', () => {
    const { opensAt, closesAt } = hoursOf(600, 120)
    expect(closesAt).toBe(1_560)
    expect(isOpenAt(opensAt, closesAt, 60)).toBe(true)
    expect(isOpenAt(opensAt, closesAt, 120)).toBe(false)
    expect(isOpenAt(opensAt, closesAt, 599)).toBe(false)
    expect(isOpenAt(0, 1_440, 1_439)).toBe(true)
    expect(isOpenAt(undefined, 600, 0)).toBeUndefined()
  })
})

describe('written numbers and ids', () => {
  it('are read in words and figures', () => {
    expect(['12', '二十三', '十', '三〇五', '两', 'x', ''].map(wholeNumber)).toEqual([
      12,
      23,
      10,
      305,
      2,
      undefined,
      undefined,
    ])
  })

  it('do not depend on case, width and spaces', () => {
    expect(idKey(' s００1 2')).toBe('S0012')
  })
})
