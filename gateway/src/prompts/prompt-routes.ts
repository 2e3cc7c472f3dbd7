import multipart from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { byteRange } from '../calls/byte-range.ts'
import {
  promptDetail,
  promptEdit,
  promptLimits,
  promptName,
  promptPage,
  promptQuery,
  promptRestore,
  promptUploadFields,
  voicePrompt,
} from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers, GatewayError } from '../errors.ts'
import { badInput, parseInput, problemsOf } from '../input.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import type { PromptLibrary, PromptUpload } from './prompt-library.ts'
import { listPrompts } from './prompt-list.ts'

const tags = ['prompts']
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'DATABASE_UNAVAILABLE'] as const
const params = z.object({ name: promptName })
/** Each holds its file and the numbers of its sound in memory, and a thread of its own at work. */
const uploadsAtOnce = 2
/** ms for one upload over a slow line, and its conversion. */
const uploadMs = 180_000
const fields = ['uploadId', 'source', 'normalise', 'title', 'words'] as const

/** One file, after its fields. @throws GatewayError BAD_INPUT, FILE_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE */
async function readUpload(request: FastifyRequest): Promise<PromptUpload> {
  if (!request.isMultipart()) throw new GatewayError('UNSUPPORTED_MEDIA_TYPE')
  const part = await request.file()
  if (!part) throw badInput([{ path: 'file', message: '请选择文件' }])
  const given = fields.map((name) => {
    const field = part.fields[name]
    return [name, field !== undefined && 'value' in field ? field.value : undefined] as const
  })
  const parsed = parseInput(promptUploadFields, Object.fromEntries(given))
  if (!parsed.success) {
    part.file.resume()
    throw badInput(problemsOf(parsed.error))
  }
  const { uploadId, source, normalise, title, words } = parsed.data
  const fileName = part.filename.replaceAll(/\p{Cc}/gu, ' ').slice(0, 200)
  try {
    const content = await part.toBuffer()
    return { uploadId, source, normalise: normalise === 'true', title, words, fileName, content }
  } catch (error) {
    if ((error as { code?: string }).code !== 'FST_REQ_FILE_TOO_LARGE') throw error
    const most = promptLimits.bytes / 1024 / 1024
    throw new GatewayError('FILE_TOO_LARGE', { words: { name: fileName.slice(0, 100), most } })
  }
}

/** The asked part of it. @throws GatewayError RANGE_NOT_SATISFIABLE */
function sendSound(reply: FastifyReply, sound: Buffer, range: string | undefined) {
  const part = byteRange(range, sound.length)
  if (part.kind === 'unsatisfiable')
    throw new GatewayError('RANGE_NOT_SATISFIABLE', { headers: { 'content-range': `bytes */${sound.length}` } })
  const [first, last] = part.kind === 'part' ? [part.first, part.last] : [0, sound.length - 1]
  if (part.kind === 'part') reply.status(206).header('content-range', `bytes ${first}-${last}/${sound.length}`)
  reply.headers({
    'content-type': 'audio/wav',
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  })
  return reply.send(sound.subarray(first, last + 1))
}

/** Supervisors and administrators: what callers hear. */
export function promptRoutes({
  database,
  guards,
  library,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
  readonly library: PromptLibrary
}): FastifyPluginAsyncZod {
  const onRequest = guards.requireRole('supervisor', 'admin')
  let uploads = 0

  return async (app) => {
    await app.register(multipart, {
      limits: { fileSize: promptLimits.bytes, files: 1, fields: 8, fieldSize: 10_000, parts: 9, headerPairs: 50 },
    })

    app.get(
      '/api/prompts',
      {
        onRequest,
        schema: {
          tags,
          summary: 'Prompts by name, the shipped ones among them',
          querystring: promptQuery,
          response: { 200: promptPage, ...errorAnswers(...usual) },
        },
      },
      (request) => listPrompts(database, request.query),
    )

    app.get(
      '/api/prompts/:name',
      {
        onRequest,
        schema: {
          tags,
          summary: `One prompt and its versions, newest first (${promptLimits.shownVersions} at most)`,
          params,
          response: { 200: promptDetail, ...errorAnswers(...usual, 'NO_SUCH_PROMPT') },
        },
      },
      (request) => library.detail(request.params.name),
    )

    app.put(
      '/api/prompts/:name',
      {
        onRequest,
        schema: {
          tags,
          summary: 'Change title and words; what is played stays',
          params,
          body: promptEdit,
          response: { 200: voicePrompt, ...errorAnswers(...usual, 'NO_SUCH_PROMPT', 'PROMPT_CHANGED') },
        },
      },
      (request) => library.edit(readerOf(request), request.params.name, request.body),
    )

    app.post(
      '/api/prompts/:name/versions',
      {
        onRequest,
        bodyLimit: promptLimits.bytes + 65_536,
        handlerTimeout: uploadMs,
        schema: {
          tags,
          summary: 'A new version, or a new prompt (multipart: the fields, then file: WAV or MP3); played from now on',
          consumes: ['multipart/form-data'],
          params,
          response: {
            200: voicePrompt,
            ...errorAnswers(
              ...usual,
              'COMMAND_ID_USED',
              'TOO_MANY_PROMPTS',
              'FILE_TOO_LARGE',
              'UNSUPPORTED_MEDIA_TYPE',
              'FILE_REFUSED',
              'UPLOADS_BUSY',
            ),
          },
        },
      },
      async (request) => {
        if (uploads >= uploadsAtOnce) throw new GatewayError('UPLOADS_BUSY')
        uploads += 1
        try {
          return await library.save(readerOf(request), request.params.name, await readUpload(request))
        } finally {
          uploads -= 1
        }
      },
    )

    app.post(
      '/api/prompts/:name/restore',
      {
        onRequest,
        schema: {
          tags,
          summary: 'Play an old version again: it becomes the newest; 0 is the shipped sound',
          params,
          body: promptRestore,
          response: {
            200: voicePrompt,
            ...errorAnswers(...usual, 'NO_SUCH_PROMPT', 'NO_SUCH_PROMPT_VERSION', 'COMMAND_ID_USED'),
          },
        },
      },
      (request) => {
        const { version, commandId } = request.body
        return library.restore(readerOf(request), request.params.name, version, commandId)
      },
    )

    app.get(
      '/api/prompts/:name/versions/:version/audio',
      {
        onRequest,
        schema: {
          tags,
          summary: 'A version as audio/wav, as callers hear it; understands single byte ranges',
          params: params.extend({ version: z.coerce.number().int().min(0) }),
          querystring: z.object({ rate: z.enum(['8000', '16000']).default('8000') }),
          headers: z.object({ range: z.string().optional() }),
          response: { ...errorAnswers(...usual, 'NO_SUCH_PROMPT_VERSION', 'RANGE_NOT_SATISFIABLE') },
        },
      },
      async (request, reply) => {
        const { name, version } = request.params
        const sound = await library.sound(name, version, request.query.rate === '8000' ? 8_000 : 16_000)
        return sendSound(reply, sound, request.headers.range)
      },
    )
  }
}
