import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { recordAudit } from '../../audit/audit.ts'
import { loadCallCentreConfig } from '../../configuration/snapshot.ts'
import {
  type CampaignAlarms,
  type CampaignFigures,
  campaignExport,
  commentQuery,
  resultsQuery,
  type SurveyComments,
  type SurveyResults,
} from '../../contract/index.ts'
import type { PrismaClient } from '../../database/client/client.ts'
import { errorAnswers } from '../../errors.ts'
import { fileOf } from '../../reports/report-file.ts'
import { type Guards, readerOf } from '../../sessions/guards.ts'
import { campaignRow, refuseScoped } from '../administration/campaign-book.ts'
import type { CampaignRunner } from '../runner/campaign-runner.ts'
import { CampaignWatch } from './campaign-watch.ts'
import { surveyComments } from './comments.ts'
import { exportedCampaign, refuseTooManyRows } from './exported-rows.ts'
import { surveyResults } from './results.ts'

const tags = ['campaigns']
const params = z.object({ id: z.uuid() })
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'DATABASE_UNAVAILABLE'] as const
const ofOne = [...usual, 'NO_SUCH_CAMPAIGN'] as const
const types = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const

/** Headquarters' supervisors and administrators. */
export function watchingRoutes({
  database,
  guards,
  trunk,
  timeZone,
  runner,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
  readonly trunk: string | undefined
  readonly timeZone: string
  /** Absent: no campaign runs in this process. */
  readonly runner?: Pick<CampaignRunner, 'figures'> | undefined
}): FastifyPluginAsyncZod {
  const onRequest = guards.requireRole('supervisor', 'admin')
  const watch = new CampaignWatch({ database, config: () => loadCallCentreConfig(database, trunk), runner })
  return async (app) => {
    app.addHook('preHandler', async (request) => refuseScoped(readerOf(request)))

    app.get(
      '/api/campaign-alarms',
      {
        onRequest,
        schema: {
          tags,
          summary: 'Running campaigns that need a look, and why',
          response: { 200: z.custom<CampaignAlarms>(), ...errorAnswers(...usual) },
        },
      },
      () => watch.alarms(),
    )

    app.get(
      '/api/campaigns/:id/figures',
      {
        onRequest,
        schema: {
          tags,
          summary: 'How far and how fast a campaign is, and what holds it; read anew at most once a second',
          params,
          response: { 200: z.custom<CampaignFigures>(), ...errorAnswers(...ofOne) },
        },
      },
      (request) => watch.figures(request.params.id),
    )

    app.get(
      '/api/campaigns/:id/results',
      {
        onRequest,
        schema: {
          tags,
          summary: 'What was answered: by question and value, and by store, region or city',
          params,
          querystring: resultsQuery,
          response: { 200: z.custom<SurveyResults>(), ...errorAnswers(...ofOne) },
        },
      },
      async (request) => surveyResults(database, await campaignRow(database, request.params.id), request.query),
    )

    app.get(
      '/api/campaigns/:id/comments',
      {
        onRequest,
        schema: {
          tags,
          summary: 'Spoken comments, the newest first; numbers as the reader may see them',
          params,
          querystring: commentQuery,
          response: { 200: z.custom<SurveyComments>(), ...errorAnswers(...ofOne, 'BAD_CURSOR') },
        },
      },
      async (request) => {
        await campaignRow(database, request.params.id)
        return surveyComments(database, readerOf(request), request.params.id, request.query)
      },
    )

    app.get(
      '/api/campaigns/:id/export',
      {
        onRequest,
        schema: {
          tags,
          summary: 'Attempts or survey answers as a file, numbers masked; audited',
          params,
          querystring: campaignExport,
          response: { 200: z.unknown(), ...errorAnswers(...ofOne, 'EXPORT_TOO_LARGE') },
        },
      },
      async (request, reply) => {
        const { query } = request
        const { id } = await campaignRow(database, request.params.id)
        await refuseTooManyRows(database, id, query)
        const me = readerOf(request)
        await recordAudit(database, {
          accountId: me.id,
          actor: me.name,
          action: 'report-exported',
          object: `campaign:${id}`,
          detail: { what: query.what, format: query.format, outcome: query.outcome ?? null },
        })
        const file = fileOf(query.format, exportedCampaign({ database, timeZone, me }, id, query))
        file.on('error', (error) => request.log.error({ err: error }, 'an export was broken off'))
        reply.raw.on('close', () => file.destroy())
        return reply
          .type(types[query.format])
          .header('content-disposition', `attachment; filename="ringdesk-${query.what}-${id}.${query.format}"`)
          .send(file)
      },
    )
  }
}
