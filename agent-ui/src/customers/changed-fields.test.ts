import type { CustomerCard } from '@ringdesk/gateway/contract'
import { describe, expect, it } from 'vitest'
import { changedFields } from './changed-fields.ts'

const customer: CustomerCard = {
  id: 'c1',
  name: '张伟',
  tags: ['常客'],
  language: 'yue',
  since: '2026-01-01T00:00:00Z',
  contacts: 3,
}
const same = { name: '张伟', language: 'yue', storeId: null, tags: ['常客'], ownerId: null }

describe('what a form changes of a customer', () => {
  it('is nothing when nothing was touched', () => {
    expect(changedFields(customer, same)).toEqual({})
    expect(changedFields(customer, { ...same, name: ' 张伟 ' })).toEqual({})
  })

  it('is each field with another value, and null for what was emptied', () => {
    expect(changedFields(customer, { ...same, name: '', tags: ['常客', ' VIP ', 'VIP', ''] })).toEqual({
      name: null,
      tags: ['常客', 'VIP'],
    })
    // antd leaves cleared fields out.
    expect(changedFields(customer, { name: '张伟', tags: ['常客'] })).toEqual({ language: null })
    expect(changedFields({ ...customer, owner: { id: 'a1', name: '安' } }, same)).toEqual({ ownerId: null })
  })
})
