/** Who would be eligible for a queue, ring by ring. Pure. */
import { meets } from '@ringdesk/cti'
import type { AgentDocument, EligibilityPreview, QueueDocument, RequirementDocument } from '../contract/index.ts'

/** Of each ring; the number says how many there are. */
const AGENTS_SHOWN = 200

export function eligibilityOf(
  queue: QueueDocument,
  agents: readonly AgentDocument[],
  isLoggedIn: (agent: string) => boolean,
): EligibilityPreview {
  const working = agents.filter(({ enabled }) => enabled).sort((one, other) => one.name.localeCompare(other.name, 'zh'))
  const before = new Set<string>()
  const requirements: readonly (RequirementDocument & { readonly afterMs: number })[] = [
    { ...queue, afterMs: 0 },
    ...queue.rings,
  ]
  return {
    rings: requirements.map(({ needs, afterMs }, index) => {
      const eligible = working.filter((agent) => meets(agent, needs))
      const asked = [...needs.all, ...(needs.anyOf ?? []).flat()].map(({ skill }) => skill)
      const shown = eligible.slice(0, AGENTS_SHOWN).map(({ id, name, skills }) => ({
        id,
        name,
        levels: Object.fromEntries(asked.map((skill) => [skill, skills[skill] ?? 0])),
        loggedIn: isLoggedIn(id),
        added: index > 0 && !before.has(id),
      }))
      for (const { id } of eligible) before.add(id)
      return {
        index,
        afterMs,
        eligible: eligible.length,
        loggedIn: eligible.filter(({ id }) => isLoggedIn(id)).length,
        agents: shown,
      }
    }),
  }
}
