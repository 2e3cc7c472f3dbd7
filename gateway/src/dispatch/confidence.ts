/**
 * From evidence to probabilities. Each store that could be meant has the product of its likelihoods; beside them stand all the stores that
 * were not looked at, with the likelihood of evidence that has nothing to do with them, and a small chance that it is none of ours. What a store
 * has of the sum is the confidence.
 */
import type { Found, TextField } from './candidates.ts'
import type { ReadCase } from './case-reading.ts'
import { NOWHERE } from './divisions.ts'
import {
  ADDRESS_ELSEWHERE,
  addressEvidence,
  customerKm,
  ORDER_ELSEWHERE,
  orderEvidence,
  positionEvidence,
  priorEvidence,
  SPOKEN_ELSEWHERE,
  spokenEvidence,
  UNLIKE,
} from './evidence.ts'
import { customerDensity, densityAnywhere } from './positions.ts'
import { PHONE_REGION, RegionEvidence } from './region-evidence.ts'
import { NO_STORE, type StoreIndex, type StoreNumber } from './store-index.ts'
import type { LocalTime } from './stores.ts'
import { successorsOf } from './successors.ts'

/** Cases that are about none of the chain's stores, or whose evidence is all wrong. */
const NONE_OF_OURS = 0.002
/** Where one closed store is certainly followed by another. */
const FOLLOWED = 0.99
/** Otherwise the nearest may look after it: so much of its share goes to them, to rank them. */
const LOOKED_AFTER = 0.6
/** km over which a neighbour's claim falls to a third. */
const NEIGHBOUR_KM = 1.5
const WORTH_FOLLOWING = 0.01
/** Keeps neighbours that are all far from the customer in the order of their nearness to the closed store. */
const FAR_CLAIM = 1e-9

export interface Weighed {
  readonly store: StoreNumber
  /** Share of all that could be meant, 0–1. */
  share: number
  /** km from the customer. */
  readonly km: number | undefined
  /** How well the texts fit the store, without brand and region: a likelihood ratio's logarithm. */
  readonly spoken: number
  readonly address: number
  /** The closed store that this one follows or is a neighbour of. */
  followed?: { readonly store: StoreNumber; readonly certain: boolean }
}

export interface Standing {
  readonly at?: LocalTime
  readonly openTickets?: ReadonlyMap<string, number>
}

/** Shares before anything is handed on from closed stores, likeliest first; they sum to at most 1. */
export function weigh(index: StoreIndex, read: ReadCase, found: Found, standing: Standing): Weighed[] {
  const { stores, unlike } = found
  const spoken = read.spoken ? spokenEvidence(index, read.spoken, stores, unlike.spoken) : undefined
  const address = read.address
    ? addressEvidence(index, read.address, stores, unlike.address, read.position !== undefined)
    : undefined
  const phone = new RegionEvidence(index, read.phoneRegion === NOWHERE ? [] : [read.phoneRegion], PHONE_REGION)
  const kms = read.position ? stores.map((store) => customerKm(index, read, store)) : []
  const anywhere = anywhereAt(index, read, found, kms)
  const totals: number[] = []
  const rest = unseen(index, read, found, {
    alike: { spoken: spoken?.unseen ?? 0, address: address?.unseen ?? 0 },
    phone: phone.elsewhere,
    anywhere,
  })
  let highest = rest
  for (let at = 0; at < stores.length; at++) {
    const store = stores[at] ?? NO_STORE
    const tickets = standing.openTickets?.get(index.ids[store] ?? '') ?? 0
    let total = priorEvidence(index, read, store, standing.at, tickets) + phone.of(index.region[store] ?? NOWHERE)
    if (read.orderStore !== NO_STORE) total += orderEvidence(index, read.orderStore, store)
    if (read.position) total += positionEvidence(kms[at], anywhere)
    total += (spoken?.totals[at] ?? 0) + (address?.totals[at] ?? 0)
    totals.push(total)
    if (total > highest) highest = total
  }
  let sum = Math.exp(rest - highest)
  for (const total of totals) sum += Math.exp(total - highest)
  const weighed = stores.map((store, at) => ({
    store,
    share: Math.exp((totals[at] ?? 0) - highest) / sum,
    km: kms[at],
    spoken: spoken?.fits[at] ?? UNLIKE,
    address: address?.fits[at] ?? UNLIKE,
  }))
  return rank(index, weighed)
}

