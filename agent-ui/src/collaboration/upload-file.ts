/** Sends one file to a ticket. Again with the same uploadId is the same file. */
import type { ApiError, TicketAttachment } from '@ringdesk/gateway/contract'
import { GatewayError } from '../gateway/request.ts'

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
  let response: Response
  let text: string
  try {
    response = await fetch(`/api/tickets/${encodeURIComponent(ticketId)}/attachments`, {
      method: 'POST',
      body: form,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(deadlineMs),
    })
    text = await response.text()
  } catch (cause) {
    throw new GatewayError(0, { code: 'OFFLINE', message: String(cause) }, undefined, { cause })
  }
  const body = parsed(text)
  if (response.ok && body !== undefined) return body as TicketAttachment
  const error = body as Partial<ApiError> | undefined
  throw new GatewayError(
    response.status,
    { ...error, code: error?.code ?? 'BROKEN_ANSWER', message: error?.message ?? String(response.status) },
    body,
  )
}

/** A proxy in between answers HTML when the gateway is away. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
