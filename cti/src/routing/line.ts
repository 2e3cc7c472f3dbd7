import { compareWithinWeight, type Place } from './place.ts'

const MOST_IN_A_CHUNK = 256

/**
 * What waits, in the order of being served, for places of one weight: there the order does not change with time. Kept in chunks of sorted
 * entries, so that adding and removing anywhere moves a few hundred entries at most.
 */
export class Line<T extends { readonly place: Place }> {
  readonly #chunks: T[][] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  get first(): T | undefined {
    return this.#chunks[0]?.[0]
  }

  add(entry: T): void {
    this.#size++
    const at = Math.min(this.#chunkFor(entry), this.#chunks.length - 1)
    const chunk = this.#chunks[at]
    if (!chunk) {
      this.#chunks.push([entry])
      return
    }
    chunk.splice(positionIn(chunk, entry), 0, entry)
    if (chunk.length > MOST_IN_A_CHUNK) this.#chunks.splice(at + 1, 0, chunk.splice(MOST_IN_A_CHUNK / 2))
  }

  /** It must be in the line, with the place it was added with. */
  remove(entry: T): void {
    const at = this.#chunkFor(entry)
    const chunk = this.#chunks[at]
    const position = chunk ? positionIn(chunk, entry) : 0
    if (!chunk || chunk[position] !== entry) throw new Error('not in this line')
    this.#size--
    if (position === 0) chunk.shift()
    else chunk.splice(position, 1)
    if (chunk.length === 0) this.#chunks.splice(at, 1)
  }

  /** The first of whom it is true. */
  find(isIt: (entry: T) => boolean): T | undefined {
    for (const chunk of this.#chunks) for (const entry of chunk) if (isIt(entry)) return entry
    return undefined
  }

  /** How many go before it. */
  before(entry: T): number {
    const at = this.#chunkFor(entry)
    let count = positionIn(this.#chunks[at] ?? [], entry)
    for (let index = 0; index < at; index++) count += this.#chunks[index]?.length ?? 0
    return count
  }

  /** The first chunk whose last entry does not go before this one. */
  #chunkFor(entry: T): number {
    let low = 0
    let high = this.#chunks.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const last = this.#chunks[middle]?.at(-1)
      if (last && compareWithinWeight(last.place, entry.place) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

function positionIn<T extends { readonly place: Place }>(chunk: readonly T[], entry: T): number {
  let low = 0
  let high = chunk.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = chunk[middle]
    if (other && compareWithinWeight(other.place, entry.place) < 0) low = middle + 1
    else high = middle
  }
  return low
}
