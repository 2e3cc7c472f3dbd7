/** A call centre for tests of the way to it: says what the test has it say, and remembers what it was asked. */
import type { CallCentreConfig } from '../../configuration.ts'
import type { Fact } from '../../facts.ts'
import { type AgentId, asAgentId, asCallId } from '../../ids.ts'
import type { AgentState } from '../../routing/work.ts'
import type { SwitchStatus } from '../../switch/port.ts'
import type {
  AgentCommand,
  AgentView,
  CallCentre,
  CallerHint,
  CommandResult,
  ContactView,
  OutboundOrder,
  SupervisorCommand,
} from '../call-centre.ts'

export const ANN = asAgentId('ann')

export class ScriptedCallCentre implements CallCentre {
  readonly asked: { readonly agent: AgentId; readonly commandId: string; readonly command: AgentCommand }[] = []
  readonly supervised: {
    readonly supervisor: string
    readonly commandId: string
    readonly command: SupervisorCommand
  }[] = []
  readonly hinted: CallerHint[] = []
  readonly dialled: OutboundOrder[] = []
  readonly withdrawn: string[] = []
  contacts: readonly ContactView[] = []
  answer: () => Promise<CommandResult> = async () => ({ ok: true })
  status: SwitchStatus = { connected: true, simulated: true, name: 'scripted', since: 0, reconnects: 0 }
  calls = 0
  #state: AgentState = { kind: 'offline' }
  readonly #listeners = new Set<(fact: Fact) => void>()

  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  configure(_config: CallCentreConfig): void {}

  command(agent: AgentId, commandId: string, command: AgentCommand): Promise<CommandResult> {
    this.asked.push({ agent, commandId, command })
    return this.answer()
  }

  onFact(listener: (fact: Fact) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  agentView(agent: AgentId): AgentView | undefined {
    return agent === ANN ? { agent, state: this.#state, since: 0, contacts: [] } : undefined
  }

  supervise(supervisor: string, commandId: string, command: SupervisorCommand): Promise<CommandResult> {
    this.supervised.push({ supervisor, commandId, command })
    return this.answer()
  }

  dial(order: OutboundOrder): Promise<CommandResult> {
    this.dialled.push(order)
    return this.answer()
  }

  withdraw(attempt: string): Promise<CommandResult> {
    this.withdrawn.push(attempt)
    return this.answer()
  }

  hint(hints: readonly CallerHint[]): void {
    this.hinted.push(...hints)
  }

  contactViews(): readonly ContactView[] {
    return this.contacts
  }

  queueViews() {
    return []
  }

  switchStatus(): SwitchStatus {
    return this.status
  }

  liveCalls(): number {
    return this.calls
  }

  tell(fact: Fact): void {
    for (const listener of this.#listeners) listener(fact)
  }

  /** The first of all facts of one that works: the switch is there. */
  connect(): void {
    this.tell({ id: 'switch/connected/1', at: 1, type: 'switch-connected', coreId: 'one', restarted: false })
  }

  become(state: AgentState, at: number): void {
    this.#state = state
    this.tell({ id: `ann/${at}/${state.kind}`, at, type: 'agent-state-changed', agent: ANN, state, since: at })
  }
}

/** Facts that differ in their number. */
export const held = (number: number): Fact => ({
  id: `fact-${number}`,
  at: number,
  type: 'call-held',
  call: asCallId('call'),
  agent: ANN,
})
