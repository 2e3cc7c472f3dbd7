import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { type AgentId, asAgentId, asQueueId, asWorkId, type WorkId } from '../ids.ts'
import { RoutingEngine } from './engine.ts'
import type { RoutingDecision, RoutingEvent } from './engine-types.ts'
import type { AgentBlend, RequestedState, SkillNeed, WorkItem } from './work.ts'

const ann = asAgentId('ann')
const bob = asAgentId('bob')
const call = (id: string, over: Partial<WorkItem> = {}): WorkItem => ({
  id: asWorkId(id),
  queue: asQueueId('aftersales'),
  channel: 'voice',
  needs: { all: [] },
  priority: 0,
  enteredAt: 0,
  ...over,
})
const need = (skill: string, min: number): SkillNeed => ({ skill, min })

const withQueue = (): RoutingEngine => {
  const engine = new RoutingEngine()
  engine.handle({
    type: 'queue-changed',
    at: 0,
    queue: {
      id: asQueueId('aftersales'),
      entry: { needs: { all: [] } },
      rings: [],
      weight: 1,
      priority: 0,
      vipPriority: 0,
      choose: 'longest-idle',
      holdForAgentMs: 0,
      offerTimeoutMs: 20_000,
      wrapUpMs: 60_000,
      missesAllowed: 1,
      overflow: [],
    },
  })
  return engine
}

