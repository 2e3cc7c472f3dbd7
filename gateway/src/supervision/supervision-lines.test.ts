import { asAgentId, asCallId, asQueueId, type ContactView, type Explanation } from '@ringdesk/cti'
import { expect, it } from 'vitest'
import type { AgentLine, SupervisionSettings } from '../contract/index.ts'
import { contactLine } from './supervision-lines.ts'
import { SupervisionStream } from './supervision-stream.ts'

const T0 = 1_800_000_000_000
const why: Explanation = {
  waitedMs: 5_000,
  free: 3,
  eligible: 2,
  ring: { index: 1, of: 3, afterMs: 30_000 },
  matched: false,
  score: 1,
  weight: 1,
  priority: 0,
  reason: 'rule',
  rule: 'most-skilled',
  candidates: ['a1', 'a2', 'a3', 'a4'].map((id, index) => ({
    agent: asAgentId(id),
    idleMs: index * 1_000,
    score: index,
    levels: { tea: 5 },
  })),
}
const names = { queue: (id: string) => id, hotline: () => '售后热线', skill: (id: string) => `技能 ${id}` }
const view: ContactView = {
  call: asCallId('c1'),
  channel: 'voice',
  phase: 'queued',
  since: T0,
  caller: { raw: '13800138000', number: '+8613800138000', name: '13800138000', kind: 'mobile' },
  hotline: '4008001234',
  arrivedAt: T0,
  queue: asQueueId('q'),
  enteredAt: T0,
  estimatedWaitMs: 61_234,
  path: [
    { at: T0, step: 'queued', queue: asQueueId('q') },
    { at: T0 + 1, step: 'offered', agent: asAgentId('a1') },
    { at: T0 + 2, step: 'offer-ended', agent: asAgentId('a1'), detail: 'declined' },
    { at: T0 + 3, step: 'offered', agent: asAgentId('a2') },
  ],
}

it('a contact’s way says with every offer why this agent, and who rings now', () => {
  const line = contactLine(
    view,
    [
      { agent: 'a1', at: T0 + 1, why, ringing: false },
      { agent: 'a2', at: T0 + 3, why: { ...why, reason: 'owner' }, ringing: true },
    ],
    names,
  )
  expect(line.agent).toBe('a2')
  expect(line.path.map((step) => step.why?.reason)).toEqual([undefined, 'rule', undefined, 'owner'])
  expect(line.path[1]).toMatchObject({
    why: { rule: 'most-skilled', matched: false, ring: { index: 1, of: 3 }, skills: [{ label: '技能 tea', level: 5 }] },
    candidates: [{ agent: 'a1' }, { agent: 'a2' }, { agent: 'a3' }],
  })
  expect(line.estimatedWaitMs).toBe(60_000)
})

it('no digits of the caller’s number leave the server, not even in the name', () => {
  expect(JSON.stringify(contactLine(view, [], names))).not.toContain('13800138000')
})

it('with a thousand agents, what one of them does is told in a few bytes', () => {
  const agents = new Map<string, AgentLine>(
    Array.from({ length: 1_000 }, (_, index) => {
      const id = `a${1000 + index}`
      return [id, { id, kind: 'ready', since: T0, contacts: 0, busyMs: 0, readyMs: 0 }]
    }),
  )
  const settings: SupervisionSettings = {
    directory: { people: [], queues: [] },
    rules: [],
    switch: { connected: true, simulated: true, name: 'simulator' },
    figuresComplete: true,
    dayStart: T0,
    timeZone: 'Asia/Shanghai',
  }
  const truth = { agents, queues: new Map(), contacts: new Map(), alarms: new Map(), messages: new Map() }
  const stream = new SupervisionStream()
  stream.follow(truth, settings, T0)
  expect(stream.snapshot(T0)?.agents).toHaveLength(1_000)
  expect(stream.follow(truth, settings, T0)).toBeUndefined()
  const busy = { ...(agents.get('a1500') as AgentLine), kind: 'on-contact', since: T0 + 9_000, readyMs: 9_000 } as const
  agents.set('a1500', busy)
  const update = stream.follow(truth, settings, T0)
  expect(update?.changes).toEqual({
    agents: { patches: [{ id: 'a1500', set: { kind: 'on-contact', since: T0 + 9_000, readyMs: 9_000 } }] },
  })
  expect(JSON.stringify(update).length).toBeLessThan(250)
  expect(stream.snapshot(T0)?.seq).toBe(update?.seq)
})
