/** A contact's way through the call centre, as a supervisor reads it. */
import type { AgentId, EpochMs, QueueId } from '../ids.ts'

/** One step of a contact's way, oldest first. */
export interface PathStep {
  readonly at: EpochMs
  readonly step:
    | 'arrived'
    | 'menu'
    | 'queued'
    | 'offered'
    | 'offer-ended'
    | 'connected'
    | 'held'
    | 'resumed'
    | 'transferred'
    | 'moved'
    | 'overflowed'
    | 'callback'
    | 'dialled'
  readonly queue?: QueueId
  readonly agent?: AgentId
  /** Digits, the end of an offer, a rule's name: for the log, not for translation. */
  readonly detail?: string
}

/** The first step and the last ones: a call that is offered again and again all night has more than anybody reads. */
const STEPS_KEPT = 40

export function further(path: readonly PathStep[], step: PathStep): readonly PathStep[] {
  if (path.length < STEPS_KEPT) return [...path, step]
  return [...path.slice(0, 1), ...path.slice(2 - STEPS_KEPT), step]
}
