/** Which stores a complaint could be about: the order's, the nearest, those whose name or place sounds like what was said. */
import type { ReadCase, ReadText } from './case-reading.ts'
import { type DivisionId, NOWHERE } from './divisions.ts'
import { distanceKm, type Position } from './positions.ts'
import { NO_STORE, type StoreIndex, type StoreNumber } from './store-index.ts'

const NEAREST = 16
const BY_SOUND = 12
const IN_REGION = 48
/** A store in a city that other evidence names goes before one that only sounds a little more alike. */
const IN_NAMED_CITY = 6
const IN_NAMED_DISTRICT = 3
const OF_NAMED_BRAND = 4
/** Stores that sound nearly as much alike as the best one: if they were cut off, they still could be meant. */
const NEARLY_AS_ALIKE = 0.85

export type TextField = 'spoken' | 'address'

export interface Found {
  readonly stores: readonly StoreNumber[]
  /** Nearer ones were all looked at; so many more are at least so far away, km. */
  readonly moreAround: number
  readonly moreBeyondKm: number
  /** So many fitted a text nearly as well, by sound, city and brand, and were not looked at. */
  readonly moreAlike: Readonly<Record<TextField, number>>
  /** Stores that share no sound with a text: comparing them with it is of no use. */
  readonly unlike: Readonly<Record<TextField, ReadonlySet<StoreNumber>>>
}

export function findCandidates(index: StoreIndex, read: ReadCase): Found {
  const stores = new Set<StoreNumber>()
  if (read.orderStore !== NO_STORE) stores.add(read.orderStore)
  const around = read.position ? nearest(index, read.position) : undefined
  for (const store of around?.stores ?? []) stores.add(store)
  const cities = namedCities(index, read)
  const districts = [...(read.spoken?.regions ?? []), ...(read.address?.regions ?? [])]
  const moreAlike = { spoken: 0, address: 0 }
  const unlike = { spoken: new Set<StoreNumber>(), address: new Set<StoreNumber>() }
  let favoured: Favoured | undefined
  for (const field of ['spoken', 'address'] as const) {
    const text = read[field]
    if (!text) continue
    favoured ??= new Favoured(index, cities, districts)
    moreAlike[field] = addAlike(index, text, { favoured, stores, unlike: unlike[field] })
  }
  if (![...stores].some((store) => cities.has(index.city[store] ?? NOWHERE)))
    for (const store of inNamedRegion(index, read)) stores.add(store)
  return {
    stores: [...stores],
    moreAround: around?.more ?? 0,
    moreBeyondKm: around?.beyondKm ?? 0,
    moreAlike,
    unlike,
  }
}

function nearest(index: StoreIndex, { lat, lon }: Position): { stores: StoreNumber[]; more: number; beyondKm: number } {
  const around = index.surroundings.around({ lat, lon }, NEAREST)
  const best = new Nearest(NEAREST + 1)
  for (const store of around) best.offer(store, distanceKm(lat, lon, index.lat[store] ?? 0, index.lon[store] ?? 0))
  return {
    stores: best.stores.slice(0, NEAREST),
    more: Math.max(0, around.length - NEAREST),
    beyondKm: best.km[NEAREST] ?? 0,
  }
}

