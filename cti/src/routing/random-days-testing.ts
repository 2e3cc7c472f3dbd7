/** Random days for property tests: everything that can happen, in any order, with rules that differ between queues and change meanwhile. */
import fc from 'fast-check'
import { asAgentId, asQueueId, asWorkId, type EpochMs, type OfferId, type WorkId } from '../ids.ts'
import type { RoutingEngine } from './engine.ts'
import type { RoutingDecision, RoutingEvent } from './engine-types.ts'
import type { AgentProfile, Needs, OverflowRule, QueueProfile, RequestedState, WorkItem } from './work.ts'

/** Every time of a random day is a multiple of it, so that a grid of it hits every deadline. ms */
export const GRID_MS = 500

export const agentIds = ['a', 'b', 'c', 'd', 'e'].map(asAgentId)
export const queueIds = ['q1', 'q2', 'q3'].map(asQueueId)
const regions = ['north', 'south'] as const
const languages = ['zh', 'yue'] as const
const skills = ['tea', 'refund', 'install'] as const

const seconds = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min, max }).map((value) => value * 1_000)

const needArbitrary = fc.record({ skill: fc.constantFrom(...skills), min: fc.integer({ min: 1, max: 9 }) })
const needsArbitrary: fc.Arbitrary<Needs> = fc
  .record({
    all: fc.uniqueArray(needArbitrary, { maxLength: 2, selector: ({ skill }) => skill }),
    anyOf: fc.option(fc.array(fc.array(needArbitrary, { minLength: 1, maxLength: 2 }), { maxLength: 1 }), {
      nil: undefined,
      freq: 3,
    }),
  })
  .map(({ all, anyOf }) => (anyOf ? { all, anyOf } : { all }))
const requirementArbitrary = fc.record({
  needs: needsArbitrary,
  sameRegion: fc.constantFrom(false, false, true),
  sameLanguage: fc.constantFrom(false, false, true),
})

export const profileArbitrary = fc
  .record({
    skills: fc.dictionary(fc.constantFrom(...skills), fc.integer({ min: 1, max: 10 })),
    region: fc.constantFrom(undefined, ...regions),
    languages: fc.subarray([...languages]),
    capacity: fc.constantFrom(
      undefined,
      undefined,
      { voice: 1, chat: 2, total: 2 },
      { voice: 1, chat: 2, total: 3 },
      { voice: 0, chat: 1, total: 1 },
    ),
    blend: fc.constantFrom(undefined, undefined, 'both' as const, 'inbound-only' as const, 'outbound-only' as const),
  })
  .map(
    ({ region, capacity, blend, ...profile }): Omit<AgentProfile, 'id'> => ({
      ...profile,
      ...(region ? { region } : {}),
      ...(capacity ? { capacity } : {}),
      ...(blend ? { blend } : {}),
    }),
  )

const overflowArbitrary: fc.Arbitrary<OverflowRule> = fc.record({
  when: fc.oneof(
    fc.record({ kind: fc.constant('wait' as const), ms: seconds(5, 60) }),
    fc.record({ kind: fc.constant('depth' as const), items: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constant('estimated-wait' as const), ms: seconds(5, 200) }),
    fc.constant({ kind: 'no-staff' as const }),
  ),
  action: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...queueIds).map((queue) => ({ kind: 'queue' as const, queue })) },
    { weight: 1, arbitrary: fc.constant({ kind: 'offer-callback' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'announce' as const, prompt: 'closed' }) },
  ),
})

