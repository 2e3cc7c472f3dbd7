/** The whole call centre on an imaginary switch in virtual time: whatever people, phones and the switch do, what must hold holds. */
import fc from 'fast-check'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { KeptCallback } from '../calls/call.ts'
import { createVirtualClock, type VirtualClock } from '../clock.ts'
import { type CallCentreConfig, callCentreConfig } from '../configuration.ts'
import type { Fact } from '../facts.ts'
import { type AgentId, asAgentId, asCallId, asLegId, asQueueId, type CallId } from '../ids.ts'
import type { CallCentre, CommandResult, SupervisorCommand } from './call-centre.ts'
import { ImaginarySwitch } from './imaginary-switch.ts'
import { createCallCentre } from './live-call-centre.ts'

const START = Date.parse('2026-11-23T02:00:00Z')
const allWeek = Array.from({ length: 7 }, () => [[0, 1440]])
const config: CallCentreConfig = callCentreConfig.parse({
  version: 1,
  trunk: 'carrier',
  queues: [
    {
      id: 'q',
      name: '售后',
      needs: { all: [{ skill: 'tea', min: 1 }] },
      wrapUpMs: 20_000,
      offerTimeoutMs: 10_000,
      maxWaitMs: 120_000,
      callback: { key: '1', first: 'agent', attempts: 2, retryMs: 60_000, untilMinute: 1440 },
      overflow: [
        { when: { kind: 'wait', ms: 40_000 }, action: { kind: 'queue', queue: 'other' } },
        { when: { kind: 'depth', items: 4 }, action: { kind: 'voicemail' } },
      ],
    },
    {
      id: 'other',
      name: '会员',
      needs: { all: [{ skill: 'tea', min: 1 }] },
      wrapUpMs: 0,
      callback: { key: '1', first: 'customer', attempts: 2, retryMs: 60_000, untilMinute: 1440 },
      overflow: [
        { when: { kind: 'wait', ms: 55_000 }, action: { kind: 'external', number: '02188887777' } },
        { when: { kind: 'wait', ms: 80_000 }, action: { kind: 'announce', prompt: 'goodbye' } },
        { when: { kind: 'no-staff' }, action: { kind: 'offer-callback' } },
      ],
    },
  ],
  hotlines: [
    { number: '4008001234', name: '热线', queue: 'q', hours: { week: allWeek } },
    {
      number: '4008002222',
      name: '菜单',
      queue: 'q',
      hours: { week: allWeek },
      menu: { prompt: 'menu-main', options: { 1: { queue: 'q', label: '售后' } } },
    },
    { number: '4008009999', name: '休息', queue: 'q', hours: { week: allWeek.map(() => []) } },
  ],
  agents: ['ann', 'bob', 'cao'].map((id, index) => ({ id, name: id, extension: `100${index}`, skills: { tea: 5 } })),
})
const agents = config.agents.map((agent) => asAgentId(agent.id))

/** A hang-up takes up to 200 ms on the imaginary switch; after a failed command the model looks again within seconds. */
const STRAY_MS = 2_000

type Step =
  | { kind: 'call'; to: string }
  | { kind: 'caller-leaves' | 'phone-answers' | 'phone-hangs-up' | 'switch-drops'; pick: number }
  | {
      kind: 'ask'
      agent: number
      what: 'answer' | 'decline' | 'hold' | 'resume' | 'mute' | 'hang-up' | 'finish' | 'ready' | 'break' | 'offline'
    }
  | { kind: 'transfer'; agent: number; to: string }
  | { kind: 'supervise'; pick: number; what: 'move' | 'prioritise' | 'requeue' | 'ready' | 'offline' }
  | { kind: 'key'; pick: number; digit: string }
  | { kind: 'wait'; ms: number }
  | { kind: 'connection-lost'; ms: number }
  | { kind: 'restart'; ms: number }