describe('the routing engine', () => {
  let engine: RoutingEngine
  const agent = (id: AgentId, skills: Record<string, number> = {}, at = 0): void => {
    engine.handle({ type: 'agent-profile-changed', agent: { id, skills }, at })
  }
  const request = (id: AgentId, state: RequestedState, at: number): readonly RoutingDecision[] =>
    engine.handle({ type: 'agent-state-requested', agent: id, state, at })
  const ready = (id: AgentId, at = 0): readonly RoutingDecision[] => request(id, { kind: 'ready' }, at)
  const blended = (id: AgentId, blend: AgentBlend): void => {
    engine.handle({ type: 'agent-profile-changed', agent: { id, skills: {}, blend }, at: 0 })
    ready(id)
  }
  const arrive = (item: WorkItem, at = item.enteredAt): readonly RoutingDecision[] =>
    engine.handle({ type: 'work-arrived', item, at })
  const offers = (decisions: readonly RoutingDecision[]) => decisions.filter((decision) => decision.type === 'offer')
  const offerTo = (decisions: readonly RoutingDecision[]) => {
    const [offer] = offers(decisions)
    if (offer?.type !== 'offer') throw new Error(`no offer in ${JSON.stringify(decisions)}`)
    return offer
  }

  beforeEach(() => {
    engine = withQueue()
    agent(ann, { tea: 5, english: 2 })
    agent(bob, { tea: 8 })
  })

  it('gives whom we call to nobody who takes callers alone, and callers to nobody who only makes calls', () => {
    blended(ann, 'inbound-only')
    expect(offers(arrive(call('out', { outbound: true })))).toEqual([])
    blended(bob, 'outbound-only')
    // Bob is free for it as soon as he is there; Ann was all the time.
    expect(engine.agent(bob)?.state.kind).toBe('offered')
    expect(offerTo(arrive(call('in'))).agent).toBe(ann)
    expect(offers(arrive(call('second')))).toEqual([])
  })

  it('gives both to an agent who takes both', () => {
    blended(ann, 'both')
    expect(offerTo(arrive(call('out', { outbound: true }))).agent).toBe(ann)
  })

  it('offers work to the agent who is idle longest, and says why', () => {
    ready(bob, 1_000)
    ready(ann, 2_000)
    const offer = offerTo(arrive(call('c1', { enteredAt: 5_000 }), 5_000))
    expect(offer.agent).toBe(bob)
    expect(offer.why).toMatchObject({
      waitedMs: 0,
      free: 2,
      eligible: 2,
      rule: 'longest-idle',
      candidates: [
        { agent: bob, idleMs: 4_000, levels: {} },
        { agent: ann, idleMs: 3_000, levels: {} },
      ],
    })
  })

  it('passes over agents who lack a skill or its level', () => {
    ready(ann, 0)
    ready(bob, 1)
    expect(offerTo(arrive(call('c1', { needs: { all: [need('tea', 6)] } }))).agent).toBe(bob)
    expect(offers(arrive(call('c2', { needs: { all: [need('french', 1)] } })))).toEqual([])
    expect([...engine.waiting()].map((item) => item.id)).toEqual(['c2'])
  })

  it('serves the one who waits longest first, priority minutes counting as waiting', () => {
    arrive(call('first', { enteredAt: 0 }))
    arrive(call('vip', { enteredAt: 60_000, priority: 2 }))
    arrive(call('later', { enteredAt: 61_000 }))
    expect(offerTo(ready(ann, 70_000)).work).toBe('vip')
    expect(offerTo(ready(bob, 70_000)).work).toBe('first')
  })

  it('knows how many of the same queue are in front', () => {
    arrive(call('first', { enteredAt: 0 }))
    arrive(call('elsewhere', { enteredAt: 1, queue: asQueueId('membership') }), 1)
    arrive(call('second', { enteredAt: 2 }), 2)
    arrive(call('vip', { enteredAt: 3, priority: 1 }), 3)
    expect(['first', 'elsewhere', 'second', 'vip', 'nobody'].map((id) => engine.ahead(asWorkId(id)))).toEqual([
      1, 0, 2, 0, 0,
    ])
  })

  it('takes an offer back when nobody answers, sends the agent away and offers to the next at once', () => {
    ready(ann, 0)
    ready(bob, 1)
    const offer = offerTo(arrive(call('c1', { enteredAt: 10 }), 10))
    expect(engine.nextDeadline()).toBe(20_010)
    const decisions = engine.handle({ type: 'time-passed', at: 20_010 })
    expect(decisions[0]).toMatchObject({ type: 'offer-ended', offer: offer.offer, end: 'timed-out' })
    expect(offerTo(decisions)).toMatchObject({ agent: bob, work: 'c1' })
    expect(engine.agent(ann)?.state).toEqual({ kind: 'not-ready', reason: 'missed-offer' })
  })

  it('offers a declined call to somebody else, and to the same agent only after the cool-off', () => {
    ready(ann, 0)
    const offer = offerTo(arrive(call('c1')))
    const decisions = engine.handle({ type: 'offer-declined', offer: offer.offer, at: 100 })
    expect(offers(decisions)).toEqual([])
    expect(engine.agent(ann)?.state.kind).toBe('ready')
    expect(engine.nextDeadline()).toBe(30_100)
    expect(offerTo(engine.handle({ type: 'time-passed', at: 30_100 })).agent).toBe(ann)
  })

  it('offers a missed call to the same agent again as soon as the agent is back', () => {
    ready(ann, 0)
    arrive(call('c1'))
    engine.handle({ type: 'time-passed', at: 20_000 })
    expect(offerTo(ready(ann, 21_000)).work).toBe('c1')
  })

  it('keeps the place of a call whose agent could not be reached', () => {
    ready(ann, 0)
    const offer = offerTo(arrive(call('old', { enteredAt: 0 })))
    arrive(call('new', { enteredAt: 50 }), 50)
    engine.handle({ type: 'offer-failed', offer: offer.offer, reason: 'unreachable', at: 100 })
    expect(engine.agent(ann)?.state).toEqual({ kind: 'not-ready', reason: 'phone-unreachable' })
    expect(offerTo(ready(bob, 200)).work).toBe('old')
  })

  it('returns a call to its place when the connection fails after the agent had accepted', () => {
    ready(ann, 0)
    const offer = offerTo(arrive(call('c1')))
    engine.handle({ type: 'offer-accepted', offer: offer.offer, at: 10 })
    engine.handle({ type: 'offer-failed', offer: offer.offer, reason: 'bridge-failed', at: 20 })
    expect([...engine.waiting()].map((item) => item.id)).toEqual(['c1'])
    expect(engine.agent(ann)?.state).toEqual({ kind: 'not-ready', reason: 'phone-unreachable' })
  })

  it('withdraws the offer when the customer leaves while it rings; the agent is ready again', () => {
    ready(ann, 0)
    arrive(call('c1'))
    const decisions = engine.handle({ type: 'work-left', work: asWorkId('c1'), at: 5_000 })
    expect(decisions[0]).toMatchObject({ type: 'offer-ended', end: 'customer-left', agent: ann })
    expect(engine.agent(ann)?.state.kind).toBe('ready')
  })

  it('goes through contact and wrap-up to the next call', () => {
    ready(ann, 0)
    const offer = offerTo(arrive(call('c1')))
    arrive(call('c2', { enteredAt: 1 }), 1)
    engine.handle({ type: 'offer-accepted', offer: offer.offer, at: 5 })
    engine.handle({ type: 'contact-ended', work: asWorkId('c1'), at: 1_000 })
    expect(engine.agent(ann)?.state).toEqual({ kind: 'wrap-up', work: 'c1', endsAt: 61_000 })
    expect(offerTo(engine.handle({ type: 'wrap-up-finished', agent: ann, at: 2_000 })).work).toBe('c2')
  })

  it('ends wrap-up by itself at its deadline', () => {
    ready(ann, 0)
    engine.handle({ type: 'offer-accepted', offer: offerTo(arrive(call('c1'))).offer, at: 5 })
    engine.handle({ type: 'contact-ended', work: asWorkId('c1'), at: 1_000 })
    engine.handle({ type: 'time-passed', at: 61_000 })
    expect(engine.agent(ann)?.state.kind).toBe('ready')
  })

  it('takes up a break asked for during a call after the wrap-up', () => {
    ready(ann, 0)
    engine.handle({ type: 'offer-accepted', offer: offerTo(arrive(call('c1'))).offer, at: 5 })
    request(ann, { kind: 'not-ready', reason: 'break' }, 10)
    expect(engine.agent(ann)).toMatchObject({
      state: { kind: 'on-contact' },
      next: { kind: 'not-ready', reason: 'break' },
    })
    engine.handle({ type: 'contact-ended', work: asWorkId('c1'), at: 1_000 })
    engine.handle({ type: 'wrap-up-finished', agent: ann, at: 2_000 })
    expect(engine.agent(ann)).toEqual({ state: { kind: 'not-ready', reason: 'break' }, since: 2_000 })
  })

  it('refuses what contradicts its state, and says what', () => {
    expect(engine.handle({ type: 'wrap-up-finished', agent: ann, at: 0 })).toMatchObject([{ type: 'refused' }])
    expect(engine.handle({ type: 'work-left', work: asWorkId('nobody'), at: 0 })).toMatchObject([{ type: 'refused' }])
    expect(ready(asAgentId('stranger'))).toMatchObject([{ type: 'refused', reason: 'agent stranger is unknown' }])
  })

  it('offers nothing while the switch is away, and goes on in order afterwards', () => {
    engine.handle({ type: 'offering-suspended', at: 0 })
    ready(ann, 0)
    expect(offers(arrive(call('c1')))).toEqual([])
    arrive(call('c2', { enteredAt: 1 }), 1)
    expect(offerTo(engine.handle({ type: 'offering-resumed', at: 9 })).work).toBe('c1')
  })

  it('gives no wrap-up after a contact in which nobody spoke', () => {
    ready(ann, 0)
    engine.handle({ type: 'offer-accepted', offer: offerTo(arrive(call('c1'))).offer, at: 5 })
    engine.handle({ type: 'contact-ended', work: asWorkId('c1'), withoutWrapUp: true, at: 9 })
    expect(engine.agent(ann)?.state.kind).toBe('ready')
  })

  it('adopts a contact that was found in progress', () => {
    ready(ann, 0)
    engine.handle({ type: 'contact-adopted', agent: ann, item: call('c9'), at: 5 })
    expect(engine.agent(ann)?.state).toEqual({ kind: 'on-contact', work: 'c9' })
    engine.handle({ type: 'contact-ended', work: asWorkId('c9'), at: 10 })
    expect(engine.agent(ann)?.state.kind).toBe('wrap-up')
  })
})

