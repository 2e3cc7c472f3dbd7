/** What a campaign's dialler is told, what it is asked, and what it tells the page that watches it. */
import type { AgentId, EpochMs } from '../ids.ts'

declare const brand: unique symbol
/** One dialling of one number of one contact. */
export type AttemptId = string & { readonly [brand]: 'AttemptId' }
/** Names an id that was checked (or made) by the caller; it does not check. */
export const asAttemptId = (value: string): AttemptId => value as AttemptId

/**
 * progressive: one attempt for each free agent, who is kept for it. power: `ratio` attempts for each free agent. predictive: as many as
 * the agents free by the time of the answer can take, within the abandoned share allowed.
 */
export type DiallerMode = 'progressive' | 'power' | 'predictive'

export interface DiallerSettings {
  readonly mode: DiallerMode
  /** Attempts for each free agent; of mode `power` only. At least 1. */
  readonly ratio: number
  /** Abandoned calls for a hundred answered by a person, over the rolling window and over the day. 0–100; 3 by the FTC's safe harbour. */
  readonly maxAbandonPct: number
  /** Where the day and its hours begin: minutes east of UTC. */
  readonly utcOffsetMinutes: number
}

interface Said<Type extends string> {
  readonly type: Type
  readonly at: EpochMs
}
interface OfAttempt<Type extends string> extends Said<Type> {
  readonly attempt: AttemptId
}
interface OfAgent<Type extends string> extends Said<Type> {
  readonly agent: AgentId
}

/** In order of time. */
export type PacingEvent =
  | OfAttempt<'dialled'>
  /** By a person, as far as is known. */
  | OfAttempt<'answered'>
  /** To an agent, who talks from now on. */
  | (OfAttempt<'connected'> & { readonly agent: AgentId })
  /** No agent was there in time after the answer. */
  | OfAttempt<'abandoned'>
  /** The customer went within the time in which an agent may come: a live answer, and not our abandoning. */
  | OfAttempt<'customer-left'>
  /** What answered was a machine: no live answer after all. */
  | OfAttempt<'machine'>
  /** Busy, no answer, rejected, invalid, failed. */
  | OfAttempt<'not-reached'>
  /** Ready for this campaign's calls, from wherever they were before; also how an agent joins. */
  | OfAgent<'agent-free'>
  /** The conversation is over, after-call work begins. */
  | OfAgent<'agent-wrapping'>
  /** Something else has them, an inbound call for one; they are expected back. */
  | OfAgent<'agent-taken'>
  /** Has asked to go: what is in hand is finished first, nothing more is counted on. */
  | OfAgent<'agent-leaving'>
  /** Logged out, on a break, not of this campaign any more. */
  | OfAgent<'agent-left'>

/** Why an event changed nothing. For the log: the teller and the dialler see the world differently. */
export type Doubt = 'unknown-attempt' | 'attempt-known-already' | 'answered-already' | 'unknown-agent'

/** What may be dialled at the most, by what the lines bear (see line-limits.ts). Whole numbers. */
export interface DialLimits {
  /** Of the trunk, beyond those kept for inbound. */
  readonly freeLines: number
  /** Until the cap on concurrent calls. */
  readonly concurrentLeft: number
  /** Until the cap on calls a second. */
  readonly cpsLeft: number
}

/** Why not more are dialled. The words are the page's. */
export type PaceReason =
  /** Nobody is logged in for this campaign. */
  | 'no-agents'
  /** Every free agent has their attempt (progressive) or their attempts (power). */
  | 'agents-covered'
  /** One more would too likely find nobody free (predictive). */
  | 'risk'
  /** As `risk`, and little may be risked: the abandoned share is near its limit in the window or on the day. */
  | 'abandon-window'
  | 'abandon-day'
  /** As `risk`, and little may be risked because few have answered yet. */
  | 'slow-start'
  | 'lines'
  | 'concurrent'
  | 'calls-per-second'

export interface DiallerFigures {
  /** Attempts ringing or waiting for an agent ÷ agents free now or expected to be within the ring time. 0 without such agents. */
  readonly pacingRatio: number
  /** Of attempts, answered by a person. 0–1 */
  readonly answerRate: number
  readonly ringMs: number
  readonly talkMs: number
  readonly wrapMs: number
  /** Of live answers. Per cent; 0 without any. */
  readonly windowAbandonedPct: number
  readonly windowAnswered: number
  readonly dayAbandonedPct: number
  readonly dayAnswered: number
  readonly agents: {
    readonly free: number
    readonly talking: number
    readonly wrapping: number
    readonly taken: number
    /** Of those three, who will go afterwards. */
    readonly leaving: number
  }
  readonly ringing: number
  readonly waiting: number
  /** Agents not free now, but by the time an attempt dialled now is likely answered. */
  readonly expectedFree: number
  /** How likely one more call may find nobody, and how likely it would. 0–1; predictive only. */
  readonly riskAllowed: number
  readonly riskOfOneMore: number
  readonly reason: PaceReason
}
