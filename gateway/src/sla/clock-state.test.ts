/** The clocks against a reference that was written apart from them: a minute hand that looks at every single minute. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OpeningHours } from './business-time.ts'
import { clockLives, type HistoryFact } from './clock-lives.ts'
import { clockState, stepsOf } from './clock-state.ts'

const MINUTE = 60_000
/** Sunday, 22 November 2026, 00:00 in China. */
const ZERO = Date.parse('2026-11-22T00:00:00+08:00')
const HORIZON = 5 * 1440

interface Event {
  readonly minute: number
  readonly to: string
}

/** Walks of the ticket's own way, a minute or more apart. */
const walk = fc.array(fc.tuple(fc.nat({ max: 700 }), fc.nat({ max: 7 })), { maxLength: 12 }).map((turns): Event[] => {
  const ways: Record<string, readonly string[]> = {
    open: ['dispatched', 'pending', 'resolved'],
    dispatched: ['accepted', 'dispatched', 'pooled'],
    pooled: ['dispatched', 'open'],
    accepted: ['pending', 'resolved', 'pooled'],
    pending: ['accepted', 'resolved'],
    resolved: ['dispatched', 'open'],
  }
  let status = 'open'
  let minute = 0
  return turns.flatMap(([wait, choice]) => {
    minute += wait
    const next = ways[status] ?? []
    status = next[choice % next.length] ?? 'open'
    return minute < HORIZON ? [{ minute, to: status }] : []
  })
})

const hoursOfDay = fc
  .tuple(fc.nat({ max: 1380 }), fc.integer({ min: 1, max: 1440 }))
  .map(([from, length]): [number, number][] => [[from, Math.min(1440, from + length)]])
const calendars = fc.oneof(
  fc.constant('always' as const),
  fc.array(fc.oneof(hoursOfDay, fc.constant([])), { minLength: 7, maxLength: 7 }).map(
    (week): OpeningHours => ({
      timeZone: 'Asia/Shanghai',
      week,
      dates: new Map([['2026-11-24', week[0] ?? []]]),
    }),
  ),
)

const isOpen = (calendar: 'always' | OpeningHours, minute: number): boolean => {
  if (calendar === 'always') return true
  const day = Math.floor(minute / 1440)
  const spans = day === 2 ? calendar.week[0] : calendar.week[day % 7]
  return (spans ?? []).some(([from, to]) => from <= minute % 1440 && minute % 1440 < to)
}

interface Hand {
  elapsed: number
  breachedAt?: number
  metAt?: number
  state: string
}

/** Resolution only: counts minutes one at a time and knows nothing of spans. */
function minuteHand(events: readonly Event[], calendar: 'always' | OpeningHours, target: number, now: number): Hand[] {
  let hand: Hand = { elapsed: 0, state: 'running' }
  const hands = [hand]
  let status = 'open'
  for (let minute = 0; minute <= now; minute++) {
    for (const { to } of events.filter((event) => event.minute === minute)) {
      if (status === 'resolved' && to !== 'resolved') {
        hand = { elapsed: 0, state: 'running' }
        hands.push(hand)
      }
      if (to === 'resolved' && hand.metAt === undefined) hand.metAt = minute
      status = to
    }
    const running = status !== 'pending' && status !== 'resolved'
    if (running && hand.elapsed >= target && hand.breachedAt === undefined) hand.breachedAt = minute
    if (running && isOpen(calendar, minute)) hand.elapsed++
    // Closing time may fill the target: it is due then, and not when it opens again.
    if (running && hand.elapsed >= target && hand.breachedAt === undefined && minute + 1 <= now) {
      const next = events.filter((event) => event.minute === minute + 1)
      const goesOn = next.length === 0 || !next.some(({ to }) => to === 'pending' || to === 'resolved')
      if (goesOn) hand.breachedAt = minute + 1
    }
    hand.state =
      hand.breachedAt !== undefined
        ? 'breached'
        : status === 'resolved'
          ? 'met'
          : status === 'pending'
            ? 'paused'
            : 'running'
  }
  return hands
}

function historyOf(events: readonly Event[]): HistoryFact[] {
  let from = 'open'
  return events.map(({ minute, to }) => {
    const detail = { status: { from, to } }
    from = to
    return { at: ZERO + minute * MINUTE, byPerson: true, kind: 'status-changed', detail }
  })
}

/** Two changes in one minute are one too many for a hand that only sees minutes. */
const apart = (events: readonly Event[]) =>
  events.every(({ minute }, index) => minute > (events[index - 1]?.minute ?? -1))