/** Random days: every rule must hold after every event, whatever happens in whatever order. */
describe('whatever happens', () => {
  const agents = ['a', 'b', 'c', 'd'].map(asAgentId)
  const skills = ['tea', 'refund'] as const
  type Step =
    | { kind: 'arrive'; needs: SkillNeed[]; priority: number }
    | { kind: 'leave' | 'accept' | 'decline' | 'fail' | 'end' | 'finish'; pick: number }
    | { kind: 'state'; agent: number; state: RequestedState }
    | { kind: 'wait'; ms: number }
  const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
    fc.record({
      kind: fc.constant('arrive' as const),
      needs: fc.uniqueArray(fc.record({ skill: fc.constantFrom(...skills), min: fc.integer({ min: 1, max: 9 }) }), {
        maxLength: 2,
        selector: (entry) => entry.skill,
      }),
      priority: fc.integer({ min: 0, max: 3 }),
    }),
    fc.record({
      kind: fc.constantFrom('leave', 'accept', 'accept', 'decline', 'fail', 'end', 'finish'),
      pick: fc.nat(20),
    }),
    fc.record({
      kind: fc.constant('state' as const),
      agent: fc.nat(3),
      state: fc.constantFrom<RequestedState>(
        { kind: 'ready' },
        { kind: 'ready' },
        { kind: 'offline' },
        { kind: 'not-ready', reason: 'break' },
      ),
    }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 40_000 }) }),
  )

  const play = (steps: readonly Step[], check: (engine: RoutingEngine, world: World) => void): RoutingDecision[] => {
    const engine = withQueue()
    const world = new World()
    const all: RoutingDecision[] = []
    const send = (event: RoutingEvent): void => {
      const decisions = engine.handle(event)
      all.push(...decisions)
      world.learn(event, decisions)
      check(engine, world)
    }
    agents.forEach((id, index) => {
      send({
        type: 'agent-profile-changed',
        agent: { id, skills: { tea: 3 + index * 2, refund: 9 - index * 2 } },
        at: 0,
      })
    })
    let at = 0
    let count = 0
    for (const step of steps) {
      at += step.kind === 'wait' ? step.ms : 7
      for (let due = engine.nextDeadline(); due !== undefined && due <= at; due = engine.nextDeadline())
        send({ type: 'time-passed', at: due })
      const pickFrom = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)]
      if (step.kind === 'arrive') {
        const item = call(`w${count++}`, { needs: { all: step.needs }, priority: step.priority, enteredAt: at })
        send({ type: 'work-arrived', item, at })
      } else if (step.kind === 'state') {
        send({ type: 'agent-state-requested', agent: agents[step.agent] ?? ann, state: step.state, at })
      } else if (step.kind !== 'wait') {
        const live = [...world.offers.values()]
        const offer = pickFrom(live, step.pick)
        const work = pickFrom([...world.pending], step.pick)
        const talking = pickFrom([...world.talking.keys()], step.pick)
        if (step.kind === 'leave' && work) send({ type: 'work-left', work, at })
        if (step.kind === 'accept' && offer) send({ type: 'offer-accepted', offer: offer.offer, at })
        if (step.kind === 'decline' && offer) send({ type: 'offer-declined', offer: offer.offer, at })
        if (step.kind === 'fail' && offer) send({ type: 'offer-failed', offer: offer.offer, reason: 'unreachable', at })
        if (step.kind === 'end' && talking) send({ type: 'contact-ended', work: talking, at })
        if (step.kind === 'finish') {
          const wrapping = agents.find((id) => engine.agent(id)?.state.kind === 'wrap-up')
          if (wrapping) send({ type: 'wrap-up-finished', agent: wrapping, at })
        }
      }
    }
    return all
  }

  /** What an outside observer knows from events and decisions alone. */
  class World {
    readonly pending = new Set<WorkId>()
    readonly talking = new Map<WorkId, AgentId>()
    readonly offers = new Map<string, Extract<RoutingDecision, { type: 'offer' }>>()
    readonly states = new Map<AgentId, string>()
    learn(event: RoutingEvent, decisions: readonly RoutingDecision[]): void {
      const refused = decisions.some((decision) => decision.type === 'refused')
      if (refused) throw new Error(`refused: ${JSON.stringify(decisions)}`)
      if (event.type === 'work-arrived') this.pending.add(event.item.id)
      if (event.type === 'work-left') this.pending.delete(event.work)
      if (event.type === 'contact-ended') this.talking.delete(event.work)
      for (const decision of decisions) {
        if (decision.type === 'offer') this.offers.set(decision.offer, decision)
        if (decision.type === 'offer-ended') {
          if (!this.offers.delete(decision.offer)) throw new Error(`${decision.offer} ended twice`)
          if (decision.end === 'accepted') {
            this.pending.delete(decision.work)
            this.talking.set(decision.work, decision.agent)
          }
        }
        if (decision.type === 'agent-state-changed') this.states.set(decision.agent, decision.state.kind)
      }
    }
  }

  it('nobody is booked twice, no work is lost, and the told state is the true one', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 80 }), (steps) => {
        play(steps, (engine, world) => {
          const busy = [...[...world.offers.values()].map((offer) => offer.agent), ...world.talking.values()]
          expect(new Set(busy).size).toBe(busy.length)
          const offeredWork = [...world.offers.values()].map((offer) => offer.work)
          expect(new Set(offeredWork).size).toBe(offeredWork.length)
          expect([...[...engine.waiting()].map((item) => item.id), ...offeredWork].sort()).toEqual(
            [...world.pending].sort(),
          )
          for (const [id, kind] of world.states) expect(engine.agent(id)?.state.kind).toBe(kind)
        })
      }),
      { numRuns: 300 },
    )
  })

  it('nobody who could be served is left waiting beside a free agent, except just after declining the work', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 60 }), (steps) => {
        const withoutRefusals = steps.filter((step) => step.kind !== 'decline')
        const profile = new Map(
          agents.map((id, index) => [id, { tea: 3 + index * 2, refund: 9 - index * 2 } as Record<string, number>]),
        )
        play(withoutRefusals, (engine) => {
          for (const item of engine.waiting()) {
            const free = agents.filter(
              (id) =>
                engine.agent(id)?.state.kind === 'ready' &&
                (item.needs?.all ?? []).every(({ skill, min }) => (profile.get(id)?.[skill] ?? 0) >= min),
            )
            expect(free).toEqual([])
          }
        })
      }),
      { numRuns: 600 },
    )
  })

  it('the same events give the same decisions', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 60 }), (steps) => {
        expect(play(steps, () => undefined)).toEqual(play(steps, () => undefined))
      }),
      { numRuns: 50 },
    )
  })

  it('every offer is explained and goes only to an agent who meets the needs', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 60 }), (steps) => {
        for (const decision of play(steps, () => undefined)) {
          if (decision.type !== 'offer') continue
          expect(decision.why.candidates[0]?.agent).toBe(decision.agent)
          expect(decision.why.eligible).toBeGreaterThanOrEqual(1)
          expect(decision.why.eligible).toBeLessThanOrEqual(decision.why.free)
        }
      }),
    )
  })
})
