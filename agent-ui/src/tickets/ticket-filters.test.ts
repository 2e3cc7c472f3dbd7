import { expect, it } from 'vitest'
import { filtersIn, withFilter } from './ticket-filters.ts'

it('reads filters from the address and leaves out what is none', () => {
  expect(filtersIn(new URLSearchParams('status=open&kind=callback&mine=true&q= 奶茶 '))).toEqual({
    status: 'open',
    kind: 'callback',
    mine: 'true',
    q: '奶茶',
  })
  expect(filtersIn(new URLSearchParams('status=lost&kind=x&mine=1&q=%20&cursor=abc'))).toEqual({})
})
it('keeps the other filters when one changes', () => {
  const search = withFilter(new URLSearchParams('status=open&q=a'), 'status', undefined)
  expect(search.toString()).toBe('q=a')
  expect(withFilter(search, 'mine', 'true').toString()).toBe('q=a&mine=true')
})
