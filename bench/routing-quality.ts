/** How well calls are matched, and how long they wait for it, beside plain FIFO and beside mod_callcenter's tiers, on the same days. */
import { RoutingEngine } from '../cti/src/routing/engine.ts'
import type { ChoiceRule } from '../cti/src/routing/work.ts'
import { type Decider, playDay } from '../cti/src/simulation/day.ts'
import { type DayFigures, dayFigures } from '../cti/src/simulation/figures.ts'
import { callcenterTiers, GroupDesk, plainFifo } from './routing-quality/group-desk.ts'
import { makeUpDay } from './routing-quality/made-up-day.ts'

const SEEDS = [1, 2, 3, 4, 5]
const AGENTS = 250
/** Gives an occupancy of 85 %: some callers give up. */
const LOAD = 0.875
const RULES: readonly ChoiceRule[] = ['scarce-last', 'longest-idle', 'most-skilled', 'least-occupied', 'round-robin']

export default async function bench(): Promise<Readonly<Record<string, number>>> {
  const ours = new Map(RULES.map((rule) => [rule, average(rule, () => new RoutingEngine())]))
  const fifo = average('longest-idle', () => new GroupDesk(plainFifo))
  const tiers = [0, 10, 30].map((wait) => ({
    wait,
    of: average('longest-idle', () => new GroupDesk(callcenterTiers(wait))),
  }))
  row('', ['match %', 'SL %', 'ASA s', 'p95 s', 'abandon %', 'occup. %', 'EWT MAE s'])
  for (const [rule, of] of ours) row(`ours, ${rule}`, cells(of))
  row('FIFO + longest idle', cells(fifo))
  for (const { wait, of } of tiers) row(`mod_callcenter, next tier after ${wait} s`, cells(of))
  const best = ours.get('scarce-last') ?? fifo
  const [quickest] = tiers
  return {
    match_accuracy: fixed(best.matchAccuracy),
    service_level: fixed(best.serviceLevel),
    asa_s: fixed(best.asaMs / 1_000),
    occupancy: fixed(best.occupancy),
    ewt_mae_s: fixed(best.ewtMaeMs / 1_000),
    fifo_match_accuracy: fixed(fifo.matchAccuracy),
    fifo_service_level: fixed(fifo.serviceLevel),
    fifo_asa_s: fixed(fifo.asaMs / 1_000),
    callcenter_match_accuracy: fixed(quickest?.of.matchAccuracy ?? 0),
    callcenter_service_level: fixed(Math.max(...tiers.map(({ of }) => of.serviceLevel))),
    callcenter_asa_s: fixed(Math.min(...tiers.map(({ of }) => of.asaMs)) / 1_000),
  }
}

/** The mean of every figure over the days. */
function average(choose: ChoiceRule, decider: () => Decider): DayFigures {
  const days = SEEDS.map((seed) => {
    const day = makeUpDay({ agents: AGENTS, load: LOAD, choose, seed })
    return dayFigures(day, playDay(day, decider()))
  })
  const mean = (figure: keyof DayFigures): number => days.reduce((sum, one) => sum + one[figure], 0) / days.length
  return {
    offered: mean('offered'),
    answered: mean('answered'),
    abandoned: mean('abandoned'),
    overflowed: mean('overflowed'),
    serviceLevel: mean('serviceLevel'),
    asaMs: mean('asaMs'),
    p95WaitMs: mean('p95WaitMs'),
    occupancy: mean('occupancy'),
    matchAccuracy: mean('matchAccuracy'),
    ewtMaeMs: mean('ewtMaeMs'),
  }
}

function cells(of: DayFigures): string[] {
  const percent = (value: number): string => (value * 100).toFixed(2)
  const inSeconds = (ms: number): string => (ms / 1_000).toFixed(1)
  return [
    percent(of.matchAccuracy),
    percent(of.serviceLevel),
    inSeconds(of.asaMs),
    inSeconds(of.p95WaitMs),
    percent(of.abandoned / of.offered),
    percent(of.occupancy),
    inSeconds(of.ewtMaeMs),
  ]
}

function row(name: string, values: readonly string[]): void {
  console.error([name.padEnd(38), ...values.map((value) => value.padStart(10))].join(''))
}

const fixed = (value: number): number => Number(value.toFixed(4))
