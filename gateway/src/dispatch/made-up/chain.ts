/** A made-up chain: brands in real cities and districts, in malls and on roads, with neighbours, namesakes, closed and moved stores. */
import { randomness } from '../../../../prisma/seed/randomness.ts'
import { Divisions, NOWHERE } from '../divisions.ts'
import type { Store } from '../stores.ts'
import { cities, type MadeUpCity } from './cities.ts'
import { brands, chainMalls, commonRoads, landmarkName, roadName } from './names.ts'

type Chance = ReturnType<typeof randomness>

interface Spot {
  readonly lat: number
  readonly lon: number
  readonly district: string
  readonly road: string
  readonly house: number
  readonly landmark: string
}

const KM_PER_DEGREE = 111.2
const CLOSED = 0.035
const MOVED = 0.02
/** Of the moved: found again under the same name nearby. */
const MOVED_AND_FOUND = 0.7
/** Opened next to a store there is: in the same mall, across the street. */
const NEIGHBOUR = 0.3
const STORES_A_ROAD = 6

/** @param count of stores, from 1 */
export function madeUpChain(count: number, seed: number): Store[] {
  const divisions = new Divisions()
  const weights = cities.map((city) => [city, city.weight] as const)
  const chance = randomness(`chain ${seed}`)
  const places = new Map<string, CityPlan>()
  const stores: Store[] = []
  while (stores.length < count) {
    const city = chance.weighted(weights)
    let plan = places.get(city.city)
    if (!plan) {
      plan = planOf(divisions, city, seed, Math.ceil((count * city.weight) / 700))
      places.set(city.city, plan)
    }
    addStore(stores, plan, chance, count)
  }
  return stores
}

interface CityPlan {
  readonly city: MadeUpCity
  readonly districts: readonly {
    readonly name: string
    readonly lat: number
    readonly lon: number
    readonly roads: readonly string[]
  }[]
  readonly spots: Spot[]
  readonly names: Set<string>
}

function planOf(divisions: Divisions, city: MadeUpCity, seed: number, stores: number): CityPlan {
  const chance = randomness(`city ${city.city} ${seed}`)
  const id = divisions.ofPath(`${city.province}/${city.city}`)
  const names: string[] = []
  for (let one = 0; one < divisions.size; one++) {
    const division = divisions.get(one)
    if (division?.level === 3 && division.parent === id && id !== NOWHERE) names.push(division.name)
  }
  if (names.length === 0) names.push('')
  const roads = Math.max(2, Math.ceil(stores / STORES_A_ROAD / names.length))
  return {
    city,
    spots: [],
    names: new Set(),
    districts: names.map((name, at) => {
      const far = at === 0 ? 1 : 3 + 2.5 * at * (0.6 + chance.between(0, 80) / 100)
      const angle = chance.between(0, 359)
      return {
        name,
        ...moved(city.lat, city.lon, far, angle),
        roads: Array.from({ length: roads }, () => (chance.chance(0.25) ? chance.pick(commonRoads) : roadName(chance))),
      }
    }),
  }
}

/** @param angle degrees from north, eastwards */
export function moved(lat: number, lon: number, km: number, angle: number): { lat: number; lon: number } {
  const radians = (angle * Math.PI) / 180
  const north = (km * Math.cos(radians)) / KM_PER_DEGREE
  const east = (km * Math.sin(radians)) / (KM_PER_DEGREE * Math.cos((lat * Math.PI) / 180))
  return { lat: Number((lat + north).toFixed(6)), lon: Number((lon + east).toFixed(6)) }
}

