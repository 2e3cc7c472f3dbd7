/**
 * A list of contacts as a file. The file is sent again for each step instead of being kept: nobody's numbers lie on a disk waiting for
 * somebody to come back, and any gateway can take the next step.
 */
import { PassThrough, Readable } from 'node:stream'
import multipart from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type ImportLine, type ImportOptions, importLimits, importOptions } from '../../contract/index.ts'
import type { PrismaClient } from '../../database/client/client.ts'
import { errorAnswers, GatewayError } from '../../errors.ts'
import { toGatewayError } from '../../failures.ts'
import { badInput, parseInput, problemsOf } from '../../input.ts'
import { type Guards, readerOf } from '../../sessions/guards.ts'
import { campaignForContacts } from '../administration/campaign-book.ts'
import { importList, previewList, problemsFile } from './import-list.ts'

const tags = ['campaigns']
const params = z.object({ id: z.uuid() })
/** Held in memory whole, and read by the process that also takes calls. */
const LISTS_AT_ONCE = 2
const DEADLINE_MS = 300_000
const MOST_OPTION_CHARACTERS = 50_000
const answers = {
  200: z.unknown(),
  ...errorAnswers(
    'BAD_INPUT',
    'NOT_LOGGED_IN',
    'NOT_ALLOWED',
    'NO_SUCH_CAMPAIGN',
    'CAMPAIGN_STATE',
    'FILE_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'LIST_UNREADABLE',
    'UPLOADS_BUSY',
    'DATABASE_UNAVAILABLE',
  ),
}

interface SentList {
  readonly content: Buffer
  readonly options: ImportOptions
}

/** `options` (JSON of importOptions) before `file`. @throws GatewayError BAD_INPUT, FILE_TOO_LARGE */
async function readList(request: FastifyRequest): Promise<SentList> {
  if (!request.isMultipart()) throw new GatewayError('UNSUPPORTED_MEDIA_TYPE')
  const part = await request.file()
  if (!part) throw badInput([{ path: 'file', message: '请选择文件' }])
  const given = part.fields.options
  const text = given !== undefined && 'value' in given ? String(given.value) : '{}'
  const parsed = parseInput(importOptions, jsonOf(text))
  if (!parsed.success) {
    part.file.resume()
    throw badInput(problemsOf(parsed.error))
  }
  try {
    return { content: await part.toBuffer(), options: parsed.data }
  } catch (error) {
    if ((error as { code?: string }).code !== 'FST_REQ_FILE_TOO_LARGE') throw error
    const words = { name: part.filename.slice(0, 100), most: importLimits.bytes / 1024 / 1024 }
    throw new GatewayError('FILE_TOO_LARGE', { words })
  }
}

/** undefined, which no schema takes, when it is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

export function importRoutes({
  database,
  guards,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
}): FastifyPluginAsyncZod {
  const onRequest = guards.requireRole('supervisor', 'admin')
  let lists = 0

  const take = async <Answer>(request: FastifyRequest, use: (list: SentList) => Promise<Answer>): Promise<Answer> => {
    if (lists >= LISTS_AT_ONCE) throw new GatewayError('UPLOADS_BUSY')
    lists += 1
    try {
      return await use(await readList(request))
    } finally {
      lists -= 1
    }
  }

  /** Lines of how far it is, and a last one: the answer or why there is none. */
  const inLines = async (
    request: FastifyRequest,
    reply: FastifyReply,
    work: (list: SentList, onRead: (read: number) => void) => Promise<ImportLine>,
  ) => {
    const lines = new PassThrough()
    const say = (line: ImportLine) => {
      if (lines.writable) lines.write(`${JSON.stringify(line)}\n`)
    }
    const first = Promise.withResolvers<void>()
    const whole = take(request, async (list) => {
      first.resolve()
      try {
        say(await work(list, (read) => say({ read })))
      } catch (error) {
        const { code, message, status } = toGatewayError(error, request)
        if (status >= 500) request.log.error({ err: error }, 'a list could not be dealt with')
        say({ failed: { code, message } })
      } finally {
        lines.end()
      }
    })
    // Refused before anything was said: an ordinary refusal. Afterwards every failure is a line.
    await Promise.race([first.promise, whole])
    return reply.type('application/x-ndjson').send(lines)
  }

  return async (app) => {
    await app.register(multipart, {
      limits: {
        fileSize: importLimits.bytes,
        files: 1,
        fields: 2,
        fieldSize: MOST_OPTION_CHARACTERS,
        parts: 3,
        headerPairs: 50,
      },
    })

    app.post(
      '/api/campaigns/:id/imports/preview',
      {
        onRequest,
        handlerTimeout: DEADLINE_MS,
        schema: {
          tags,
          summary: 'What a list (CSV, xlsx) would bring; nothing is written. NDJSON of ImportLine',
          consumes: ['multipart/form-data'],
          params,
          response: answers,
        },
      },
      async (request, reply) => {
        const campaign = await campaignForContacts(database, readerOf(request), request.params.id)
        return inLines(request, reply, async ({ content, options }, onRead) => ({
          preview: await previewList(database, campaign, content, options, onRead),
        }))
      },
    )

    app.post(
      '/api/campaigns/:id/imports',
      {
        onRequest,
        handlerTimeout: DEADLINE_MS,
        schema: {
          tags,
          summary: 'Import the good rows that were agreed to, all or none of them; audited. NDJSON of ImportLine',
          consumes: ['multipart/form-data'],
          params,
          response: answers,
        },
      },
      async (request, reply) => {
        const me = readerOf(request)
        const campaign = await campaignForContacts(database, me, request.params.id)
        return inLines(request, reply, async ({ content, options }, onRead) => ({
          added: await importList(database, me, campaign, content, options, onRead),
        }))
      },
    )

    app.post(
      '/api/campaigns/:id/imports/problems',
      {
        onRequest,
        handlerTimeout: DEADLINE_MS,
        schema: {
          tags,
          summary: 'Every row of a list that would not be imported, and why, as CSV',
          consumes: ['multipart/form-data'],
          params,
          response: answers,
        },
      },
      async (request, reply) => {
        const campaign = await campaignForContacts(database, readerOf(request), request.params.id)
        return take(request, async ({ content, options }) => {
          const file = Readable.from(problemsFile(database, campaign, content, options))
          file.on('error', (error) => request.log.error({ err: error }, 'a list of problems was broken off'))
          return reply
            .type('text/csv; charset=utf-8')
            .header('content-disposition', 'attachment; filename="ringdesk-import-problems.csv"')
            .send(file)
        })
      },
    )
  }
}
