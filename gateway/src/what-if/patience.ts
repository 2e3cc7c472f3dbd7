/**
 * How long callers would have waited who were answered before they gave up: known only of those who did give up. The survival function
 * of patience is estimated by Kaplan and Meier (1958), answers being censored observations.
 */
import { createHash } from 'node:crypto'

export interface Wait {
  readonly waitedMs: number
  readonly gaveUp: boolean
}

/** Beyond what was ever seen: nobody waits longer than this, ms. */
const LONGEST_MS = 3_600_000

export class Patience {
  /** After `atMs` the share `left` still waits. Ascending in time, descending in share. */
  readonly #steps: readonly { readonly atMs: number; readonly left: number }[]
  readonly #meanMs: number

  constructor(waits: readonly Wait[]) {
    const sorted = waits.toSorted((one, other) => one.waitedMs - other.waitedMs)
    const steps: { atMs: number; left: number }[] = []
    let left = 1
    let atRisk = sorted.length
    for (let index = 0; index < sorted.length; ) {
      const atMs = sorted[index]?.waitedMs ?? 0
      let [gaveUp, gone] = [0, 0]
      for (; sorted[index]?.waitedMs === atMs; index++) {
        gone++
        if (sorted[index]?.gaveUp) gaveUp++
      }
      if (gaveUp > 0) {
        left *= 1 - gaveUp / atRisk
        steps.push({ atMs, left })
      }
      atRisk -= gone
    }
    this.#steps = steps
    const gaveUp = waits.filter((wait) => wait.gaveUp).length
    const waited = waits.reduce((sum, { waitedMs }) => sum + waitedMs, 0)
    // Of an exponential patience the maximum likelihood estimate is all waiting divided by those who gave up.
    this.#meanMs = gaveUp === 0 ? Number.POSITIVE_INFINITY : waited / gaveUp
  }

  /**
   * How long a caller waits in all who has waited `waitedMs` and not given up, ms; the same for the same id.
   * Beyond what was observed patience is taken to be exponential.
   */
  of(id: string, waitedMs: number): number {
    const chance = fraction(id)
    const start = this.#leftAfter(waitedMs)
    const wanted = start * chance
    const step = this.#steps.find(({ atMs, left }) => atMs > waitedMs && left <= wanted)
    if (step) return Math.max(waitedMs, Math.min(LONGEST_MS, step.atMs))
    if (this.#meanMs === Number.POSITIVE_INFINITY) return Math.max(waitedMs, LONGEST_MS)
    const last = this.#steps.at(-1)
    const [fromMs, leftThere] = last && last.atMs > waitedMs ? [last.atMs, last.left] : [waitedMs, start]
    // Where nobody was left there is nothing to go on from but the mean.
    const share = leftThere === 0 ? chance : wanted / leftThere
    const beyondMs = -Math.log(share) * this.#meanMs
    return Math.max(waitedMs, Math.min(LONGEST_MS, Math.round(fromMs + beyondMs)))
  }

  #leftAfter(ms: number): number {
    let left = 1
    for (const step of this.#steps) {
      if (step.atMs > ms) break
      left = step.left
    }
    return left
  }
}

/** In (0, 1), by the id alone. */
function fraction(id: string): number {
  return (createHash('sha256').update(id).digest().readUInt32BE() + 1) / (2 ** 32 + 1)
}
