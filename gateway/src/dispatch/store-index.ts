/**
 * The chain's stores, prepared for decisions: by id, by division, by place on the map, by the sound of their names and addresses. Built once
 * for a list; the order of the list makes no difference.
 */
import { common, parseAddress } from './addresses.ts'
import { type DivisionId, Divisions, NOWHERE } from './divisions.ts'
import { Phrases } from './phrases.ts'
import { checkPosition, distanceKm, type Position, Surroundings } from './positions.ts'
import { Brands, coreOf } from './shop-names.ts'
import { SoundIndex } from './sound-index.ts'
import { type StoreColumn, storeColumn } from './store-column.ts'
import type { Store } from './stores.ts'
import { idKey } from './written-text.ts'

/** A store's number: its place in the order of divisions, so that the stores of each follow one another; then of ids. −1: none. */
export type StoreNumber = number
export const NO_STORE: StoreNumber = -1

const NO_NUMBER = -1
/** As far as "around the corner" reaches. km */
export const CORNER_KM = 1.5

export class StoreIndex {
  readonly stores: readonly Store[]
  readonly ids: readonly string[]
  /** Of each store: its place in the order of ids, which decides between equals. */
  readonly idPlace: StoreColumn
  readonly divisions = new Divisions()
  readonly brands: Brands
  /** Of each store: its narrowest division, and its city; NOWHERE when unknown. */
  readonly region: StoreColumn
  readonly city: StoreColumn
  readonly brand: StoreColumn
  readonly open: Uint8Array
  /** A road's number; −1: no store has it. */
  readonly roads: StoreColumn
  readonly #roadNumbers = new Map<string, number>()
  readonly houses: StoreColumn
  /** NaN: unknown. */
  readonly lat: Float64Array
  readonly lon: Float64Array
  /** What tells a shop's name from the others, and where it is: road, mall, landmark. */
  readonly names: Phrases
  readonly places: Phrases
  readonly bySound: SoundIndex
  readonly surroundings: Surroundings
  readonly #byId = new Map<string, StoreNumber>()
  readonly #byKey = new Map<string, StoreNumber>()
  /** Of each division: its first store, and how many it has. */
  readonly #runFrom: Int32Array
  readonly #inDivision: Int32Array
  readonly #ofDivision = new Map<DivisionId, StoreNumber[]>()
  readonly #ofBrand: Int32Array
  /** 0: not counted yet. */
  readonly #aroundCorner: Int32Array

