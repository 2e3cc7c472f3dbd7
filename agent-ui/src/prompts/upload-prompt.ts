import type { VoicePrompt } from '@ringdesk/gateway/contract'
import { newId } from '../collaboration/new-id.ts'
import { sendForm } from '../gateway/send-form.ts'

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
  return sendForm(`/api/prompts/${encodeURIComponent(name)}/versions`, form, deadlineMs)
}
