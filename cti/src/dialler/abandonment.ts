/** Live answers, and those of them that found no agent in time: over the last half hour, rolling, and over the day. */
import type { EpochMs } from '../ids.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
export const WINDOW_MS = 30 * MINUTE
/** The window moves on in steps: it is up to one step longer than it must be. */
const STEP_MS = 10_000

export interface Tally {
  answered: number
  abandoned: number
}
interface Step extends Tally {
  /** at ÷ STEP_MS, whole */
  readonly step: number
}

export interface AbandonmentMemory {
  readonly steps: readonly Readonly<Step>[]
  /** Its number since 1970, local time; -1 before the first. */
  readonly day: Readonly<Tally> & { readonly number: number }
}

export class Abandonment {
  readonly #offsetMs: number
  #steps: Step[]
  #window: Tally = { answered: 0, abandoned: 0 }
  #day: Tally & { number: number }

  /** @param utcOffsetMinutes where the day begins, east of UTC */
  constructor(utcOffsetMinutes: number, memory?: AbandonmentMemory) {
    this.#offsetMs = utcOffsetMinutes * MINUTE
    this.#steps = (memory?.steps ?? []).map((step) => ({ ...step }))
    this.#day = { ...(memory?.day ?? { number: -1, answered: 0, abandoned: 0 }) }
    for (const step of this.#steps) this.#count(this.#window, step.answered, step.abandoned)
  }

  window(at: EpochMs): Readonly<Tally> {
    this.#moveTo(at)
    return this.#window
  }

  day(at: EpochMs): Readonly<Tally> {
    this.#moveTo(at)
    return this.#day
  }

  answered(at: EpochMs): void {
    this.#tell(at, 1, 0)
  }

  abandoned(at: EpochMs): void {
    this.#tell(at, 0, 1)
  }

  /** What answered at that moment was no person: taken back wherever it counts still. */
  notAnswered(at: EpochMs, answeredAt: EpochMs): void {
    this.#moveTo(at)
    const step = this.#steps.find((each) => each.step === stepOf(answeredAt))
    if (step) for (const tally of [step, this.#window]) this.#count(tally, -1, 0)
    if (this.#dayOf(answeredAt) === this.#day.number) this.#count(this.#day, -1, 0)
  }

  memory(): AbandonmentMemory {
    const { number, answered, abandoned } = this.#day
    return {
      steps: this.#steps.map((step) => ({ ...step })),
      day: { number, answered, abandoned },
    }
  }

  #tell(at: EpochMs, answered: number, abandoned: number): void {
    this.#moveTo(at)
    const step = stepOf(at)
    let last = this.#steps.at(-1)
    if (!last || last.step < step) {
      last = { step, answered: 0, abandoned: 0 }
      this.#steps.push(last)
    }
    for (const tally of [last, this.#window, this.#day]) this.#count(tally, answered, abandoned)
  }

  #count(tally: Tally, answered: number, abandoned: number): void {
    tally.answered += answered
    tally.abandoned += abandoned
  }

  #moveTo(at: EpochMs): void {
    const oldest = stepOf(at - WINDOW_MS)
    let gone = 0
    for (const step of this.#steps) {
      if (step.step >= oldest) break
      this.#count(this.#window, -step.answered, -step.abandoned)
      gone++
    }
    if (gone > 0) this.#steps.splice(0, gone)
    const number = this.#dayOf(at)
    if (number > this.#day.number) this.#day = { number, answered: 0, abandoned: 0 }
  }

  #dayOf(at: EpochMs): number {
    return Math.floor((at + this.#offsetMs) / DAY)
  }
}

function stepOf(at: EpochMs): number {
  return Math.floor(at / STEP_MS)
}
