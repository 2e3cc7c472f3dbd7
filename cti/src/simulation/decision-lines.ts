/** decisions.jsonl: what became of each item, one line an item, in order of its moment. Documented in docs/simulation.md. */
import type { Day, Outcome, PlayedDay } from './day.ts'
import { matchedOnEntry } from './figures.ts'

const MS = 1_000

export function* decisionLines(day: Day, played: PlayedDay): Generator<string> {
  const matched = matchedOnEntry(day)
  for (const outcome of played.outcomes) yield JSON.stringify(line(outcome, matched(outcome)))
}

function line({ simulated: { item }, outcome, at, waitedMs, agent, why, estimatedMs }: Outcome, matched: boolean) {
  return {
    id: item.id,
    outcome,
    ...(agent === undefined ? {} : { agent }),
    t: at / MS,
    waitSec: waitedMs / MS,
    ...(why ? { ring: why.ring.index } : {}),
    matched,
    ...(estimatedMs === undefined ? {} : { estimatedSec: estimatedMs / MS }),
    // An abandoned item has no agent to explain; what it waited for in vain was never there in time.
    why: why ?? { reason: 'not-served-in-time', waitedMs },
  }
}
