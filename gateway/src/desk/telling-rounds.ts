/**
 * Tells everybody something, one after the other with a breath between them, instead of all at once: what is told to a thousand desks must
 * never be in the way of a pop for one of them, neither here nor at the other end of the line.
 */

/** What has happened is gathered for so long before it is told, ms. */
const GATHERED_FOR_MS = 1_000
/** Between two of them, ms: whatever else is wanted comes first. When the processor is busy the round takes longer; it never catches up. */
const PAUSE_MS = 1
/** With more listeners than this some are told at once, so that a round does not take much more than a second. */
const STRETCHES_AT_MOST = 1_000

export class TellingRounds<Listener> {
  readonly #begin: () => { readonly to: Iterable<Listener>; tell(listener: Listener): void }
  /** Cancels what is to come next; absent at rest. */
  #cancelNext: (() => void) | undefined
  /** Something happened since the round under way began. */
  #again = false

  /** `begin` is asked at the start of each round for whom to tell, and what. */
  constructor(begin: () => { readonly to: Iterable<Listener>; tell(listener: Listener): void }) {
    this.#begin = begin
  }

  /** There is something new: a round begins in a second, or when the one under way and its second are over. */
  soon(): void {
    if (this.#cancelNext) this.#again = true
    else this.#after(GATHERED_FOR_MS, () => this.#round())
  }

  stop(): void {
    this.#cancelNext?.()
    this.#cancelNext = undefined
    this.#again = false
  }

  #round(): void {
    this.#again = false
    const { to, tell } = this.#begin()
    const left = [...to].reverse()
    const atAStretch = Math.ceil(left.length / STRETCHES_AT_MOST)
    const tellSome = (): void => {
      for (let told = 0; told < atAStretch; told++) {
        const listener = left.pop()
        if (listener !== undefined) tell(listener)
      }
      if (left.length > 0) return this.#after(PAUSE_MS, tellSome)
      this.#cancelNext = undefined
      if (this.#again) this.soon()
    }
    tellSome()
  }

  /** When the time has come, whatever else has come by then, by timer or over the network, still goes first. */
  #after(ms: number, next: () => void): void {
    const timer = setTimeout(() => {
      const immediate = setImmediate(next)
      this.#cancelNext = () => clearImmediate(immediate)
    }, ms)
    this.#cancelNext = () => clearTimeout(timer)
  }
}
