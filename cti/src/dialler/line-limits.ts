/**
 * What the lines bear: how many more calls may go out over a trunk now. Hard limits, whatever the pacing wants. Keeps only who was dialled
 * in the last second; how many calls there are is told each time by who knows (the switch), so that nothing drifts.
 */
import type { EpochMs } from '../ids.ts'
import type { DialLimits } from './dialler-types.ts'

const SECOND = 1_000

export interface TrunkBounds {
  readonly id: string
  readonly lines: number
  /** Lines that stay free for callers, beyond those that callers use already. */
  readonly keptForInbound: number
  /** The dialler's calls at one time. */
  readonly concurrent: number
  /** Dialled in any second. */
  readonly perSecond: number
}

export interface CallsInUse {
  /** On this trunk, of callers and of everybody else than the dialler. */
  readonly others: number
  /** On this trunk, the dialler's, ringing ones included. */
  readonly dialled: number
  /** The dialler's on all trunks. */
  readonly dialledInAll: number
}

export class LineLimits {
  readonly #trunks: ReadonlyMap<string, TrunkBounds>
  readonly #total: number
  /** When the calls of the last second were dialled, by trunk. */
  readonly #recent = new Map<string, EpochMs[]>()

  /** @param total the dialler's calls at one time on all trunks */
  constructor(trunks: readonly TrunkBounds[], total: number) {
    this.#trunks = new Map(trunks.map((trunk) => [trunk.id, trunk]))
    this.#total = total
  }

  /** Nothing is left on a trunk that is not known. */
  left(at: EpochMs, trunk: string, { others, dialled, dialledInAll }: CallsInUse): DialLimits {
    const bounds = this.#trunks.get(trunk)
    if (!bounds) return { freeLines: 0, concurrentLeft: 0, cpsLeft: 0 }
    const { lines, keptForInbound, concurrent, perSecond } = bounds
    return {
      freeLines: Math.max(0, lines - others - dialled - keptForInbound),
      concurrentLeft: Math.max(0, Math.min(concurrent - dialled, this.#total - dialledInAll)),
      cpsLeft: Math.max(0, perSecond - this.#ofLastSecond(at, trunk).length),
    }
  }

  /** So many were dialled just now. */
  took(at: EpochMs, trunk: string, count: number): void {
    const recent = this.#ofLastSecond(at, trunk)
    for (let taken = 0; taken < count; taken++) recent.push(at)
    this.#recent.set(trunk, recent)
  }

  #ofLastSecond(at: EpochMs, trunk: string): EpochMs[] {
    return (this.#recent.get(trunk) ?? []).filter((dialledAt) => dialledAt > at - SECOND)
  }
}
