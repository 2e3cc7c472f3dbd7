/** Where a clock stands: pure, from what it has to reach, whose hours count, when it ran, and now. */
import type { SlaReminders } from '../contract/index.ts'
import { afterBusinessMs, businessMs, type Calendar } from './business-time.ts'
import type { ClockLife } from './clock-lives.ts'

export interface ClockState {
  readonly state: 'running' | 'paused' | 'met' | 'breached' | 'cancelled'
  /** Absent while it is paused, or when its hours never open. */
  readonly dueAt?: number
  /** ms of business time, while it is paused. */
  readonly remainingMs?: number
  readonly breachedAt?: number
  readonly metAt?: number
  readonly endedAt?: number
}

/**
 * The moment at which the clock shows `ms`, a prediction while it runs; undefined when it was stopped before, or stands still now. A
 * clock that is stopped at the very moment has not got there: who is done when the time is up is in time.
 */
export function momentAt(calendar: Calendar, life: ClockLife, ms: number): number | undefined {
  let left = ms
  for (const { from, until } of life.running) {
    const at = afterBusinessMs(calendar, from, left)
    if (at !== undefined && (until === undefined || at < until)) return at
    if (until === undefined) return undefined
    left -= businessMs(calendar, from, until)
  }
  return undefined
}

/** ms of business time that have run until now. */
export function elapsedMs(calendar: Calendar, life: ClockLife, now: number): number {
  return life.running.reduce((sum, { from, until }) => sum + businessMs(calendar, from, Math.min(until ?? now, now)), 0)
}

export function clockState(targetMinutes: number, calendar: Calendar, life: ClockLife, now: number): ClockState {
  const targetMs = targetMinutes * 60_000
  const reaches = momentAt(calendar, life, targetMs)
  const breached = reaches !== undefined && reaches <= now ? { breachedAt: reaches } : {}
  const { ended } = life
  if (ended) {
    const met = ended.how === 'met' ? { metAt: ended.at } : {}
    const state = 'breachedAt' in breached ? 'breached' : ended.how
    return { state, ...(reaches === undefined ? {} : { dueAt: reaches }), ...breached, ...met, endedAt: ended.at }
  }
  const due = reaches === undefined ? {} : { dueAt: reaches }
  if ('breachedAt' in breached) return { state: 'breached', ...due, ...breached }
  const paused = life.running.at(-1)?.until !== undefined
  if (paused) return { state: 'paused', remainingMs: Math.max(0, targetMs - elapsedMs(calendar, life, now)) }
  return { state: 'running', ...due }
}

export interface Step {
  /** remind-30m, remind-25p, breached, escalate-1 … : with the clock, what is told once. */
  readonly name: string
  readonly kind: 'remind' | 'breached' | 'escalate'
  /** From 1, of the escalation. */
  readonly level: number
  /** Undefined: not as things are (suspended, ended before). */
  readonly at: number | undefined
}

/** What is told of a clock and when, in order of the clock. @param levels how many people are above, one after the other */
export function stepsOf(
  targetMinutes: number,
  { beforeMinutes, beforePercent, escalateEveryMinutes }: SlaReminders,
  calendar: Calendar,
  life: ClockLife,
  levels: number,
): readonly Step[] {
  const targetMs = targetMinutes * 60_000
  const before = [
    ...[...new Set(beforeMinutes)]
      .filter((minutes) => minutes < targetMinutes)
      .map((minutes) => ({ name: `remind-${minutes}m`, ms: targetMs - minutes * 60_000 })),
    ...[...new Set(beforePercent)].map((percent) => ({
      name: `remind-${percent}p`,
      ms: Math.floor((targetMs * (100 - percent)) / 100),
    })),
  ].sort((one, other) => one.ms - other.ms)
  const escalations = Array.from({ length: escalateEveryMinutes > 0 ? levels : 0 }, (_, index) => ({
    name: `escalate-${index + 1}`,
    ms: targetMs + (index + 1) * escalateEveryMinutes * 60_000,
    level: index + 1,
  }))
  const at = (ms: number) => momentAt(calendar, life, ms)
  return [
    ...before.map(({ name, ms }) => ({ name, kind: 'remind' as const, level: 0, at: at(ms) })),
    { name: 'breached', kind: 'breached' as const, level: 0, at: at(targetMs) },
    ...escalations.map(({ name, ms, level }) => ({ name, kind: 'escalate' as const, level, at: at(ms) })),
  ]
}
