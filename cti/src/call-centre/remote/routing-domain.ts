/**
 * A process that is ready to own a routing domain: it waits for the lease, runs the call centre while it has it, and stops acting at
 * once when it has lost it. Several of them on one domain are one at work and the others standing by.
 *
 * What it needs to go on by itself is on its own disk as well: the last configuration, how agents were, the facts not recorded yet, and
 * whether it was the owner. So it answers calls after a start with Redis and the database away, if nobody else can have taken over.
 */
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { CallCentreConfig } from '../../configuration.ts'
import { asAgentId } from '../../ids.ts'
import type { Grant } from '../../lease/lease.ts'
import { createRedisLease } from '../../lease/redis-lease.ts'
import { anotherConnection, followChannels, redisReady } from '../../redis/connection.ts'
import type { AgentState } from '../../routing/work.ts'
import { Spool } from '../../spool/spool.ts'
import type { TelephoneSwitch } from '../../switch/port.ts'
import type { CallCentre } from '../call-centre.ts'
import { ConfigurationInForce } from '../configuration-in-force.ts'
import { keepFile, readKeptFile } from '../kept-file.ts'
import { createCallCentre } from '../live-call-centre.ts'
import { type ServedCallCentre, serveCallCentre } from './served-call-centre.ts'
import { sharedCallbacks } from './shared-callbacks.ts'
import { sharedConfiguration } from './shared-configuration.ts'
import { domainKeys } from './wire.ts'

/** How long a start waits for Redis before it looks whether it may go on without. ms */
const WITHOUT_REDIS_MS = 5_000
const STOP_MS = 2_000
const PRESENCE_EVERY_MS = 5_000

export interface RoutingDomainOptions {
  readonly redis: Redis
  readonly domain: string
  /** A new one for each time that this process becomes the owner. */
  readonly telephoneSwitch: () => TelephoneSwitch
  readonly recordingsDirectory: string
  /** This process's own. */
  readonly dataDirectory: string
  readonly log: Logger
  /** Called with each call centre before it starts. */
  readonly onOwned?: (callCentre: CallCentre) => void
  /** It cannot go on. The process has to end, so that its lease lapses and another takes over. */
  readonly onFailed: (error: unknown) => void
}

export interface RoutingDomain {
  status(): {
    readonly state: 'waiting-for-configuration' | 'standby' | 'owner' | 'stopped'
    /** A newer configuration was refused; the former stays. */
    readonly refusedConfiguration?: string
    /** Entries in Redis not trimmed yet, their limit, and why facts wait on disk if they do. */
    readonly facts?: ReturnType<ServedCallCentre['status']>
  }
  /** While this process owns the domain. */
  callCentre(): CallCentre | undefined
  /** Gives the lease back: who stands by takes over at once. */
  stop(): Promise<void>
}

export function openRoutingDomain(options: RoutingDomainOptions): RoutingDomain {
  return new WaitingOrOwning(options)
}

type Presence = { readonly agent: string; readonly state: AgentState }[]

