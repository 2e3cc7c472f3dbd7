import type { Cancel, Clock } from '../clock.ts'
import type { EpochMs } from '../ids.ts'

/** At most one timer for each key, moved only when its time changes. */
export class WakeUps<Key> {
  readonly #clock: Clock
  readonly #timers = new Map<Key, { readonly at: EpochMs; readonly cancel: Cancel }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @param at undefined: none is wanted @param wake gets the time it stands for, never before `at` */
  set(key: Key, at: EpochMs | undefined, wake: (now: EpochMs) => void): void {
    const armed = this.#timers.get(key)
    if (armed?.at === at) return
    armed?.cancel()
    this.#timers.delete(key)
    if (at === undefined) return
    const cancel = this.#clock.schedule(Math.max(0, at - this.#clock.now()), () => {
      this.#timers.delete(key)
      // A timer may fire a moment early; what waits for `at` must find it come.
      wake(Math.max(at, this.#clock.now()))
    })
    this.#timers.set(key, { at, cancel })
  }

  clear(): void {
    for (const { cancel } of this.#timers.values()) cancel()
    this.#timers.clear()
  }
}
