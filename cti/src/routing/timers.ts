import type { EpochMs } from '../ids.ts'

/** Something that has at most one deadline. `position` belongs to the heap. */
export interface Timed {
  due: EpochMs
  /** In the heap; -1 when it has no deadline. */
  position: number
}

/** Deadlines, the earliest first: a binary heap whose members know their position, so that a deadline can be moved or taken out. */
export class Timers<T extends Timed> {
  readonly #heap: T[] = []

  get first(): T | undefined {
    return this.#heap[0]
  }

  set(timed: T, due: EpochMs | undefined): void {
    if (due === undefined) return this.#remove(timed)
    if (timed.position < 0) {
      timed.due = due
      timed.position = this.#heap.length
      this.#heap.push(timed)
      this.#rise(timed)
    } else if (due !== timed.due) {
      timed.due = due
      this.#rise(timed)
      this.#sink(timed)
    }
  }

  /** Takes out and returns what is due, the earliest first. */
  takeDue(at: EpochMs): T[] {
    const due: T[] = []
    for (let first = this.first; first && first.due <= at; first = this.first) {
      this.#remove(first)
      due.push(first)
    }
    return due
  }

  #remove(timed: T): void {
    const { position } = timed
    if (position < 0) return
    timed.position = -1
    const last = this.#heap.pop()
    if (!last || last === timed) return
    last.position = position
    this.#heap[position] = last
    this.#rise(last)
    this.#sink(last)
  }

  #rise(timed: T): void {
    for (;;) {
      const above = this.#heap[(timed.position - 1) >> 1]
      if (timed.position === 0 || !above || above.due <= timed.due) return
      this.#exchange(timed, above)
    }
  }

  #sink(timed: T): void {
    for (;;) {
      const left = this.#heap[2 * timed.position + 1]
      const right = this.#heap[2 * timed.position + 2]
      const below = right && left && right.due < left.due ? right : left
      if (!below || below.due >= timed.due) return
      this.#exchange(timed, below)
    }
  }

  #exchange(a: T, b: T): void {
    const position = a.position
    a.position = b.position
    b.position = position
    this.#heap[a.position] = a
    this.#heap[b.position] = b
  }
}
