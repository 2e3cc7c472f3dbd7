/** A campaign's figures from what was counted. Pure. */
import {
  attemptOutcome,
  type CampaignFigures,
  type CampaignForecast,
  type CampaignMinute,
  type CampaignSettings,
  type CampaignState,
  type Share,
} from '../../contract/index.ts'
import { ABANDON_WINDOW_MS, type CampaignCounts, type ContactCount, type MinuteCount } from './counts.ts'

const MINUTE_MS = 60_000
const SHOWN_MINUTES = 60
/** The rate of now. min */
const RATE_MINUTES = 10
const RECENT_MINUTES = ABANDON_WINDOW_MS / MINUTE_MS
/** From so few ended attempts nothing is told about those to come. */
const LEAST_ENDED = 10

export type CountedFigures = Pick<
  CampaignFigures,
  'contacts' | 'attempts' | 'answerRate' | 'abandoned' | 'minutes' | 'forecast' | 'funnel'
>

/** @param now epoch ms */
export function figuresOf(
  counts: CampaignCounts,
  {
    state,
    settings,
  }: { readonly state: CampaignState; readonly settings: Pick<CampaignSettings, 'maxAttempts' | 'maxAbandonPct'> },
  now: number,
): CountedFigures {
  const contacts = contactFigures(counts.contacts)
  const made = counts.attempts.filter(({ outcome }) => outcome !== 'cancelled')
  const total = sum(made, ({ count }) => count)
  const live = countOf(made, null)
  const today = sum(made.filter(byPerson), ({ answeredToday }) => answeredToday)
  const window = sum(counts.minutes.filter(byPerson), ({ answeredInWindow }) => answeredInWindow)
  return {
    contacts,
    attempts: {
      total,
      live,
      outcomes: attemptOutcome.options
        .map((outcome) => ({ outcome, count: countOf(counts.attempts, outcome) }))
        .filter(({ count }) => count > 0)
        .sort((a, b) => b.count - a.count),
    },
    answerRate: {
      recent: answerShare(counts.minutes, now, RECENT_MINUTES),
      all: { part: countOf(made, 'person') + countOf(made, 'abandoned'), of: total - live },
    },
    abandoned: {
      limitPct: settings.maxAbandonPct,
      window: {
        part: sum(counts.minutes, (each) => (each.outcome === 'abandoned' ? each.answeredInWindow : 0)),
        of: window,
      },
      day: { part: sum(made, (each) => (each.outcome === 'abandoned' ? each.answeredToday : 0)), of: today },
    },
    minutes: minutesOf(counts.minutes, now),
    forecast: state === 'ended' ? { kind: 'done' } : forecastOf(counts, state, settings.maxAttempts, now),
    funnel: {
      contacts: contacts.total,
      attempted: sum(counts.contacts, ({ attempts, count }) => (attempts > 0 ? count : 0)),
      reached: counts.reached,
      success: counts.success,
    },
  }
}

/** Once answered: an agent or the flow speaks with a person, or nobody did in time. */
const byPerson = ({ outcome }: { readonly outcome: string | null }): boolean =>
  outcome === null || outcome === 'person' || outcome === 'abandoned'

function contactFigures(rows: readonly ContactCount[]): CampaignFigures['contacts'] {
  const waiting = rows.filter(({ state }) => state === 'WAITING')
  const done = new Map<string, number>()
  for (const { state, outcome, count } of rows)
    if (state === 'DONE') done.set(outcome ?? '', (done.get(outcome ?? '') ?? 0) + count)
  const due = sum(waiting, (row) => row.due)
  return {
    total: sum(rows, ({ count }) => count),
    due,
    later: sum(waiting, ({ count }) => count) - due,
    again: sum(waiting, ({ attempts, count }) => (attempts > 0 ? count : 0)),
    inHand: sum(rows, ({ state, count }) => (state === 'IN_HAND' ? count : 0)),
    done: sum(rows, ({ state, count }) => (state === 'DONE' ? count : 0)),
    outcomes: [...done].map(([outcome, count]) => ({ outcome, count })).sort((a, b) => b.count - a.count),
  }
}

/** Of the calls dialled in the last so many minutes (and the one that runs) that have ended: answered by a person. */
export function answerShare(minutes: readonly MinuteCount[], now: number, lastMinutes: number): Share {
  const ended = within(minutes, now, lastMinutes).filter(({ outcome }) => outcome !== null && outcome !== 'cancelled')
  return {
    part: sum(ended, ({ outcome, count }) => (outcome === 'person' || outcome === 'abandoned' ? count : 0)),
    of: sum(ended, ({ count }) => count),
  }
}