class WaitingOrOwning implements RoutingDomain {
  readonly #options: RoutingDomainOptions
  readonly #log: Logger
  readonly #keys
  readonly #end = new AbortController()
  readonly #subscriber: Redis
  readonly #files: {
    readonly configuration: string
    readonly presence: string
    readonly ownership: string
    readonly callbacks: string
  }
  readonly #done: Promise<void>
  #state: ReturnType<RoutingDomain['status']>['state'] = 'waiting-for-configuration'
  #config: CallCentreConfig | undefined
  #refused: string | undefined
  #configured = Promise.withResolvers<void>()
  #callCentre: CallCentre | undefined
  #served: ServedCallCentre | undefined

  constructor(options: RoutingDomainOptions) {
    this.#options = options
    this.#log = options.log
    this.#keys = domainKeys(options.domain)
    const file = (name: string): string => join(options.dataDirectory, `${name}.json`)
    this.#files = {
      configuration: file('configuration'),
      presence: file('presence'),
      ownership: file('ownership'),
      callbacks: file('callbacks'),
    }
    this.#subscriber = anotherConnection(options.redis, options.log)
    followChannels(this.#subscriber, [this.#keys.configurationChanged], options.log, () => this.#look())
    // Also what was announced while the connection was away.
    this.#subscriber.on('ready', () => this.#look())
    this.#done = this.#work().catch((error: unknown) => {
      if (!this.#end.signal.aborted) options.onFailed(error)
    })
  }

  status(): ReturnType<RoutingDomain['status']> {
    return {
      state: this.#state,
      ...(this.#refused === undefined ? {} : { refusedConfiguration: this.#refused }),
      ...(this.#served ? { facts: this.#served.status() } : {}),
    }
  }

  callCentre(): CallCentre | undefined {
    return this.#callCentre
  }

  async stop(): Promise<void> {
    this.#end.abort()
    this.#configured.resolve()
    await this.#done
    this.#subscriber.disconnect()
    this.#state = 'stopped'
  }

  async #work(): Promise<void> {
    await this.#takeKeptConfiguration()
    await this.#configured.promise
    this.#state = 'standby'
    const { redis, domain, log } = this.#options
    const holder = `${hostname()}/${process.pid}`
    const lease = createRedisLease({ redis, key: this.#keys.owner, holder, log })
    let grant: Grant | undefined
    if (!(await redisReady(redis, WITHOUT_REDIS_MS))) {
      const kept = await this.#readKept(this.#files.ownership)
      if (typeof kept === 'string') {
        log.error('Redis is away; going on as the owner that this process was')
        grant = lease.resume(kept)
      }
    }
    while (!this.#end.signal.aborted) {
      if (!grant) {
        log.info({ domain }, 'standing by for the lease')
        grant = await lease.acquire(this.#end.signal)
      }
      await this.#own(grant)
      grant = undefined
    }
  }

  async #own(grant: Grant): Promise<void> {
    const { redis, domain, log, recordingsDirectory, dataDirectory, telephoneSwitch, onOwned } = this.#options
    await this.#keep(this.#files.ownership, grant.proof)
    const presence = await this.#presence()
    // From here to the call centre's start nothing waits: no configuration is missed.
    const config = this.#config
    if (!config) return grant.release()
    const callbacks = sharedCallbacks({
      redis,
      keys: this.#keys,
      proof: grant.proof,
      path: this.#files.callbacks,
      log,
    })
    const callCentre = createCallCentre({
      telephoneSwitch: telephoneSwitch(),
      config,
      log,
      recordingsDirectory,
      presence,
      callbacks,
    })
    const served = serveCallCentre(callCentre, {
      redis,
      domain,
      proof: grant.proof,
      spool: new Spool(join(dataDirectory, 'untold'), log),
      agents: () => (this.#config?.agents ?? []).map(({ id }) => asAgentId(id)),
      log,
    })
    onOwned?.(callCentre)
    this.#callCentre = callCentre
    this.#served = served
    this.#state = 'owner'
    log.warn({ domain, grant: grant.proof }, 'this process runs the call centre now')
    const presenceTimer = setInterval(() => void this.#keepPresence(callCentre), PRESENCE_EVERY_MS)
    await callCentre.start()
    const reason = await Promise.race([grant.lost, this.#aborted()])
    if (reason !== undefined) log.error({ domain, reason }, 'the lease is lost; this process stops acting')
    // First of all, and not waited for: whatever it still did would be done twice.
    const stopped = callCentre.stop()
    clearInterval(presenceTimer)
    this.#callCentre = undefined
    this.#served = undefined
    this.#state = 'standby'
    await stopped
    await callbacks.stop(reason === undefined && redis.status === 'ready' ? STOP_MS : 0)
    await served.stop(reason === undefined ? STOP_MS : 0)
    // Stopped while Redis is away it stays the owner: nobody else can become one.
    if (reason !== undefined || redis.status === 'ready') await this.#keep(this.#files.ownership, null)
    await grant.release()
  }

  #aborted(): Promise<undefined> {
    const { signal } = this.#end
    if (signal.aborted) return Promise.resolve(undefined)
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }))
  }

  // --- what is kept ---------------------------------------------------------------------------------------------------------

  async #takeKeptConfiguration(): Promise<void> {
    const kept = await this.#readKept(this.#files.configuration)
    if (kept === undefined || this.#config) return
    try {
      this.#config = new ConfigurationInForce(kept).config
      this.#configured.resolve()
    } catch (error) {
      this.#log.error(
        { err: error },
        'the configuration kept on disk cannot be used; waiting for a gateway to offer one',
      )
    }
  }

  #look(): void {
    this.#takeShared().catch((error: unknown) => {
      this.#refused = error instanceof Error ? error.message : String(error)
      this.#log.error({ err: error }, 'a configuration could not be taken; the former stays in force')
    })
  }

  async #takeShared(): Promise<void> {
    if (!(await redisReady(this.#options.redis, WITHOUT_REDIS_MS))) return
    const config = await sharedConfiguration(this.#options.redis, this.#keys)
    if (!config || config.version === this.#config?.version) return
    this.#callCentre?.configure(config)
    this.#config = config
    this.#refused = undefined
    await this.#keep(this.#files.configuration, config)
    this.#configured.resolve()
    this.#log.info({ version: config.version }, 'a new configuration is in force')
  }

  /** How agents were: from Redis, which knows whoever owned the domain last; without it from our own time. */
  async #presence(): Promise<Presence> {
    try {
      const known = Object.entries(await this.#options.redis.hgetall(this.#keys.presence))
      if (known.length > 0) return known.map(([agent, state]) => ({ agent, state: JSON.parse(state) as AgentState }))
    } catch (error) {
      this.#log.warn({ err: error }, 'Redis does not say how agents were')
    }
    return ((await this.#readKept(this.#files.presence)) as Presence | undefined) ?? []
  }

  async #keepPresence(callCentre: CallCentre): Promise<void> {
    const presence = (this.#config?.agents ?? []).flatMap(({ id }): Presence => {
      const state = callCentre.agentView(asAgentId(id))?.state
      return state && state.kind !== 'offline' ? [{ agent: id, state }] : []
    })
    await this.#keep(this.#files.presence, presence)
  }

  async #keep(path: string, value: unknown): Promise<void> {
    await keepFile(path, value).catch((error: unknown) =>
      this.#log.error({ err: error, path }, 'could not be kept on disk'),
    )
  }

  async #readKept(path: string): Promise<unknown> {
    try {
      return await readKeptFile(path)
    } catch (error) {
      this.#log.error({ err: error, path }, 'what was kept on disk cannot be read')
      return undefined
    }
  }
}
