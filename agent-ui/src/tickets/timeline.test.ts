import { expect, it } from 'vitest'
import { changesIn, timelineOf } from './timeline.ts'

it('joins contacts and history, newest first', () => {
  const contact = {
    callId: 'c',
    direction: 'inbound' as const,
    arrivedAt: '2026-11-22T10:00:00Z',
    hotline: '400',
    recordings: [],
  }
  const entry = (id: string, at: string) => ({ id, at, kind: 'edited', detail: {} })
  const timeline = timelineOf({
    contacts: [contact],
    history: [entry('a', '2026-11-22T09:00:00Z'), entry('b', '2026-11-22T19:00:00+08:00')],
  })
  expect(timeline.map((one) => (one.type === 'history' ? one.entry.id : one.type))).toEqual(['b', 'contact', 'a'])
})
it('lets comments speak for themselves', () => {
  const comment = {
    id: 'c1',
    at: '2026-11-22T10:00:00Z',
    author: { id: 'a', name: '罗敏', role: 'store' as const },
    text: '好',
    customerVisible: false,
    mentions: [],
    attachments: [],
  }
  const history = [
    { id: 'h1', at: comment.at, kind: 'commented', detail: { commentId: 'c1' } },
    { id: 'h2', at: '2026-11-22T09:00:00Z', kind: 'commented', detail: { commentId: 'older than the list' } },
  ]
  const timeline = timelineOf({ contacts: [], history }, [comment])
  expect(timeline.map(({ type }) => type)).toEqual(['comment', 'history'])
})
it('reads changes wherever they are written', () => {
  const change = { field: 'subject', from: 'a', to: 'b' }
  expect(changesIn({ subject: { from: 'a', to: 'b' } })).toEqual([change])
  expect(changesIn({ changes: { subject: { from: 'a', to: 'b' } } })).toEqual([change])
  expect(changesIn({ fields: { subject: 'b' } })).toEqual([{ field: 'subject', to: 'b' }])
})
it('names stores and tickets by what people call them', () => {
  expect(
    changesIn({ storeId: { from: null, to: 's1', toName: '湖滨店' }, into: { id: 'x', number: '261122-000001' } }),
  ).toEqual([
    { field: 'storeId', from: null, to: '湖滨店' },
    { field: 'into', to: '261122-000001' },
  ])
})
it('reads of a move where it went, why, and what was done', () => {
  const status = { from: 'working', to: 'pooled' }
  const store = { id: 's1', name: '湖滨店' }
  expect(changesIn({ move: 'return', status, store, pool: { id: 'hz', name: '杭州市' }, reason: '不是本店' })).toEqual([
    { field: 'move', to: 'return' },
    { field: 'status', from: 'working', to: 'pooled' },
    { field: 'store', to: '湖滨店' },
    { field: 'pool', to: '杭州市' },
    { field: 'reason', to: '不是本店' },
  ])
})
it('leaves out what nobody can read', () => {
  expect(changesIn({ callId: 'c', nothing: null, list: [1], deep: { a: { b: 1 } } })).toEqual([
    { field: 'callId', to: 'c' },
  ])
})
