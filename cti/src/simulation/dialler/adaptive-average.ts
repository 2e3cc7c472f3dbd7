/**
 * To compare with: how VICIdial describes its dial method ADAPT_AVERAGE (its manual's campaign settings; the rule itself is to be read in
 * AST_VDadapt.pl and AST_VDauto_dial.pl of version 2.4, from where these numbers are). A dial level is kept: so many lines for each agent
 * who is ready or in a call, lines in conversation included. Every 15 s it changes by the part of the agents that was ready, on average of
 * those seconds, less the part of customers waiting for one; it is halved while the day's drops are above the limit, and when
 * more than half of the last minute's calls were dropped.
 */
import type { DialLimits, PacingEvent } from '../../dialler/dialler-types.ts'
import { Floor } from '../../dialler/floor.ts'
import type { Pacer } from './campaign-play.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const LEVEL_EVERY = 15 * SECOND
/** `adaptive_maximum_level` as it comes, and the level to begin with. */
const HIGHEST_LEVEL = 3
const LOWEST_LEVEL = 1
/** Its loop that dials. */
const DIALS_EVERY = 2_500
/** Calls before drops are judged. */
const OF_DAY = 50
const OF_MINUTE = 20

export class AdaptiveAverage implements Pacer {
  readonly #limitPct: number
  readonly #floor = new Floor()
  #level = LOWEST_LEVEL
  #dials = 0
  #answers = 0
  #drops = 0
  #recentDials: number[] = []
  #recentDrops: number[] = []
  #seen = { at: Number.NEGATIVE_INFINITY, difference: 0, agents: 0 }
  #levelAt = 0
  #dialledAt = Number.NEGATIVE_INFINITY

  /** @param limitPct drops allowed for a hundred answers */
  constructor(limitPct: number) {
    this.#limitPct = limitPct
  }

  hear(event: PacingEvent): void {
    const floor = this.#floor
    switch (event.type) {
      case 'dialled':
        this.#dials++
        this.#recentDials.push(event.at)
        floor.dial(event.attempt, event.at)
        break
      case 'answered':
        this.#answers++
        floor.answer(event.attempt, event.at)
        break
      case 'connected':
        floor.end(event.attempt)
        floor.move(event.agent, 'talking', event.at)
        break
      case 'abandoned':
        this.#drops++
        this.#recentDrops.push(event.at)
        floor.end(event.attempt)
        break
      case 'agent-free':
        floor.move(event.agent, 'free', event.at)
        break
      case 'agent-wrapping':
        floor.move(event.agent, 'wrapping', event.at)
        break
      case 'agent-taken':
        floor.move(event.agent, 'taken', event.at)
        break
      case 'agent-leaving':
        floor.leave(event.agent)
        break
      case 'agent-left':
        floor.drop(event.agent)
        break
      default:
        floor.end(event.attempt)
    }
  }

  howMany(at: number, limits: DialLimits): number {
    this.#sample(at)
    if (at - this.#levelAt >= LEVEL_EVERY) this.#adapt(at)
    if (at - this.#dialledAt < DIALS_EVERY) return 0
    this.#dialledAt = at
    const { free, talking } = this.#floor.count()
    const wanted = Math.round(this.#level * (free + talking)) - talking - this.#floor.underWay
    return Math.max(0, Math.min(wanted, limits.freeLines, limits.concurrentLeft, limits.cpsLeft))
  }

  #sample(at: number): void {
    if (at - this.#seen.at < SECOND) return
    this.#seen.at = at
    this.#seen.difference += this.#floor.free - this.#floor.waiting
    this.#seen.agents += this.#floor.agentCount
  }

  #adapt(at: number): void {
    this.#levelAt = at
    const { difference, agents } = this.#seen
    if (agents > 0) this.#level *= 1 + difference / agents
    this.#level = Math.min(HIGHEST_LEVEL, Math.max(LOWEST_LEVEL, this.#level))
    this.#recentDials = this.#recentDials.filter((dialledAt) => dialledAt > at - MINUTE)
    this.#recentDrops = this.#recentDrops.filter((droppedAt) => droppedAt > at - MINUTE)
    if (this.#recentDials.length > OF_MINUTE && this.#recentDrops.length > this.#recentDials.length / 2)
      this.#level /= 2
    if (this.#dials > OF_DAY && 100 * this.#drops > this.#limitPct * this.#answers) this.#level /= 2
    this.#level = Math.max(LOWEST_LEVEL, this.#level)
    this.#seen = { ...this.#seen, difference: 0, agents: 0 }
  }
}
