import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Patience, type Wait } from './patience.ts'

const wait = fc.record({ waitedMs: fc.integer({ min: 0, max: 300_000 }), gaveUp: fc.boolean() })

describe('patience', () => {
  it('of an answered caller is never less than what they did wait, and the same whenever asked', () => {
    fc.assert(
      fc.property(
        fc.array(wait, { maxLength: 50 }),
        fc.string(),
        fc.integer({ min: 0, max: 400_000 }),
        (waits, id, waited) => {
          const ms = new Patience(waits).of(id, waited)
          expect(ms).toBeGreaterThanOrEqual(waited)
          expect(ms).toBe(new Patience(waits).of(id, waited))
        },
      ),
    )
  })

  it('recovers the mean of the callers it was learnt from, although most of them were answered first', () => {
    // Exponential with a mean of two minutes, answered after exactly one: 39 % give up before.
    const meanMs = 120_000
    const waits: Wait[] = Array.from({ length: 20_000 }, (_, index) => {
      const patience = -Math.log((index + 0.5) / 20_000) * meanMs
      return patience < 60_000 ? { waitedMs: Math.round(patience), gaveUp: true } : { waitedMs: 60_000, gaveUp: false }
    })
    const learnt = new Patience(waits)
    const drawn = Array.from({ length: 5_000 }, (_, index) => learnt.of(`call-${index}`, 0))
    const mean = drawn.reduce((sum, ms) => sum + ms, 0) / drawn.length
    expect(Math.abs(mean - meanMs)).toBeLessThan(meanMs * 0.05)
  })

  it('has no end when nobody ever gave up', () => {
    expect(new Patience([{ waitedMs: 5_000, gaveUp: false }]).of('x', 0)).toBe(3_600_000)
  })
})
