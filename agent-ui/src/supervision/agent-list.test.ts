import type { AgentLine, SupervisedPerson } from '@ringdesk/gateway/contract'
import { expect, it } from 'vitest'
import { listedAgents } from './agent-list.ts'
import { occupancy, thresholdOf } from './figure-words.ts'

const now = 1_800_000_000_000
const people: SupervisedPerson[] = [
  { id: 'a1', name: '林晓燕', extension: '1001', teams: ['east'], queues: ['q1'] },
  { id: 'a2', name: '陈志强', extension: '1002', teams: [], queues: ['q1', 'q2'] },
  { id: 'a3', name: '王雪梅', extension: '1003', teams: ['east'], queues: ['q2'] },
]
const line = (id: string, over: Partial<AgentLine>): AgentLine => ({
  id,
  kind: 'ready',
  since: now - 1_000,
  contacts: 0,
  busyMs: 0,
  readyMs: 0,
  ...over,
})
const agents = new Map(
  [
    line('a1', { kind: 'on-contact', since: now - 60_000, contacts: 3 }),
    line('a2', { kind: 'offline', since: 0 }),
    line('a3', { contacts: 5, busyMs: 1_000 }),
  ].map((each) => [each.id, each]),
)
const none = { queue: '', team: '', state: '', q: '' }
const list = (filter: object, by: Parameters<typeof listedAgents>[3]['by'] = 'name', down = false) =>
  listedAgents(people, agents, { ...none, ...filter }, { by, down }, now, 0)

it('filters by queue, team, state and text', () => {
  expect(list({ queue: 'q2' })).toEqual(['a2', 'a3'])
  expect(list({ team: 'east' })).toEqual(['a1', 'a3'])
  expect(list({ state: 'offline' })).toEqual(['a2'])
  expect(list({ state: 'logged-in' })).toEqual(['a1', 'a3'])
  expect(list({ q: ' 1003 ' })).toEqual(['a3'])
  expect(list({ q: '志强' })).toEqual(['a2'])
})

it('sorts by any column, either way', () => {
  expect(list({}, 'contacts', true)).toEqual(['a3', 'a1', 'a2'])
  expect(list({}, 'state')).toEqual(['a1', 'a3', 'a2'])
  expect(list({}, 'time', true)).toEqual(['a1', 'a3', 'a2'])
  expect(list({}, 'name', true)).toEqual(['a3', 'a2', 'a1'])
})

it('occupancy counts the present state from its beginning, or from midnight', () => {
  expect(occupancy(line('x', { readyMs: 3_000 }), now, 0)).toBe(0)
  expect(occupancy(line('x', { kind: 'wrap-up', readyMs: 3_000 }), now, 0)).toBe(25)
  expect(occupancy(line('x', { kind: 'wrap-up', since: now - 99_000, readyMs: 1_000 }), now, now - 1_000)).toBe(50)
  expect(occupancy(line('x', { kind: 'offline', since: 0 }), now, 0)).toBeUndefined()
})

it('a queue’s own threshold goes before the general one', () => {
  const rules = [
    { id: 'g', kind: 'waiting', threshold: 10, enabled: true },
    { id: 'q', kind: 'waiting', queue: 'q1', threshold: 3, enabled: true },
    { id: 'o', kind: 'waiting', queue: 'q2', threshold: 3, enabled: false },
  ] as const
  expect([undefined, 'q1', 'q2', 'q3'].map((queue) => thresholdOf(rules, 'waiting', queue))).toEqual([
    10,
    3,
    undefined,
    10,
  ])
})
