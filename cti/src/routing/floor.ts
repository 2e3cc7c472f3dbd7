/** The floor: everything the engine knows, as plain records. Who is matched to what is derived from it. */
import type { AgentId, EpochMs, OfferId, QueueId, WorkId } from '../ids.ts'
import { type AgentRecord, isLoggedIn } from './agent-record.ts'
import { Pace } from './pace.ts'
import { headStartOf, type Place, weightInThousandths } from './place.ts'
import { SkillDemand } from './skill-demand.ts'
import { meets, qualifies, slotOf, takes } from './skills.ts'
import type { AgentProfile, OverflowRule, QueueProfile, Requirement, WorkItem } from './work.ts'

export interface QueueRecord {
  profile: QueueProfile
  /** Thousandths. */
  weight: number
  /** Names of its overflow rules, by what they say: the same rule in a changed profile is the same rule. */
  ruleNames: readonly string[]
  removed: boolean
  /** How many wait, those being offered not included. */
  waiting: number
  /** When each agent was offered something of this queue last. Kept while the queue chooses by turns. */
  readonly turns: Map<AgentId, EpochMs>
}

export interface LiveOffer {
  readonly id: OfferId
  readonly agent: AgentId
  readonly expiresAt: EpochMs
}

export interface WorkRecord {
  item: WorkItem
  /** Order of arrival here. */
  readonly arrival: number
  phase: 'waiting' | 'offered' | 'with-agent'
  /** What it needed when it came into the queue; an overflow does not change it. */
  entry: Requirement
  offer: LiveOffer | undefined
  /** How many offers were made of it. */
  offers: number
  /** Who has it, from acceptance to the end of the contact, and the offer that was accepted (none when adopted). */
  agent: AgentId | undefined
  accepted: OfferId | undefined
  /** Agents it came back from, and until when they are passed over. */
  passedOver: ReadonlyMap<AgentId, EpochMs>
  /** Names of overflow rules that have fired. */
  fired: ReadonlySet<string>
}

// Most work comes back from nobody and waits for no rule: it shares these.
export const NOBODY_PASSED_OVER: WorkRecord['passedOver'] = new Map()
export const NOTHING_FIRED: WorkRecord['fired'] = new Set()

export class Floor {
  now: EpochMs = 0
  suspended = false
  /** Of arrivals, offers and wrap-ups: tells apart what happens at the same time. */
  counter = 0
  readonly queues = new Map<QueueId, QueueRecord>()
  readonly agents = new Map<AgentId, AgentRecord>()
  readonly work = new Map<WorkId, WorkRecord>()
  /** Live offers, and accepted ones as long as the contact lasts. */
  readonly offers = new Map<OfferId, WorkRecord>()
  readonly demand = new SkillDemand()
  readonly pace = new Pace()

  queueOf(work: WorkRecord): QueueRecord | undefined {
    return this.queues.get(work.item.queue)
  }
}

export const nameOfRule = (queue: QueueId, rule: OverflowRule): string => `${queue}/${JSON.stringify(rule)}`

export function newQueue(profile: QueueProfile): QueueRecord {
  const record = { profile, removed: false, waiting: 0, turns: new Map(), weight: 0, ruleNames: [] }
  setProfile(record, profile)
  return record
}

export function setProfile(record: QueueRecord, profile: QueueProfile): void {
  record.profile = profile
  record.removed = false
  record.weight = weightInThousandths(profile.weight)
  record.ruleNames = profile.overflow.map((rule) => nameOfRule(profile.id, rule))
  if (profile.choose !== 'round-robin') record.turns.clear()
}

/** Minutes of head start altogether. */
export const priorityOf = ({ item }: WorkRecord, { profile }: QueueRecord): number =>
  profile.priority + item.priority + (item.vip ? profile.vipPriority : 0)

export function placeOf(work: WorkRecord, queue: QueueRecord): Place {
  return {
    enteredAt: work.item.enteredAt,
    weight: queue.weight,
    headStart: headStartOf(priorityOf(work, queue)),
    arrival: work.arrival,
  }
}

