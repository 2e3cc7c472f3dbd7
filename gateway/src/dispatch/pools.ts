/** The regional pool a complaint goes to: the narrowest region that the evidence agrees on. */

import { common } from './addresses.ts'
import type { ReadCase } from './case-reading.ts'
import type { Weighed } from './confidence.ts'
import { type DivisionId, NOWHERE } from './divisions.ts'
import { NO_STORE, type StoreIndex } from './store-index.ts'

/** The pool of everything that belongs to no one region. */
export const WHOLE_COUNTRY = '全国'
/** A region is agreed on when so much of what could be meant lies in it. */
const AGREED = 0.8

/** The region's pool; NOWHERE: that of the whole country. @param weighed likeliest first */
export function poolOf(index: StoreIndex, read: ReadCase, weighed: readonly Weighed[]): DivisionId {
  return agreedOn(index, weighed) ?? named(index, read)
}

/** Path of names, e.g. 浙江省/杭州市/西湖区, or WHOLE_COUNTRY. */
export function poolNamed(index: StoreIndex, pool: DivisionId): string {
  return pool === NOWHERE ? WHOLE_COUNTRY : index.divisions.path(pool)
}

function agreedOn(index: StoreIndex, weighed: readonly Weighed[]): DivisionId | undefined {
  let all = 0
  for (const { share } of weighed) all += share
  if (all === 0) return undefined
  let agreed = NOWHERE
  let deepest = 0
  let looked = 0
  for (const { store, share } of weighed) {
    // What is agreed on holds one of the likeliest that together have more than may be left out.
    if (looked > (1 - AGREED) * all) break
    looked += share
    for (const level of [3, 2, 1] as const) {
      if (level <= deepest) break
      const region = index.divisions.at(index.region[store] ?? NOWHERE, level)
      if (region === NOWHERE || shareIn(index, weighed, region) < AGREED * all) continue
      agreed = region
      deepest = level
    }
  }
  return agreed
}

function shareIn(index: StoreIndex, weighed: readonly Weighed[], region: DivisionId): number {
  let share = 0
  for (const one of weighed)
    if (index.divisions.contains(region, index.region[one.store] ?? NOWHERE)) share += one.share
  return share
}

/** Where the chain has no store: as it was said. */
function named(index: StoreIndex, read: ReadCase): DivisionId {
  if (read.orderStore !== NO_STORE) return index.region[read.orderStore] ?? NOWHERE
  for (const regions of [read.spoken?.regions, read.address?.regions])
    if (regions && regions.length > 0) return common(index.divisions, regions)
  return read.phoneRegion
}
