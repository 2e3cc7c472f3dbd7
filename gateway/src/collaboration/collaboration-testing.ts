/** Tickets at a store, and uploads as a browser makes them, for tests. */
import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import type { TicketAttachment } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { type Ask, insertTicket } from '../server-testing.ts'

/** A ticket that was dispatched to the store in Hangzhou. */
export async function insertAtStore(database: PrismaClient, sourceId: string): Promise<string> {
  const id = await insertTicket(database, { sourceId, subject: '奶茶里有异物' })
  await database.ticket.update({
    where: { id },
    data: {
      storeId: 'hz01',
      regionId: 'east',
      provinceId: 'zj',
      cityId: 'hz',
      areaId: 'xh',
      status: 'DISPATCHED',
      dispatchedAt: new Date(),
    },
  })
  return id
}

export const photo = (width = 800, height = 600): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#b35' } })
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 16/1 0/1' }, IFD0: { Make: 'Test phone' } })
    .jpeg()
    .toBuffer()

export interface Form {
  readonly content: Buffer
  readonly name?: string
  readonly uploadId?: string
  readonly type?: string
}

/** As a browser sends it. */
export function upload(ask: Ask, ticketId: string, { content, name = '照片.jpg', uploadId, type }: Form) {
  const boundary = `----${randomUUID()}`
  const id = uploadId ?? randomUUID()
  const body = Buffer.concat([
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="uploadId"\r\n\r\n${id}\r\n`),
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type ?? 'image/jpeg'}\r\n\r\n`,
    ),
    content,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ])
  return ask('POST', `/api/tickets/${ticketId}/attachments`, body, {
    'content-type': `multipart/form-data; boundary=${boundary}`,
  })
}

export async function uploaded(ask: Ask, ticketId: string, form: Partial<Form> = {}): Promise<TicketAttachment> {
  const answer = await upload(ask, ticketId, { content: await photo(), ...form })
  if (answer.statusCode !== 200) throw new Error(`not uploaded: ${answer.body}`)
  return answer.json<TicketAttachment>()
}
