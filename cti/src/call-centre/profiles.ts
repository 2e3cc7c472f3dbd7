/** Queues and agents as configured, in the routing engine's words. */
import type { AgentConfig, QueueConfig } from '../configuration.ts'
import { asAgentId, asQueueId } from '../ids.ts'
import type { AgentProfile, Needs, OverflowRule, QueueProfile, Requirement } from '../routing/work.ts'

export function queueProfile(config: QueueConfig): QueueProfile {
  const { weight, priority, vipPriority, choose, holdForAgentMs, offerTimeoutMs, wrapUpMs, missesAllowed } = config
  return {
    id: asQueueId(config.id),
    entry: requirement(config),
    rings: config.rings.map((ring) => ({ ...requirement(ring), afterMs: ring.afterMs })),
    weight,
    priority,
    vipPriority,
    choose,
    holdForAgentMs,
    offerTimeoutMs,
    wrapUpMs,
    missesAllowed,
    overflow: config.overflow.map(
      ({ when, action }): OverflowRule => ({
        when,
        action: action.kind === 'queue' ? { ...action, queue: asQueueId(action.queue) } : action,
      }),
    ),
  }
}

export function agentProfile({ id, skills, region, teams, languages, capacity, blend }: AgentConfig): AgentProfile {
  return { id: asAgentId(id), skills, teams, languages, capacity, blend, ...(region ? { region } : {}) }
}

function requirement({
  needs: { all, anyOf },
  sameRegion,
  sameLanguage,
}: Pick<QueueConfig, 'needs' | 'sameRegion' | 'sameLanguage'>): Requirement {
  const needs: Needs = anyOf ? { all, anyOf } : { all }
  return { needs, sameRegion, sameLanguage }
}
