import type { PrismaClient } from '../database/client/client.ts'
import { type AttachmentStore, previewKey } from './attachment-store.ts'

/** ms a file waits for its comment: a phone may be without network for a night. */
const waitsMs = 36 * 3_600_000
const atOnce = 200

/**
 * Removes files that nobody sent with a comment. The row goes first: a comment that comes meanwhile takes the file or finds none.
 * @returns how many
 */
export async function removeUnsentFiles(
  database: PrismaClient,
  store: AttachmentStore,
  now = new Date(),
): Promise<number> {
  const before = new Date(now.getTime() - waitsMs)
  const rows = await database.$queryRaw<{ id: string }[]>`
    DELETE FROM "TicketAttachment" WHERE id IN (
      SELECT id FROM "TicketAttachment" WHERE "commentId" IS NULL AND at < ${before} LIMIT ${atOnce} FOR UPDATE SKIP LOCKED)
    RETURNING id`
  const removed = await Promise.allSettled(rows.flatMap(({ id }) => [store.remove(id), store.remove(previewKey(id))]))
  const failed = removed.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  // Their rows are gone: nobody gets at these contents any more, they only take up room.
  if (failed.length > 0) throw new AggregateError(failed, 'contents of unsent files are left in the store')
  return rows.length
}
