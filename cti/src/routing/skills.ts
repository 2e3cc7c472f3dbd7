import type { AgentProfile, Needs } from './work.ts'

/** Whether the agent holds every needed skill at the needed level or above. */
export function meets(agent: AgentProfile, needs: Needs): boolean {
  return needs.all.every(({ skill, min }) => (agent.skills[skill] ?? 0) >= min)
}
