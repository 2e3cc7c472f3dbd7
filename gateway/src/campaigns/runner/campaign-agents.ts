/** Tells a campaign's dialler of its agents: who is free for it, who writes up, whom something else has, who goes. */
import { type AgentId, type AgentView, asAgentId, type CallCentreConfig, meets, type PacingEvent } from '@ringdesk/cti'

type Told = 'free' | 'wrapping' | 'taken' | 'leaving' | 'busy'

/** Agents who could serve this queue on entry, and take calls that we make. */
export function staffOf(config: CallCentreConfig, queueId: string): readonly AgentId[] {
  const queue = config.queues.find(({ id }) => id === queueId)
  if (!queue) return []
  return config.agents
    .filter((agent) => agent.blend !== 'inbound-only' && meets(agent, queue.needs))
    .map(({ id }) => asAgentId(id))
}

export class CampaignAgents {
  readonly #campaign: string
  readonly #told = new Map<AgentId, Told>()

  constructor(campaign: string) {
    this.#campaign = campaign
  }

  /** @param agents those who are this campaign's now. @returns what has changed since the last look */
  changes(agents: readonly AgentId[], viewOf: (agent: AgentId) => AgentView | undefined, at: number): PacingEvent[] {
    const events: PacingEvent[] = []
    const present = new Set<AgentId>()
    for (const agent of agents) {
      const now = this.#stateOf(viewOf(agent))
      if (now === undefined) continue
      present.add(agent)
      const before = this.#told.get(agent)
      if (before === now) continue
      // In our own call: the attempt's events say so. But who joins in the middle of one is there.
      if (now === 'busy' && before !== undefined) {
        this.#told.set(agent, now)
        continue
      }
      this.#told.set(agent, now)
      if (now === 'leaving' && before === undefined) continue
      events.push({ type: now === 'busy' ? 'agent-taken' : `agent-${now}`, agent, at })
    }
    for (const agent of [...this.#told.keys()])
      if (!present.has(agent)) {
        this.#told.delete(agent)
        events.push({ type: 'agent-left', agent, at })
      }
    return events
  }

  #stateOf(view: AgentView | undefined): Told | undefined {
    if (!view) return undefined
    const { state, next, contacts } = view
    const goes = next !== undefined && next.kind !== 'ready'
    switch (state.kind) {
      case 'ready':
        return goes ? 'leaving' : 'free'
      case 'wrap-up':
        return goes ? 'leaving' : 'wrapping'
      case 'offered':
      case 'on-contact':
        if (goes) return 'leaving'
        return contacts.some(({ campaign }) => campaign === this.#campaign) ? 'busy' : 'taken'
      case 'offline':
      case 'not-ready':
        return undefined
    }
  }
}
