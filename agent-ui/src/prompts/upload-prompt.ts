import type { ApiError, VoicePrompt } from '@ringdesk/gateway/contract'
import { newId } from '../collaboration/new-id.ts'
import { GatewayError } from '../gateway/request.ts'

/** ms: 64 MB over a slow line, and the conversion. */
const deadlineMs = 180_000

export interface PromptFile {
  readonly name: string
  readonly file: File
  readonly normalise: boolean
  readonly title: string
  readonly words: string
}

/** A new version of a prompt. @throws GatewayError as request() does */
export async function uploadPrompt({ name, file, normalise, title, words }: PromptFile): Promise<VoicePrompt> {
  const form = new FormData()
  // Before the file: the gateway reads them in this order.
  form.set('uploadId', newId())
  form.set('normalise', String(normalise))
  if (title !== '') form.set('title', title)
  if (words !== '') form.set('words', words)
  form.set('file', file, file.name)
  let response: Response
  let text: string
  try {
    response = await fetch(`/api/prompts/${encodeURIComponent(name)}/versions`, {
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
  if (response.ok && body !== undefined) return body as VoicePrompt
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
