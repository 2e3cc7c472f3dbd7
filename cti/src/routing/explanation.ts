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
  { work, candidates, free, eligible, hold }: Match,
  queue: QueueRecord,
  at: EpochMs,
): Explanation {
  const { item } = work
  const { profile } = queue
  const ring = ringIndexAt(profile, item.enteredAt, at)
  const chosen = candidates[0]?.agent.profile
  return {
    waitedMs: at - item.enteredAt,
    free,
    eligible,
    ring: { index: ring, of: profile.rings.length + 1, afterMs: profile.rings[ring - 1]?.afterMs ?? 0 },
    matched: chosen !== undefined && qualifies(chosen, work.entry, item),
    score: scoreInMinutes(placeOf(work, queue), at),
    weight: profile.weight,
    priority: priorityOf(work, queue),
    reason: hold?.reason ?? 'rule',
    rule: profile.choose,
    candidates: candidates.map(({ agent, cost, levels }) => ({
      agent: agent.profile.id,
      idleMs: at - agent.idleSince,
      score: cost,
      levels,
    })),
  }
}
