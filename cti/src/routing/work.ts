/** What the routing engine knows of work, queues and agents. Times are epoch ms given from outside: the engine has no clock. */
import type { AgentId, EpochMs, OfferId, QueueId, WorkId } from '../ids.ts'

/** A required skill at a least level, 1–10. */
export interface SkillNeed {
  readonly skill: string
  readonly min: number
}

/** Every one of `all` must be met, and at least one of each group of `anyOf`. Both empty means anyone. */
export interface Needs {
  readonly all: readonly SkillNeed[]
  readonly anyOf?: readonly (readonly SkillNeed[])[]
}

/** What an agent must have to be offered an item. */
export interface Requirement {
  readonly needs: Needs
  /** Only agents of the item's own region; no restriction for an item whose region is unknown. */
  readonly sameRegion?: boolean
  /** Only agents who speak the item's language; no restriction for an item whose language is unknown. */
  readonly sameLanguage?: boolean
}

/** A requirement that takes the former's place once the customer has waited so long. Relaxing never changes the item's place. */
export interface Ring extends Requirement {
  /** ms since the item's `enteredAt`; more than 0, ascending within a queue. */
  readonly afterMs: number
}

/** Who among several free agents that meet the requirement gets the item. Ties fall to who is idle longest, then to the agent's id. */
export type ChoiceRule =
  | 'longest-idle'
  /** Highest sum of levels in the skills that are required. */
  | 'most-skilled'
  /** Lowest occupancy of the shift. */
  | 'least-occupied'
  /** Whoever was offered something of this queue least recently; who never was comes first. */
  | 'round-robin'
  /** Whose skills are needed elsewhere least: an agent with rare skills is not spent on what anybody can take. */
  | 'scarce-last'

/** Each condition is looked at when an item arrives in the queue and whenever it may have become true. A rule fires once an item. */
export type OverflowCondition =
  | { readonly kind: 'wait'; readonly ms: number }
  /** More than so many wait in the queue, this one included. Looked at on arrival only. */
  | { readonly kind: 'depth'; readonly items: number }
  /** Looked at on arrival only. */
  | { readonly kind: 'estimated-wait'; readonly ms: number }
  /** Nobody is logged in who could ever serve it, in any ring. */
  | { readonly kind: 'no-staff' }

export type OverflowAction =
  /** Carried out by the engine itself: the item keeps its `enteredAt`. */
  | { readonly kind: 'queue'; readonly queue: QueueId }
  /** The rest is told as a decision and carried out by who owns the contact; the item waits on meanwhile. */
  | { readonly kind: 'offer-callback' }
  | { readonly kind: 'voicemail' }
  | { readonly kind: 'announce'; readonly prompt: string }
  | { readonly kind: 'external'; readonly number: string }

export interface OverflowRule {
  readonly when: OverflowCondition
  readonly action: OverflowAction
}

/** A queue's rules as the engine applies them. A change holds at once, also for those who wait; nobody loses their place by it. */
export interface QueueProfile {
  readonly id: QueueId
  /** What an item needs from the start, unless it has needs of its own. */
  readonly entry: Requirement
  readonly rings: readonly Ring[]
  /** An item's score is its minutes waited × weight + priority minutes. More than 0; 1 is usual. */
  readonly weight: number
  /** Minutes of head start of everything in this queue. */
  readonly priority: number
  /** Further minutes for VIPs. */
  readonly vipPriority: number
  readonly choose: ChoiceRule
  /** For so long after `enteredAt` an item is kept for its owner, or else its last agent, while that agent is logged in. 0: not at all. ms */
  readonly holdForAgentMs: number
  readonly offerTimeoutMs: number
  /** After-call work that the agent gets when a contact of this queue ends, ms. */
  readonly wrapUpMs: number
  /** After so many missed offers in a row an agent is made not ready. At least 1. */
  readonly missesAllowed: number
  readonly overflow: readonly OverflowRule[]
}

export type Channel = 'voice' | 'chat' | 'callback'

export interface WorkItem {
  readonly id: WorkId
  readonly queue: QueueId
  /** A callback takes an agent's voice capacity. */
  readonly channel: Channel
  /** Instead of the queue's entry needs, until the first ring comes due. */
  readonly needs?: Needs
  /** Minutes of head start beside the queue's. 0 is normal, higher goes first. */
  readonly priority: number
  /** When the customer began to wait. Survives re-offer, transfer, callback, overflow and our restart: this is the customer's place. */
  readonly enteredAt: EpochMs
  /** We call them by a plan of ours; a callback that the customer asked for is not. */
  readonly outbound?: boolean
  readonly customer?: string
  readonly vip?: boolean
  readonly region?: string
  /** BCP 47: zh, yue, en. */
  readonly language?: string
  readonly store?: string
  /** Who served this customer last; and who is responsible for them, who comes first. */
  readonly lastAgent?: AgentId
  readonly owner?: AgentId
}

/** Most contacts at the same time. */
export interface Capacity {
  readonly voice: number
  readonly chat: number
  readonly total: number
}

export interface AgentProfile {
  readonly id: AgentId
  /** Skill name to level 1–10. */
  readonly skills: Readonly<Record<string, number>>
  readonly region?: string
  readonly teams?: readonly string[]
  /** BCP 47. */
  readonly languages?: readonly string[]
  /** Absent: one call, no chats. */
  readonly capacity?: Capacity
  /** Whether they take who calls us, whom we call, or both. Absent: both. */
  readonly blend?: AgentBlend
}

export type AgentBlend = 'both' | 'inbound-only' | 'outbound-only'

export type NotReadyReason = 'break' | 'meal' | 'training' | 'meeting' | 'admin' | 'missed-offer' | 'phone-unreachable'

/**
 * What an agent is doing, the most urgent thing first: a live offer, then the contact taken last, then after-call work. With capacity for
 * several contacts there may be more than the one that is named here.
 */
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
