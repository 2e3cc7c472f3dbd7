import { asAgentId, asCallId, asQueueId, type Fact } from '@ringdesk/cti'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noFigures } from '../contract/index.ts'
import { AgentShifts } from './agent-shifts.ts'
import { ServiceDay } from './service-day.ts'

const DAY = Date.parse('2026-11-21T16:00:00Z')
const HOUR = 3_600_000
const T = 20_000
const queues = ['aftersales', 'delivery']
const caller = { raw: '13800138000', kind: 'mobile' } as const

const connected = (call: string, at: number, queue = 'aftersales', waitedMs = 5_000, agent = 'a1001'): Fact => ({
  id: `${call}/connected/${at}/${queue}/${waitedMs}`,
  at,
  type: 'call-connected',
  call: asCallId(call),
  agent: asAgentId(agent),
  queue: asQueueId(queue),
  hotline: '4008001234',
  caller,
  arrivedAt: at - waitedMs,
  waitedMs,
})

const ended = (call: string, at: number, over: Partial<Extract<Fact, { type: 'call-ended' }>> = {}): Fact => ({
  id: `${call}/ended/${at}/${JSON.stringify(over)}`,
  at,
  type: 'call-ended',
  call: asCallId(call),
  outcome: 'abandoned',
  endedBy: 'caller',
  cause: 'normal',
  switchCause: 'NORMAL_CLEARING',
  hotline: '4008001234',
  caller,
  queue: asQueueId('aftersales'),
  arrivedAt: at - 30_000,
  talkMs: 0,
  waitedMs: 30_000,
  phase: 'queued',
  ...over,
})

const becomes = (agent: string, since: number, kind: 'ready' | 'offline' | 'on-contact'): Fact => ({
  id: `${agent}/${since}/${kind}`,
  at: since,
  type: 'agent-state-changed',
  agent: asAgentId(agent),
  since,
  state: kind === 'on-contact' ? { kind, work: asCallId('c') as never } : { kind },
})

describe('the service figures of the day', () => {
  const day = (facts: readonly Fact[]) => {
    const service = new ServiceDay(() => T)
    for (const fact of facts) service.take(fact)
    return service
  }
  const today = (service: ServiceDay, queue = 'aftersales') => service.of(queue, DAY, DAY + 24 * HOUR)

  it('count answered in and after T, abandoned in and after T, and what ended otherwise', () => {
    const figures = today(
      day([
        connected('c1', DAY + HOUR, 'aftersales', 20_000),
        connected('c2', DAY + HOUR, 'aftersales', 20_001),
        ended('c3', DAY + HOUR, { waitedMs: 20_000 }),
        ended('c4', DAY + HOUR, { waitedMs: 20_001 }),
        ended('c5', DAY + HOUR, { outcome: 'voicemail' }),
      ]),
    )
    expect(figures).toEqual({
      answered: 2,
      answeredInTime: 1,
      answeredWaitMs: 40_001,
      abandoned: 2,
      abandonedEarly: 1,
      otherwise: 1,
    })
  })

  it('count a call once, where it was first answered, however often it was handed on', () => {
    const service = day([
      connected('c1', DAY + HOUR),
      connected('c1', DAY + HOUR + 60_000, 'delivery', 90_000),
      ended('c1', DAY + HOUR + 120_000, { outcome: 'answered', queue: asQueueId('delivery'), connectedAt: DAY + HOUR }),
    ])
    expect(today(service)).toMatchObject({ answered: 1, answeredInTime: 1 })
    expect(today(service, 'delivery')).toEqual(noFigures)
  })

  it('leave out a caller who left before a queue was chosen', () => {
    const { queue: _, ...fact } = ended('c1', DAY + HOUR) as Extract<Fact, { type: 'call-ended' }>
    expect(today(day([fact]))).toEqual(noFigures)
  })

  it('slide: half an hour later the last half hour has forgotten it, the day has not', () => {
    const service = day([connected('c1', DAY + HOUR)])
    const recent = (now: number) => service.of('aftersales', now - HOUR / 2, now).answered
    expect(recent(DAY + HOUR + 1_000)).toBe(1)
    expect(recent(DAY + HOUR + HOUR / 2 + 60_000)).toBe(0)
    expect(today(service).answered).toBe(1)
  })

  it('begin anew at midnight', () => {
    const service = day([connected('c1', DAY - 60_000), connected('c2', DAY + 60_000)])
    expect(today(service).answered).toBe(1)
    service.forgetBefore(DAY)
    expect(service.of('aftersales', DAY - HOUR, DAY + HOUR).answered).toBe(1)
  })

  it('follow a changed T', () => {
    let threshold = T
    const service = new ServiceDay(() => threshold)
    service.take(connected('c1', DAY + HOUR, 'aftersales', 15_000))
    threshold = 10_000
    service.recount()
    expect(today(service).answeredInTime).toBe(0)
  })

  const anyFact = fc
    .record({
      call: fc.constantFrom('c1', 'c2', 'c3', 'c4', 'c5'),
      at: fc.integer({ min: DAY - HOUR, max: DAY + 2 * HOUR }),
      queue: fc.constantFrom(...queues),
      waited: fc.integer({ min: 0, max: 60_000 }),
      kind: fc.constantFrom('connected', 'abandoned', 'voicemail', 'answered'),
    })
    .map(({ call, at, queue, waited, kind }) =>
      kind === 'connected'
        ? connected(call, at, queue, waited)
        : ended(call, at, {
            queue: asQueueId(queue),
            waitedMs: waited,
            outcome: kind as 'abandoned',
            ...(kind === 'answered' ? { connectedAt: at - 10_000 } : {}),
          }),
    )

  it('are the same in whatever order, and however often, the facts are told', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 30 }), fc.infiniteStream(fc.nat()), (facts, chance) => {
        const again = [...facts, ...facts]
          .map((fact) => [chance.next().value as number, fact] as const)
          .sort(([a], [b]) => a - b)
          .map(([, fact]) => fact)
        for (const queue of queues) {
          expect(today(day(again), queue)).toEqual(today(day(facts), queue))
          expect(today(day(facts), queue)).toEqual(byHand(facts, queue))
        }
      }),
    )
  })

  /** The definition, without any bookkeeping. */
  function byHand(facts: readonly Fact[], queue: string) {
    const sums = { ...noFigures } as { -readonly [Key in keyof typeof noFigures]: number }
    const first = (type: Fact['type'], call: string) =>
      facts
        .filter((fact) => fact.type === type && 'call' in fact && fact.call === call)
        .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))[0]
    const inDay = (at: number) => at >= DAY && at < DAY + 24 * HOUR
    for (const call of new Set(facts.map((fact) => ('call' in fact ? fact.call : '')))) {
      const answer = first('call-connected', call)
      const end = first('call-ended', call)
      if (answer?.type === 'call-connected') {
        if (answer.queue !== queue || !inDay(answer.at)) continue
        sums.answered++
        sums.answeredWaitMs += answer.waitedMs
        if (answer.waitedMs <= T) sums.answeredInTime++
      } else if (end?.type === 'call-ended' && end.queue === queue) {
        if (!inDay(end.connectedAt ?? end.at)) continue
        if (end.connectedAt !== undefined) {
          sums.answered++
          sums.answeredWaitMs += end.waitedMs
          if (end.waitedMs <= T) sums.answeredInTime++
        } else if (end.outcome === 'abandoned') {
          sums.abandoned++
          if (end.waitedMs <= T) sums.abandonedEarly++
        } else sums.otherwise++
      }
    }
    return sums
  }
})

