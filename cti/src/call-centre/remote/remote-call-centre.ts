/**
 * A call centre in another process, behind the same interface as one in this: views from a mirror that follows its facts, commands by
 * request and answer. When the other side is silent it says that the switch is not connected, whatever the reason.
 */
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { CallCentreConfig } from '../../configuration.ts'
import type { Fact } from '../../facts.ts'
import type { AgentId } from '../../ids.ts'
import { anotherConnection, redisReady } from '../../redis/connection.ts'
import type { SwitchStatus, Unsubscribe } from '../../switch/port.ts'
import type {
  AgentCommand,
  AgentView,
  CallCentre,
  CallerHint,
  CommandResult,
  ContactView,
  OutboundOrder,
  QueueView,
  SupervisorCommand,
} from '../call-centre.ts'
import { ConfigurationInForce } from '../configuration-in-force.ts'
import { lastEntryId, readEntries } from './fact-stream.ts'
import { SentCommands } from './sent-commands.ts'
import { offerConfiguration } from './shared-configuration.ts'
import { ViewMirror } from './view-mirror.ts'
import { type DomainKeys, domainKeys, type Entry, type Request } from './wire.ts'

const SILENCE_MS = 3_000
const LOOK_EVERY_MS = 500
const READ_WAIT_MS = 1_000
const START_MS = 3_000
const RETRY_MS = 250
const HINTS_AT_ONCE = 1_000
/** Facts that may be told again after an outage are known by their ids. */
const KNOWN_FACTS = 20_000

export interface RemoteOptions {
  readonly redis: Redis
  readonly domain: string
  readonly log: Logger
}

/** Facts are for followers (desks): a follower that was away misses some. What must have all of them uses recordFacts. */
export function connectCallCentre(options: RemoteOptions): CallCentre {
  return new RemoteCallCentre(options)
}

class RemoteCallCentre implements CallCentre {
  readonly #redis: Redis
  readonly #reader: Redis
  readonly #subscriber: Redis
  readonly #keys: DomainKeys
  readonly #log: Logger
  readonly #mirror = new ViewMirror()
  readonly #commands: SentCommands
  readonly #listeners = new Set<(fact: Fact) => void>()
  readonly #known = new Set<string>()
  readonly #since = Date.now()
  #config: CallCentreConfig | undefined
  #running = false
  #heardAt = Number.NEGATIVE_INFINITY
  #reachable = false
  #heardBefore = false
  #watch: NodeJS.Timeout | undefined
  #arrived = Promise.withResolvers<void>()

  constructor({ redis, domain, log }: RemoteOptions) {
    this.#redis = redis
    this.#log = log
    this.#keys = domainKeys(domain)
    this.#reader = anotherConnection(redis, log, READ_WAIT_MS + 2_000)
    this.#subscriber = anotherConnection(redis, log)
    this.#commands = new SentCommands(redis, this.#subscriber, this.#keys, log)
  }

