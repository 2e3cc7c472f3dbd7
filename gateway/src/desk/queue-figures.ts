/**
 * The queues' figures as each desk shows them. Desks that serve the same queues share one line, made once: a thousand desks are a few
 * groups.
 */
import type { AgentId, CallCentre, CallCentreConfig } from '@ringdesk/cti'
import { servedQueues } from '../configuration/served-queues.ts'
import type { DeskQueue } from '../contract/index.ts'
import { deskQueues } from './desk-views.ts'

/** Who serves the same queues, of one configuration. */
interface Groups {
  readonly config: CallCentreConfig
  readonly skills: ReadonlyMap<string, Readonly<Record<string, number>>>
  /** The queues that each agent serves, by the agent; equal ones are the same object. Filled as desks ask. */
  readonly served: Map<AgentId, ReadonlyMap<string, string>>
  readonly byIds: Map<string, ReadonlyMap<string, string>>
}

export class QueueFigures {
  readonly #callCentre: Pick<CallCentre, 'queueViews'>
  readonly #config: () => CallCentreConfig
  #groups: Groups | undefined

  constructor(callCentre: Pick<CallCentre, 'queueViews'>, config: () => CallCentreConfig) {
    this.#callCentre = callCentre
    this.#config = config
  }

  /** The figures of this moment, for whichever agent is asked about. Agents who serve the same queues get the very same list. */
  take(): (agent: AgentId) => readonly DeskQueue[] {
    const views = this.#callCentre.queueViews()
    const groups = this.#groupsInForce()
    const lines = new Map<ReadonlyMap<string, string>, readonly DeskQueue[]>()
    return (agent) => {
      const served = servedBy(groups, agent)
      const known = lines.get(served)
      if (known) return known
      const line = deskQueues(views, served)
      lines.set(served, line)
      return line
    }
  }

  #groupsInForce(): Groups {
    const config = this.#config()
    if (this.#groups?.config !== config) {
      const skills = new Map(config.agents.map((agent) => [agent.id as string, agent.skills]))
      this.#groups = { config, skills, served: new Map(), byIds: new Map() }
    }
    return this.#groups
  }
}

function servedBy({ config, skills, served, byIds }: Groups, agent: AgentId): ReadonlyMap<string, string> {
  const known = served.get(agent)
  if (known) return known
  const own = new Map(servedQueues(config, skills.get(agent) ?? {}).map(({ id, name }) => [id as string, name]))
  const ids = JSON.stringify([...own.keys()])
  const shared = byIds.get(ids) ?? own
  byIds.set(ids, shared)
  served.set(agent, shared)
  return shared
}
