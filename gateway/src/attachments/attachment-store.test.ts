/** One suite for both stores: the disk, and a bucket behind a server that checks every signature on its own. */
import { createHash, createHmac, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AttachmentStore, previewKey } from './attachment-store.ts'
import { localDisk } from './local-disk.ts'
import { s3Bucket } from './s3.ts'

const keyId = 'AKIDEXAMPLE'
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const region = 'cn-north-1'
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const hash = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')

/** AWS Signature Version 4, from its specification ("Authenticating Requests: Using the Authorization Header"). */
function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d+)\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
      request.headers.authorization ?? '',
    )
  if (!found) return false
  const [, id, day = '', place = '', signed = '', signature] = found
  const payload = String(request.headers['x-amz-content-sha256'])
  if (payload !== 'UNSIGNED-PAYLOAD' && payload !== hash(body)) return false
  const { pathname } = new URL(request.url ?? '', 'http://bucket')
  const headers = signed.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`)
  const canonical = [request.method, pathname, '', headers.join(''), signed, payload].join('\n')
  const scope = `${day}/${place}/s3/aws4_request`
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, hash(canonical)].join('\n')
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), place), 's3'), 'aws4_request')
  return id === keyId && place === region && createHmac('sha256', key).update(text).digest('hex') === signature
}

const objects = new Map<string, { content: Buffer; type: string | undefined }>()
let bucket: Server
let url: string
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringdesk-attachments-'))
  bucket = createServer(async (request, answer) => {
    const body = await buffer(request)
    if (!isSigned(request, body)) return answer.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>')
    const path = request.url ?? ''
    if (request.method === 'PUT') {
      objects.set(path, { content: body, type: request.headers['content-type'] })
      return answer.writeHead(200).end()
    }
    if (request.method === 'DELETE') {
      objects.delete(path)
      return answer.writeHead(204).end()
    }
    const object = objects.get(path)
    if (!object) return answer.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>')
    return answer.writeHead(200, { 'content-length': object.content.length }).end(object.content)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => bucket.once('listening', resolve))
  url = `http://127.0.0.1:${(bucket.address() as AddressInfo).port}/photos`
})
afterAll(async () => {
  bucket.closeAllConnections()
  bucket.close()
  await rm(folder, { recursive: true, force: true })
})

const stores: readonly (readonly [string, () => AttachmentStore])[] = [
  ['the local disk', () => localDisk(join(folder, 'files'))],
  ['a bucket', () => s3Bucket({ url, region, keyId, secret })],
]

describe.each(stores)('%s', (_, open) => {
  const read = async (store: AttachmentStore, key: string) => {
    const stored = await store.open(key)
    return stored && { bytes: stored.bytes, content: await buffer(stored.content) }
  }

  it('gives back what was put, the newest, and nothing once it is removed', async () => {
    const store = open()
    const key = randomUUID()
    expect(await store.open(key)).toBeUndefined()
    await store.put(key, Buffer.from('first'), 'application/pdf')
    await store.put(key, Buffer.from('second!'), 'application/pdf')
    await store.put(previewKey(key), Buffer.from('small'), 'image/jpeg')
    expect(await read(store, key)).toEqual({ bytes: 7, content: Buffer.from('second!') })
    await store.remove(key)
    await store.remove(key)
    expect(await store.open(key)).toBeUndefined()
    expect(await read(store, previewKey(key))).toMatchObject({ bytes: 5 })
  })

  it.each(['../secret', 'a/b', '', `${randomUUID()}.exe`])('knows no key %j', async (key) => {
    await expect(open().put(key, Buffer.from('x'), 'image/png')).rejects.toThrow('not the key')
  })
})

it('a disk keeps no half-written file', async () => {
  const own = join(folder, 'whole')
  const store = localDisk(own)
  await store.put(randomUUID(), Buffer.alloc(100_000), 'image/png')
  const names = await readdir(own, { recursive: true })
  expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([])
})

it('a bucket that refuses is an error with its reason, not an empty file', async () => {
  const store = s3Bucket({ url, region, keyId, secret: 'wrong' })
  await expect(store.put(randomUUID(), Buffer.from('x'), 'image/png')).rejects.toThrow('SignatureDoesNotMatch')
  await expect(store.open(randomUUID())).rejects.toThrow('403')
})
