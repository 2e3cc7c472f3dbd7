/** What a supervisor must know about a running campaign without looking for it. Pure. */
import {
  type CampaignAlarm,
  type CampaignFigures,
  type HoldReason,
  type PreflightProblem,
  percentOf,
  type Share,
} from '../../contract/index.ts'

/** Shares of fewer attempts say nothing. */
const LEAST_ATTEMPTS = 20
/** Far fewer than usual: below this share of it. */
const COLLAPSED = 0.5
/** An answer rate below this has nowhere to fall to. Per cent */
const LEAST_USUAL_PCT = 5
/** Refused by the line. Per cent */
const REFUSED_PCT = 20
const REFUSED_URGENT_PCT = 50
/** Of the limit. Per cent */
const NEAR_PCT = 80
/** Shares of abandoned calls are told from so many live answers on: before, one is already beyond the limit. */
const LEAST_ANSWERS = 20

export interface AlarmSight {
  readonly figures: Pick<CampaignFigures, 'abandoned' | 'contacts' | 'forecast'>
  readonly usesAgents: boolean
  /** Answered, of the attempts of the last minutes. */
  readonly answeredLately: Share
  /** What is usual: learned, or of all before. Per cent; undefined: not known yet. */
  readonly usualAnswerPct: number | undefined
  /** Refused by the line, of the attempts of the last minutes. */
  readonly refusedLately: Share
  readonly problems: readonly PreflightProblem[]
  readonly reason: HoldReason | undefined
  /** When the general hours open again. Epoch ms; undefined: they are open. */
  readonly closedUntil: number | undefined
}

/** Of a campaign that runs; the most urgent first. */
export function alarmsOf(sight: AlarmSight): CampaignAlarm[] {
  const { problems, reason, closedUntil, usesAgents } = sight
  const somebodyIsLeft = sight.figures.forecast.kind !== 'done'
  const alarms: CampaignAlarm[] = [
    ...(problems.length > 0 && somebodyIsLeft ? [{ kind: 'cannot-dial', level: 'urgent', problems } as const] : []),
    ...trunkAlarm(sight),
    ...abandonAlarm(sight),
    ...answerAlarm(sight),
    ...(usesAgents && reason === 'no-agents' && somebodyIsLeft && closedUntil === undefined
      ? [{ kind: 'no-agents', level: 'urgent' } as const]
      : []),
    ...(closedUntil !== undefined && somebodyIsLeft
      ? [{ kind: 'outside-hours', level: 'notice', until: closedUntil } as const]
      : []),
  ]
  return alarms.sort((a, b) => Number(a.level === 'notice') - Number(b.level === 'notice'))
}

function trunkAlarm({ refusedLately }: AlarmSight): CampaignAlarm[] {
  const value = percentOf(refusedLately)
  if (value === undefined || refusedLately.of < LEAST_ATTEMPTS || value < REFUSED_PCT) return []
  const level = value >= REFUSED_URGENT_PCT ? 'urgent' : 'notice'
  return [{ kind: 'trunk', level, value, limit: REFUSED_PCT, attempts: refusedLately.of }]
}

/** The limit itself is kept by the dialler, which slows down before it: near it somebody should know why it is slow. */
function abandonAlarm({ figures: { abandoned }, usesAgents }: AlarmSight): CampaignAlarm[] {
  if (!usesAgents) return []
  const worst = [abandoned.window, abandoned.day]
    .filter(({ of }) => of >= LEAST_ANSWERS)
    .map((share) => ({ share, value: percentOf(share) ?? 0 }))
    .sort((a, b) => b.value - a.value)[0]
  const limit = abandoned.limitPct
  // In whole numbers: 24 of 1,000 are four fifths of 3 %.
  const near = (share: Share) => 100 * 100 * share.part >= NEAR_PCT * limit * share.of
  if (!worst || worst.share.part === 0 || !near(worst.share)) return []
  const level = worst.value > limit ? 'urgent' : 'notice'
  return [{ kind: 'abandoned', level, value: worst.value, limit, attempts: worst.share.of }]
}

function answerAlarm({ answeredLately, usualAnswerPct, refusedLately }: AlarmSight): CampaignAlarm[] {
  const value = percentOf(answeredLately)
  if (value === undefined || answeredLately.of < LEAST_ATTEMPTS) return []
  if (usualAnswerPct === undefined || usualAnswerPct < LEAST_USUAL_PCT) return []
  const limit = COLLAPSED * usualAnswerPct
  if (value >= limit) return []
  // The line refuses: that is said already, and explains it.
  if ((percentOf(refusedLately) ?? 0) >= REFUSED_URGENT_PCT) return []
  return [{ kind: 'answer-rate', level: 'urgent', value, limit, attempts: answeredLately.of }]
}
