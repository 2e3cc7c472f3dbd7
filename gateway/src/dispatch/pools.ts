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

/** Path of names, e.g. 浙江省/杭州市/西湖区, or WHOLE_COUNTRY. */
export function poolOf(index: StoreIndex, read: ReadCase, weighed: readonly Weighed[]): string {
  const { divisions } = index
  const region = agreedOn(index, weighed) ?? named(index, read)
  return region === NOWHERE ? WHOLE_COUNTRY : divisions.path(region)
}

function agreedOn(index: StoreIndex, weighed: readonly Weighed[]): DivisionId | undefined {
  let all = 0
  const shares = new Map<DivisionId, number>()
  for (const { store, share } of weighed) {
    all += share
    for (let here = index.region[store] ?? NOWHERE; here !== NOWHERE; ) {
      shares.set(here, (shares.get(here) ?? 0) + share)
      here = index.divisions.get(here)?.parent ?? NOWHERE
    }
  }
  if (all === 0) return undefined
  let agreed: DivisionId | undefined
  let level = 0
  for (const [region, share] of shares) {
    const own = index.divisions.get(region)?.level ?? 0
    if (share < AGREED * all || own <= level) continue
    agreed = region
    level = own
  }
  return agreed ?? NOWHERE
}

/** Where the chain has no store: as it was said. */
function named(index: StoreIndex, read: ReadCase): DivisionId {
  if (read.orderStore !== NO_STORE) return index.region[read.orderStore] ?? NOWHERE
  for (const regions of [read.spoken?.regions, read.address?.regions])
    if (regions && regions.length > 0) return common(index.divisions, regions)
  return read.phoneRegion
}
