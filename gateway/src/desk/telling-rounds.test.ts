import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { TellingRounds } from './telling-rounds.ts'

// By this clock an immediate takes a millisecond, so that one listener takes two: one of pause, one to let others go first.
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

interface Told {
  readonly listener: number
  readonly at: number
  readonly news: number
}

function stage(listeners: number) {
  const told: Told[] = []
  let news = 0
  const rounds = new TellingRounds<number>(() => {
    const begun = news
    return {
      to: Array.from({ length: listeners }, (_, index) => index),
      tell: (listener) => told.push({ listener, at: Date.now(), news: begun }),
    }
  })
  const happen = (): void => {
    news++
    rounds.soon()
  }
  return { told, happen, rounds, news: () => news }
}

it('tells everybody the last news in the end, whole rounds only, few at any one moment, and then rests', () => {
  const moves = fc.array(fc.oneof(fc.constant('happen' as const), fc.integer({ min: 1, max: 3_000 })), {
    maxLength: 12,
  })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_500 }), moves, (listeners, steps) => {
      const { told, happen, news } = stage(listeners)
      for (const step of steps) {
        if (step === 'happen') happen()
        else vi.advanceTimersByTime(step)
      }
      // What is left of a round under way, and one more.
      vi.advanceTimersByTime(7_000)
      expect(vi.getTimerCount()).toBe(0)
      expect(told.length % Math.max(1, listeners)).toBe(0)
      told.forEach(({ listener }, index) => {
        expect(listener).toBe(index % listeners)
      })
      if (listeners > 0 && news() > 0) expect(told.at(-1)?.news).toBe(news())
      const atOnce = Map.groupBy(told, ({ at }) => at)
      for (const some of atOnce.values()) expect(some.length).toBeLessThanOrEqual(Math.ceil(listeners / 1_000))
    }),
    { numRuns: 40 },
  )
})

it('tells a thousand one by one, with a pause and a chance for everything else after each', () => {
  const { told, happen } = stage(1_000)
  happen()
  vi.advanceTimersByTime(1_001)
  expect(told).toHaveLength(1)
  vi.advanceTimersByTime(1_000)
  expect(told).toHaveLength(501)
  vi.advanceTimersByTime(998)
  expect(told).toHaveLength(1_000)
})

it('lets everything go first that came by the time it has waited for', () => {
  const { told, happen } = stage(2)
  const order: string[] = []
  happen()
  setTimeout(() => order.push(`pop after ${told.length}`), 1_000)
  vi.advanceTimersByTime(1_001)
  setTimeout(() => order.push(`pop after ${told.length}`), 1)
  vi.advanceTimersByTime(2)
  expect(order).toEqual(['pop after 0', 'pop after 1'])
  expect(told).toHaveLength(2)
})

it('tells nobody anything more once it is stopped', () => {
  const { told, happen, rounds } = stage(10)
  happen()
  vi.advanceTimersByTime(1_007)
  rounds.stop()
  expect(vi.getTimerCount()).toBe(0)
  vi.advanceTimersByTime(5_000)
  expect(told).toHaveLength(4)

  happen()
  vi.advanceTimersByTime(5_000)
  expect(told).toHaveLength(14)
})