const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('call' as const),
      to: fc.constantFrom('4008001234', '4008001234', '4008002222', '4008009999', '4000000000'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('caller-leaves', 'phone-answers', 'phone-answers', 'phone-hangs-up', 'switch-drops'),
      pick: fc.nat(9),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      agent: fc.nat(2),
      what: fc.constantFrom(
        'answer',
        'answer',
        'decline',
        'hold',
        'resume',
        'mute',
        'hang-up',
        'finish',
        'ready',
        'ready',
        'break',
        'offline',
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('transfer' as const),
      agent: fc.nat(2),
      to: fc.constantFrom('q', 'other', 'nowhere'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('supervise' as const),
      pick: fc.nat(9),
      what: fc.constantFrom('move', 'prioritise', 'requeue', 'requeue', 'ready', 'offline'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('key' as const),
      pick: fc.nat(9),
      digit: fc.constantFrom('1', '1', '1', '#', '5'),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 30_000 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('connection-lost' as const), ms: fc.integer({ min: 1, max: 40_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('restart' as const), ms: fc.integer({ min: 1, max: 40_000 }) }),
  },
)

/** A small seeded generator (mulberry32), so that a failing run can be repeated. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

class World {
  readonly clock: VirtualClock = createVirtualClock(START)
  readonly telephones: ImaginarySwitch
  readonly facts: Fact[] = []
  readonly calls: CallId[] = []
  readonly log: string[] = []
  readonly worstStrays: string[] = []
  kept: readonly KeptCallback[] = []
  centre: CallCentre
  #legs = 0
  #commands = 0

  constructor(seed: number, failOneIn: number) {
    this.telephones = new ImaginarySwitch({ clock: this.clock, random: seeded(seed), failOneIn })
    this.centre = this.#open()
  }

  #open(): CallCentre {
    const centre = createCallCentre({
      telephoneSwitch: this.telephones,
      config,
      log: pino({ level: 'error' }, { write: (line: string) => this.log.push(line) }),
      recordingsDirectory: '/recordings',
      clock: this.clock,
      // A disk: what it took it has, also when we stop before it says so.
      callbacks: {
        load: async () => this.kept,
        save: async (callbacks) => {
          this.kept = JSON.parse(JSON.stringify(callbacks))
        },
      },
      newLegId: () => asLegId(`agent-leg-${this.#legs++}`),
      presence: [...this.#lastStates()].map(([agent, state]) => ({ agent, state })),
    })
    centre.onFact((fact) => this.facts.push(fact))
    return centre
  }

  #lastStates() {
    return new Map(
      this.facts.flatMap((fact) => (fact.type === 'agent-state-changed' ? [[fact.agent, fact.state] as const] : [])),
    )
  }

  /** Phones that ring or wait although their call has no use for them, and since when. */
  readonly #strays = new Map<string, number>()

  /** @returns legs of agents that nobody has wanted for longer than the switch needs to end one */
  strayPhones(): string[] {
    const wanted = new Set(
      agents.flatMap((agent) =>
        (this.centre.agentView(agent)?.contacts ?? [])
          .filter((contact) => contact.phase !== 'wrap-up')
          .map((contact) => `${agent} ${contact.call}`),
      ),
    )
    const phases = new Map(this.centre.contactViews().map(({ call, phase }) => [String(call), phase]))
    const isWanted = ({ role, agent, call = '' }: Record<string, string>): boolean => {
      const phase = phases.get(call)
      if (role === 'agent') return wanted.has(`${agent} ${call}`)
      return phase !== undefined && phase !== 'scheduled' && phase !== 'ended'
    }
    const strays = [...this.telephones.legs.values()].filter(
      (leg) => leg.direction === 'outbound' && !isWanted(leg.variables),
    )
    const ids = new Set<string>(strays.map((leg) => leg.id))
    for (const id of this.#strays.keys()) if (!ids.has(id)) this.#strays.delete(id)
    for (const id of ids) if (!this.#strays.has(id)) this.#strays.set(id, this.clock.now())
    return [...this.#strays]
      .filter(([, since]) => this.clock.now() - since > STRAY_MS)
      .map(([id]) => {
        const { role, call = '' } = this.telephones.legs.get(asLegId(id))?.variables ?? {}
        return `${id}: ${role} of ${call}, which is ${phases.get(call)}`
      })
  }

  /** While we or the line are away nobody can end a leg. */
  #forgiveStrays(): void {
    this.#strays.clear()
  }

  /** Lets what was promised happen, then time pass; promises settle in between as they do in a running process. */
  async pass(ms: number): Promise<void> {
    const end = this.clock.now() + ms
    while (this.clock.now() < end) {
      await settle()
      this.clock.advance(Math.min(250, end - this.clock.now()))
      if (!this.telephones.status().connected) continue
      for (const stray of this.strayPhones()) if (!this.worstStrays.includes(stray)) this.worstStrays.push(stray)
    }
    await settle()
  }

  async do(step: Step): Promise<void> {
    switch (step.kind) {
      case 'call': {
        const uuid = `call-${this.calls.length}`
        this.calls.push(asCallId(uuid))
        this.telephones.call(uuid, `138001380${String(this.calls.length % 4).padStart(2, '0')}`, step.to)
        break
      }
      case 'wait':
        return this.pass(step.ms)
      case 'connection-lost':
        this.telephones.disconnect()
        await this.pass(step.ms)
        this.telephones.connect()
        this.#forgiveStrays()
        break
      case 'restart':
        await this.centre.stop()
        await this.pass(step.ms)
        this.centre = this.#open()
        await this.centre.start()
        this.#forgiveStrays()
        break
      case 'transfer': {
        const agent = agents[step.agent] ?? asAgentId('')
        const call = this.centre.agentView(agent)?.contacts[0]?.call ?? asCallId('none')
        await this.#answered(
          this.centre.command(agent, this.#commandId(), { type: 'transfer', call, queue: asQueueId(step.to) }),
        )
        break
      }
      case 'supervise': {
        const contacts = this.centre.contactViews()
        const call = contacts[step.pick % Math.max(1, contacts.length)]?.call ?? asCallId('none')
        const agent = agents[step.pick % agents.length] ?? asAgentId('')
        const command = ((): SupervisorCommand => {
          switch (step.what) {
            case 'move':
              return { type: 'move-contact', call, queue: asQueueId(step.pick % 2 ? 'q' : 'other') }
            case 'prioritise':
              return { type: 'prioritise-contact', call, priority: step.pick * 10 }
            case 'requeue':
              return { type: 'requeue-contact', call }
            default:
              return { type: 'set-agent-state', agent, state: { kind: step.what } }
          }
        })()
        await this.#answered(this.centre.supervise('sue', this.#commandId(), command))
        break
      }
      case 'key': {
        const callers = [...this.telephones.legs.values()].filter((leg) => leg.variables.role === 'caller')
        const leg = callers[step.pick % Math.max(1, callers.length)]
        if (leg) this.telephones.press(leg.id, step.digit)
        break
      }
      case 'ask':
        await this.#ask(agents[step.agent] ?? agents[0], step.what)
        break
      default: {
        const inbound = step.kind === 'caller-leaves' || step.kind === 'switch-drops'
        const legs = [...this.telephones.legs.values()].filter((leg) => (leg.direction === 'inbound') === inbound)
        const leg = legs[step.pick % Math.max(1, legs.length)]
        if (leg && step.kind === 'phone-answers') this.telephones.pickUp(leg.id)
        else if (leg) this.telephones.end(leg.id, step.kind === 'switch-drops' ? 'switch' : 'far-end')
      }
    }
    await this.pass(20)
  }

  async #ask(agent: AgentId | undefined, what: Extract<Step, { kind: 'ask' }>['what']): Promise<void> {
    if (!agent) return
    const id = this.#commandId()
    const call = this.centre.agentView(agent)?.contacts[0]?.call ?? asCallId('none')
    const answer = (() => {
      switch (what) {
        case 'ready':
        case 'offline':
          return this.centre.command(agent, id, { type: 'request-state', state: { kind: what } })
        case 'break':
          return this.centre.command(agent, id, {
            type: 'request-state',
            state: { kind: 'not-ready', reason: 'break' },
          })
        case 'finish':
          return this.centre.command(agent, id, { type: 'finish-wrap-up', call })
        case 'mute':
          return this.centre.command(agent, id, { type: 'mute', call, on: true })
        default:
          return this.centre.command(agent, id, { type: what, call })
      }
    })()
    await this.#answered(answer)
  }

  #commandId(): string {
    return `command-${this.#commands++}`
  }

  async #answered(answer: Promise<CommandResult>): Promise<void> {
    await settle()
    expect(await Promise.race([answer, settle().then(() => 'no answer')])).toHaveProperty('ok')
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await Promise.resolve()
}

async function play(
  steps: readonly Step[],
  seed: number,
  failOneIn: number,
  check: (world: World) => void,
): Promise<World> {
  const world = new World(seed, failOneIn)
  await world.centre.start()
  for (const agent of agents)
    await world.centre.command(agent, `hello/${agent}`, { type: 'request-state', state: { kind: 'ready' } })
  for (const step of steps) {
    await world.do(step)
    check(world)
  }
  // Everybody goes home: the last caller hangs up, an external number as well, and the day is long enough for every deadline.
  for (const leg of [...world.telephones.legs.values()])
    if (leg.direction === 'inbound') world.telephones.end(leg.id, 'far-end')
  await world.pass(180_000)
  // Who is to be called back is called by agents who are there; nobody answers any more, and whoever still speaks hangs up.
  for (let round = 0; round < 12 && world.centre.contactViews().length > 0; round++) {
    for (const agent of agents) {
      const call = world.centre.agentView(agent)?.contacts[0]?.call
      if (call) await world.centre.command(agent, `end/${round}/${agent}`, { type: 'finish-wrap-up', call })
      await world.centre.command(agent, `on/${round}/${agent}`, { type: 'request-state', state: { kind: 'ready' } })
    }
    for (let turn = 0; turn < 8; turn++) {
      await world.pass(2_000)
      for (const leg of [...world.telephones.legs.values()])
        if (leg.variables.role === 'agent') world.telephones.pickUp(leg.id)
        else world.telephones.end(leg.id, 'far-end')
    }
    await world.pass(60_000)
  }
  await world.pass(60_000)
  return world
}

describe('whatever happens', { timeout: 120_000 }, () => {
  const scenario = fc.tuple(
    fc.array(stepArbitrary, { minLength: 5, maxLength: 40, size: 'max' }),
    fc.nat(),
    fc.constantFrom(0, 0, 12),
  )

  it('every call that reached us is told to have arrived and ended, the end once; nobody is left behind', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ([steps, seed, failOneIn]) => {
        const world = await play(steps, seed, failOneIn, () => undefined)
        const told = (type: Fact['type']) => world.facts.filter((fact) => fact.type === type)
        const distinct = (type: Fact['type']) => new Set(told(type).map((fact) => ('call' in fact ? fact.call : '')))
        expect([...distinct('call-arrived')].sort()).toEqual([...world.calls].sort())
        // A callback that reached somebody is a call of its own.
        const ended = [...distinct('call-ended')].filter((call) => !call.startsWith('callback-'))
        expect(ended.sort()).toEqual([...world.calls].sort())
        expect(new Set(told('call-ended').map((fact) => fact.id)).size).toBe(distinct('call-ended').size)
        // No phone rings or waits for a call that is over, and no agent is bound to one.
        expect([...world.telephones.legs.keys()]).toEqual([])
        expect(world.centre.liveCalls()).toBe(0)
        for (const agent of agents)
          expect(['ready', 'not-ready', 'offline']).toContain(world.centre.agentView(agent)?.state.kind)
        for (const agent of agents) expect(world.centre.agentView(agent)?.contacts).toEqual([])
        expect(world.log).toEqual([])
      }),
      { numRuns: 250, endOnFailure: false },
    )
  })

  it('every callback that was asked for ends, once, and one that reached somebody is a call that ends', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ([steps, seed, failOneIn]) => {
        const world = await play(steps, seed, failOneIn, () => undefined)
        const asked = world.facts.flatMap((fact) =>
          fact.type === 'callback-requested' && fact.mergedInto === undefined ? [fact.callback] : [],
        )
        const ends = new Map(
          world.facts.flatMap((fact) => (fact.type === 'callback-ended' ? [[fact.id, fact] as const] : [])),
        )
        expect([...ends.values()].map(({ callback }) => callback).sort()).toEqual([...new Set(asked)].sort())
        const over = new Set(world.facts.flatMap((fact) => (fact.type === 'call-ended' ? [String(fact.call)] : [])))
        for (const { callback, end } of ends.values()) if (end === 'reached') expect(over).toContain(String(callback))
        expect(world.kept).toEqual([])
      }),
      { numRuns: 250, endOnFailure: false },
    )
  })

  it('no agent speaks with two callers, and no caller with two agents', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ([steps, seed, failOneIn]) => {
        await play(steps, seed, failOneIn, (world) => {
          const speaking = agents.flatMap(
            (agent) => world.centre.agentView(agent)?.contacts.filter((contact) => contact.phase !== 'wrap-up') ?? [],
          )
          expect(new Set(speaking.map((contact) => contact.call)).size).toBe(speaking.length)
          for (const leg of world.telephones.legs.values()) {
            if (leg.bridgedTo) expect(world.telephones.legs.get(leg.bridgedTo)?.bridgedTo).toBe(leg.id)
          }
        })
      }),
      { numRuns: 120, endOnFailure: false },
    )
  })

  it('no phone rings or waits for a call that has no use for it', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ([steps, seed]) => {
        const world = await play(steps, seed, 0, () => undefined)
        expect(world.worstStrays).toEqual([])
      }),
      { numRuns: 120, endOnFailure: false },
    )
  })

  it('what is told of a call makes sense: connected before its end, talk and wait never negative, answered exactly when connected', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ([steps, seed, failOneIn]) => {
        const world = await play(steps, seed, failOneIn, () => undefined)
        const connected = new Set(world.facts.flatMap((fact) => (fact.type === 'call-connected' ? [fact.call] : [])))
        for (const fact of world.facts) {
          if (fact.type !== 'call-ended') continue
          expect(fact.talkMs).toBeGreaterThanOrEqual(0)
          expect(fact.waitedMs).toBeGreaterThanOrEqual(0)
          // A variable that could not be set is not in the journal; the ledger makes that good from what was told before.
          if (!(fact.afterwards && failOneIn > 0)) expect(fact.outcome === 'answered').toBe(connected.has(fact.call))
          expect(fact.at).toBeGreaterThanOrEqual(fact.arrivedAt)
        }
      }),
      { numRuns: 120, endOnFailure: false },
    )
  })
})
