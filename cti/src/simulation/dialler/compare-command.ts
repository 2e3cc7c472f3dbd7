/**
 * `npm run sim:dialler:compare`: the table of docs/dialler.md. Our modes beside dialling by a fixed ratio and an adaptive average, each
 * with the same fates of the same attempts. Takes some minutes; the same every time.
 */
import { Dialler } from '../../dialler/dialler.ts'
import type { DiallerMode } from '../../dialler/dialler-types.ts'
import { AdaptiveAverage } from './adaptive-average.ts'
import { type Pacer, playCampaign } from './campaign-play.ts'
import type { DiallerScenario } from './scenario.ts'
import { type CampaignSummary, SummaryOfEvents } from './summary.ts'

const HOURS = 2
const SEEDS = [1, 2]
const MAX_ABANDON_PCT = 3

const sizes = [20, 80, 300]
const rates: readonly { readonly name: string; readonly answerRates: readonly number[] }[] = [
  { name: '15 %', answerRates: [0.15, 0.15] },
  { name: '30 %', answerRates: [0.3, 0.3] },
  { name: '60 %', answerRates: [0.6, 0.6] },
  { name: '60 → 30 %', answerRates: [0.6, 0.3] },
]

interface Rule {
  readonly name: string
  readonly mode: DiallerMode
  pacer(): Pacer
}
const ours = (mode: DiallerMode, ratio: number): Pacer =>
  new Dialler({ mode, ratio, maxAbandonPct: MAX_ABANDON_PCT, utcOffsetMinutes: 0 })
const power = (ratio: number): Rule => ({ name: `ratio ${ratio}`, mode: 'power', pacer: () => ours('power', ratio) })
const rules: readonly Rule[] = [
  { name: 'predictive', mode: 'predictive', pacer: () => ours('predictive', 1) },
  { name: 'progressive', mode: 'progressive', pacer: () => ours('progressive', 1) },
  power(1.5),
  power(2),
  power(3),
  { name: 'adaptive average', mode: 'predictive', pacer: () => new AdaptiveAverage(MAX_ABANDON_PCT) },
]

function play(rule: Rule, agents: number, answerRates: readonly number[], seed: number): CampaignSummary {
  const scenario: DiallerScenario = {
    mode: rule.mode,
    ratio: 1,
    agents,
    hours: HOURS,
    answerRates,
    ringSec: { mean: 14, cv: 0.4 },
    talkSec: { mean: 95, cv: 0.6 },
    wrapSec: { mean: 12, cv: 0.5 },
    maxAbandonPct: MAX_ABANDON_PCT,
    seed,
    agentChanges: [],
  }
  const summary = new SummaryOfEvents(HOURS)
  playCampaign(scenario, rule.pacer(), (event) => summary.hear(event))
  return summary.figures()
}

function cell(played: readonly CampaignSummary[]): string {
  const mean = (of: (figures: CampaignSummary) => number): number =>
    played.reduce((sum, figures) => sum + of(figures), 0) / played.length
  const worst = Math.max(...played.map((figures) => figures.worstWindowAbandonedPct))
  return `${(100 * mean((figures) => figures.occupancy)).toFixed(1)} · ${mean((figures) => figures.abandonedPct).toFixed(1)} · ${worst.toFixed(1)}`
}

const row = (cells: readonly string[]): void => console.log(`| ${cells.join(' | ')} |`)
row(['agents', 'answer rate', ...rules.map(({ name }) => name)])
row(['agents', 'answer rate', ...rules.map(({ name }) => name)].map(() => '---'))
for (const agents of sizes) {
  for (const { name, answerRates } of rates) {
    row([
      String(agents),
      name,
      ...rules.map((rule) => cell(SEEDS.map((seed) => play(rule, agents, answerRates, seed)))),
    ])
  }
}
