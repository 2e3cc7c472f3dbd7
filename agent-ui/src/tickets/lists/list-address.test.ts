import { describe, expect, it } from 'vitest'
import { canSortByPriority, readAddress, usualColumns, withChange } from './list-address.ts'

describe('the address of a list', () => {
  it('holds filters, layout, sort and columns, and leaves out what is none', () => {
    const address = readAddress(
      new URLSearchParams(
        'status=open,lost,pooled&kind=callback&mine=true&q= 奶茶 &priority=2,7&due=overdue&view=board&by=region&columns=number,x,tags',
      ),
    )
    expect(address).toEqual({
      filters: { status: 'open,pooled', kind: 'callback', mine: 'true', q: '奶茶', priority: '2', due: 'overdue' },
      layout: 'board',
      by: 'region',
      sort: 'last',
      columns: ['number', 'tags'],
    })
    expect(
      readAddress(new URLSearchParams('status=lost&kind=x&mine=1&q=%20&cursor=abc&view=x&sort=y&due=soon')),
    ).toEqual({
      filters: {},
      layout: 'list',
      by: 'status',
      sort: 'last',
      columns: usualColumns,
    })
  })
  it('keeps the rest when one thing changes', () => {
    const search = withChange(new URLSearchParams('status=open&q=a'), { status: undefined })
    expect(search.toString()).toBe('q=a')
    expect(withChange(search, { mine: 'true', q: '' }).toString()).toBe('mine=true')
  })
  it('sorts by priority only what is unfinished', () => {
    const able = (query: string) => canSortByPriority(readAddress(new URLSearchParams(query)))
    expect([able('status=open,pooled'), able(''), able('status=open,closed')]).toEqual([true, false, false])
  })
})
