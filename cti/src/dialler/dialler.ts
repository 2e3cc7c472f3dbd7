/**
 * Decides how many attempts of one campaign to dial now. Told what happens, asked some times a second. No clock, no chance, no I/O: the
 * same events and questions give the same answers. How it decides: docs/dialler.md.
 */
import type { EpochMs } from '../ids.ts'
import { Abandonment, type AbandonmentMemory, type Tally } from './abandonment.ts'
import type { DialLimits, DiallerFigures, DiallerSettings, Doubt, PaceReason, PacingEvent } from './dialler-types.ts'
import { Experience, type ExperienceMemory } from './experience.ts'
import { Floor, type FloorSnapshot } from './floor.ts'
import { lookAhead } from './outlook.ts'

/** Within so long of the answer an agent must be there (FTC safe harbour), ms. */
export const GRACE_MS = 2_000

/** Plain data, for JSON. After a restart, give it with an empty floor and tell agents and attempts anew. */
export interface DiallerSnapshot {
  readonly experience: ExperienceMemory
  readonly abandonment: AbandonmentMemory
  readonly floor: FloorSnapshot
}

/** Of the limit: what is aimed at, the risk with one call when nothing is left of it, and the most. Found by trial (docs/dialler.md). */
const AIM = 0.9
const LEAST_RISK = 1 / 12
const MOST_RISK = 5 / 3
/** What is risked when more than was allowed has been abandoned: with many agents it keeps most of them busy, with few it is none. */
const NO_RISK = 1 / 150
/** Abandoned calls still allowed with which the most is risked; more of them where chance spreads them more. */
const PLENTY_LEFT = 3
const PLENTY_BY_SPREAD = 0.5

const NEXT_STATE = { 'agent-free': 'free', 'agent-wrapping': 'wrapping', 'agent-taken': 'taken' } as const

interface Decision {
  readonly count: number
  readonly reason: PaceReason
}

export class Dialler {
  readonly #settings: DiallerSettings
  readonly #experience: Experience
  readonly #abandonment: Abandonment
  readonly #floor: Floor
  #reason: PaceReason = 'no-agents'

  constructor(settings: DiallerSettings, snapshot?: DiallerSnapshot) {
    this.#settings = settings
    this.#experience = new Experience(settings.utcOffsetMinutes, snapshot?.experience)
    this.#abandonment = new Abandonment(settings.utcOffsetMinutes, snapshot?.abandonment)
    this.#floor = new Floor(snapshot?.floor)
  }

  /** Takes note of what happened. @returns why it changed nothing, if it did not */
  hear(event: PacingEvent): Doubt | undefined {
    switch (event.type) {
      case 'dialled':
        return this.#floor.dial(event.attempt, event.at)
      case 'agent-free':
      case 'agent-wrapping':
      case 'agent-taken':
      case 'agent-leaving':
      case 'agent-left':
        return this.#hearOfAgent(event)
      default:
        return this.#hearOfAttempt(event)
    }
  }

  /** How many attempts to dial now; never more than the limits allow. Each one dialled is to be told of at once. */
  howMany(at: EpochMs, limits: DialLimits): number {
    this.#floor.forgetLost(at)
    const wanted = this.#wanted(at)
    const bounds: readonly [number, PaceReason][] = [
      [limits.freeLines, 'lines'],
      [limits.concurrentLeft, 'concurrent'],
      [limits.cpsLeft, 'calls-per-second'],
    ]
    let { count, reason } = wanted
    for (const [most, why] of bounds) {
      if (most >= count) continue
      count = Math.max(0, Math.floor(most))
      reason = why
    }
    this.#reason = reason
    return count
  }