export const rulesArbitrary: fc.Arbitrary<Omit<QueueProfile, 'id'>> = fc
  .record({
    entry: requirementArbitrary,
    rings: fc.array(fc.tuple(seconds(1, 30), requirementArbitrary), { maxLength: 2 }),
    weight: fc.constantFrom(1, 1, 2, 0.5, 1.3),
    priority: fc.integer({ min: 0, max: 2 }),
    vipPriority: fc.integer({ min: 0, max: 5 }),
    choose: fc.constantFrom('longest-idle', 'most-skilled', 'least-occupied', 'round-robin', 'scarce-last'),
    holdForAgentMs: fc.constantFrom(0, 0, 5_000, 40_000),
    offerTimeoutMs: fc.constantFrom(3_000, 20_000),
    wrapUpMs: fc.constantFrom(0, 5_000, 60_000),
    missesAllowed: fc.integer({ min: 1, max: 3 }),
    overflow: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(overflowArbitrary, { maxLength: 3 }) },
    ),
  })
  .map(({ rings, ...rules }) => {
    let afterMs = 0
    return {
      ...rules,
      rings: rings.map(([later, requirement]) => {
        afterMs += later
        return { ...requirement, afterMs }
      }),
    }
  })

const itemArbitrary = fc.record(
  {
    queue: fc.constantFrom(...queueIds),
    channel: fc.constantFrom('voice' as const, 'voice' as const, 'chat' as const, 'callback' as const),
    outbound: fc.constantFrom(false, false, true),
    priority: fc.integer({ min: 0, max: 3 }),
    agoMs: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: seconds(0, 90) }),
    needs: needsArbitrary,
    vip: fc.boolean(),
    region: fc.constantFrom(...regions),
    language: fc.constantFrom(...languages),
    lastAgent: fc.constantFrom(...agentIds),
    owner: fc.constantFrom(...agentIds),
  },
  { requiredKeys: ['queue', 'channel', 'priority', 'agoMs'] },
)
type ItemPlan = typeof itemArbitrary extends fc.Arbitrary<infer Plan> ? Plan : never

const acts = [
  'leave',
  'accept',
  'decline',
  'fail',
  'no-answer',
  'fail-accepted',
  'end',
  'end-unspoken',
  'finish',
  'withdraw',
  'remove-agent',
  'remove-queue',
  'suspend',
  'resume',
  'stale',
] as const
type Act = (typeof acts)[number]

export type Step =
  | { readonly kind: 'arrive'; readonly item: ItemPlan }
  | { readonly kind: 'act'; readonly act: Act; readonly pick: number }
  | { readonly kind: 'transfer' | 'move'; readonly pick: number; readonly queue: number; readonly priority?: number }
  | { readonly kind: 'adopt'; readonly item: ItemPlan; readonly agent: number; readonly pick: number }
  | { readonly kind: 'state'; readonly agent: number; readonly state: RequestedState }
  | { readonly kind: 'profile'; readonly agent: number; readonly profile: Omit<AgentProfile, 'id'> }
  | { readonly kind: 'rules'; readonly queue: number; readonly rules: Omit<QueueProfile, 'id'> }
  | { readonly kind: 'wait'; readonly ms: number }

const pick = fc.nat(20)
const agent = fc.nat(agentIds.length - 1)
const queue = fc.nat(queueIds.length - 1)
export const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('arrive' as const), item: itemArbitrary }) },
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant('act' as const), act: fc.constantFrom('accept', 'end', ...acts), pick }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('act' as const), act: fc.constantFrom('accept', 'end'), pick }),
  },
  {
    weight: 2,
    arbitrary: fc.record(
      { kind: fc.constantFrom('transfer' as const, 'move' as const), pick, queue, priority: fc.nat(5) },
      { requiredKeys: ['kind', 'pick', 'queue'] },
    ),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('adopt' as const), item: itemArbitrary, agent, pick }) },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant('state' as const),
      agent,
      state: fc.constantFrom<RequestedState>(
        { kind: 'ready' },
        { kind: 'ready' },
        { kind: 'ready' },
        { kind: 'offline' },
        { kind: 'not-ready', reason: 'break' },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('profile' as const), agent, profile: profileArbitrary }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rules' as const), queue, rules: rulesArbitrary }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.integer({ min: 1, max: 60 }).map((steps) => steps * GRID_MS),
    }),
  },
)

export interface Day {
  readonly profiles: readonly Omit<AgentProfile, 'id'>[]
  readonly rules: readonly Omit<QueueProfile, 'id'>[]
  readonly steps: readonly Step[]
}

