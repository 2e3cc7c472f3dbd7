/**
 * How many of the attempts a person answers. A long memory knows it well, a short one notices when it has changed: once the two differ
 * by more than chance allows, the long one begins anew from the short one. A change costs about a hundred attempts to see.
 */
/** What the first guess counts, in attempts. Little, so that it is doubted. */
const PRIOR_WEIGHT = 4
const LONG = 800
const SHORT = 100
/** Attempts that tell as much as the short memory does: an exponential mean of weight 1/n is as sure as a plain one of 2n - 1. */
const SHORT_WORTH = 2 * SHORT - 1
/** What the short one counts then: little, as it has seen the time before the change as well. */
const ANEW_WORTH = 25
/** Standard deviations between the two that are taken for a change. To believe in fewer answers by mistake is to dial too many. */
const RISEN = 3
const FALLEN = 4

export interface AnswerRateMemory {
  readonly answered: number
  readonly ended: number
  readonly short: number
}

export class AnswerRate {
  #answered: number
  #ended: number
  #short: number

  /** @param guess 0–1 */
  constructor(guess: number, memory?: AnswerRateMemory) {
    this.#answered = memory?.answered ?? guess * PRIOR_WEIGHT
    this.#ended = memory?.ended ?? PRIOR_WEIGHT
    this.#short = memory?.short ?? guess
  }

  /** 0–1 */
  get rate(): number {
    return this.#answered / this.#ended
  }

  /** How sure the rate is: its standard deviation. */
  get deviation(): number {
    // Never quite 0 or 1: what has not been seen may come.
    const rate = (this.#answered + 0.5) / (this.#ended + 1)
    return Math.sqrt((rate * (1 - rate)) / this.#ended)
  }

  /** An attempt's fate is known. */
  observe(answered: boolean): void {
    const value = answered ? 1 : 0
    const keep = this.#ended < LONG ? 1 : 1 - 1 / LONG
    this.#answered = this.#answered * keep + value
    this.#ended = this.#ended * keep + 1
    this.#short += (value - this.#short) / Math.min(SHORT, this.#ended)
    this.#beginAnewIfChanged()
  }

  /** Begins an hour of which something is remembered: it counts for so many attempts beside what was seen lately. */
  recall(rate: number, weight: number): void {
    const scale = Math.min(1, weight / this.#ended)
    this.#answered = this.#answered * scale + rate * weight
    this.#ended = this.#ended * scale + weight
    this.#short = this.rate
  }

  memory(): AnswerRateMemory {
    return { answered: this.#answered, ended: this.#ended, short: this.#short }
  }

  #beginAnewIfChanged(): void {
    if (this.#ended < SHORT_WORTH) return
    const usual = (this.#answered + 0.5) / (this.#ended + 1)
    const chance = Math.sqrt((usual * (1 - usual)) / SHORT_WORTH)
    const risen = (this.#short - usual) / chance
    if (risen <= RISEN && risen >= -FALLEN) return
    this.#answered = this.#short * ANEW_WORTH
    this.#ended = ANEW_WORTH
  }
}