  /** For the page that watches. `reason` is that of the last decision. */
  figures(at: EpochMs): DiallerFigures {
    const floor = this.#floor
    const { answerRate, durations } = this.#experience
    const [window, day] = [this.#abandonment.window(at), this.#abandonment.day(at)]
    const outlook = lookAhead(floor, this.#experience, at, GRACE_MS)
    const available = floor.free + outlook.expectedFree
    const predictive = this.#settings.mode === 'predictive'
    return {
      pacingRatio: available > 0 ? floor.underWay / available : 0,
      answerRate: answerRate.rate,
      ringMs: durations.answered.meanMs,
      talkMs: durations.talk.meanMs,
      wrapMs: durations.wrap.meanMs,
      windowAbandonedPct: percentOf(window),
      windowAnswered: window.answered,
      dayAbandonedPct: percentOf(day),
      dayAnswered: day.answered,
      agents: floor.count(),
      ringing: floor.underWay - floor.waiting,
      waiting: floor.waiting,
      expectedFree: outlook.expectedFree,
      riskAllowed: predictive ? this.#allowance(at).risk : 0,
      riskOfOneMore: predictive ? outlook.riskOf(1) : 0,
      reason: this.#reason,
    }
  }

  /** @returns plain data from which a dialler with the same settings goes on as this one would */
  snapshot(): DiallerSnapshot {
    return {
      experience: this.#experience.memory(),
      abandonment: this.#abandonment.memory(),
      floor: this.#floor.snapshot(),
    }
  }

  #wanted(at: EpochMs): Decision {
    const { mode, ratio } = this.#settings
    const floor = this.#floor
    if (floor.agentCount === 0) return { count: 0, reason: 'no-agents' }
    const covering = Math.max(0, floor.free - floor.underWay)
    if (mode === 'progressive') return { count: covering, reason: 'agents-covered' }
    if (mode === 'power')
      return { count: Math.max(0, Math.floor(ratio * floor.free) - floor.underWay), reason: 'agents-covered' }
    this.#experience.moveTo(at)
    const { risk, reason } = this.#allowance(at)
    const outlook = lookAhead(floor, this.#experience, at, GRACE_MS)
    return { count: Math.max(covering, outlook.mostWithin(risk)), reason }
  }

  /**
   * The risk that may be taken follows from how many more could be abandoned without passing the limit, in the window and on the day: none
   * to speak of when nothing is left, and then more with each live answer that goes well. So it begins slowly, too.
   */
  #allowance(at: EpochMs): { readonly risk: number; readonly reason: PaceReason } {
    const limit = this.#settings.maxAbandonPct / 100
    const [window, day] = [this.#abandonment.window(at), this.#abandonment.day(at)]
    const [windowLeft, dayLeft] = [leftOf(limit, window), leftOf(limit, day)]
    const left = Math.min(windowLeft, dayLeft)
    const plenty = PLENTY_LEFT + PLENTY_BY_SPREAD * Math.sqrt(limit * Math.max(0, window.answered))
    const part = Math.min(1, left / plenty)
    const risk = limit * Math.max(NO_RISK, LEAST_RISK * Math.min(1, 1 + part), MOST_RISK * part)
    if (left <= 0 && window.abandoned + day.abandoned > 0)
      return { risk, reason: dayLeft < windowLeft ? 'abandon-day' : 'abandon-window' }
    return { risk, reason: window.answered * limit < PLENTY_LEFT ? 'slow-start' : 'risk' }
  }

  #hearOfAgent(event: Extract<PacingEvent, { type: `agent-${string}` }>): Doubt | undefined {
    const { agent, at } = event
    const floor = this.#floor
    const before = floor.agent(agent)
    if (event.type === 'agent-left') return floor.drop(agent) ? undefined : 'unknown-agent'
    if (event.type === 'agent-leaving') return floor.leave(agent) ? undefined : 'unknown-agent'
    const state = NEXT_STATE[event.type]
    if (before !== undefined && before.state !== state) {
      const lasted = at - before.since
      if (before.state === 'talking') this.#experience.lasted(at, 'talk', lasted)
      // Straight to the next call: no after-call work is after-call work of no time.
      if (before.state === 'talking' && state === 'free') this.#experience.lasted(at, 'wrap', 0)
      if (before.state === 'wrapping') this.#experience.lasted(at, 'wrap', lasted)
      if (before.state === 'taken') this.#experience.lasted(at, 'taken', lasted)
    }
    floor.move(agent, state, at)
    return undefined
  }

  #hearOfAttempt(event: Exclude<PacingEvent, { type: `agent-${string}` | 'dialled' }>): Doubt | undefined {
    const { attempt: id, at, type } = event
    const floor = this.#floor
    const attempt = floor.attempt(id)
    if (!attempt) return 'unknown-attempt'
    if (type === 'answered' && attempt.state === 'waiting') return 'answered-already'
    const rang = attempt.state === 'ringing'
    if (rang && (type === 'not-reached' || type === 'machine')) {
      this.#experience.attemptEnded(at, false, at - attempt.since)
      floor.end(id)
      return undefined
    }
    if (rang) {
      this.#experience.attemptEnded(at, true, at - attempt.since)
      this.#abandonment.answered(at)
    }
    if (type === 'answered') {
      floor.answer(id, at)
      return undefined
    }
    floor.end(id)
    if (type === 'connected') floor.move(event.agent, 'talking', at)
    if (type === 'abandoned') this.#abandonment.abandoned(at)
    if (type === 'machine') this.#abandonment.notAnswered(at, attempt.since)
    return undefined
  }
}

/** How many more may be abandoned. */
function leftOf(limit: number, { answered, abandoned }: Readonly<Tally>): number {
  return limit * AIM * answered - abandoned
}

function percentOf({ answered, abandoned }: Readonly<Tally>): number {
  return answered > 0 ? (100 * abandoned) / answered : 0
}
