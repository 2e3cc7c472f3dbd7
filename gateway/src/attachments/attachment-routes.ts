import multipart from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { recordAudit } from '../audit/audit.ts'
import { type Me, ticketAttachment, uploadFields, uploadLimits } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers, GatewayError } from '../errors.ts'
import { badInput, parseInput, problemsOf } from '../input.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { visibleTo } from '../tickets/visibility.ts'
import { type AttachmentStore, previewKey } from './attachment-store.ts'
import { contentDisposition } from './file-kinds.ts'
import { takeUpload, type Upload } from './upload.ts'

/** Files held in memory at once by one process: 20 MB each. */
const uploadsAtOnce = 8
/** ms within which one person opens one file once, for the audit. */
const sameOpeningMs = 900_000
const maxOpenings = 10_000
/** ms somebody on a slow line may take for one file. */
const sendingMs = 300_000

interface Readable {
  readonly id: string
  readonly name: string
  readonly mime: string
  readonly ticketId: string
  readonly uploadedById: string
}

/** On a ticket that the reader sees (or that was merged into one), and sent; what is not sent yet only its uploader sees. */
async function findReadable(database: PrismaClient, me: Me, id: string): Promise<Readable | undefined> {
  const [row] = await database.$queryRaw<Readable[]>`
    SELECT a.id, a.name, a.mime, a."ticketId", a."uploadedById"
    FROM "TicketAttachment" a JOIN "Ticket" o ON o.id = a."ticketId"
      JOIN "Ticket" t ON t.id = COALESCE(o."mergedIntoId", o.id)
    WHERE a.id = ${id}::uuid AND a."storedAt" IS NOT NULL
      AND (a."commentId" IS NOT NULL OR a."uploadedById" = ${me.id}::uuid) AND ${visibleTo(me)}`
  return row
}

/** Customers are on these pictures: who looks at one in full is written down, once in a while for each person. */
function auditOpening(database: PrismaClient) {
  const openings = new Map<string, number>()
  return async (me: Me, file: Readable): Promise<void> => {
    if (file.uploadedById === me.id) return
    const key = `${me.id} ${file.id}`
    const now = Date.now()
    const last = openings.get(key)
    if (last !== undefined && now - last < sameOpeningMs) return
    await recordAudit(database, {
      accountId: me.id,
      actor: me.name,
      action: 'attachment-opened',
      object: `attachment:${file.id}`,
      detail: { ticket: file.ticketId },
    })
    if (openings.size >= maxOpenings) openings.clear()
    openings.set(key, now)
  }
}

/** One file, after its uploadId. @throws GatewayError BAD_INPUT, FILE_TOO_LARGE */
async function readUpload(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) throw new GatewayError('UNSUPPORTED_MEDIA_TYPE')
  const part = await request.file()
  if (!part) throw badInput([{ path: 'file', message: '请选择文件' }])
  const most = uploadLimits.bytes / 1024 / 1024
  const tooLarge = () => new GatewayError('FILE_TOO_LARGE', { words: { name: part.filename.slice(0, 100), most } })
  const given = part.fields.uploadId
  const uploadId = given !== undefined && 'value' in given ? given.value : undefined
  const parsed = parseInput(uploadFields, { uploadId })
  if (!parsed.success) {
    part.file.resume()
    throw badInput(problemsOf(parsed.error))
  }
  try {
    const content = await part.toBuffer()
    return { uploadId: parsed.data.uploadId, name: part.filename, content }
  } catch (error) {
    if ((error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE') throw tooLarge()
    throw error
  }
}

export function attachmentRoutes(services: {
  readonly database: PrismaClient
  readonly guards: Guards
  readonly store: AttachmentStore
}): FastifyPluginAsyncZod {
  const { database, guards, store } = services
  const audit = auditOpening(database)
  let uploads = 0

  const send = async (reply: FastifyReply, file: Readable, preview: boolean) => {
    const stored = await store.open(preview ? previewKey(file.id) : file.id)
    if (!stored) throw new GatewayError('NO_SUCH_ATTACHMENT')
    const picture = file.mime.startsWith('image/')
    reply.headers({
      'content-type': preview ? 'image/jpeg' : file.mime,
      'content-length': stored.bytes,
      'content-disposition': contentDisposition(picture ? 'inline' : 'attachment', file.name),
      // Whatever it is, it is nothing that runs.
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    })
    return reply.send(stored.content)
  }

  return async (app) => {
    await app.register(multipart, {
      limits: { fileSize: uploadLimits.bytes, files: 1, fields: 4, fieldSize: 1_000, parts: 5, headerPairs: 50 },
    })

    app.post(
      '/api/tickets/:id/attachments',
      {
        onRequest: guards.loggedIn,
        schema: {
          tags: ['collaboration'],
          summary: 'Upload one file (multipart: uploadId, then file); a comment sends it. Checked by content',
          consumes: ['multipart/form-data'],
          params: z.object({ id: z.uuid() }),
          response: {
            200: ticketAttachment,
            ...errorAnswers(
              'BAD_INPUT',
              'NOT_LOGGED_IN',
              'NO_SUCH_TICKET',
              'TICKET_MERGED',
              'COMMAND_ID_USED',
              'FILE_TOO_LARGE',
              'UNSUPPORTED_MEDIA_TYPE',
              'FILE_REFUSED',
              'UPLOADS_BUSY',
              'DATABASE_UNAVAILABLE',
            ),
          },
        },
      },
      async (request) => {
        if (uploads >= uploadsAtOnce) throw new GatewayError('UPLOADS_BUSY')
        uploads += 1
        try {
          return await takeUpload({ database, store }, readerOf(request), request.params.id, await readUpload(request))
        } finally {
          uploads -= 1
        }
      },
    )

    app.get(
      '/api/attachments/:id/content',
      {
        onRequest: guards.loggedIn,
        handlerTimeout: sendingMs,
        schema: {
          tags: ['collaboration'],
          summary: 'A file of a ticket that the reader sees; opening it in full leaves an audit entry',
          params: z.object({ id: z.uuid() }),
          querystring: z.object({ size: z.enum(['full', 'preview']).default('full') }),
          response: {
            ...errorAnswers('BAD_INPUT', 'NOT_LOGGED_IN', 'NO_SUCH_ATTACHMENT', 'DATABASE_UNAVAILABLE'),
          },
        },
      },
      async (request, reply) => {
        const me = readerOf(request)
        const file = await findReadable(database, me, request.params.id)
        if (!file) throw new GatewayError('NO_SUCH_ATTACHMENT')
        const preview = request.query.size === 'preview' && file.mime.startsWith('image/')
        if (!preview) await audit(me, file)
        return send(reply, file, preview)
      },
    )
  }
}