/** Customers per km² who are at the position without their store being near. */
function anywhereAt(index: StoreIndex, read: ReadCase, found: Found, kms: readonly (number | undefined)[]): number {
  if (!read.position) return 0
  let density = found.moreAround * customerDensity(found.moreBeyondKm)
  for (const km of kms) if (km !== undefined) density += customerDensity(km)
  return densityAnywhere(density, index.count)
}

/** Likeliest first, equals by id. Puts the list itself in order: it is short, and mostly in order. */
export function rank({ idPlace }: StoreIndex, weighed: Weighed[]): Weighed[] {
  for (let at = 1; at < weighed.length; at++) {
    const one = weighed[at]
    if (!one) continue
    let place = at
    for (; place > 0; place--) {
      const before = weighed[place - 1]
      if (!before || before.share > one.share) break
      if (before.share === one.share && (idPlace[before.store] ?? 0) < (idPlace[one.store] ?? 0)) break
      weighed[place] = before
    }
    weighed[place] = one
  }
  return weighed
}

interface Rest {
  /** Evidence of a text for those that sound as much like it. */
  readonly alike: Readonly<Record<TextField, number>>
  /** The phone's, for a store elsewhere. */
  readonly phone: number
  readonly anywhere: number
}

/** What all that was not looked at weighs together. */
function unseen(index: StoreIndex, read: ReadCase, found: Found, { alike, phone, anywhere }: Rest): number {
  const order = read.orderStore === NO_STORE ? 0 : ORDER_ELSEWHERE
  const position = read.position ? positionEvidence(Number.POSITIVE_INFINITY, anywhere) : 0
  const spoken = read.spoken ? SPOKEN_ELSEWHERE : 0
  const address = read.address ? ADDRESS_ELSEWHERE : 0
  const unlooked = Math.max(0, index.count - found.stores.length)
  let sum = NONE_OF_OURS * index.count + unlooked * Math.exp(phone + order + position + spoken + address)
  if (found.moreAround > 0)
    sum += found.moreAround * Math.exp(order + spoken + address + positionEvidence(found.moreBeyondKm, anywhere))
  sum += found.moreAlike.spoken * Math.exp(order + position + phone + address + alike.spoken)
  sum += found.moreAlike.address * Math.exp(order + position + phone + spoken + alike.address)
  return Math.log(sum)
}

/** Hands the shares of closed stores to those that follow them; a closed store keeps what nobody can be given. */
export function handOn(index: StoreIndex, read: ReadCase, weighed: readonly Weighed[]): Weighed[] {
  const result = [...weighed]
  for (const closed of weighed) {
    if (index.open[closed.store] === 1 || closed.share < WORTH_FOLLOWING) continue
    const { certain, neighbours } = successorsOf(index, closed.store)
    if (certain !== undefined) {
      give(index, read, result, certain, closed, closed.share * FOLLOWED, true)
      closed.share *= 1 - FOLLOWED
      continue
    }
    const claims = neighbours.map(({ store, km }) => ({
      store,
      claim: Math.exp(-km / NEIGHBOUR_KM) * (customerDensity(customerKm(index, read, store) ?? 0) + FAR_CLAIM),
    }))
    const sum = claims.reduce((total, { claim }) => total + claim, 0)
    if (sum === 0) continue
    const handed = closed.share * LOOKED_AFTER
    for (const { store, claim } of claims) give(index, read, result, store, closed, (handed * claim) / sum, false)
    closed.share -= handed
  }
  return rank(index, result)
}

function give(
  index: StoreIndex,
  read: ReadCase,
  weighed: Weighed[],
  store: StoreNumber,
  from: Weighed,
  share: number,
  certain: boolean,
): void {
  const followed = { store: from.store, certain }
  const known = weighed.find((one) => one.store === store)
  if (known) {
    known.share += share
    known.followed ??= followed
    return
  }
  weighed.push({
    store,
    share,
    km: customerKm(index, read, store),
    spoken: UNLIKE,
    address: UNLIKE,
    followed,
  })
}