  /** @param list ids are unique. Stores that are closed or have moved belong to it: orders name them. */
  constructor(list: readonly Store[]) {
    const byId = [...list].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    const count = byId.length
    this.brands = new Brands(byId.map(({ brand }) => brand))
    // In the order of ids: what the stores' records call their divisions is learned on the way.
    const read = byId.map((store, idPlace) => this.#read(store, idPlace))
    const placed = inDivisions(this.divisions, read)
    this.stores = placed.map(({ store }) => store)
    this.ids = this.stores.map(({ id }) => id)
    this.idPlace = storeColumn(placed.map(({ idPlace }) => idPlace))
    this.region = storeColumn(placed.map(({ region }) => region))
    this.city = storeColumn(placed.map(({ region }) => this.divisions.at(region, 2)))
    this.brand = storeColumn(placed.map(({ store }) => this.brands.number(store.brand)))
    this.open = Uint8Array.from(placed, ({ store }) => (store.status === 'open' ? 1 : 0))
    this.houses = storeColumn(placed.map(({ house }) => house))
    this.lat = Float64Array.from(placed, ({ position }) => position?.lat ?? Number.NaN)
    this.lon = Float64Array.from(placed, ({ position }) => position?.lon ?? Number.NaN)
    for (const { road } of placed)
      if (road !== undefined && !this.#roadNumbers.has(road)) this.#roadNumbers.set(road, this.#roadNumbers.size)
    this.roads = storeColumn(placed.map(({ road }) => this.roadNumber(road)))
    this.names = new Phrases(placed.map(({ name }) => name))
    this.places = new Phrases(placed.map(({ place }) => place))
    this.bySound = new SoundIndex(
      placed.map(({ name, place }) => [name, place]),
      this.idPlace,
    )
    this.surroundings = new Surroundings(
      placed.flatMap(({ position }, store) => (position ? [{ store, ...position }] : [])),
    )
    this.#runFrom = new Int32Array(this.divisions.size)
    this.#inDivision = new Int32Array(this.divisions.size)
    this.#ofBrand = new Int32Array(Math.max(1, count))
    this.#aroundCorner = new Int32Array(count)
    const numbers = new Int32Array(count)
    this.idPlace.forEach((idPlace, number) => {
      numbers[idPlace] = number
    })
    for (const number of numbers) this.#count(number)
  }

  #read(store: Store, idPlace: number): ReadStore {
    const address = parseAddress(this.divisions, store.address)
    const region = regionOf(this.divisions, store, address.regions)
    const checked = checkPosition(store.lat, store.lon)
    return {
      store,
      idPlace,
      region,
      road: address.road,
      house: address.number ?? NO_NUMBER,
      name: coreOf(this.divisions, this.brands, store.name, false).core,
      place: address.place,
      position: checked.kind === 'usable' ? checked.position : undefined,
    }
  }

  /** In the order of ids. */
  #count(number: StoreNumber): void {
    const { id } = this.stores[number] ?? { id: '' }
    this.#byId.set(id, number)
    if (!this.#byKey.has(idKey(id))) this.#byKey.set(idKey(id), number)
    const brand = this.brand[number] ?? -1
    if (brand >= 0) this.#ofBrand[brand] = (this.#ofBrand[brand] ?? 0) + 1
    for (let here = this.region[number] ?? NOWHERE; here !== NOWHERE; ) {
      this.#inDivision[here] = (this.#inDivision[here] ?? 0) + 1
      const list = this.#ofDivision.get(here)
      if (list) list.push(number)
      else this.#ofDivision.set(here, [number])
      this.#runFrom[here] = list ? Math.min(this.#runFrom[here] ?? 0, number) : number
      here = this.divisions.get(here)?.parent ?? NOWHERE
    }
  }

  get count(): number {
    return this.stores.length
  }

  /** As written, or but for case, width and spaces. */
  find(id: string): StoreNumber {
    return this.#byId.get(id) ?? this.#byKey.get(idKey(id)) ?? NO_STORE
  }

  /** −1: no store is on it. */
  roadNumber(road: string | undefined): number {
    return road === undefined ? -1 : (this.#roadNumbers.get(road) ?? -1)
  }

  storesIn(division: DivisionId): number {
    return this.#inDivision[division] ?? 0
  }

  /** The numbers of a division's stores: from the first to the one after the last. */
  runOf(division: DivisionId): { readonly from: StoreNumber; readonly to: StoreNumber } {
    const from = this.#runFrom[division] ?? 0
    return { from, to: from + this.storesIn(division) }
  }

  /** By id; every store of a division that the standard or the stores know. */
  within(division: DivisionId): readonly StoreNumber[] {
    return this.#ofDivision.get(division) ?? []
  }

  storesOfBrand(brand: number): number {
    return this.#ofBrand[brand] ?? 0
  }

  /** How many other stores are around the corner of a store; at least 1. */
  aroundCorner(store: StoreNumber): number {
    const known = this.#aroundCorner[store] ?? 0
    if (known > 0) return known
    const lat = this.lat[store] ?? Number.NaN
    const lon = this.lon[store] ?? Number.NaN
    const count = Number.isNaN(lat) ? 1 : Math.max(1, this.surroundings.within({ lat, lon }, CORNER_KM).length - 1)
    this.#aroundCorner[store] = count
    return count
  }

  /** km; undefined when one of the two has no position. */
  distance(one: StoreNumber, other: StoreNumber): number | undefined {
    const km = distanceKm(
      this.lat[one] ?? Number.NaN,
      this.lon[one] ?? Number.NaN,
      this.lat[other] ?? Number.NaN,
      this.lon[other] ?? Number.NaN,
    )
    return Number.isNaN(km) ? undefined : km
  }
}

/** A store's record as far as it could be read. */
interface ReadStore {
  readonly store: Store
  readonly idPlace: number
  readonly region: DivisionId
  readonly road: string | undefined
  readonly house: number
  readonly name: string
  readonly place: string
  readonly position: Position | undefined
}

/** Province by province, in it city by city, in it district by district; of the same district by id. */
function inDivisions(divisions: Divisions, read: readonly ReadStore[]): ReadStore[] {
  const levels = (id: DivisionId): readonly DivisionId[] => ([1, 2, 3] as const).map((level) => divisions.at(id, level))
  const places = new Map<DivisionId, number>()
  ;[...new Set(read.map(({ region }) => region))]
    .map((region) => ({ region, levels: levels(region) }))
    .sort((a, b) => {
      const level = a.levels.findIndex((id, at) => id !== b.levels[at])
      return (a.levels[level] ?? 0) - (b.levels[level] ?? 0)
    })
    .forEach(({ region }, place) => {
      places.set(region, place)
    })
  return [...read].sort((a, b) => (places.get(a.region) ?? 0) - (places.get(b.region) ?? 0) || a.idPlace - b.idPlace)
}

/** From the columns as far as they are filled in; what they leave open comes from the address. */
function regionOf(divisions: Divisions, store: Store, fromAddress: readonly DivisionId[]): DivisionId {
  const province = provinceOf(divisions, store)
  const city = cityOf(divisions, store, province)
  if (city === NOWHERE) {
    const agreed = common(divisions, fromAddress)
    return province === NOWHERE || divisions.contains(province, agreed) ? agreed : province
  }
  const district = store.district.trim()
  if (district !== '' && district !== store.city.trim()) return divisions.learn(district, 3, city)
  const agreed = common(divisions, fromAddress)
  return divisions.contains(city, agreed) ? agreed : city
}

function provinceOf(divisions: Divisions, { province, city, district }: Store): DivisionId {
  const name = province.trim()
  if (name !== '') return divisions.learn(name, 1, NOWHERE)
  // 杭州市 belongs to one province; a name that several divisions share decides nothing.
  for (const known of [city.trim(), district.trim()]) {
    const above = new Set(divisions.named(known).map((id) => divisions.at(id, 1)))
    const [only] = above
    if (above.size === 1 && only !== undefined) return only
  }
  return NOWHERE
}

function cityOf(divisions: Divisions, { city, district }: Store, province: DivisionId): DivisionId {
  if (province === NOWHERE) return NOWHERE
  const name = city.trim()
  if (name === '' || /^(市辖区|县|.*直辖县级行政区划)$/.test(name)) {
    const inProvince = divisions
      .named(district.trim())
      .map((id) => divisions.at(id, 2))
      .filter((id) => id !== NOWHERE && divisions.contains(province, id))
    return new Set(inProvince).size === 1 ? (inProvince[0] ?? NOWHERE) : divisions.onlyChild(province)
  }
  // 义乌市 in the city column is a county-level city of 金华市.
  if (divisions.childNamed(province, name) === NOWHERE) {
    const county = divisions
      .named(name)
      .filter((id) => divisions.contains(province, id) && divisions.at(id, 2) !== NOWHERE)
    if (county.length === 1) return divisions.at(county[0] ?? NOWHERE, 2)
  }
  return divisions.learn(name, 2, province)
}
