/** The few best of many stores, by what speaks for them, and how many more are nearly as good. */

import type { StoreColumn } from './store-column.ts'

const MOST = 12
/** Stores that fit nearly as well as the best one: if they were cut off, they still could be meant. */
const NEARLY = 0.85

export interface Alike {
  /** Best first; equals by id. */
  readonly best: readonly number[]
  /** So many more are nearly as good as the first. */
  readonly more: number
}

export class Best {
  readonly #idPlace: StoreColumn
  readonly #stores = new Int32Array(MOST)
  readonly #weights = new Float64Array(MOST)
  readonly #least = new Float64Array(MOST)
  #count = 0
  /** From this weight on a store is nearly as good as the best so far. */
  #nearly = 0
  /** Of those that were nearly as good as the best when they were offered. */
  readonly #near: Float64Array
  #nearCount = 0

  /** @param idPlace of each store: decides between equals */
  constructor(idPlace: StoreColumn) {
    this.#idPlace = idPlace
    this.#near = new Float64Array(idPlace.length)
  }

  clear(): void {
    this.#count = 0
    this.#nearly = 0
    this.#nearCount = 0
  }

  /** Who weighs less changes nothing any more. */
  get needed(): number {
    return this.#count < MOST ? Number.NEGATIVE_INFINITY : Math.min(this.#weights[MOST - 1] ?? 0, this.#nearly)
  }

  /** Each store once. */
  offer(store: number, weight: number): void {
    if (weight >= this.#nearly) this.#near[this.#nearCount++] = weight
    const full = this.#count === MOST
    if (full && weight < (this.#weights[MOST - 1] ?? 0)) return
    let place = this.#count
    while (place > 0 && !this.#precedes(place - 1, store, weight)) place--
    if (place === MOST) return
    for (let later = full ? MOST - 1 : this.#count; later > place; later--) {
      this.#stores[later] = this.#stores[later - 1] ?? 0
      this.#weights[later] = this.#weights[later - 1] ?? 0
    }
    this.#stores[place] = store
    this.#weights[place] = weight
    if (!full) this.#count++
    if (place === 0) this.#nearly = weight * NEARLY
  }

  #precedes(place: number, store: number, weight: number): boolean {
    const other = this.#weights[place] ?? 0
    if (other !== weight) return other > weight
    return (this.#idPlace[this.#stores[place] ?? 0] ?? 0) < (this.#idPlace[store] ?? 0)
  }

  alike(): Alike {
    const best: number[] = []
    for (let place = 0; place < this.#count; place++) best.push(this.#stores[place] ?? 0)
    let more = 0
    if (this.#count === MOST) {
      for (let at = 0; at < this.#nearCount; at++) if ((this.#near[at] ?? 0) >= this.#nearly) more++
      for (const weight of this.#weights) if (weight >= this.#nearly) more--
    }
    return { best, more }
  }

  /** As `needed`, if these stores will weigh at least so much as well. */
  neededWith(weights: Int32Array, stores: Int32Array, from: number, to: number): number {
    const least = this.#least
    let count = this.#count
    for (let place = 0; place < count; place++) least[place] = this.#weights[place] ?? 0
    for (let at = from; at < to; at++) {
      const weight = weights[stores[at] ?? 0] ?? 0
      if (count === MOST && weight <= (least[MOST - 1] ?? 0)) continue
      let place = count === MOST ? MOST - 1 : count++
      for (; place > 0 && (least[place - 1] ?? 0) < weight; place--) least[place] = least[place - 1] ?? 0
      least[place] = weight
    }
    return count < MOST ? Number.NEGATIVE_INFINITY : Math.min(least[MOST - 1] ?? 0, (least[0] ?? 0) * NEARLY)
  }
}
