/**
 * Attempts that must be looked after from outside. Some have an end that nobody will tell: claimed by a process that is gone, or lost with
 * the switch. What was never given to the switch is free to be called; what may have been dialled is not dialled again as the same attempt.
 */
import type { Database } from '../../database/connect.ts'
import { type AttemptEnd, endAttempts } from './attempt-records.ts'

/** Longer than any claim takes to reach the call centre, deadlines included. ms */
const CLAIMED_MS = 20_000
/** Longer than the call centre takes to agree with the switch after a connection, and the ledger to write it down. ms */
const DIALLED_MS = 60_000
const AT_ONCE = 500

/**
 * Only while the switch is connected.
 * @param isLive whether the call centre has this attempt
 * @param settled resolves when the ledger has written everything that was told before: only then a missing word means that nobody said it
 * @returns how many were ended
 */
export async function endUnknownAttempts(
  database: Database,
  isLive: (attempt: string) => boolean,
  settled: () => Promise<void>,
  now: number,
): Promise<number> {
  const open = await database.outboundAttempt.findMany({
    where: { endedAt: null, claimedAt: { lt: new Date(now - CLAIMED_MS) } },
    select: { id: true },
    orderBy: { claimedAt: 'asc' },
    take: AT_ONCE,
  })
  const gone = open.flatMap(({ id }) => (isLive(id) ? [] : [id]))
  if (gone.length === 0) return 0
  await settled()
  const forgotten = await database.outboundAttempt.findMany({
    where: { id: { in: gone }, endedAt: null },
    select: { id: true, dialledAt: true, claimedAt: true },
  })
  const ends = forgotten.flatMap(({ id, dialledAt, claimedAt }): AttemptEnd[] => {
    const common = { attempt: id, at: now, ringMs: 0, talkMs: 0 }
    if (dialledAt === null) return [{ ...common, outcome: 'cancelled', switchCause: 'NEVER_DIALLED' }]
    if (claimedAt.getTime() > now - DIALLED_MS) return []
    return [{ ...common, outcome: 'lost', switchCause: 'UNKNOWN_END' }]
  })
  if (ends.length > 0) await database.$transaction((tx) => endAttempts(tx, ends))
  return ends.length
}

/** Attempts that nobody has answered, to numbers that were refused after they were claimed. */
export async function refusedAttempts(database: Database): Promise<readonly string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM "OutboundAttempt" a
    JOIN "ContactNumber" n ON n."contactId" = a."contactId" AND n.position = a.position
    WHERE a."endedAt" IS NULL AND a."answeredAt" IS NULL AND n.dead = 'do-not-call' LIMIT ${AT_ONCE}`
  return rows.map(({ id }) => id)
}