describe('a clock', () => {
  it('says what a hand says that looks at every minute', () => {
    fc.assert(
      fc.property(
        walk,
        calendars,
        fc.integer({ min: 1, max: 2_000 }),
        fc.nat({ max: HORIZON }),
        (events, calendar, target, now) => {
          fc.pre(apart(events))
          const seen = events.filter(({ minute }) => minute <= now)
          const lives = clockLives({ createdAt: ZERO, merged: false, history: historyOf(seen) }).filter(
            ({ kind }) => kind === 'resolution',
          )
          const hands = minuteHand(seen, calendar, target, now)
          expect(lives.length).toBe(hands.length)
          for (const [index, life] of lives.entries()) {
            const state = clockState(target, calendar, life, ZERO + now * MINUTE)
            const hand = hands[index]
            expect([state.state, minuteOf(state.breachedAt), minuteOf(state.metAt)]).toEqual([
              hand?.state,
              hand?.breachedAt,
              hand?.metAt,
            ])
            if (state.state === 'paused') expect(state.remainingMs).toBe((target - (hand?.elapsed ?? 0)) * MINUTE)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is due when it said it would be, whenever it is asked before', () => {
    fc.assert(
      fc.property(calendars, fc.integer({ min: 1, max: 3_000 }), fc.nat({ max: 3_000 }), (calendar, target, later) => {
        const [life] = clockLives({ createdAt: ZERO, merged: false, history: [] })
        if (!life) throw new Error('no clock')
        const first = clockState(target, calendar, life, ZERO)
        const again = clockState(target, calendar, life, ZERO + later * MINUTE)
        expect(again.dueAt).toBe(first.dueAt)
        if (first.dueAt !== undefined) {
          expect(clockState(target, calendar, life, first.dueAt - 1).state).toBe('running')
          expect(clockState(target, calendar, life, first.dueAt).state).toBe('breached')
        }
      }),
    )
  })

  it('tells its steps in the order of time, the same wherever it is asked', () => {
    const [life] = clockLives({ createdAt: ZERO, merged: false, history: [] })
    if (!life) throw new Error('no clock')
    const reminders = { beforeMinutes: [30], beforePercent: [25], escalateEveryMinutes: 15 }
    const steps = stepsOf(60, reminders, 'always', life, 2)
    expect(steps.map(({ name, at }) => [name, minuteOf(at)])).toEqual([
      ['remind-30m', 30],
      ['remind-25p', 45],
      ['breached', 60],
      ['escalate-1', 75],
      ['escalate-2', 90],
    ])
    expect(stepsOf(20, reminders, 'always', life, 0).map(({ name }) => name)).toEqual(['remind-25p', 'breached'])
  })
})

const minuteOf = (at: number | undefined) => (at === undefined ? undefined : (at - ZERO) / MINUTE)

describe('a ticket’s story', () => {
  const entry = (minute: number, kind: string, detail: unknown = {}, byPerson = true): HistoryFact => ({
    at: ZERO + minute * MINUTE,
    byPerson,
    kind,
    detail,
  })
  const move = (minute: number, from: string, to: string) => entry(minute, 'status-changed', { status: { from, to } })
  const livesOf = (...history: HistoryFact[]) =>
    clockLives({ createdAt: ZERO, merged: false, history }).map(({ kind, generation, startedAt, ended }) => [
      kind,
      generation,
      minuteOf(startedAt),
      ended && [ended.how, minuteOf(ended.at)],
    ])

  it('starts the store’s acceptance anew with every dispatch, and gives up the one that was answered otherwise', () => {
    expect(
      livesOf(
        move(5, 'open', 'dispatched'),
        move(9, 'dispatched', 'pooled'),
        move(12, 'pooled', 'dispatched'),
        move(13, 'dispatched', 'dispatched'),
        move(20, 'dispatched', 'accepted'),
      ).filter(([kind]) => kind === 'acceptance'),
    ).toEqual([
      ['acceptance', 1, 5, ['cancelled', 9]],
      ['acceptance', 2, 12, ['cancelled', 13]],
      ['acceptance', 3, 13, ['met', 20]],
    ])
  })

  it('is answered by the call itself, by a comment or by being sent on, not by an edit or by being put aside', () => {
    const answered = (...history: HistoryFact[]) => livesOf(...history)[0]?.[3]
    expect(answered(entry(0, 'created', { callId: 'c', kind: 'service' }, false))).toEqual(['met', 0])
    expect(answered(entry(0, 'created', { callId: 'c', kind: 'callback' }, false), entry(4, 'edited'))).toBeUndefined()
    expect(answered(entry(6, 'interaction-ended', { outcome: 'abandoned' }, false))).toBeUndefined()
    expect(answered(entry(6, 'interaction-ended', { outcome: 'answered' }, false))).toEqual(['met', 6])
    expect(answered(entry(7, 'commented'))).toEqual(['met', 7])
    expect(answered(move(3, 'open', 'pending'), move(8, 'pending', 'open'))).toEqual(['met', 8])
    expect(
      answered(entry(2, 'status-changed', { move: 'dispatch', status: { from: 'open', to: 'dispatched' } }, false)),
    ).toEqual(['met', 2])
  })

  it('counts no time backwards when the clock was set back between two entries', () => {
    expect(livesOf(move(60, 'open', 'dispatched'), move(10, 'dispatched', 'accepted')).at(-1)).toEqual([
      'acceptance',
      1,
      60,
      ['met', 60],
    ])
  })

  it('gives every clock up when it ends in another ticket', () => {
    const lives = clockLives({ createdAt: ZERO, merged: true, history: [move(5, 'open', 'dispatched')] })
    expect(lives.map(({ ended }) => ended?.how)).toEqual(['met', 'cancelled', 'cancelled'])
  })
})