/** The few nearest of many, nearest first, then by number. */
class Nearest {
  readonly stores: StoreNumber[] = []
  readonly km: number[] = []
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  offer(store: StoreNumber, km: number): void {
    let place = this.stores.length
    if (place === this.#most && km > (this.km[place - 1] ?? 0)) return
    while (place > 0 && this.#before(store, km, place - 1)) place--
    this.stores.splice(place, 0, store)
    this.km.splice(place, 0, km)
    if (this.stores.length <= this.#most) return
    this.stores.pop()
    this.km.pop()
  }

  #before(store: StoreNumber, km: number, place: number): boolean {
    const other = this.km[place] ?? 0
    return km < other || (km === other && store < (this.stores[place] ?? 0))
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

interface Gathered {
  readonly favoured: Favoured
  readonly stores: Set<StoreNumber>
  readonly unlike: Set<StoreNumber>
}

/** Adds the stores that fit a text best; how many fitted nearly as well and were left out. */
function addAlike(index: StoreIndex, text: ReadText, { favoured, stores, unlike }: Gathered): number {
  const known = [...stores]
  for (const store of known) unlike.add(store)
  let left = 0
  const texts = text.place.text === text.name.text ? [text.name] : [text.name, text.place]
  favoured.speakOf(text.brands)
  for (const words of texts) {
    const found = index.bySound.find(words)
    for (const store of known) if (index.bySound.weight(store) > 0) unlike.delete(store)
    const { best, more } = heaviest(index, found, favoured)
    for (const store of best) {
      stores.add(store)
      unlike.delete(store)
    }
    left = Math.max(left, more)
  }
  return left
}

const AS_CITY = 1
const AS_DISTRICT = 2

/** What a text's brands, and the places that all the evidence names, say beside the sound. */
class Favoured {
  readonly #index: StoreIndex
  readonly #mostOfPlaces: number
  #brands: readonly number[] = []
  /** By division; a text sounds like thousands of stores, and each is asked about. */
  readonly #named: Uint8Array

  constructor(index: StoreIndex, cities: ReadonlySet<number>, districts: readonly DivisionId[]) {
    this.#index = index
    this.#named = new Uint8Array(index.divisions.size)
    for (const city of cities) this.#named[city] = AS_CITY
    for (const district of districts) this.#named[district] = (this.#named[district] ?? 0) | AS_DISTRICT
    this.#mostOfPlaces = (cities.size > 0 ? IN_NAMED_CITY : 0) + (districts.length > 0 ? IN_NAMED_DISTRICT : 0)
  }

  /** From here on, of the text that names these brands. */
  speakOf(brands: readonly number[]): void {
    this.#brands = brands
  }

  /** The most that a store can get. */
  get most(): number {
    return this.#mostOfPlaces + (this.#brands.length > 0 ? OF_NAMED_BRAND : 0)
  }

  of(store: StoreNumber): number {
    const city = this.#index.city[store] ?? NOWHERE
    const region = this.#index.region[store] ?? NOWHERE
    let weight = city !== NOWHERE && (this.#named[city] ?? 0) & AS_CITY ? IN_NAMED_CITY : 0
    if (region !== NOWHERE && (this.#named[region] ?? 0) & AS_DISTRICT) weight += IN_NAMED_DISTRICT
    if (this.#brands.length > 0 && this.#brands.includes(this.#index.brand[store] ?? NO_STORE)) weight += OF_NAMED_BRAND
    return weight
  }
}

/** Of what was found: heaviest first, then by number, at most BY_SOUND; and how many more are nearly as heavy as the first. */
function heaviest(
  index: StoreIndex,
  found: number,
  favoured: Favoured,
): { readonly best: readonly StoreNumber[]; readonly more: number } {
  const best: StoreNumber[] = []
  const weights: number[] = []
  /** Of those that were nearly as heavy as the first when they were looked at. */
  const near: number[] = []
  const { most } = favoured
  let least = 0
  let nearly = 0
  for (let at = 0; at < found; at++) {
    const store = index.bySound.store(at)
    const plain = index.bySound.weight(store)
    const full = best.length === BY_SOUND
    // Only one that could still get among the best, or near the first, is worth a closer look.
    if (full && plain + most < least && plain + most < nearly) continue
    const weight = plain + favoured.of(store)
    if (weight >= nearly) near.push(weight)
    if (full && weight < least) continue
    let place = best.length
    for (; place > 0; place--) {
      const other = weights[place - 1] ?? 0
      if (other > weight || (other === weight && (best[place - 1] ?? 0) < store)) break
    }
    if (place === BY_SOUND) continue
    for (let later = full ? BY_SOUND - 1 : best.length; later > place; later--) {
      best[later] = best[later - 1] ?? NO_STORE
      weights[later] = weights[later - 1] ?? 0
    }
    best[place] = store
    weights[place] = weight
    least = weights[weights.length - 1] ?? 0
    if (place === 0) nearly = weight * NEARLY_AS_ALIKE
  }
  const enough = (weight: number): boolean => weight >= nearly
  const more = best.length < BY_SOUND ? 0 : near.filter(enough).length - weights.filter(enough).length
  return { best, more }
}

function inNamedRegion(index: StoreIndex, read: ReadCase): readonly StoreNumber[] {
  const regions = read.spoken?.regions.length
    ? read.spoken.regions
    : read.address?.regions.length
      ? read.address.regions
      : [read.phoneRegion]
  // Who names a district may mean a store of the next one.
  const cities = regions.map((region) => index.divisions.at(region, 2))
  return [...new Set([...regions, ...cities].flatMap((region) => index.within(region).slice(0, IN_REGION)))].slice(
    0,
    IN_REGION,
  )
}
