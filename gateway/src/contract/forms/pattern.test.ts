import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePattern, PatternError, schemaPattern } from './pattern.ts'

const atom = fc.constantFrom('a', 'b', '中', '.', '\\d', '\\.', '[ab]', '[^a]', '[a-c0-9]', '[\\-\\d]', '/', '-')
const quantifier = fc.constantFrom('', '', '?', '*', '+', '{2}', '{1,}', '{0,2}')
const pattern = fc
  .array(
    fc.array(
      fc.tuple(atom, quantifier).map(([one, times]) => one + times),
      { maxLength: 4 },
    ),
    {
      minLength: 1,
      maxLength: 2,
    },
  )
  .map((alternatives) => alternatives.map((parts) => parts.join('')).join('|'))

describe('patterns', () => {
  it('mean what the same regular expression means', () => {
    fc.assert(
      fc.property(
        pattern,
        fc.string({ maxLength: 6, unit: fc.constantFrom('a', 'b', 'c', '中', '1', '.', '-', '/') }),
        (source, text) => {
          expect(compilePattern(source)(text)).toBe(new RegExp(schemaPattern(source), 'u').test(text))
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('cannot be made slow', () => {
    const matches = compilePattern(`${'a*'.repeat(60)}b`)
    const start = performance.now()
    expect(matches('a'.repeat(4_000))).toBe(false)
    // Backtracking would take longer than the universe has.
    expect(performance.now() - start).toBeLessThan(2_000)
  })

  it.each([
    '(a)',
    'a**',
    '+',
    '[',
    '[]',
    'a{2',
    'a{3,2}',
    'a{101}',
    '^a',
    'a$',
    '\\w',
    '[z-a]',
    `${'.{100}'.repeat(20)}`,
  ])('%s is refused', (source) => {
    expect(() => compilePattern(source)).toThrow(PatternError)
  })
})
