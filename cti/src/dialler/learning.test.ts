import { describe, expect, it } from 'vitest'
import { createRandom } from '../switch/simulator/random.ts'
import { Abandonment } from './abandonment.ts'
import { AnswerRate } from './answer-rate.ts'
import { Experience } from './experience.ts'
import { LearnedDuration } from './learned-duration.ts'

const HOUR = 3_600_000

describe('the answer rate', () => {
  const feed = (rate: AnswerRate, of: number, attempts: number, seed: number): void => {
    const random = createRandom(seed)
    for (let attempt = 0; attempt < attempts; attempt++) rate.observe(random.next() < of)
  }

  it('is doubted as long as little was seen', () => {
    const rate = new AnswerRate(0.3)
    expect(rate.deviation).toBeGreaterThan(0.15)
    feed(rate, 0.4, 1_000, 1)
    expect(rate.rate).toBeCloseTo(0.4, 1)
    expect(rate.deviation).toBeLessThan(0.02)
  })

  it.each([
    [0.5, 0.25],
    [0.2, 0.5],
    [0.6, 0.05],
  ])('follows from %f to %f within two hundred attempts', (before, after) => {
    const rate = new AnswerRate(0.3)
    feed(rate, before, 2_000, 2)
    expect(Math.abs(rate.rate - before)).toBeLessThan(0.06)
    feed(rate, after, 200, 3)
    expect(Math.abs(rate.rate - after)).toBeLessThan(0.08)
  })
})

describe('a duration', () => {
  it('tells how likely it ends soon from those seen', () => {
    const learned = new LearnedDuration(120_000, 500)
    for (let seen = 0; seen < 1_000; seen++) learned.observe(20_500 + 20_000 * (seen % 2))
    const survival = learned.survival()
    expect(learned.meanMs).toBeCloseTo(30_500, -3)
    expect(survival.endsWithin(0, 10_000)).toBeLessThan(0.05)
    expect(survival.endsWithin(15_000, 10_000)).toBeCloseTo(0.5, 1)
    expect(survival.endsWithin(30_000, 15_000)).toBeGreaterThan(0.9)
    expect(survival.quantileMs(0.25)).toBeCloseTo(20_500, -3)
    // Of what lasts longer than anything seen only the mean is known.
    expect(survival.endsWithin(500_000, 30_500)).toBeGreaterThan(0.3)
  })

  it('counts those that go on: not only the short ones have ended so far', () => {
    const learned = new LearnedDuration(60_000, 500)
    for (let seen = 0; seen < 20; seen++) learned.observe(5_000)
    const ongoing = new Uint16Array(200)
    ongoing[30] = 180
    expect(learned.survival().endsWithin(0, 10_000)).toBeGreaterThan(0.7)
    expect(learned.survival(ongoing).endsWithin(0, 10_000)).toBeLessThan(0.2)
  })
})

it('begins an hour with what former days saw in it', () => {
  const experience = new Experience(480)
  const play = (from: number, rate: number, talkMs: number): void => {
    const random = createRandom(4)
    for (let attempt = 0; attempt < 600; attempt++) {
      experience.attemptEnded(from + attempt * 5_000, random.next() < rate, 12_000)
      experience.lasted(from + attempt * 5_000, 'talk', talkMs)
    }
  }
  play(0, 0.6, 60_000)
  play(HOUR, 0.15, 110_000)
  const lately = experience.answerRate.rate
  expect(lately).toBeLessThan(0.25)
  experience.moveTo(24 * HOUR)
  // Half of it from the same hour of the day before, half from what was seen lately.
  expect(experience.answerRate.rate).toBeCloseTo((0.6 + lately) / 2, 1)
  expect(experience.durations.talk.meanMs).toBeCloseTo(60_000, -4)
  // An hour that nobody has dialled in yet changes nothing.
  const before = experience.answerRate.rate
  experience.moveTo(30 * HOUR)
  expect(experience.answerRate.rate).toBe(before)
})

it('counts abandoned calls over the last half hour and over the local day', () => {
  const abandonment = new Abandonment(480)
  // 15:50 UTC is 23:50 in China.
  const evening = Date.UTC(2026, 0, 5, 15, 50)
  abandonment.answered(evening)
  abandonment.abandoned(evening)
  abandonment.answered(evening + 15 * 60_000)
  expect(abandonment.window(evening + 15 * 60_000)).toMatchObject({ answered: 2, abandoned: 1 })
  expect(abandonment.day(evening + 15 * 60_000)).toMatchObject({ answered: 1, abandoned: 0 })
  expect(abandonment.window(evening + 31 * 60_000)).toMatchObject({ answered: 1, abandoned: 0 })
  // A machine of before midnight, known only now, was of the former day.
  abandonment.answered(evening + 31 * 60_000)
  abandonment.notAnswered(evening + 31 * 60_000, evening)
  abandonment.notAnswered(evening + 31 * 60_000, evening + 15 * 60_000)
  expect(abandonment.day(evening + 31 * 60_000)).toMatchObject({ answered: 1, abandoned: 0 })
  expect(abandonment.window(evening + 31 * 60_000)).toMatchObject({ answered: 1, abandoned: 0 })
})
