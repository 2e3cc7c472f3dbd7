/** Who may serve what: skills, region, language, and what kinds of contact an agent takes at all. */
import type { AgentProfile, Capacity, Channel, Needs, Requirement, SkillNeed, WorkItem } from './work.ts'

/** What an agent has room for: calls and callbacks share the one voice slot. */
export type Slot = 'voice' | 'chat'

const ONE_CALL: Capacity = { voice: 1, chat: 0, total: 1 }

export const slotOf = (channel: Channel): Slot => (channel === 'chat' ? 'chat' : 'voice')

export const capacityOf = (agent: AgentProfile): Capacity => agent.capacity ?? ONE_CALL

/** Whether the agent takes such contacts at all; `outbound`: those whom we call. */
export function takes(agent: AgentProfile, slot: Slot, outbound = false): boolean {
  const capacity = capacityOf(agent)
  const not = outbound ? 'inbound-only' : 'outbound-only'
  return capacity[slot] > 0 && capacity.total > 0 && agent.blend !== not
}

/** Whether the agent holds every needed skill at the needed level or above, and one of each group of alternatives. */
export function meets(agent: Pick<AgentProfile, 'skills'>, needs: Needs): boolean {
  const has = ({ skill, min }: SkillNeed): boolean => (agent.skills[skill] ?? 0) >= min
  return needs.all.every(has) && (needs.anyOf ?? []).every((group) => group.some(has))
}

/** Whether the agent meets the needs, and the customer's region and language where these are asked for and known. */
export function qualifies(
  agent: AgentProfile,
  { needs, sameRegion, sameLanguage }: Requirement,
  { region, language }: Pick<WorkItem, 'region' | 'language'>,
): boolean {
  if (sameRegion && region !== undefined && agent.region !== region) return false
  if (sameLanguage && language !== undefined && !agent.languages?.includes(language)) return false
  return meets(agent, needs)
}

/** Every skill that is named, once each, in the order of naming. */
export function skillsNamed(needs: Needs): readonly string[] {
  const names: string[] = []
  const name = ({ skill }: SkillNeed): void => {
    if (!names.includes(skill)) names.push(skill)
  }
  needs.all.forEach(name)
  for (const group of needs.anyOf ?? []) group.forEach(name)
  return names
}

/** The agent's level in each skill that is named, 0 for none. */
export function levelsIn({ skills }: AgentProfile, needs: Needs): Record<string, number> {
  return Object.fromEntries(skillsNamed(needs).map((skill) => [skill, skills[skill] ?? 0]))
}

/** Levels in the needed skills added up; of alternatives the best one that suffices counts. */
export function levelSum(agent: AgentProfile, needs: Needs): number {
  let sum = 0
  for (const skill of new Set(needs.all.map((need) => need.skill))) sum += agent.skills[skill] ?? 0
  for (const group of needs.anyOf ?? []) {
    let best = 0
    for (const { skill, min } of group) {
      const level = agent.skills[skill] ?? 0
      if (level >= min && level > best) best = level
    }
    sum += best
  }
  return sum
}