/** Which ring is in force after so long a wait: 0 is the entry requirement, n the n-th ring. */
export function ringIndexAt(profile: QueueProfile, enteredAt: EpochMs, at: EpochMs): number {
  let index = 0
  while (index < profile.rings.length && at - enteredAt >= (profile.rings[index]?.afterMs ?? 0)) index++
  return index
}

export function entryRequirement(item: WorkItem, profile: QueueProfile): Requirement {
  return item.needs ? { needs: item.needs } : profile.entry
}

/** The requirements that are, or will be, in force one after the other. */
export function requirementsOf(item: WorkItem, profile: QueueProfile): readonly Requirement[] {
  return [entryRequirement(item, profile), ...profile.rings]
}

export function requirementAt(item: WorkItem, profile: QueueProfile, at: EpochMs): Requirement {
  const index = ringIndexAt(profile, item.enteredAt, at)
  return profile.rings[index - 1] ?? entryRequirement(item, profile)
}

/** The requirement and the kind of contact; not whether there is room just now. */
export function mayServe(agent: AgentRecord, item: WorkItem, requirement: Requirement): boolean {
  return takes(agent.profile, slotOf(item.channel), item.outbound) && qualifies(agent.profile, requirement, item)
}

/** Region and language aside, which are the customer's. */
export function servesInSomeRing(agent: AgentProfile, { entry, rings }: QueueProfile): boolean {
  return meets(agent, entry.needs) || rings.some(({ needs }) => meets(agent, needs))
}

export interface Hold {
  readonly agent: AgentId
  readonly reason: 'owner' | 'last-agent'
}

/**
 * Whom the item is kept for at that time: its owner, else its last agent, while they are logged in, meet the requirement in force, and did
 * not hand the item back just now. Affinity never overrides eligibility.
 */
export function holdAt(floor: Floor, work: WorkRecord, queue: QueueRecord, at: EpochMs): Hold | undefined {
  const { item } = work
  if (at >= item.enteredAt + queue.profile.holdForAgentMs) return undefined
  const may = (id: AgentId | undefined): id is AgentId => {
    const agent = id === undefined ? undefined : floor.agents.get(id)
    if (!agent || !isLoggedIn(agent) || isPassedOver(work, agent.profile.id, at)) return false
    return mayServe(agent, item, requirementAt(item, queue.profile, at))
  }
  if (may(item.owner)) return { agent: item.owner, reason: 'owner' }
  if (may(item.lastAgent)) return { agent: item.lastAgent, reason: 'last-agent' }
  return undefined
}

export function isPassedOver(work: WorkRecord, agent: AgentId, at: EpochMs): boolean {
  return work.passedOver.size > 0 && (work.passedOver.get(agent) ?? at) > at
}

/** When time next changes something for waiting work: a ring, the end of a hold or a cool-off, an overflow by wait. */
export function workDeadline(work: WorkRecord, { profile, ruleNames }: QueueRecord, at: EpochMs): EpochMs | undefined {
  const { item } = work
  let deadline = Number.POSITIVE_INFINITY
  for (const { afterMs } of profile.rings) deadline = earlierAfter(at, item.enteredAt + afterMs, deadline)
  if (item.owner !== undefined || item.lastAgent !== undefined)
    deadline = earlierAfter(at, item.enteredAt + profile.holdForAgentMs, deadline)
  for (let index = 0; index < profile.overflow.length; index++) {
    const when = profile.overflow[index]?.when
    if (when?.kind === 'wait' && !work.fired.has(ruleNames[index] ?? ''))
      deadline = earlierAfter(at, item.enteredAt + when.ms, deadline)
  }
  if (work.passedOver.size > 0)
    for (const until of work.passedOver.values()) deadline = earlierAfter(at, until, deadline)
  return deadline === Number.POSITIVE_INFINITY ? undefined : deadline
}

/** Whichever is earlier, as long as `due` is still to come. */
const earlierAfter = (at: EpochMs, due: EpochMs, than: EpochMs): EpochMs => (due > at && due < than ? due : than)
