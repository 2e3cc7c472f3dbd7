import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import { z } from 'zod'
import { auditListening, listeningMs, sendAudio } from '../../calls/listening.ts'
import type { Me } from '../../contract/index.ts'
import { Prisma, type PrismaClient } from '../../database/client/client.ts'
import { errorAnswers, GatewayError } from '../../errors.ts'
import { type Guards, readerOf } from '../../sessions/guards.ts'
import { visibleTo } from '../../tickets/visibility.ts'

/**
 * Whoever sees the ticket may hear what its customer said of it, the store too: it is what the store has to answer. What belongs to no
 * ticket is heard by supervisors and administrators of all of the chain.
 */
const mayHear = (me: Me): Prisma.Sql =>
  me.region === undefined && (me.role === 'supervisor' || me.role === 'admin')
    ? Prisma.sql`true`
    : Prisma.sql`t.id IS NOT NULL AND ${visibleTo(me)}`

export function surveyCommentRoutes(services: {
  readonly database: PrismaClient
  readonly guards: Guards
  readonly recordingsDir: string
  readonly log: Logger
}): FastifyPluginAsyncZod {
  const { database, guards, recordingsDir: folder, log } = services
  const audit = auditListening(database)
  return async (app) => {
    app.get(
      '/api/survey-answers/:id/recording',
      {
        onRequest: guards.loggedIn,
        handlerTimeout: listeningMs,
        schema: {
          tags: ['campaigns'],
          summary:
            'A spoken comment as audio/wav, for whoever sees its ticket; understands single byte ranges; audited',
          params: z.object({ id: z.uuid() }),
          headers: z.object({ range: z.string().optional() }),
          response: {
            ...errorAnswers(
              'BAD_INPUT',
              'NOT_LOGGED_IN',
              'NO_SUCH_RECORDING',
              'RANGE_NOT_SATISFIABLE',
              'DATABASE_UNAVAILABLE',
            ),
          },
        },
      },
      async (request, reply) => {
        const me = readerOf(request)
        const { id } = request.params
        const [comment] = await database.$queryRaw<{ path: string; ticketId: string | null; attempt: string }[]>`
          SELECT v."recordingPath" AS path, t.id AS "ticketId", v."attemptId" AS attempt FROM "SurveyAnswer" v
          LEFT JOIN "Ticket" o ON o.id = v."ticketId" LEFT JOIN "Ticket" t ON t.id = COALESCE(o."mergedIntoId", o.id)
          WHERE v.id = ${id}::uuid AND v."recordingPath" IS NOT NULL AND ${mayHear(me)}`
        if (!comment) throw new GatewayError('NO_SUCH_RECORDING')
        const { path, ticketId: ticket, attempt } = comment
        const detail = { ticket, attempt }
        await audit(me, { action: 'survey-comment-listened', object: `survey-answer:${id}`, detail })
        return sendAudio(reply, { folder, path, range: request.headers.range, log })
      },
    )
  }
}
