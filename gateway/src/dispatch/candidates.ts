/** Which stores a complaint could be about: the order's, the nearest, those whose name or place sounds like what was said. */
import type { ReadCase, ReadText } from './case-reading.ts'
import { NOWHERE } from './divisions.ts'
import { distanceKm, type Position } from './positions.ts'
import { NO_STORE, type StoreIndex, type StoreNumber } from './store-index.ts'

const NEAREST = 24
const BY_SOUND = 24
const IN_REGION = 48
/** A store in a city that other evidence names goes before one that only sounds a little more alike. */
const IN_NAMED_CITY = 6
/** Stores that sound nearly as much alike as the best one: if they were cut off, they still could be meant. */
const NEARLY_AS_ALIKE = 0.85

export interface Found {
  readonly stores: readonly StoreNumber[]
  /** Nearer ones were all looked at; so many more are at least so far away, km. */
  readonly moreAround: number
  readonly moreBeyondKm: number
  /** So many sounded as much alike and were not looked at. */
  readonly moreAlike: number
}

export function findCandidates(index: StoreIndex, read: ReadCase): Found {
  const stores = new Set<StoreNumber>()
  if (read.orderStore !== NO_STORE) stores.add(read.orderStore)
  const around = read.position ? nearest(index, read.position) : undefined
  for (const store of around?.stores ?? []) stores.add(store)
  const cities = namedCities(index, read)
  let moreAlike = 0
  for (const text of [read.spoken, read.address]) if (text) moreAlike += addAlike(index, text, cities, stores)
  if (stores.size === 0) for (const store of inNamedRegion(index, read)) stores.add(store)
  return {
    stores: [...stores],
    moreAround: around?.more ?? 0,
    moreBeyondKm: around?.beyondKm ?? 0,
    moreAlike,
  }
}

function nearest(index: StoreIndex, { lat, lon }: Position): { stores: StoreNumber[]; more: number; beyondKm: number } {
  const around = index.surroundings.around({ lat, lon }, NEAREST)
  const km = (store: StoreNumber): number => distanceKm(lat, lon, index.lat[store] ?? 0, index.lon[store] ?? 0)
  const measured = around.map((store) => ({ store, km: km(store) }))
  measured.sort((a, b) => a.km - b.km || a.store - b.store)
  return {
    stores: measured.slice(0, NEAREST).map(({ store }) => store),
    more: Math.max(0, measured.length - NEAREST),
    beyondKm: measured[NEAREST]?.km ?? 0,
  }
}

/** The cities that order, texts, phone and position speak of. */
function namedCities(index: StoreIndex, read: ReadCase): ReadonlySet<number> {
  const cities = new Set<number>()
  const add = (region: number): void => {
    const city = index.divisions.at(region, 2)
    if (city !== NOWHERE) cities.add(city)
  }
  if (read.orderStore !== NO_STORE) add(index.region[read.orderStore] ?? NOWHERE)
  for (const text of [read.spoken, read.address]) for (const region of text?.regions ?? []) add(region)
  add(read.phoneRegion)
  return cities
}

/** Adds the stores that sound most alike; how many sounded nearly as much alike and were left out. */
function addAlike(index: StoreIndex, text: ReadText, cities: ReadonlySet<number>, into: Set<StoreNumber>): number {
  let left = 0
  const texts = text.place.text === text.name.text ? [text.name] : [text.name, text.place]
  for (const words of texts) {
    const found = index.bySound.find(words)
    const best: { store: StoreNumber; weight: number }[] = []
    let highest = 0
    let least = 0
    for (let at = 0; at < found; at++) {
      const store = index.bySound.store(at)
      const plain = index.bySound.weight(store)
      if (plain > highest) highest = plain
      // Only one that could still get among the best is worth a look at its city.
      if (best.length === BY_SOUND && plain + IN_NAMED_CITY < least) continue
      const city = index.divisions.at(index.region[store] ?? NOWHERE, 2)
      const weight = plain + (cities.has(city) ? IN_NAMED_CITY : 0)
      if (best.length === BY_SOUND && weight <= least) continue
      insert(best, store, weight)
      least = best[best.length - 1]?.weight ?? 0
    }
    let alike = 0
    for (let at = 0; at < found; at++)
      if (index.bySound.weight(index.bySound.store(at)) >= highest * NEARLY_AS_ALIKE) alike++
    for (const { store, weight } of best) {
      into.add(store)
      if (weight >= highest * NEARLY_AS_ALIKE) alike--
    }
    left = Math.max(left, alike)
  }
  return left
}

/** Heaviest first, then by number; at most BY_SOUND. */
function insert(best: { store: StoreNumber; weight: number }[], store: StoreNumber, weight: number): void {
  let place = best.length
  while (place > 0) {
    const other = best[place - 1]
    if (!other || other.weight > weight || (other.weight === weight && other.store < store)) break
    place--
  }
  best.splice(place, 0, { store, weight })
  if (best.length > BY_SOUND) best.pop()
}

function inNamedRegion(index: StoreIndex, read: ReadCase): readonly StoreNumber[] {
  const regions = read.spoken?.regions.length
    ? read.spoken.regions
    : read.address?.regions.length
      ? read.address.regions
      : [read.phoneRegion]
  return regions.flatMap((region) => index.within(region)).slice(0, IN_REGION)
}
