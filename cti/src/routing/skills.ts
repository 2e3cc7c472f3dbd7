import type { AgentProfile, Needs, SkillNeed } from './work.ts'

/** Whether the agent holds every needed skill at the needed level or above, and one of each group of alternatives. */
export function meets(agent: Pick<AgentProfile, 'skills'>, needs: Needs): boolean {
  const has = ({ skill, min }: SkillNeed): boolean => (agent.skills[skill] ?? 0) >= min
  return needs.all.every(has) && (needs.anyOf ?? []).every((group) => group.some(has))
}
