/** A campaign while it runs: how far it is, how fast, what holds it, what people answered. */
import { z } from 'zod'
import type { PreflightProblem } from './campaign-administration.ts'
import {
  type AttemptOutcome,
  attemptOutcome,
  type CampaignKind,
  type CampaignMode,
  type CampaignState,
} from './campaigns.ts'

/** So much of something, out of so much. */
export interface Share {
  readonly part: number
  readonly of: number
}

/** Per cent; undefined when there is nothing to take a share of. */
export const percentOf = ({ part, of }: Share): number | undefined => (of > 0 ? (100 * part) / of : undefined)

/**
 * answer-rate: far fewer answer than usual (value, limit: per cent) · trunk: the line refuses calls (per cent of the last ones) ·
 * abandoned: at least four fifths of what is allowed (per cent) · cannot-dial: as it is, nobody can be called (problems) ·
 * no-agents · outside-hours: until `until`
 */
export const campaignAlarmKinds = [
  'answer-rate',
  'trunk',
  'abandoned',
  'cannot-dial',
  'no-agents',
  'outside-hours',
] as const
export type CampaignAlarmKind = (typeof campaignAlarmKinds)[number]
export interface CampaignAlarm {
  readonly kind: CampaignAlarmKind
  /** urgent: somebody has to do something now. */
  readonly level: 'urgent' | 'notice'
  readonly value?: number
  readonly limit?: number
  /** Attempts that the value was made of. */
  readonly attempts?: number
  readonly problems?: readonly PreflightProblem[]
  /** Epoch ms. */
  readonly until?: number
}

/** Why not more is dialled: what the dialler says, or the lines, or that nobody is due. */
export type HoldReason =
  | 'no-agents'
  | 'agents-covered'
  | 'risk'
  | 'abandon-window'
  | 'abandon-day'
  | 'slow-start'
  | 'lines'
  | 'concurrent'
  | 'calls-per-second'
  | 'nobody-due'
  | 'inbound-waits'

/** From the process that dials. */
export interface CampaignLive {
  /** Calls of this campaign: dialled, ringing, answered. */
  readonly live: number
  readonly most: number
  /** All calls on the lines, and how many lines there are; so many are kept for those who call us. */
  readonly lines: { readonly inUse: number; readonly all: number; readonly keptForInbound: number }
  readonly reason?: HoldReason
  /** Of campaigns with agents. */
  readonly pacing?: {
    /** Calls under way for each agent who is free or about to be. */
    readonly ratio: number
    /** Per cent, as the dialler has learned it. */
    readonly answerPct: number
    readonly ringing: number
    /** Answered, without an agent yet. */
    readonly waiting: number
    readonly agents: {
      readonly free: number
      readonly talking: number
      readonly wrapping: number
      readonly taken: number
    }
    /** Means, ms. */
    readonly ringMs: number
    readonly talkMs: number
    readonly wrapMs: number
  }
}

/**
 * here: live is what this process knows · elsewhere: another gateway dials, which knows · nowhere: nobody does just now · idle: the campaign
 * does not run
 */
export type RunningWhere = 'here' | 'elsewhere' | 'nowhere' | 'idle'

export interface CampaignMinute {
  /** When it began. Epoch ms. */
  readonly at: number
  readonly dialled: number
  readonly answered: number
  readonly abandoned: number
}

/**
 * at: when everybody will have been called, as things go · resting: whoever is left is due later (until) · unknown: too little was done to
 * tell · done
 */
export type CampaignForecast =
  | { readonly kind: 'at'; readonly at: number; readonly attemptsLeft: number; readonly perMinute: number }
  | { readonly kind: 'resting'; readonly until: number; readonly attemptsLeft: number }
  | { readonly kind: 'unknown'; readonly attemptsLeft: number }
  | { readonly kind: 'done' }

