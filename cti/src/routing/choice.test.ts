import { beforeEach, expect, it } from 'vitest'
import { asAgentId, asQueueId, asWorkId } from '../ids.ts'
import { RoutingEngine } from './engine.ts'
import { levelSum } from './skills.ts'
import type { ChoiceRule, Needs, RequestedState } from './work.ts'

const HOUR = 3_600_000
let engine: RoutingEngine
let items = 0
beforeEach(() => {
  engine = new RoutingEngine()
})

const queue = (id: string, choose: ChoiceRule, needed?: string | Needs['anyOf']): void => {
  const all = typeof needed === 'string' ? [{ skill: needed, min: 1 }] : []
  const anyOf = typeof needed === 'string' ? undefined : needed
  engine.handle({
    type: 'queue-changed',
    at: 0,
    queue: {
      id: asQueueId(id),
      entry: { needs: { all, ...(anyOf ? { anyOf } : {}) } },
      rings: [],
      weight: 1,
      priority: 0,
      vipPriority: 0,
      choose,
      holdForAgentMs: 0,
      offerTimeoutMs: 20_000,
      wrapUpMs: 0,
      missesAllowed: 1,
      overflow: [],
    },
  })
}
const agent = (id: string, skills: Record<string, number>): void => {
  engine.handle({ type: 'agent-profile-changed', agent: { id: asAgentId(id), skills }, at: 0 })
}
const be = (id: string, kind: 'ready' | 'offline', at: number): void => {
  const state: RequestedState = { kind }
  engine.handle({ type: 'agent-state-requested', agent: asAgentId(id), state, at })
}
const arrive = (id: string, at: number) => {
  const work = asWorkId(`c${items++}`)
  const item = { id: work, queue: asQueueId(id), channel: 'voice' as const, priority: 0, enteredAt: at }
  const offer = engine.handle({ type: 'work-arrived', item, at }).find(({ type }) => type === 'offer')
  return offer?.type === 'offer' ? offer : undefined
}
const serve = (id: string, from: number, until: number): void => {
  const offer = arrive(id, from)
  if (!offer) throw new Error('nobody was free')
  engine.handle({ type: 'offer-accepted', offer: offer.offer, at: from })
  engine.handle({ type: 'contact-ended', work: offer.work, at: until })
}

it('spares who holds a skill that is asked for elsewhere, not who holds one that nobody wants', () => {
  queue('anything', 'scarce-last')
  queue('install', 'longest-idle', 'install')
  agent('wanted', { install: 5 })
  agent('unwanted', { harp: 9, tea: 3 })
  be('wanted', 'ready', 0)
  arrive('install', 1)
  engine.handle({ type: 'work-left', work: asWorkId(`c${items - 1}`), at: 2 })
  be('unwanted', 'ready', 10)
  expect(arrive('anything', 20)?.why.candidates).toMatchObject([
    { agent: 'unwanted', score: 0 },
    { agent: 'wanted', score: expect.closeTo(1, 3) },
  ])
})

it('spares less the more others hold the skill, and forgets what was asked for long ago', () => {
  queue('anything', 'scarce-last')
  queue('install', 'longest-idle', 'install')
  for (const id of ['a', 'b', 'c', 'd']) agent(id, { install: 5 })
  for (const id of ['a', 'b', 'c', 'd']) be(id, 'ready', 0)
  arrive('install', 0)
  engine.handle({ type: 'work-left', work: asWorkId(`c${items - 1}`), at: 0 })
  expect(arrive('anything', HOUR)?.why.candidates[0]?.score).toBeCloseTo(1 / 4 / 4 ** 2, 6)
})

it('spares the only one who is free, however many others hold the skill and are away', () => {
  queue('anything', 'scarce-last')
  queue('install', 'longest-idle', 'install')
  for (const id of ['a', 'b', 'c']) agent(id, { install: 5 })
  be('a', 'ready', 0)
  arrive('install', 0)
  engine.handle({ type: 'work-left', work: asWorkId(`c${items - 1}`), at: 0 })
  expect(arrive('anything', HOUR)?.why.candidates[0]?.score).toBeCloseTo(1 / 4, 6)
})

it('counts the occupancy of a shift through a short absence, and anew after a long one', () => {
  queue('anything', 'least-occupied')
  agent('a', {})
  be('a', 'ready', 0)
  serve('anything', 0, HOUR)
  be('a', 'offline', 2 * HOUR)
  be('a', 'ready', 5 * HOUR)
  const offer = arrive('anything', 6 * HOUR)
  expect(offer?.why.candidates[0]?.score).toBeCloseTo(1 / 3, 6)
  if (offer) engine.handle({ type: 'work-left', work: offer.work, at: 6 * HOUR })
  be('a', 'offline', 6 * HOUR)
  be('a', 'ready', 10 * HOUR)
  expect(arrive('anything', 11 * HOUR)?.why.candidates[0]?.score).toBe(0)
})

it('tells how long somebody waits from how the line moves', () => {
  queue('anything', 'longest-idle')
  expect(engine.newcomersWaitMs(asQueueId('anything'))).toBeUndefined()
  agent('a', {})
  be('a', 'ready', 0)
  expect(engine.newcomersWaitMs(asQueueId('anything'))).toBe(0)
  for (let call = 0; call < 12; call++) arrive('anything', 0)
  const line = [...engine.waiting()]
  let live = engine.agent(asAgentId('a'))?.state
  for (let call = 1; call <= 8; call++) {
    if (live?.kind !== 'offered') throw new Error('no offer')
    const { work, offer } = live
    engine.handle({ type: 'offer-accepted', offer, at: (call - 1) * 60_000 })
    engine.handle({ type: 'contact-ended', work, at: call * 60_000 })
    live = engine.agent(asAgentId('a'))?.state
  }
  const last = line.at(-1)?.id ?? asWorkId('none')
  expect(engine.ahead(last)).toBe(2)
  expect(engine.estimatedWaitMs(last)).toBe(180_000)
  expect(engine.newcomersWaitMs(asQueueId('anything'))).toBe(240_000)
})

it('adds up the levels of what is required, of alternatives the best that suffices', () => {
  const profile = { id: asAgentId('a'), skills: { tea: 7, cake: 9, harp: 8, flute: 6 } }
  const anyOf = [
    [
      { skill: 'harp', min: 1 },
      { skill: 'flute', min: 1 },
    ],
    [
      { skill: 'cake', min: 10 },
      { skill: 'flute', min: 2 },
    ],
  ]
  expect(levelSum(profile, { all: [{ skill: 'tea', min: 1 }], anyOf })).toBe(7 + 8 + 6)
})

it('counts a level that does not suffice for nothing among alternatives', () => {
  const alternatives = [
    { skill: 'cake', min: 10 },
    { skill: 'flute', min: 2 },
  ]
  queue('either', 'most-skilled', [alternatives])
  agent('nearly', { cake: 9, flute: 3 })
  agent('good', { flute: 5 })
  be('nearly', 'ready', 0)
  be('good', 'ready', 1)
  expect(arrive('either', 2)?.why.candidates).toMatchObject([
    { agent: 'good', score: -5, levels: { cake: 0, flute: 5 } },
    { agent: 'nearly', score: -3, levels: { cake: 9, flute: 3 } },
  ])
})
