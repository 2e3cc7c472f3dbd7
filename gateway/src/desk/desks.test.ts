/** What a thousand desks cost each other: figures in small helpings, the database asked only for what is new. */
import { type AgentContact, asAgentId, asCallId, type CallCentre, callCentreConfig, type Fact } from '@ringdesk/cti'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { DeskUpdate, Me, TicketDetail } from '../contract/index.ts'
import { namesOf } from './desk-views.ts'
import { Desks } from './desks.ts'

const week = Array.from({ length: 7 }, () => [[0, 1440]])
const agents = Array.from({ length: 40 }, (_, index) => asAgentId(`a${1001 + index}`))
const config = callCentreConfig.parse({
  version: 1,
  hotlines: [{ number: '4008001234', name: '售后热线', hours: { week }, queue: 'aftersales' }],
  queues: [{ id: 'aftersales', name: '售后服务', needs: { all: [{ skill: 'tea', min: 1 }] } }],
  agents: agents.map((id) => ({ id, name: id, extension: id.slice(1), skills: { tea: 5 } })),
})
const caller = { number: '+8613800138000', raw: '13800138000', kind: 'mobile' } as const
const call = asCallId('call-1')
const [agent = asAgentId(''), colleague = asAgentId('')] = agents
const contact: AgentContact = {
  call,
  phase: 'talking',
  since: 1,
  caller,
  hotline: '4008001234',
  waitedMs: 0,
  muted: false,
}
const me = (id: string): Me => ({ id, username: id, name: id, role: 'agent', agent: { id, extension: id.slice(1) } })

let tell: (fact: Fact) => void
let waiting: number
let contacts: AgentContact[]
let colleagues: AgentContact[]
let asked: string[]
let updates: Map<string, DeskUpdate[]>
let desks: Desks

beforeEach(() => {
  vi.useFakeTimers()
  waiting = 0
  contacts = []
  colleagues = []
  asked = []
  updates = new Map(agents.map((id) => [id, []]))
  const callCentre: Partial<CallCentre> = {
    onFact: (listener) => {
      tell = listener
      return () => undefined
    },
    agentView: (id) => ({
      agent: id,
      state: { kind: 'ready' },
      since: 1,
      contacts: id === agent ? contacts : id === colleague ? colleagues : [],
    }),
    queueViews: () => [
      {
        queue: 'aftersales' as never,
        waiting,
        callbacks: 0,
        ready: 1,
        loggedIn: 1,
        staff: { offline: 0, ready: 1, 'not-ready': 0, offered: 0, 'on-contact': 0, 'wrap-up': 0 },
      },
    ],
    switchStatus: () => ({ connected: true, simulated: true, name: 'test', since: 0, reconnects: 0 }),
  }
  desks = new Desks({
    callCentre: callCentre as CallCentre,
    context: async () => {
      asked.push('context')
      return { orders: [], openTickets: [], lastContacts: [] }
    },
    ticket: async () => {
      asked.push('ticket')
      return { id: 'ticket-1' } as TicketDetail
    },
    config: () => config,
    names: () => namesOf(config, new Map()),
    log: pino({ level: 'silent' }),
  })
})

afterEach(() => {
  desks.close()
  vi.useRealTimers()
})

const open = (id: (typeof agents)[number]): void => {
  desks.attach(id, {
    me: me(id),
    update: (together) => updates.get(id)?.push(...together),
    superseded: () => undefined,
  })
}
const shown = (id: string): number | undefined =>
  updates
    .get(id)
    ?.flatMap((update) => (update.type === 'queues' ? update.queues : []))
    .at(-1)?.waiting
const disconnected: Fact = { id: 'x', at: 1, type: 'switch-disconnected', reason: 'test' }

