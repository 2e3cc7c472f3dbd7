/**
 * The routing engine on a busy hour: 5,000 agents, 40 queues, 2,000 waiting; beside a matching that looks at everything every time, from the
 * same state on the same events, whose decisions must be the same to the last field of their explanations. An event's time contains asking
 * for the next deadline, as it is done after each.
 */
import { RoutingEngine } from '../cti/src/routing/engine.ts'
import type { RoutingDecision, RoutingEvent } from '../cti/src/routing/engine-types.ts'
import { scanEngine } from '../cti/src/routing/scan-engine.ts'
import { breathe, traceOf } from './routing/trace.ts'

const AGENTS = 5_000
const WAITING = 2_000
const EVENTS = 300_000
/** Of these the scanning engine gets so many, after as many that warm it up are not counted. */
const SCANNED_EVENTS = 150
const WARM_UP_EVENTS = 50_000
/** For each size of centre, after as many that warm it up. */
const GROWTH_EVENTS = 50_000

interface Measured {
  /** µs of each event. */
  readonly times: Float64Array
  readonly decisions: (readonly RoutingDecision[])[]
}

async function measure(engine: RoutingEngine, events: readonly RoutingEvent[], keep: boolean): Promise<Measured> {
  const times = new Float64Array(events.length)
  const decisions: (readonly RoutingDecision[])[] = []
  for (const [index, event] of events.entries()) {
    if (index % 100 === 0) await breathe()
    const began = performance.now()
    const decided = engine.handle(event)
    engine.nextDeadline()
    times[index] = (performance.now() - began) * 1_000
    if (keep) decisions.push(decided)
  }
  return { times, decisions }
}

const sum = (times: Float64Array): number => times.reduce((total, time) => total + time, 0)
const share = (times: Float64Array, part: number): number =>
  times.slice().sort()[Math.min(times.length - 1, Math.ceil(part * times.length) - 1)] ?? 0
const rounded = (value: number): number => Math.round(value * 100) / 100

/** µs of processor time an event, without the warm-up: what neighbours take away does not count. */
async function costOf(agents: number): Promise<number> {
  const { from, events } = await traceOf(agents, WAITING, WARM_UP_EVENTS + GROWTH_EVENTS)
  const engine = RoutingEngine.restore(from)
  await measure(engine, events.slice(0, WARM_UP_EVENTS), false)
  const before = process.cpuUsage()
  await measure(engine, events.slice(WARM_UP_EVENTS), false)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / GROWTH_EVENTS
}

export default async function run(): Promise<Record<string, number>> {
  const trace = await traceOf(AGENTS, WAITING, EVENTS)
  const kinds: Record<string, number> = {}
  for (const { type } of trace.events) kinds[type] = (kinds[type] ?? 0) + 1
  console.error(`${EVENTS} events: ${JSON.stringify(kinds)}`)

  const { times } = await measure(RoutingEngine.restore(trace.from), trace.events, false)
  const counted = times.subarray(WARM_UP_EVENTS)
  const eventsPerSecond = (counted.length / sum(counted)) * 1e6
  console.error(
    `${Math.round(eventsPerSecond)} events/s, p50 ${rounded(share(counted, 0.5))} µs, p99 ${rounded(share(counted, 0.99))} µs, p99.9 ${rounded(share(counted, 0.999))} µs`,
  )

  const part = trace.events.slice(0, 2 * SCANNED_EVENTS)
  const indexed = await measure(RoutingEngine.restore(trace.from), part, true)
  const scanned = await measure(scanEngine(trace.from), part, true)
  const different = part.findIndex(
    (_, index) => JSON.stringify(indexed.decisions[index]) !== JSON.stringify(scanned.decisions[index]),
  )
  if (different >= 0)
    console.error(
      `event ${different} ${JSON.stringify(part[different])} is decided differently:`,
      indexed.decisions[different],
      scanned.decisions[different],
    )
  const scanPerSecond = (SCANNED_EVENTS / sum(scanned.times.subarray(SCANNED_EVENTS))) * 1e6
  console.error(`scan: ${Math.round(scanPerSecond)} events/s`)

  const growth: number[] = []
  for (const agents of [500, 5_000, 50_000]) {
    const mean = await costOf(agents)
    console.error(`${agents} agents, ${WAITING} waiting: ${rounded(mean)} µs of processor time an event`)
    growth.push(mean)
  }
  return {
    events_per_s: Math.round(eventsPerSecond),
    p50_us: rounded(share(counted, 0.5)),
    p99_us: rounded(share(counted, 0.99)),
    scan_events_per_s: Math.round(scanPerSecond),
    ratio_scan: rounded(eventsPerSecond / scanPerSecond),
    identical: different < 0 ? 1 : 0,
    growth_500_to_50000: rounded((growth.at(-1) ?? 0) / (growth[0] ?? 1)),
  }
}
