/** Random days of calls and agents' states for tests, told as the call centre tells them. */
import {
  asAgentId,
  asCallId,
  asOfferId,
  asQueueId,
  asWorkId,
  type CallOutcome,
  type Explanation,
  type Fact,
  type NotReadyReason,
} from '@ringdesk/cti'
import fc from 'fast-check'

export const QUEUES = ['aftersales', 'delivery', 'membership'] as const
export const AGENTS = ['a1001', 'a1002', 'a1003'] as const
const provinces = ['浙江省', '北京市', undefined] as const
const hotline = '4008001234'

/** What happens in one stay in a queue, and what it leads to. */
const stay = fc.record({
  waitMs: fc.integer({ min: 0, max: 50_000 }),
  refusals: fc.array(fc.constantFrom('declined', 'timed-out', 'failed'), { maxLength: 2 }),
  agent: fc.constantFrom(...AGENTS),
  to: fc.constantFrom(...QUEUES),
  talkMs: fc.integer({ min: 1, max: 400_000 }),
  wrapMs: fc.integer({ min: 1, max: 60_000 }),
  matched: fc.boolean(),
  next: fc.constantFrom('moved', 'overflowed', 'transferred', 'answered', 'answered', 'lost'),
})
type Stay = typeof stay extends fc.Arbitrary<infer Value> ? Value : never

const madeUpCall = fc.record({
  at: fc.integer({ min: 0, max: 50 * 3_600_000 }),
  queue: fc.constantFrom(...QUEUES),
  province: fc.constantFrom(...provinces),
  stays: fc.array(stay, { minLength: 1, maxLength: 4 }),
  lost: fc.constantFrom<CallOutcome>('abandoned', 'abandoned', 'max-wait', 'voicemail', 'callback-requested'),
  isOver: fc.boolean(),
  /** Of a callback that was asked for: never reached, or a conversation with this agent. */
  callback: fc.record({
    reached: fc.boolean(),
    agent: fc.constantFrom(...AGENTS),
    talkMs: fc.integer({ min: 0, max: 90_000 }),
  }),
  flagged: fc.boolean(),
})
export type MadeUpCall = typeof madeUpCall extends fc.Arbitrary<infer Value> ? Value : never

const states = fc.record({
  agent: fc.constantFrom(...AGENTS),
  at: fc.integer({ min: -3_600_000, max: 50 * 3_600_000 }),
  kind: fc.constantFrom('ready', 'not-ready', 'offline'),
  reason: fc.constantFrom<NotReadyReason>('meal', 'break'),
})

export const madeUpDays = fc.record({
  calls: fc.array(madeUpCall, { minLength: 1, maxLength: 12 }),
  states: fc.array(states, { maxLength: 25 }),
  /** How the facts are shuffled, told twice and cut into batches. */
  disorder: fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
})
export type MadeUpDays = typeof madeUpDays extends fc.Arbitrary<infer Value> ? Value : never

const why = (agent: string, matched: boolean): Explanation => ({
  waitedMs: 1,
  free: 1,
  eligible: 1,
  ring: { index: matched ? 0 : 1, of: 2, afterMs: 0 },
  matched,
  score: 0,
  weight: 1,
  priority: 0,
  reason: 'rule',
  rule: 'longest-idle',
  candidates: [{ agent: asAgentId(agent), idleMs: 5_000, score: 0, levels: { delivery: 3 } }],
})

/** @param start epoch ms to which the days' moments are relative */
export function factsOf(days: MadeUpDays, start: number): Fact[] {
  const facts = days.calls.flatMap((call, index) => factsOfCall(call, `call-${index}`, start + call.at))
  for (const [index, { agent, at, kind, reason }] of days.states.entries()) {
    const state = kind === 'not-ready' ? { kind, reason } : { kind }
    facts.push(stateFact(agent, `${index}`, start + at, state))
  }
  return facts
}

