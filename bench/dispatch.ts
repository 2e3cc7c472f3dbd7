/**
 * The dispatch engine on a made-up chain of 46,000 stores and 20,000 complaints (a seed that no constant was chosen on), beside two simple
 * ways on the same complaints: the order's store and nothing else, and what a short script would do: the order's store, else the nearest
 * one, else one whose name holds the words, found by looking at every store.
 */
import { type Decision, decide } from '../gateway/src/dispatch/dispatch.ts'
import { type Decided, evaluationFigures } from '../gateway/src/dispatch/evaluation/figures.ts'
import { madeUpChain } from '../gateway/src/dispatch/made-up/chain.ts'
import { type MadeUpCase, madeUpComplaints } from '../gateway/src/dispatch/made-up/complaints.ts'
import { distanceKm } from '../gateway/src/dispatch/positions.ts'
import { StoreIndex } from '../gateway/src/dispatch/store-index.ts'
import type { DispatchCase, Store } from '../gateway/src/dispatch/stores.ts'

const STORES = 46_000
const CASES = 20_000
const SEED = 20_261
const BUILDS = 3
const WARM_UP = 2_000
/** Looking at every store is slow: so many complaints are enough for its figures. */
const SCANNED = 3_000
const US_PER_MS = 1_000

type Way = (told: DispatchCase) => Decision

export default function bench(): Promise<Readonly<Record<string, number>>> {
  const stores = madeUpChain(STORES, SEED)
  const cases = madeUpComplaints(stores, CASES, SEED)
  const builds: number[] = []
  let index = new StoreIndex([])
  for (let build = 0; build < BUILDS; build++) {
    const began = performance.now()
    index = new StoreIndex(stores)
    builds.push(performance.now() - began)
  }
  console.error(`index built in ${builds.map(Math.round).join(', ')} ms`)
  for (const one of cases.slice(0, WARM_UP)) decide(index, one)
  const ours = figures('ours', cases, (told) => decide(index, told))
  const order = figures('order’s store only', cases, orderOnly(stores))
  const scan = figures('order, nearest or name, by looking at all', cases.slice(0, SCANNED), scanAll(stores))
  return Promise.resolve({
    stores: STORES,
    build_ms: Math.round([...builds].sort((a, b) => a - b)[Math.floor(BUILDS / 2)] ?? 0),
    p50_us: ours.p50_us,
    p99_us: ours.p99_us,
    auto_precision: ours.auto_precision ?? 0,
    coverage: ours.coverage,
    top3: ours.top3 ?? 0,
    order_only_auto_precision: order.auto_precision ?? 0,
    order_only_coverage: order.coverage,
    scan_auto_precision: scan.auto_precision ?? 0,
    scan_coverage: scan.coverage,
    scan_p50_us: scan.p50_us,
  })
}

function figures(name: string, cases: readonly MadeUpCase[], way: Way): ReturnType<typeof evaluationFigures> {
  const decided: Decided[] = cases.map((one) => {
    const began = performance.now()
    const decision = way(one)
    const tookUs = (performance.now() - began) * US_PER_MS
    return {
      decision,
      tookUs,
      expected: one.expected === null ? { kind: 'pool' } : { kind: 'store', storeId: one.expected },
    }
  })
  const result = evaluationFigures(decided, (one, other) => one === other)
  console.error(`${name}: ${JSON.stringify(result)}`)
  return result
}

function orderOnly(stores: readonly Store[]): Way {
  const open = new Set(stores.filter(({ status }) => status === 'open').map(({ id }) => id))
  return ({ orderStoreId }) => toStore(orderStoreId !== undefined && open.has(orderStoreId) ? orderStoreId : undefined)
}

function scanAll(stores: readonly Store[]): Way {
  const open = stores.filter(({ status }) => status === 'open')
  return (told) => {
    const ordered = told.orderStoreId === undefined ? undefined : open.find(({ id }) => id === told.orderStoreId)
    if (ordered) return toStore(ordered.id)
    const { lat, lon, storeText } = told
    if (lat !== undefined && lon !== undefined) {
      let nearest: Store | undefined
      let least = Number.POSITIVE_INFINITY
      for (const store of open) {
        const km = distanceKm(lat, lon, store.lat ?? 0, store.lon ?? 0)
        if (km >= least) continue
        least = km
        nearest = store
      }
      return toStore(nearest?.id)
    }
    return toStore(storeText === undefined ? undefined : open.find(({ name }) => name.includes(storeText))?.id)
  }
}

function toStore(id: string | undefined): Decision {
  const nothing = { confidence: 0, reasons: [], departments: [], priority: 0 }
  return id === undefined
    ? { decision: 'pool', pool: '全国', candidates: [], ...nothing }
    : { decision: 'auto', storeId: id, candidates: [{ storeId: id, score: 1, reasons: [] }], ...nothing }
}
