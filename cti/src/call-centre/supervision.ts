/** What supervisors ask for, carried out or refused with a reason. */
import { ask, type RequestOptions } from './agent-requests.ts'
import type { CommandResult, SupervisorCommand } from './call-centre.ts'
import { refused } from './refusals.ts'

const MOST_PRIORITY = 120

export class SupervisorRequests {
  readonly #options: RequestOptions

  constructor(options: RequestOptions) {
    this.#options = options
  }

  async carryOut(supervisor: string, command: SupervisorCommand): Promise<CommandResult> {
    const { engine, allocation, clock, steps } = this.#options
    const at = clock.now()
    if (command.type === 'set-agent-state') {
      const { agent, state } = command
      if (!engine.agent(agent)) return refused('UNKNOWN_AGENT', `there is no agent ${agent}`)
      let reason: string | undefined
      steps.do(() => {
        reason = allocation.route({ type: 'agent-state-requested', agent, state, at })
      })
      return reason === undefined ? { ok: true } : refused('NOT_NOW', reason)
    }
    if (command.type === 'prioritise-contact' && !isPriority(command.priority))
      return refused('NOT_NOW', `a priority is 0 to ${MOST_PRIORITY} minutes`)
    return ask(this.#options, command.call, { type: 'supervisor-asks', at, supervisor, request: command })
  }
}

const isPriority = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= MOST_PRIORITY
