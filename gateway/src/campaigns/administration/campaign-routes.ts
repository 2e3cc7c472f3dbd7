import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { loadCallCentreConfig } from '../../configuration/snapshot.ts'
import {
  type CampaignChoices,
  campaignChoices,
  campaignDetail,
  campaignEdit,
  campaignFields,
  campaignMove,
  campaignPage,
  campaignQuery,
  type PreflightProblem,
  preflightAnswer,
} from '../../contract/index.ts'
import type { PrismaClient } from '../../database/client/client.ts'
import { errorAnswers } from '../../errors.ts'
import { type Guards, readerOf } from '../../sessions/guards.ts'
import {
  createCampaign,
  editCampaign,
  moveCampaign,
  readCampaign,
  readCampaigns,
  refuseScoped,
} from './campaign-book.ts'
import { preflight } from './preflight.ts'

const tags = ['campaigns']
const params = z.object({ id: z.uuid() })
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'DATABASE_UNAVAILABLE'] as const
const ofOne = [...usual, 'NO_SUCH_CAMPAIGN'] as const
const MOST_CHOICES = 2_000

/** Headquarters' supervisors and administrators. */
export function campaignRoutes({
  database,
  guards,
  trunk,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
  /** The switch's gateway for calls that we make; absent: none is made. */
  readonly trunk: string | undefined
}): FastifyPluginAsyncZod {
  const onRequest = guards.requireRole('supervisor', 'admin')
  const problemsOf = async (id: string): Promise<PreflightProblem[]> => {
    const campaign = await readCampaign(database, id)
    const config = await loadCallCentreConfig(database, trunk)
    return preflight(database, config, {
      ...campaign,
      queueId: campaign.queueId ?? null,
      flowId: campaign.flowId ?? null,
    })
  }
  return async (app) => {
    app.addHook('preHandler', async (request) => refuseScoped(readerOf(request)))

    app.get(
      '/api/campaigns',
      {
        onRequest,
        schema: {
          tags,
          summary: 'Campaigns, the newest first, with how far their contacts are',
          querystring: campaignQuery,
          response: { 200: campaignPage, ...errorAnswers(...usual, 'BAD_CURSOR') },
        },
      },
      (request) => readCampaigns(database, request.query),
    )

    app.get(
      '/api/campaign-choices',
      {
        onRequest,
        schema: {
          tags,
          summary: 'Queues and own numbers that a campaign can have',
          response: { 200: campaignChoices, ...errorAnswers(...usual) },
        },
      },
      () => choicesOf(database),
    )

    app.post(
      '/api/campaigns',
      {
        onRequest,
        schema: {
          tags,
          summary: 'A new campaign, a draft',
          body: campaignFields,
          response: { 200: campaignDetail, ...errorAnswers(...usual, 'CAMPAIGN_NAME_TAKEN') },
        },
      },
      (request) => createCampaign(database, readerOf(request), request.body),
    )

    app.get(
      '/api/campaigns/:id',
      {
        onRequest,
        schema: {
          tags,
          summary: 'A campaign with its settings',
          params,
          response: { 200: campaignDetail, ...errorAnswers(...ofOne) },
        },
      },
      (request) => readCampaign(database, request.params.id),
    )

    app.put(
      '/api/campaigns/:id',
      {
        onRequest,
        schema: {
          tags,
          summary: 'Change it, on the version that was read; audited',
          params,
          body: campaignEdit,
          response: {
            200: campaignDetail,
            ...errorAnswers(...ofOne, 'CAMPAIGN_CHANGED', 'CAMPAIGN_STATE', 'CAMPAIGN_NAME_TAKEN'),
          },
        },
      },
      (request) => {
        const { version, campaign } = request.body
        return editCampaign(database, readerOf(request), request.params.id, version, campaign)
      },
    )

    app.get(
      '/api/campaigns/:id/preflight',
      {
        onRequest,
        schema: {
          tags,
          summary: 'Every reason why it could never dial as it is',
          params,
          response: { 200: preflightAnswer, ...errorAnswers(...ofOne) },
        },
      },
      async (request) => ({ problems: await problemsOf(request.params.id) }),
    )

    app.post(
      '/api/campaigns/:id/moves',
      {
        onRequest,
        schema: {
          tags,
          summary:
            'Start (again after a pause), pause, stop; audited. A start that could never dial is refused with the reasons',
          params,
          body: z.object({ move: campaignMove }),
          response: { 200: campaignDetail, ...errorAnswers(...ofOne, 'CAMPAIGN_STATE', 'CAMPAIGN_CANNOT_DIAL') },
        },
      },
      async (request) => {
        const { id } = request.params
        const { move } = request.body
        return moveCampaign(database, readerOf(request), id, move, move === 'start' ? await problemsOf(id) : [])
      },
    )
  }
}

async function choicesOf(database: PrismaClient): Promise<CampaignChoices> {
  const queues = await database.queue.findMany({
    where: { retiredAt: null },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
    take: MOST_CHOICES,
  })
  const hotlines = await database.hotline.findMany({
    select: { number: true, name: true },
    orderBy: { number: 'asc' },
    take: MOST_CHOICES,
  })
  return { queues, hotlines }
}
