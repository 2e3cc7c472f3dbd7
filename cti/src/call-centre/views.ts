/** What is shown of queues and contacts, made from the engine and the calls whenever it is asked for. */
import type { Call } from '../calls/call.ts'
import type { QueueConfig } from '../configuration.ts'
import { asQueueId, type EpochMs } from '../ids.ts'
import type { RoutingEngine } from '../routing/engine.ts'
import type { ContactView, QueueView } from './call-centre.ts'

export function queueViews(queues: readonly QueueConfig[], engine: RoutingEngine): QueueView[] {
  const waiting = new Map<string, { count: number; since: EpochMs }>()
  for (const item of engine.unserved()) {
    const entry = waiting.get(item.queue)
    waiting.set(item.queue, {
      count: (entry?.count ?? 0) + 1,
      since: Math.min(entry?.since ?? item.enteredAt, item.enteredAt),
    })
  }
  return queues.map((queue) => {
    const line = waiting.get(queue.id)
    return {
      queue: asQueueId(queue.id),
      waiting: line?.count ?? 0,
      ...(line ? { longestWaitingSince: line.since } : {}),
      ...engine.staffFor(asQueueId(queue.id)),
      callbacks: 0,
      staff: { offline: 0, ready: 0, 'not-ready': 0, offered: 0, 'on-contact': 0, 'wrap-up': 0 },
    }
  })
}

export function contactView(call: Call): ContactView {
  return {
    call: call.id,
    channel: 'voice',
    phase: call.phase,
    since: call.phaseSince,
    caller: call.caller,
    hotline: call.hotline,
    arrivedAt: call.arrivedAt,
    path: [],
    ...(call.queue ? { queue: call.queue } : {}),
    ...(call.agent ? { agent: call.agent } : {}),
  }
}
