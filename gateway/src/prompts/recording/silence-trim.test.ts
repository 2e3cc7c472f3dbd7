import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { trimSilence } from './silence-trim.ts'

const rate = 16_000
const tone = (ms: number, peak: number) =>
  Int16Array.from({ length: (ms * rate) / 1000 }, (_, at) =>
    Math.round(peak * Math.sin((2 * Math.PI * 440 * at) / rate)),
  )
/** The same noise every time. */
const noise = (ms: number, peak: number) => {
  let state = 1
  return Int16Array.from({ length: (ms * rate) / 1000 }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.round((state / 1_073_741_824 - 1) * peak)
  })
}
const together = (...parts: Int16Array[]) => Int16Array.from(parts.flatMap((part) => [...part]))
const msOf = (samples: Int16Array | undefined) => samples && (samples.length * 1000) / rate

describe('silence at both ends', () => {
  it('goes, except for a little', () => {
    const recording = together(noise(1_500, 20), tone(2_000, 8_000), noise(3_000, 20))
    expect(msOf(trimSilence(recording, rate))).toBe(100 + 2_000 + 200)
  })

  it('is measured against the room: a fan is no speech', () => {
    const recording = together(noise(1_500, 700), tone(1_000, 9_000), noise(1_500, 700))
    expect(msOf(trimSilence(recording, rate))).toBe(1_300)
  })

  it('a pause in the middle and a soft end stay; a click before does not count', () => {
    const click = together(noise(500, 20), tone(10, 20_000), noise(990, 20))
    const speech = together(tone(500, 8_000), noise(700, 20), tone(500, 400))
    expect(msOf(trimSilence(together(click, speech, noise(1_000, 20)), rate))).toBe(100 + 1_700 + 200)
  })

  it('where nothing is heard there is nothing', () => {
    expect(trimSilence(noise(2_000, 20), rate)).toBeUndefined()
    expect(trimSilence(new Int16Array(0), rate)).toBeUndefined()
  })

  it('what is loud from end to end stays whole', () => {
    expect(trimSilence(tone(1_000, 8_000), rate)).toHaveLength(rate)
  })

  it('never makes anything longer, and trimming twice is trimming once', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.integer({ min: 50, max: 1_000 }), fc.nat(1_000), (before, speech, after) => {
        const recording = together(noise(before, 10), tone(speech, 6_000), noise(after, 10))
        const once = trimSilence(recording, rate)
        if (once === undefined) throw new Error('speech was not heard')
        expect(once.length).toBeLessThanOrEqual(recording.length)
        expect(trimSilence(once, rate)).toEqual(once)
      }),
      { numRuns: 50 },
    )
  })
})
