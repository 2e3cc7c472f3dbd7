import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { recordAudit } from '../audit/audit.ts'
import {
  type AccuracyReport,
  accuracyQuery,
  type MissPage,
  missQuery,
  type Report,
  reportExport,
  reportQuery,
} from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers } from '../errors.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { localText } from '../supervision/local-day.ts'
import { accuracyReport, listMisses } from './accuracy.ts'
import { makeReport } from './report.ts'
import { exportedRows, fileOf, refuseTooLarge, sendFile } from './report-file.ts'

const tags = ['reports']
const refusals = ['BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'DATABASE_UNAVAILABLE'] as const

export interface ReportServices {
  readonly database: PrismaClient
  readonly guards: Guards
  readonly timeZone: string
}

export function reportRoutes({ database, guards, timeZone }: ReportServices): FastifyPluginAsyncZod {
  const context = { database, timeZone }
  const leaders = guards.requireRole('supervisor', 'admin')
  return async (app) => {
    app.get(
      '/api/reports/today',
      {
        onRequest: guards.requireRole('supervisor', 'admin', 'region'),
        schema: {
          tags,
          summary: 'The local date of the installation',
          response: { 200: z.object({ date: z.string(), timeZone: z.string() }), ...errorAnswers(...refusals) },
        },
      },
      async () => ({ date: localText(Date.now(), timeZone).slice(0, 10), timeZone }),
    )

    app.get(
      '/api/reports',
      {
        onRequest: leaders,
        schema: {
          tags,
          summary: 'What happened by queue or agent, and by intervals of 15, 30 or 60 minutes',
          querystring: reportQuery,
          response: { 200: z.custom<Report>(), ...errorAnswers(...refusals) },
        },
      },
      async (request) => makeReport(context, request.query, Date.now()),
    )

    app.get(
      '/api/reports/export',
      {
        onRequest: leaders,
        schema: {
          tags,
          summary: 'The same as a file, a row for each queue or agent and interval; audited',
          querystring: reportExport,
          response: { 200: z.unknown(), ...errorAnswers(...refusals, 'EXPORT_TOO_LARGE') },
        },
      },
      async (request, reply) => {
        const { query } = request
        await refuseTooLarge(context, query)
        const me = readerOf(request)
        await recordAudit(database, {
          accountId: me.id,
          actor: me.name,
          action: 'report-exported',
          object: `report:${query.by}`,
          detail: { ...query, key: query.key ?? null },
        })
        const name = `ringdesk-${query.by}-${query.from}-${query.to}.${query.format}`
        return sendFile(request, reply, fileOf(query.format, exportedRows(context, query, Date.now())), name)
      },
    )

    app.get(
      '/api/reports/accuracy',
      {
        onRequest: leaders,
        schema: {
          tags,
          summary: 'Match accuracy and first-time-right by queue, region, hour or agent',
          querystring: accuracyQuery,
          response: { 200: z.custom<AccuracyReport>(), ...errorAnswers(...refusals) },
        },
      },
      async (request) => accuracyReport(database, timeZone, request.query),
    )

    app.get(
      '/api/reports/misses',
      {
        onRequest: leaders,
        schema: {
          tags,
          summary: 'Contacts that were not routed accurately, each with why; numbers as the reader may see them',
          querystring: missQuery,
          response: { 200: z.custom<MissPage>(), ...errorAnswers(...refusals, 'BAD_CURSOR') },
        },
      },
      async (request) => listMisses(database, timeZone, readerOf(request).role, request.query),
    )
  }
}
