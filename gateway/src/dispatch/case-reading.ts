/** What a complaint says, read with the stores in mind: which store the order names, where the customer is, which places and names its texts hold. */
import { homeAreaOf } from '@ringdesk/cti'
import { common, parseAddress, regionsIn } from './addresses.ts'
import { type DivisionId, type Divisions, NOWHERE } from './divisions.ts'
import { type Words, wordsOf } from './phrases.ts'
import { checkPosition, type Position } from './positions.ts'
import { type Reason, reason } from './reasons.ts'
import { coreOf } from './shop-names.ts'
import { NO_STORE, type StoreIndex, type StoreNumber } from './store-index.ts'
import type { DispatchCase } from './stores.ts'

/** A text that may name a shop, a place, or both: customers put either into either field. */
export interface ReadText {
  readonly regions: readonly DivisionId[]
  readonly brands: readonly number[]
  /** As a shop's name. */
  readonly name: Words
  /** As a place: road, mall, landmark. */
  readonly place: Words
  readonly road?: string
  /** Among the stores' roads; −1: none has it. */
  readonly roadNumber: number
  readonly house?: number
  /** The place without the road; undefined when there is nothing else, or no road. */
  readonly landmark?: Words
}

export interface ReadCase {
  /** NO_STORE: none was given, or there is no such store. */
  readonly orderStore: StoreNumber
  readonly position?: Position
  readonly address?: ReadText
  readonly spoken?: ReadText
  /** City or province of the calling number. */
  readonly phoneRegion: DivisionId
  /** What could not be used, and what was understood. */
  readonly notes: readonly Reason[]
}

export function readCase(index: StoreIndex, told: DispatchCase): ReadCase {
  const notes: Reason[] = []
  const orderId = told.orderStoreId?.trim() ?? ''
  const orderStore = orderId === '' ? NO_STORE : index.find(orderId)
  if (orderId !== '' && orderStore === NO_STORE) notes.push(reason('order-store-unknown', { store: orderId }))

  const checked = checkPosition(told.lat, told.lon)
  if (checked.kind === 'unusable')
    notes.push(reason('position-unusable', { lat: told.lat ?? '—', lon: told.lon ?? '—' }))
  if (checked.kind === 'usable' && checked.swapped) notes.push(reason('position-swapped'))

  const address = readText(index, told.addressText)
  const spoken = readText(index, told.storeText)
  for (const [text, code] of [
    [address, 'address-region'],
    [spoken, 'spoken-region'],
  ] as const)
    if (text && text.regions.length > 0) notes.push(reason(code, { region: pathsOf(index.divisions, text.regions) }))

  const phoneRegion = phoneRegionOf(index.divisions, told.phoneArea)
  if (phoneRegion !== NOWHERE) notes.push(reason('phone-region', { region: index.divisions.path(phoneRegion) }))
  else if ((told.phoneArea?.trim() ?? '') !== '')
    notes.push(reason('phone-area-unknown', { area: told.phoneArea ?? '' }))

  return {
    orderStore,
    ...(checked.kind === 'usable' ? { position: checked.position } : {}),
    ...(address ? { address } : {}),
    ...(spoken ? { spoken } : {}),
    phoneRegion,
    notes,
  }
}

function readText(index: StoreIndex, text: string | undefined): ReadText | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const { regions, brands, core } = coreOf(index.divisions, index.brands, text, true)
  const address = parseAddress(index.divisions, text)
  const { road, number: house } = address
  // A region is no name: 鼓楼区 is not the shop 鼓楼店.
  if (road === undefined || (address.place === '' && regions.length > 0)) {
    const words = wordsOf(address.place === '' && regions.length > 0 ? '' : core)
    return { regions, brands, name: words, place: words, roadNumber: -1 }
  }
  const place = index.brands.in(address.place).rest
  // 文三路259号 is no shop's name, 文三路 may be one.
  const name = house === undefined ? core : coreOf(index.divisions, index.brands, place, true).core
  const landmark = place.replace(road, '')
  return {
    regions,
    brands,
    name: wordsOf(name),
    place: wordsOf(place),
    road,
    roadNumber: index.roadNumber(road),
    ...(house === undefined ? {} : { house }),
    ...(landmark.length < 2 ? {} : { landmark: wordsOf(landmark) }),
  }
}

const PATHS_SHOWN = 3

function pathsOf(divisions: Divisions, regions: readonly DivisionId[]): string {
  const paths = regions.slice(0, PATHS_SHOWN).map((region) => divisions.path(region))
  return regions.length > PATHS_SHOWN ? `${paths.join('、')}…` : paths.join('、')
}

/** 浙江杭州, 杭州, 0571, 571, 330100, +8613800138000. */
export function phoneRegionOf(divisions: Divisions, area: string | undefined): DivisionId {
  const text = area?.normalize('NFKC').replace(/\s+/g, '') ?? ''
  if (text === '') return NOWHERE
  const digits = /^(?:\+?86)?(\d[\d-]*)$/.exec(text)?.[1]?.replaceAll('-', '')
  if (digits === undefined) return cityAtMost(divisions, common(divisions, regionsIn(divisions, text)))
  const coded = /^[1-9]\d{5}$/.test(digits) ? divisions.coded(digits) : NOWHERE
  if (coded !== NOWHERE) return cityAtMost(divisions, coded)
  // The table knows whole numbers; those of an area code's are all in one place.
  const national = digits.replace(/^0/, '')
  const home = homeAreaOf(national.length <= 3 ? national.padEnd(10, '8') : national)
  if (!home) return NOWHERE
  const province = divisions.childNamed(NOWHERE, home.province)
  const city = home.city === undefined ? NOWHERE : divisions.childNamed(province, home.city)
  return city === NOWHERE ? province : city
}

/** Numbers belong to cities, whatever was written behind. */
function cityAtMost(divisions: Divisions, region: DivisionId): DivisionId {
  const city = divisions.at(region, 2)
  return city === NOWHERE ? region : city
}
