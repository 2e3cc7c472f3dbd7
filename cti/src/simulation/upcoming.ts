/** What happens at known moments, taken out in order of time and then of being put in. A binary heap. */
export class Upcoming<Thing> {
  readonly #heap: { readonly at: number; readonly order: number; readonly thing: Thing }[] = []
  #order = 0

  /** When the next thing happens; undefined when nothing does. */
  get nextAt(): number | undefined {
    return this.#heap[0]?.at
  }

  add(at: number, thing: Thing): void {
    const entry = { at, order: this.#order++, thing }
    let index = this.#heap.length
    while (index > 0) {
      const above = (index - 1) >>> 1
      const parent = this.#heap[above]
      if (!parent || !isBefore(entry, parent)) break
      this.#heap[index] = parent
      index = above
    }
    this.#heap[index] = entry
  }

  /** The earliest thing, if it happens at or before `until`. */
  take(until: number): Thing | undefined {
    const first = this.#heap[0]
    if (!first || first.at > until) return undefined
    const last = this.#heap.pop()
    if (last && last !== first) this.#sink(last)
    return first.thing
  }

  #sink(entry: { readonly at: number; readonly order: number; readonly thing: Thing }): void {
    let index = 0
    for (;;) {
      const left = 2 * index + 1
      const [leftChild, rightChild] = [this.#heap[left], this.#heap[left + 1]]
      if (!leftChild) break
      const [child, at] = rightChild && isBefore(rightChild, leftChild) ? [rightChild, left + 1] : [leftChild, left]
      if (!isBefore(child, entry)) break
      this.#heap[index] = child
      index = at
    }
    this.#heap[index] = entry
  }
}

function isBefore(one: { at: number; order: number }, other: { at: number; order: number }): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order)
}
