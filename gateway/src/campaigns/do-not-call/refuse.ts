/** Somebody is not to be called any more: from the moment this is committed nobody is, also of those who were waiting already. */
import { randomUUID } from 'node:crypto'
import type { RefusalReason } from '../../contract/index.ts'
import type { Prisma } from '../../database/client/client.ts'

export interface Refusal {
  /** E.164 with +; a privacy number: bare digits. */
  readonly number: string
  /** Absent: nobody calls this number any more. */
  readonly campaignId?: string | undefined
  readonly reason: RefusalReason
  /** Who wrote it down; absent: the customer pressed a key. */
  readonly by?: string | undefined
  /** The attempt in which it was said. */
  readonly attemptId?: string | undefined
  readonly note?: string | undefined
}

/** The customer has said so: no list, no administrator and no campaign's end takes it back (MIIT's notice of June 2020). */
export const isForGood = (reason: string): boolean => reason === 'pressed-9' || reason === 'agent'

/**
 * Writes the entry and ends what was waiting for this number, in the caller's transaction. Doing it twice is doing it once; the
 * customer's own word takes the place of a list's or an administrator's.
 * @returns whether there was no such entry before
 */
export async function refuse(tx: Prisma.TransactionClient, refusal: Refusal): Promise<boolean> {
  return (await refuseMany(tx, [refusal])) > 0
}

/** The same for several. @returns how many were not on the list before */
export async function refuseMany(tx: Prisma.TransactionClient, refusals: readonly Refusal[]): Promise<number> {
  if (refusals.length === 0) return 0
  const rows = refusals.map(({ number, campaignId, reason, by, attemptId, note }) => ({
    id: randomUUID(),
    number,
    campaign: campaignId ?? null,
    reason,
    by: by ?? null,
    note: [note, attemptId && `attempt:${attemptId}`].filter(Boolean).join(' ') || null,
    at: new Date().toISOString(),
  }))
  const written = await tx.$queryRaw<{ fresh: boolean }[]>`
    INSERT INTO "DoNotCall" AS d (id, number, "campaignId", reason, by, note, at)
    SELECT DISTINCT ON (r.number, r.campaign) r.id, r.number, r.campaign, r.reason, r.by, r.note, r.at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id uuid, number text, campaign uuid, reason text, by text, note text, at timestamptz)
    ON CONFLICT (number, "campaignId") DO UPDATE SET reason = excluded.reason, by = excluded.by, note = excluded.note, at = excluded.at
      WHERE d.reason NOT IN ('pressed-9', 'agent') AND excluded.reason IN ('pressed-9', 'agent')
    RETURNING d.xmax = 0 AS fresh`
  await endWaiting(tx, rows)
  return written.filter(({ fresh }) => fresh).length
}

/** The numbers of all who are not done; a contact under way keeps its state until its call ends, and finds no number left then. */
async function endWaiting(
  tx: Prisma.TransactionClient,
  refused: readonly { readonly number: string; readonly campaign: string | null }[],
): Promise<void> {
  const hit = await tx.$queryRaw<{ contactId: string }[]>`
    UPDATE "ContactNumber" n SET dead = 'do-not-call'
    FROM "CampaignContact" c, jsonb_to_recordset(${JSON.stringify(refused)}::jsonb) AS r(number text, campaign uuid)
    WHERE n.number = r.number AND c.id = n."contactId" AND c.state <> 'DONE'
      AND (r.campaign IS NULL OR c."campaignId" = r.campaign)
    RETURNING n."contactId"`
  if (hit.length === 0) return
  const ids = [...new Set(hit.map(({ contactId }) => contactId))]
  await tx.$executeRaw`
    UPDATE "CampaignContact" c SET state = 'DONE', outcome = 'do-not-call', "nextAt" = NULL, "doneAt" = now()
    WHERE c.id = ANY(${ids}::uuid[]) AND c.state = 'WAITING'
      AND NOT EXISTS (SELECT FROM "ContactNumber" n WHERE n."contactId" = c.id AND n.dead IS NULL)`
}
