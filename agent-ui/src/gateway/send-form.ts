import type { ApiError } from '@ringdesk/gateway/contract'
import { GatewayError } from './request.ts'

/**
 * Posts a form with a file in it, which takes longer than request() waits.
 * @param deadlineMs for the slowest line that this is meant for
 * @throws GatewayError as request() does
 */
export async function sendForm<Answer>(path: string, form: FormData, deadlineMs: number): Promise<Answer> {
  let response: Response
  let text: string
  try {
    response = await fetch(path, {
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
  if (response.ok && body !== undefined) return body as Answer
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
