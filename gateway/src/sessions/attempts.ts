/**
 * Counts failed log-ins within a sliding window, for each address and each user name. Only failures count: a whole call centre
 * behind one address may log in at nine. Kept in memory: each gateway process counts for itself.
 */
export interface AttemptLimits {
  /** Failures within the window. */
  readonly perUsername: number
  readonly perAddress: number
  /** ms */
  readonly windowMs: number
}

export const defaultAttemptLimits: AttemptLimits = { perUsername: 10, perAddress: 60, windowMs: 300_000 }

const maxKeys = 50_000

export class LogInAttempts {
  readonly #failures = new Map<string, number[]>()
  readonly #limits: AttemptLimits
  readonly #now: () => number

  constructor(limits: AttemptLimits = defaultAttemptLimits, now: () => number = Date.now) {
    this.#limits = limits
    this.#now = now
  }

  /**
   * Counts an attempt as failed before it is tried, so that parallel guesses count too.
   * @returns ms to wait when there were too many (then nothing is counted), else what takes the attempt back once it succeeded
   */
  begin(username: string, address: string): { waitMs: number } | { succeeded: () => void } {
    const keys: [string, number][] = [
      [`user ${username.toLowerCase()}`, this.#limits.perUsername],
      [`address ${address}`, this.#limits.perAddress],
    ]
    const now = this.#now()
    const waitMs = Math.max(...keys.map(([key, limit]) => this.#wait(key, limit, now)))
    if (waitMs > 0) return { waitMs }
    for (const [key] of keys) this.#add(key, now)
    return {
      succeeded: () => {
        for (const [index, [key]] of keys.entries()) this.#forget(key, now, index === 0)
      },
    }
  }

  #recent(key: string, now: number): number[] {
    return (this.#failures.get(key) ?? []).filter((at) => at > now - this.#limits.windowMs)
  }

  #wait(key: string, limit: number, now: number): number {
    const recent = this.#recent(key, now)
    const oldest = recent[recent.length - limit]
    return oldest === undefined ? 0 : oldest + this.#limits.windowMs - now
  }

  #add(key: string, now: number): void {
    const recent = this.#recent(key, now)
    this.#failures.delete(key)
    if (this.#failures.size >= maxKeys) {
      const longestQuiet = this.#failures.keys().next().value
      if (longestQuiet !== undefined) this.#failures.delete(longestQuiet)
    }
    this.#failures.set(key, [...recent, now])
  }

  /** The user's failures are all forgiven; of the address only this one, or one good account would cover guesses at others. */
  #forget(key: string, at: number, all: boolean): void {
    const left = all ? [] : (this.#failures.get(key) ?? [])
    const index = left.indexOf(at)
    if (index >= 0) left.splice(index, 1)
    if (left.length === 0) this.#failures.delete(key)
  }
}