/** Of the calls dialled in the last so many minutes that have ended: refused by the line, not by the customer. */
export function refusedShare(minutes: readonly MinuteCount[], now: number, lastMinutes: number): Share {
  const ended = within(minutes, now, lastMinutes).filter(({ outcome }) => outcome !== null && outcome !== 'cancelled')
  return {
    part: sum(ended, ({ outcome, count }) => (outcome === 'network-error' ? count : 0)),
    of: sum(ended, ({ count }) => count),
  }
}

const within = (minutes: readonly MinuteCount[], now: number, last: number) =>
  minutes.filter(({ minute }) => minute >= Math.floor(now / MINUTE_MS) - last)

function minutesOf(minutes: readonly MinuteCount[], now: number): CampaignMinute[] {
  const last = Math.floor(now / MINUTE_MS)
  return Array.from({ length: SHOWN_MINUTES }, (_, index) => {
    const minute = last - SHOWN_MINUTES + 1 + index
    const rows = minutes.filter((each) => each.minute === minute)
    return {
      at: minute * MINUTE_MS,
      dialled: sum(rows, ({ count }) => count),
      answered: sum(rows.filter(byPerson), ({ answered }) => answered),
      abandoned: sum(rows, ({ outcome, count }) => (outcome === 'abandoned' ? count : 0)),
    }
  })
}

/**
 * How many attempts are left: each settles its contact as often as attempts have until now, and after the last one allowed a contact is
 * settled anyway. They go on at the rate of the last minutes, but nobody is called before they are due.
 */
function forecastOf(
  { contacts, attempts, minutes }: CampaignCounts,
  state: CampaignState,
  maxAttempts: number,
  now: number,
): CampaignForecast {
  const open = contacts.filter((each) => each.state !== 'DONE')
  if (open.length === 0) return contacts.length === 0 ? { kind: 'unknown', attemptsLeft: 0 } : { kind: 'done' }
  const ended = sum(attempts, ({ outcome, count }) => (outcome === null || outcome === 'cancelled' ? 0 : count))
  const settled = sum(contacts, (each) => (each.state === 'DONE' && each.attempts > 0 ? each.count : 0))
  const settles = ended >= LEAST_ENDED ? settled / ended : 1
  const left = sum(open, (each) => {
    // The attempt under way is among those made.
    const most = maxAttempts - each.attempts + (each.state === 'IN_HAND' ? 1 : 0)
    return each.count * expectedAttempts(settles, Math.max(1, most))
  })
  const attemptsLeft = Math.max(1, Math.round(left))
  if (state !== 'running') return { kind: 'unknown', attemptsLeft }
  const later = open.flatMap(({ nextAt }) => (nextAt ? [nextAt.getTime()] : []))
  const nobodyNow = open.every((each) => each.state === 'WAITING' && each.due === 0)
  const until = Math.min(...later)
  if (nobodyNow && Number.isFinite(until)) return { kind: 'resting', until, attemptsLeft }
  const perMinute = rateOf(minutes, now)
  if (ended < LEAST_ENDED || perMinute === 0) return { kind: 'unknown', attemptsLeft }
  const lastDue = Math.max(now, ...open.flatMap(({ lastAt }) => (lastAt ? [lastAt.getTime()] : [])))
  return { kind: 'at', at: Math.max(lastDue, now + (left / perMinute) * MINUTE_MS), attemptsLeft, perMinute }
}

/** Of one contact: the mean of a geometric distribution that is cut off. @param settles chance of each attempt, 0–1 */
export function expectedAttempts(settles: number, most: number): number {
  return settles < 1e-6 ? most : (1 - (1 - settles) ** most) / settles
}

/** Dialled a minute, over the last ones, from the first of them in which anybody was dialled. */
function rateOf(minutes: readonly MinuteCount[], now: number): number {
  const recent = within(minutes, now, RATE_MINUTES)
  const first = Math.min(...recent.map(({ minute }) => minute))
  if (!Number.isFinite(first)) return 0
  return sum(recent, ({ count }) => count) / Math.max(1 / 6, now / MINUTE_MS - first)
}

const sum = <Row>(rows: readonly Row[], value: (row: Row) => number): number =>
  rows.reduce((total, row) => total + value(row), 0)
const countOf = (rows: readonly { readonly outcome: string | null; readonly count: number }[], wanted: string | null) =>
  sum(rows, ({ outcome, count }) => (outcome === wanted ? count : 0))
