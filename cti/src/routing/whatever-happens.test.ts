/** Random days: every rule must hold after every event, whatever happens in whatever order. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EpochMs, WorkId } from '../ids.ts'
import { RoutingEngine } from './engine.ts'
import type { RoutingDecision } from './engine-types.ts'
import { Observer } from './observer-testing.ts'
import { dayArbitrary, GRID_MS, play, queueIds } from './random-days-testing.ts'
import { scanEngine } from './scan-engine.ts'
import type { RoutingSnapshot } from './snapshot.ts'

const RUNS = Number(process.env.PROPERTY_RUNS ?? 300)

describe('whatever happens', () => {
  it('each offer is the one that the rules ask for, and nobody who could be served waits beside a free agent', () => {
    let offers = 0
    fc.assert(
      fc.property(dayArbitrary(120), (day) => {
        const engine = new RoutingEngine()
        const observer = new Observer()
        play(engine, day, ({ event, decisions }) => {
          observer.follow(event, decisions)
          observer.nobodyWaitsInVain(event.at)
        })
        offers += observer.offersSeen
      }),
      { numRuns: RUNS },
    )
    expect(offers).toBeGreaterThan(RUNS * 5)
  })

  it('each item is in one place, keeps when it entered, and each agent is in the state that was told', () => {
    fc.assert(
      fc.property(dayArbitrary(120), (day) => {
        const engine = new RoutingEngine()
        const observer = new Observer()
        const entered = new Map<WorkId, EpochMs>()
        play(engine, day, ({ event, decisions }) => {
          observer.follow(event, decisions)
          if ('item' in event && !entered.has(event.item.id)) entered.set(event.item.id, event.item.enteredAt)
          const where = (...phases: string[]) =>
            [...observer.items.values()]
              .filter(({ phase }) => phases.includes(phase))
              .map(({ item }) => item.id)
              .sort()
          const waiting = [...engine.waiting()]
          expect(waiting.map(({ id }) => id).sort()).toEqual(where('waiting'))
          expect([...engine.unserved()].map(({ id }) => id).sort()).toEqual(where('waiting', 'offered'))
          for (const { id, enteredAt } of engine.unserved()) expect(enteredAt).toBe(entered.get(id))
          for (const [id, { state, next }] of observer.agents)
            expect(engine.agent(id)).toMatchObject({ state, ...(next ? { next } : {}) })
        })
      }),
      { numRuns: RUNS / 2 },
    )
  })

  it('what is matched by index is what is matched by looking at everything, explanations included', () => {
    fc.assert(
      fc.property(dayArbitrary(120), (day) => {
        const scan = scanEngine()
        const engine = new RoutingEngine()
        play(engine, day, ({ event, decisions }) => {
          expect(decisions).toEqual(scan.handle(event))
          expect(engine.nextDeadline()).toBe(scan.nextDeadline())
          expect(engine.nextDeadline() ?? Number.POSITIVE_INFINITY).toBeGreaterThan(event.at)
          const waiting = [...engine.waiting()]
          expect(waiting).toEqual([...scan.waiting()])
          for (const { id } of waiting) {
            expect(engine.ahead(id)).toBe(scan.ahead(id))
            expect(engine.estimatedWaitMs(id)).toBe(scan.estimatedWaitMs(id))
          }
          for (const id of queueIds) {
            expect(engine.staffFor(id)).toEqual(scan.staffFor(id))
            expect(engine.newcomersWaitMs(id)).toBe(scan.newcomersWaitMs(id))
          }
        })
      }),
      { numRuns: RUNS },
    )
  })

  it('the same events give the same decisions', () => {
    fc.assert(
      fc.property(dayArbitrary(80), (day) => {
        expect(play(new RoutingEngine(), day)).toEqual(play(new RoutingEngine(), day))
      }),
      { numRuns: RUNS / 5 },
    )
  })

  it('an engine made from a snapshot goes on identically, whenever it was taken', () => {
    fc.assert(
      fc.property(dayArbitrary(100), fc.nat(100), (day, moment) => {
        let count = 0
        let restored: RoutingEngine | undefined
        const engine = new RoutingEngine()
        play(engine, day, ({ event, decisions }) => {
          if (restored) expect(restored.handle(event)).toEqual(decisions)
          if (count++ === moment) {
            const kept = JSON.parse(JSON.stringify(engine.snapshot())) as RoutingSnapshot
            restored = RoutingEngine.restore(kept)
            expect(restored.snapshot()).toEqual(engine.snapshot())
          }
          if (restored) expect(restored.nextDeadline()).toBe(engine.nextDeadline())
        })
      }),
      { numRuns: RUNS },
    )
  })

  it('nothing is missed when time is told only at the deadlines', () => {
    fc.assert(
      fc.property(dayArbitrary(50), (day) => {
        const log = play(new RoutingEngine(), day)
        const engine = new RoutingEngine()
        const onGrid: RoutingDecision[] = []
        let at = 0
        for (const { event } of log) {
          if (event.type === 'time-passed') continue
          for (; at <= event.at; at += GRID_MS) onGrid.push(...engine.handle({ type: 'time-passed', at }))
          onGrid.push(...engine.handle(event))
        }
        expect(onGrid).toEqual(log.flatMap(({ decisions }) => decisions).slice(0, onGrid.length))
        const last = log.findLastIndex(({ event }) => event.type !== 'time-passed')
        expect(onGrid).toHaveLength(log.slice(0, last + 1).flatMap(({ decisions }) => decisions).length)
      }),
      { numRuns: RUNS / 3 },
    )
  })
})