export const dayArbitrary = (mostSteps: number, step = stepArbitrary): fc.Arbitrary<Day> =>
  fc.record({
    profiles: fc.tuple(...agentIds.map(() => profileArbitrary)),
    rules: fc.tuple(...queueIds.map(() => rulesArbitrary)),
    steps: fc.array(step, { maxLength: mostSteps, size: 'max' }),
  })

export interface Happened {
  readonly event: RoutingEvent
  readonly decisions: readonly RoutingDecision[]
}

/** Plays the day; time-passed is sent at every deadline. What is picked depends on what was decided before. */
export function play(
  engine: RoutingEngine,
  day: Day,
  seen: (happened: Happened) => void = () => undefined,
): Happened[] {
  const log: Happened[] = []
  const offers: OfferId[] = []
  const known = new Knowledge()
  let at: EpochMs = 0
  const send = (event: RoutingEvent): void => {
    const decisions = engine.handle(event)
    const happened = { event, decisions }
    log.push(happened)
    known.learn(happened)
    for (const decision of decisions) if (decision.type === 'offer') offers.push(decision.offer)
    seen(happened)
  }
  for (const [index, rules] of day.rules.entries())
    send({ type: 'queue-changed', at, queue: { ...rules, id: at1(queueIds, index) } })
  day.profiles.forEach((profile, index) => {
    const id = at1(agentIds, index)
    send({ type: 'agent-profile-changed', at, agent: { ...profile, id } })
    if (index < 3) send({ type: 'agent-state-requested', at, agent: id, state: { kind: 'ready' } })
  })
  let count = 0
  for (const step of day.steps) {
    at += step.kind === 'wait' ? step.ms : GRID_MS
    for (let due = engine.nextDeadline(); due !== undefined && due <= at; due = engine.nextDeadline())
      send({ type: 'time-passed', at: due })
    const event = eventOf(step, at, known, offers, () => asWorkId(`w${count++}`))
    if (event) send(event)
  }
  return log
}

const at1 = <T>(list: readonly T[], index: number): T => {
  const value = list[index % Math.max(1, list.length)]
  if (value === undefined) throw new Error('an empty list')
  return value
}

const itemOf = ({ agoMs, ...plan }: ItemPlan, id: WorkId, at: EpochMs): WorkItem => ({
  ...plan,
  id,
  enteredAt: at - agoMs,
})

function eventOf(
  step: Step,
  at: EpochMs,
  known: Knowledge,
  offers: readonly OfferId[],
  newId: () => WorkId,
): RoutingEvent | undefined {
  switch (step.kind) {
    case 'arrive':
      return { type: 'work-arrived', at, item: itemOf(step.item, newId(), at) }
    case 'adopt': {
      const waiting = known.pick('waiting', step.pick)
      const item = (step.pick % 2 === 0 && waiting && known.items.get(waiting)) || itemOf(step.item, newId(), at)
      return { type: 'contact-adopted', at, agent: at1(agentIds, step.agent), item }
    }
    case 'state':
      return { type: 'agent-state-requested', at, agent: at1(agentIds, step.agent), state: step.state }
    case 'profile':
      return { type: 'agent-profile-changed', at, agent: { ...step.profile, id: at1(agentIds, step.agent) } }
    case 'rules':
      return { type: 'queue-changed', at, queue: { ...step.rules, id: at1(queueIds, step.queue) } }
    case 'transfer': {
      const work = known.pick('with-agent', step.pick)
      return work && { type: 'contact-transferred', at, work, queue: at1(queueIds, step.queue) }
    }
    case 'move': {
      const work = known.pick(step.pick % 2 === 0 ? 'waiting' : 'offered', step.pick)
      const queue = step.pick % 3 === 0 ? {} : { queue: at1(queueIds, step.queue) }
      const priority = step.priority === undefined ? {} : { priority: step.priority }
      return work && { type: 'work-changed', at, work, ...queue, ...priority }
    }
    case 'act':
      return actOf(step.act, step.pick, at, known, offers)
    case 'wait':
      return undefined
  }
}

