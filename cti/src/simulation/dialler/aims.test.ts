/** What the dialler is to reach at stated loads, and what it does when things go wrong. Short plays; the long ones are in docs/dialler.md. */
import { describe, expect, it } from 'vitest'
import { Dialler } from '../../dialler/dialler.ts'
import { type CampaignEvent, playCampaign } from './campaign-play.ts'
import type { DiallerScenario } from './scenario.ts'
import { type CampaignSummary, SummaryOfEvents } from './summary.ts'

function scenario(changed: Partial<DiallerScenario>): DiallerScenario {
  return {
    mode: 'predictive',
    ratio: 2,
    agents: 20,
    hours: 2,
    answerRates: [0.3, 0.3],
    ringSec: { mean: 14, cv: 0.4 },
    talkSec: { mean: 95, cv: 0.6 },
    wrapSec: { mean: 12, cv: 0.5 },
    maxAbandonPct: 3,
    seed: 7,
    agentChanges: [],
    ...changed,
  }
}

function play(changed: Partial<DiallerScenario>, tell?: (event: CampaignEvent) => void): CampaignSummary {
  const played = scenario(changed)
  const summary = new SummaryOfEvents(played.hours)
  const { mode, ratio, maxAbandonPct } = played
  playCampaign(played, new Dialler({ mode, ratio, maxAbandonPct, utcOffsetMinutes: 480 }), (event) => {
    summary.hear(event)
    tell?.(event)
  })
  return summary.figures()
}

function expectAbandonedWithinLimit(figures: CampaignSummary): void {
  expect(figures.abandonedPct).toBeLessThanOrEqual(3)
  expect(figures.worstWindowAbandonedPct).toBeLessThanOrEqual(5)
}

describe('predictive dialling', () => {
  it.each([
    [20, 0.15, 1, 0.82],
    [20, 0.6, 1, 0.82],
    [80, 0.15, 0.75, 0.92],
    [80, 0.6, 0.75, 0.92],
    [300, 0.3, 0.75, 0.96],
  ])('keeps %i agents busy at an answer rate of %f', (agents, rate, hours, occupancy) => {
    const figures = play({ agents, hours, answerRates: [rate, rate] })
    expectAbandonedWithinLimit(figures)
    expect(figures.occupancy).toBeGreaterThanOrEqual(occupancy)
  })

  it.each([
    [0.6, 0.3],
    [0.2, 0.5],
  ])('bears an answer rate that goes from %f to %f', (before, after) => {
    const figures = play({ hours: 1.75, answerRates: [before, after] })
    expectAbandonedWithinLimit(figures)
    expect(figures.occupancy).toBeGreaterThanOrEqual(0.82)
  })

  it.each([1, 5])('never keeps %i agents less busy than progressive dialling would', (agents) => {
    const figures = play({ agents })
    expect(figures.abandonedPct).toBeLessThanOrEqual(3)
    expect(figures.occupancy).toBeGreaterThanOrEqual(play({ agents, mode: 'progressive' }).occupancy)
  })

  it('reacts to a falling number of agents at once', () => {
    const dials = { before: 0, after: 0 }
    const figures = play({ agents: 80, hours: 1, agentChanges: [{ atSec: 1_800, agents: 20 }] }, ({ at, event }) => {
      if (event === 'dial' && at >= 1_740_000 && at < 1_800_000) dials.before++
      if (event === 'dial' && at >= 1_800_000 && at < 1_860_000) dials.after++
    })
    expectAbandonedWithinLimit(figures)
    expect(dials.after).toBeLessThan(dials.before / 3)
  })

  it('stops when the last agent goes, and goes on when one comes', () => {
    const dialled: number[] = []
    play(
      {
        hours: 1,
        agentChanges: [
          { atSec: 1_200, agents: 0 },
          { atSec: 2_400, agents: 20 },
        ],
      },
      ({ at, event }) => event === 'dial' && dialled.push(at / 1_000),
    )
    expect(dialled.some((at) => at > 1_350 && at < 2_400)).toBe(false)
    expect(dialled.some((at) => at >= 2_400 && at < 2_410)).toBe(true)
  })

  it('does not drown when nobody has answered for an hour and then everybody does', () => {
    const figures = play({ hours: 1.5, answerRates: [0, 1] })
    // Those under way at the change are beyond help: no more than five for each agent.
    expect((figures.abandonedPct * figures.answered) / 100).toBeLessThan(100 + 0.03 * figures.answered)
    expect(figures.occupancy).toBeGreaterThan(0.25)
  })
})

describe('progressive dialling', () => {
  it.each([
    [5, 0.6],
    [20, 0.15],
    [80, 0.3],
  ])('abandons nobody: %i agents, answer rate %f', (agents, rate) => {
    const agentChanges = [
      { atSec: 900, agents: 2 },
      { atSec: 1_800, agents },
    ]
    expect(play({ mode: 'progressive', agents, hours: 1, answerRates: [rate], agentChanges }).abandonedPct).toBe(0)
  })
})

it('dials by ratio for each free agent', () => {
  let agents = 0
  let busy = 0
  let underWay = 0
  play({ mode: 'power', hours: 0.5 }, (event) => {
    if (event.event === 'agent-change') agents = event.agents ?? 0
    if (event.event === 'dial') expect(++underWay).toBeLessThanOrEqual(2 * (agents - busy))
    if (event.event === 'no-answer' || event.event === 'connected' || event.event === 'abandoned') underWay--
    if (event.event === 'connected') busy++
    if (event.event === 'agent-free') busy--
  })
})
