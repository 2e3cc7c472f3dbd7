/** The configuration snapshot with its look-ups made ready, so that a call never searches lists. */
import {
  type AgentConfig,
  type CallCentreConfig,
  callCentreConfig,
  type FlowConfig,
  type HotlineConfig,
  type QueueConfig,
} from '../configuration.ts'
import type { AgentId, QueueId } from '../ids.ts'

export class ConfigurationError extends Error {
  /** One line a problem: where, and what is wrong. */
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`the configuration is not valid:\n${problems.join('\n')}`)
    this.name = 'ConfigurationError'
    this.problems = problems
  }
}

export class ConfigurationInForce {
  readonly config: CallCentreConfig
  readonly #hotlines: ReadonlyMap<string, HotlineConfig>
  readonly #queues: ReadonlyMap<string, QueueConfig>
  readonly #agents: ReadonlyMap<string, AgentConfig>
  readonly #flows: ReadonlyMap<string, FlowConfig>

  /** @throws ConfigurationError naming every problem */
  constructor(input: unknown) {
    const parsed = callCentreConfig.safeParse(input)
    if (!parsed.success) {
      throw new ConfigurationError(
        parsed.error.issues.map((issue) => `${issue.path.join('.') || '(all)'}: ${issue.message}`),
      )
    }
    this.config = parsed.data
    this.#hotlines = new Map(parsed.data.hotlines.map((hotline) => [hotline.number, hotline]))
    this.#queues = new Map(parsed.data.queues.map((queue) => [queue.id, queue]))
    this.#agents = new Map(parsed.data.agents.map((agent) => [agent.id, agent]))
    this.#flows = new Map(parsed.data.flows.map((flow) => [flow.id, flow]))
  }

  /** Trunks write a dialled 4008001234 also as +864008001234, 864008001234 or 04008001234. */
  readonly hotline = (dialled: string): HotlineConfig | undefined => {
    const bare = dialled.replace(/[\s-]/g, '')
    return (
      this.#hotlines.get(bare) ??
      this.#hotlines.get(bare.replace(/^(\+|00)?86/, '')) ??
      this.#hotlines.get(bare.replace(/^0/, ''))
    )
  }
  readonly queue = (id: QueueId): QueueConfig | undefined => this.#queues.get(id)
  readonly agent = (id: AgentId): AgentConfig | undefined => this.#agents.get(id)
  readonly flow = (id: string): FlowConfig | undefined => this.#flows.get(id)
}
