/**
 * The call centre at work: the thin shell around the call model and the routing engine. Everything that happens becomes a task in one
 * queue, so that calls and agents change one step at a time; effects go to the switch, facts to the listeners.
 */
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { adopt } from '../calls/adoption.ts'
import type { AgentRequest, Call, CallContext, CallEffect, CallInput } from '../calls/call.ts'
import { isOver } from '../calls/ending.ts'
import { arrivingCall, claim } from '../calls/entry.ts'
import { nextDeadline, type Transition, transition } from '../calls/transition.ts'
import { Turn } from '../calls/turn.ts'
import { type Clock, systemClock } from '../clock.ts'
import type { CallCentreConfig } from '../configuration.ts'
import type { Fact } from '../facts.ts'
import {
  type AgentId,
  asAgentId,
  asCallId,
  asLegId,
  asQueueId,
  type CallId,
  type EpochMs,
  type LegId,
  type QueueId,
} from '../ids.ts'
import { RoutingEngine } from '../routing/engine.ts'
import type { RoutingEvent } from '../routing/engine-types.ts'
import type { AgentState, RequestedState } from '../routing/work.ts'
import {
  type ConnectionEvent,
  type EndedLeg,
  type LegDescription,
  type LegSnapshot,
  type SwitchCommand,
  SwitchError,
  type SwitchEvent,
  type SwitchStatus,
  type TelephoneSwitch,
  type Unsubscribe,
} from '../switch/port.ts'
import { AgentContacts } from './agent-contacts.ts'
import type {
  AgentCommand,
  AgentView,
  CallCentre,
  CommandResult,
  ContactView,
  QueueView,
  SupervisorCommand,
} from './call-centre.ts'
import { ConfigurationInForce } from './configuration-in-force.ts'
import { factsOfEndedCall } from './ended-while-away.ts'
import { Once } from './once.ts'
import { agentProfile, queueProfile } from './profiles.ts'
import { type Correction, reconcile } from './reconciliation.ts'
import { refused, refusedBySwitch } from './refusals.ts'
import { restoredState } from './restored-state.ts'
import { Steps } from './steps.ts'
import { SwitchComparison } from './switch-comparison.ts'
import { WakeUps } from './wake-ups.ts'

/** The routing engine's own timer, beside the calls'. */
const ENGINE = Symbol('engine')
/** How many ended calls are remembered, so that late news of them is no new call. */
const PAST_CALLS = 20_000

export interface CallCentreOptions {
  readonly telephoneSwitch: TelephoneSwitch
  readonly config: CallCentreConfig
  readonly log: Logger
  /** As the switch sees its disk. */
  readonly recordingsDirectory: string
  /** How agents were when we last knew, so that a restart finds people as they were. */
  readonly presence?: readonly { readonly agent: string; readonly state: AgentState }[]
  readonly clock?: Clock
  readonly newLegId?: () => LegId
}

/** @throws ConfigurationError */
export function createCallCentre(options: CallCentreOptions): CallCentre {
  return new LiveCallCentre(options)
}

class LiveCallCentre implements CallCentre {
  readonly #switch: TelephoneSwitch
  readonly #log: Logger
  readonly #clock: Clock
  readonly #newLegId: () => LegId
  readonly #recordings: string
  readonly #presence: CallCentreOptions['presence']
  readonly #engine = new RoutingEngine()
  readonly #calls = new Map<CallId, Call>()
  readonly #legs = new Map<LegId, { readonly call: CallId; readonly since: EpochMs }>()
  readonly #past = new Set<CallId>()
  readonly #contacts = new AgentContacts()
  readonly #once = new Once<CommandResult>()
  readonly #steps: Steps
  readonly #wakeUps: WakeUps<CallId | typeof ENGINE>
  readonly #comparison: SwitchComparison
  #running = false
  #connected = false
  #coreId: string | undefined
  #force: ConfigurationInForce
  #unsubscribe: Unsubscribe[] = []
  readonly #context: CallContext

