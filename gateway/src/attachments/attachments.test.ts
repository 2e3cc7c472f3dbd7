import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { insertAtStore, photo, upload, uploaded } from '../collaboration/collaboration-testing.ts'
import type { ApiError, TicketAttachment } from '../contract/index.ts'
import { type Ask, startTestServer, type TestServer } from '../server-testing.ts'
import { removeUnsentFiles } from './expiry.ts'
import { localDisk } from './local-disk.ts'

let server: TestServer
let store: Ask
let agent: Ask
let id: string
let made = 0

beforeAll(async () => {
  server = await startTestServer()
  store = await server.as('m0001')
  agent = await server.as('a1001')
})
afterAll(() => server.close())
beforeEach(async () => {
  id = await insertAtStore(server.database, `file-${++made}`)
})

const refusal = async (form: Parameters<typeof upload>[2]) => {
  const answer = await upload(store, id, form)
  return { status: answer.statusCode, ...answer.json<ApiError>() }
}
const send = (files: readonly TicketAttachment[], ask = store) =>
  ask('POST', `/api/tickets/${id}/comments`, {
    commandId: randomUUID(),
    attachments: files.map(({ uploadId }) => uploadId),
  })
const filesOnDisk = async () =>
  (await readdir(join(server.folder, 'attachments'), { recursive: true })).filter((name) => /[0-9a-f]{12}/.test(name))

/** A PNG of a few bytes that says it is huge. */
function pngThatClaims(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const head = Buffer.alloc(4)
    head.writeUInt32BE(data.length)
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const crc = Buffer.alloc(4)
    crc.writeUInt32BE(crc32(body))
    return Buffer.concat([head, body, crc])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1_000))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

describe('a photo', () => {
  it('is kept upright, without where it was taken, with a preview', async () => {
    const taken = await photo(800, 600)
    expect((await sharp(taken).metadata()).exif).toBeDefined()
    const file = await uploaded(store, id, { content: taken })
    expect(file).toMatchObject({ name: '照片.jpg', mime: 'image/jpeg', width: 800, height: 600 })
    const kept = await store('GET', file.url)
    expect((await sharp(kept.rawPayload).metadata()).exif).toBeUndefined()
    const preview = await sharp((await store('GET', file.previewUrl ?? '')).rawPayload).metadata()
    expect(preview).toMatchObject({ width: 480, height: 360, format: 'jpeg' })
  })

  it('is made no larger than screens are, and WebP becomes JPEG with a name that fits', async () => {
    const content = await sharp({ create: { width: 4_000, height: 1_000, channels: 3, background: 'green' } })
      .webp()
      .toBuffer()
    const file = await uploaded(store, id, { content, name: '杯子.webp' })
    expect(file).toMatchObject({ name: '杯子.webp.jpg', mime: 'image/jpeg', width: 2_560, height: 640 })
  })

  it('sent twice, also at the same time, is kept once', async () => {
    const content = await photo()
    const uploadId = randomUUID()
    const answers = await Promise.all([1, 2, 3].map(() => upload(store, id, { content, uploadId })))
    const again = await upload(store, id, { content, uploadId })
    expect(new Set([...answers, again].map((answer) => answer.json<TicketAttachment>().id)).size).toBe(1)
    expect(await server.database.ticketAttachment.count({ where: { uploadId } })).toBe(1)
  })

  it('goes out so that nothing in it can run', async () => {
    const file = await uploaded(store, id)
    const { headers } = await store('GET', file.url)
    expect(headers).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
      'content-disposition': expect.stringContaining("filename*=UTF-8''%E7%85%A7%E7%89%87.jpg"),
    })
  })
})

