/** Who is doing what right now: the agents of a campaign and its attempts under way. */
import type { AgentId, EpochMs } from '../ids.ts'
import type { AttemptId, Doubt } from './dialler-types.ts'

export type AgentState = 'free' | 'talking' | 'wrapping' | 'taken'
export interface AgentOnFloor {
  readonly state: AgentState
  readonly since: EpochMs
  readonly leaving: boolean
}
export interface AttemptOnFloor {
  readonly state: 'ringing' | 'waiting'
  readonly since: EpochMs
}

export interface FloorSnapshot {
  readonly agents: readonly (readonly [AgentId, AgentOnFloor])[]
  readonly attempts: readonly (readonly [AttemptId, AttemptOnFloor])[]
}

/** An attempt that nothing was heard of for so long has been lost, and its agent is free of it. No line rings longer. ms */
const LOST_AFTER = 180_000

export class Floor {
  readonly #agents = new Map<AgentId, AgentOnFloor>()
  readonly #attempts = new Map<AttemptId, AttemptOnFloor>()
  #free = 0
  #waiting = 0

  constructor(snapshot?: FloorSnapshot) {
    for (const [id, agent] of snapshot?.agents ?? []) this.#put(id, agent)
    for (const [id, attempt] of snapshot?.attempts ?? []) this.#hold(id, attempt)
  }

  get free(): number {
    return this.#free
  }
  get waiting(): number {
    return this.#waiting
  }
  /** Attempts ringing or waiting for an agent. */
  get underWay(): number {
    return this.#attempts.size
  }
  /** Agents by state; `leaving` are among the others. */
  count(): Readonly<Record<AgentState | 'leaving', number>> {
    const counted = { free: 0, talking: 0, wrapping: 0, taken: 0, leaving: 0 }
    for (const { state, leaving } of this.#agents.values()) {
      counted[state]++
      if (leaving) counted.leaving++
    }
    return counted
  }

  get agents(): Iterable<AgentOnFloor> {
    return this.#agents.values()
  }
  get agentCount(): number {
    return this.#agents.size
  }
  get attempts(): Iterable<AttemptOnFloor> {
    return this.#attempts.values()
  }

  agent(id: AgentId): AgentOnFloor | undefined {
    return this.#agents.get(id)
  }

  attempt(id: AttemptId): AttemptOnFloor | undefined {
    return this.#attempts.get(id)
  }

  /** Puts an agent into a state. Whoever wanted to leave and would be free has left. */
  move(id: AgentId, state: AgentState, at: EpochMs): void {
    const before = this.#agents.get(id)
    if (state === 'free' && before?.leaving && before.state !== 'free') this.drop(id)
    // Who begins to talk again has ended the talk before, whether we heard of it or not.
    else if (before?.state !== state || state === 'talking')
      this.#put(id, { state, since: at, leaving: before?.leaving ?? false })
  }

  /** @returns whether they are here at all */
  leave(id: AgentId): boolean {
    const agent = this.#agents.get(id)
    if (!agent) return false
    if (agent.state === 'free') this.drop(id)
    else this.#put(id, { ...agent, leaving: true })
    return true
  }

  /** @returns whether they were here at all */
  drop(id: AgentId): boolean {
    const agent = this.#agents.get(id)
    if (!agent) return false
    if (agent.state === 'free') this.#free--
    return this.#agents.delete(id)
  }

  dial(id: AttemptId, at: EpochMs): Doubt | undefined {
    if (this.#attempts.has(id)) return 'attempt-known-already'
    this.#hold(id, { state: 'ringing', since: at })
    return undefined
  }

  answer(id: AttemptId, at: EpochMs): void {
    this.end(id)
    this.#hold(id, { state: 'waiting', since: at })
  }

  end(id: AttemptId): void {
    if (this.#attempts.get(id)?.state === 'waiting') this.#waiting--
    this.#attempts.delete(id)
  }

  forgetLost(at: EpochMs): void {
    for (const [id, attempt] of this.#attempts) if (at - attempt.since > LOST_AFTER) this.end(id)
  }

  snapshot(): FloorSnapshot {
    return { agents: [...this.#agents], attempts: [...this.#attempts] }
  }

  #put(id: AgentId, agent: AgentOnFloor): void {
    if (this.#agents.get(id)?.state === 'free') this.#free--
    if (agent.state === 'free') this.#free++
    this.#agents.set(id, agent)
  }

  #hold(id: AttemptId, attempt: AttemptOnFloor): void {
    if (attempt.state === 'waiting') this.#waiting++
    this.#attempts.set(id, attempt)
  }
}
