import type { EpochMs } from './ids.ts'

/** Time as a dependency, so that tests and simulations own it. */
export interface Clock {
  now(): EpochMs
  /** Calls back once at or after `at`. The returned function takes it back. */
  schedule(at: EpochMs, callback: () => void): () => void
}

/** Node's longest timer, ms. */
const LONGEST = 2_147_483_647

export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(at, callback) {
    const timer = setTimeout(callback, Math.min(LONGEST, Math.max(0, at - Date.now())))
    return () => clearTimeout(timer)
  },
}
