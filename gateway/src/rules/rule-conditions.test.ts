import { describe, expect, it } from 'vitest'
import type { RuleCondition } from '../contract/index.ts'
import { reasonsFor, type TicketFacts } from './rule-conditions.ts'
import { eventsIn } from './rule-events.ts'

const ticket: TicketFacts = {
  categoryName: '异物与食品安全',
  category: 'foreign-object',
  priority: 1,
  status: 'open',
  channel: 'voice',
  storeId: 'hz01',
  storeName: '西湖文三路店',
  regionPath: ['east', 'zj', 'hz', 'xh'],
  tags: ['媒体'],
  text: '奶茶里有头发\n要求 Refund',
  customerClasses: ['金卡', '少糖'],
  values: { amount: 128, batch: 'B-77', photos: [] },
  similar: new Map([[24, 3]]),
  answers: { solved: '2', score: '3' },
}
const fires = (...list: RuleCondition[]) => reasonsFor({ join: 'all', list }, ticket)

describe('a condition', () => {
  it.each<[string, RuleCondition, string | undefined]>([
    ['category', { field: 'category', is: ['taste', 'foreign-object'] }, '分类是异物与食品安全'],
    ['other category', { field: 'category', is: ['taste'] }, undefined],
    ['priority', { field: 'priority', atLeast: 1 }, '优先级是高'],
    ['higher priority', { field: 'priority', atLeast: 2 }, undefined],
    ['status', { field: 'status', is: ['open'] }, '状态是待处理'],
    ['channel', { field: 'channel', is: ['chat'] }, undefined],
    ['a region above', { field: 'region', is: ['north', 'zj'] }, '在区域 zj'],
    ['store', { field: 'store', is: ['hz01'] }, '门店是西湖文三路店'],
    ['tag', { field: 'tag', has: ['媒体'] }, '有标签 媒体'],
    ['no tag', { field: 'no-tag', has: ['媒体'] }, undefined],
    ['text, however it is written', { field: 'text', contains: ['虫', 'refund'] }, '内容提到“refund”'],
    ['customer', { field: 'customer', is: ['金卡'] }, '客户是 金卡'],
    ['value at least', { field: 'value', name: 'amount', operator: 'at-least', value: '100' }, 'amount 符合'],
    ['value at most', { field: 'value', name: 'amount', operator: 'at-most', value: '100' }, undefined],
    ['value contains', { field: 'value', name: 'batch', operator: 'contains', value: 'b-7' }, 'batch 符合'],
    ['an answer', { field: 'answer', question: 'solved', is: ['2'] }, '回访“solved”答 2'],
    ['another answer', { field: 'answer', question: 'solved', is: ['1'] }, undefined],
    ['an answer at most', { field: 'answer', question: 'score', is: [], atMost: 3 }, '回访“score”答 3'],
    ['a better answer', { field: 'answer', question: 'score', is: [], atMost: 2 }, undefined],
    ['a question nobody asked', { field: 'answer', question: 'again', is: ['1'], atMost: 9 }, undefined],
    ['nothing is filled in', { field: 'value', name: 'photos', operator: 'filled', value: '' }, undefined],
    ['similar', { field: 'similar', hours: 24, atLeast: 3 }, '24 小时内同店同类工单 3 张'],
    ['more similar', { field: 'similar', hours: 24, atLeast: 4 }, undefined],
  ])('on %s', (_, condition, reason) => {
    expect(fires(condition)).toEqual(reason === undefined ? undefined : [reason])
  })

  it('is one of all, or one of any', () => {
    const list: RuleCondition[] = [
      { field: 'priority', atLeast: 1 },
      { field: 'tag', has: ['没有'] },
    ]
    expect(reasonsFor({ join: 'all', list }, ticket)).toBeUndefined()
    expect(reasonsFor({ join: 'any', list }, ticket)).toEqual(['优先级是高'])
    expect(reasonsFor({ join: 'any', list: [] }, ticket)).toEqual([])
  })
})

describe('an entry of the history', () => {
  it('is the events that it tells of', () => {
    expect(eventsIn({ kind: 'status-changed', detail: { move: 'reassign' } })).toEqual(['dispatched'])
    expect(
      eventsIn({ kind: 'edited', detail: { category: { from: null, to: 'taste' }, priority: { from: 0, to: 1 } } }),
    ).toEqual(['category-chosen', 'priority-changed'])
    expect(eventsIn({ kind: 'edited', detail: { category: { from: 'taste', to: null } } })).toEqual([])
    expect(eventsIn({ kind: 'rule-fired', detail: { tagsAdded: ['x'], did: [] } })).toEqual(['tag-added'])
    expect(eventsIn({ kind: 'rule-stopped', detail: {} })).toEqual([])
  })
})
