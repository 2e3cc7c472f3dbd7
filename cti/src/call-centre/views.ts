/** What is shown of queues and contacts, made from the engine and the calls whenever it is asked for. */
import type { Call } from '../calls/call.ts'
import { ofCampaign } from '../calls/outbound.ts'
import type { QueueConfig } from '../configuration.ts'
import { asQueueId, asWorkId, type EpochMs } from '../ids.ts'
import type { RoutingEngine } from '../routing/engine.ts'
import type { ContactView, QueueView } from './call-centre.ts'

interface Line {
  waiting: number
  callbacks: number
  since?: EpochMs
}

/** @param resting callbacks between two attempts: they wait, but stand in no line */
export function queueViews(
  queues: readonly QueueConfig[],
  engine: RoutingEngine,
  resting: Iterable<Call>,
): QueueView[] {
  const lines = new Map<string, Line>()
  const lineOf = (queue: string): Line => {
    const line = lines.get(queue) ?? { waiting: 0, callbacks: 0 }
    lines.set(queue, line)
    return line
  }
  for (const item of engine.unserved()) {
    const line = lineOf(item.queue)
    line.waiting++
    if (item.channel === 'callback') line.callbacks++
    line.since = Math.min(line.since ?? item.enteredAt, item.enteredAt)
  }
  for (const { queue } of resting) {
    if (!queue) continue
    lineOf(queue).waiting++
    lineOf(queue).callbacks++
  }
  return queues.map(({ id }) => {
    const queue = asQueueId(id)
    const { loggedIn, ready, states } = engine.staffFor(queue)
    const { waiting = 0, callbacks = 0, since } = lines.get(id) ?? {}
    const estimatedWaitMs = engine.newcomersWaitMs(queue)
    return {
      queue,
      waiting,
      callbacks,
      loggedIn,
      ready,
      staff: states,
      ...(since === undefined ? {} : { longestWaitingSince: since }),
      ...(estimatedWaitMs === undefined ? {} : { estimatedWaitMs }),
    }
  })
}

export function contactView(call: Call, engine: RoutingEngine): ContactView {
  const { agent, connectedAt, enteredAt, known, offer, priority, queue } = call
  return {
    call: call.id,
    channel: call.callback ? 'callback' : call.outbound ? 'outbound' : 'voice',
    phase: call.phase,
    since: call.phaseSince,
    caller: call.caller,
    hotline: call.hotline,
    arrivedAt: call.arrivedAt,
    path: call.path,
    ...ofCampaign(call.outbound?.campaign),
    ...(queue ? { queue } : {}),
    ...(enteredAt === undefined ? {} : { enteredAt, priority }),
    ...(call.phase === 'queued' ? waitOf(call, engine) : {}),
    ...((offer?.agent ?? agent) ? { agent: offer?.agent ?? agent } : {}),
    ...(connectedAt === undefined ? {} : { connectedAt }),
    ...(known.region ? { region: known.region } : {}),
    ...(known.vip ? { vip: true } : {}),
  }
}

function waitOf(call: Call, engine: RoutingEngine): Pick<ContactView, 'ahead' | 'estimatedWaitMs'> {
  const work = asWorkId(call.id)
  const estimatedWaitMs = engine.estimatedWaitMs(work)
  return { ahead: engine.ahead(work), ...(estimatedWaitMs === undefined ? {} : { estimatedWaitMs }) }
}
