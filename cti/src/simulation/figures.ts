/** What a played day comes to, in the figures that people compare. */
import { entryRequirement } from '../routing/floor.ts'
import { qualifies } from '../routing/skills.ts'
import type { Day, Outcome, PlayedDay } from './day.ts'

export interface DayFigures {
  readonly offered: number
  readonly answered: number
  readonly abandoned: number
  /** Taken elsewhere by a rule of their queue; for the service level as if they had given up. */
  readonly overflowed: number
  /** Answered within T ÷ (answered + abandoned after T), T being the queue's. 0–1; 1 when there was nothing to answer. */
  readonly serviceLevel: number
  /** Average speed of answer: mean wait of the answered, ms. */
  readonly asaMs: number
  /** 95 % of the answered waited no longer, ms (nearest rank). */
  readonly p95WaitMs: number
  /** Busy (offered, on contact, after-call work) ÷ logged in. 0–1 */
  readonly occupancy: number
  /** Answered by an agent who met the requirement as it stood on entry ÷ answered. 0–1 */
  readonly matchAccuracy: number
  /** Mean of |estimated on arrival − waited| over those who were not served at once and were answered, ms. */
  readonly ewtMaeMs: number
}

/** Of one queue. Agents serve several queues, so that occupancy is nobody's own. */
export type QueueFigures = Omit<DayFigures, 'occupancy'>

export function dayFigures(day: Day, played: PlayedDay): DayFigures {
  return {
    ...queueFigures(day, played.outcomes),
    occupancy: ratio(played.busyMs, played.staffedMs, 0),
  }
}

export function figuresByQueue(day: Day, played: PlayedDay): ReadonlyMap<string, QueueFigures> {
  const outcomes = Map.groupBy(played.outcomes, ({ simulated }) => String(simulated.item.queue))
  return new Map(
    day.queues.map(({ profile }) => [profile.id, queueFigures(day, outcomes.get(String(profile.id)) ?? [])]),
  )
}

/** Whether the agent who answered met every need as it stood on entry. */
export function matchedOnEntry(day: Day): (outcome: Outcome) => boolean {
  const queues = new Map(day.queues.map(({ profile }) => [profile.id, profile]))
  const agents = new Map(day.agents.map(({ profile }) => [profile.id, profile]))
  return ({ simulated: { item }, agent }) => {
    const [queue, profile] = [queues.get(item.queue), agent && agents.get(agent)]
    return queue !== undefined && profile !== undefined && qualifies(profile, entryRequirement(item, queue), item)
  }
}

function queueFigures(day: Day, outcomes: readonly Outcome[]): QueueFigures {
  const limits = new Map(day.queues.map(({ profile, serviceLevelMs }) => [profile.id, serviceLevelMs]))
  const matched = matchedOnEntry(day)
  const answered = outcomes.filter(({ outcome }) => outcome === 'answered')
  const abandoned = outcomes.filter(({ outcome }) => outcome === 'abandoned').length
  const isWithin = ({ simulated, waitedMs }: Outcome): boolean =>
    waitedMs <= (limits.get(simulated.item.queue) ?? Number.POSITIVE_INFINITY)
  const abandonedLate = outcomes.filter((one) => one.outcome !== 'answered' && !isWithin(one)).length
  const waits = answered.map(({ waitedMs }) => waitedMs).sort((one, other) => one - other)
  const errors = answered.flatMap(({ estimatedMs, waitedMs }) =>
    estimatedMs === undefined ? [] : [Math.abs(estimatedMs - waitedMs)],
  )
  return {
    offered: outcomes.length,
    answered: answered.length,
    abandoned,
    overflowed: outcomes.length - answered.length - abandoned,
    serviceLevel: ratio(answered.filter(isWithin).length, answered.length + abandonedLate, 1),
    asaMs: mean(waits),
    p95WaitMs: waits[Math.ceil(waits.length * 0.95) - 1] ?? 0,
    matchAccuracy: ratio(answered.filter(matched).length, answered.length, 1),
    ewtMaeMs: mean(errors),
  }
}

function mean(values: readonly number[]): number {
  return ratio(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
    0,
  )
}

function ratio(part: number, whole: number, ofNothing: number): number {
  return whole === 0 ? ofNothing : part / whole
}
