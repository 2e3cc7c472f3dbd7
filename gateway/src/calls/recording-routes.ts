import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import { z } from 'zod'
import { recordAudit } from '../audit/audit.ts'
import type { Me } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers, GatewayError } from '../errors.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { visibleTo } from '../tickets/visibility.ts'
import { byteRange } from './byte-range.ts'
import { OutsideRecordings, openRecording } from './recording-file.ts'

/** ms within which further requests for one recording by one person belong to the same listening. */
const sameListeningMs = 900_000
/** ms a player may take for one answer: it stops reading while it is paused, and fastify's limit would cut it off. */
const listeningMs = 4 * 3_600_000
const maxListenings = 10_000

interface RecordingAccess {
  readonly id: string
  readonly path: string
  readonly callId: string
  readonly stoppedAt: Date | null
  readonly agentId: string | null
  readonly onVisibleTicket: boolean
}

/** Agents: their own calls, and calls on tickets that they see. Supervisors and administrators: all. */
const mayListen = (me: Me, recording: RecordingAccess): boolean =>
  me.role === 'supervisor' ||
  me.role === 'admin' ||
  recording.onVisibleTicket ||
  (me.agent !== undefined && recording.agentId === me.agent.id)

async function findRecording(database: PrismaClient, me: Me, id: string): Promise<RecordingAccess | undefined> {
  const [row] = await database.$queryRaw<RecordingAccess[]>`
    SELECT rec.id, rec.path, rec."callId", rec."stoppedAt", k."agentId",
      EXISTS (SELECT 1 FROM "Interaction" i JOIN "Ticket" t ON t.id = i."ticketId"
        WHERE i."callId" = k.id AND ${visibleTo(me)}) AS "onVisibleTicket"
    FROM "Recording" rec JOIN "Call" k ON k.id = rec."callId" WHERE rec.id = ${id}::uuid`
  return row
}

/** One audit entry for each listening of somebody other than the agents, however many ranges the player asks for. */
function auditListening(database: PrismaClient) {
  const listenings = new Map<string, number>()
  return async (me: Me, recording: RecordingAccess): Promise<void> => {
    if (me.role === 'agent') return
    const key = `${me.id} ${recording.id}`
    const now = Date.now()
    const last = listenings.get(key)
    if (last !== undefined && now - last < sameListeningMs) return
    await recordAudit(database, {
      accountId: me.id,
      actor: me.name,
      action: 'recording-listened',
      object: `recording:${recording.id}`,
      detail: { call: recording.callId },
    })
    if (listenings.size >= maxListenings) listenings.clear()
    listenings.set(key, now)
  }
}

/** Sends the asked part of the file; the stream closes it, also when the listener goes away. */
async function sendAudio(reply: FastifyReply, folder: string, path: string, range: string | undefined) {
  const recording = await openRecording(folder, path)
  if (!recording) throw new GatewayError('NO_SUCH_RECORDING')
  const { file, size } = recording
  const part = byteRange(range, size)
  if (part.kind === 'unsatisfiable') {
    await file.close()
    throw new GatewayError('RANGE_NOT_SATISFIABLE', { headers: { 'content-range': `bytes */${size}` } })
  }
  const [first, last] = part.kind === 'part' ? [part.first, part.last] : [0, size - 1]
  if (part.kind === 'part') reply.status(206).header('content-range', `bytes ${first}-${last}/${size}`)
  reply.headers({
    'content-type': 'audio/wav',
    'content-length': Math.max(0, last - first + 1),
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-store',
  })
  if (size === 0) {
    await file.close()
    return reply.send(Buffer.alloc(0))
  }
  return reply.send(file.createReadStream({ start: first, end: last }))
}

export function recordingRoutes(services: {
  readonly database: PrismaClient
  readonly guards: Guards
  readonly recordingsDir: string
  readonly log: Logger
}): FastifyPluginAsyncZod {
  const { database, guards, recordingsDir, log } = services
  const audit = auditListening(database)
  return async (app) => {
    app.get(
      '/api/recordings/:id/audio',
      {
        onRequest: guards.headquarters,
        handlerTimeout: listeningMs,
        schema: {
          tags: ['calls'],
          summary: 'A recording as audio/wav; understands single byte ranges',
          params: z.object({ id: z.uuid() }),
          headers: z.object({ range: z.string().optional() }),
          response: {
            ...errorAnswers(
              'BAD_INPUT',
              'NOT_LOGGED_IN',
              'NOT_ALLOWED',
              'NO_SUCH_RECORDING',
              'RECORDING_NOT_FINISHED',
              'RANGE_NOT_SATISFIABLE',
              'DATABASE_UNAVAILABLE',
            ),
          },
        },
      },
      async (request, reply) => {
        const me = readerOf(request)
        const recording = await findRecording(database, me, request.params.id)
        if (!recording) throw new GatewayError('NO_SUCH_RECORDING')
        if (!mayListen(me, recording)) throw new GatewayError('NOT_ALLOWED')
        if (!recording.stoppedAt) throw new GatewayError('RECORDING_NOT_FINISHED')
        await audit(me, recording)
        try {
          return await sendAudio(reply, recordingsDir, recording.path, request.headers.range)
        } catch (error) {
          if (!(error instanceof OutsideRecordings)) throw error
          log.error(
            { recording: recording.id, call: recording.callId },
            'recording lies outside RECORDINGS_DIR: refused',
          )
          throw new GatewayError('NO_SUCH_RECORDING')
        }
      },
    )
  }
}
