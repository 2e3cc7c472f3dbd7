/**
 * When an alarm is raised and when it is over, so that a figure that trembles at its threshold does not ring all day: it is raised once
 * the figure has been beyond the threshold for a while, and over once the figure has been clearly on the good side for a while. Pure.
 */
import type { AgentStateKind, AlarmKind, AlarmRule } from '../contract/index.ts'

/** One figure beside its threshold. */
export interface AlarmReading {
  readonly rule: AlarmRule
  /** A queue's or an agent's id; empty for the switch. */
  readonly subject: string
  /** In the rule's unit. */
  readonly value: number
}

export interface WatchedAlarm {
  /** Of rule and subject, and of the state for rules of states. */
  readonly id: string
  readonly rule: string
  readonly kind: AlarmKind
  readonly subject: string
  readonly state?: AgentStateKind
  readonly threshold: number
  /** When it was raised. */
  readonly value: number
  readonly raisedAt: number
}

interface Watched {
  readonly beyondSince?: number
  readonly fineSince?: number
  readonly alarm?: WatchedAlarm
}

export type AlarmWatch = ReadonlyMap<string, Watched>

/** ms; figures that are durations have waited already. */
const settleMs: Readonly<Record<AlarmKind, { readonly raise: number; readonly clear: number }>> = {
  'longest-wait': { raise: 0, clear: 5_000 },
  waiting: { raise: 5_000, clear: 5_000 },
  'service-level': { raise: 15_000, clear: 15_000 },
  'abandon-rate': { raise: 15_000, clear: 15_000 },
  'nobody-ready': { raise: 0, clear: 5_000 },
  'state-too-long': { raise: 0, clear: 0 },
  'switch-down': { raise: 0, clear: 0 },
}
/** Share of the threshold below which a figure is fine again, where a higher one is worse. */
const FINE_SHARE = 0.8
/** Points of service level above the target. */
const FINE_POINTS = 2

type Side = 'beyond' | 'between' | 'fine'

/** On which side of its threshold a figure is. */
export function sideOf({ rule: { kind, threshold }, value }: AlarmReading): Side {
  if (kind === 'service-level')
    return value < threshold ? 'beyond' : value >= Math.min(100, threshold + FINE_POINTS) ? 'fine' : 'between'
  // Counts are beyond when they exceed what is allowed, durations when they have reached it.
  const beyond = kind === 'waiting' || kind === 'abandon-rate' ? value > threshold : value >= threshold
  return beyond ? 'beyond' : value <= threshold * FINE_SHARE ? 'fine' : 'between'
}

export const alarmId = (rule: Pick<AlarmRule, 'id'>, subject: string): string => `${rule.id}/${subject}`

/** @param readings every figure that is watched now; what is not among them is fine for good */
export function watchAlarms(
  before: AlarmWatch,
  readings: readonly AlarmReading[],
  now: number,
): { readonly watch: AlarmWatch; readonly raised: readonly WatchedAlarm[]; readonly cleared: readonly WatchedAlarm[] } {
  const watch = new Map<string, Watched>()
  const raised: WatchedAlarm[] = []
  const cleared: WatchedAlarm[] = []
  for (const reading of readings) {
    const id = alarmId(reading.rule, reading.subject)
    const next = followed(before.get(id) ?? {}, reading, id, now)
    if (next.alarm && !before.get(id)?.alarm) raised.push(next.alarm)
    const over = before.get(id)?.alarm
    if (over && !next.alarm) cleared.push(over)
    watch.set(id, next)
  }
  for (const [id, { alarm }] of before) if (alarm && !watch.has(id)) cleared.push(alarm)
  return { watch, raised, cleared }
}

function followed({ beyondSince, fineSince, alarm }: Watched, reading: AlarmReading, id: string, now: number): Watched {
  const { rule, subject, value } = reading
  const side = sideOf(reading)
  const settle = settleMs[rule.kind]
  if (alarm) {
    if (side !== 'fine') return { alarm }
    const since = fineSince ?? now
    return now - since >= settle.clear ? {} : { alarm, fineSince: since }
  }
  if (side !== 'beyond') return {}
  const since = beyondSince ?? now
  if (now - since < settle.raise) return { beyondSince: since }
  const state = rule.state ? { state: rule.state } : {}
  const { kind, threshold } = rule
  return { alarm: { id, rule: rule.id, kind, subject, ...state, threshold, value, raisedAt: now } }
}

/** Alarms that stand in the database from before: they go on instead of ringing again. */
export function resumedWatch(standing: readonly WatchedAlarm[]): AlarmWatch {
  return new Map(standing.map((alarm) => [alarm.id, { alarm }]))
}
