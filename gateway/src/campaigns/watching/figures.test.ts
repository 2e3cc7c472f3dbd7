import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AttemptCount, CampaignCounts, ContactCount, MinuteCount } from './counts.ts'
import { answerShare, expectedAttempts, figuresOf, refusedShare } from './figures.ts'

const NOW = Date.parse('2026-11-23T10:00:30+08:00')
const MINUTE = Math.floor(NOW / 60_000)
const settings = { maxAttempts: 3, maxAbandonPct: 3 }

const contact = (row: Partial<ContactCount>): ContactCount => ({
  state: 'WAITING',
  outcome: null,
  attempts: 0,
  count: 1,
  due: 0,
  nextAt: null,
  lastAt: null,
  ...row,
})
const attempt = (outcome: string | null, count: number, answeredToday = 0): AttemptCount => ({
  outcome,
  count,
  answeredToday,
})
const minute = (ago: number, outcome: string | null, count: number): MinuteCount => {
  const answered = outcome === 'person' || outcome === 'abandoned' ? count : 0
  return { minute: MINUTE - ago, outcome, count, answered, answeredInWindow: ago < 30 ? answered : 0 }
}
const counts = (some: Partial<CampaignCounts>): CampaignCounts => ({
  contacts: [],
  attempts: [],
  minutes: [],
  reached: 0,
  success: 0,
  ...some,
})
const running = (some: Partial<CampaignCounts>) => figuresOf(counts(some), { state: 'running', settings }, NOW)

describe('figures of a campaign', () => {
  it('tell who may be called now from who waits for a later hour', () => {
    const { contacts } = running({
      contacts: [
        contact({ count: 10, due: 10 }),
        contact({ count: 5, due: 2, attempts: 1, nextAt: new Date(NOW + 60_000), lastAt: new Date(NOW + 60_000) }),
        contact({ state: 'IN_HAND', count: 3, attempts: 1 }),
        contact({ state: 'DONE', outcome: 'person', count: 4, attempts: 1 }),
        contact({ state: 'DONE', outcome: 'person', count: 2, attempts: 2 }),
        contact({ state: 'DONE', outcome: 'busy', count: 7, attempts: 3 }),
      ],
    })
    expect(contacts).toEqual({
      total: 31,
      due: 12,
      later: 3,
      again: 5,
      inHand: 3,
      done: 13,
      outcomes: [
        { outcome: 'busy', count: 7 },
        { outcome: 'person', count: 6 },
      ],
    })
  })

  it('count as attempts only what was dialled, and answers of those that ended', () => {
    const { attempts, answerRate } = running({
      attempts: [
        attempt(null, 4),
        attempt('person', 30),
        attempt('abandoned', 1),
        attempt('no-answer', 69),
        attempt('cancelled', 9),
      ],
    })
    expect(attempts).toMatchObject({ total: 104, live: 4 })
    expect(answerRate.all).toEqual({ part: 31, of: 100 })
  })

  it('take abandoned calls as a share of live answers, in the window and today', () => {
    const { abandoned } = running({
      attempts: [attempt('person', 500, 196), attempt('abandoned', 10, 4), attempt('busy', 50)],
      minutes: [minute(3, 'person', 49), minute(3, 'abandoned', 1), minute(45, 'abandoned', 9), minute(2, 'busy', 30)],
    })
    expect(abandoned).toEqual({ limitPct: 3, window: { part: 1, of: 50 }, day: { part: 4, of: 200 } })
  })

  it('show an hour of minutes, the running one last, empty ones too', () => {
    const { minutes } = running({
      minutes: [minute(0, null, 2), minute(0, 'person', 3), minute(59, 'abandoned', 1), minute(60, 'person', 5)],
    })
    expect(minutes).toHaveLength(60)
    expect(minutes.at(-1)).toEqual({ at: MINUTE * 60_000, dialled: 5, answered: 3, abandoned: 0 })
    expect(minutes[0]).toMatchObject({ dialled: 1, answered: 1, abandoned: 1 })
    expect(minutes.reduce((sum, { dialled }) => sum + dialled, 0)).toBe(6)
  })

  it('lead the funnel from contacts to success', () => {
    const { funnel } = running({
      contacts: [contact({ count: 60 }), contact({ state: 'DONE', outcome: 'person', count: 40, attempts: 1 })],
      reached: 30,
      success: 21,
    })
    expect(funnel).toEqual({ contacts: 100, attempted: 40, reached: 30, success: 21 })
  })

  it('take shares of the last minutes alone, and leave out what has not ended', () => {
    const minutes = [
      minute(1, 'person', 5),
      minute(1, 'network-error', 10),
      minute(1, null, 3),
      minute(12, 'person', 9),
    ]
    expect(answerShare(minutes, NOW, 10)).toEqual({ part: 5, of: 15 })
    expect(refusedShare(minutes, NOW, 5)).toEqual({ part: 10, of: 15 })
  })
})

describe('the forecast', () => {
  const half = [attempt('person', 50), attempt('busy', 50)]
  const settled = contact({ state: 'DONE', outcome: 'person', count: 50, attempts: 1 })

  it('counts the attempts that those who are not reached will need, at the rate of now', () => {
    const { forecast } = running({
      contacts: [settled, contact({ count: 100, due: 100 })],
      attempts: half,
      // 10.5 minutes of 20.
      minutes: Array.from({ length: 11 }, (_, ago) => minute(ago, 'person', ago === 0 ? 10 : 20)),
    })
    // Each attempt settles every other contact: 1 + 0.5 + 0.25 attempts.
    expect(forecast).toMatchObject({ kind: 'at', attemptsLeft: 175 })
    if (forecast.kind !== 'at') throw new Error(forecast.kind)
    expect(forecast.perMinute).toBeCloseTo(20, 5)
    expect(forecast.at).toBeCloseTo(NOW + (175 / 20) * 60_000, -1)
  })

  it('does not end before the last contact is due', () => {
    const tomorrow = new Date(NOW + 86_400_000)
    const { forecast } = running({
      contacts: [settled, contact({ count: 2, due: 1, nextAt: tomorrow, lastAt: tomorrow })],
      attempts: half,
      minutes: [minute(1, 'busy', 50)],
    })
    expect(forecast).toMatchObject({ kind: 'at', at: tomorrow.getTime() })
  })

  it('says until when nobody is due', () => {
    const soon = new Date(NOW + 600_000)
    const { forecast } = running({
      contacts: [settled, contact({ count: 2, nextAt: soon, lastAt: soon })],
      attempts: half,
    })
    expect(forecast).toMatchObject({ kind: 'resting', until: soon.getTime() })
  })

  it('does not guess from a handful of attempts, nor while the campaign is paused', () => {
    const contacts = [contact({ count: 100, due: 100 })]
    const minutes = [minute(1, 'person', 5)]
    expect(running({ contacts, minutes, attempts: [attempt('person', 5)] }).forecast.kind).toBe('unknown')
    const paused = figuresOf(counts({ contacts, minutes, attempts: half }), { state: 'paused', settings }, NOW)
    expect(paused.forecast.kind).toBe('unknown')
  })

  it('is over when everybody is done', () => {
    expect(running({ contacts: [settled], attempts: half }).forecast).toEqual({ kind: 'done' })
  })

  it('expects between one attempt and as many as are allowed', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 20 }), (settles, most) => {
        const expected = expectedAttempts(settles, most)
        expect(expected).toBeGreaterThanOrEqual(1 - 1e-9)
        expect(expected).toBeLessThanOrEqual(most + 1e-9)
      }),
    )
  })
})