describe('what an agent did today', () => {
  it('counts busy and ready time up to the present state, from midnight on', () => {
    const shifts = new AgentShifts()
    shifts.take(becomes('a1001', DAY - HOUR, 'ready'))
    shifts.take(becomes('a1001', DAY + HOUR, 'on-contact'))
    shifts.take(becomes('a1001', DAY + 3 * HOUR, 'ready'))
    shifts.take(connected('c1', DAY + HOUR))
    shifts.take(connected('c0', DAY - 1))
    expect(shifts.totals('a1001', DAY)).toEqual({ contacts: 1, readyMs: HOUR, busyMs: 2 * HOUR })
    shifts.forgetBefore(DAY)
    expect(shifts.totals('a1001', DAY)).toEqual({ contacts: 1, readyMs: HOUR, busyMs: 2 * HOUR })
  })

  it('is the same in whatever order, and however often, the facts are told', () => {
    const changes = fc.uniqueArray(fc.integer({ min: DAY - HOUR, max: DAY + HOUR }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(changes, fc.infiniteStream(fc.nat()), (times, chance) => {
        const facts = times.map((at) =>
          becomes('a1001', at, (['ready', 'offline', 'on-contact'] as const)[at % 3] ?? 'ready'),
        )
        const totals = (told: readonly Fact[]) => {
          const shifts = new AgentShifts()
          for (const fact of told) shifts.take(fact)
          return shifts.totals('a1001', DAY)
        }
        const inOrder = facts.toSorted((a, b) => a.at - b.at)
        const shuffled = [...facts, ...facts]
          .map((fact) => [chance.next().value as number, fact] as const)
          .sort(([a], [b]) => a - b)
          .map(([, fact]) => fact)
        expect(totals(shuffled)).toEqual(totals(inOrder))
        const { busyMs, readyMs } = totals(inOrder)
        expect(busyMs + readyMs).toBeLessThanOrEqual(Math.max(0, Math.max(...times) - DAY))
      }),
    )
  })
})
