/** Sends one file to a ticket. Again with the same uploadId is the same file. */
import type { TicketAttachment } from '@ringdesk/gateway/contract'
import { sendForm } from '../gateway/send-form.ts'

/** ms: 20 MB over a slow line. */
const deadlineMs = 120_000

/** @throws GatewayError as request() does */
export async function uploadFile(
  ticketId: string,
  file: { readonly uploadId: string; readonly name: string; readonly content: Blob },
): Promise<TicketAttachment> {
  const form = new FormData()
  // Before the file: the gateway reads them in this order.
  form.set('uploadId', file.uploadId)
  form.set('file', file.content, file.name)
  return sendForm(`/api/tickets/${encodeURIComponent(ticketId)}/attachments`, form, deadlineMs)
}
