/**
 * What a ticket's history means for its clocks: when each ran, was suspended and ended. Pure.
 *
 * - first-response: from creation. Met by whoever answers: a person who makes the ticket or splits it off, a call that reached the
 *   customer, a comment of a person, a person's move other than suspending, a dispatch by the system.
 * - acceptance: a new generation with every dispatch, reassignment and reopening to the store. Met by accepting; returned, recalled or
 *   reassigned before that, it is given up.
 * - resolution: from creation, a new generation with every reopening. Met when resolved or closed.
 * All stand still while the ticket is suspended, and are given up when it is merged into another.
 */
import type { ClockKind } from '../contract/index.ts'

export interface HistoryFact {
  /** Epoch ms. */
  readonly at: number
  readonly byPerson: boolean
  readonly kind: string
  readonly detail: unknown
}

export interface TicketStory {
  readonly createdAt: number
  readonly merged: boolean
  /** In the order in which it was written. */
  readonly history: readonly HistoryFact[]
}

export interface Span {
  readonly from: number
  /** Absent: still. */
  readonly until?: number
}

export interface ClockLife {
  readonly kind: ClockKind
  /** From 1. */
  readonly generation: number
  readonly startedAt: number
  /** When it ran, in order; business hours come on top. */
  readonly running: readonly Span[]
  readonly ended?: { readonly at: number; readonly how: 'met' | 'cancelled' }
}

class Life {
  readonly kind: ClockKind
  readonly generation: number
  readonly startedAt: number
  readonly #spans: { from: number; until?: number }[]
  ended: { at: number; how: 'met' | 'cancelled' } | undefined

  constructor(kind: ClockKind, generation: number, at: number) {
    this.kind = kind
    this.generation = generation
    this.startedAt = at
    this.#spans = [{ from: at }]
  }

  pause(at: number): void {
    const last = this.#spans.at(-1)
    if (!this.ended && last && last.until === undefined) last.until = at
  }

  resume(at: number): void {
    if (!this.ended && this.#spans.at(-1)?.until !== undefined) this.#spans.push({ from: at })
  }

  end(at: number, how: 'met' | 'cancelled'): void {
    if (this.ended) return
    this.pause(at)
    this.ended = { at, how }
  }

  told(): ClockLife {
    const { kind, generation, startedAt, ended } = this
    return { kind, generation, startedAt, running: [...this.#spans], ...(ended ? { ended } : {}) }
  }
}

const done = new Set(['resolved', 'verified', 'closed'])
const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

/** Every clock that the ticket has had, in the order of their starts. */
export function clockLives({ createdAt, merged, history }: TicketStory): readonly ClockLife[] {
  const response = new Life('first-response', 1, createdAt)
  let resolution = new Life('resolution', 1, createdAt)
  let acceptance: Life | undefined
  const lives = [response, resolution]
  // A clock that was set back must not make time run backwards.
  let now = createdAt
  for (const entry of history) {
    now = Math.max(now, entry.at)
    if (answersCustomer(entry)) response.end(now, 'met')
    if (entry.kind !== 'status-changed') continue
    const { from, to } = record(record(entry.detail).status)
    if (from === 'dispatched') acceptance?.end(now, to === 'accepted' ? 'met' : 'cancelled')
    if (to === 'dispatched') {
      acceptance = new Life('acceptance', (acceptance?.generation ?? 0) + 1, now)
      lives.push(acceptance)
    }
    if (done.has(String(to))) {
      response.end(now, 'met')
      resolution.end(now, 'met')
    } else if (done.has(String(from))) {
      resolution = new Life('resolution', resolution.generation + 1, now)
      lives.push(resolution)
    }
    for (const life of lives) {
      if (to === 'pending') life.pause(now)
      else if (from === 'pending') life.resume(now)
    }
  }
  if (merged) for (const life of lives) life.end(now, 'cancelled')
  return lives.map((life) => life.told())
}

function answersCustomer({ kind, byPerson, detail }: HistoryFact): boolean {
  const { kind: made, callId, outcome, move, status } = record(detail)
  switch (kind) {
    case 'created':
      return byPerson || (callId !== undefined && made === 'service')
    case 'split':
      // Of the ticket that was split off: its conversation has been had.
      return byPerson && record(detail).from !== undefined
    case 'interaction-ended':
      return outcome === 'answered'
    case 'status-changed':
      return byPerson ? record(status).to !== 'pending' : move === 'dispatch'
    default:
      return byPerson && kind.startsWith('comment')
  }
}