it('tells queue figures to a few desks at a time, to all in the end, and then what changed meanwhile', () => {
  for (const id of agents) open(id)
  waiting = 3
  tell(disconnected)
  // An immediate takes a millisecond of this clock.
  vi.advanceTimersByTime(1_001)
  const first = agents.filter((id) => shown(id) === 3).length
  expect(first).toBeGreaterThan(0)
  expect(first).toBeLessThan(agents.length / 2)

  waiting = 4
  tell(disconnected)
  vi.advanceTimersByTime(900)
  expect(agents.every((id) => shown(id) === 3)).toBe(true)
  vi.advanceTimersByTime(2_000)
  expect(agents.every((id) => shown(id) === 4)).toBe(true)
})

it('asks for the whole context once, and after the ledger has written for the ticket alone', async () => {
  contacts = [contact]
  open(agent)
  await vi.advanceTimersByTimeAsync(1)
  expect(asked).toEqual(['context'])

  const connected: Fact = {
    id: 'connected',
    at: 2,
    type: 'call-connected',
    call,
    agent,
    queue: 'aftersales' as never,
    hotline: '4008001234',
    caller,
    arrivedAt: 1,
    waitedMs: 1,
  }
  desks.recorded([connected])
  await vi.advanceTimersByTimeAsync(1)
  expect(asked).toEqual(['context', 'ticket'])
  expect(updates.get(agent)).toContainEqual(
    expect.objectContaining({
      type: 'contact-context',
      context: expect.objectContaining({ ticket: { id: 'ticket-1' } }),
    }),
  )

  contacts = []
  desks.recorded([connected])
  await vi.advanceTimersByTimeAsync(1)
  expect(asked).toEqual(['context', 'ticket'])
})

const offered = (to: typeof agent): Fact => ({
  id: `offered/${to}`,
  at: 2,
  type: 'call-offered',
  call,
  offer: `offer.${to}` as never,
  agent: to,
  queue: 'aftersales' as never,
  hotline: '4008001234',
  caller,
  enteredAt: 1,
  expiresAt: 20_000,
  why: {
    waitedMs: 1,
    free: 1,
    eligible: 1,
    ring: { index: 0, of: 1, afterMs: 0 },
    matched: true,
    score: 0,
    weight: 1,
    priority: 0,
    reason: 'rule',
    rule: 'longest-idle',
    candidates: [{ agent: to, idleMs: 1, score: 0, levels: { tea: 5 } }],
  },
})
const pops = (id: string) => updates.get(id)?.flatMap((update) => (update.type === 'contact' ? [update.contact] : []))

it('still knows why a call handed on came to the next agent when the first has finished the wrap-up', () => {
  for (const id of [agent, colleague]) open(id)
  contacts = [{ ...contact, phase: 'offered' }]
  tell(offered(agent))
  contacts = [{ ...contact, phase: 'wrap-up' }]
  colleagues = [{ ...contact, phase: 'offered' }]
  tell(offered(colleague))

  contacts = []
  tell({ id: 'done', at: 3, type: 'agent-state-changed', agent, state: { kind: 'ready' } } as Fact)
  colleagues = [{ ...contact, phase: 'talking' }]
  tell({ id: 'state', at: 4, type: 'agent-state-changed', agent: colleague, state: { kind: 'ready' } } as Fact)
  expect(pops(colleague)?.at(-1)).toMatchObject({ phase: 'talking', why: { rule: 'longest-idle' } })
})

it('tells why a call left that was offered and not taken, and forgets it', () => {
  open(agent)
  contacts = [{ ...contact, phase: 'offered' }]
  tell(offered(agent))
  contacts = []
  tell({ id: 'e', at: 3, type: 'call-offer-ended', call, offer: 'o' as never, agent, end: 'customer-left' })
  expect(updates.get(agent)).toContainEqual(
    expect.objectContaining({ type: 'contact-removed', call, reason: 'caller-left' }),
  )
  // The same call again, without a word of why: nothing of the first time is left.
  contacts = [contact]
  tell({ id: 's', at: 4, type: 'agent-state-changed', agent, state: { kind: 'ready' } } as Fact)
  expect(pops(agent)?.at(-1)).not.toHaveProperty('why')
})
