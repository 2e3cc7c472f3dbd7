/**
 * To which store a complaint goes, or to which regional pool, and why. Pure and deterministic: the same stores (in any order), complaint,
 * rules and circumstances give the same decision.
 */
import { findCandidates } from './candidates.ts'
import { type ReadCase, readCase } from './case-reading.ts'
import { handOn, rank, type Standing, type Weighed, weigh } from './confidence.ts'
import type { DivisionId } from './divisions.ts'
import { candidateReasons, decisionReasons } from './explanation.ts'
import { poolNamed, poolOf } from './pools.ts'
import type { Reason } from './reasons.ts'
import { applyRules, type DispatchRules, NO_RULES, type RuleOutcome } from './rules.ts'
import type { StoreIndex } from './store-index.ts'
import type { DispatchCase } from './stores.ts'

/** As sure as this, a complaint goes to the store without a person looking at it. */
export const AUTOMATIC_FROM = 0.95
const CANDIDATES = 5
/** Weight of a store in a preferred region, against one outside. */
const PREFERRED = 3
/** A share is told to so much of the whole. */
const SHOWN = 10_000

export interface Candidate {
  readonly storeId: string
  /** Probability that the complaint is this store's, 0–1. */
  readonly score: number
  readonly reasons: readonly Reason[]
}

export interface Decision {
  readonly decision: 'auto' | 'pool'
  /** With 'auto'. */
  readonly storeId?: string
  /** With 'pool': the region's path, 浙江省/杭州市/西湖区, or 全国. */
  readonly pool?: string
  /** Of the first candidate, 0–1. */
  readonly confidence: number
  /** Open stores, likeliest first, at most five. */
  readonly candidates: readonly Candidate[]
  readonly reasons: readonly Reason[]
  /** Departments that rules want told. */
  readonly departments: readonly string[]
  /** By how much rules raise the priority. */
  readonly priority: number
}

export interface Circumstances extends Standing {
  readonly rules?: DispatchRules
}

export function decide(index: StoreIndex, told: DispatchCase, circumstances: Circumstances = {}): Decision {
  const read = readCase(index, told)
  const found = findCandidates(index, read)
  const meant = weigh(index, read, found, circumstances)
  const pool = poolOf(index, read, meant)
  const [likeliest] = meant
  const servable = handOn(index, read, meant).filter(({ store }) => index.open[store] === 1)
  const rules = applyRules(index, circumstances.rules ?? NO_RULES, {
    category: told.category,
    store: servable[0]?.store,
    region: pool,
    at: circumstances.at,
  })
  const ranked = preferred(index, servable, rules)
  return concluded(index, read, { likeliest, ranked, rules, pool, circumstances })
}

interface Conclusion {
  readonly likeliest: Weighed | undefined
  readonly ranked: readonly Weighed[]
  readonly rules: RuleOutcome
  readonly pool: DivisionId
  readonly circumstances: Circumstances
}

function concluded(index: StoreIndex, read: ReadCase, conclusion: Conclusion): Decision {
  const { likeliest, ranked, rules, circumstances } = conclusion
  const [first] = ranked
  const confidence = rounded(first?.share ?? 0)
  const automatic = first !== undefined && confidence >= AUTOMATIC_FROM && !rules.confirm && rules.pool === undefined
  const pool = rules.pool ?? poolNamed(index, conclusion.pool)
  return {
    decision: automatic ? 'auto' : 'pool',
    ...(automatic ? { storeId: index.ids[first.store] ?? '' } : { pool }),
    confidence,
    candidates: ranked.slice(0, CANDIDATES).map((one) => ({
      storeId: index.ids[one.store] ?? '',
      score: rounded(one.share),
      reasons: candidateReasons(index, read, one, { circumstances, prefer: rules.prefer }),
    })),
    reasons: [
      ...decisionReasons(index, read, { likeliest, ranked, confidence, automatic, pool, threshold: AUTOMATIC_FROM }),
      ...rules.reasons,
    ],
    departments: rules.departments,
    priority: rules.priority,
  }
}

/** Shares anew with the stores of preferred regions weighing more. */
function preferred(index: StoreIndex, weighed: Weighed[], { prefer }: RuleOutcome): Weighed[] {
  if (prefer.length === 0) return weighed
  const before = weighed.reduce((sum, { share }) => sum + share, 0)
  for (const one of weighed)
    if (prefer.some((region) => index.divisions.contains(region, index.region[one.store] ?? -1))) one.share *= PREFERRED
  const after = weighed.reduce((sum, { share }) => sum + share, 0)
  // What is not among these stores keeps its share.
  for (const one of weighed) one.share /= 1 - before + after
  return rank(index, weighed)
}

function rounded(share: number): number {
  return Math.min(1, Math.max(0, Math.round(share * SHOWN) / SHOWN))
}
