/** The routing engine at work: it is told what happens, and what it decides goes to the calls and to the agents' states. */
import type { Logger } from 'pino'
import type { Fact } from '../facts.ts'
import type { AgentId, EpochMs } from '../ids.ts'
import type { RoutingEngine } from '../routing/engine.ts'
import type { RoutingDecision, RoutingEvent } from '../routing/engine-types.ts'
import type { AgentState } from '../routing/work.ts'
import type { Steps } from './steps.ts'
import type { WakeUps } from './wake-ups.ts'

type DecisionOf<Type extends RoutingDecision['type']> = Extract<RoutingDecision, { type: Type }>

export interface AllocationOptions {
  readonly engine: RoutingEngine
  readonly log: Logger
  readonly steps: Steps
  readonly wakeUps: WakeUps<unknown>
  readonly isRunning: () => boolean
  /** What concerns a call, as a step of its own. */
  readonly onCallDecision: (decision: DecisionOf<'offer' | 'offer-ended' | 'overflow'>, at: EpochMs) => void
  readonly onAgentState: (agent: AgentId, state: AgentState, since: EpochMs) => void
  readonly tell: (fact: Fact) => void
}

export class Allocation {
  readonly #options: AllocationOptions

  constructor(options: AllocationOptions) {
    this.#options = options
  }

  /** Returns why the engine refused, when it did. */
  route(event: RoutingEvent): string | undefined {
    const { engine, log, steps, onCallDecision } = this.#options
    let refused: string | undefined
    for (const decision of engine.handle(event)) {
      switch (decision.type) {
        case 'offer':
        case 'offer-ended':
        case 'overflow':
          steps.do(() => onCallDecision(decision, event.at))
          break
        case 'agent-state-changed':
          this.#stateChanged(decision, event.at)
          break
        case 'refused':
          refused = decision.reason
          log.warn({ event: decision.event }, `routing refused an event: ${decision.reason}`)
      }
    }
    return refused
  }

  routeLater(event: RoutingEvent): void {
    this.#options.steps.do(() => this.route(event))
  }

  /** To be called whenever the engine may have something else to wait for. */
  armTimer(): void {
    const { engine, wakeUps, isRunning } = this.#options
    const at = isRunning() ? engine.nextDeadline() : undefined
    wakeUps.set(this, at, (now) => this.routeLater({ type: 'time-passed', at: now }))
  }

  #stateChanged({ type, agent, state, since, next }: DecisionOf<'agent-state-changed'>, at: EpochMs): void {
    this.#options.onAgentState(agent, state, since)
    const id = `${agent}/${type}/${at}/${state.kind}${next ? `+${next.kind}` : ''}`
    this.#options.tell({ id, at, type, agent, state, since, ...(next ? { next } : {}) })
  }
}
