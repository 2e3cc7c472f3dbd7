/**
 * All desks: follows the call centre's facts, keeps each connected agent's stream, and carries their commands to the call centre.
 * The pop goes out at once with what the call itself says; what the database knows follows when it has answered.
 */
import type { AgentCommand, AgentId, CallCentre, CallCentreConfig, CallId, Fact } from '@ringdesk/cti'
import { asAgentId, asCallId, asQueueId } from '@ringdesk/cti'
import type { Logger } from 'pino'
import {
  type ContactContext,
  type DeskCommand,
  type DeskCommandResult,
  type DeskDestination,
  type DeskMessage,
  type DeskSnapshot,
  type DeskUpdate,
  deskCommandMessage,
  type Me,
} from '../contract/index.ts'
import { within } from '../deadline.ts'
import { CallsAtDesks } from './calls-at-desks.ts'
import type { DeskPlaces } from './desk-places.ts'
import { DeskStream, type RemovalReason } from './desk-stream.ts'
import { deskContact, deskState, type Names } from './desk-views.ts'
import { Lookups } from './lookups.ts'
import { QueueFigures } from './queue-figures.ts'
import { TellingRounds } from './telling-rounds.ts'

/** How long a desk may be away (reload, lost network) before its agent gets no more calls, ms. */
const GRACE_MS = 60_000
/** The database's part of the pop. Later than this it is no help any more. */
const CONTEXT_DEADLINE_MS = 5_000

/** Contexts that are asked for at once; each takes up to three connections. */
const CONTEXTS_AT_ONCE = 3

export interface DesksOptions {
  readonly callCentre: CallCentre
  /** What the database knows about the contact. */
  readonly context: (clue: { callId: string; number?: string }, reader: Me) => Promise<ContactContext>
  /** The ticket of a call, alone: the one part of the context that the call itself changes. */
  readonly ticket: (callId: string, reader: Me) => Promise<ContactContext['ticket']>
  readonly config: () => CallCentreConfig
  readonly names: () => Names
  /** Where else agents may have their desks open. Absent: nowhere, there is one gateway. */
  readonly places?: DeskPlaces
  /** What supervisors tell agents. Absent: nothing. */
  readonly messages?: DeskMessages
  readonly log: Logger
  readonly now?: () => number
}

export interface DeskMessages {
  unread(agent: string): readonly DeskMessage[]
  /** Returns false when there is no such message for this agent. @throws when it could not be kept */
  acknowledge(agent: string, id: string): Promise<boolean>
  /** Called with the agent whose messages have changed, or with nobody when they may be anybody's. */
  onChange(listener: (agent?: string) => void): void
}

/** One browser window with the desk open. */
export interface DeskConnection {
  readonly me: Me
  update(updates: readonly DeskUpdate[]): void
  /** The agent opened the desk elsewhere. */
  superseded(): void
}

interface Desk {
  readonly agent: AgentId
  connection: DeskConnection | undefined
  readonly stream: DeskStream
  /** Why the contacts that are gone, or about to go, are gone. */
  readonly endings: Map<string, RemovalReason>
  cancelGrace: (() => void) | undefined
}

export class Desks {
  readonly #options: DesksOptions
  readonly #now: () => number
  readonly #desks = new Map<AgentId, Desk>()
  readonly #calls = new CallsAtDesks()
  readonly #lookups = new Lookups(CONTEXTS_AT_ONCE)
  readonly #figures: QueueFigures
  readonly #figuresRounds = new TellingRounds<Desk>(() => this.#figuresRound())
  readonly #unsubscribe: () => void

