import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AgentSet } from './agent-set.ts'

/** Beyond 1,024 there is more than one word of the second layer; crowded, so that words hold many. */
const numbers = fc.oneof(
  fc.uniqueArray(fc.nat(200), { maxLength: 150 }),
  fc.uniqueArray(fc.nat(5_000), { maxLength: 300 }),
)

function setOf(members: readonly number[]): AgentSet {
  const set = new AgentSet()
  for (const member of members) set.set(member, true)
  return set
}

it('finds, counts and lists who is in two sets, also after some have left', () => {
  fc.assert(
    fc.property(numbers, numbers, numbers, (some, others, leaving) => {
      const [left, right] = [setOf(some), setOf(others)]
      for (const number of leaving) left.set(number, false)
      const both = some.filter((number) => others.includes(number) && !leaving.includes(number)).sort((a, b) => a - b)
      const listed = new Int32Array(both.length + 2)
      expect(left.common(right, listed)).toBe(both.length)
      expect([...listed.subarray(0, both.length)]).toEqual(both)
      expect(left.countCommon(right)).toBe(both.length)
      expect(left.intersects(right)).toBe(both.length > 0)
      left.keep(right)
      expect(left.size).toBe(both.length)
      left.addAll(right)
      expect(left.size).toBe(others.length)
    }),
  )
})
