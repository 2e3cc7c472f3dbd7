/** Which queues the wall has room for. Pure. */
import { type QueueLine, serviceLevel } from '@ringdesk/gateway/contract'

/** All in their usual order when they fit; else those that need a hand most, and how many are left out. */
export function wallQueues(
  queues: readonly QueueLine[],
  room: number,
): { readonly shown: readonly QueueLine[]; readonly hidden: number } {
  if (queues.length <= room) return { shown: queues, hidden: 0 }
  const worst = [...queues].sort(
    (a, b) =>
      b.waiting - a.waiting ||
      (a.longestWaitingSince ?? Number.POSITIVE_INFINITY) - (b.longestWaitingSince ?? Number.POSITIVE_INFINITY) ||
      (serviceLevel(a.today) ?? 100) - (serviceLevel(b.today) ?? 100),
  )
  const chosen = new Set(worst.slice(0, room))
  return { shown: queues.filter((queue) => chosen.has(queue)), hidden: queues.length - room }
}
