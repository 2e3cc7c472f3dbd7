/** How good a run of decisions was. */
import type { Decision } from '../dispatch.ts'
import type { Expected } from './cases-file.ts'

/** As printed; shares 0–1, null where there is nothing to divide by. */
export interface EvaluationFigures {
  readonly cases: number
  /** Dispatched without a person. */
  readonly auto: number
  /** Of the automatic ones whose case says what is right: to that store. */
  readonly auto_precision: number | null
  /** auto of all cases. */
  readonly coverage: number
  /** Of the cases with a right store: it comes first, is among the first three. */
  readonly top1: number | null
  readonly top3: number | null
  readonly pool: number
  readonly p50_us: number
  readonly p99_us: number
}

export interface Decided {
  readonly expected: Expected
  readonly decision: Decision
  /** µs */
  readonly tookUs: number
}

/** @param same whether two ids are one store's */
export function evaluationFigures(
  decided: readonly Decided[],
  same: (one: string, other: string) => boolean,
): EvaluationFigures {
  let auto = 0
  let judged = 0
  let right = 0
  let withStore = 0
  let first = 0
  let firstThree = 0
  for (const { expected, decision } of decided) {
    if (decision.decision === 'auto') {
      auto++
      if (expected.kind !== 'unknown') judged++
      if (expected.kind === 'store' && same(expected.storeId, decision.storeId ?? '')) right++
    }
    if (expected.kind !== 'store') continue
    withStore++
    const place = decision.candidates.findIndex(({ storeId }) => same(expected.storeId, storeId))
    if (place === 0) first++
    if (place >= 0 && place < 3) firstThree++
  }
  const times = Float64Array.from(decided, ({ tookUs }) => tookUs).sort()
  return {
    cases: decided.length,
    auto,
    auto_precision: share(right, judged),
    coverage: share(auto, decided.length) ?? 0,
    top1: share(first, withStore),
    top3: share(firstThree, withStore),
    pool: decided.length - auto,
    p50_us: percentile(times, 0.5),
    p99_us: percentile(times, 0.99),
  }
}

function share(part: number, all: number): number | null {
  return all === 0 ? null : Math.round((part / all) * 1e6) / 1e6
}

/** Nearest rank, of sorted values. */
function percentile(sorted: Float64Array, part: number): number {
  return Math.round((sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0) * 10) / 10
}
