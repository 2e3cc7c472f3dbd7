/**
 * The call centre at work: the thin shell around the call model and the routing engine. Everything that happens becomes a task in one
 * queue, so that calls and agents change one step at a time; effects go to the switch, facts to the listeners.
 */
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { CallContext } from '../calls/call.ts'
import type { OutboundOrder } from '../calls/outbound-order.ts'
import { type Clock, systemClock } from '../clock.ts'
import type { CallCentreConfig } from '../configuration.ts'
import type { Fact } from '../facts.ts'
import { type AgentId, asAgentId, asCallId, asLegId, asQueueId, type LegId, type QueueId } from '../ids.ts'
import { RoutingEngine } from '../routing/engine.ts'
import type { AgentState } from '../routing/work.ts'
import type { ConnectionEvent, SwitchStatus, TelephoneSwitch, Unsubscribe } from '../switch/port.ts'
import { AgentContacts } from './agent-contacts.ts'
import { AgentRequests } from './agent-requests.ts'
import { AgreementWithSwitch } from './agreement-with-switch.ts'
import { Allocation } from './allocation.ts'
import { Attempts } from './attempts.ts'
import type {
  AgentCommand,
  AgentView,
  CallCentre,
  CallerHint,
  CommandResult,
  ContactView,
  QueueView,
  SupervisorCommand,
} from './call-centre.ts'
import { CallbackKeeping } from './callback-keeping.ts'
import type { CallbackStore } from './callback-store.ts'
import { Callbacks } from './callbacks.ts'
import { CallsInHand } from './calls-in-hand.ts'
import { ConfigurationInForce } from './configuration-in-force.ts'
import { KnownCallers } from './known-callers.ts'
import { Once } from './once.ts'
import { agentProfile, queueProfile } from './profiles.ts'
import { restoredState } from './restored-state.ts'
import { Steps } from './steps.ts'
import { SupervisorRequests } from './supervision.ts'
import { SwitchComparison } from './switch-comparison.ts'
import { contactView, queueViews } from './views.ts'
import { WakeUps } from './wake-ups.ts'

export interface CallCentreOptions {
  readonly telephoneSwitch: TelephoneSwitch
  readonly config: CallCentreConfig
  readonly log: Logger
  /** As the switch sees its disk. */
  readonly recordingsDirectory: string
  /** How agents were when we last knew, so that a restart finds people as they were. */
  readonly presence?: readonly { readonly agent: string; readonly state: AgentState }[]
  /** Absent: callbacks do not survive a restart. */
  readonly callbacks?: CallbackStore
  readonly clock?: Clock
  readonly newLegId?: () => LegId
}

/** @throws ConfigurationError */
export function createCallCentre(options: CallCentreOptions): CallCentre {
  return new LiveCallCentre(options)
}

class LiveCallCentre implements CallCentre {
  readonly #switch: TelephoneSwitch
  readonly #clock: Clock
  readonly #recordings: string
  readonly #presence: CallCentreOptions['presence']
  readonly #engine = new RoutingEngine()
  readonly #contacts = new AgentContacts()
  readonly #once = new Once<CommandResult>()
  readonly #steps: Steps
  readonly #wakeUps: WakeUps<unknown>
  readonly #allocation: Allocation
  readonly #calls: CallsInHand
  readonly #agreement: AgreementWithSwitch
  readonly #comparison: SwitchComparison
  readonly #requests: AgentRequests
  readonly #supervision: SupervisorRequests
  readonly #known = new KnownCallers()
  readonly #callbacks: Callbacks
  readonly #keeping: CallbackKeeping
  readonly #attempts: Attempts
  #running = false
  #connected = false
  #coreId: string | undefined
  #force: ConfigurationInForce
  #unsubscribe: Unsubscribe[] = []