  constructor(options: CallCentreOptions) {
    this.#switch = options.telephoneSwitch
    this.#log = options.log
    this.#clock = options.clock ?? systemClock
    this.#newLegId = options.newLegId ?? (() => asLegId(randomUUID()))
    this.#recordings = options.recordingsDirectory.replace(/\/$/, '')
    this.#presence = options.presence
    this.#force = new ConfigurationInForce(options.config)
    this.#steps = new Steps(options.log, () => this.#armEngineTimer())
    this.#wakeUps = new WakeUps(this.#clock)
    this.#comparison = new SwitchComparison({
      telephoneSwitch: this.#switch,
      clock: this.#clock,
      log: this.#log,
      isConnected: () => this.#connected,
      compare: (legs, ended, at) => this.#compare(legs, ended, at),
      isTold: (ended) => !this.#calls.has(asCallId(ended.call)),
    })
    this.#context = {
      hotline: (number) => this.#force.hotline(number),
      queue: (id) => this.#force.queue(id),
      agent: (id) => this.#force.agent(id),
      staffed: (queue) => this.#staff(queue).loggedIn > 0,
      ahead: (work) => this.#engine.ahead(work),
      recordingPath: (call, at) => `${this.#recordings}/${new Date(at).toISOString().slice(0, 10)}/${call}.wav`,
    }
  }

  async start(): Promise<void> {
    if (this.#running) return
    this.#running = true
    this.#introduce()
    for (const { agent, state } of this.#presence ?? []) {
      const restored = restoredState(state)
      if (this.#engine.agent(asAgentId(agent)))
        this.#routeLater({
          type: 'agent-state-requested',
          agent: asAgentId(agent),
          state: restored,
          at: this.#clock.now(),
        })
    }
    this.#unsubscribe = [
      this.#switch.onEvent((event) => this.#steps.do(() => this.#onSwitchEvent(event))),
      this.#switch.onConnection((event) => this.#steps.do(() => this.#onConnection(event))),
    ]
    this.#steps.do(() => this.#route({ type: 'offering-suspended', at: this.#clock.now() }))
    await this.#switch.start()
    this.#comparison.start()
  }

  async stop(): Promise<void> {
    if (!this.#running) return
    this.#running = false
    this.#comparison.stop()
    this.#wakeUps.clear()
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    await this.#switch.stop()
  }

  configure(config: CallCentreConfig): void {
    const force = new ConfigurationInForce(config)
    this.#steps.do(() => {
      this.#force = force
      this.#introduce()
    })
  }

  command(agent: AgentId, commandId: string, command: AgentCommand): Promise<CommandResult> {
    return this.#once.run(`${agent}/${commandId}`, () => this.#carryOut(agent, command))
  }

  onFact(listener: (fact: Fact) => void): Unsubscribe {
    return this.#steps.onFact(listener)
  }

  agentView(agent: AgentId): AgentView | undefined {
    const record = this.#engine.agent(agent)
    return record && { agent, ...record, contacts: this.#contacts.of(agent) }
  }

  queueViews(): readonly QueueView[] {
    const waiting = new Map<string, { count: number; since: EpochMs }>()
    for (const item of this.#engine.unserved()) {
      const entry = waiting.get(item.queue)
      waiting.set(item.queue, {
        count: (entry?.count ?? 0) + 1,
        since: Math.min(entry?.since ?? item.enteredAt, item.enteredAt),
      })
    }
    return this.#force.config.queues.map((queue) => {
      const line = waiting.get(queue.id)
      return {
        queue: asQueueId(queue.id),
        waiting: line?.count ?? 0,
        ...(line ? { longestWaitingSince: line.since } : {}),
        ...this.#staff(asQueueId(queue.id)),
        callbacks: 0,
        staff: { offline: 0, ready: 0, 'not-ready': 0, offered: 0, 'on-contact': 0, 'wrap-up': 0 },
      }
    })
  }

  async supervise(_supervisor: string, _commandId: string, command: SupervisorCommand): Promise<CommandResult> {
    if (command.type === 'set-agent-state') return this.#requestState(command.agent, command.state, this.#clock.now())
    return refused('NOT_NOW', 'not yet')
  }

  hint(): void {}

  contactViews(): readonly ContactView[] {
    return [...this.#calls.values()].map((call) => ({
      call: call.id,
      channel: 'voice',
      phase: call.phase,
      since: call.phaseSince,
      caller: call.caller,
      hotline: call.hotline,
      arrivedAt: call.arrivedAt,
      path: [],
      ...(call.queue ? { queue: call.queue } : {}),
      ...(call.agent ? { agent: call.agent } : {}),
    }))
  }

  switchStatus(): SwitchStatus {
    return this.#switch.status()
  }

  liveCalls(): number {
    return this.#calls.size
  }

  #staff(queue: QueueId): { readonly loggedIn: number; readonly ready: number } {
    const config = this.#force.queue(queue)
    return config ? this.#engine.staffFor(queue) : { loggedIn: 0, ready: 0 }
  }

  /** Tells the engine of every queue and agent as configured now; it finds out by itself what is new. */
  #introduce(): void {
    const at = this.#clock.now()
    for (const queue of this.#force.config.queues)
      this.#route({ type: 'queue-changed', queue: queueProfile(queue), at })
    const wanted = new Set<string>()
    for (const agent of this.#force.config.agents) {
      wanted.add(agent.id)
      this.#route({ type: 'agent-profile-changed', agent: agentProfile(agent), at })
    }
    for (const id of [...this.#engine.agents()])
      if (!wanted.has(id)) this.#route({ type: 'agent-removed', agent: id, at })
  }

  #stepCall(
    id: CallId,
    input: CallInput,
  ): { readonly refusal?: Extract<CallEffect, { kind: 'refuse' }>; readonly commands: Promise<void>[] } {
    const call = this.#calls.get(id)
    if (!call)
      return { refusal: { kind: 'refuse', code: 'NO_SUCH_CONTACT', message: 'this call is over' }, commands: [] }
    return this.#take(call, transition(call, input, this.#context))
  }

  #take(
    previous: Call | undefined,
    { call, effects }: Transition,
  ): { readonly refusal?: Extract<CallEffect, { kind: 'refuse' }>; readonly commands: Promise<void>[] } {
    this.#calls.set(call.id, call)
    const now = this.#clock.now()
    for (const leg of Object.values(call.legs))
      if (!this.#legs.has(leg.id)) this.#legs.set(leg.id, { call: call.id, since: now })
    let refusal: Extract<CallEffect, { kind: 'refuse' }> | undefined
    const commands: Promise<void>[] = []
    for (const effect of effects) {
      if (effect.kind === 'switch') commands.push(this.#execute(call.id, effect.command))
      else if (effect.kind === 'routing') this.#route(effect.event)
      else if (effect.kind === 'fact') this.#steps.tell(effect.fact)
      else if (effect.kind === 'refuse') refusal = effect
      else this.#log.warn({ call: call.id, phase: call.phase, history: call.history }, effect.message)
    }
    this.#contacts.follow(previous, call, (agent) => this.#engine.agent(agent)?.state)
    if (isOver(call)) this.#forget(call)
    else this.#armCallTimer(call)
    return { commands, ...(refusal ? { refusal } : {}) }
  }

  #forget(call: Call): void {
    this.#calls.delete(call.id)
    for (const leg of Object.keys(call.legs)) this.#legs.delete(asLegId(leg))
    this.#wakeUps.set(call.id, undefined, () => undefined)
    this.#past.add(call.id)
    if (this.#past.size > PAST_CALLS) for (const oldest of this.#past) return void this.#past.delete(oldest)
  }

  /** Resolves or rejects with the switch's answer; a failure is also told to the call. */
  #execute(call: CallId, command: SwitchCommand): Promise<void> {
    const sent = this.#switch.execute(command)
    sent.catch((error: unknown) => {
      const { code, message } =
        error instanceof SwitchError ? error : { code: 'SWITCH_REFUSED' as const, message: String(error) }
      this.#log.info({ call, command: command.type, code }, message)
      this.#steps.do(() => {
        if (this.#calls.has(call))
          this.#stepCall(call, { type: 'command-failed', at: this.#clock.now(), command, code, message })
      })
    })
    return sent
  }

  #routeLater(event: RoutingEvent): void {
    this.#steps.do(() => this.#route(event))
  }

  /** Returns why the engine refused, when it did. */
  #route(event: RoutingEvent): string | undefined {
    let refused: string | undefined
    for (const decision of this.#engine.handle(event)) {
      switch (decision.type) {
        case 'offer': {
          const { offer, agent, expiresAt, why } = decision
          this.#steps.do(() =>
            this.#stepCall(asCallId(decision.work), {
              type: 'offer-made',
              at: event.at,
              offer,
              agent,
              expiresAt,
              why,
              leg: this.#newLegId(),
            }),
          )
          break
        }
        case 'offer-ended': {
          const { offer, end } = decision
          this.#steps.do(() => {
            if (this.#calls.has(asCallId(decision.work)))
              this.#stepCall(asCallId(decision.work), { type: 'offer-ended', at: event.at, offer, end })
          })
          break
        }
        case 'agent-state-changed': {
          const { type, agent, state, since, next } = decision
          this.#contacts.followState(agent, state, since)
          const id = `${agent}/${type}/${event.at}/${state.kind}${next ? `+${next.kind}` : ''}`
          this.#steps.tell({ id, at: event.at, type, agent, state, since, ...(next ? { next } : {}) })
          break
        }
        case 'refused':
          refused = decision.reason
          this.#log.warn({ event: decision.event }, `routing refused an event: ${decision.reason}`)
      }
    }
    return refused
  }

  #armEngineTimer(): void {
    const at = this.#running ? this.#engine.nextDeadline() : undefined
    this.#wakeUps.set(ENGINE, at, (now) => this.#routeLater({ type: 'time-passed', at: now }))
  }

  /** While the switch is away a call's timers stand still: nothing it could do would reach anybody. */
  #armCallTimer(call: Call): void {
    const at = this.#connected && this.#running ? nextDeadline(call) : undefined
    this.#wakeUps.set(call.id, at, (now) => {
      this.#steps.do(() => {
        if (this.#calls.has(call.id)) this.#stepCall(call.id, { type: 'time-passed', at: now })
      })
    })
  }

  async #carryOut(agent: AgentId, command: AgentCommand): Promise<CommandResult> {
    const record = this.#engine.agent(agent)
    if (!record) return refused('UNKNOWN_AGENT', `there is no agent ${agent}`)
    const at = this.#clock.now()
    if (command.type === 'request-state') return this.#requestState(agent, command.state, at)
    if (command.type === 'finish-wrap-up') {
      if (record.state.kind !== 'wrap-up' || record.state.work !== String(command.call)) {
        return refused('NOT_NOW', 'there is no after-call work for this call (any more)')
      }
      this.#routeLater({ type: 'wrap-up-finished', agent, at })
      return { ok: true }
    }
    if (command.type === 'transfer') return refused('NOT_NOW', 'not yet')
    return this.#ask(agent, command.call, command, at)
  }

  #requestState(agent: AgentId, state: RequestedState, at: EpochMs): CommandResult {
    let reason: string | undefined
    this.#steps.do(() => {
      reason = this.#route({ type: 'agent-state-requested', agent, state, at })
    })
    return reason === undefined ? { ok: true } : refused('NOT_NOW', reason)
  }

  async #ask(agent: AgentId, call: CallId, request: AgentRequest, at: EpochMs): Promise<CommandResult> {
    const asked = Promise.withResolvers<CommandResult>()
    this.#steps.do(() => {
      const { refusal, commands } = this.#stepCall(call, { type: 'agent-asks', at, agent, request })
      if (refusal) asked.resolve(refused(refusal.code, refusal.message))
      else
        Promise.all(commands).then(
          () => asked.resolve({ ok: true }),
          (error: unknown) => asked.resolve(refusedBySwitch(error)),
        )
    })
    return asked.promise
  }

  #onSwitchEvent(event: SwitchEvent): void {
    const legs = event.type === 'legs-bridged' || event.type === 'legs-unbridged' ? [event.a, event.b] : [event.leg]
    const calls = new Set(legs.flatMap((leg) => this.#legs.get(leg)?.call ?? []))
    for (const call of calls) this.#stepCall(call, { type: 'switch-event', at: event.at, event })
    if (calls.size === 0 && event.type === 'leg-parked' && event.direction === 'inbound') this.#arrive(event, event.at)
  }

  #arrive(leg: LegDescription, at: EpochMs): void {
    const call = arrivingCall(leg, at)
    if (this.#past.has(call.id)) return
    const turn = new Turn(call, at, this.#context)
    claim(turn)
    this.#take(undefined, { call: turn.call, effects: turn.effects })
  }

  #onConnection(event: ConnectionEvent): void {
    if (event.type === 'disconnected') {
      this.#connected = false
      this.#steps.tell({
        id: `switch/disconnected/${event.at}`,
        at: event.at,
        type: 'switch-disconnected',
        reason: event.reason,
      })
      this.#route({ type: 'offering-suspended', at: event.at })
      for (const call of this.#calls.values()) this.#armCallTimer(call)
      return
    }
    const restarted = this.#coreId !== undefined && this.#coreId !== event.coreId
    this.#connected = true
    this.#coreId = event.coreId
    this.#steps.tell({
      id: `switch/connected/${event.at}`,
      at: event.at,
      type: 'switch-connected',
      coreId: event.coreId,
      restarted,
    })
    this.#correct(reconcile(this.#believed, event.legs, event.ended, event.at, false), event.at)
    this.#comparison.soon()
    this.#steps.do(() => {
      this.#route({ type: 'offering-resumed', at: event.at })
      for (const call of this.#calls.values()) this.#armCallTimer(call)
    })
  }

  get #believed() {
    return {
      calls: this.#calls,
      isPast: (call: CallId) => this.#past.has(call),
      legSince: (leg: LegId) => this.#legs.get(leg)?.since,
    }
  }

  #correct(corrections: readonly Correction[], at: EpochMs): void {
    for (const correction of corrections) {
      this.#steps.do(() => {
        switch (correction.type) {
          case 'input':
            if (this.#calls.has(correction.call)) this.#stepCall(correction.call, correction.input)
            return
          case 'adopt': {
            const adopted = adopt(correction.legs, at, this.#context)
            if (adopted && !this.#calls.has(adopted.call.id)) this.#take(undefined, adopted)
            return
          }
          case 'record-ended':
            this.#steps.tell(...factsOfEndedCall(correction.ended, this.#force.hotline))
            this.#past.add(asCallId(correction.ended.call))
            return
          case 'hang-up':
            this.#switch
              .execute({ type: 'hang-up', leg: correction.leg, cause: 'cancelled' })
              .catch((error: unknown) => {
                if (!(error instanceof SwitchError && error.code === 'LEG_GONE'))
                  this.#log.warn({ err: error, leg: correction.leg }, 'a stray leg lives on')
              })
        }
      })
    }
  }

  #compare(legs: readonly LegSnapshot[], ended: readonly EndedLeg[], at: EpochMs): void {
    const corrections = reconcile(this.#believed, legs, ended, at, true)
    if (corrections.length > 0) {
      this.#log.warn(
        { corrections: corrections.slice(0, 20) },
        `${corrections.length} corrections after comparing with the switch`,
      )
    }
    this.#correct(corrections, at)
  }
}