type StateFact = Extract<Fact, { type: 'agent-state-changed' }>
function stateFact(agent: string, id: string, since: number, state: StateFact['state']): Fact {
  return {
    id: `${agent}/state/${id}/${since}`,
    at: since,
    type: 'agent-state-changed',
    agent: asAgentId(agent),
    state,
    since,
  }
}

function factsOfCall(made: MadeUpCall, id: string, arrivedAt: number): Fact[] {
  const call = asCallId(id)
  const caller = {
    kind: 'mobile',
    number: `+86138${id.slice(5).padStart(8, '0')}`,
    raw: '13800138000',
    ...(made.province === undefined ? {} : { province: made.province }),
  } as const
  const facts: Fact[] = [{ id: `${id}/call-arrived`, type: 'call-arrived', at: arrivedAt, call, hotline, caller }]
  let at = arrivedAt + 1_000
  let queue: string = made.queue
  let waitingSince = at
  let connections = 0
  let connectedAt: number | undefined
  let speaking: string | undefined
  facts.push({
    id: `${id}/call-queued/${queue}`,
    type: 'call-queued',
    at,
    call,
    queue: asQueueId(queue),
    enteredAt: at,
  })
  for (const [index, each] of made.stays.entries()) {
    const isLast = index === made.stays.length - 1
    at = ringing(facts, each, { id: `${id}/${index}`, call, caller, queue, at, answered: speaks(each, isLast) })
    if (speaks(each, isLast)) {
      connections++
      connectedAt ??= at
      speaking = each.agent
      facts.push({
        id: `${id}/call-connected${connections === 1 ? '' : `/${connections}`}`,
        type: 'call-connected',
        at,
        call,
        agent: asAgentId(each.agent),
        queue: asQueueId(queue),
        hotline,
        caller,
        arrivedAt,
        waitedMs: at - waitingSince,
      })
      at += each.talkMs
      facts.push(
        stateFact(each.agent, `${id}/${index}/wrap`, at + 1, {
          kind: 'wrap-up',
          work: asWorkId(id),
          endsAt: at + 60_000,
        }),
      )
      facts.push(stateFact(each.agent, `${id}/${index}/free`, at + 1 + each.wrapMs, { kind: 'ready' }))
    }
    if (isLast) break
    const [from, to] = [asQueueId(queue), asQueueId(each.to)]
    if (each.next === 'transferred') {
      facts.push({
        id: `${id}/call-transferred/${connections}`,
        type: 'call-transferred',
        at,
        call,
        agent: asAgentId(each.agent),
        from,
        to,
        talkMs: each.talkMs,
      })
      waitingSince = at
      queue = each.to
      speaking = undefined
    } else if (each.next === 'moved' && from !== to) {
      facts.push({ id: `${id}/call-moved/${at}/${index}`, type: 'call-moved', at, call, supervisor: 's2001', from, to })
      queue = each.to
    } else if (each.next === 'overflowed' && from !== to) {
      facts.push({
        id: `${id}/call-overflowed/${from}/${index}`,
        type: 'call-overflowed',
        at,
        call,
        queue: from,
        when: { kind: 'wait', ms: 1 },
        action: { kind: 'queue', queue: to },
        waitedMs: at - waitingSince,
      })
      queue = each.to
    } else {
      // Over before its further stays.
      break
    }
    // Nothing else happens in the very ms.
    at += 1
  }
  const asksBack = speaking === undefined && connectedAt === undefined && made.lost === 'callback-requested'
  if (asksBack) facts.push(...callbackOf(made, id, at, queue, caller))
  if (!made.isOver && !asksBack) return facts
  facts.push({
    id: `${id}/call-ended`,
    type: 'call-ended',
    at,
    call,
    outcome: connectedAt === undefined ? made.lost : 'answered',
    endedBy: 'caller',
    cause: 'normal',
    switchCause: 'NORMAL_CLEARING',
    hotline,
    caller,
    arrivedAt,
    queue: asQueueId(queue),
    talkMs: connectedAt === undefined ? 0 : at - connectedAt,
    waitedMs: at - waitingSince,
    phase: speaking === undefined ? 'queued' : 'talking',
    ...(connectedAt === undefined ? {} : { connectedAt, agent: asAgentId(speaking ?? 'a1001') }),
  })
  return facts
}