function addStore(stores: Store[], plan: CityPlan, chance: Chance, count: number): void {
  const brand = chance.weighted(brands)
  const spot = plan.spots.length > 0 && chance.chance(NEIGHBOUR) ? besides(plan, chance) : newSpot(plan, chance)
  plan.spots.push(spot)
  const told = uniqueName(plan, brand, spot, chance)
  const fate = chance.between(0, 999) / 1000
  const status = fate < CLOSED ? 'closed' : fate < CLOSED + MOVED ? 'moved' : 'open'
  stores.push(storeAt(plan, stores.length, brand, told, spot, status, chance))
  if (status !== 'moved' || stores.length >= count || !chance.chance(MOVED_AND_FOUND)) return
  const next = {
    ...spot,
    ...moved(spot.lat, spot.lon, chance.between(2, 25) / 10, chance.between(0, 359)),
    house: chance.between(1, 800),
  }
  stores.push(storeAt(plan, stores.length, brand, chance.chance(0.2) ? `新${told}` : told, next, 'open', chance))
}

function newSpot({ districts }: CityPlan, chance: Chance): Spot {
  const district = chance.pick(districts)
  const far = Math.sqrt(chance.between(0, 1_000) / 1_000) * 6
  return {
    ...moved(district.lat, district.lon, far, chance.between(0, 359)),
    district: district.name,
    road: chance.pick(district.roads),
    house: chance.between(1, 800),
    landmark: chance.chance(0.45) ? chance.pick(chainMalls) : landmarkName(chance),
  }
}

/** Within 200 m of a store there is. */
function besides({ spots }: CityPlan, chance: Chance): Spot {
  const spot = chance.pick(spots)
  const same = chance.chance(0.6)
  return {
    ...spot,
    ...moved(spot.lat, spot.lon, chance.between(5, 190) / 1_000, chance.between(0, 359)),
    house: Math.max(1, spot.house + chance.between(-20, 20)),
    landmark: same ? spot.landmark : landmarkName(chance),
  }
}

/** No two of a brand in a city are called the same, as no chain would: the district, the road or a number is added. */
function uniqueName({ names }: CityPlan, brand: string, spot: Spot, chance: Chance): string {
  const district = spot.district.replace(/(新区|[区县市])$/, '')
  const first = chance.weighted([
    [spot.landmark, 50],
    [spot.road, 30],
    [`${district}${spot.landmark}`, 10],
    [`${spot.road}${spot.landmark}`, 10],
  ])
  const others = [first, `${district}${first}`, `${spot.road}${first}`, `${first}${spot.house}号`]
  for (const name of others)
    if (!names.has(`${brand}${name}`)) {
      names.add(`${brand}${name}`)
      return name
    }
  for (let number = 2; ; number++)
    if (!names.has(`${brand}${first}${number}`)) {
      names.add(`${brand}${first}${number}`)
      return `${first}${chance.chance(0.5) || number > 9 ? number : ('一二三四五六七八九'[number - 1] ?? number)}`
    }
}

function storeAt(
  plan: CityPlan,
  running: number,
  brand: string,
  told: string,
  spot: Spot,
  status: Store['status'],
  chance: Chance,
): Store {
  const city = plan.city.city.replace(/(市|土家族苗族自治州|白族自治州)$/, '')
  const kind = chance.weighted([
    ['店', 80],
    ['分店', 8],
    ['旗舰店', 4],
    ['体验店', 3],
    ['', 5],
  ])
  const name = chance.weighted([
    [`${brand}（${told}${kind}）`, 50],
    [`${brand}(${city}${told}${kind})`, 25],
    [`${brand}${told}${kind}`, 15],
    [`${brand} ${city}${told}${kind}`, 10],
  ])
  const unit = chance.pick(['', '', '1层', 'B1层12号铺', '一楼', `${chance.between(1, 9)}号楼底商`])
  const opens = chance.pick([420, 540, 570, 600])
  return {
    id: `S${String(running + 1).padStart(6, '0')}`,
    name,
    brand,
    province: plan.city.province,
    city: plan.city.city,
    district: spot.district,
    address: `${chance.chance(0.6) ? spot.district : ''}${spot.road}${spot.house}号${chance.chance(0.8) ? spot.landmark : ''}${unit}`,
    lat: spot.lat,
    lon: spot.lon,
    opensAt: opens,
    closesAt: opens + chance.pick([720, 780, 840, 1_020]),
    status,
  }
}
