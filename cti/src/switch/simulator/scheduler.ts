/** sched_transfer and sched_del: what is to be done with a leg later, unless somebody takes it back. */
import type { Cancel, Clock } from '../../clock.ts'

export interface ScheduledTask {
  readonly id: number
  readonly group: string
  readonly description: string
  readonly dueAt: number
}

export interface Scheduler {
  /** @returns the task's id. */
  add(group: string, description: string, delayMs: number, run: () => void): number
  /** By task id, or all of a group (a leg's uuid). @returns how many. */
  remove(idOrGroup: string): number
  list(): readonly ScheduledTask[]
}

/**
 * FreeSWITCH counts timers in whole seconds of the clock, so that one of N seconds goes off up to a second early.
 * @returns ms from now.
 */
export function wholeSecondsFrom(clock: Clock, seconds: number): number {
  const now = clock.now()
  return Math.max(0, (Math.floor(now / 1000) + seconds) * 1000 - now)
}

export function createScheduler(clock: Clock): Scheduler {
  const tasks = new Map<number, ScheduledTask & { readonly cancel: Cancel }>()
  let lastId = 0

  return {
    add(group, description, delayMs, run) {
      lastId += 1
      const id = lastId
      const cancel = clock.schedule(delayMs, () => {
        tasks.delete(id)
        run()
      })
      tasks.set(id, { id, group, description, dueAt: clock.now() + delayMs, cancel })
      return id
    },
    remove(idOrGroup) {
      let removed = 0
      for (const [id, task] of tasks) {
        if (task.group !== idOrGroup && String(id) !== idOrGroup) continue
        task.cancel()
        tasks.delete(id)
        removed += 1
      }
      return removed
    },
    list: () => [...tasks.values()],
  }
}
