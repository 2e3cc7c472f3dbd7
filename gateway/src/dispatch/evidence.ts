/**
 * How much likelier each kind of evidence is when a certain store is meant than in general, as natural logarithms: they add up
 * (confidence.ts). Every constant is a share of cases, so that it can be measured on one's own (docs/dispatch.md says how).
 */

import type { ReadCase, ReadText } from './case-reading.ts'
import { NOWHERE } from './divisions.ts'
import { isOpenAt } from './opening-hours.ts'
import { customerDensity, distanceKm, SETTLED_KM2 } from './positions.ts'
import type { RegionEvidence } from './region-evidence.ts'
import { CORNER_KM, NO_STORE, type StoreIndex, type StoreNumber } from './store-index.ts'
import type { LocalTime } from './stores.ts'

/** The order is of another store than the complaint: an older order was picked, a colleague's account. */
const ORDER_WRONG = 0.03
/** Of the wrong ones: the shop around the corner, one in the same city; the rest anywhere. */
const WRONG_AROUND_CORNER = 0.25
const WRONG_IN_CITY = 0.5
const ANYWHERE = 1 - WRONG_AROUND_CORNER - WRONG_IN_CITY

/** A position says nothing when it is as likely as on any settled land. */
const LOG_SETTLED = Math.log(SETTLED_KM2)

/** What was said is of another store than the complaint, or of none: a customer mixes up two branches, an address is a home elsewhere. */
const SPOKEN_WRONG = 0.03
const ADDRESS_WRONG = 0.08
/** A text speaks for its store at most so much more than an order's id would. */
const TELLS_MOST = 1
/** The right store is meant, but its name is not to be made out. */
const NAME_UNRELATED = 0.04
/** An address that is not the store's nor near it on the same road or mall: the customer's home. */
const PLACE_UNRELATED = 0.4
/** Another brand was named than the store's. */
const BRAND_WRONG = 0.02
/** A house number is the store's own, or a few doors away; else it says little. */
const HOUSE_SAME = 4
const HOUSE_NEAR = 0.8
const HOUSE_OTHER = -0.3
/** The road without house number or landmark, at most. */
const ROAD_ALONE = 2
const NEAR_DOORS = 20

/** A position and an address are often the same statement made twice: where the customer lives. */
const SAID_TWICE = 0.4

/** Closed stores get few new complaints. */
const CLOSED_PRIOR = Math.log(0.1)
/** What only orders stores that the evidence leaves alike. */
const OUTSIDE_HOURS = -0.2
const PER_OPEN_TICKET = -0.01
const LOAD_MOST = -0.3

/** Of a text that was compared with a store. */
export interface TextFit {
  readonly name: number
  readonly place: number
  /** Road, house number and landmark are the store's. */
  readonly exact?: boolean
}

export const UNCOMPARED: TextFit = { name: Number.NEGATIVE_INFINITY, place: Number.NEGATIVE_INFINITY }

export function orderEvidence(index: StoreIndex, ordered: StoreNumber, store: StoreNumber): number {
  if (store === ordered) return Math.log((1 - ORDER_WRONG) * index.count + ORDER_WRONG)
  return Math.log(ORDER_WRONG * mistaken(index, ordered, store))
}

/** How much likelier than any store this one is, when another is named by mistake. */
function mistaken(index: StoreIndex, named: StoreNumber, store: StoreNumber): number {
  const city = index.city[named] ?? NOWHERE
  if (city === NOWHERE || city !== index.city[store]) return ANYWHERE
  const inCity = ANYWHERE + (WRONG_IN_CITY * index.count) / index.storesIn(city)
  const near = (index.distance(named, store) ?? Number.POSITIVE_INFINITY) <= CORNER_KM
  return near ? inCity + (WRONG_AROUND_CORNER * index.count) / index.aroundCorner(named) : inCity
}

/** Of all the stores together that nothing points to. */
export const ORDER_ELSEWHERE = Math.log(ORDER_WRONG)
export const SPOKEN_ELSEWHERE = Math.log(SPOKEN_WRONG)
export const ADDRESS_ELSEWHERE = Math.log(ADDRESS_WRONG)

/** @param km from the customer; undefined when the store's own position is unknown: says nothing. @param anywhere densityAnywhere there */
export function positionEvidence(km: number | undefined, anywhere: number): number {
  return km === undefined ? 0 : Math.log(customerDensity(km) + anywhere) + LOG_SETTLED
}

export function customerKm(index: StoreIndex, read: ReadCase, store: StoreNumber): number | undefined {
  if (!read.position) return undefined
  const { lat, lon } = read.position
  const km = distanceKm(lat, lon, index.lat[store] ?? Number.NaN, index.lon[store] ?? Number.NaN)
  return Number.isNaN(km) ? undefined : km
}

/** Compares what was said with a store's name and address. */
export function spokenFit(index: StoreIndex, text: ReadText, store: StoreNumber): TextFit {
  let name = index.names.likeness(store, text.name)
  if (text.place.text !== text.name.text) name = Math.max(name, index.names.likeness(store, text.place))
  // As rare as the whole name is, and not only as its characters are.
  if (text.name.length > 0 && index.names.is(store, text.name)) name = Math.max(name, Math.log(index.count))
  return { name, place: index.places.likeness(store, text.place) + houseFit(index, text, store) }
}

/**
 * Compares an address with a store's. Who lives on the store's road need not be its customer: the road alone says little, the same mall or
 * house number much.
 */
