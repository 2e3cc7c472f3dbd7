/** How a clock is told to people: a word, a tone and the time that is left or over. Pure. */
import type { TicketClock } from '@ringdesk/gateway/contract'

export type CountdownWord = 'left' | 'soon' | 'over' | 'paused' | 'met' | 'late'
export type Tone = 'rest' | 'wrap-up' | 'danger' | 'busy' | 'ready'

export interface Countdown {
  readonly word: CountdownWord
  readonly tone: Tone
  /** ms left, or over. */
  readonly ms: number
}

/** From here on it is due soon. ms */
const SOON_MS = 30 * 60_000

export function countdownOf(clock: TicketClock, now: number): Countdown {
  if (clock.metAt !== undefined) {
    if (clock.state !== 'breached') return { word: 'met', tone: 'ready', ms: 0 }
    const over = Date.parse(clock.metAt) - Date.parse(clock.breachedAt ?? clock.metAt)
    return { word: 'late', tone: 'danger', ms: over }
  }
  if (clock.state === 'paused') return { word: 'paused', tone: 'busy', ms: clock.remainingMs ?? 0 }
  if (clock.dueAt === undefined) return { word: 'met', tone: 'ready', ms: 0 }
  const left = Date.parse(clock.dueAt) - now
  if (left <= 0) return { word: 'over', tone: 'danger', ms: -left }
  return left <= SOON_MS ? { word: 'soon', tone: 'wrap-up', ms: left } : { word: 'left', tone: 'rest', ms: left }
}

/** The clock that a line of a list shows: the most pressing one that is not done. */
export function mostPressing(clocks: readonly TicketClock[]): TicketClock | undefined {
  const open = clocks.filter(({ metAt, state }) => metAt === undefined && state !== 'met')
  const at = ({ dueAt }: TicketClock) => (dueAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(dueAt))
  return open.toSorted((one, other) => at(one) - at(other) || 0)[0]
}

export interface Duration {
  readonly days: number
  readonly hours: number
  readonly minutes: number
}

export function durationOf(ms: number): Duration {
  const minutes = Math.floor(ms / 60_000)
  return { days: Math.floor(minutes / 1_440), hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 }
}
