/**
 * How fast queues move, and what a wait is estimated from. Two things are learned of each queue, as decayed averages: the time between
 * two items leaving the line while somebody waits (served or given up: it contains everything that these agents must serve besides), and
 * the time an agent is taken by one item. Who has `ahead` others before them waits for ahead + 1 departures. Before the first departures
 * were seen, it is the service time shared among those who could serve.
 */
import type { EpochMs, QueueId } from '../ids.ts'

/** Weight of a new observation. */
const NEWEST = 0.1
/** Observations before the pace is trusted alone; fewer are mixed with what the staff promises. */
const TRUSTED = 5
/** Of a queue that has served nobody yet, ms. */
const USUAL_SERVICE_MS = 240_000

interface QueuePace {
  intervalMs: number
  intervals: number
  serviceMs: number
  services: number
  /** Since when the present interval runs: the last departure, or when the line began to form. */
  runsSince: EpochMs
  beganAt: EpochMs
}

export type PaceSnapshot = readonly (readonly [QueueId, Readonly<QueuePace>])[]

export class Pace {
  readonly #queues = new Map<QueueId, QueuePace>()

  /** Somebody began to wait in a line where nobody did. */
  lineBegan(queue: QueueId, at: EpochMs): void {
    const pace = this.#of(queue)
    pace.runsSince = at
    pace.beganAt = at
  }

  /** Somebody left the line. */
  departed(queue: QueueId, at: EpochMs): void {
    const pace = this.#of(queue)
    // Who was offered at once did not wait, and says nothing of how the line moves.
    if (pace.beganAt === at) return
    pace.intervalMs = average(pace.intervalMs, at - pace.runsSince, pace.intervals++)
    pace.runsSince = at
  }

  /** An agent is done with an item that took them so long, after-call work included. ms */
  served(queue: QueueId, ms: number): void {
    const pace = this.#of(queue)
    pace.serviceMs = average(pace.serviceMs, ms, pace.services++)
  }

  /** ms from now on, for an item with so many of its queue before it, when so many logged-in agents could serve it. */
  estimate(queue: QueueId, ahead: number, staff: number): number {
    const pace = this.#of(queue)
    const promised = (pace.services === 0 ? USUAL_SERVICE_MS : pace.serviceMs) / Math.max(1, staff)
    const trust = Math.min(1, pace.intervals / TRUSTED)
    return Math.round((ahead + 1) * (trust * pace.intervalMs + (1 - trust) * promised))
  }

  snapshot(): PaceSnapshot {
    return [...this.#queues].map(([queue, pace]) => [queue, { ...pace }])
  }

  restore(snapshot: PaceSnapshot): void {
    for (const [queue, pace] of snapshot) this.#queues.set(queue, { ...pace })
  }

  #of(queue: QueueId): QueuePace {
    let pace = this.#queues.get(queue)
    if (!pace) {
      pace = { intervalMs: 0, intervals: 0, serviceMs: 0, services: 0, runsSince: 0, beganAt: 0 }
      this.#queues.set(queue, pace)
    }
    return pace
  }
}

/** The plain mean of the first few, a decayed one afterwards. */
function average(before: number, value: number, seen: number): number {
  return before + (value - before) * Math.max(NEWEST, 1 / (seen + 1))
}
