import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Me } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers, GatewayError } from '../errors.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { visibleTo } from '../tickets/visibility.ts'
import { auditListening, listeningMs, sendAudio } from './listening.ts'

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
        const { id, callId, path } = recording
        if (me.role !== 'agent')
          await audit(me, { action: 'recording-listened', object: `recording:${id}`, detail: { call: callId } })
        return sendAudio(reply, { folder: recordingsDir, path, range: request.headers.range, log })
      },
    )
  }
}
