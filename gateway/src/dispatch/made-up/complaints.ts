/**
 * Made-up complaints about a chain's stores, with the store that is right. What goes wrong, and how often, is given; nothing here knows how the
 * engine weighs. Where what is told cannot tell the store (a position, a home, a number’s area; a closed store without a successor), no store is right.
 */
import { type Randomness, randomness } from '../../../../prisma/seed/randomness.ts'
import type { DispatchCase, Store } from '../stores.ts'
import { moved } from './chain.ts'
import { cities } from './cities.ts'
import { abbreviated, misspelt, withFiller } from './slips.ts'

/** Shares, 0–1. */
export interface Rates {
  /** What is told at all. */
  readonly order: number
  readonly position: number
  readonly spoken: number
  /** Who has no order is asked for the store's name. */
  readonly spokenWithoutOrder: number
  readonly address: number
  readonly phone: number
  /** The order is another store's. */
  readonly wrongOrder: number
  /** The position is the customer's home across the city; another city (by network address, or travelling). */
  readonly atHome: number
  readonly wrongCity: number
  /** Delivered to so far from the store: median, km. */
  readonly delivery: number
  /** Coordinates shifted as maps in China shift them. */
  readonly shifted: number
  readonly typo: number
  readonly abbreviation: number
  /** Another store's name is said. */
  readonly wrongName: number
  /** The address is the customer's home, not the store's; and it is in another city. */
  readonly homeAddress: number
  readonly addressElsewhere: number
  /** The number is from elsewhere. */
  readonly phoneElsewhere: number
  /** About a store that has closed or moved. */
  readonly gone: number
}

export const HARD: Rates = {
  order: 0.84,
  position: 0.66,
  spoken: 0.5,
  spokenWithoutOrder: 0.92,
  address: 0.38,
  phone: 0.85,
  wrongOrder: 0.012,
  atHome: 0.05,
  wrongCity: 0.03,
  delivery: 1,
  shifted: 0.3,
  typo: 0.3,
  abbreviation: 0.3,
  wrongName: 0.01,
  homeAddress: 0.6,
  addressElsewhere: 0.03,
  phoneElsewhere: 0.25,
  gone: 0.02,
}

export interface MadeUpCase extends DispatchCase {
  readonly id: string
  /** null: no store is right. */
  readonly expected: string | null
}

const CATEGORIES = [
  'taste',
  'service-attitude',
  'wrong-or-missing-item',
  'foreign-object',
  'refund',
  'delivery',
  'other',
]

export function madeUpComplaints(
  stores: readonly Store[],
  count: number,
  seed: number,
  rates: Rates = HARD,
): MadeUpCase[] {
  const chance = randomness(`complaints ${seed}`)
  const chain = chainOf(stores)
  const cases: MadeUpCase[] = []
  while (cases.length < count) {
    const one = complaint(chain, chance, rates, `C${String(cases.length + 1).padStart(6, '0')}`)
    if (one) cases.push(one)
  }
  return cases
}

interface Chain {
  readonly open: readonly Store[]
  readonly gone: readonly Store[]
  readonly byCity: ReadonlyMap<string, readonly Store[]>
}

function chainOf(stores: readonly Store[]): Chain {
  const byCity = new Map<string, Store[]>()
  for (const store of stores) {
    const list = byCity.get(store.city)
    if (list) list.push(store)
    else byCity.set(store.city, [store])
  }
  return {
    open: stores.filter(({ status }) => status === 'open'),
    gone: stores.filter(({ status }) => status !== 'open'),
    byCity,
  }
}

/** Undefined: nothing was told. */
function complaint(chain: Chain, chance: Randomness, rates: Rates, id: string): MadeUpCase | undefined {
  const gone = chain.gone.length > 0 && (chance.chance(rates.gone) || chain.open.length === 0)
  const about = chance.pick(gone ? chain.gone : chain.open)
  const faraway = chance.chance(rates.atHome)
  const told: { -readonly [Field in keyof DispatchCase]: DispatchCase[Field] } = {}
  if (chance.chance(rates.order) || gone)
    told.orderStoreId = chance.chance(rates.wrongOrder) ? another(chain, chance, about).id : about.id
  if (chance.chance(rates.position)) Object.assign(told, position(chance, rates, about, faraway))
  if (chance.chance(told.orderStoreId === undefined ? rates.spokenWithoutOrder : rates.spoken))
    told.storeText = spoken(chain, chance, rates, about)
  const home = chance.chance(rates.homeAddress)
  if (chance.chance(rates.address)) told.addressText = address(chain, chance, rates, about, home)
  if (chance.chance(rates.phone)) told.phoneArea = phone(chance, rates, about)
  if (Object.keys(told).length === 0) return undefined
  told.category = chance.pick(CATEGORIES)
  // A position, a home and a number's area tell a neighbourhood, not a store.
  const named =
    told.orderStoreId !== undefined || told.storeText !== undefined || (told.addressText !== undefined && !home)
  const expected = !named ? null : gone ? successor(chain, about) : about.id
  return { id, ...told, expected }
}

