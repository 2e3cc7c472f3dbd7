import fc from 'fast-check'
import { expect, it } from 'vitest'
import { changesBetween, type RowChanges, withChanges } from './row-changes.ts'

interface TestRow {
  readonly id: string
  readonly a?: number
  readonly b?: { readonly c: string; readonly d?: readonly number[] }
}

const row = fc.record(
  {
    id: fc.constantFrom('1', '2', '3', '4', '5'),
    a: fc.integer({ min: 0, max: 3 }),
    b: fc.record({ c: fc.constantFrom('x', 'y'), d: fc.array(fc.nat(2), { maxLength: 2 }) }, { requiredKeys: ['c'] }),
  },
  { requiredKeys: ['id'] },
)
const table = fc
  .uniqueArray(row, { selector: ({ id }) => id })
  .map((rows) => new Map<string, TestRow>(rows.map((one) => [one.id, one])))

it('gives the table as it is now to whoever has it as it was, also after a journey as JSON', () => {
  fc.assert(
    fc.property(table, table, (before, after) => {
      const changes = changesBetween(before, after)
      const told = JSON.parse(JSON.stringify(changes ?? {})) as RowChanges<TestRow>
      const there = withChanges(before, told)
      expect(Object.fromEntries(there)).toEqual(Object.fromEntries(after))
      expect(changesBetween(there, after)).toBeUndefined()
    }),
  )
})

it('tells nothing but the fields that have changed', () => {
  const before = new Map<string, TestRow>([['1', { id: '1', a: 1, b: { c: 'x' } }]])
  expect(changesBetween(before, new Map([['1', { id: '1', a: 2, b: { c: 'x' } }]]))).toEqual({
    patches: [{ id: '1', set: { a: 2 } }],
  })
  expect(changesBetween(before, new Map([['1', { id: '1', b: { c: 'x' } }]]))).toEqual({
    patches: [{ id: '1', gone: ['a'] }],
  })
})

it('leaves rows that did not change the same objects', () => {
  const one: TestRow = { id: '1', a: 1 }
  const after = withChanges(new Map([['1', one]]), { rows: [{ id: '2' }] })
  expect(after.get('1')).toBe(one)
})
