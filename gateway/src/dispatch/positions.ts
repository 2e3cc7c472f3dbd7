/** Where customers and stores are: checked coordinates, distances, the nearest stores, and how far from its store a customer is. */
import KDBush from 'kdbush'

/** Degrees. */
export interface Position {
  readonly lat: number
  readonly lon: number
}

export type CheckedPosition =
  | { readonly kind: 'usable'; readonly position: Position; readonly swapped: boolean }
  | { readonly kind: 'unusable' }
  | { readonly kind: 'absent' }

const KM_PER_DEGREE = 111.195
const RADIANS = Math.PI / 180
/** China's extent with its islands, generously. */
const inChina = (lat: number, lon: number): boolean => lat >= 3 && lat <= 54 && lon >= 73 && lon <= 136

/** Latitude and longitude given the wrong way round are put right; what lies outside China (0, 0 among it) says nothing. */
export function checkPosition(lat: number | undefined, lon: number | undefined): CheckedPosition {
  if (lat === undefined && lon === undefined) return { kind: 'absent' }
  if (lat === undefined || lon === undefined) return { kind: 'unusable' }
  if (inChina(lat, lon)) return { kind: 'usable', position: { lat, lon }, swapped: false }
  if (inChina(lon, lat)) return { kind: 'usable', position: { lat: lon, lon: lat }, swapped: true }
  return { kind: 'unusable' }
}

/** km; flat, which at 100 km is off by less than the noise. */
export function distanceKm(lat: number, lon: number, otherLat: number, otherLon: number): number {
  const north = (otherLat - lat) * KM_PER_DEGREE
  const east = (otherLon - lon) * KM_PER_DEGREE * Math.cos(((lat + otherLat) / 2) * RADIANS)
  return Math.sqrt(north * north + east * east)
}

/**
 * How customers are spread around the store they complain about, as a mixture of rings that thin out exponentially: share and scale in km.
 * At the counter (with GPS noise and the shift of the map's own coordinates), within delivery, across a city, at home in the next town.
 */
const RINGS = [
  { share: 0.32, scale: 0.25 },
  { share: 0.51, scale: 1.1 },
  { share: 0.07, scale: 5 },
  { share: 0.03, scale: 20 },
] as const
/** The rest is anywhere: located by network address, travelling. */
const ANYWHERE_SHARE = 0.07
/** Half of these where people live, evenly; half where stores are: whoever is away from one store is often near another. */
const EVENLY = 0.5
export const SETTLED_KM2 = 1_000_000
const WEIGHTS = RINGS.map(({ share, scale }) => share / (2 * Math.PI * scale * scale))

const STEPS_PER_KM = 50
const FARTHEST_KM = 200
const densities = Float64Array.from({ length: FARTHEST_KM * STEPS_PER_KM + 1 }, (_, step) => {
  const km = step / STEPS_PER_KM
  return WEIGHTS.reduce((sum, weight, ring) => sum + weight * Math.exp(-km / (RINGS[ring]?.scale ?? 1)), 0)
})

/** Customers per km² at so many km from their store, to 10 m; without those who are anywhere. */
export function customerDensity(km: number): number {
  return densities[Math.min(FARTHEST_KM * STEPS_PER_KM, Math.round(km * STEPS_PER_KM))] ?? 0
}

/** Customers per km² who are at a place and not near their store. @param densityOfStores sum of customerDensity there over the stores around @param stores in all */
export function densityAnywhere(densityOfStores: number, stores: number): number {
  return ANYWHERE_SHARE * (EVENLY / SETTLED_KM2 + ((1 - EVENLY) * densityOfStores) / Math.max(1, stores))
}

/** Looked for within so many km, one after the other, until enough are found. */
const BOXES_KM = [0.5, 1, 2, 4, 8, 16, 32, 64]

/** The stores around a place. */
export class Surroundings {
  readonly #tree: KDBush | undefined
  readonly #stores: Int32Array

  /** @param stores numbers of those that have a position, with it */
  constructor(stores: readonly (Position & { readonly store: number })[]) {
    this.#stores = Int32Array.from(stores, ({ store }) => store)
    if (stores.length === 0) return
    this.#tree = new KDBush(stores.length)
    for (const { lat, lon } of stores) this.#tree.add(lon, lat)
    this.#tree.finish()
  }

  /** At least `enough` of the nearest, if there are so many within 64 km; unordered, with farther ones among them. */
  around(position: Position, enough: number): readonly number[] {
    let found: readonly number[] = []
    for (const km of BOXES_KM) {
      found = this.within(position, km)
      if (found.length >= enough) break
    }
    return found
  }

  /** All in a square around a place, so many km to each side. */
  within({ lat, lon }: Position, km: number): readonly number[] {
    if (!this.#tree) return []
    const north = km / KM_PER_DEGREE
    const east = north / Math.cos(lat * RADIANS)
    const found = this.#tree.range(lon - east, lat - north, lon + east, lat + north)
    for (let at = 0; at < found.length; at++) found[at] = this.#stores[found[at] ?? 0] ?? 0
    return found
  }
}
