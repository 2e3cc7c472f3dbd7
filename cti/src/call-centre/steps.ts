/** One thing at a time: every event, command and timer of a call centre is a step, and facts go out between steps, never within one. */
import type { Logger } from 'pino'
import type { Fact } from '../facts.ts'
import type { Unsubscribe } from '../switch/port.ts'

export class Steps {
  readonly #log: Logger
  readonly #afterAll: () => void
  readonly #waiting: (() => void)[] = []
  readonly #told: Fact[] = []
  readonly #listeners = new Set<(fact: Fact) => void>()
  #working = false

  /** @param afterAll called when no step is left */
  constructor(log: Logger, afterAll: () => void) {
    this.#log = log
    this.#afterAll = afterAll
  }

  /** Runs the step now, or after the one that is running. A step that throws is logged and hurts no other. */
  do(step: () => void): void {
    this.#waiting.push(step)
    if (this.#working) return
    this.#working = true
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      try {
        next()
      } catch (error) {
        this.#log.error({ err: error }, 'a step of the call centre failed')
      }
      this.#deliver()
    }
    this.#working = false
    this.#afterAll()
  }

  /** The fact is delivered when the present step is done. */
  tell(...facts: readonly Fact[]): void {
    this.#told.push(...facts)
  }

  onFact(listener: (fact: Fact) => void): Unsubscribe {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #deliver(): void {
    for (let fact = this.#told.shift(); fact; fact = this.#told.shift()) {
      for (const listener of this.#listeners) {
        try {
          listener(fact)
        } catch (error) {
          this.#log.error({ err: error, fact: fact.id }, 'a listener of facts failed')
        }
      }
    }
  }
}
