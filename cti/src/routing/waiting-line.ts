import type { EpochMs, WorkId } from '../ids.ts'
import type { WorkItem } from './work.ts'

const MS_PER_MINUTE = 60_000

/**
 * Work in the order of its right to be served. Priority is a head start in minutes, so an item's rank does not change while time passes
 * and nobody starves: any item is in front of everything that arrives later than its head start's difference. Equal ranks keep the
 * order of arrival.
 */
export class WaitingLine {
  readonly #items: { readonly item: WorkItem; readonly rank: number; readonly arrival: number }[] = []
  readonly #ranks = new Map<WorkId, { rank: number; arrival: number }>()
  #arrivals = 0

  add(item: WorkItem): void {
    if (this.#ranks.has(item.id)) return
    const entry = { item, rank: rankOf(item), arrival: this.#arrivals++ }
    this.#ranks.set(item.id, entry)
    this.#items.splice(this.#position(entry.rank, entry.arrival), 0, entry)
  }

  /** Returns whether it was there. */
  remove(id: WorkId): boolean {
    const place = this.#ranks.get(id)
    if (!place) return false
    this.#ranks.delete(id)
    this.#items.splice(this.#position(place.rank, place.arrival), 1)
    return true
  }

  has(id: WorkId): boolean {
    return this.#ranks.has(id)
  }

  /** First in line first. */
  *[Symbol.iterator](): Generator<WorkItem> {
    for (const entry of this.#items) yield entry.item
  }

  /** Where an entry of this rank and arrival is, or belongs. */
  #position(rank: number, arrival: number): number {
    let low = 0
    let high = this.#items.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const entry = this.#items[middle]
      if (entry && (entry.rank < rank || (entry.rank === rank && entry.arrival < arrival))) low = middle + 1
      else high = middle
    }
    return low
  }
}

function rankOf(item: WorkItem): EpochMs {
  return item.enteredAt - item.priority * MS_PER_MINUTE
}
