import { describe, expect, it } from 'vitest'
import { asAgentId, asQueueId, asWorkId } from '../ids.ts'
import { RoutingEngine } from '../routing/engine.ts'
import type { QueueProfile } from '../routing/work.ts'
import { staffingFigures } from '../staffing/erlang.ts'
import { createRandom } from '../switch/simulator/random.ts'
import { type Day, playDay, type SimulatedItem } from './day.ts'
import { dayFigures, figuresByQueue } from './figures.ts'

const S = 1_000
const queue = (over: Partial<QueueProfile> = {}): QueueProfile => ({
  id: asQueueId('q'),
  entry: { needs: { all: [] } },
  rings: [],
  weight: 1,
  priority: 0,
  vipPriority: 0,
  choose: 'longest-idle',
  holdForAgentMs: 0,
  offerTimeoutMs: 20 * S,
  wrapUpMs: 10 * S,
  missesAllowed: 1,
  overflow: [],
  ...over,
})
const item = (id: string, at: number, over: Partial<SimulatedItem> = {}): SimulatedItem => ({
  item: { id: asWorkId(id), queue: asQueueId('q'), channel: 'voice', priority: 0, enteredAt: at * S },
  handleMs: 60 * S,
  patienceMs: 600 * S,
  ...over,
})
const agent = (id: string, from: number, to: number) => ({
  profile: { id: asAgentId(id), skills: {} },
  shifts: [[from * S, to * S]] as const,
})
const play = (day: Partial<Day>) => {
  const whole: Day = { queues: [{ profile: queue(), serviceLevelMs: 20 * S }], agents: [], items: [], ...day }
  const played = playDay(whole, new RoutingEngine())
  const told = played.outcomes.map(
    ({ simulated, outcome, at, agent: by }) => `${simulated.item.id} ${outcome} ${at / S} ${by ?? '-'}`,
  )
  return { played, told, figures: dayFigures(whole, played), byQueue: figuresByQueue(whole, played) }
}

describe('a played day', () => {
  it('serves one after the other, with after-call work in between', () => {
    const { told, figures } = play({
      agents: [agent('ann', 0, 1_000)],
      items: [item('a', 10), item('b', 20), item('c', 30, { patienceMs: 40 * S })],
    })
    // a: 10–70, after-call work to 80; c leaves at 70; b: 80–140, after-call work to 150.
    expect(told).toEqual(['a answered 10 ann', 'c abandoned 70 -', 'b answered 80 ann'])
    expect(figures).toMatchObject({ offered: 3, answered: 2, abandoned: 1, asaMs: 30 * S, p95WaitMs: 60 * S })
    // Answered within 20 s: a. Not: b, and c who left after 40 s.
    expect(figures.serviceLevel).toBeCloseTo(1 / 3)
    expect(figures.occupancy).toBeCloseTo((2 * 70) / 1_000)
  })

  it('a contact in hand at the end of a shift is finished, and nothing new is given', () => {
    const { told, played } = play({
      agents: [agent('ann', 0, 30)],
      items: [item('a', 10), item('b', 20, { patienceMs: 90 * S })],
    })
    expect(told).toEqual(['a answered 10 ann', 'b abandoned 110 -'])
    expect(played.staffedMs).toBe(80 * S)
  })

  it('who is free in the very moment in which a customer would give up still gets them', () => {
    const { told } = play({ agents: [agent('ann', 50, 500)], items: [item('a', 10, { patienceMs: 40 * S })] })
    expect(told).toEqual(['a answered 50 ann'])
  })

  it('somebody who gives up before the threshold does not count against the service level', () => {
    const { figures } = play({ items: [item('a', 0, { patienceMs: 5 * S })] })
    expect(figures).toMatchObject({ abandoned: 1, serviceLevel: 1 })
  })

  it('counts a contact as matched by what it needed on entry', () => {
    const { figures } = play({
      agents: [agent('ann', 0, 1_000)],
      queues: [{ profile: queue({ rings: [{ afterMs: 30 * S, needs: { all: [] } }] }), serviceLevelMs: 20 * S }],
      items: [{ ...item('a', 0), item: { ...item('a', 0).item, needs: { all: [{ skill: 'tea', min: 1 }] } } }],
    })
    expect(figures).toMatchObject({ answered: 1, asaMs: 30 * S, matchAccuracy: 0 })
  })

  it('comes to what Erlang A says of alike agents and random callers', () => {
    const random = createRandom(7)
    const items: SimulatedItem[] = []
    const [callsPerHour, handleMs, patienceMs, agents] = [300, 180 * S, 120 * S, 17]
    for (let at = 0; items.length < 60_000; at += random.exponential((3_600 * S) / callsPerHour)) {
      items.push({
        ...item(`c${items.length}`, 0),
        item: { ...item(`c${items.length}`, 0).item, enteredAt: Math.round(at) },
        handleMs: Math.round(random.exponential(handleMs)),
        patienceMs: Math.round(random.exponential(patienceMs)),
      })
    }
    const end = (items.at(-1)?.item.enteredAt ?? 0) / S
    const { figures } = play({
      queues: [{ profile: queue({ wrapUpMs: 0 }), serviceLevelMs: 20 * S }],
      agents: Array.from({ length: agents }, (_, index) => agent(`a${index}`, 0, end)),
      items,
    })
    const expected = staffingFigures({ callsPerHour, handleMs, agents, targetMs: 20 * S, patienceMs })
    expect(figures.serviceLevel).toBeCloseTo(expected.serviceLevel, 1.5)
    expect(figures.abandoned / figures.offered).toBeCloseTo(expected.abandonment, 2)
    expect(Math.abs(figures.asaMs - expected.asaMs)).toBeLessThan(expected.asaMs * 0.1)
    // Three standard deviations of the work that 60,000 random conversations bring.
    expect(Math.abs(figures.occupancy - expected.occupancy)).toBeLessThan(0.015)
  })

  it('figures by queue add up to the whole', () => {
    const { byQueue, figures } = play({ agents: [agent('ann', 0, 500)], items: [item('a', 1), item('b', 2)] })
    expect(byQueue.get('q')).toMatchObject({ offered: figures.offered, answered: figures.answered })
  })
})
