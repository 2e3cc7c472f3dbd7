/** What the call centre is asked to do when it makes a call. Data only. */
import type { FlowDocument, FlowValues } from '../flows/flow-document.ts'
import type { FlowRun } from '../flows/flow-run.ts'
import type { AgentId, QueueId } from '../ids.ts'

export interface FlowOrder {
  /** One that passes checkFlow. */
  readonly document: FlowDocument
  readonly values: FlowValues
  /** The names of those prompts that the document may want and the switch has. */
  readonly prompts: readonly string[]
  /** Whether the switch speaks text. */
  readonly speech: boolean
}

export interface RunningFlow {
  readonly order: FlowOrder
  readonly run: FlowRun
  /** Where the comment goes that is being recorded. */
  readonly recording?: string
  /** The tone is being played; then a comment of so many ms is recorded. */
  readonly beepedThen?: number
  /** Its end was asked for. */
  readonly stopping?: true
}

export interface OutboundOrder {
  /** A uuid: the call's id and its first leg's. Given twice it is dialled once. */
  readonly attempt: string
  /** Absent: an agent clicked on a number. */
  readonly campaign?: string
  /** E.164 with +. */
  readonly number: string
  readonly name?: string
  /** One of our own numbers, as hotlines have them. */
  readonly callerNumber: string
  readonly ringMs: number
  /** A voicemail's tone ends it as `machine`, while no agent is there. Errs: docs/dialler.md has how often. */
  readonly detectMachine?: true
  readonly course:
    | { readonly kind: 'flow'; readonly flow: FlowOrder }
    /** An agent must be there within `connectWithinMs` of the answer; otherwise `safeHarbour` is played and it counts as abandoned. */
    | {
        readonly kind: 'paced'
        readonly queue: QueueId
        readonly connectWithinMs: number
        readonly safeHarbour: string
      }
    /** Given up when no agent of the queue could be bound within `waitMs`. */
    | {
        readonly kind: 'bound'
        readonly queue: QueueId
        readonly waitMs: number
        /** The agent looks first and dials, or the time does (ms; 0: only the agent). */
        readonly previewMs?: number
        readonly preferredAgent?: AgentId
      }
    /** This agent and nobody else, at once: they clicked. */
    | { readonly kind: 'clicked'; readonly queue: QueueId; readonly agent: AgentId }
}

/** Found after our restart: what was meant with it is not known any more. */
export interface AdoptedCourse {
  readonly kind: 'adopted'
}
