/** What goes on at the call centre, as far as it bears on how many calls we make. Looked at once for all campaigns of a step. */
import type { CallCentre, CallCentreConfig, DialLimits } from '@ringdesk/cti'
import type { HoldReason } from '../../contract/index.ts'

export interface Traffic {
  /** Calls that we make, those that only wait for an agent included. */
  readonly outbound: number
  /** All others that are on a line. */
  readonly others: number
  /** Queues in which somebody who called us waits. */
  readonly waitedIn: ReadonlySet<string>
}

export function trafficOf(callCentre: Pick<CallCentre, 'contactViews' | 'liveCalls'>): Traffic {
  const waitedIn = new Set<string>()
  let outbound = 0
  for (const { channel, phase, queue } of callCentre.contactViews()) {
    if (channel === 'outbound') outbound++
    if (channel === 'voice' && phase === 'queued' && queue) waitedIn.add(queue)
  }
  return { outbound, others: Math.max(0, callCentre.liveCalls() - outbound), waitedIn }
}

/** Whether somebody who called us waits in this queue, or in one that asks for the same skills. */
export function inboundWaits({ waitedIn }: Traffic, { queues }: CallCentreConfig, queueId: string | null): boolean {
  if (queueId === null || waitedIn.size === 0) return false
  const needs = (id: string) => JSON.stringify(queues.find((queue) => queue.id === id)?.needs)
  const ours = needs(queueId)
  return [...waitedIn].some((queue) => queue === queueId || needs(queue) === ours)
}

/** What a flow's calls are held by: of the lines' limits, the first to be met. */
export function tightest({ freeLines, concurrentLeft, cpsLeft }: DialLimits): HoldReason {
  if (cpsLeft <= Math.min(freeLines, concurrentLeft)) return 'calls-per-second'
  return concurrentLeft <= freeLines ? 'concurrent' : 'lines'
}
