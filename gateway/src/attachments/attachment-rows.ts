import type { TicketAttachment } from '../contract/index.ts'
import { present } from '../instant.ts'

export interface AttachmentRow {
  readonly id: string
  readonly uploadId: string
  readonly name: string
  readonly mime: string
  readonly bytes: number
  readonly width: number | null
  readonly height: number | null
}

export const attachmentOf = (row: AttachmentRow): TicketAttachment => ({
  ...present({
    id: row.id,
    uploadId: row.uploadId,
    name: row.name,
    mime: row.mime,
    bytes: row.bytes,
    width: row.width,
    height: row.height,
  }),
  url: `/api/attachments/${row.id}/content`,
  ...(row.mime.startsWith('image/') ? { previewUrl: `/api/attachments/${row.id}/content?size=preview` } : {}),
})