export function addressFit(index: StoreIndex, text: ReadText, store: StoreNumber): TextFit {
  const whole = index.places.likeness(store, text.place)
  if (text.road === undefined) return { name: index.names.likeness(store, text.place), place: whole }
  if (!text.landmark) {
    const name = index.names.likeness(store, text.place)
    return { name: Math.min(ROAD_ALONE, name), place: Math.min(ROAD_ALONE, whole) + houseFit(index, text, store) }
  }
  const landmark = Math.max(index.places.likeness(store, text.landmark), index.names.likeness(store, text.landmark))
  const road = Math.min(ROAD_ALONE, Math.max(0, whole - Math.max(0, landmark))) + houseFit(index, text, store)
  const exact = landmark > 0 && text.house !== undefined && text.house === index.houses[store]
  return { name: Math.max(0, landmark), place: Math.max(0, landmark) + road, exact }
}

function houseFit(index: StoreIndex, { road, house }: ReadText, store: StoreNumber): number {
  const own = index.houses[store] ?? -1
  if (house === undefined || own < 0 || road === undefined || road !== index.roads[store]) return 0
  return house === own ? HOUSE_SAME : Math.abs(house - own) <= NEAR_DOORS ? HOUSE_NEAR : HOUSE_OTHER
}

/** All that the customer's name for the store says for one store. */
export function spokenEvidence(
  index: StoreIndex,
  spoken: ReadText,
  regions: RegionEvidence,
  fit: TextFit,
  store: StoreNumber,
): number {
  const name = Math.log(NAME_UNRELATED + (1 - NAME_UNRELATED) * Math.exp(Math.max(fit.name, fit.place)))
  return name + brandEvidence(index, spoken.brands, store) + regions.of(index.region[store] ?? NOWHERE)
}

/** All that the address says for one store. */
export function addressEvidence(
  index: StoreIndex,
  read: ReadCase,
  regions: RegionEvidence,
  fit: TextFit,
  store: StoreNumber,
): number {
  const fits = Math.max(fit.name, fit.place)
  const place = Math.log(PLACE_UNRELATED + (1 - PLACE_UNRELATED) * Math.exp(fits))
  const region = regions.of(index.region[store] ?? NOWHERE)
  return (
    place + brandEvidence(index, read.address?.brands ?? [], store) + (read.position ? region * SAID_TWICE : region)
  )
}

/**
 * A text may be about another store than the one meant, as a whole: its words, brand and region are then wrong together. That other one is
 * more often around the corner, or in the same city.
 * @param evidence of each candidate, for the text @param wrong share of texts @returns the evidence with that possibility
 */
function mixedUp(
  index: StoreIndex,
  stores: readonly StoreNumber[],
  evidence: readonly number[],
  wrong: number,
): number[] {
  let best = 0
  let named = NO_STORE
  evidence.forEach((value, at) => {
    if (value <= best) return
    best = value
    named = stores[at] ?? NO_STORE
  })
  const over = tooMuch(index, best)
  const said = Math.exp(best - over)
  return evidence.map((value, at) => {
    const store = stores[at] ?? NO_STORE
    // As likely as naming that other one instead, and then saying it so.
    const mistake =
      named === NO_STORE || named === store
        ? 1
        : ANYWHERE + ((mistaken(index, named, store) - ANYWHERE) * said) / index.count
    return Math.log(wrong * mistake + (1 - wrong) * Math.exp(value - over))
  })
}

/** Words, brand and region that fit are not independent: together they cannot tell more than one store from all. */
function tooMuch(index: StoreIndex, best: number): number {
  return Math.max(0, best - Math.log(index.count) - TELLS_MOST)
}

/**
 * Of a store that was not looked at though it shares as many sounds with a text as those that were: it may fit as well as the second of them
 * (the best would have been found, or the second would fit as well).
 * @param best evidence of the text among them
 */
export function unseenAlike(index: StoreIndex, fits: readonly TextFit[], best: number): number {
  let most = 0
  let second = 0
  for (const { name, place } of fits) {
    const fit = Math.max(name, place)
    if (fit > most) {
      second = most
      most = fit
    } else if (fit > second) second = fit
  }
  return Math.min(second, Math.log(index.count)) - tooMuch(index, best)
}

export function spokenMixedUp(
  index: StoreIndex,
  stores: readonly StoreNumber[],
  evidence: readonly number[],
): number[] {
  return mixedUp(index, stores, evidence, SPOKEN_WRONG)
}

/** @param fits of each candidate: whoever gives a store's very house number means the store */
export function addressMixedUp(
  index: StoreIndex,
  stores: readonly StoreNumber[],
  evidence: readonly number[],
  fits: readonly TextFit[],
): number[] {
  return mixedUp(index, stores, evidence, fits.some(({ exact }) => exact) ? SPOKEN_WRONG : ADDRESS_WRONG)
}

function brandEvidence(index: StoreIndex, named: readonly number[], store: StoreNumber): number {
  const own = index.brand[store] ?? -1
  if (named.length === 0 || own < 0) return 0
  if (!named.includes(own)) return Math.log(BRAND_WRONG)
  return Math.log(BRAND_WRONG + ((1 - BRAND_WRONG) * index.count) / index.storesOfBrand(own))
}

/** What is known of the store without the complaint. */
export function priorEvidence(
  index: StoreIndex,
  read: ReadCase,
  store: StoreNumber,
  at: LocalTime | undefined,
  tickets: number,
): number {
  // An order proves that the store was open.
  let prior = index.open[store] === 1 || store === read.orderStore ? 0 : CLOSED_PRIOR
  if (at) {
    const { opensAt, closesAt } = index.stores[store] ?? {}
    if (isOpenAt(opensAt, closesAt, at.minute) === false) prior += OUTSIDE_HOURS
  }
  return prior + Math.max(LOAD_MOST, PER_OPEN_TICKET * tickets)
}
