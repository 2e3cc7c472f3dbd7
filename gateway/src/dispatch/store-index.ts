/**
 * The chain's stores, prepared for decisions: by id, by division, by place on the map, by the sound of their names and addresses. Built once
 * for a list; the order of the list makes no difference.
 */
import { common, parseAddress } from './addresses.ts'
import { type DivisionId, Divisions, NOWHERE } from './divisions.ts'
import { Phrases } from './phrases.ts'
import { checkPosition, distanceKm, Surroundings } from './positions.ts'
import { Brands, coreOf } from './shop-names.ts'
import { SoundIndex } from './sound-index.ts'
import type { Store } from './stores.ts'
import { idKey } from './written-text.ts'

/** A store's number: its place in the order of ids. −1: none. */
export type StoreNumber = number
export const NO_STORE: StoreNumber = -1

const NO_NUMBER = -1
/** As far as "around the corner" reaches. km */
export const CORNER_KM = 1.5

export class StoreIndex {
  readonly stores: readonly Store[]
  readonly divisions = new Divisions()
  readonly brands: Brands
  /** Of each store: its narrowest division, and its city; NOWHERE when unknown. */
  readonly region: Int32Array
  readonly city: Int32Array
  readonly brand: Int32Array
  readonly open: Uint8Array
  readonly roads: readonly (string | undefined)[]
  readonly houses: Int32Array
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
  readonly #inDivision: Int32Array
  readonly #ofDivision = new Map<DivisionId, StoreNumber[]>()
  readonly #ofBrand: Int32Array
  /** 0: not counted yet. */
  readonly #aroundCorner: Int32Array

  /** @param list ids are unique. Stores that are closed or have moved belong to it: orders name them. */
  constructor(list: readonly Store[]) {
    const stores = [...list].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    const count = stores.length
    this.stores = stores
    this.brands = new Brands(stores.map(({ brand }) => brand))
    this.region = new Int32Array(count)
    this.city = new Int32Array(count)
    this.brand = new Int32Array(count)
    this.open = new Uint8Array(count)
    this.houses = new Int32Array(count).fill(NO_NUMBER)
    this.lat = new Float64Array(count).fill(Number.NaN)
    this.lon = new Float64Array(count).fill(Number.NaN)
    const roads: (string | undefined)[] = []
    const names: string[] = []
    const places: string[] = []
    const placed: { store: StoreNumber; lat: number; lon: number }[] = []
    stores.forEach((store, number) => {
      this.#byId.set(store.id, number)
      if (!this.#byKey.has(idKey(store.id))) this.#byKey.set(idKey(store.id), number)
      const address = parseAddress(this.divisions, store.address)
      this.region[number] = regionOf(this.divisions, store, address.regions)
      this.city[number] = this.divisions.at(this.region[number] ?? NOWHERE, 2)
      this.brand[number] = this.brands.number(store.brand)
      this.open[number] = store.status === 'open' ? 1 : 0
      this.houses[number] = address.number ?? NO_NUMBER
      roads.push(address.road)
      names.push(coreOf(this.divisions, this.brands, store.name, false).core)
      places.push(address.place)
      const checked = checkPosition(store.lat, store.lon)
      if (checked.kind !== 'usable') return
      this.lat[number] = checked.position.lat
      this.lon[number] = checked.position.lon
      placed.push({ store: number, ...checked.position })
    })
    this.roads = roads
    this.names = new Phrases(names)
    this.places = new Phrases(places)
    this.bySound = new SoundIndex(names.map((name, number) => [name, places[number] ?? '']))
    this.surroundings = new Surroundings(placed)
    this.#inDivision = new Int32Array(this.divisions.size)
    this.#ofBrand = new Int32Array(Math.max(1, count))
    this.#aroundCorner = new Int32Array(count)
    for (let number = 0; number < count; number++) {
      this.#count(number)
      const brand = this.brand[number] ?? -1
      if (brand >= 0) this.#ofBrand[brand] = (this.#ofBrand[brand] ?? 0) + 1
    }
  }

  #count(number: StoreNumber): void {
    for (let here = this.region[number] ?? NOWHERE; here !== NOWHERE; ) {
      this.#inDivision[here] = (this.#inDivision[here] ?? 0) + 1
      const list = this.#ofDivision.get(here)
      if (list) list.push(number)
      else this.#ofDivision.set(here, [number])
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

  storesIn(division: DivisionId): number {
    return this.#inDivision[division] ?? 0
  }

  /** By number; every store of a division that the standard or the stores know. */
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
