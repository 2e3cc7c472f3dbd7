/** How much likelier a named region is when the store is in this one, as natural logarithms. */
import { type DivisionId, NOWHERE } from './divisions.ts'
import type { StoreIndex } from './store-index.ts'

/** Where the store is when a district, a city, a province was named: there, or only in what contains it. */
export interface RegionShares {
  readonly there: number
  readonly sameCity: number
  readonly sameProvince: number
  readonly elsewhere: number
}
export const ADDRESS_REGION: RegionShares = { there: 0.75, sameCity: 0.17, sameProvince: 0.05, elsewhere: 0.03 }
export const SPOKEN_REGION: RegionShares = { there: 0.92, sameCity: 0.05, sameProvince: 0.01, elsewhere: 0.02 }
/** Numbers keep their home area when their owners move. */
export const PHONE_REGION: RegionShares = { there: 0.72, sameCity: 0, sameProvince: 0.08, elsewhere: 0.2 }
/** A region without a store counts as if it had half a one. */
const HALF = 0.5

/** Of one text or number: the divisions it names, the store being in one of them. */
export class RegionEvidence {
  readonly #index: StoreIndex
  readonly #named: readonly DivisionId[]
  readonly #shares: RegionShares
  readonly #total: number
  /** Candidates share regions: those asked for so far. */
  readonly #regions: DivisionId[] = []
  readonly #evidence: number[] = []

  constructor(index: StoreIndex, named: readonly DivisionId[], shares: RegionShares) {
    this.#index = index
    this.#named = named
    this.#shares = shares
    this.#total = named.reduce((sum, region) => sum + Math.max(HALF, index.storesIn(region)), 0)
  }

  /** Of a store in no named region. */
  get elsewhere(): number {
    return this.#named.length === 0 ? 0 : Math.log(this.#shares.elsewhere)
  }

  /** @param own the store's region */
  of(own: DivisionId): number {
    if (this.#named.length === 0) return 0
    const known = this.#regions.indexOf(own)
    if (known >= 0) return this.#evidence[known] ?? 0
    const evidence = Math.log(this.#likelihood(own))
    this.#regions.push(own)
    this.#evidence.push(evidence)
    return evidence
  }

  #likelihood(own: DivisionId): number {
    const { divisions } = this.#index
    let inside = 0
    let inCity = 0
    let inProvince = 0
    for (const region of this.#named) {
      const share = Math.max(HALF, this.#index.storesIn(region)) / this.#total
      const city = divisions.at(region, 2)
      const province = divisions.at(region, 1)
      if (divisions.contains(region, own)) inside = 1
      else if (city !== NOWHERE && divisions.contains(city, own)) inCity += share / this.#index.storesIn(city)
      else if (divisions.contains(province, own)) inProvince += share / this.#index.storesIn(province)
    }
    const { there, sameCity, sameProvince, elsewhere } = this.#shares
    const near = (there * inside) / this.#total + sameCity * inCity + sameProvince * inProvince
    return elsewhere + this.#index.count * near
  }
}
