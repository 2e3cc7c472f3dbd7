/** Whether a number may be called now, and if not, from when on. Pure: who dials asks this immediately before claiming the attempt. */
import type { CallingWeek, CallRefusal, CampaignKind } from '../../contract/index.ts'
import { kindOf } from '../../customers/masking.ts'
import { localDayStart } from '../../supervision/local-day.ts'
import { callingHours, firstOpen, type RulesInForce } from './calling-hours.ts'

/** What all campaigns together have done with a number. */
export interface NumberFacts {
  /** E.164 with +; a privacy number: bare digits. */
  readonly number: string
  /** On the local day. */
  readonly attemptsToday: number
  /** In the last `inAllDays`. */
  readonly attemptsInAll: number
  /** Epoch ms of the last attempt; absent: none within the days looked at. */
  readonly lastAttemptAt?: number
  /** An attempt of whichever campaign is under way. */
  readonly live: boolean
  /** Refused everywhere, or for this campaign. */
  readonly doNotCall: boolean
}

export interface CallableContact {
  readonly regionId: string | null
  readonly ticketId: string | null
  readonly consent: string | null
}

export interface CallingCampaign {
  readonly kind: CampaignKind
  readonly settings: { readonly week?: CallingWeek | undefined }
}

export type CallPermission = { readonly ok: true } | CallRefusal

/** A live attempt that began longer ago than the gap is looked at again after this. ms */
const LOOK_AGAIN_MS = 60_000

/**
 * Final refusals come first, then those that time heals; of these `until` is the first moment at which none of them would be left,
 * reckoned with what is known now.
 */
export function mayCall(
  facts: NumberFacts,
  contact: CallableContact,
  campaign: CallingCampaign,
  inForce: RulesInForce,
  now: number,
): CallPermission {
  const { rules } = inForce
  if (!isCallable(facts.number)) return { why: 'not-a-number' }
  if (facts.doNotCall) return { why: 'do-not-call' }
  if (needsConsent(campaign.kind, contact.ticketId) && !contact.consent?.trim()) return { why: 'no-consent' }
  if (facts.attemptsInAll >= rules.inAll) return { why: 'attempts-in-all' }

  const afterGap = facts.lastAttemptAt === undefined ? now : facts.lastAttemptAt + rules.gapMinutes * 60_000
  const afterToday = facts.attemptsToday >= rules.perDay ? nextLocalDay(now, rules.timeZone) : now
  const afterCall = facts.live ? Math.max(afterGap, now + LOOK_AGAIN_MS) : now
  const hours = callingHours(inForce, contact.regionId, campaign.settings.week)
  const until = firstOpen(hours, Math.max(now, afterGap, afterToday, afterCall))
  if (facts.live) return { why: 'being-called', until }
  if (afterToday > now) return { why: 'attempts-today', until }
  if (afterGap > now) return { why: 'gap', until }
  return until > now ? { why: 'hours', until } : { ok: true }
}

/**
 * MIIT's notice of June 2020 on call centres: calls back and consultations may be made when the customer agreed to them, marketing only
 * with consent, and its evidence must be kept. Somebody who called us, or whose complaint we have just closed, has asked for the call
 * about it: the ticket is the evidence. Names on a list have asked for nothing that the list could show, so each needs the evidence.
 */
export const needsConsent = (kind: CampaignKind, ticketId: string | null): boolean =>
  kind === 'agent' || ticketId === null

/**
 * People's numbers at home, and the privacy numbers lent in their place. Not service numbers, and not other countries': a domestic
 * 400 trunk does not carry them, and lists with dear foreign numbers are an old way of stealing.
 */
export function isCallable(number: string): boolean {
  const kind = kindOf(number)
  return kind === 'mobile' || kind === 'landline' || kind === 'privacy'
}

/** Longer than any day, also the one on which clocks are put back. */
const LONGEST_DAY_MS = 26 * 3_600_000

function nextLocalDay(now: number, timeZone: string): number {
  const today = localDayStart(now, timeZone)
  return localDayStart(today + LONGEST_DAY_MS, timeZone)
}
