/** Which stores a complaint could be about: the order's, the nearest, those whose name or place sounds like what was said. */
import type { ReadCase, ReadText } from './case-reading.ts'
import { type DivisionId, NOWHERE } from './divisions.ts'
import { distanceKm, type Position } from './positions.ts'
import { type Favour, parts } from './sound-index.ts'
import type { StoreColumn } from './store-column.ts'
import { NO_STORE, type StoreIndex, type StoreNumber } from './store-index.ts'

const NEAREST = 16
const IN_REGION = 48
/** A store in a city that other evidence names goes before one that only sounds a little more alike. */
const IN_NAMED_CITY = parts(6)
const IN_NAMED_DISTRICT = parts(3)
const OF_NAMED_BRAND = parts(4)

export type TextField = 'spoken' | 'address'

export interface Found {
  readonly stores: readonly StoreNumber[]
  /** Nearer ones were all looked at; so many more are at least so far away, km. */
  readonly moreAround: number
  readonly moreBeyondKm: number
  /** So many fitted a text nearly as well, by sound, city and brand, and were not looked at. */
  readonly moreAlike: Readonly<Record<TextField, number>>
  /** In the order of the stores: true where one shares no sound with a text: comparing them is of no use. */
  readonly unlike: Readonly<Record<TextField, readonly boolean[]>>
}

export function findCandidates(index: StoreIndex, read: ReadCase): Found {
  const stores: StoreNumber[] = []
  if (read.orderStore !== NO_STORE) stores.push(read.orderStore)
  const around = read.position ? nearest(index, read.position) : undefined
  for (const store of around?.stores ?? []) if (store !== read.orderStore) stores.push(store)
  const cities = namedCities(index, read)
  const spoken = addAlike(index, read, { text: read.spoken, cities, stores })
  const address = addAlike(index, read, { text: read.address, cities, stores })
  if (!stores.some((store) => cities.includes(index.city[store] ?? NOWHERE)))
    for (const store of inNamedRegion(index, read)) if (!stores.includes(store)) stores.push(store)
  return {
    stores,
    moreAround: around?.more ?? 0,
    moreBeyondKm: around?.beyondKm ?? 0,
    moreAlike: { spoken: spoken.more, address: address.more },
    unlike: { spoken: spoken.unlike, address: address.unlike },
  }
}

function nearest(index: StoreIndex, { lat, lon }: Position): { stores: StoreNumber[]; more: number; beyondKm: number } {
  const around = index.surroundings.around({ lat, lon }, NEAREST)
  const best = new Nearest(NEAREST + 1, index.idPlace)
  for (const store of around) best.offer(store, distanceKm(lat, lon, index.lat[store] ?? 0, index.lon[store] ?? 0))
  return {
    stores: best.stores.slice(0, NEAREST),
    more: Math.max(0, around.length - NEAREST),
    beyondKm: best.km[NEAREST] ?? 0,
  }
}

/** The few nearest of many, nearest first, then by id. */
class Nearest {
  readonly stores: StoreNumber[] = []
  readonly km: number[] = []
  readonly #most: number
  readonly #idPlace: StoreColumn

  constructor(most: number, idPlace: StoreColumn) {
    this.#most = most
    this.#idPlace = idPlace
  }

  offer(store: StoreNumber, km: number): void {
    let place = this.stores.length
    const full = place === this.#most
    if (full && km > (this.km[place - 1] ?? 0)) return
    while (place > 0 && this.#before(store, km, place - 1)) place--
    if (place === this.#most) return
    for (let later = full ? this.#most - 1 : this.stores.length; later > place; later--) {
      this.stores[later] = this.stores[later - 1] ?? NO_STORE
      this.km[later] = this.km[later - 1] ?? 0
    }
    this.stores[place] = store
    this.km[place] = km
  }

  #before(store: StoreNumber, km: number, place: number): boolean {
    const other = this.km[place] ?? 0
    if (km !== other) return km < other
    return (this.#idPlace[store] ?? 0) < (this.#idPlace[this.stores[place] ?? 0] ?? 0)
  }
}

/** The cities that order, texts, phone and position speak of. */
function namedCities(index: StoreIndex, read: ReadCase): readonly DivisionId[] {
  const cities: DivisionId[] = []
  const add = (region: DivisionId): void => {
    const city = index.divisions.at(region, 2)
    if (city !== NOWHERE && !cities.includes(city)) cities.push(city)
  }
  if (read.orderStore !== NO_STORE) add(index.region[read.orderStore] ?? NOWHERE)
  for (const text of [read.spoken, read.address]) for (const region of text?.regions ?? []) add(region)
  add(read.phoneRegion)
  return cities
}

interface Gathered {
  readonly text: ReadText | undefined
  readonly cities: readonly DivisionId[]
  readonly stores: StoreNumber[]
}

/** Adds the stores that fit a text best; which of those before are unlike it, and how many fitted nearly as well and were left out. */
function addAlike(
  index: StoreIndex,
  read: ReadCase,
  { text, cities, stores }: Gathered,
): { readonly more: number; readonly unlike: readonly boolean[] } {
  if (!text) return { more: 0, unlike: [] }
  const unlike = stores.map(() => true)
  let left = 0
  const texts = text.place.text === text.name.text ? [text.name] : [text.name, text.place]
  const favour = new Favoured(index, read, { cities, brands: text.brands })
  for (const words of texts) {
    const { best, more } = index.bySound.find(words, favour)
    for (let at = 0; at < unlike.length; at++) if (index.bySound.shares(stores[at] ?? NO_STORE)) unlike[at] = false
    for (const store of best) if (!stores.includes(store)) stores.push(store)
    left = Math.max(left, more)
  }
  return { more: left, unlike }
}

/** What a text's brands, and the places that all the evidence names, say beside the sound. */
class Favoured implements Favour {
  readonly #index: StoreIndex
  readonly #districts: readonly DivisionId[]
  readonly #brands: readonly number[]
  readonly #aboveCities: boolean
  /** The stores of the cities. */
  readonly runs: readonly number[]
  readonly mostElsewhere: number

  constructor(
    index: StoreIndex,
    read: ReadCase,
    { cities, brands }: { readonly cities: readonly DivisionId[]; readonly brands: readonly number[] },
  ) {
    this.#index = index
    this.#districts = [...(read.spoken?.regions ?? []), ...(read.address?.regions ?? [])]
    this.#brands = brands
    const runs = cities.map((city) => index.runOf(city)).sort((a, b) => a.from - b.from)
    this.runs = runs.flatMap(({ from, to }) => [from, to])
    // Who names a province may mean a store of which no city is known.
    this.#aboveCities = this.#districts.some((region) => index.divisions.at(region, 2) === NOWHERE)
    this.mostElsewhere = (brands.length > 0 ? OF_NAMED_BRAND : 0) + (this.#aboveCities ? IN_NAMED_DISTRICT : 0)
  }

  inRuns(store: StoreNumber): number {
    return IN_NAMED_CITY + this.#ofDistrict(store) + this.#ofBrand(store)
  }

  elsewhere(store: StoreNumber): number {
    return this.#aboveCities ? this.#ofDistrict(store) + this.#ofBrand(store) : this.#ofBrand(store)
  }

  #ofDistrict(store: StoreNumber): number {
    return this.#districts.includes(this.#index.region[store] ?? NOWHERE) ? IN_NAMED_DISTRICT : 0
  }

  #ofBrand(store: StoreNumber): number {
    if (this.#brands.length === 0) return 0
    return this.#brands.includes(this.#index.brand[store] ?? NO_STORE) ? OF_NAMED_BRAND : 0
  }
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
