import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byteRange } from './byte-range.ts'

describe('a byte range', () => {
  it.each([
    ['bytes=0-99', { kind: 'part', first: 0, last: 99 }],
    ['bytes=900-', { kind: 'part', first: 900, last: 999 }],
    ['bytes=-1', { kind: 'part', first: 999, last: 999 }],
    ['bytes=-5000', { kind: 'part', first: 0, last: 999 }],
    ['bytes=990-5000', { kind: 'part', first: 990, last: 999 }],
    ['bytes=1000-', { kind: 'unsatisfiable' }],
    ['bytes=-0', { kind: 'unsatisfiable' }],
    ['bytes=5-4', { kind: 'whole' }],
    ['bytes=0-1,4-5', { kind: 'whole' }],
    ['bytes=-', { kind: 'whole' }],
    ['items=0-1', { kind: 'whole' }],
    [undefined, { kind: 'whole' }],
  ])('%s of 1000 bytes', (header, range) => {
    expect(byteRange(header, 1_000)).toEqual(range)
  })

  it('never leaves the file', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^bytes=\d{0,16}-\d{0,16}$/)),
        fc.nat(5_000),
        (header, size) => {
          const range = byteRange(header, size)
          if (range.kind !== 'part') return
          expect(range.first).toBeGreaterThanOrEqual(0)
          expect(range.last).toBeGreaterThanOrEqual(range.first)
          expect(range.last).toBeLessThan(size)
        },
      ),
    )
  })
})
