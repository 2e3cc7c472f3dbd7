import type { ConfigurationState } from '@ringdesk/gateway/contract'
import { describe, expect, it } from 'vitest'
import { differences, drafted } from './drafted.ts'

const state = {
  version: 3,
  documents: {
    skill: [
      { id: 'milk', label: '奶' },
      { id: 'tea', label: '茶' },
    ],
    queue: [],
    hotline: [],
    agent: [],
    region: [],
    holiday: [],
  },
  changes: [
    { kind: 'skill', key: 'tea', value: { id: 'tea', label: '茶饮' }, by: '甲', at: 1 },
    { kind: 'skill', key: 'milk', value: null, by: '甲', at: 2 },
    { kind: 'skill', key: 'coffee', value: { id: 'coffee', label: '' }, by: '甲', at: 3 },
    { kind: 'region', key: 'gone', value: null, by: '甲', at: 4 },
  ],
  problems: [{ kind: 'skill', key: 'coffee', path: 'label', message: '不能为空' }],
} as ConfigurationState

describe('documents with the draft on top', () => {
  it('shows what is new, changed and to be removed, in order of the keys, with their problems', () => {
    expect(drafted(state, 'skill')).toMatchObject([
      { key: 'coffee', mark: 'added', problems: 1 },
      { key: 'milk', mark: 'removed', document: { label: '奶' } },
      { key: 'tea', mark: 'changed', document: { label: '茶饮' }, problems: 0 },
    ])
  })

  it('leaves out the removal of what is gone already', () => {
    expect(drafted(state, 'region')).toEqual([])
  })

  it('takes no other order of properties for a difference', () => {
    expect(differences({ a: [{ x: 1, y: 2 }] }, { a: [{ y: 2, x: 1 }] })).toEqual([])
  })

  it('finds what differs down to the property, and takes lists as a whole', () => {
    const from = { name: '一', hours: { zone: 'a', week: [1] }, menu: { x: 1 } }
    const to = { name: '一', hours: { zone: 'a', week: [1, 2] }, rings: [] }
    expect(differences(from, to)).toEqual([
      { path: 'hours.week', from: [1], to: [1, 2] },
      { path: 'menu', from: { x: 1 }, to: undefined },
      { path: 'rings', from: undefined, to: [] },
    ])
  })
})
