import type { TicketClock } from '@ringdesk/gateway/contract'
import { describe, expect, it } from 'vitest'
import { countdownOf, durationOf, mostPressing } from './countdown.ts'

const at = (minutes: number) => new Date(minutes * 60_000).toISOString()
const clock = (values: Partial<TicketClock>): TicketClock => ({
  kind: 'resolution',
  state: 'running',
  targetMinutes: 60,
  hours: 'always',
  ...values,
})

describe('a countdown', () => {
  it.each<[string, Partial<TicketClock>, string, number]>([
    ['plenty of time', { dueAt: at(160) }, 'left', 60],
    ['soon', { dueAt: at(130) }, 'soon', 30],
    ['over, before the gateway has said so', { dueAt: at(95) }, 'over', 5],
    ['over', { dueAt: at(95), state: 'breached', breachedAt: at(95) }, 'over', 5],
    ['met', { dueAt: at(95), state: 'met', metAt: at(90) }, 'met', 0],
    ['met too late', { dueAt: at(60), state: 'breached', breachedAt: at(60), metAt: at(80) }, 'late', 20],
    ['standing still', { state: 'paused', remainingMs: 7 * 60_000 }, 'paused', 7],
  ])('says %s', (_, values, word, minutes) => {
    expect(countdownOf(clock(values), 100 * 60_000)).toMatchObject({ word, ms: minutes * 60_000 })
  })

  it('of a list is the most pressing one that is not done', () => {
    const [late, soon, still] = [
      clock({ dueAt: at(1), state: 'breached', metAt: at(2) }),
      clock({ dueAt: at(5) }),
      clock({ state: 'paused', remainingMs: 0 }),
    ]
    expect(mostPressing([still, late, soon, clock({ dueAt: at(9) })])).toBe(soon)
    expect(mostPressing([late, still])).toBe(still)
    expect(mostPressing([late])).toBeUndefined()
  })

  it('counts days, hours and minutes', () => {
    expect(durationOf((2 * 1_440 + 3 * 60 + 4) * 60_000 + 59_999)).toEqual({ days: 2, hours: 3, minutes: 4 })
  })
})
