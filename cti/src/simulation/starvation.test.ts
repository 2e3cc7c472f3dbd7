/** Nobody waits for ever behind those who come later, whatever weights and head starts there are (docs/routing.md). */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { asAgentId, asQueueId, asWorkId } from '../ids.ts'
import { RoutingEngine } from '../routing/engine.ts'
import type { QueueProfile } from '../routing/work.ts'
import { type Day, playDay, type SimulatedItem } from './day.ts'

const MINUTE = 60_000
const FOR_EVER = 1e12

const queueArbitrary = fc.record({
  weight: fc.constantFrom(0.5, 1, 2, 10),
  priority: fc.integer({ min: 0, max: 30 }),
})
const itemArbitrary = fc.record({
  queue: fc.nat({ max: 2 }),
  // More than the agents can serve for an hour, so that a line builds up.
  at: fc.integer({ min: 0, max: 60 * MINUTE }),
  priority: fc.constantFrom(0, 0, 0, 5, 60),
  handleMs: fc.integer({ min: MINUTE, max: 10 * MINUTE }),
})

function profile(index: number, { weight, priority }: { weight: number; priority: number }): QueueProfile {
  return {
    id: asQueueId(`q${index}`),
    entry: { needs: { all: [] } },
    rings: [],
    weight,
    priority,
    vipPriority: 0,
    choose: 'longest-idle',
    holdForAgentMs: 0,
    offerTimeoutMs: MINUTE,
    wrapUpMs: 0,
    missesAllowed: 1,
    overflow: [],
  }
}

it('everybody patient is served, and is passed only by who waited long enough for it', () => {
  fc.assert(
    fc.property(
      fc.tuple(queueArbitrary, queueArbitrary, queueArbitrary),
      fc.array(itemArbitrary, { minLength: 1, maxLength: 80 }),
      fc.integer({ min: 1, max: 3 }),
      (queues, items, agents) => {
        const day: Day = {
          queues: queues.map((queue, index) => ({ profile: profile(index, queue), serviceLevelMs: MINUTE })),
          agents: Array.from({ length: agents }, (_, index) => ({
            profile: { id: asAgentId(`a${index}`), skills: {} },
            shifts: [[0, FOR_EVER / 2]] as const,
          })),
          items: items
            .map(
              ({ queue, at, priority, handleMs }, index): SimulatedItem => ({
                item: {
                  id: asWorkId(`w${index}`),
                  queue: asQueueId(`q${queue}`),
                  channel: 'voice',
                  priority,
                  enteredAt: at,
                },
                handleMs,
                patienceMs: FOR_EVER,
              }),
            )
            .sort((one, other) => one.item.enteredAt - other.item.enteredAt),
        }
        const rules = new Map(day.queues.map((queue) => [queue.profile.id, queue.profile]))
        const answered = playDay(day, new RoutingEngine()).outcomes.filter(({ outcome }) => outcome === 'answered')
        expect(answered).toHaveLength(items.length)
        const score = ({ item }: SimulatedItem, at: number): number => {
          const rule = rules.get(item.queue)
          return ((at - item.enteredAt) / MINUTE) * (rule?.weight ?? 0) + (rule?.priority ?? 0) + item.priority
        }
        for (const [place, later] of answered.entries()) {
          for (const before of answered.slice(0, place)) {
            const { item } = later.simulated
            // Only who was served while `later` waited already; those of one moment come one after the other.
            if (before.at <= item.enteredAt || before.at === later.at) continue
            expect(score(before.simulated, before.at)).toBeGreaterThanOrEqual(score(later.simulated, before.at) - 1e-9)
          }
        }
      },
    ),
    { numRuns: 300 },
  )
})
