/**
 * A call centre made known through Redis, by the process that has the lease of its domain: its facts with the views that they change,
 * a sign of life every second, and the carrying out of commands.
 */
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Fact } from '../../facts.ts'
import { type AgentId, asAgentId, asCallId, type CallId } from '../../ids.ts'
import { anotherConnection, followChannels } from '../../redis/connection.ts'
import type { Spool } from '../../spool/spool.ts'
import type { AgentView, CallCentre, CommandResult, ContactView } from '../call-centre.ts'
import { OutgoingFacts } from './outgoing-facts.ts'
import { type Answer, domainKeys, type Entry, type Request, type SentCommand, type Views } from './wire.ts'

const BEAT_MS = 1_000
/** Queue figures and contacts change with nearly every fact: they are gathered for so long. Desks are told of them once a second. ms */
const GATHERED_MS = 200
/** A new owner finds its calls on the switch. Without the switch its views are told after so long as they are. ms */
const FOUND_WITHIN_MS = 10_000

export interface ServedOptions {
  readonly redis: Redis
  readonly domain: string
  /** The grant of the domain's lease. */
  readonly proof: string
  /** Facts that are not recorded yet live here. */
  readonly spool: Spool
  /** Everybody whose view exists. */
  readonly agents: () => readonly AgentId[]
  readonly log: Logger
}

export interface ServedCallCentre {
  /** Entries that wait in Redis to be recorded, their limit, and what is wrong while facts wait on disk. */
  status(): { readonly length: number; readonly most: number; readonly problem?: string }
  /** Tells what is left within timeoutMs; the rest stays in the spool. Leaves the call centre alone. */
  stop(timeoutMs: number): Promise<void>
}

/** Call before the call centre starts, so that its first fact is told. */
export function serveCallCentre(callCentre: CallCentre, options: ServedOptions): ServedCallCentre {
  const { redis, domain, proof, spool, log, agents } = options
  const keys = domainKeys(domain)
  const told = new ToldViews(callCentre, agents)
  let queuesTimer: NodeJS.Timeout | undefined
  // Before the calls are found again, views would say that nobody is on one: desks keep what the former owner told.
  let found = false
  const sayAll = (): void => {
    if (!found) return
    told.forget()
    outgoing.say({ snapshot: true, views: told.everything() })
  }
  const outgoing = new OutgoingFacts({ redis, keys, proof, spool, log, onCaughtUp: sayAll })

  const nowFound = (): void => {
    clearTimeout(withoutSwitch)
    if (found) return
    found = true
    sayAll()
  }
  const withoutSwitch = setTimeout(nowFound, FOUND_WITHIN_MS)

  const unfollow = callCentre.onFact((fact: Fact) => {
    outgoing.tell(fact, found ? told.after(fact) : undefined)
    // Adoption follows this fact in the same turn.
    if (fact.type === 'switch-connected' && !found) setImmediate(nowFound)
    queuesTimer ??= setTimeout(() => {
      queuesTimer = undefined
      const views = found ? { ...told.queues(), ...told.contacts() } : {}
      if (Object.keys(views).length > 0) outgoing.say({ views })
    }, GATHERED_MS)
  })

  let beating = false
  const beat = setInterval(() => {
    outgoing.say(found ? { views: told.whatElseChanged() } : {})
    if (beating) return
    beating = true
    redis
      .get(keys.recorded)
      .then((id) => outgoing.recorded(id))
      .catch((error: unknown) => log.debug({ err: error }, 'what is recorded is not known now'))
      .finally(() => {
        beating = false
      })
  }, BEAT_MS)

  const subscriber = anotherConnection(redis, log)
  followChannels(subscriber, [keys.requests], log, (message) => {
    const request = JSON.parse(message) as Request
    if (request.type === 'snapshot') return sayAll()
    if (request.type === 'hints') return callCentre.hint(request.hints)
    carryOut(request).catch((error: unknown) => log.warn({ err: error }, 'a command could not be taken or answered'))
  })

  function asked(sent: SentCommand): Promise<CommandResult> {
    if ('dial' in sent) return callCentre.dial(sent.dial)
    if ('withdraw' in sent) return callCentre.withdraw(sent.withdraw)
    if ('agent' in sent) return callCentre.command(sent.agent, sent.commandId, sent.command)
    return callCentre.supervise(sent.supervisor, sent.commandId, sent.command)
  }

  /** Taking the command out of Redis is taking it up: one process does, and none does once the sender has given up. */
  async function carryOut({ id, answers }: Extract<Request, { type: 'command' }>): Promise<void> {
    const text = await redis.getdel(keys.command(id))
    if (text === null) return
    const sent = JSON.parse(text) as SentCommand
    const answer = (message: Answer): Promise<number> => redis.publish(answers, JSON.stringify(message))
    const carriedOut = asked(sent)
    await answer({ type: 'taken', id })
    await answer({ type: 'done', id, result: await carriedOut })
  }

  return {
    status: () => outgoing.status(),
    async stop(timeoutMs) {
      subscriber.disconnect()
      unfollow()
      clearInterval(beat)
      clearTimeout(queuesTimer)
      clearTimeout(withoutSwitch)
      await outgoing.stop(timeoutMs)
    },
  }
}

