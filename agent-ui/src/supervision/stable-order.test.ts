import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keptOrder } from './stable-order.ts'

const ids = fc.uniqueArray(fc.constantFrom<string[]>('a', 'b', 'c', 'd', 'e', 'f', 'g'))

it('shows exactly the wanted rows, and those that were there in the order in which they stood', () => {
  fc.assert(
    fc.property(ids, ids, (before, wanted) => {
      const order = keptOrder(before, wanted)
      expect([...order].sort()).toEqual([...wanted].sort())
      const stayed = before.filter((id) => wanted.includes(id))
      expect(order.filter((id) => stayed.includes(id))).toEqual(stayed)
    }),
  )
})

it('puts a new row beside its neighbour', () => {
  expect(keptOrder(['c', 'a'], ['a', 'b', 'c'])).toEqual(['c', 'a', 'b'])
  expect(keptOrder([], ['b', 'a'])).toEqual(['b', 'a'])
})