  constructor(options: DesksOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#figures = new QueueFigures(options.callCentre, options.config)
    this.#unsubscribe = options.callCentre.onFact((fact) => this.#follow(fact))
    options.places?.onOpenedElsewhere((agent) => this.#openedElsewhere(agent))
    options.messages?.onChange((agent) => this.#tellMessages(agent))
  }

  close(): void {
    this.#unsubscribe()
    this.#figuresRounds.stop()
    for (const desk of this.#desks.values()) desk.cancelGrace?.()
  }

  get connected(): number {
    let count = 0
    for (const desk of this.#desks.values()) if (desk.connection) count++
    return count
  }

  /** After our own start, or another gateway's end: agents who were ready have the usual grace to come back. */
  expect(agents: readonly string[]): void {
    for (const id of agents) {
      const desk = this.#desk(asAgentId(id))
      if (!desk.connection && !desk.cancelGrace) this.#startGrace(desk)
    }
  }

  /** A browser opens the desk; an earlier one of the same agent becomes a spectator. */
  attach(agent: AgentId, connection: DeskConnection): DeskSnapshot {
    const desk = this.#desk(agent)
    desk.connection?.superseded()
    desk.connection = connection
    desk.cancelGrace?.()
    desk.cancelGrace = undefined
    this.#options.places?.opened(agent)
    // What this agent has in hand may be unknown here (our restart): look it up anew.
    for (const contact of this.#options.callCentre.agentView(agent)?.contacts ?? [])
      this.#loadContext(agent, contact.call)
    return this.snapshot(agent, connection.me)
  }

  /** The window is gone: calls go on; after the grace the agent gets no new ones. */
  detach(agent: AgentId, connection: DeskConnection): void {
    const desk = this.#desks.get(agent)
    if (desk?.connection !== connection) return
    desk.connection = undefined
    this.#options.places?.closed(agent)
    this.#startGrace(desk)
  }

  snapshot(agent: AgentId, me: Me): DeskSnapshot {
    const { callCentre } = this.#options
    const desk = this.#desk(agent)
    const view = callCentre.agentView(agent)
    const { connected, simulated, name } = callCentre.switchStatus()
    this.#refresh(agent)
    const messages = this.#options.messages?.unread(agent) ?? []
    desk.stream.messages(messages)
    const destinations = this.#destinations()
    desk.stream.destinations(destinations)
    return {
      seq: desk.stream.seq,
      serverTime: this.#now(),
      me,
      state: view ? deskState(view) : { kind: 'offline', since: this.#now() },
      contacts: (view?.contacts ?? []).map((contact) => {
        const extras = this.#calls.extras(contact.call)
        return {
          ...deskContact(contact, extras, me.role, this.#options.names()),
          ...(extras.context ? { context: extras.context } : {}),
        }
      }),
      queues: this.#figures.take()(agent),
      destinations,
      messages,
      switch: { connected, simulated, name },
    }
  }

  /** Checks a message from the browser and has it carried out. Never throws. */
  async command(agent: AgentId, connection: DeskConnection, message: unknown): Promise<DeskCommandResult> {
    const parsed = deskCommandMessage.safeParse(message)
    if (!parsed.success) {
      return {
        ok: false,
        code: 'BAD_COMMAND',
        message: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
      }
    }
    if (this.#desks.get(agent)?.connection !== connection) {
      return { ok: false, code: 'NOT_ALLOWED', message: 'the desk is open in another window' }
    }
    const { id, command } = parsed.data
    if (command.type === 'acknowledge-message') return this.#acknowledge(agent, command.message)
    return this.#options.callCentre.command(agent, id, toAgentCommand(command))
  }

  async #acknowledge(agent: AgentId, message: string): Promise<DeskCommandResult> {
    try {
      // One that is gone already was acknowledged, or its day is over: either way it is done.
      await this.#options.messages?.acknowledge(agent, message)
      return { ok: true }
    } catch (error) {
      this.#options.log.warn({ err: error, agent }, 'that a message was read could not be kept')
      return { ok: false, code: 'TRY_AGAIN', message: 'the database is away' }
    }
  }

  /** After the ledger has written: the tickets of these calls can be read now. */
  recorded(facts: readonly Fact[]): void {
    for (const fact of facts) {
      if ((fact.type === 'call-connected' || fact.type === 'call-ended') && fact.agent)
        this.#loadTicket(fact.agent, fact.call)
    }
  }

  #desk(agent: AgentId): Desk {
    const known = this.#desks.get(agent)
    if (known) return known
    const desk: Desk = {
      agent,
      connection: undefined,
      stream: new DeskStream((updates) => this.#desks.get(agent)?.connection?.update(updates), this.#now),
      endings: new Map(),
      cancelGrace: undefined,
    }
    this.#desks.set(agent, desk)
    return desk
  }

  /** On another gateway: the window here becomes a spectator, and whether the agent is away is no longer ours to tell. */
  #openedElsewhere(agent: AgentId): void {
    const desk = this.#desks.get(agent)
    if (!desk) return
    desk.connection?.superseded()
    desk.connection = undefined
    desk.cancelGrace?.()
    desk.cancelGrace = undefined
  }

  #startGrace(desk: Desk): void {
    desk.cancelGrace?.()
    const timer = setTimeout(() => {
      desk.cancelGrace = undefined
      this.#logOutIfGone(desk).catch((error: unknown) =>
        this.#options.log.warn(
          { err: error, agent: desk.agent },
          'whether the desk is open elsewhere is not known now',
        ),
      )
    }, GRACE_MS)
    desk.cancelGrace = () => clearTimeout(timer)
  }

  async #logOutIfGone(desk: Desk): Promise<void> {
    const { callCentre, places, log } = this.#options
    const kind = callCentre.agentView(desk.agent)?.state.kind
    if (desk.connection || kind === undefined || kind === 'offline') return
    if ((await places?.openElsewhere(desk.agent)) || desk.connection) return
    log.info({ agent: desk.agent }, 'the desk did not come back; the agent is logged out')
    const state = { kind: 'offline' } as const
    const result = await callCentre.command(desk.agent, `grace/${this.#now()}`, { type: 'request-state', state })
    if (!result.ok) log.warn({ agent: desk.agent, ...result }, 'the agent could not be logged out')
  }

  #follow(fact: Fact): void {
    this.#figuresRounds.soon()
    switch (fact.type) {
      case 'call-offered':
        this.#calls.extras(fact.call).why = fact.why
        this.#refresh(fact.agent)
        this.#loadContext(fact.agent, fact.call, fact.caller.number)
        return
      case 'call-offer-ended':
        if (fact.end !== 'accepted') {
          this.#desk(fact.agent).endings.set(fact.call, OFFER_ENDINGS[fact.end])
          this.#refresh(fact.agent)
          // Also of an agent whose desk was never told of it.
          if (!this.#has(fact.agent, fact.call)) this.#calls.left(fact.call, fact.agent)
          return
        }
        return this.#refresh(fact.agent)
      case 'call-connected':
        this.#calls.extras(fact.call).connectedAt = fact.at
        return this.#refresh(fact.agent)
      case 'call-held':
      case 'call-resumed':
      case 'call-muted':
        return this.#refresh(fact.agent)
      case 'call-ended': {
        if (!fact.agent) return this.#calls.forget(fact.call)
        const extras = this.#calls.extras(fact.call)
        extras.endedAt = fact.at
        extras.endedBy = fact.endedBy
        return this.#refresh(fact.agent)
      }
      case 'agent-state-changed':
        this.#refresh(fact.agent)
        return this.#loadOfOwnCalls(fact.agent)
      case 'switch-connected':
      case 'switch-disconnected':
        // A call centre in another process may have gone on while it was not heard.
        for (const agent of this.#desks.keys()) this.#refresh(agent)
        return this.#tellSwitch()
      default:
        return
    }
  }

  #refresh(agent: AgentId): void {
    const desk = this.#desks.get(agent)
    const view = this.#options.callCentre.agentView(agent)
    if (!desk || !view) return
    const role = desk.connection?.me.role ?? 'agent'
    const names = this.#options.names()
    for (const { call } of view.contacts) this.#calls.taken(call, agent)
    desk.stream.follow(
      {
        state: deskState(view),
        contacts: view.contacts.map((contact) => deskContact(contact, this.#calls.extras(contact.call), role, names)),
      },
      (call) => {
        const reason = desk.endings.get(call) ?? 'done'
        desk.endings.delete(call)
        this.#calls.left(asCallId(call), agent)
        return reason
      },
    )
  }

  #loadContext(agent: AgentId, call: CallId, number?: string): void {
    const clue = { callId: call, ...(number ? { number } : {}) }
    this.#calls.extras(call).looked = true
    this.#look(agent, call, (reader) => this.#options.context(clue, reader))
  }

  /** Nobody offers an agent the call that they make by a click. */
  #loadOfOwnCalls(agent: AgentId): void {
    for (const { call, caller, phase } of this.#options.callCentre.agentView(agent)?.contacts ?? [])
      if (phase === 'dialling' && !this.#calls.extras(call).looked) this.#loadContext(agent, call, caller.number)
  }

  /** The ledger has written: of what the desk knows already only the ticket is new. */
  #loadTicket(agent: AgentId, call: CallId): void {
    const known = this.#calls.known(call)?.context
    if (!known) return this.#loadContext(agent, call)
    this.#look(agent, call, async (reader) => {
      const ticket = await this.#options.ticket(call, reader)
      return ticket ? { ...known, ticket } : known
    })
  }

