/**
 * Commands to one leg are carried out in the order given. FreeSWITCH runs each background command in a thread of its own, so that two
 * that were sent one after the other may change places.
 */
import type { LegId } from '../../ids.ts'

export class LegOrder {
  readonly #last = new Map<LegId, Promise<unknown>>()

  /** Runs `task` when everything given before for any of these legs has ended, however it ended. */
  run<Result>(legs: readonly LegId[], task: () => Promise<Result>): Promise<Result> {
    const before = legs.flatMap((leg) => this.#last.get(leg) ?? [])
    const result = Promise.allSettled(before).then(task)
    const ended = result.then(
      () => {},
      () => {},
    )
    for (const leg of legs) this.#last.set(leg, ended)
    void ended.then(() => {
      for (const leg of legs) if (this.#last.get(leg) === ended) this.#last.delete(leg)
    })
    return result
  }
}
