/** What becomes of contacts after an attempt: what the agent made of it comes first, else how it ended. */
import type { CampaignSettings } from '../../contract/index.ts'
import { jsonb, type LedgerTransaction } from '../../ledger/transaction.ts'
import { type EndedAttempt, type Onward, onward } from './cadence.ts'

/** A contact with all its numbers in order, the attempt in question counted. */
interface AttemptedContact {
  readonly id: string
  readonly attempts: number
  readonly numbers: readonly { readonly position: number; readonly dead: string | null }[]
}

/** As it is stored: AttemptDisposition. */
export interface GivenDisposition {
  readonly next: string
  readonly callbackAt: Date | null
  readonly callbackBy: string | null
}

export interface ContactMove {
  readonly id: string
  readonly state: Onward['state']
  /** ISO; null: it is done. */
  readonly at: string | null
  readonly position: number
  /** Attempts used up by it: 0 or 1. */
  readonly used: 0 | 1
  readonly outcome: string
  readonly done: string | null
  /** The customer asked for this time. */
  readonly promised: boolean
  /** Absent: as it was. */
  readonly preferred?: string | null
}

/** @param at epoch ms */
export function moveAfter(
  contact: AttemptedContact,
  attempt: EndedAttempt,
  given: GivenDisposition | undefined,
  settings: CampaignSettings,
  at: number,
): ContactMove {
  const { outcome, position } = attempt
  // What was taken back used up no attempt, and nobody spoke.
  const used = outcome === 'cancelled' ? 0 : 1
  const called = {
    attempts: contact.attempts - 1 + used,
    positions: contact.numbers.flatMap((number) =>
      number.dead !== null || (outcome === 'invalid-number' && number.position === position) ? [] : [number.position],
    ),
  }
  const decided = used === 1 ? given : undefined
  const next = decided ? byAgent() : onward(called, attempt, settings, at)
  const waits = next.state === 'WAITING'
  return {
    id: contact.id,
    state: next.state,
    at: waits ? new Date(next.nextAt).toISOString() : null,
    position: waits ? next.position : position,
    used,
    outcome: decided?.next === 'refuse' ? 'do-not-call' : outcome,
    done: waits ? null : new Date(at).toISOString(),
    promised: waits && decided?.next === 'callback',
    ...(decided ? { preferred: decided.next === 'callback' ? decided.callbackBy : null } : {}),
  }

  function byAgent(): Onward {
    const [first] = called.positions
    if (decided?.next === 'retry')
      return onward(called, { outcome: 'no-answer', position, switchCause: '' }, settings, at)
    // A time that somebody asked for is kept, however often they were called before.
    if (decided?.next === 'callback' && decided.callbackAt && first !== undefined) {
      const again = called.positions.includes(position) ? position : first
      return { state: 'WAITING', position: again, nextAt: decided.callbackAt.getTime() }
    }
    return { state: 'DONE' }
  }
}

export async function moveContacts(transaction: LedgerTransaction, moved: readonly ContactMove[]): Promise<void> {
  if (moved.length === 0) return
  await transaction.$executeRaw`
    UPDATE "CampaignContact" c SET state = r.state::"ContactState", "nextAt" = r.at, position = r.position, outcome = r.outcome,
      attempts = c.attempts - 1 + r.used, "doneAt" = r.done, promised = r.promised OR (c.promised AND r.used = 0),
      "preferredAgentId" = CASE WHEN r.decided THEN r.preferred ELSE c."preferredAgentId" END
    FROM jsonb_to_recordset(${jsonb(moved.map((move) => ({ ...move, decided: 'preferred' in move })))}::jsonb)
      AS r(id uuid, state text, at timestamptz, position int, used int, outcome text, done timestamptz, promised boolean,
        decided boolean, preferred text)
    WHERE c.id = r.id`
}
