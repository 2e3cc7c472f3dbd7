/** What a campaign's dialler has learned: answer rate, ring, talk and after-call time, now and by hour of the day. */
import type { EpochMs } from '../ids.ts'
import { AnswerRate, type AnswerRateMemory } from './answer-rate.ts'
import { type DurationMemory, LearnedDuration } from './learned-duration.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOURS = 24
const FIRST_GUESS = {
  answerRate: 0.3,
  ringMs: 14 * SECOND,
  talkMs: 120 * SECOND,
  wrapMs: 20 * SECOND,
  takenMs: 180 * SECOND,
} as const
/** Observations that a duration remembers: the ring's come many times as often as the others. */
const REMEMBERED = { ring: 1_000, work: 500 } as const
/** What an hour of former days counts when it begins, in attempts, and what it keeps of itself when it comes again. */
const RECALLED_ATTEMPTS = 100
const HOUR_KEEPS = 0.5
/** Durations that an hour of former days must have seen to be believed. */
const RECALLED_DURATIONS = 30

const LASTING = ['answered', 'unanswered', 'talk', 'wrap', 'taken'] as const
/** Ringing until answered, ringing in vain, talking, after-call work, being with other work. */
export type Lasting = (typeof LASTING)[number]

interface Sum {
  count: number
  ms: number
}
/** What an hour of the day has seen. The answer rate is in the counts of `answered` and `unanswered`. */
type HourSums = Record<Lasting, Sum>

export interface ExperienceMemory {
  readonly answerRate: AnswerRateMemory
  readonly durations: Readonly<Record<Lasting, DurationMemory>>
  readonly hours: readonly Readonly<Record<Lasting, Readonly<Sum>>>[]
  /** Since 1970 in local time; -1 before the first attempt. */
  readonly hour: number
}

export class Experience {
  readonly answerRate: AnswerRate
  readonly durations: Readonly<Record<Lasting, LearnedDuration>>
  readonly #offsetMs: number
  readonly #hours: HourSums[]
  #hour: number

  constructor(utcOffsetMinutes: number, memory?: ExperienceMemory) {
    this.#offsetMs = utcOffsetMinutes * MINUTE
    this.answerRate = new AnswerRate(FIRST_GUESS.answerRate, memory?.answerRate)
    const learned = (lasting: Lasting, guessMs: number, remembers: number): LearnedDuration =>
      new LearnedDuration(guessMs, remembers, memory?.durations[lasting])
    this.durations = {
      answered: learned('answered', FIRST_GUESS.ringMs, REMEMBERED.ring),
      unanswered: learned('unanswered', FIRST_GUESS.ringMs, REMEMBERED.ring),
      talk: learned('talk', FIRST_GUESS.talkMs, REMEMBERED.work),
      wrap: learned('wrap', FIRST_GUESS.wrapMs, REMEMBERED.work),
      taken: learned('taken', FIRST_GUESS.takenMs, REMEMBERED.work),
    }
    this.#hours = Array.from({ length: HOURS }, (_, hour) => hourSums(memory?.hours[hour]))
    this.#hour = memory?.hour ?? -1
  }

  /** An attempt's fate is known, so long after its dialling. */
  attemptEnded(at: EpochMs, answered: boolean, ms: number): void {
    this.moveTo(at)
    this.answerRate.observe(answered)
    this.lasted(at, answered ? 'answered' : 'unanswered', ms)
  }

  /** Something has ended after so long. */
  lasted(at: EpochMs, what: Lasting, ms: number): void {
    this.moveTo(at)
    this.durations[what].observe(ms)
    const sum = this.#hours[this.#hour % HOURS]?.[what]
    if (!sum) return
    sum.count += 1
    sum.ms += ms
  }

  /** An hour that former days have seen begins with what they saw. */
  moveTo(at: EpochMs): void {
    const hour = Math.floor((at + this.#offsetMs) / (60 * MINUTE))
    if (hour <= this.#hour) return
    this.#hour = hour
    const seen = this.#hours[hour % HOURS]
    if (!seen) return
    const { answered, unanswered } = seen
    const attempts = answered.count + unanswered.count
    if (attempts > 0) this.answerRate.recall(answered.count / attempts, Math.min(RECALLED_ATTEMPTS, attempts))
    for (const what of LASTING) {
      const sum = seen[what]
      if (sum.count >= RECALLED_DURATIONS) this.durations[what].stretchTo(sum.ms / sum.count)
      sum.count *= HOUR_KEEPS
      sum.ms *= HOUR_KEEPS
    }
  }

  memory(): ExperienceMemory {
    const { answered, unanswered, talk, wrap, taken } = this.durations
    return {
      answerRate: this.answerRate.memory(),
      durations: {
        answered: answered.memory(),
        unanswered: unanswered.memory(),
        talk: talk.memory(),
        wrap: wrap.memory(),
        taken: taken.memory(),
      },
      hours: this.#hours.map(hourSums),
      hour: this.#hour,
    }
  }
}

/** A copy, or an empty one. */
function hourSums(of?: Readonly<Record<Lasting, Readonly<Sum>>>): HourSums {
  const { answered, unanswered, talk, wrap, taken } = of ?? {}
  const none: Sum = { count: 0, ms: 0 }
  return {
    answered: { ...none, ...answered },
    unanswered: { ...none, ...unanswered },
    talk: { ...none, ...talk },
    wrap: { ...none, ...wrap },
    taken: { ...none, ...taken },
  }
}
