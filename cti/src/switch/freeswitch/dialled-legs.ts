/**
 * Legs that we dialled and that `originate` still holds. Up to 20 ms after the answer it sends them to their `park`; an application that
 * was started in between is broken off there at once, and a menu then ends as if nothing had been pressed. So applications wait for the
 * park.
 */
import type { LegId } from '../../ids.ts'

/** The wait for the park, ms. Longer means that we have missed it. */
const parkMs = 1_000

export class DialledLegs {
  readonly #held = new Map<LegId, Set<() => void>>()

  dialled(leg: LegId): void {
    if (!this.#held.has(leg)) this.#held.set(leg, new Set())
  }

  /** It has parked, or is gone, or never was. */
  released(leg: LegId): void {
    const waiting = this.#held.get(leg)
    this.#held.delete(leg)
    for (const resolve of waiting ?? []) resolve()
  }

  clear(): void {
    for (const leg of [...this.#held.keys()]) this.released(leg)
  }

  /** Resolves when the leg is not (or no longer) held, or its park was not heard of for too long. */
  async free(leg: LegId): Promise<void> {
    const waiting = this.#held.get(leg)
    if (waiting === undefined) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.released(leg), parkMs)
      waiting.add(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}
