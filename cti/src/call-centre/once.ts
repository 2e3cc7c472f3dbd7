/** Remembers what was done under an id, so that a message sent twice is carried out once. */
const KEPT = 5_000

export class Once<Result> {
  readonly #results = new Map<string, Promise<Result>>()

  /** Runs `work` for a new id; for a known one returns the first result. */
  run(id: string, work: () => Promise<Result>): Promise<Result> {
    const known = this.#results.get(id)
    if (known) return known
    const result = work()
    this.#results.set(id, result)
    if (this.#results.size > KEPT) {
      const oldest = this.#results.keys().next()
      if (!oldest.done) this.#results.delete(oldest.value)
    }
    return result
  }
}
