/**
 * Full life cycles on the simulated switch, at rising rates: a caller rings, is greeted and queued, an agent's phone rings and answers,
 * they talk for a second, the caller hangs up, the ticket is made. The figures are those of the highest rate at which no call was lost
 * and no ticket was made twice; pop_* is the time from the caller's park event, by the switch's clock, to the pop's arrival at the
 * agent's socket; queue_pop_* the part of it after the greeting.
 */
import { loadavg } from 'node:os'
import { openDesks } from './calls/desks.ts'
import { watchParks } from './calls/park-watch.ts'
import { HOTLINE, setStage } from './calls/stage.ts'
import { completed, judge } from './calls/verdict.ts'
import { percentile } from './running/percentile.ts'
import { until } from './running/until.ts'

/** Calls a second. BENCH_RATES=10,200 runs others. */
const RATES = (process.env.BENCH_RATES ?? '10,25,50,100,150,200,250').split(',').map(Number)
/** s of each rate. */
const SECONDS = Number(process.env.BENCH_SECONDS ?? 15)
const WARM_UP = { rate: 30, seconds: 5 }
const AGENTS = 500
const TALK_MS = 1_000
/** A caller who waits this long leaves, and counts as lost. ms */
const PATIENCE_MS = 15_000
/** After the last call of a rate was placed, until all have ended and are recorded. ms */
const SETTLE_MS = 60_000

interface Figures {
  readonly rate: number
  readonly calls: number
  readonly lost: number
  readonly duplicates: number
  readonly pops: readonly number[]
  readonly queuePops: readonly number[]
}

type Theatre = Awaited<ReturnType<typeof open>>

async function open() {
  const stage = await setStage(AGENTS)
  const watch = await watchParks(stage.eventSocket)
  const desks = await openDesks(stage.address, stage.cookies)
  return { ...stage, watch, desks }
}

async function runRate({ control, database, watch, desks }: Theatre, rate: number, seconds: number): Promise<Figures> {
  const ready = await desks.beReady()
  if (ready < AGENTS) console.error(`  only ${ready} of ${AGENTS} agents are ready`)
  const since = new Date()
  const wanted = Math.round(rate * seconds)
  await control.startTraffic({
    callsPerMinute: rate * 60,
    hotlines: [{ number: HOTLINE, weight: 1 }],
    patience: { kind: 'fixed', ms: PATIENCE_MS },
    talk: { kind: 'fixed', ms: TALK_MS },
    withheldOneIn: 0,
    menuKeys: '',
    maxCalls: wanted,
  })
  const allPlaced = await until(async () => (await control.status()).traffic.placed >= wanted, seconds * 2_000)
  if (!allPlaced) await control.stopTraffic()
  const { placed } = (await control.status()).traffic
  const settled = await until(async () => (await completed(database, since)) >= placed, SETTLE_MS)
  if (!settled) console.error(`  not all calls were completed within ${SETTLE_MS} ms`)

  const parks = watch.parks()
  const pops = new Map<string, number>()
  for (const [call, at] of await desks.pops()) if (!pops.has(call)) pops.set(call, at)
  const verdict = await judge(database, since, new Set(parks.keys()), new Set(pops.keys()))
  return {
    rate,
    calls: placed,
    lost: verdict.lost + placed - parks.size,
    duplicates: verdict.duplicates,
    pops: [...pops].flatMap(([call, at]) => at - (parks.get(call) ?? Number.NaN)).filter(Number.isFinite),
    queuePops: [...pops].map(([call, at]) => at - (verdict.queuedAt.get(call) ?? Number.NaN)).filter(Number.isFinite),
  }
}

export default async function run(): Promise<Record<string, number>> {
  const theatre = await open()
  // Cold code is not what is measured.
  await runRate(theatre, WARM_UP.rate, WARM_UP.seconds)
  let best: Figures | undefined
  for (const rate of RATES) {
    const figures = await runRate(theatre, rate, SECONDS)
    console.error(
      `${rate} calls/s: ${figures.calls} calls, ${figures.lost} lost, ${figures.duplicates} duplicates; park to pop ` +
        `p50 ${percentile(figures.pops, 0.5)} p99 ${percentile(figures.pops, 0.99)} ms, queue to pop ` +
        `p50 ${percentile(figures.queuePops, 0.5)} p99 ${percentile(figures.queuePops, 0.99)} ms; ` +
        `load average ${loadavg()[0]?.toFixed(1)}`,
    )
    const good = figures.lost === 0 && figures.duplicates === 0
    if (good || best === undefined) best = figures
    if (!good) break
  }
  if (best === undefined) throw new Error('no rate was run')
  return {
    rate_ok: best.lost === 0 && best.duplicates === 0 ? best.rate : 0,
    calls: best.calls,
    lost: best.lost,
    duplicates: best.duplicates,
    pop_p50_ms: percentile(best.pops, 0.5),
    pop_p99_ms: percentile(best.pops, 0.99),
    queue_pop_p50_ms: percentile(best.queuePops, 0.5),
    queue_pop_p99_ms: percentile(best.queuePops, 0.99),
  }
}
