import type { EpochMs } from '../ids.ts'
import type { Explanation } from './engine-types.ts'
import { placeOf, priorityOf, type QueueRecord, ringIndexAt } from './floor.ts'
import type { Match } from './matching.ts'
import { scoreInMinutes } from './place.ts'
import { qualifies } from './skills.ts'

/** Of how many candidates is told. */
export const CANDIDATES_SHOWN = 3

/** Why the first candidate is offered the work. */
export function explain(
  { work, agent, candidates, free, eligible, hold }: Match,
  queue: QueueRecord,
  at: EpochMs,
): Explanation {
  const { item } = work
  const { profile } = queue
  const ring = ringIndexAt(profile, item.enteredAt, at)
  return {
    waitedMs: at - item.enteredAt,
    free,
    eligible,
    ring: { index: ring, of: profile.rings.length + 1, afterMs: profile.rings[ring - 1]?.afterMs ?? 0 },
    matched: qualifies(agent.profile, work.entry, item),
    score: scoreInMinutes(placeOf(work, queue), at),
    weight: profile.weight,
    priority: priorityOf(work, queue),
    reason: hold?.reason ?? 'rule',
    rule: profile.choose,
    candidates: candidates.map(({ id, idleSince, cost, levels }) => ({
      agent: id,
      idleMs: at - idleSince,
      score: cost,
      levels,
    })),
  }
}
