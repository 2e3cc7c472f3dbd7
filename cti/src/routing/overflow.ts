/** What happens to work that waits too long, comes into too long a line, or that nobody is there for. */
import type { EpochMs } from '../ids.ts'
import { moveTo } from './contacts.ts'
import type { Floor, QueueRecord, WorkRecord } from './floor.ts'
import type { Matching } from './matching.ts'
import type { Step } from './step.ts'
import type { OverflowCondition } from './work.ts'

/**
 * Fires every rule that has become true for work that waits, each once an item, in the order of arrival and then of the rules. Returns
 * whether work was moved, so that agents must be looked for again. A rule that points to a queue that is gone does not fire.
 */
export function overflow(step: Step): boolean {
  let moved = false
  for (const work of step.matching.overflowing()) {
    const queue = step.floor.queueOf(work)
    if (!queue || work.phase !== 'waiting') continue
    const arrives = step.takeArriving(work)
    if (queue.ruleNames.length > 0 && fire(step, work, queue, arrives)) moved = true
  }
  return moved
}

function fire(step: Step, work: WorkRecord, queue: QueueRecord, arrives: boolean): boolean {
  for (let index = 0; index < queue.profile.overflow.length; index++) {
    const rule = queue.profile.overflow[index]
    if (!rule) continue
    const { when, action } = rule
    const name = queue.ruleNames[index] ?? ''
    if (work.fired.has(name) || !isTrue(step, work, queue, when, arrives)) continue
    const target = action.kind === 'queue' ? step.openQueue(action.queue) : undefined
    if (action.kind === 'queue' && (!target || target === queue)) continue
    work.fired = new Set(work.fired).add(name)
    step.decide({
      type: 'overflow',
      work: work.item.id,
      queue: queue.profile.id,
      when,
      action,
      waitedMs: step.at - work.item.enteredAt,
    })
    if (!target) continue
    moveTo(step, work, target)
    return true
  }
  return false
}

function isTrue(step: Step, work: WorkRecord, queue: QueueRecord, when: OverflowCondition, arrives: boolean): boolean {
  const { floor, matching, at } = step
  switch (when.kind) {
    case 'wait':
      return at - work.item.enteredAt >= when.ms
    case 'depth':
      return arrives && queue.waiting > when.items
    case 'estimated-wait':
      return arrives && (estimateFor(floor, matching, work) ?? 0) > when.ms
    case 'no-staff':
      return !matching.isStaffed(work)
  }
}

/** ms that this item will still wait; 0 when it does not wait; undefined when nobody is logged in for its queue. */
export function estimateFor(floor: Floor, matching: Matching, work: WorkRecord): number | undefined {
  if (work.phase !== 'waiting') return 0
  const { loggedIn } = matching.staffFor(work.item.queue)
  return loggedIn === 0 ? undefined : floor.pace.estimate(work.item.queue, matching.ahead(work), loggedIn)
}

/** ms that a call which came to the queue at this moment would wait. */
export function estimateForNewcomer(floor: Floor, matching: Matching, queue: QueueRecord): EpochMs | undefined {
  const { id } = queue.profile
  const { loggedIn } = matching.staffFor(id)
  if (loggedIn === 0) return undefined
  if (queue.waiting === 0 && matching.isAnybodyFree(queue)) return 0
  return floor.pace.estimate(id, queue.waiting, loggedIn)
}
