/** A call centre in which calls are only offered and withdrawn, when the bench says so: what the desks stand on, without a switch. */
import {
  type AgentContact,
  type AgentId,
  type AgentView,
  asAgentId,
  asCallId,
  asQueueId,
  type CallCentre,
  type CallCentreConfig,
  callCentreConfig,
  type Explanation,
  type Fact,
  type OfferId,
} from '@ringdesk/cti'

export const QUEUE = 'aftersales'
export const HOTLINE = '4008001234'
const caller = {
  number: '+8613800138000',
  raw: '13800138000',
  name: '王小明',
  kind: 'mobile',
  province: '浙江省',
  city: '杭州市',
} as const

export class ImaginaryCalls implements CallCentre {
  readonly agents: readonly AgentId[]
  readonly config: CallCentreConfig
  readonly #contacts = new Map<AgentId, AgentContact>()
  readonly #listeners = new Set<(fact: Fact) => void>()

  constructor(agents: number) {
    this.agents = Array.from({ length: agents }, (_, index) => asAgentId(`a${10_001 + index}`))
    const week = Array.from({ length: 7 }, () => [[0, 1440]])
    this.config = callCentreConfig.parse({
      version: 1,
      hotlines: [{ number: HOTLINE, name: '售后热线', hours: { week }, queue: QUEUE }],
      queues: [{ id: QUEUE, name: '售后服务', needs: { all: [{ skill: 'tea', min: 1 }] } }],
      agents: this.agents.map((id, index) => ({ id, name: id, extension: String(10_001 + index), skills: { tea: 5 } })),
    })
  }

  /** What the agent's desk is to be told when this call is offered. */
  prepare(agent: AgentId, call: string, at: number): { readonly contact: AgentContact; readonly fact: Fact } {
    const offer = `${call}@${at}.${agent}` as OfferId
    const contact: AgentContact = {
      call: asCallId(call),
      phase: 'offered',
      since: at,
      offer,
      offerExpiresAt: at + 20_000,
      caller,
      hotline: HOTLINE,
      queue: asQueueId(QUEUE),
      waitedMs: 1_234,
      muted: false,
    }
    const fact: Fact = {
      id: `${call}/call-offered/${offer}`,
      at,
      type: 'call-offered',
      call: asCallId(call),
      offer,
      agent,
      queue: asQueueId(QUEUE),
      hotline: HOTLINE,
      caller,
      enteredAt: at - 1_234,
      expiresAt: at + 20_000,
      why: this.why(agent),
    }
    return { contact, fact }
  }

  why(agent: AgentId): Explanation {
    const { length } = this.agents
    return {
      waitedMs: 1_234,
      free: length,
      eligible: length,
      ring: { index: 0, of: 1, afterMs: 0 },
      matched: true,
      score: 0.02,
      weight: 1,
      priority: 0,
      reason: 'rule',
      rule: 'longest-idle',
      candidates: [{ agent, idleMs: 61_000, score: 0, levels: { tea: 5 } }],
    }
  }

  offer({ contact, fact }: ReturnType<ImaginaryCalls['prepare']>): void {
    if (fact.type !== 'call-offered') return
    this.#contacts.set(fact.agent, contact)
    this.#tell(fact)
  }

  takeBack(agent: AgentId, at: number): void {
    const contact = this.#contacts.get(agent)
    if (!contact?.offer) return
    this.#contacts.delete(agent)
    const { call, offer } = contact
    this.#tell({ id: `${call}/offer-ended`, at, type: 'call-offer-ended', call, offer, agent, end: 'customer-left' })
  }

  onFact(listener: (fact: Fact) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  agentView(agent: AgentId): AgentView {
    const contact = this.#contacts.get(agent)
    if (!contact?.offer) return { agent, state: { kind: 'ready' }, since: 0, contacts: [] }
    const work = contact.call as unknown as Extract<AgentView['state'], { kind: 'offered' }>['work']
    return {
      agent,
      state: { kind: 'offered', work, offer: contact.offer },
      since: contact.since,
      contacts: [contact],
    }
  }

  /** Different every time, as the figures of a busy queue are. */
  queueViews() {
    const loggedIn = this.agents.length
    const ready = loggedIn - this.#contacts.size - (Date.now() % 7)
    const staff = { offline: 0, ready, 'not-ready': 0, offered: 0, 'on-contact': loggedIn - ready, 'wrap-up': 0 }
    return [{ queue: asQueueId(QUEUE), waiting: 0, callbacks: 0, ready, loggedIn, staff }]
  }

  switchStatus() {
    return { connected: true, simulated: true, name: 'imaginary', since: 0, reconnects: 0 }
  }

  liveCalls(): number {
    return this.#contacts.size
  }

  contactViews() {
    return []
  }

  hint(): void {}

  async dial() {
    return { ok: true } as const
  }

  async withdraw() {
    return { ok: true } as const
  }

  async supervise() {
    return { ok: true } as const
  }

  async command() {
    return { ok: true } as const
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  configure(): void {}

  #tell(fact: Fact): void {
    for (const listener of this.#listeners) listener(fact)
  }
}