  /** Asks the database for the agent's reader and tells the desk, if it still has the call then. */
  #look(agent: AgentId, call: CallId, ask: (reader: Me) => Promise<ContactContext>): void {
    const reader = this.#desks.get(agent)?.connection?.me
    if (!reader || !this.#has(agent, call)) return
    // A contact that went away while it waited for its turn needs nothing any more.
    const answer = this.#lookups.run(async () => (this.#has(agent, call) ? ask(reader) : undefined))
    within(CONTEXT_DEADLINE_MS, answer, () => new Error('the database did not answer in time'))
      .then((context) => {
        const desk = this.#desks.get(agent)
        if (!context || !desk || !this.#has(agent, call)) return
        this.#calls.extras(call).context = context
        desk.stream.context(call, context)
        this.#refresh(agent)
      })
      .catch((error: unknown) =>
        this.#options.log.warn({ err: error, call }, 'the pop goes without what the database knows'),
      )
  }

  #has(agent: AgentId, call: CallId): boolean {
    return this.#options.callCentre.agentView(agent)?.contacts.some((contact) => contact.call === call) ?? false
  }

  #figuresRound(): { to: Desk[]; tell(desk: Desk): void } {
    const queuesOf = this.#figures.take()
    const destinations = this.#destinations()
    return {
      to: [...this.#desks.values()].filter((desk) => desk.connection),
      tell: (desk) => {
        if (!desk.connection) return
        desk.stream.queues(queuesOf(desk.agent))
        desk.stream.destinations(destinations)
      },
    }
  }

  #destinations(): DeskDestination[] {
    return this.#options.config().queues.map(({ id, name }) => ({ id, name }))
  }

  #tellMessages(agent?: string): void {
    const own = agent === undefined ? undefined : this.#desks.get(asAgentId(agent))
    for (const desk of agent === undefined ? this.#desks.values() : own ? [own] : [])
      if (desk.connection) desk.stream.messages(this.#options.messages?.unread(desk.agent) ?? [])
  }

  #tellSwitch(): void {
    const { connected, simulated, name } = this.#options.callCentre.switchStatus()
    for (const desk of this.#desks.values())
      if (desk.connection) desk.stream.switchChanged({ connected, simulated, name })
  }
}

const OFFER_ENDINGS = {
  'timed-out': 'missed',
  declined: 'declined',
  failed: 'failed',
  'customer-left': 'caller-left',
  withdrawn: 'withdrawn',
} as const

function toAgentCommand(command: Exclude<DeskCommand, { type: 'acknowledge-message' }>): AgentCommand {
  if (command.type === 'request-state') return command
  const call = asCallId(command.call)
  return command.type === 'transfer' ? { ...command, call, queue: asQueueId(command.queue) } : { ...command, call }
}