function actOf(
  act: Act,
  number: number,
  at: EpochMs,
  known: Knowledge,
  offers: readonly OfferId[],
): RoutingEvent | undefined {
  const offered = known.pick('offered', number)
  const offer = offered && known.offerOf.get(offered)
  const talking = known.pick('with-agent', number)
  const accepted = talking && known.offerOf.get(talking)
  const unserved = known.pick('waiting', number) ?? offered
  const agent = at1(agentIds, number)
  switch (act) {
    case 'leave':
      return unserved && { type: 'work-left', at, work: unserved }
    case 'accept':
      return offer && { type: 'offer-accepted', at, offer }
    case 'decline':
      return offer && { type: 'offer-declined', at, offer }
    case 'fail':
      return offer && { type: 'offer-failed', at, offer, reason: 'unreachable' }
    case 'no-answer':
      return offer && { type: 'offer-failed', at, offer, reason: 'no-answer' }
    case 'fail-accepted':
      return accepted && { type: 'offer-failed', at, offer: accepted, reason: 'bridge-failed' }
    case 'stale':
      return offers.length > 0 ? { type: 'offer-accepted', at, offer: at1(offers, number) } : undefined
    case 'end':
      return talking && { type: 'contact-ended', at, work: talking }
    case 'end-unspoken':
      return talking && { type: 'contact-ended', at, work: talking, withoutWrapUp: true }
    case 'finish':
      return { type: 'wrap-up-finished', at, agent }
    case 'withdraw':
      return offered && { type: 'offer-withdrawn', at, work: offered }
    case 'remove-agent':
      return number % 4 === 0 ? { type: 'agent-removed', at, agent } : undefined
    case 'remove-queue':
      return number % 4 === 0 ? { type: 'queue-removed', at, queue: at1(queueIds, number) } : undefined
    case 'suspend':
      return number % 4 === 0 ? { type: 'offering-suspended', at } : undefined
    case 'resume':
      return { type: 'offering-resumed', at }
  }
}

/** What follows from events and decisions alone about where each item is. */
export class Knowledge {
  readonly items = new Map<WorkId, WorkItem>()
  readonly phases = new Map<WorkId, 'waiting' | 'offered' | 'with-agent'>()
  readonly offerOf = new Map<WorkId, OfferId>()

  pick(phase: 'waiting' | 'offered' | 'with-agent', number: number): WorkId | undefined {
    const works = [...this.phases].filter(([, its]) => its === phase).map(([work]) => work)
    return works[number % Math.max(1, works.length)]
  }

  learn({ event, decisions }: Happened): void {
    const refused = decisions.some((decision) => decision.type === 'refused')
    // Time goes first: what it brought is told before the event, but only what the event did can contradict it.
    if (!refused && event.type === 'work-arrived') this.#set(event.item, 'waiting')
    for (const decision of decisions) {
      if (decision.type === 'offer-ended' && !this.#isOf(event, decision.work))
        this.phases.set(decision.work, decision.end === 'accepted' ? 'with-agent' : 'waiting')
      if (decision.type === 'offer') {
        this.phases.set(decision.work, 'offered')
        this.offerOf.set(decision.work, decision.offer)
      }
    }
    if (refused) return
    if (event.type === 'work-left' || event.type === 'contact-ended') this.phases.delete(event.work)
    if (event.type === 'contact-adopted') {
      this.#set(event.item, 'with-agent')
      this.offerOf.delete(event.item.id)
    }
    const back =
      event.type === 'contact-transferred'
        ? event.work
        : event.type === 'offer-failed'
          ? [...this.offerOf].find(
              ([work, offer]) => offer === event.offer && this.phases.get(work) === 'with-agent',
            )?.[0]
          : undefined
    if (back !== undefined && this.phases.get(back) === 'with-agent') this.phases.set(back, 'waiting')
  }

  #isOf(event: RoutingEvent, work: WorkId): boolean {
    return event.type === 'work-left' && event.work === work
  }

  #set(item: WorkItem, phase: 'waiting' | 'with-agent'): void {
    this.items.set(item.id, item)
    this.phases.set(item.id, phase)
  }
}
