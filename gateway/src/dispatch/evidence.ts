/**
 * How much likelier each kind of evidence is when a certain store is meant than in general, as natural logarithms: they add up
 * (confidence.ts). Every constant is a share of cases, so that it can be measured on one's own (docs/dispatch.md says how).
 */

import type { ReadCase, ReadText } from './case-reading.ts'
import { NOWHERE } from './divisions.ts'
import { isOpenAt } from './opening-hours.ts'
import type { Words } from './phrases.ts'
import { customerDensity, distanceKm, SETTLED_KM2 } from './positions.ts'
import { ADDRESS_REGION, RegionEvidence, SPOKEN_REGION } from './region-evidence.ts'
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

/** How well a text fits a store that shares no sound with it. */
export const UNLIKE = Number.NEGATIVE_INFINITY

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

/** How well what was said fits a store's name or its address, whichever better: as a likelihood ratio's logarithm. */
function spokenFit(index: StoreIndex, text: ReadText, store: StoreNumber): number {
  let fit = index.names.likeness(store, text.name)
  if (text.place.text !== text.name.text) fit = Math.max(fit, index.names.likenessAbove(fit, store, text.place))
  // As rare as the whole name is, and not only as its characters are.
  if (text.name.length > 0 && index.names.is(store, text.name)) fit = Math.max(fit, Math.log(index.count))
  const house = houseFit(index, text, store)
  return Math.max(fit, index.places.likenessAbove(fit - house, store, text.place) + house)
}

/** How well an address fits a store's that has no landmark beside its road. The road alone says little, the same house number much. */
function addressFit(index: StoreIndex, text: ReadText, store: StoreNumber): number {
  const whole = index.places.likeness(store, text.place)
  if (text.road === undefined) return Math.max(whole, index.names.likenessAbove(whole, store, text.place))
  const name = index.names.likeness(store, text.place)
  return Math.max(Math.min(ROAD_ALONE, name), Math.min(ROAD_ALONE, whole) + houseFit(index, text, store))
}

/** How well a mall, estate or landmark fits a store's; 0: not at all. */
function landmarkFit(index: StoreIndex, landmark: Words, store: StoreNumber): number {
  const fit = Math.max(0, index.places.likenessAbove(0, store, landmark))
  return Math.max(fit, index.names.likenessAbove(fit, store, landmark))
}

/** Who lives on the store's road need not be its customer: beside the landmark the road says little. */
function roadFit(index: StoreIndex, text: ReadText, store: StoreNumber, landmark: number): number {
  const more = Math.max(0, index.places.likenessAbove(landmark, store, text.place) - landmark)
  return Math.max(0, Math.min(ROAD_ALONE, more) + houseFit(index, text, store))
}

function houseFit(index: StoreIndex, { roadNumber, house }: ReadText, store: StoreNumber): number {
  if (house === undefined || roadNumber < 0 || roadNumber !== index.roads[store]) return 0
  const own = index.houses[store] ?? -1
  if (own < 0) return 0
  return house === own ? HOUSE_SAME : Math.abs(house - own) <= NEAR_DOORS ? HOUSE_NEAR : HOUSE_OTHER
}

/** What a text says for each of the candidates, in their order. */
export interface TextEvidence {
  /** How well it fits the store, without brand and region. */
  readonly fits: readonly number[]
  /** All that it says for the store, with the possibility that it is about another one. */
  readonly totals: readonly number[]
  /** What it would say for a store that was not looked at though it sounds as much alike. */
  readonly unseen: number
}

