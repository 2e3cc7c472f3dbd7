/** Which agents are listed, in which order. Pure. */
import type { AgentLine, SupervisedPerson } from '@ringdesk/gateway/contract'
import { occupancy } from './figure-words.ts'

export type AgentColumn = 'name' | 'state' | 'time' | 'queue' | 'occupancy' | 'contacts'

export interface AgentFilter {
  readonly queue: string
  readonly team: string
  /** A state's kind, or 'logged-in'. */
  readonly state: string
  readonly q: string
}

/** The most urgent first. */
const stateOrder: readonly AgentLine['kind'][] = ['offered', 'on-contact', 'wrap-up', 'not-ready', 'ready', 'offline']

export function matches(agent: AgentLine, person: SupervisedPerson, filter: AgentFilter): boolean {
  const { queue, team, state, q } = filter
  if (queue !== '' && !person.queues.includes(queue)) return false
  if (team !== '' && !person.teams.includes(team)) return false
  if (state === 'logged-in' ? agent.kind === 'offline' : state !== '' && agent.kind !== state) return false
  const text = q.trim().toLowerCase()
  return text === '' || [person.name, person.id, person.extension].some((each) => each.toLowerCase().includes(text))
}

export function listedAgents(
  people: readonly SupervisedPerson[],
  agents: ReadonlyMap<string, AgentLine>,
  filter: AgentFilter,
  sort: { readonly by: AgentColumn; readonly down: boolean },
  now: number,
  dayStart: number,
): string[] {
  const values: Readonly<Record<AgentColumn, (agent: AgentLine) => number>> = {
    name: () => 0,
    state: (agent) => stateOrder.indexOf(agent.kind),
    time: (agent) => (agent.since === 0 ? 0 : now - agent.since),
    // Of the names of queues nothing but sameness matters.
    queue: (agent) => (agent.queue === undefined ? 1 : 0),
    occupancy: (agent) => occupancy(agent, now, dayStart) ?? -1,
    contacts: (agent) => agent.contacts,
  }
  const value = values[sort.by]
  const sign = sort.down ? -1 : 1
  return people
    .flatMap((person) => {
      const agent = agents.get(person.id)
      return agent && matches(agent, person, filter) ? [{ id: person.id, agent, figure: value(agent) }] : []
    })
    .sort((a, b) => {
      const byText =
        sort.by === 'queue' ? (a.agent.queue ?? '').localeCompare(b.agent.queue ?? '') : a.id.localeCompare(b.id)
      return (
        sign * (a.figure - b.figure || (sort.by === 'name' || sort.by === 'queue' ? byText : 0)) ||
        a.id.localeCompare(b.id)
      )
    })
    .map(({ id }) => id)
}
