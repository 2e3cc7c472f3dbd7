/**
 * What is likely to happen until attempts dialled now are answered: which agents will be free by then, how many of the attempts already
 * ringing will be answered first. From it the risk that one of `n` more attempts, once answered, finds nobody.
 *
 * The moment of the answer is spread over the ring times learned; at each such moment agents free and attempts answered are sums of many
 * independent chances, so their difference is taken as normally distributed, widened by how unsure the answer rate itself is.
 */
import type { EpochMs } from '../ids.ts'
import type { Experience } from './experience.ts'
import type { Floor } from './floor.ts'
import { binCount, binOf, middleOf, type Survival } from './learned-duration.ts'

/** Of the ring time of the answered. */
const ANSWER_MOMENTS = [0.1, 0.3, 0.5, 0.7, 0.9] as const
const WRAP_QUANTILES = [1 / 6, 1 / 2, 5 / 6] as const
const TALKS_FOR_TRUST = 30
/** Under way at one time for each agent, whatever the answer rate: should it jump, no more than these are answered at once. */
const MOST_FOR_EACH_AGENT = 5

interface Moment {
  /** Agents not free now but free by then. */
  readonly freed: number
  /** Agents free less attempts answered: mean and variance, without those dialled now. */
  readonly mean: number
  readonly variance: number
  /** Of the attempts already ringing, expected to be answered until then. */
  readonly answeredBefore: number
  /** That an attempt dialled now is answered before this moment. */
  readonly answeredOfNew: number
}

export interface Outlook {
  /** Agents not free now but free by the middle of the answer moments. */
  readonly expectedFree: number
  /** How likely the last of `more` attempts, once answered, finds nobody in time. 0–1 */
  riskOf(more: number): number
  /** The most attempts whose risk is within `risk` (0–1), and whose number is reasonable. */
  mostWithin(risk: number): number
}

/** @param graceMs how long somebody who has answered can wait for an agent */
export function lookAhead(floor: Floor, experience: Experience, at: EpochMs, graceMs: number): Outlook {
  const { answerRate, durations } = experience
  const rate = answerRate.rate
  const doubt = rate > 0 ? answerRate.deviation / rate : 0
  const lasted = agesOf(floor, at)
  const talk = durations.talk.survival(lasted.talking)
  const wrap = durations.wrap.survival(lasted.wrapping)
  const taken = durations.taken.survival(lasted.taken)
  const answered = durations.answered.survival(lasted.ringing, rate)
  const unanswered = durations.unanswered.survival(lasted.ringing, 1 - rate)
  const wraps = WRAP_QUANTILES.map((share) => wrap.quantileMs(share))
  // The few talks seen at first say little of when others end.
  const trust = durations.talk.seen / (durations.talk.seen + TALKS_FOR_TRUST)

  const [talking, wrapping] = [filled(lasted.talking), filled(lasted.wrapping)]
  const [elsewhere, ringing] = [filled(lasted.taken), filled(lasted.ringing)]

  const moments = ANSWER_MOMENTS.map((share): Moment => {
    const inMs = answered.quantileMs(share)
    const by = inMs + graceMs
    let freed = 0
    let variance = 0
    const add = (count: number, chance: number): void => {
      freed += count * chance
      variance += count * chance * (1 - chance)
    }
    for (const { ms, count } of wrapping) add(count, wrap.endsWithin(ms, by))
    for (const { ms, count } of elsewhere) add(count, taken.endsWithin(ms, by))
    for (const { ms, count } of talking) {
      let chance = 0
      for (const wrapMs of wraps) chance += talk.endsWithin(ms, by - wrapMs)
      add(count, (trust * chance) / wraps.length)
    }
    let answeredBefore = 0
    for (const { ms, count } of ringing) {
      const chance = answeredWithin(answered, unanswered, rate, ms, inMs)
      answeredBefore += count * chance
      variance += count * chance * (1 - chance)
    }
    return {
      freed,
      mean: floor.free - floor.waiting + freed - answeredBefore,
      variance,
      answeredBefore,
      answeredOfNew: rate * share,
    }
  })

  const riskOf = (more: number): number => {
    const others = Math.max(0, more - 1)
    let risk = 0
    for (const { mean, variance, answeredBefore, answeredOfNew } of moments) {
      const answers = answeredBefore + others * answeredOfNew
      const spread = variance + others * answeredOfNew * (1 - answeredOfNew) + (answers * doubt) ** 2
      risk += below(0.5, mean - others * answeredOfNew, spread)
    }
    return risk / moments.length
  }

  return {
    expectedFree: moments[ANSWER_MOMENTS.length >> 1]?.freed ?? 0,
    riskOf,
    mostWithin(risk) {
      let low = 0
      let high = Math.max(0, floor.agentCount * MOST_FOR_EACH_AGENT - floor.underWay) + 1
      while (high - low > 1) {
        const middle = (low + high) >> 1
        if (riskOf(middle) <= risk) low = middle
        else high = middle
      }
      return low
    },
  }
}

/** That an attempt that has rung so long is answered within `withinMs` more. */
function answeredWithin(
  answered: Survival,
  unanswered: Survival,
  rate: number,
  rungMs: number,
  withinMs: number,
): number {
  const yet = rate * answered.stillGoing(rungMs)
  const never = (1 - rate) * unanswered.stillGoing(rungMs)
  if (yet + never <= 0) return rate * answered.endsWithin(rungMs, withinMs)
  return (yet / (yet + never)) * answered.endsWithin(rungMs, withinMs)
}

type Ages = Uint16Array

function agesOf(floor: Floor, at: EpochMs): Readonly<Record<'talking' | 'wrapping' | 'taken' | 'ringing', Ages>> {
  const ages = {
    talking: new Uint16Array(binCount),
    wrapping: new Uint16Array(binCount),
    taken: new Uint16Array(binCount),
    ringing: new Uint16Array(binCount),
  }
  const count = (bins: Ages, since: EpochMs): void => {
    const bin = binOf(at - since)
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  for (const { state, since, leaving } of floor.agents) if (state !== 'free' && !leaving) count(ages[state], since)
  for (const { state, since } of floor.attempts) if (state === 'ringing') count(ages.ringing, since)
  return ages
}

/** The bins with any in them. */
function filled(ages: Ages): readonly { readonly ms: number; readonly count: number }[] {
  const bins: { readonly ms: number; readonly count: number }[] = []
  for (let bin = 0; bin < ages.length; bin++) {
    const count = ages[bin] ?? 0
    if (count > 0) bins.push({ ms: middleOf(bin), count })
  }
  return bins
}

/** That a normally distributed value is below `limit`. */
function below(limit: number, mean: number, variance: number): number {
  if (variance <= 0) return mean < limit ? 1 : 0
  return normal((limit - mean) / Math.sqrt(variance))
}

/** The normal distribution function, to 1e-7 (Abramowitz and Stegun 26.2.17). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const tail =
    Math.exp((-z * z) / 2) *
    0.3989422804014327 *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return z >= 0 ? 1 - tail : tail
}
