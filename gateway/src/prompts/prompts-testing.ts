/** Uploads of prompts as a browser makes them, for tests. */
import { randomUUID } from 'node:crypto'
import type { Ask } from '../server-testing.ts'

export interface PromptForm {
  readonly content: Buffer
  readonly fileName?: string
  readonly fields?: Readonly<Record<string, string>>
}

export function uploadPrompt(ask: Ask, name: string, { content, fileName = '问候.wav', fields = {} }: PromptForm) {
  const boundary = `----${randomUUID()}`
  const all = { uploadId: randomUUID(), ...fields }
  const body = Buffer.concat([
    ...Object.entries(all).map(([field, value]) =>
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`),
    ),
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: audio/wav\r\n\r\n`,
    ),
    content,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ])
  return ask('POST', `/api/prompts/${name}/versions`, body, {
    'content-type': `multipart/form-data; boundary=${boundary}`,
  })
}