const AGENT = 'agent/'
const CONTACT = 'contact/'

/** What was told last, so that only differences are told. */
class ToldViews {
  readonly #callCentre: CallCentre
  readonly #agents: () => readonly AgentId[]
  readonly #told = new Map<string, string>()

  constructor(callCentre: CallCentre, agents: () => readonly AgentId[]) {
    this.#callCentre = callCentre
    this.#agents = agents
  }

  forget(): void {
    this.#told.clear()
  }

  everything(): Views {
    return { ...this.#rest(), ...this.#agentsAmong(this.#agents()), ...this.queues(), ...this.contacts() }
  }

  /** Whatever changed without a fact. Agents who are away have nothing that does, unless they are no longer configured. */
  whatElseChanged(): Views {
    const configured = new Set(this.#agents())
    const present = [...configured].filter((agent) => this.#callCentre.agentView(agent)?.state.kind !== 'offline')
    const gone = [...this.#told.keys()]
      .filter((name) => name.startsWith(AGENT))
      .map((name) => asAgentId(name.slice(AGENT.length)))
      .filter((agent) => !configured.has(agent))
    return { ...this.#rest(), ...this.#agentsAmong([...present, ...gone]), ...this.queues(), ...this.contacts() }
  }

  /** What this fact may have changed. */
  after(fact: Fact): Entry['views'] {
    const agent = 'agent' in fact && fact.agent ? this.#agentsAmong([fact.agent]) : undefined
    const views = { ...this.#rest(), ...agent }
    return Object.keys(views).length > 0 ? views : undefined
  }

  queues(): Views | undefined {
    const queues = this.#callCentre.queueViews()
    return this.#changed('queues', queues) ? { queues } : undefined
  }

  contacts(): Views | undefined {
    const changed: [CallId, ContactView | null][] = []
    const live = new Set<string>()
    for (const view of this.#callCentre.contactViews()) {
      live.add(`${CONTACT}${view.call}`)
      if (this.#changed(`${CONTACT}${view.call}`, view)) changed.push([view.call, view])
    }
    for (const name of this.#told.keys()) {
      if (!name.startsWith(CONTACT) || live.has(name)) continue
      this.#told.delete(name)
      changed.push([asCallId(name.slice(CONTACT.length)), null])
    }
    return changed.length > 0 ? { contacts: changed } : undefined
  }

  #rest(): Views {
    const status = this.#callCentre.switchStatus()
    const liveCalls = this.#callCentre.liveCalls()
    return {
      ...(this.#changed('switch', status) ? { switch: status } : {}),
      ...(this.#changed('liveCalls', liveCalls) ? { liveCalls } : {}),
    }
  }

  #agentsAmong(agents: Iterable<AgentId>): Views {
    const changed: [AgentId, AgentView | null][] = []
    for (const agent of agents) {
      const view = this.#callCentre.agentView(agent) ?? null
      if (this.#changed(`${AGENT}${agent}`, view)) changed.push([agent, view])
    }
    return changed.length > 0 ? { agents: changed } : {}
  }

  #changed(name: string, value: unknown): boolean {
    const text = JSON.stringify(value)
    if (this.#told.get(name) === text) return false
    this.#told.set(name, text)
    return true
  }
}
