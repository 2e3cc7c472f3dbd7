/** Listeners of one kind of event. One that throws is logged and never breaks the others. */
import type { Logger } from 'pino'
import type { Unsubscribe } from '../port.ts'

export class Listeners<Event extends { readonly type: string }> {
  readonly #log: Logger
  readonly #listeners = new Set<(event: Event) => void>()

  constructor(log: Logger) {
    this.#log = log
  }

  add(listener: (event: Event) => void): Unsubscribe {
    // Wrapped, so that the same function added twice is two listeners.
    const own = (event: Event): void => listener(event)
    this.#listeners.add(own)
    return () => {
      this.#listeners.delete(own)
    }
  }

  tell(event: Event): void {
    for (const listener of this.#listeners) {
      try {
        listener(event)
      } catch (error) {
        this.#log.error({ err: error, event: event.type }, 'a listener failed; the others go on')
      }
    }
  }
}
