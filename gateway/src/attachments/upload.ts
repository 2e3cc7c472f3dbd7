/** Takes a file to a ticket: looked into, cleaned, kept, and waiting for the comment that it belongs to. */
import { createHash } from 'node:crypto'
import { type Me, type TicketAttachment, uploadLimits } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { visibleTicket } from '../tickets/visible-ticket.ts'
import { attachmentOf } from './attachment-rows.ts'
import { type AttachmentStore, previewKey } from './attachment-store.ts'
import { accepted, type FileKind, fileKindOf, shownFileName } from './file-kinds.ts'
import { cleanPicture, UnreadablePicture } from './pictures.ts'

export interface Upload {
  readonly uploadId: string
  readonly name: string | undefined
  readonly content: Buffer
}

/**
 * Again with the same uploadId is the same file.
 * @throws GatewayError NO_SUCH_TICKET, TICKET_MERGED, FILE_REFUSED saying why, COMMAND_ID_USED
 */
export async function takeUpload(
  { database, store }: { readonly database: PrismaClient; readonly store: AttachmentStore },
  me: Me,
  ticketId: string,
  { uploadId, name, content }: Upload,
): Promise<TicketAttachment> {
  await visibleTicket(database, me, ticketId)
  const before = await database.ticketAttachment.findUnique({ where: { uploadId } })
  if (before && (before.ticketId !== ticketId || before.uploadedById !== me.id))
    throw new GatewayError('COMMAND_ID_USED')
  if (before?.storedAt) return attachmentOf(before)
  const file = await look(name, content)
  const facts = {
    name: file.name,
    mime: file.mime,
    bytes: file.content.length,
    sha256: createHash('sha256').update(file.content).digest('hex'),
    width: file.width ?? null,
    height: file.height ?? null,
  }
  const made = { ...facts, uploadId, ticketId, uploadedById: me.id }
  await database.ticketAttachment.createMany({ data: [made], skipDuplicates: true })
  const row = await database.ticketAttachment.findUniqueOrThrow({ where: { uploadId } })
  if (row.ticketId !== ticketId || row.uploadedById !== me.id) throw new GatewayError('COMMAND_ID_USED')
  if (file.preview) await store.put(previewKey(row.id), file.preview, 'image/jpeg')
  await store.put(row.id, file.content, file.mime)
  const stored = await database.ticketAttachment.update({
    where: { uploadId },
    data: { ...facts, storedAt: new Date() },
  })
  return attachmentOf(stored)
}

interface LookedInto {
  readonly name: string
  readonly mime: string
  readonly content: Buffer
  readonly preview?: Buffer
  readonly width?: number
  readonly height?: number
}

async function look(name: string | undefined, content: Buffer): Promise<LookedInto> {
  const kind = fileKindOf(content)
  if (!kind) throw refused(name, content.length === 0 ? '文件是空的' : `只接受${accepted}，且内容须与格式相符`)
  const shown = shownFileName(name, kind)
  if (!kind.picture) return { name: shown, mime: kind.mime, content }
  try {
    const picture = await cleanPicture(content, kind.mime)
    // WebP is kept as JPEG.
    const kept: FileKind = kind.mime === 'image/webp' ? { ...kind, mime: 'image/jpeg', endings: ['jpg', 'jpeg'] } : kind
    return { ...picture, name: shownFileName(name, kept), mime: kept.mime }
  } catch (error) {
    if (!(error instanceof UnreadablePicture)) throw error
    const { tooLarge } = error
    throw refused(
      name,
      tooLarge
        ? `图片有 ${tooLarge.width}×${tooLarge.height} 像素，上限是 ${uploadLimits.pixels / 1_000_000} 百万像素，请缩小后再试`
        : '图片已损坏，无法打开，请重新拍摄或另存后再试',
      error,
    )
  }
}

const refused = (name: string | undefined, why: string, cause?: unknown): GatewayError =>
  new GatewayError('FILE_REFUSED', { words: { name: (name ?? '文件').slice(0, 100), why }, cause })
