/** A bucket of Amazon S3, or of anything that speaks its protocol (MinIO, Aliyun OSS, Tencent COS in their S3 modes). */
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { AwsClient } from 'aws4fetch'
import { type AttachmentStore, type ContentKey, checkedKey } from './attachment-store.ts'

export interface BucketOptions {
  /** With or without the bucket in the path, as the service wants it: contents are at `url`/attachments/<key>. */
  readonly url: string
  readonly region: string
  readonly keyId: string
  readonly secret: string
}

/** ms one request may take; 20 MB at 1 MB/s. */
const deadlineMs = 20_000
/** After silence or a 5xx; every request may be sent twice. */
const retries = 2

export function s3Bucket({ url, region, keyId, secret }: BucketOptions): AttachmentStore {
  const client = new AwsClient({ accessKeyId: keyId, secretAccessKey: secret, service: 's3', region, retries })
  const base = url.replace(/\/+$/, '')
  const ask = (method: 'GET' | 'PUT' | 'DELETE', key: ContentKey, body?: Buffer, mime?: string) =>
    client.fetch(`${base}/attachments/${checkedKey(key)}`, {
      method,
      signal: AbortSignal.timeout(deadlineMs),
      ...(body ? { body: new Uint8Array(body), headers: { 'content-type': mime ?? 'application/octet-stream' } } : {}),
    })
  const refuse = async (answer: Response, what: string): Promise<never> => {
    const why = (await answer.text()).slice(0, 300)
    throw new Error(`the bucket answered ${answer.status} to ${what}: ${why}`)
  }
  return {
    async put(key, content, mime) {
      const answer = await ask('PUT', key, content, mime)
      if (!answer.ok) await refuse(answer, 'PUT')
      await answer.body?.cancel()
    },
    async open(key) {
      const answer = await ask('GET', key)
      if (answer.status === 404) {
        await answer.body?.cancel()
        return undefined
      }
      if (!answer.ok || answer.body === null) return refuse(answer, 'GET')
      const content = Readable.fromWeb(answer.body as ReadableStream)
      return { content, bytes: Number(answer.headers.get('content-length')) }
    },
    async remove(key) {
      const answer = await ask('DELETE', key)
      if (!answer.ok && answer.status !== 404) await refuse(answer, 'DELETE')
      await answer.body?.cancel()
    },
  }
}
