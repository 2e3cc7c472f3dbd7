/** The reasons of a decision and of each candidate, from what was weighed. */
import type { ReadCase } from './case-reading.ts'
import type { Standing, Weighed } from './confidence.ts'
import { type DivisionId, NOWHERE } from './divisions.ts'
import { isOpenAt } from './opening-hours.ts'
import { type Reason, reason } from './reasons.ts'
import { NO_STORE, type StoreIndex, type StoreNumber } from './store-index.ts'

/** Who orders at a store is delivered to, or sits in it. km */
export const AGREES_WITHIN_KM = 5
/** A text that fits so much better than chance is worth telling. */
const TELLING = 2
const AS_LIKELY = 0.5

interface CandidateContext {
  readonly circumstances: Standing
  readonly prefer: readonly DivisionId[]
}

export function candidateReasons(index: StoreIndex, read: ReadCase, one: Weighed, context: CandidateContext): Reason[] {
  const { store } = one
  const reasons: Reason[] = []
  if (one.followed)
    reasons.push(
      reason(one.followed.certain ? 'successor-of' : 'near-closed-store', { store: idOf(index, one.followed.store) }),
    )
  if (read.orderStore !== NO_STORE)
    reasons.push(
      store === read.orderStore
        ? reason('order-store')
        : reason('not-order-store', { store: idOf(index, read.orderStore) }),
    )
  if (one.km !== undefined)
    reasons.push(reason(one.km <= AGREES_WITHIN_KM ? 'near-position' : 'far-from-position', { km: shownKm(one.km) }))
  addTextReasons(reasons, index, read, one)
  if (read.phoneRegion !== NOWHERE)
    reasons.push(
      reason(inside(index, read.phoneRegion, store) ? 'phone-city' : 'phone-elsewhere', {
        region: index.divisions.path(read.phoneRegion),
      }),
    )
  addStandingReasons(reasons, index, store, context)
  return reasons
}

function addTextReasons(reasons: Reason[], index: StoreIndex, read: ReadCase, one: Weighed): void {
  const { store, spoken, address } = one
  if (read.spoken && spoken > TELLING) {
    const { name } = read.spoken
    const match = index.names.match(store, name)
    const code = match === 'same' ? 'name-same' : match === 'sounds-like' ? 'name-sounds-like' : 'name-like'
    reasons.push(reason(code, { said: name.text, name: index.stores[store]?.name ?? '' }))
  }
  const brand = index.brand[store] ?? -1
  if (read.spoken && brand >= 0 && read.spoken.brands.length > 0 && !read.spoken.brands.includes(brand))
    reasons.push(reason('brand-other', { brand: index.stores[store]?.brand ?? '' }))
  if (!read.address) return
  if (address > TELLING)
    reasons.push(
      reason('address-place', { said: read.address.place.text, address: index.stores[store]?.address ?? '' }),
    )
  const { road, roadNumber, house } = read.address
  if (house !== undefined && road !== undefined && roadNumber >= 0 && roadNumber === index.roads[store])
    if (house === index.houses[store]) reasons.push(reason('address-number', { road, number: house }))
  const [region] = read.address.regions
  if (region === undefined) return
  const path = index.divisions.path(region)
  if (read.address.regions.some((named) => inside(index, named, store)))
    reasons.push(reason('address-district', { region: index.divisions.path(index.region[store] ?? NOWHERE) }))
  else if (inside(index, index.divisions.at(region, 2), store)) reasons.push(reason('address-city', { region: path }))
  else reasons.push(reason('address-elsewhere', { region: path }))
}

function addStandingReasons(
  reasons: Reason[],
  index: StoreIndex,
  store: StoreNumber,
  { circumstances, prefer }: CandidateContext,
): void {
  if (circumstances.at) {
    const { opensAt, closesAt } = index.stores[store] ?? {}
    if (isOpenAt(opensAt, closesAt, circumstances.at.minute) === false) reasons.push(reason('outside-hours'))
  }
  const tickets = circumstances.openTickets?.get(idOf(index, store)) ?? 0
  if (tickets > 0) reasons.push(reason('load', { tickets }))
  for (const region of prefer)
    if (inside(index, region, store)) reasons.push(reason('region-preferred', { region: index.divisions.path(region) }))
}

interface DecisionContext {
  readonly likeliest: Weighed | undefined
  readonly ranked: readonly Weighed[]
  readonly confidence: number
  readonly automatic: boolean
  readonly pool: string
  readonly threshold: number
}

export function decisionReasons(index: StoreIndex, read: ReadCase, context: DecisionContext): Reason[] {
  const { likeliest, ranked, confidence, automatic, pool, threshold } = context
  const [first, second] = ranked
  const reasons: Reason[] = [...read.notes]
  const ordered = index.stores[read.orderStore]
  if (ordered && ordered.status !== 'open')
    reasons.push(reason(ordered.status === 'moved' ? 'order-store-moved' : 'order-store-closed', { store: ordered.id }))
  else if (likeliest && likeliest.store !== read.orderStore && index.open[likeliest.store] !== 1)
    reasons.push(reason('named-store-closed', { store: idOf(index, likeliest.store) }))
  const km = ranked.find(({ store }) => store === read.orderStore)?.km
  if (km !== undefined)
    reasons.push(
      reason(km <= AGREES_WITHIN_KM ? 'order-and-position-agree' : 'order-and-position-disagree', {
        km: shownKm(km),
      }),
    )
  if (!first) {
    const any = read.orderStore !== NO_STORE || read.position || read.address || read.spoken || read.phoneRegion >= 0
    reasons.push(
      any
        ? read.position && !likeliest
          ? reason('position-far-from-stores')
          : reason('no-open-store')
        : reason('no-evidence'),
    )
  } else {
    reasons.push(reason(confidence >= threshold ? 'confident' : 'not-confident', { confidence, threshold }))
    if (second && second.share > AS_LIKELY * first.share)
      reasons.push(reason('as-likely', { store: idOf(index, first.store), other: idOf(index, second.store) }))
  }
  if (!automatic) reasons.push(reason('pool-region', { pool }))
  return reasons
}

/** To 10 m. */
const shownKm = (km: number): number => Math.round(km * 100) / 100

function inside(index: StoreIndex, region: DivisionId, store: StoreNumber): boolean {
  return index.divisions.contains(region, index.region[store] ?? NOWHERE)
}

function idOf(index: StoreIndex, store: StoreNumber): string {
  return index.ids[store] ?? ''
}
