import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { recordAudit } from '../audit/audit.ts'
import { type ClosedLoopReport, closedLoopExportQuery, closedLoopQuery } from '../contract/index.ts'
import { errorAnswers } from '../errors.ts'
import { readerOf } from '../sessions/guards.ts'
import { closedLoopExport, closedLoopReport } from './closed-loop.ts'
import { fileOf, sendFile } from './report-file.ts'
import type { ReportServices } from './report-routes.ts'

const tags = ['reports']
const refusals = ['BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'DATABASE_UNAVAILABLE'] as const

/** Supervisors and administrators, and owners of regions of their own part. */
export function closedLoopRoutes({ database, guards, timeZone }: ReportServices): FastifyPluginAsyncZod {
  const readers = guards.requireRole('supervisor', 'admin', 'region')
  return async (app) => {
    app.get(
      '/api/reports/closed-loop',
      {
        onRequest: readers,
        schema: {
          tags,
          summary: 'By store: tickets solved in the span, and what their customers said when they were called about it',
          querystring: closedLoopQuery,
          response: { 200: z.custom<ClosedLoopReport>(), ...errorAnswers(...refusals) },
        },
      },
      async (request) => closedLoopReport({ database, timeZone, me: readerOf(request), ...request.query }),
    )

    app.get(
      '/api/reports/closed-loop/export',
      {
        onRequest: readers,
        schema: {
          tags,
          summary: 'The same as a file, a row for each store; audited',
          querystring: closedLoopExportQuery,
          response: { 200: z.unknown(), ...errorAnswers(...refusals) },
        },
      },
      async (request, reply) => {
        const { from, to, format, language } = request.query
        const me = readerOf(request)
        await recordAudit(database, {
          accountId: me.id,
          actor: me.name,
          action: 'report-exported',
          object: 'report:closed-loop',
          detail: { from, to, format, language },
        })
        const rows = closedLoopExport({ database, timeZone, me, from, to }, language)
        return sendFile(request, reply, fileOf(format, rows), `ringdesk-closed-loop-${from}-${to}.${format}`)
      },
    )
  }
}
