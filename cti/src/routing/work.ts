/** What the routing engine knows of work and of agents. Times are epoch ms given from outside: the engine has no clock. */
import type { AgentId, EpochMs, OfferId, QueueId, WorkId } from '../ids.ts'

/** A required skill at a least level, 1–10. */
export interface SkillNeed {
  readonly skill: string
  readonly min: number
}

/** Every one of `all` must be met. An empty list means anyone. (Or-groups and rings widen this type.) */
export interface Needs {
  readonly all: readonly SkillNeed[]
}

export interface WorkItem {
  readonly id: WorkId
  readonly queue: QueueId
  readonly channel: 'voice' | 'chat' | 'callback'
  readonly needs: Needs
  /** Minutes of head start. 0 is normal, higher goes first. */
  readonly priority: number
  /** When the customer began to wait. Survives re-offer, transfer and our restart: this is the customer's place. */
  readonly enteredAt: EpochMs
  readonly offerTimeoutMs: number
  /** After-call work that the agent gets when this contact ends, ms. */
  readonly wrapUpMs: number
}

export interface AgentProfile {
  readonly id: AgentId
  /** Skill name to level 1–10. */
  readonly skills: Readonly<Record<string, number>>
}

export type NotReadyReason = 'break' | 'meal' | 'training' | 'meeting' | 'admin' | 'missed-offer' | 'phone-unreachable'

export type AgentState =
  | { readonly kind: 'offline' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'not-ready'; readonly reason: NotReadyReason }
  | { readonly kind: 'offered'; readonly work: WorkId; readonly offer: OfferId }
  | { readonly kind: 'on-contact'; readonly work: WorkId }
  | { readonly kind: 'wrap-up'; readonly work: WorkId; readonly endsAt: EpochMs }

/** The states an agent may ask for. Anything else follows from work. */
export type RequestedState =
  | { readonly kind: 'offline' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'not-ready'; readonly reason: NotReadyReason }
