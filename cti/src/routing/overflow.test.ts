import { beforeEach, expect, it } from 'vitest'
import { asAgentId, asQueueId, asWorkId } from '../ids.ts'
import { RoutingEngine } from './engine.ts'
import type { RoutingDecision } from './engine-types.ts'
import type { OverflowRule, Ring } from './work.ts'

const ann = asAgentId('ann')
let engine: RoutingEngine

const queue = (id: string, overflow: readonly OverflowRule[], skill?: string, rings: readonly Ring[] = []): void => {
  engine.handle({
    type: 'queue-changed',
    at: 0,
    queue: {
      id: asQueueId(id),
      entry: { needs: { all: skill ? [{ skill, min: 1 }] : [] } },
      rings,
      weight: 1,
      priority: 0,
      vipPriority: 0,
      choose: 'longest-idle',
      holdForAgentMs: 0,
      offerTimeoutMs: 20_000,
      wrapUpMs: 0,
      missesAllowed: 1,
      overflow,
    },
  })
}
const be = (kind: 'ready' | 'offline', at = 0): readonly RoutingDecision[] =>
  engine.handle({ type: 'agent-state-requested', agent: ann, state: { kind }, at })
const arrive = (id: string, at = 0, enteredAt = at): readonly RoutingDecision[] =>
  engine.handle({
    type: 'work-arrived',
    at,
    item: { id: asWorkId(id), queue: asQueueId('sales'), channel: 'voice', priority: 0, enteredAt },
  })
const fired = (decisions: readonly RoutingDecision[]): string[] =>
  decisions.flatMap((decision) => (decision.type === 'overflow' ? `${decision.work} ${decision.when.kind}` : []))
const callback = { kind: 'offer-callback' } as const

beforeEach(() => {
  engine = new RoutingEngine()
  engine.handle({ type: 'agent-profile-changed', agent: { id: ann, skills: { tea: 5 } }, at: 0 })
})

it('fires by depth when more than so many wait, the newcomer included, and not for who is offered at once', () => {
  queue('sales', [{ when: { kind: 'depth', items: 2 }, action: callback }])
  be('ready')
  expect(['offered', 'a', 'b', 'c'].map((id) => fired(arrive(id)))).toEqual([[], [], [], ['c depth']])
})

it('fires by wait at its time, once, and at once for who has waited so long already', () => {
  queue('sales', [{ when: { kind: 'wait', ms: 30_000 }, action: callback }])
  arrive('a')
  expect(engine.nextDeadline()).toBe(30_000)
  expect(fired(engine.handle({ type: 'time-passed', at: 29_999 }))).toEqual([])
  expect(fired(engine.handle({ type: 'time-passed', at: 30_000 }))).toEqual(['a wait'])
  expect(engine.nextDeadline()).toBeUndefined()
  expect(fired(arrive('b', 31_000, 0))).toEqual(['b wait'])
})

it('fires when the last who could serve it in any ring logs out', () => {
  const ring: Ring = { afterMs: 60_000, needs: { all: [{ skill: 'tea', min: 1 }] } }
  queue('sales', [{ when: { kind: 'no-staff' }, action: callback }], 'harp', [ring])
  be('ready')
  expect(fired(arrive('a'))).toEqual([])
  expect(fired(be('offline', 1_000))).toEqual(['a no-staff'])
  expect(fired(arrive('b', 2_000))).toEqual(['b no-staff'])
})

it('fires by estimated wait when it is above the limit', () => {
  // Nothing was learned yet: four minutes of service, one agent.
  queue('sales', [{ when: { kind: 'estimated-wait', ms: 480_000 }, action: callback }])
  be('ready')
  expect(['offered', 'a', 'b', 'c'].map((id) => fired(arrive(id)))).toEqual([[], [], [], ['c estimated-wait']])
})

it('moves to the other queue with the place, where agents are looked for at once', () => {
  queue(
    'sales',
    [{ when: { kind: 'wait', ms: 30_000 }, action: { kind: 'queue', queue: asQueueId('anybody') } }],
    'harp',
  )
  queue('anybody', [])
  be('ready')
  arrive('a')
  const decisions = engine.handle({ type: 'time-passed', at: 30_000 })
  expect(fired(decisions)).toEqual(['a wait'])
  const offer = decisions.find(({ type }) => type === 'offer')
  expect(offer).toMatchObject({ work: 'a', agent: 'ann', why: { waitedMs: 30_000, matched: false } })
})
