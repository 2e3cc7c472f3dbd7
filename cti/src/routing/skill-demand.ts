/** How often each skill was asked for lately, so that the agents who hold what others will need are spared. */
import type { EpochMs } from '../ids.ts'

/** A request counts half after so long, ms. */
const HALF_LIFE_MS = 30 * 60_000
/** Counts are kept as if all were of one moment; beyond so many half-lives they are brought forward, lest they overflow. */
const MOST_HALF_LIVES = 256

export interface SkillDemandSnapshot {
  readonly since: EpochMs | null
  readonly counts: readonly (readonly [string, number])[]
}

/**
 * Counts relative to a moment in the past: a request at a later time counts 2^(elapsed ÷ half-life). Ratios between skills are what
 * matters, so nothing has to be decayed when it is read.
 */
export class SkillDemand {
  #since: EpochMs | undefined
  /** The scale of the time that was asked about last. */
  #scaled = { at: Number.NaN, scale: 1 }
  readonly #counts = new Map<string, number>()

  asked(skills: readonly string[], at: EpochMs): void {
    if (this.#since === undefined) this.#bringForward(at)
    const since = this.#since ?? at
    if (at - since > MOST_HALF_LIVES * HALF_LIFE_MS) this.#bringForward(at)
    const one = this.#scale(at)
    for (const skill of skills) this.#counts.set(skill, (this.#counts.get(skill) ?? 0) + one)
  }

  /** Requests as of now: one made just now counts 1. */
  of(skill: string, at: EpochMs): number {
    const count = this.#counts.get(skill)
    return count === undefined ? 0 : count / this.#scale(at)
  }

  snapshot(): SkillDemandSnapshot {
    return { since: this.#since ?? null, counts: [...this.#counts] }
  }

  restore({ since, counts }: SkillDemandSnapshot): void {
    this.#since = since ?? undefined
    for (const [skill, count] of counts) this.#counts.set(skill, count)
  }

  #scale(at: EpochMs): number {
    if (this.#scaled.at !== at) this.#scaled = { at, scale: 2 ** ((at - (this.#since ?? at)) / HALF_LIFE_MS) }
    return this.#scaled.scale
  }

  #bringForward(at: EpochMs): void {
    const scale = this.#scale(at)
    for (const [skill, count] of this.#counts) {
      const kept = count / scale
      if (kept < Number.MIN_VALUE * 2 ** 52) this.#counts.delete(skill)
      else this.#counts.set(skill, kept)
    }
    this.#since = at
    this.#scaled.at = Number.NaN
  }
}
