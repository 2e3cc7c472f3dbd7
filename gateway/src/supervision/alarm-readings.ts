/** The figures that alarm rules look at. Pure. */
import {
  type AgentLine,
  type AlarmKind,
  type AlarmRule,
  abandonRate,
  type QueueLine,
  type ServiceFigures,
  serviceLevel,
} from '../contract/index.ts'
import type { AlarmReading } from './alarm-watch.ts'

/** Ratios of fewer calls say nothing. */
const LEAST_CALLS = 10

export interface AlarmSight {
  readonly queues: Iterable<QueueLine>
  readonly agents: Iterable<AgentLine>
  /** Epoch ms; absent: connected. */
  readonly switchDownSince?: number
  /** Since when a queue has had somebody waiting and nobody ready. */
  readonly unattendedSince: (queue: string) => number | undefined
}

const seconds = (since: number | undefined, now: number): number =>
  since === undefined ? 0 : Math.max(0, Math.floor((now - since) / 1000))

const queueKinds: readonly AlarmKind[] = ['longest-wait', 'waiting', 'service-level', 'abandon-rate', 'nobody-ready']

export function readAlarms(rules: readonly AlarmRule[], sight: AlarmSight, now: number): AlarmReading[] {
  const inUse = rules.filter((rule) => rule.enabled)
  const readings: AlarmReading[] = []
  for (const queue of sight.queues) {
    for (const kind of queueKinds) {
      for (const rule of rulesFor(rules, kind, queue.id)) {
        const value = rule.enabled ? queueValue(kind, queue, sight, now) : undefined
        if (value !== undefined) readings.push({ rule, subject: queue.id, value })
      }
    }
  }
  const ofStates = inUse.filter((rule) => rule.kind === 'state-too-long')
  for (const agent of ofStates.length > 0 ? sight.agents : [])
    for (const rule of ofStates)
      if (rule.state === agent.kind) readings.push({ rule, subject: agent.id, value: seconds(agent.since, now) })
  for (const rule of inUse)
    if (rule.kind === 'switch-down') readings.push({ rule, subject: '', value: seconds(sight.switchDownSince, now) })
  return readings
}

/** A queue's own rules replace the general ones, also by being switched off. */
function rulesFor(rules: readonly AlarmRule[], kind: AlarmKind, queue: string): readonly AlarmRule[] {
  const own = rules.filter((rule) => rule.kind === kind && rule.queue === queue)
  return own.length > 0 ? own : rules.filter((rule) => rule.kind === kind && rule.queue === undefined)
}

function queueValue(kind: AlarmKind, queue: QueueLine, sight: AlarmSight, now: number): number | undefined {
  switch (kind) {
    case 'longest-wait':
      return seconds(queue.longestWaitingSince, now)
    case 'waiting':
      return queue.waiting
    case 'nobody-ready':
      return seconds(sight.unattendedSince(queue.id), now)
    case 'service-level':
      return enough(queue.recent) ? rounded(serviceLevel(queue.recent)) : undefined
    case 'abandon-rate':
      return enough(queue.recent) ? rounded(abandonRate(queue.recent)) : undefined
    default:
      return undefined
  }
}

const enough = ({ answered, abandoned }: ServiceFigures): boolean => answered + abandoned >= LEAST_CALLS
const rounded = (percent: number | undefined): number | undefined =>
  percent === undefined ? undefined : Math.floor(percent)