export interface CampaignFigures {
  readonly id: string
  readonly name: string
  readonly kind: CampaignKind
  readonly mode: CampaignMode
  readonly state: CampaignState
  /** Epoch ms, by the gateway's clock: of these figures. */
  readonly at: number
  readonly startedAt?: number
  readonly endedAt?: number
  readonly contacts: {
    readonly total: number
    /** May be called now. */
    readonly due: number
    /** Waits for its hour or for its next attempt. */
    readonly later: number
    /** Of these, called before. */
    readonly again: number
    readonly inHand: number
    readonly done: number
    /** Of those who are done, the most frequent first; an attempt's outcome or why nobody called. */
    readonly outcomes: readonly { readonly outcome: string; readonly count: number }[]
  }
  readonly attempts: {
    /** Those taken back before they were dialled are not among them. */
    readonly total: number
    readonly live: number
    readonly outcomes: readonly { readonly outcome: AttemptOutcome; readonly count: number }[]
  }
  /** Answered by a person, of those that ended: in the last 30 minutes, and in all. */
  readonly answerRate: { readonly recent: Share; readonly all: Share }
  /** Of live answers: in the last 30 minutes, and on the local day. Per cent. */
  readonly abandoned: { readonly limitPct: number; readonly window: Share; readonly day: Share }
  /** The last hour, the oldest first; the last one is not over. */
  readonly minutes: readonly CampaignMinute[]
  readonly forecast: CampaignForecast
  /** Contacts: each step is a part of the one before. `success`: answered a question of the survey, or settled by an agent as a success. */
  readonly funnel: {
    readonly contacts: number
    readonly attempted: number
    readonly reached: number
    readonly success: number
  }
  readonly where: RunningWhere
  readonly live?: CampaignLive
  readonly alarms: readonly CampaignAlarm[]
}

/** Those that run and have something to say. */
export interface CampaignAlarms {
  readonly campaigns: readonly {
    readonly id: string
    readonly name: string
    readonly alarms: readonly CampaignAlarm[]
  }[]
}

export const resultsQuery = z.object({
  by: z.enum(['store', 'region', 'city']).default('store'),
  /** The places with the most answers. */
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

export interface SurveyQuestion {
  readonly question: string
  /** As the flow calls it. */
  readonly label?: string
  readonly answers: number
  /** Of answers that are numbers, where the flow takes them as a scale. */
  readonly mean?: number
  readonly values: readonly { readonly value: string; readonly label?: string; readonly count: number }[]
}

export interface SurveyPlace {
  /** Absent: not known which. */
  readonly id?: string
  readonly name?: string
  /** Attempts that answered something. */
  readonly people: number
  readonly comments: number
  readonly questions: readonly {
    readonly question: string
    readonly answers: number
    readonly mean?: number
    readonly values: Readonly<Record<string, number>>
  }[]
}

export interface SurveyResults {
  readonly questions: readonly SurveyQuestion[]
  readonly places: readonly SurveyPlace[]
  /** More places than these have answers. */
  readonly more: boolean
  readonly comments: number
  /** Who answered a question, of those who were reached. */
  readonly response: Share
}

export const commentQuery = z.object({
  storeId: z.string().max(64).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
export interface SurveyComment {
  /** GET /api/survey-answers/:id/recording plays it. */
  readonly id: string
  readonly at: string
  readonly question: string
  readonly durationMs: number
  /** Whether there is something to listen to. */
  readonly recorded: boolean
  readonly contactName?: string
  readonly number: string
  readonly storeId?: string
  readonly storeName?: string
  readonly ticketId?: string
  readonly ticketNumber?: string
  /** What the same person pressed. */
  readonly answers: readonly { readonly question: string; readonly value: string }[]
}
export interface SurveyComments {
  readonly comments: readonly SurveyComment[]
  readonly next?: string
}

export const campaignExport = z.object({
  what: z.enum(['attempts', 'answers']),
  outcome: attemptOutcome.optional(),
  format: z.enum(['xlsx', 'csv']),
  language: z.enum(['zh-CN', 'en']).default('zh-CN'),
})
