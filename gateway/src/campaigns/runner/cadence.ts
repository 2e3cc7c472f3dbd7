/** What becomes of a contact after an attempt: done, or when and on which number again. Pure. */
import type { AttemptOutcome, CampaignSettings } from '../../contract/index.ts'

const MINUTE_MS = 60_000
/** Taken back before anybody answered: no attempt was used up, but not the very next second either. ms */
const TAKEN_BACK_MS = 30_000
/** An agent left it to somebody else. ms */
const SKIPPED_MS = 10 * MINUTE_MS

export interface CalledContact {
  /** The one just ended included. */
  readonly attempts: number
  /** Those that can be called, in order. */
  readonly positions: readonly number[]
}

export interface EndedAttempt {
  readonly outcome: AttemptOutcome
  readonly position: number
  /** Why it was taken back, when it was. */
  readonly switchCause: string
}

export type Onward =
  | { readonly state: 'DONE' }
  | {
      readonly state: 'WAITING'
      readonly position: number
      /** Epoch ms; the rules may make it later. */
      readonly nextAt: number
    }

/** @param contact as it is now, numbers that turned out not to exist left out */
export function onward(
  contact: CalledContact,
  attempt: EndedAttempt,
  settings: Pick<CampaignSettings, 'cadence' | 'maxAttempts'>,
  now: number,
): Onward {
  const { outcome, position, switchCause } = attempt
  const [first] = contact.positions
  if (first === undefined) return { state: 'DONE' }
  if (outcome === 'cancelled') {
    const waits = switchCause === 'SKIPPED' ? SKIPPED_MS : TAKEN_BACK_MS
    return { state: 'WAITING', position: contact.positions.includes(position) ? position : first, nextAt: now + waits }
  }
  const rule = settings.cadence[outcome]
  if (rule.next === 'done' || contact.attempts >= settings.maxAttempts) return { state: 'DONE' }
  const later = contact.positions.find((each) => each > position)
  // Another number of the same person at once; from the last one back to the first, after the pause.
  if (rule.next === 'next-number' && later !== undefined) return { state: 'WAITING', position: later, nextAt: now }
  const same = rule.next === 'retry' && contact.positions.includes(position)
  return { state: 'WAITING', position: same ? position : first, nextAt: now + rule.afterMinutes * MINUTE_MS }
}
