import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineLimits, type TrunkBounds } from './line-limits.ts'

const trunk: TrunkBounds = { id: 'a', lines: 30, keptForInbound: 5, concurrent: 20, perSecond: 4 }
const idle = { others: 0, dialled: 0, dialledInAll: 0 }

describe('what the lines bear', () => {
  it('keeps lines free for callers beyond those that callers use', () => {
    const limits = new LineLimits([trunk], 100)
    expect(limits.left(0, 'a', { ...idle, others: 10, dialled: 12 }).freeLines).toBe(3)
    expect(limits.left(0, 'a', { ...idle, others: 28 }).freeLines).toBe(0)
  })

  it('holds the calls at one time, of the trunk and of all', () => {
    expect(new LineLimits([trunk], 100).left(0, 'a', { ...idle, dialled: 18 }).concurrentLeft).toBe(2)
    expect(new LineLimits([trunk], 50).left(0, 'a', { ...idle, dialled: 5, dialledInAll: 49 }).concurrentLeft).toBe(1)
    expect(new LineLimits([trunk], 50).left(0, 'a', { ...idle, dialledInAll: 60 }).concurrentLeft).toBe(0)
  })

  it('knows nothing of another trunk, so nothing goes out there', () => {
    expect(new LineLimits([trunk], 50).left(0, 'b', idle)).toEqual({ freeLines: 0, concurrentLeft: 0, cpsLeft: 0 })
  })

  it('never dials more in any second than is allowed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(700), fc.nat(6)), { maxLength: 60 }), (asks) => {
        const limits = new LineLimits([trunk], 100)
        const dialled: number[] = []
        let at = 0
        for (const [afterMs, wanted] of asks) {
          at += afterMs
          const count = Math.min(wanted, limits.left(at, 'a', idle).cpsLeft)
          limits.took(at, 'a', count)
          for (let each = 0; each < count; each++) dialled.push(at)
        }
        for (const from of dialled)
          expect(dialled.filter((when) => when >= from && when < from + 1_000).length).toBeLessThanOrEqual(4)
      }),
    )
  })
})
