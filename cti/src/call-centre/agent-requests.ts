/** What agents ask for, carried out or refused with a reason. */
import type { AgentRequest, CallInput } from '../calls/call.ts'
import type { Clock } from '../clock.ts'
import type { AgentId, CallId } from '../ids.ts'
import type { RoutingEngine } from '../routing/engine.ts'
import type { RequestedState } from '../routing/work.ts'
import type { Allocation } from './allocation.ts'
import type { AgentCommand, CommandResult } from './call-centre.ts'
import type { CallsInHand } from './calls-in-hand.ts'
import { refused, refusedBySwitch } from './refusals.ts'
import type { Steps } from './steps.ts'

export interface RequestOptions {
  readonly engine: RoutingEngine
  readonly allocation: Allocation
  readonly calls: CallsInHand
  readonly steps: Steps
  readonly clock: Clock
}

export class AgentRequests {
  readonly #options: RequestOptions

  constructor(options: RequestOptions) {
    this.#options = options
  }

  async carryOut(agent: AgentId, command: AgentCommand): Promise<CommandResult> {
    const { engine, allocation, clock } = this.#options
    const record = engine.agent(agent)
    if (!record) return refused('UNKNOWN_AGENT', `there is no agent ${agent}`)
    switch (command.type) {
      case 'request-state':
        return this.requestState(agent, command.state)
      case 'finish-wrap-up':
        if (record.state.kind !== 'wrap-up' || record.state.work !== String(command.call))
          return refused('NOT_NOW', 'there is no after-call work for this call (any more)')
        allocation.routeLater({ type: 'wrap-up-finished', agent, at: clock.now() })
        return { ok: true }
      default:
        return this.#askCall(agent, command.call, command)
    }
  }

  requestState(agent: AgentId, state: RequestedState): CommandResult {
    const { allocation, steps, clock } = this.#options
    let reason: string | undefined
    steps.do(() => {
      reason = allocation.route({ type: 'agent-state-requested', agent, state, at: clock.now() })
    })
    return reason === undefined ? { ok: true } : refused('NOT_NOW', reason)
  }

  #askCall(agent: AgentId, call: CallId, request: AgentRequest): Promise<CommandResult> {
    return ask(this.#options, call, { type: 'agent-asks', at: this.#options.clock.now(), agent, request })
  }
}

/** Asks something of a call and waits for the switch to have taken every command that follows from it. */
export function ask(
  { calls, steps }: Pick<RequestOptions, 'calls' | 'steps'>,
  call: CallId,
  input: CallInput,
): Promise<CommandResult> {
  const asked = Promise.withResolvers<CommandResult>()
  steps.do(() => {
    const { refusal, commands } = calls.step(call, input)
    if (refusal) return asked.resolve(refused(refusal.code, refusal.message))
    Promise.all(commands).then(
      () => asked.resolve({ ok: true }),
      (error: unknown) => asked.resolve(refusedBySwitch(error)),
    )
  })
  return asked.promise
}