/** @param unlike in the order of the stores: true where there is no use in comparing */
export function spokenEvidence(
  index: StoreIndex,
  spoken: ReadText,
  stores: readonly StoreNumber[],
  unlike: readonly boolean[],
): TextEvidence {
  const regions = new RegionEvidence(index, spoken.regions, SPOKEN_REGION)
  const fits: number[] = []
  const totals: number[] = []
  for (let at = 0; at < stores.length; at++) {
    const store = stores[at] ?? NO_STORE
    const fit = unlike[at] ? UNLIKE : spokenFit(index, spoken, store)
    fits.push(fit)
    const name = Math.log(NAME_UNRELATED + (1 - NAME_UNRELATED) * Math.exp(fit))
    totals.push(name + brandEvidence(index, spoken.brands, store) + regions.of(index.region[store] ?? NOWHERE))
  }
  return mixedUp(index, { stores, fits, totals, wrong: SPOKEN_WRONG })
}

/** @param unlike in the order of the stores: true where there is no use in comparing */
export function addressEvidence(
  index: StoreIndex,
  address: ReadText,
  stores: readonly StoreNumber[],
  unlike: readonly boolean[],
  positionKnown: boolean,
): TextEvidence {
  const regions = new RegionEvidence(index, address.regions, ADDRESS_REGION)
  const fits: number[] = []
  const totals: number[] = []
  // Whoever gives a store's very house number and landmark means the store.
  let exact = false
  for (let at = 0; at < stores.length; at++) {
    const store = stores[at] ?? NO_STORE
    let fit = UNLIKE
    if (!unlike[at] && address.landmark) {
      const landmark = landmarkFit(index, address.landmark, store)
      fit = landmark + roadFit(index, address, store, landmark)
      if (landmark > 0 && address.house !== undefined && address.house === index.houses[store]) exact = true
    } else if (!unlike[at]) fit = addressFit(index, address, store)
    fits.push(fit)
    const place = Math.log(PLACE_UNRELATED + (1 - PLACE_UNRELATED) * Math.exp(fit))
    const region = regions.of(index.region[store] ?? NOWHERE)
    totals.push(place + brandEvidence(index, address.brands, store) + (positionKnown ? region * SAID_TWICE : region))
  }
  return mixedUp(index, { stores, fits, totals, wrong: exact ? SPOKEN_WRONG : ADDRESS_WRONG })
}

interface Said {
  readonly stores: readonly StoreNumber[]
  readonly fits: readonly number[]
  readonly totals: number[]
  /** Share of texts. */
  readonly wrong: number
}

/**
 * A text may be about another store than the one meant, as a whole: its words, brand and region are then wrong together. That other one is
 * more often around the corner, or in the same city. Puts that possibility into the totals.
 */
function mixedUp(index: StoreIndex, { stores, fits, totals, wrong }: Said): TextEvidence {
  let best = 0
  let named = NO_STORE
  for (let at = 0; at < totals.length; at++) {
    const value = totals[at] ?? 0
    if (value <= best) continue
    best = value
    named = stores[at] ?? NO_STORE
  }
  const over = tooMuch(index, best)
  const said = Math.exp(best - over)
  for (let at = 0; at < totals.length; at++) {
    const store = stores[at] ?? NO_STORE
    // As likely as naming that other one instead, and then saying it so.
    const mistake =
      named === NO_STORE || named === store
        ? 1
        : ANYWHERE + ((mistaken(index, named, store) - ANYWHERE) * said) / index.count
    totals[at] = Math.log(wrong * mistake + (1 - wrong) * Math.exp((totals[at] ?? 0) - over))
  }
  return { fits, totals, unseen: Math.min(second(fits), Math.log(index.count)) - over }
}

/** Words, brand and region that fit are not independent: together they cannot tell more than one store from all. */
function tooMuch(index: StoreIndex, best: number): number {
  return Math.max(0, best - Math.log(index.count) - TELLS_MOST)
}

/**
 * How well a store fits that was not looked at though it shares as many sounds with a text as those that were: as the second of them (the
 * best would have been found, or the second would fit as well).
 */
function second(fits: readonly number[]): number {
  let most = 0
  let next = 0
  for (const fit of fits) {
    if (fit > most) {
      next = most
      most = fit
    } else if (fit > next) next = fit
  }
  return next
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