  /** Waits a little for the first views; without them it starts all the same and says that the switch is not connected. */
  async start(): Promise<void> {
    if (this.#running) return
    this.#running = true
    this.#redis.on('ready', this.#offer)
    this.#offer()
    void this.#follow()
    this.#watch = setInterval(() => this.#look(), LOOK_EVERY_MS)
    const timer = setTimeout(() => this.#arrived.resolve(), START_MS)
    await this.#arrived.promise
    clearTimeout(timer)
  }

  async stop(): Promise<void> {
    this.#running = false
    clearInterval(this.#watch)
    this.#redis.off('ready', this.#offer)
    this.#reader.disconnect()
    this.#subscriber.disconnect()
    this.#commands.abandon()
  }

  configure(config: CallCentreConfig): void {
    this.#config = new ConfigurationInForce(config).config
    this.#offer()
  }

  command(agent: AgentId, commandId: string, command: AgentCommand): Promise<CommandResult> {
    return this.#commands.send({ agent, commandId, command })
  }

  onFact(listener: (fact: Fact) => void): Unsubscribe {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  agentView(agent: AgentId): AgentView | undefined {
    return this.#mirror.agentView(agent)
  }

  supervise(supervisor: string, commandId: string, command: SupervisorCommand): Promise<CommandResult> {
    return this.#commands.send({ supervisor, commandId, command })
  }

  dial(order: OutboundOrder): Promise<CommandResult> {
    return this.#commands.send({ commandId: order.attempt, dial: order })
  }

  withdraw(attempt: string): Promise<CommandResult> {
    return this.#commands.send({ commandId: attempt, withdraw: attempt })
  }

  /** What is told while the other side or Redis is away is lost: whoever knows it tells it again from time to time. */
  hint(hints: readonly CallerHint[]): void {
    if (this.#redis.status !== 'ready') return
    for (let from = 0; from < hints.length; from += HINTS_AT_ONCE) {
      const request: Request = { type: 'hints', hints: hints.slice(from, from + HINTS_AT_ONCE) }
      this.#redis
        .publish(this.#keys.requests, JSON.stringify(request))
        .catch((error: unknown) => this.#log.warn({ err: error }, 'what is known of callers could not be told'))
    }
  }

  contactViews(): readonly ContactView[] {
    return this.#mirror.contactViews
  }

  queueViews(): readonly QueueView[] {
    return this.#mirror.queueViews
  }

  liveCalls(): number {
    return this.#mirror.liveCalls
  }

  switchStatus(): SwitchStatus {
    const told = this.#mirror.switchStatus
    if (told && this.#reachable) return told
    return {
      simulated: told?.simulated ?? false,
      name: told?.name ?? '',
      since: told?.since ?? this.#since,
      reconnects: told?.reconnects ?? 0,
      ...(told?.speech && { speech: true }),
      connected: false,
      lastError: 'the call centre process is silent',
    }
  }

  /** Also whenever Redis is back: it may have lost what it was given. */
  readonly #offer = (): void => {
    const config = this.#config
    if (!config || this.#redis.status !== 'ready') return
    offerConfiguration(this.#redis, this.#keys, config).then(
      (version) => {
        if (version > config.version)
          this.#log.warn(
            { version, ours: config.version },
            'the call centre has a newer configuration than this gateway',
          )
      },
      (error: unknown) => this.#log.warn({ err: error }, 'the configuration will be offered when Redis is back'),
    )
  }

  async #follow(): Promise<void> {
    let id: string | undefined
    while (this.#running) {
      try {
        if (!(await redisReady(this.#reader, RETRY_MS))) continue
        id ??= await lastEntryId(this.#reader, this.#keys)
        for (const read of await readEntries(this.#reader, this.#keys, id, READ_WAIT_MS)) {
          id = read.id
          if (read.entry) this.#take(read.entry)
          else this.#log.error({ id }, 'an entry of the stream of facts cannot be read')
        }
      } catch (error) {
        if (!this.#running) return
        this.#log.debug({ err: error }, 'could not read facts; trying again')
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
  }

  #take(entry: Entry): void {
    const { owner, whole } = this.#mirror
    if (!this.#mirror.take(entry)) return
    // One who does not say how things are might as well be silent.
    if (this.#mirror.whole) this.#heardAt = Date.now()
    if (owner !== undefined && owner !== entry.owner) {
      this.#log.warn({ owner: entry.owner }, 'another process has taken the call centre over')
      this.#commands.abandon()
    }
    if (this.#mirror.whole) this.#arrived.resolve()
    else if (whole || owner === undefined) this.#askForSnapshot()
    if (entry.fact && this.#isNew(entry.fact)) this.#tell(entry.fact)
    // Views that came without their facts: everybody is to look again.
    if (entry.snapshot) this.#becomeReachable(true)
    else if (!this.#reachable && this.#mirror.whole) this.#becomeReachable(false)
  }

  #isNew(fact: Fact): boolean {
    if (this.#known.has(fact.id)) return false
    this.#known.add(fact.id)
    if (this.#known.size > KNOWN_FACTS) {
      const oldest = this.#known.values().next()
      if (!oldest.done) this.#known.delete(oldest.value)
    }
    return true
  }

  #tell(fact: Fact): void {
    for (const listener of this.#listeners) {
      try {
        listener(fact)
      } catch (error) {
        this.#log.error({ err: error, fact: fact.id }, 'a listener of facts failed')
      }
    }
  }

  /** Tells followers on this side alone: it is no fact of the call centre and never recorded. */
  #becomeReachable(evenIfItWas: boolean): void {
    const was = this.#reachable
    if (was && !evenIfItWas) return
    this.#reachable = true
    if (!was && this.#heardBefore) this.#log.info('the call centre process is heard again')
    this.#heardBefore = true
    const at = Date.now()
    const restarted = false
    if (this.#mirror.switchStatus?.connected)
      this.#tell({ id: `heard/${at}`, at, type: 'switch-connected', coreId: '', restarted })
    else this.#tell({ id: `heard/${at}`, at, type: 'switch-disconnected', reason: 'the switch is not connected' })
  }

  #look(): void {
    if (!this.#mirror.whole) this.#askForSnapshot()
    const at = Date.now()
    if (!this.#reachable || at - this.#heardAt < SILENCE_MS) return
    this.#reachable = false
    const reason = 'the call centre process is silent'
    this.#log.error({ silentMs: at - this.#heardAt }, reason)
    this.#tell({ id: `silent/${at}`, at, type: 'switch-disconnected', reason })
  }

  #askForSnapshot(): void {
    if (this.#redis.status !== 'ready') return
    const request: Request = { type: 'snapshot' }
    this.#redis
      .publish(this.#keys.requests, JSON.stringify(request))
      .catch((error: unknown) => this.#log.debug({ err: error }, 'could not ask for a snapshot'))
  }
}
