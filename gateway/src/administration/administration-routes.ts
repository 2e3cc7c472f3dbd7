import { asAgentId, type CallCentre } from '@ringdesk/cti'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { hashPassword } from '../accounts/password.ts'
import { recordAudit } from '../audit/audit.ts'
import { documentSchemas } from '../configuration/documents.ts'
import {
  type AppliedChange,
  type ConfigurationState,
  configurationApply,
  configurationChange,
  documentKind,
  type EligibilityPreview,
  givenPassword,
  type HolidayDocument,
} from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers, GatewayError } from '../errors.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import type { Administration } from './administration.ts'
import { eligibilityOf } from './eligibility.ts'
import { publishedHolidays } from './holidays-of-china.ts'

const tags = ['configuration']
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED'] as const
const ofChange = z.object({ kind: documentKind, key: z.string().min(1).max(100) })
/** The contract has these as types: the documents were checked when they were stored. */
const state = z.custom<ConfigurationState>()

export interface AdministrationServices {
  readonly administration: Administration
  readonly callCentre: Pick<CallCentre, 'agentView'>
  readonly database: PrismaClient
  readonly guards: Guards
}

export function administrationRoutes({
  administration,
  callCentre,
  database,
  guards,
}: AdministrationServices): FastifyPluginAsyncZod {
  const readers = guards.requireRole('supervisor', 'admin')
  const writers = guards.requireRole('admin')

  return async (app) => {
    app.get(
      '/api/configuration',
      {
        onRequest: readers,
        schema: {
          tags,
          summary: 'The configuration in force, the changes in the draft, and what is wrong with these',
          response: { 200: state, ...errorAnswers(...usual) },
        },
      },
      () => administration.state(),
    )

    app.put(
      '/api/configuration/changes/:kind/:key',
      {
        onRequest: writers,
        schema: {
          tags,
          summary: 'Puts a document into the draft, or its removal',
          params: ofChange,
          body: configurationChange,
          response: { 200: state, ...errorAnswers(...usual, 'CHANGE_CHANGED', 'TOO_MANY_CHANGES') },
        },
      },
      (request) => administration.change(readerOf(request), request.params.kind, request.params.key, request.body),
    )

    app.delete(
      '/api/configuration/changes/:kind/:key',
      {
        onRequest: writers,
        schema: {
          tags,
          summary: 'Takes a change out of the draft',
          params: ofChange,
          querystring: z.object({ seen: z.coerce.number().int().optional() }),
          response: { 200: state, ...errorAnswers(...usual, 'CHANGE_CHANGED') },
        },
      },
      ({ params: { kind, key }, query }) => administration.drop(kind, key, query.seen),
    )

    app.post(
      '/api/configuration/apply',
      {
        onRequest: writers,
        // 5,000 changes by name.
        bodyLimit: 1024 * 1024,
        schema: {
          tags,
          summary: 'Puts the whole draft in force, or nothing of it',
          body: configurationApply,
          response: { 200: state, ...errorAnswers(...usual, 'CHANGE_CHANGED', 'UNFIT_CONFIGURATION') },
        },
      },
      (request) => administration.apply(readerOf(request), request.body),
    )

    app.get(
      '/api/configuration/history',
      {
        onRequest: readers,
        schema: {
          tags,
          summary: 'The last 200 changes that were applied',
          response: { 200: z.custom<AppliedChange[]>(), ...errorAnswers(...usual) },
        },
      },
      () => administration.history(),
    )

    app.get(
      '/api/configuration/eligible/:queue',
      {
        onRequest: readers,
        schema: {
          tags,
          summary: 'Who would be eligible for a queue as the draft has it, ring by ring',
          params: z.object({ queue: z.string().min(1).max(64) }),
          response: { 200: z.custom<EligibilityPreview>(), ...errorAnswers(...usual, 'NO_SUCH_QUEUE') },
        },
      },
      async ({ params }) => {
        const { queue: queues, agent: agents } = await administration.drafted()
        const queue = documentSchemas.queue.safeParse(queues.find(({ id }) => id === params.queue)).data
        if (!queue) throw new GatewayError('NO_SUCH_QUEUE')
        return eligibilityOf(
          queue,
          agents.flatMap((agent) => documentSchemas.agent.safeParse(agent).data ?? []),
          (id) => (callCentre.agentView(asAgentId(id))?.state.kind ?? 'offline') !== 'offline',
        )
      },
    )

    app.get(
      '/api/configuration/published-holidays',
      {
        onRequest: readers,
        schema: {
          tags,
          summary: 'Public holidays and make-up working days as announced, to start from',
          response: { 200: z.custom<readonly HolidayDocument[]>(), ...errorAnswers(...usual) },
        },
      },
      async () => publishedHolidays,
    )

    app.post(
      '/api/agents/:id/password',
      {
        onRequest: writers,
        schema: {
          tags,
          summary: "Sets an agent's password and ends their log-ins",
          params: z.object({ id: z.string().min(1).max(64) }),
          body: givenPassword,
          response: { 204: z.undefined(), ...errorAnswers(...usual, 'NO_SUCH_AGENT') },
        },
      },
      async (request, reply) => {
        const me = readerOf(request)
        const passwordHash = await hashPassword(request.body.password)
        await database.$transaction(async (tx) => {
          const agent = await tx.agent.findUnique({ where: { id: request.params.id } })
          if (!agent) throw new GatewayError('NO_SUCH_AGENT')
          await tx.account.update({ where: { id: agent.accountId }, data: { passwordHash } })
          await tx.session.deleteMany({ where: { accountId: agent.accountId } })
          await recordAudit(tx, {
            accountId: me.id,
            actor: me.name,
            action: 'password-set',
            object: `agent:${agent.id}`,
            detail: {},
          })
        })
        return reply.code(204).send()
      },
    )
  }
}
