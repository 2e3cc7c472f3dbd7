/**
 * Plays a campaign through a dialler in virtual time: attempts ring, are answered or not, agents talk and do their after-call work; how
 * many are dialled and when is the dialler's to decide. Chance comes from the seed alone, and the n-th attempt has the same fate whoever
 * dials it. What happens is told in order, causes before effects.
 */
import { GRACE_MS } from '../../dialler/dialler.ts'
import { type AttemptId, asAttemptId, type DialLimits, type PacingEvent } from '../../dialler/dialler-types.ts'
import { type AgentId, asAgentId } from '../../ids.ts'
import { createRandom, type Random } from '../../switch/simulator/random.ts'
import { Upcoming } from '../upcoming.ts'
import type { DiallerScenario, Spread } from './scenario.ts'

const SECOND = 1_000
const HOUR = 3_600 * SECOND
/** How often the dialler is asked, ms. */
const ASKED_EVERY = 250
const NO_LIMITS: DialLimits = { freeLines: 100_000, concurrentLeft: 100_000, cpsLeft: 100_000 }

/** What decides: the dialler, or a rule to compare it with. */
export interface Pacer {
  hear(event: PacingEvent): unknown
  howMany(at: number, limits: DialLimits): number
}

export interface CampaignEvent {
  /** ms since the beginning */
  readonly at: number
  readonly event: 'dial' | 'answered' | 'connected' | 'abandoned' | 'no-answer' | 'agent-free' | 'agent-change'
  readonly call?: string
  readonly agent?: string
  /** Logged in from now on; with agent-change. */
  readonly agents?: number
}

type Happening =
  | { readonly kind: 'staff'; readonly agents: number }
  | { readonly kind: 'talk-ends' | 'wrap-ends'; readonly agent: AgentId }
  | { readonly kind: 'ring-ends' | 'gives-up'; readonly call: Call }
  | { readonly kind: 'ask' }

interface Call {
  readonly id: AttemptId
  readonly answers: boolean
  readonly talkMs: number
  readonly wrapMs: number
}

/** @param tell hears of everything in order */
export function playCampaign(scenario: DiallerScenario, pacer: Pacer, tell: (event: CampaignEvent) => void): void {
  new CampaignPlay(scenario, pacer, tell).run()
}

class CampaignPlay {
  readonly #scenario: DiallerScenario
  readonly #pacer: Pacer
  readonly #tell: (event: CampaignEvent) => void
  readonly #fate: Fate
  readonly #upcoming = new Upcoming<Happening>()
  /** In order of when they got free. */
  readonly #free = new Set<AgentId>()
  readonly #leaving = new Set<AgentId>()
  readonly #busy = new Set<AgentId>()
  /** Answered, in order, without an agent yet. */
  readonly #waiting = new Set<Call>()
  readonly #wrapMs = new Map<AgentId, number>()
  #ringing = 0
  #here = 0
  /** Are to go, and are not among those who are leaving yet. */
  #toGo = 0
  #calls = 0
  #agents = 0

  constructor(scenario: DiallerScenario, pacer: Pacer, tell: (event: CampaignEvent) => void) {
    this.#scenario = scenario
    this.#pacer = pacer
    this.#tell = tell
    this.#fate = new Fate(scenario)
  }

  run(): void {
    const { hours, agents, agentChanges } = this.#scenario
    const end = hours * HOUR
    this.#upcoming.add(0, { kind: 'staff', agents })
    for (const change of agentChanges)
      this.#upcoming.add(change.atSec * SECOND, { kind: 'staff', agents: change.agents })
    this.#upcoming.add(0, { kind: 'ask' })
    for (let at = this.#upcoming.nextAt; at !== undefined && at < end; at = this.#upcoming.nextAt) {
      const happening = this.#upcoming.take(at)
      if (happening) this.#happen(happening, at)
    }
  }

