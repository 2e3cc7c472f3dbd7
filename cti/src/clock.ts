/** Time as a dependency, so that tests and simulations own it. What takes a Clock reads no other. */

/** Takes back a scheduled task; harmless when it already ran. */
export type Cancel = () => void

export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z, whole. */
  now(): number
  /** Runs `task` once, `delayMs` from now (0: as soon as what is running has ended, never at once). */
  schedule(delayMs: number, task: () => void): Cancel
}

export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, task) {
    const timer = setTimeout(task, Math.max(0, delayMs))
    return () => clearTimeout(timer)
  },
}

export interface VirtualClock extends Clock {
  /** Moves time forward by `ms`, running every task that falls due, in order of its time and then of its scheduling. */
  advance(ms: number): void
}

interface Task {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

/** A clock that stands still until it is told to move, so that a run can be repeated exactly. */
export function createVirtualClock(startMs: number): VirtualClock {
  let now = startMs
  let order = 0
  const tasks: Task[] = []

  function insert(task: Task): void {
    let low = 0
    let high = tasks.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = tasks[middle]
      if (other !== undefined && (other.at < task.at || (other.at === task.at && other.order < task.order)))
        low = middle + 1
      else high = middle
    }
    tasks.splice(low, 0, task)
  }

  return {
    now: () => now,
    schedule(delayMs, run) {
      const task: Task = { at: now + Math.max(0, Math.round(delayMs)), order: order++, run }
      insert(task)
      return () => {
        const index = tasks.indexOf(task)
        if (index >= 0) tasks.splice(index, 1)
      }
    },
    advance(ms) {
      const end = now + ms
      for (let next = tasks[0]; next !== undefined && next.at <= end; next = tasks[0]) {
        tasks.shift()
        now = next.at
        next.run()
      }
      now = end
    },
  }
}
