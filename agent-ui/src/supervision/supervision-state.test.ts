import type { AgentLine, SupervisionSnapshot } from '@ringdesk/gateway/contract'
import { expect, it } from 'vitest'
import { followed, seen } from './supervision-state.ts'

const t0 = 1_800_000_000_000
const agent = (id: string, over: Partial<AgentLine> = {}): AgentLine => ({
  id,
  kind: 'ready',
  since: t0,
  contacts: 0,
  busyMs: 0,
  readyMs: 0,
  ...over,
})
const snapshot: SupervisionSnapshot = {
  seq: 7,
  serverTime: t0 + 500,
  settings: {
    directory: { people: [], queues: [] },
    rules: [],
    switch: { connected: true, simulated: true, name: 'simulator' },
    figuresComplete: false,
    dayStart: t0,
    timeZone: 'Asia/Shanghai',
  },
  agents: [agent('a'), agent('b')],
  queues: [],
  contacts: [],
  alarms: [],
  messages: [],
}
const start = seen(snapshot, t0)

it('takes the next update: rows change, others stay the same objects', () => {
  const changes = { agents: { patches: [{ id: 'a', set: { kind: 'wrap-up' as const } }] } }
  const next = followed(start, { seq: 8, serverTime: t0, changes, settings: { figuresComplete: true } }, t0)
  expect(next.agents.get('a')?.kind).toBe('wrap-up')
  expect(next.agents.get('b')).toBe(start.agents.get('b'))
  expect(next.contacts).toBe(start.contacts)
  expect(next.settings.figuresComplete).toBe(true)
  expect(next.clockAheadMs).toBe(500)
})

it('takes no update twice, and asks for everything when one is missing', () => {
  const changes = { agents: { removed: ['a'] } }
  expect(followed(start, { seq: 7, serverTime: t0, changes }, t0)).toBe(start)
  const gap = followed(start, { seq: 9, serverTime: t0, changes }, t0)
  expect(gap.gap).toBe(true)
  expect(gap.agents).toBe(start.agents)
  expect(seen({ ...snapshot, seq: 9 }, t0).gap).toBe(false)
})
