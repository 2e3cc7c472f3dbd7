/** The five rules by which one of several free agents is chosen. */
import type { AgentId, EpochMs } from '../ids.ts'
import { type AgentRecord, occupancy } from './agent-record.ts'
import type { Floor, QueueRecord } from './floor.ts'
import { levelSum, skillsNamed } from './skills.ts'
import type { Requirement } from './work.ts'

/** How an agent is reckoned; the lowest is chosen, ties fall to who is idle longest, then to the agent's id. */
export type Cost = (agent: AgentRecord) => number

/** How many agents with room for something hold the skill, at whatever level. */
export type Holders = (skill: string) => number

/** Of an agent who was never offered anything of the queue. */
const NO_TURN_YET = -1

/**
 * What the queue's rule compares:
 * - longest-idle: minus the ms idle.
 * - most-skilled: minus the sum of levels in the skills that are required; of alternatives the best level that suffices.
 * - least-occupied: occupancy of the shift, 0–1.
 * - round-robin: when the agent was last offered something of this queue (epoch ms), -1 for never. Counted since the queue has this rule.
 * - scarce-last: what is taken from others: for each skill of the agent that the item does not require, how often it was asked for lately
 *   (a request counts half after 30 minutes) ÷ the square of how many agents with room hold it, added up. The last one who holds a skill
 *   is so much dearer than one of many: that the next request finds nobody becomes unlikely faster than their number grows.
 */
export function costOf(
  floor: Floor,
  queue: QueueRecord,
  requirement: Requirement,
  holders: Holders,
  at: EpochMs,
): Cost {
  switch (queue.profile.choose) {
    case 'longest-idle':
      return (agent) => agent.idleSince - at
    case 'most-skilled':
      return (agent) => -levelSum(agent.profile, requirement.needs)
    case 'least-occupied':
      return (agent) => occupancy(agent, at)
    case 'round-robin':
      return (agent) => queue.turns.get(agent.profile.id) ?? NO_TURN_YET
    case 'scarce-last': {
      const required = new Set(skillsNamed(requirement.needs))
      return (agent) => {
        let cost = 0
        for (const skill in agent.profile.skills)
          if (agent.profile.skills[skill] && !required.has(skill))
            cost += floor.demand.of(skill, at) / holders(skill) ** 2
        return cost
      }
    }
  }
}

export interface Candidate {
  readonly agent: AgentRecord
  readonly cost: number
}

/** As the explanation tells of them. */
export interface ShownCandidate {
  readonly id: AgentId
  readonly idleSince: EpochMs
  readonly cost: number
  /** In the skills that the requirement names. */
  readonly levels: Readonly<Record<string, number>>
}

/** Less than 0 when `a` is preferred. */
export function compareCandidates(a: Candidate, b: Candidate): number {
  return (
    a.cost - b.cost ||
    a.agent.idleSince - b.agent.idleSince ||
    (a.agent.profile.id < b.agent.profile.id ? -1 : a.agent.profile.id > b.agent.profile.id ? 1 : 0)
  )
}