  #happen(happening: Happening, at: number): void {
    switch (happening.kind) {
      case 'staff':
        return this.#staff(happening.agents, at)
      case 'ask':
        this.#dial(at)
        return this.#upcoming.add(at + ASKED_EVERY, happening)
      case 'ring-ends':
        return this.#ringEnds(happening.call, at)
      case 'gives-up':
        return this.#givesUp(happening.call, at)
      case 'talk-ends':
        this.#pacer.hear({ type: 'agent-wrapping', at, agent: happening.agent })
        return this.#upcoming.add(at + (this.#wrapMs.get(happening.agent) ?? 0), {
          kind: 'wrap-ends',
          agent: happening.agent,
        })
      case 'wrap-ends':
        this.#busy.delete(happening.agent)
        this.#tell({ at, event: 'agent-free', agent: happening.agent })
        return this.#isFree(happening.agent, at)
    }
  }

  #dial(at: number): void {
    const count = this.#pacer.howMany(at, NO_LIMITS)
    for (let dialled = 0; dialled < count; dialled++) {
      const { ringMs, ...call } = this.#fate.next(at, asAttemptId(`c${++this.#calls}`))
      this.#ringing++
      this.#tell({ at, event: 'dial', call: call.id })
      this.#pacer.hear({ type: 'dialled', at, attempt: call.id })
      this.#upcoming.add(at + ringMs, { kind: 'ring-ends', call })
    }
  }

  #ringEnds(call: Call, at: number): void {
    this.#ringing--
    this.#tell({ at, event: call.answers ? 'answered' : 'no-answer', call: call.id })
    this.#pacer.hear({ type: call.answers ? 'answered' : 'not-reached', at, attempt: call.id })
    if (call.answers) {
      const [agent] = this.#free
      if (agent !== undefined) this.#connect(call, agent, at)
      else {
        this.#waiting.add(call)
        this.#upcoming.add(at + GRACE_MS, { kind: 'gives-up', call })
      }
    }
    this.#letGo(at)
  }

  #givesUp(call: Call, at: number): void {
    if (!this.#waiting.delete(call)) return
    this.#tell({ at, event: 'abandoned', call: call.id })
    this.#pacer.hear({ type: 'abandoned', at, attempt: call.id })
  }

  #connect(call: Call, agent: AgentId, at: number): void {
    this.#free.delete(agent)
    this.#busy.add(agent)
    this.#waiting.delete(call)
    this.#tell({ at, event: 'connected', call: call.id, agent })
    this.#pacer.hear({ type: 'connected', at, attempt: call.id, agent })
    this.#wrapMs.set(agent, call.wrapMs)
    this.#upcoming.add(at + call.talkMs, { kind: 'talk-ends', agent })
  }

  #isFree(agent: AgentId, at: number): void {
    this.#pacer.hear({ type: 'agent-free', at, agent })
    if (this.#leaving.delete(agent)) return this.#staffed(at, -1)
    this.#free.add(agent)
    const [call] = this.#waiting
    if (call) this.#connect(call, agent, at)
    else this.#letGo(at)
  }

  /** Newcomers are free at once. Who is to go goes when free; the dialler knows at once. */
  #staff(wanted: number, at: number): void {
    const staying = this.#here - this.#leaving.size - this.#toGo
    const more = wanted - staying
    if (more < 0) {
      this.#toGo -= more
      this.#letGo(at)
      for (const agent of [...this.#busy].reverse()) {
        if (this.#toGo === 0) break
        if (this.#leaving.has(agent)) continue
        this.#toGo--
        this.#leaving.add(agent)
        this.#pacer.hear({ type: 'agent-leaving', at, agent })
      }
      return
    }
    const stays = Math.min(this.#toGo, more)
    this.#toGo -= stays
    if (more === stays) return
    this.#staffed(at, more - stays)
    for (let joined = stays; joined < more; joined++) this.#isFree(asAgentId(`a${++this.#agents}`), at)
  }

  /** Progressive dialling keeps an agent for each attempt: they go when theirs has come to nothing. */
  #letGo(at: number): void {
    const kept = this.#scenario.mode === 'progressive' ? this.#ringing : 0
    for (const agent of this.#free) {
      if (this.#toGo === 0 || this.#free.size <= kept) return
      this.#toGo--
      this.#free.delete(agent)
      this.#pacer.hear({ type: 'agent-left', at, agent })
      this.#staffed(at, -1)
    }
  }

  #staffed(at: number, more: number): void {
    this.#here += more
    this.#tell({ at, event: 'agent-change', agents: this.#here })
  }
}

/** What becomes of the n-th attempt. Every kind of chance has a source of its own, so that one does not shift the others. */
class Fate {
  readonly #scenario: DiallerScenario
  readonly #answers: Random
  readonly #ring: () => number
  readonly #talk: () => number
  readonly #wrap: () => number

  constructor(scenario: DiallerScenario) {
    const { seed, ringSec, talkSec, wrapSec } = scenario
    this.#scenario = scenario
    const seeds = createRandom(seed)
    const source = (): Random => createRandom(seeds.integer(0, 2 ** 32 - 1))
    this.#answers = source()
    this.#ring = spread(ringSec, source())
    this.#talk = spread(talkSec, source())
    this.#wrap = spread(wrapSec, source())
  }

  next(at: number, id: AttemptId): Call & { readonly ringMs: number } {
    const rate = this.#scenario.answerRates[Math.floor(at / HOUR)] ?? 0
    return {
      id,
      answers: this.#answers.next() < rate,
      ringMs: this.#ring(),
      talkMs: this.#talk(),
      wrapMs: this.#wrap(),
    }
  }
}

/** Log-normal, as times of people are; whole ms. */
function spread({ mean, cv }: Spread, random: Random): () => number {
  const variance = Math.log(1 + cv * cv)
  const [middle, deviation] = [Math.log(mean * SECOND) - variance / 2, Math.sqrt(variance)]
  return () => {
    // Box and Muller; both are drawn whatever is made of them.
    const [radius, turn] = [Math.sqrt(-2 * Math.log(1 - random.next())), random.next()]
    return Math.round(Math.exp(middle + deviation * radius * Math.cos(2 * Math.PI * turn)))
  }
}
