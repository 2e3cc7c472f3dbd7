import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleRates } from './decoded-sound.ts'
import { decibels, peakOf } from './level.ts'
import { resample } from './resample.ts'
import { amplitudeAt, tone } from './sounds-testing.ts'

const targets = [8_000, 16_000] as const
const ways = sampleRates.flatMap((from) => targets.map((to) => [from, to] as const))

describe('another sample rate', () => {
  it.each(ways)('%i → %i Hz keeps a tone as it was, and its length', (from, to) => {
    for (const hz of [300, 1000, 3_400]) {
      const result = resample(tone(hz, from, 0.5), from, to)
      expect(result.length).toBe(Math.ceil((Math.round(from * 0.5) * to) / from))
      expect(decibels(amplitudeAt(hz, result, to) / 0.5)).toBeCloseTo(0, 1)
    }
  })

  it.each(ways.filter(([from, to]) => from > to))('%i → %i Hz takes away what would fold back', (from, to) => {
    for (const hz of [to / 2 + 50, to * 0.6, to * 0.85].filter((each) => each < from / 2)) {
      const result = resample(tone(hz, from, 0.5, 1), from, to)
      expect(decibels(amplitudeAt(to - hz, result, to)), `${hz} Hz as ${to - hz} Hz`).toBeLessThan(-60)
      const middle = result.subarray(result.length / 4, (result.length * 3) / 4)
      expect(decibels(peakOf(middle)), `all that is left of ${hz} Hz`).toBeLessThan(-60)
    }
  })

  it.each(ways.filter(([from, to]) => from < to))('%i → %i Hz adds no mirror image', (from, to) => {
    const result = resample(tone(1_000, from, 0.5, 1), from, to)
    expect(decibels(amplitudeAt(from - 1_000, result, to))).toBeLessThan(-60)
  })

  it('never makes a constant wave, whatever the ratio', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ways), fc.integer({ min: 2_000, max: 5_000 }), ([from, to], length) => {
        const result = resample(new Float32Array(length).fill(0.25), from, to)
        const inner = result.subarray(result.length / 3, (result.length * 2) / 3)
        for (const sample of inner) expect(Math.abs(sample - 0.25)).toBeLessThan(1e-4)
      }),
      { numRuns: 30 },
    )
  })
})