/** Only who is answered is transferred; the last stay ends in a conversation or is lost. */
const speaks = ({ next }: Stay, isLast: boolean): boolean =>
  next === 'transferred' || next === 'answered' || (isLast && next === 'moved')

interface Ring {
  readonly id: string
  readonly call: ReturnType<typeof asCallId>
  readonly caller: Extract<Fact, { type: 'call-offered' }>['caller']
  readonly queue: string
  readonly at: number
  readonly answered: boolean
}

/** The offers of one stay. Returns when it was answered, or left. */
function ringing(facts: Fact[], made: Stay, { id, call, caller, queue, at, answered }: Ring): number {
  const ends = [...made.refusals, ...(answered ? (['accepted'] as const) : [])]
  let moment = at
  for (const [index, end] of ends.entries()) {
    const offer = asOfferId(`${id}/offer-${index}`)
    const agent = asAgentId(end === 'accepted' ? made.agent : (AGENTS[index % AGENTS.length] ?? 'a1001'))
    facts.push({
      id: `${offer}/made`,
      type: 'call-offered',
      at: moment,
      call,
      offer,
      agent,
      queue: asQueueId(queue),
      hotline,
      caller,
      enteredAt: at,
      expiresAt: moment + 20_000,
      why: why(agent, made.matched),
    })
    moment += 1 + Math.floor(made.waitMs / ends.length)
    facts.push({ id: `${offer}/${end}`, type: 'call-offer-ended', at: moment, call, offer, agent, end })
  }
  return ends.length === 0 ? moment + made.waitMs : moment
}

function callbackOf(made: MadeUpCall, id: string, at: number, queue: string, caller: Ring['caller']): Fact[] {
  const callback = asWorkId(`callback-${id}`)
  const call = asCallId(callback)
  const { agent: name, reached, talkMs } = made.callback
  const facts: Fact[] = [
    {
      id: `${id}/callback-requested`,
      type: 'callback-requested',
      at,
      call: asCallId(id),
      callback,
      queue: asQueueId(queue),
      number: caller.number ?? '',
      hotline,
      caller,
      enteredAt: at,
    },
  ]
  const later = at + 600_000
  if (!reached)
    return [
      ...facts,
      { id: `${id}/callback-ended`, type: 'callback-ended', at: later, call: asCallId(id), callback, end: 'gave-up' },
    ]
  const agent = asAgentId(name)
  const offer = asOfferId(`${callback}/offer`)
  facts.push(
    {
      id: `${offer}/made`,
      type: 'call-offered',
      at: later - 5,
      call,
      offer,
      agent,
      queue: asQueueId(queue),
      hotline,
      caller,
      enteredAt: at,
      expiresAt: later,
      why: why(name, true),
    },
    {
      id: `${callback}/call-connected`,
      type: 'call-connected',
      at: later,
      call,
      agent,
      queue: asQueueId(queue),
      hotline,
      caller,
      arrivedAt: later - 3,
      waitedMs: 3,
    },
    { id: `${id}/callback-ended`, type: 'callback-ended', at: later, call: asCallId(id), callback, end: 'reached' },
    {
      id: `${callback}/call-ended`,
      type: 'call-ended',
      at: later + talkMs,
      call,
      outcome: 'answered',
      endedBy: 'caller',
      cause: 'normal',
      switchCause: 'NORMAL_CLEARING',
      hotline,
      caller,
      arrivedAt: later - 3,
      connectedAt: later,
      agent,
      queue: asQueueId(queue),
      talkMs,
      waitedMs: 3,
      phase: 'talking',
    },
  )
  return facts
}
