/** What a photo field may point at: pictures that were sent on this very ticket, or on one that was merged into it. */
import { type FormValues, fieldsIn } from '../contract/index.ts'
import type { Prisma } from '../database/client/client.ts'
import type { PublishedForm } from '../ticket-types/types.ts'

const idsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/**
 * Whoever sees a ticket sees the pictures that were sent on it; an upload that nobody has sent goes away by itself, so it does not count.
 * What stood in the field before is not asked about again.
 * @returns a problem for each field with a photo that is none of these
 */
export async function strangePhotos(
  tx: Prisma.TransactionClient,
  ticketId: string,
  { document }: PublishedForm,
  before: FormValues,
  next: FormValues,
): Promise<readonly { readonly field: string; readonly message: string }[]> {
  const added = fieldsIn(document)
    .filter(({ kind }) => kind === 'photo')
    .map((field) => ({ field, ids: idsOf(next[field.id]).filter((id) => !idsOf(before[field.id]).includes(id)) }))
  const asked = added.flatMap(({ ids }) => ids)
  if (asked.length === 0) return []
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT a.id::text AS id FROM "TicketAttachment" a JOIN "Ticket" o ON o.id = a."ticketId"
    WHERE (o.id = ${ticketId}::uuid OR o."mergedIntoId" = ${ticketId}::uuid) AND a.id::text = ANY(${asked}::text[])
      AND a."storedAt" IS NOT NULL AND a."commentId" IS NOT NULL AND a.mime LIKE 'image/%'`
  const known = new Set(rows.map(({ id }) => id))
  return added.flatMap(({ field, ids }) => {
    const strange = ids.filter((id) => !known.has(id)).length
    const message = `“${field.label.zh}”：有 ${strange} 张不是这张工单上的照片，请先在工单上发送照片，再选择`
    return strange === 0 ? [] : [{ field: field.id, message }]
  })
}
