import { describe, expect, it } from 'vitest'
import { agentsNeeded, erlangB, erlangC, type Staffing, staffingFigures } from './erlang.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND

describe('Erlang B', () => {
  // Rows of the published traffic table: the load (erlangs) that n lines carry at this blocking.
  it.each([
    [1, 0.01, 0.0101],
    [10, 0.01, 4.461],
    [20, 0.01, 12.03],
    [50, 0.01, 37.9],
    [100, 0.01, 84.06],
    [5, 0.02, 1.657],
    [30, 0.02, 21.93],
    [10, 0.05, 6.216],
    [60, 0.05, 54.57],
  ])('%i lines block %d of %d erlangs', (lines, blocking, erlangs) => {
    expect(erlangB(erlangs, lines)).toBeCloseTo(blocking, 4)
  })

  it('is 1 without lines, 0 without load, and stable for a whole country', () => {
    expect(erlangB(3, 0)).toBe(1)
    expect(erlangB(0, 3)).toBe(0)
    expect(erlangB(50_000, 50_000)).toBeCloseTo(0.0036, 4)
  })
})

describe('Erlang C', () => {
  it('agrees with the worked example of 100 calls in half an hour, 3 minutes each, 14 agents', () => {
    const figures = staffingFigures({ callsPerHour: 200, handleMs: 3 * MINUTE, agents: 14, targetMs: 20 * SECOND })
    expect(figures.erlangs).toBe(10)
    expect(figures.waitProbability).toBeCloseTo(0.1741, 4)
    expect(figures.serviceLevel).toBeCloseTo(0.888, 3)
    expect(figures.asaMs / SECOND).toBeCloseTo(7.8, 1)
    expect(figures.occupancy).toBeCloseTo(0.714, 3)
  })

  it('agrees with the worked example of 360 calls in half an hour, 4 minutes each, 55 agents', () => {
    const figures = staffingFigures({ callsPerHour: 720, handleMs: 4 * MINUTE, agents: 55, targetMs: 15 * SECOND })
    expect(figures.waitProbability).toBeCloseTo(0.239, 3)
    expect(figures.occupancy).toBeCloseTo(0.873, 3)
    expect(figures.asaMs / SECOND).toBeCloseTo(8.2, 1)
  })

  it('everybody waits for ever when there are no more agents than erlangs', () => {
    expect(erlangC(10, 10)).toBe(1)
    expect(
      staffingFigures({ callsPerHour: 200, handleMs: 3 * MINUTE, agents: 10, targetMs: 20 * SECOND }),
    ).toMatchObject({ serviceLevel: 0, asaMs: Number.POSITIVE_INFINITY })
  })

  it('finds the fewest agents for 80 % in 20 s', () => {
    const staffing = { callsPerHour: 200, handleMs: 3 * MINUTE, targetMs: 20 * SECOND }
    expect(agentsNeeded(staffing, 0.8)?.agents).toBe(14)
    expect(staffingFigures({ ...staffing, agents: 13 }).serviceLevel).toBeLessThan(0.8)
  })
})

describe('Erlang A', () => {
  // Garnett, Mandelbaum and Reiman (2002), table 1: 50 agents, 48 calls a minute of one minute each, patience two minutes on average.
  const published: Staffing = {
    callsPerHour: 48 * 60,
    handleMs: MINUTE,
    agents: 50,
    targetMs: 20 * SECOND,
    patienceMs: 2 * MINUTE,
  }

  it('agrees with the published comparison', () => {
    const { patienceMs: _patience, ...forever } = published
    expect(staffingFigures(forever).asaMs / SECOND).toBeCloseTo(20.8, 0)
    const figures = staffingFigures(published)
    expect(figures.abandonment).toBeCloseTo(0.031, 3)
    expect(figures.asaMs / SECOND).toBeCloseTo(3.7, 0)
    expect(figures.occupancy).toBeCloseTo(0.93, 2)
  })

  it('becomes Erlang C when callers hardly ever give up', () => {
    const staffing = { callsPerHour: 200, handleMs: 3 * MINUTE, agents: 14, targetMs: 20 * SECOND }
    const [c, a] = [staffingFigures(staffing), staffingFigures({ ...staffing, patienceMs: 86_400_000 })]
    expect(a.waitProbability).toBeCloseTo(c.waitProbability, 2)
    expect(a.serviceLevel).toBeCloseTo(c.serviceLevel, 2)
    expect(a.asaMs / SECOND).toBeCloseTo(c.asaMs / SECOND, 1)
  })

  it('is stable with too few agents: who gives up makes the room', () => {
    const figures = staffingFigures({ ...published, agents: 40 })
    expect(figures.abandonment).toBeCloseTo(1 - 40 / 48, 2)
    expect(figures.occupancy).toBeCloseTo(1, 2)
  })

  it('needs fewer agents than Erlang C', () => {
    const { patienceMs: _patience, agents: _agents, ...forever } = published
    const [c, a] = [agentsNeeded(forever, 0.9), agentsNeeded({ ...forever, patienceMs: 2 * MINUTE }, 0.9)]
    expect(a?.agents).toBeLessThan(c?.agents ?? 0)
  })
})

describe('a calculation', () => {
  it.each([
    [{ callsPerHour: -1 }, 'callsPerHour'],
    [{ handleMs: 0 }, 'handleMs'],
    [{ agents: 1.5 }, 'agents'],
    [{ patienceMs: 0 }, 'patienceMs'],
    [{ targetMs: Number.NaN }, 'targetMs'],
  ])('refuses %o naming what is wrong', (wrong, name) => {
    const right: Staffing = { callsPerHour: 10, handleMs: MINUTE, agents: 2, targetMs: 20 * SECOND }
    expect(() => staffingFigures({ ...right, ...wrong })).toThrow(name)
  })
})