describe('refused, with what would be right', () => {
  it.each([
    ['a page', '<html><script>alert(1)</script></html>'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['a program', 'MZ\x90\x00'],
    ['a script', '#!/bin/sh\nrm -rf /'],
    ['a GIF', 'GIF89a'],
    ['an archive', 'PK\x03\x04 readme.txt'],
    ['nothing', ''],
  ])('%s that says it is a JPEG', async (_, text) => {
    const answer = await refusal({ content: Buffer.from(text, 'latin1') })
    expect(answer).toMatchObject({ status: 422, code: 'FILE_REFUSED' })
    expect(answer.message).toContain('照片.jpg')
    expect(await server.database.ticketAttachment.count({ where: { ticketId: id } })).toBe(0)
  })

  it('a picture that breaks off', async () => {
    const answer = await refusal({ content: (await photo()).subarray(0, 400) })
    expect(answer).toMatchObject({ status: 422, message: expect.stringContaining('图片已损坏') })
  })

  it('a few bytes that claim more pixels than there is memory, before they are unpacked', async () => {
    const answer = await refusal({ content: pngThatClaims(60_000, 60_000), name: '炸弹.png' })
    expect(answer).toMatchObject({ status: 422, message: expect.stringContaining('60000×60000 像素') })
  })

  it('more than 20 MB', async () => {
    const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(20 * 1024 * 1024)])
    expect(await refusal({ content, name: '大.pdf' })).toMatchObject({
      status: 413,
      message: '“大.pdf”超过 20 MB，请压缩后再上传',
    })
  })

  it('a form without uploadId, and what is no form at all', async () => {
    expect(await refusal({ content: await photo(), uploadId: 'x' })).toMatchObject({
      status: 400,
      fields: [{ path: 'uploadId' }],
    })
    const json = await store('POST', `/api/tickets/${id}/attachments`, { file: 'x' })
    expect(json.statusCode).toBe(415)
  })
})

describe('a PDF', () => {
  it('keeps its bytes and is downloaded, not opened', async () => {
    const content = Buffer.from('%PDF-1.7\nbill')
    const file = await uploaded(store, id, { content, name: '../../etc/账单\u202Efdp.exe' })
    expect(file.name).toBe('账单fdp.exe.pdf')
    const answer = await store('GET', file.url)
    expect(answer.rawPayload).toEqual(content)
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="/)
  })
})

describe('who may', () => {
  const foreign = ['m0002'] as const
  it('upload: nobody who does not see the ticket', async () => {
    for (const username of foreign) {
      const answer = await upload(await server.as(username), id, { content: await photo() })
      expect(answer.json()).toMatchObject({ code: 'NO_SUCH_TICKET' })
    }
    await server.database.ticket.update({ where: { id }, data: { cityId: null, areaId: null } })
    const city = await server.as('r3002')
    expect((await upload(city, id, { content: await photo() })).json()).toMatchObject({ code: 'NO_SUCH_TICKET' })
    expect((await upload(server.anonymous, id, { content: await photo() })).statusCode).toBe(401)
  })

  it('look: whoever sees the ticket once it is sent, before only who uploaded it; and it is written down', async () => {
    const file = await uploaded(store, id)
    const look = async (ask: Ask, url = file.url) => (await ask('GET', url)).statusCode
    expect([await look(store), await look(agent), await look(server.anonymous)]).toEqual([200, 404, 401])
    await send([file])
    const stranger = await server.as('m0002')
    expect([await look(agent), await look(stranger)]).toEqual([200, 404])
    await look(agent)
    await look(agent, file.previewUrl)
    const written = await server.database.auditEntry.findMany({ where: { object: `attachment:${file.id}` } })
    expect(written).toMatchObject([{ action: 'attachment-opened', actor: '林晓燕', detail: { ticket: id } }])
  })

  it('use an uploadId: nobody but who made it', async () => {
    const file = await uploaded(store, id)
    const answer = await upload(agent, id, { content: await photo(), uploadId: file.uploadId })
    expect(answer.json()).toMatchObject({ code: 'COMMAND_ID_USED' })
    expect((await send([file], agent)).json()).toMatchObject({ code: 'BAD_INPUT', fields: [{ path: 'attachments' }] })
  })
})

describe('a file that nobody sends', () => {
  it('goes away after a day and a half; one that was sent stays', async () => {
    const [left, sent] = [await uploaded(store, id), await uploaded(store, id)]
    await send([sent])
    const disk = localDisk(join(server.folder, 'attachments'))
    const later = new Date(Date.now() + 37 * 3_600_000)
    expect(await removeUnsentFiles(server.database, disk, new Date())).toBe(0)
    expect(await removeUnsentFiles(server.database, disk, later)).toBeGreaterThan(0)
    const names = await filesOnDisk()
    expect(names.filter((name) => name.includes(left.id))).toEqual([])
    expect(names.filter((name) => name.includes(sent.id))).toHaveLength(2)
    expect((await store('GET', left.url)).statusCode).toBe(404)
    expect((await send([left])).json()).toMatchObject({ code: 'BAD_INPUT' })
  })
})
