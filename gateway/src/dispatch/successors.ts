/** Who looks after the customers of a store that has closed or moved. */
import { NOWHERE } from './divisions.ts'
import type { StoreIndex, StoreNumber } from './store-index.ts'

/** A store moves within its neighbourhood; farther away the same name is another store. */
const MOVED_WITHIN_KM = 8
/** A closed store that opened again on the spot. */
const REOPENED_WITHIN_KM = 1
const LOOKED_AT = 32
const NEIGHBOURS = 4
const NEIGHBOUR_WITHIN_KM = 10
/** Signs that 新 in front and 新址 behind are. */
const STRIPPED_MOST = 3

export interface Successors {
  /** Same brand, same name, nearby, open, and the only one: unmistakable. */
  readonly certain?: StoreNumber
  /** The nearest open stores of the brand, nearest first. */
  readonly neighbours: readonly { readonly store: StoreNumber; readonly km: number }[]
}

export function successorsOf(index: StoreIndex, store: StoreNumber): Successors {
  const lat = index.lat[store] ?? Number.NaN
  const lon = index.lon[store] ?? Number.NaN
  const nearby = Number.isNaN(lat) ? [] : index.surroundings.around({ lat, lon }, LOOKED_AT)
  const open = nearby
    .filter((other) => other !== store && index.open[other] === 1 && index.brand[other] === index.brand[store])
    .map((other) => ({ store: other, km: index.distance(store, other) ?? Number.POSITIVE_INFINITY }))
    .sort((a, b) => a.km - b.km || (index.idPlace[a.store] ?? 0) - (index.idPlace[b.store] ?? 0))
  const within = index.stores[store]?.status === 'moved' ? MOVED_WITHIN_KM : REOPENED_WITHIN_KM
  const name = withoutNew(index.names.of(store))
  const same = open.filter(
    ({ store: other, km }) => km <= within && name !== '' && withoutNew(index.names.of(other)) === name,
  )
  const [only] = same
  // The whole city is looked through only when there is one to be sure of.
  const certain = only && same.length === 1 && sameNameInCity(index, store, name) === 1
  return {
    ...(certain ? { certain: only.store } : {}),
    neighbours: open.filter(({ km }) => km <= NEIGHBOUR_WITHIN_KM).slice(0, NEIGHBOURS),
  }
}

/** 文三路（新）, 新文三路 and 文三路新址 after 文三路. */
function withoutNew(name: string): string {
  return name.replace(/^新|(新址|新店|新)$/g, '')
}

/** Open stores of the brand with the name in the whole city: a second one makes it doubtful which took over. */
function sameNameInCity(index: StoreIndex, store: StoreNumber, name: string): number {
  const brand = index.brand[store]
  let count = 0
  const city = index.city[store] ?? NOWHERE
  if (city === NOWHERE) return 0
  const { from, to } = index.runOf(city)
  for (let other = from; other < to; other++) {
    if (index.open[other] !== 1 || index.brand[other] !== brand) continue
    // A city has hundreds: what is stripped only leaves signs out, three at most.
    const length = index.names.lengthOf(other)
    if (length < name.length || length > name.length + STRIPPED_MOST) continue
    const named = index.names.of(other)
    if (named.includes(name) && withoutNew(named) === name) count++
  }
  return count
}