/** The shop around the corner, one in the same city, or any. */
function another(chain: Chain, chance: Randomness, store: Store): Store {
  const inCity = (chain.byCity.get(store.city) ?? []).filter((other) => other !== store && other.status === 'open')
  return chance.chance(0.6) && inCity.length > 0 ? chance.pick(inCity) : chance.pick(chain.open)
}

function position(chance: Randomness, rates: Rates, store: Store, home: boolean): { lat: number; lon: number } {
  if (chance.chance(rates.wrongCity)) {
    const elsewhere = chance.pick(cities)
    return moved(elsewhere.lat, elsewhere.lon, chance.between(0, 150) / 10, chance.between(0, 359))
  }
  // Log-normal: half are nearer than the median, one in forty farther than five times as far.
  const normal =
    Math.sqrt(-2 * Math.log(chance.between(1, 10_000) / 10_000)) *
    Math.cos((2 * Math.PI * chance.between(0, 9_999)) / 10_000)
  const km = home ? chance.between(50, 250) / 10 : rates.delivery * Math.exp(0.8 * normal)
  const there = moved(store.lat ?? 0, store.lon ?? 0, km, chance.between(0, 359))
  const noisy = moved(there.lat, there.lon, chance.between(0, 100) / 1_000, chance.between(0, 359))
  return chance.chance(rates.shifted) ? moved(noisy.lat, noisy.lon, 0.52, 118) : noisy
}

function spoken(chain: Chain, chance: Randomness, rates: Rates, store: Store): string {
  const { name, brand, city } = chance.chance(rates.wrongName) ? another(chain, chance, store) : store
  const short = city.replace(/(市|土家族苗族自治州|白族自治州)$/, '')
  let core = name.replace(brand, '').replace(/[（）() ]/g, '')
  if (core.startsWith(short)) core = core.slice(short.length)
  const bare = core.replace(/(分店|旗舰店|体验店|店)$/, '')
  let said = chance.chance(0.5) ? core : bare
  if (chance.chance(rates.abbreviation)) said = abbreviated(chance, bare)
  if (chance.chance(rates.typo)) said = misspelt(chance, said)
  if (chance.chance(0.15)) said = withFiller(chance, said)
  if (chance.chance(0.3)) said = short + said
  return chance.chance(0.5) ? brand + said : said
}

function address(chain: Chain, chance: Randomness, rates: Rates, store: Store, atHome: boolean): string {
  const elsewhere = chance.chance(rates.addressElsewhere)
  const at = elsewhere ? chance.pick(chain.open) : store
  const home = elsewhere || atHome
  // A neighbour's road: about where the customer lives.
  const near = chance.pick(chain.byCity.get(at.city) ?? [at])
  const of = home ? (chance.chance(0.7) ? { ...near, district: at.district } : near) : at
  const place =
    near.district !== '' && of.address.startsWith(near.district)
      ? of.address.slice(near.district.length)
      : of.address.replace(at.district, '')
  const road = home ? place.replace(/\d+号.*$/, `${chance.between(1, 900)}号`) : place
  const province = chance.chance(0.4) ? at.province : ''
  const city = chance.chance(0.8)
    ? chance.chance(0.5)
      ? at.city
      : at.city.replace(/(市|土家族苗族自治州|白族自治州)$/, '')
    : ''
  const district = chance.chance(0.75) ? of.district : ''
  const rest = chance.chance(rates.typo / 2) ? misspelt(chance, road) : road
  const whole = chance.chance(0.05)
    ? `${rest} ${district}${city}`
    : `${province === city ? '' : province}${city}${district}${rest}`
  return home && chance.chance(0.5) ? `${whole}${chance.between(1, 30)}栋${chance.between(101, 3_000)}室` : whole
}

function phone(chance: Randomness, rates: Rates, store: Store): string {
  const from = chance.chance(rates.phoneElsewhere) ? chance.pick(cities) : store
  const short = (name: string): string =>
    name.replace(/(省|市|自治区|壮族自治区|回族自治区|维吾尔自治区|土家族苗族自治州|白族自治州)$/, '')
  return chance.pick([`${from.province}${from.city}`, short(from.city), `${short(from.province)}${short(from.city)}`])
}

/** The only open store of that brand and name in the city. */
function successor(chain: Chain, gone: Store): string | null {
  if (gone.status !== 'moved') return null
  const bare = (store: Store): string =>
    store.name
      .replace(store.brand, '')
      .replace(/[（）() ]|(分店|旗舰店|体验店|店)(?=[）)]?$)/g, '')
      .replace(store.city.slice(0, 2), '')
      .replace(/^新/, '')
  const same = (chain.byCity.get(gone.city) ?? []).filter(
    (other) => other.status === 'open' && other.brand === gone.brand && bare(other) === bare(gone),
  )
  return same.length === 1 ? (same[0]?.id ?? null) : null
}
