/**
 * Questions to the database, a few at a time and in order: what a rush of calls asks for must not take the processor, nor all of the
 * connections, from the calls themselves.
 */
export class Lookups {
  readonly #atOnce: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(atOnce: number) {
    this.#atOnce = atOnce
  }

  /** Asks as soon as there is room. Settles as `ask` does. */
  async run<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    if (this.#running >= this.#atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#running++
    try {
      return await ask()
    } finally {
      // Whoever waits takes over our place, so that nobody slips in between.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running--
    }
  }
}