  constructor({ telephoneSwitch, log, clock = systemClock, ...options }: CallCentreOptions) {
    const newLegId = options.newLegId ?? (() => asLegId(randomUUID()))
    this.#switch = telephoneSwitch
    this.#clock = clock
    this.#recordings = options.recordingsDirectory.replace(/\/$/, '')
    this.#presence = options.presence
    this.#force = new ConfigurationInForce(options.config)
    this.#callbacks = new Callbacks(options.callbacks, log)
    this.#wakeUps = new WakeUps(clock)
    const steps = new Steps(log, () => this.#allocation.armTimer())
    this.#steps = steps
    const common = { telephoneSwitch, log, clock, steps, wakeUps: this.#wakeUps, engine: this.#engine }
    this.#allocation = new Allocation({
      ...common,
      isRunning: () => this.#running,
      onCallDecision: (decision, at) => {
        const call = asCallId(decision.work)
        if (decision.type === 'overflow') {
          const { queue, when, action, waitedMs } = decision
          this.#calls.stepIfLive(call, { type: 'overflowed', at, queue, when, action, waitedMs, leg: newLegId() })
        } else if (decision.type === 'offer') {
          const { offer, agent, expiresAt, why } = decision
          const legs = { leg: newLegId(), customerLeg: newLegId() }
          this.#calls.step(call, { type: 'offer-made', at, offer, agent, expiresAt, why, ...legs })
        } else this.#calls.stepIfLive(call, { type: 'offer-ended', at, offer: decision.offer, end: decision.end })
      },
      onAgentState: (agent, state, since) => this.#contacts.followState(agent, state, since),
      tell: (fact) => this.#steps.tell(fact),
    })
    const context = this.#context()
    this.#calls = new CallsInHand({
      ...common,
      context,
      timersRun: () => this.#connected && this.#running,
      route: (event) => this.#allocation.route(event),
      onStep: (previous, call) => {
        this.#contacts.follow(previous, call, (agent) => this.#engine.agent(agent)?.state)
        this.#callbacks.follow(call)
      },
      onCallbackAsked: (by, callback) => this.#keeping.keep(by, callback),
    })
    const calls = this.#calls
    this.#keeping = new CallbackKeeping({ ...common, calls, context, callbacks: this.#callbacks })
    this.#attempts = new Attempts({ ...common, calls, context, isConnected: () => this.#connected, newLegId })
    this.#requests = new AgentRequests({ ...common, calls, allocation: this.#allocation })
    this.#supervision = new SupervisorRequests({ ...common, calls, allocation: this.#allocation })
    // The next call of the same number may be for the same agent.
    steps.onFact((fact) => {
      if (fact.type === 'call-connected' && fact.caller.number) this.#known.served(fact.caller.number, fact.agent)
    })
    this.#agreement = new AgreementWithSwitch({
      ...common,
      calls,
      context,
      hotline: (number) => this.#force.hotline(number),
    })
    this.#comparison = new SwitchComparison({
      ...common,
      isConnected: () => this.#connected,
      compare: (legs, ended, at) => this.#agreement.compared(legs, ended, at),
      isTold: (ended) => !calls.has(asCallId(ended.call)),
    })
  }

  async start(): Promise<void> {
    if (this.#running) return
    this.#running = true
    this.#introduce()
    const at = this.#clock.now()
    for (const { agent, state } of this.#presence ?? []) {
      const known = asAgentId(agent)
      if (this.#engine.agent(known))
        this.#allocation.routeLater({
          type: 'agent-state-requested',
          agent: known,
          state: restoredState(state),
          at,
        })
    }
    this.#unsubscribe = [
      this.#switch.onEvent((event) => this.#steps.do(() => this.#calls.switchEvent(event))),
      this.#switch.onConnection((event) => this.#steps.do(() => this.#onConnection(event))),
    ]
    this.#allocation.routeLater({ type: 'offering-suspended', at })
    await this.#keeping.load()
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
      const former = this.#force.config.queues
      this.#force = force
      this.#introduce()
      for (const { id } of former)
        if (!force.queue(asQueueId(id)))
          this.#allocation.route({ type: 'queue-removed', queue: asQueueId(id), at: this.#clock.now() })
    })
  }

  command(agent: AgentId, commandId: string, command: AgentCommand): Promise<CommandResult> {
    return this.#once.run(`${agent}/${commandId}`, () => this.#requests.carryOut(agent, command))
  }

  supervise(supervisor: string, commandId: string, command: SupervisorCommand): Promise<CommandResult> {
    return this.#once.run(`supervisor ${supervisor}/${commandId}`, () =>
      this.#supervision.carryOut(supervisor, command),
    )
  }

  dial(order: OutboundOrder): Promise<CommandResult> {
    return this.#attempts.dial(order)
  }

  withdraw(attempt: string): Promise<CommandResult> {
    return this.#attempts.withdraw(attempt)
  }

  hint(hints: readonly CallerHint[]): void {
    this.#known.learn(hints)
  }

  onFact(listener: (fact: Fact) => void): Unsubscribe {
    return this.#steps.onFact(listener)
  }

  agentView(agent: AgentId): AgentView | undefined {
    const record = this.#engine.agent(agent)
    return record && { agent, ...record, contacts: this.#contacts.of(agent) }
  }

  queueViews(): readonly QueueView[] {
    return queueViews(this.#force.config.queues, this.#engine, this.#callbacks.resting())
  }

  contactViews(): readonly ContactView[] {
    return [...this.#calls.all()].map((call) => contactView(call, this.#engine))
  }

  switchStatus(): SwitchStatus {
    return this.#switch.status()
  }

  liveCalls(): number {
    return this.#calls.live
  }

  #context(): CallContext {
    return {
      hotline: (number) => this.#force.hotline(number),
      queue: (id) => this.#force.queue(id),
      agent: (id) => this.#force.agent(id),
      flow: (id) => this.#force.flow(id),
      staffed: (queue: QueueId) => this.#force.queue(queue) !== undefined && this.#engine.staffFor(queue).loggedIn > 0,
      ahead: (work) => this.#engine.ahead(work),
      estimatedWaitMs: (work) => this.#engine.estimatedWaitMs(work),
      known: (caller) => this.#known.of(caller, this.#force.config.regions),
      trunk: () => this.#force.config.trunk,
      callbackFor: (number) => this.#callbacks.forNumber(number),
      callbackAskedBy: (call) => this.#callbacks.askedBy(call),
      callbacksOf: (queue) => this.#callbacks.ofQueue(queue),
      recordingPath: (name, at) => `${this.#recordings}/${new Date(at).toISOString().slice(0, 10)}/${name}.wav`,
    }
  }

  /** Tells the engine of every queue and agent as configured now; it finds out by itself what is new. */
  #introduce(): void {
    const at = this.#clock.now()
    for (const queue of this.#force.config.queues)
      this.#allocation.route({ type: 'queue-changed', queue: queueProfile(queue), at })
    const wanted = new Set<string>()
    for (const agent of this.#force.config.agents) {
      wanted.add(agent.id)
      this.#allocation.route({ type: 'agent-profile-changed', agent: agentProfile(agent), at })
    }
    for (const id of [...this.#engine.agents()])
      if (!wanted.has(id)) this.#allocation.route({ type: 'agent-removed', agent: id, at })
  }

  #onConnection(event: ConnectionEvent): void {
    const { at } = event
    if (event.type === 'disconnected') {
      this.#connected = false
      this.#steps.tell({ id: `switch/disconnected/${at}`, at, type: 'switch-disconnected', reason: event.reason })
      this.#allocation.route({ type: 'offering-suspended', at })
      return this.#calls.armTimers()
    }
    const { coreId } = event
    const restarted = this.#coreId !== undefined && this.#coreId !== coreId
    this.#connected = true
    this.#coreId = coreId
    this.#steps.tell({ id: `switch/connected/${at}`, at, type: 'switch-connected', coreId, restarted })
    this.#keeping.resume(event)
    this.#agreement.connected(event.legs, event.ended, at)
    this.#comparison.soon()
    this.#steps.do(() => {
      this.#allocation.route({ type: 'offering-resumed', at })
      this.#calls.armTimers()
    })
  }
}
