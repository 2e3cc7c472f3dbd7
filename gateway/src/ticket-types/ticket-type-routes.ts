import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  apiError,
  formDocument,
  newTicketType,
  suggestionRequest,
  ticketTypeCard,
  ticketTypeDraft,
  ticketTypeDraftSave,
  ticketTypeOrder,
  ticketTypePublish,
  ticketTypeRetirement,
  ticketTypeVersion,
  ticketTypeVersionCard,
  typeSuggestion,
} from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers } from '../errors.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { createType, dropDraft, publish, readDraft, saveDraft, setOrder, setRetired } from './drafting.ts'
import { likelyTypes } from './likely-types.ts'
import { findVersion, ticketTypes, versionsOf } from './types.ts'

const id = z.object({ id: z.string().max(64) })
const tags = ['ticket types']
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'DATABASE_UNAVAILABLE'] as const
const ofOne = [...usual, 'NO_SUCH_TYPE'] as const
const ofAdministrator = [...ofOne, 'NOT_ALLOWED'] as const
const changed = {
  409: apiError
    .extend({ draft: ticketTypeDraft.optional() })
    .describe('TYPE_CHANGED with the present draft · NOTHING_TO_PUBLISH'),
}

interface Routes {
  readonly database: PrismaClient
  readonly guards: Guards
}

/** What everybody who is logged in reads. */
export function ticketTypeRoutes({ database, guards }: Routes): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('onRequest', guards.loggedIn)

    app.get(
      '/api/ticket-types',
      {
        schema: {
          tags,
          summary: 'Ticket types in the order of the forms, retired ones too',
          response: { 200: z.array(ticketTypeCard), ...errorAnswers(...usual) },
        },
      },
      (request) => ticketTypes(database, readerOf(request)),
    )

    app.get(
      '/api/ticket-types/:id/versions',
      {
        schema: {
          tags,
          summary: 'Published versions, newest first',
          params: id,
          response: { 200: z.array(ticketTypeVersionCard), ...errorAnswers(...ofOne) },
        },
      },
      (request) => versionsOf(database, request.params.id),
    )

    app.get(
      '/api/ticket-types/:id/versions/:version',
      {
        schema: {
          tags,
          summary: 'One published form: the document and its JSON Schema',
          params: id.extend({ version: z.coerce.number().int().min(1).max(100_000) }),
          response: { 200: ticketTypeVersion, ...errorAnswers(...ofOne) },
        },
      },
      (request) => findVersion(database, request.params.id, request.params.version),
    )

    app.post(
      '/api/ticket-types/suggest',
      {
        schema: {
          tags,
          summary: 'Which types a text is likely of, with the words that say so: a guess',
          body: suggestionRequest,
          response: { 200: z.array(typeSuggestion), ...errorAnswers(...usual) },
        },
      },
      async (request) => [...likelyTypes(await wordedTypes(database), request.body.text)],
    )
  }
}

async function wordedTypes(database: PrismaClient) {
  const rows = await database.$queryRaw<{ id: string; words: unknown }[]>`
    SELECT t.id, v.layout->'words' AS words FROM "TicketType" t
    JOIN "TicketTypeVersion" v ON v."typeId" = t.id AND v.version = t.version
    WHERE t."retiredAt" IS NULL ORDER BY t."order", t.id LIMIT 200`
  return rows.map((row) => ({ id: row.id, words: formDocument.shape.words.parse(row.words) }))
}

/** What administrators change; every change is audited. */
export function ticketTypeAdministrationRoutes({ database, guards }: Routes): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('onRequest', guards.requireRole('admin'))

    app.post(
      '/api/ticket-types',
      {
        schema: {
          tags,
          summary: 'A new type, as a draft',
          body: newTicketType,
          response: { 200: ticketTypeDraft, ...errorAnswers(...ofAdministrator, 'TYPE_EXISTS', 'TOO_MANY_TYPES') },
        },
      },
      (request) => createType(database, readerOf(request), request.body),
    )

    app.put(
      '/api/ticket-types/order',
      {
        schema: {
          tags,
          summary: 'The order in which forms offer the types',
          body: ticketTypeOrder,
          response: { 204: z.undefined(), ...errorAnswers(...usual, 'NOT_ALLOWED') },
        },
      },
      async (request, reply) => {
        await setOrder(database, readerOf(request), request.body.ids)
        return reply.code(204).send()
      },
    )

    app.get(
      '/api/ticket-types/:id/draft',
      {
        schema: {
          tags,
          summary: 'What is being edited; the published form when nobody has begun',
          params: id,
          response: { 200: ticketTypeDraft, ...errorAnswers(...ofAdministrator) },
        },
      },
      (request) => readDraft(database, request.params.id),
    )

    app.put(
      '/api/ticket-types/:id/draft',
      {
        schema: {
          tags,
          summary: 'Save the draft, on the revision that was read',
          params: id,
          body: ticketTypeDraftSave,
          response: { 200: ticketTypeDraft, ...errorAnswers(...ofAdministrator), ...changed },
        },
      },
      (request) => saveDraft(database, readerOf(request), request.params.id, request.body),
    )

    app.delete(
      '/api/ticket-types/:id/draft',
      {
        schema: {
          tags,
          summary: 'Give the draft up; a type that was never published goes away',
          params: id,
          querystring: z.object({ revision: z.coerce.number().int() }),
          response: { 204: z.undefined(), ...errorAnswers(...ofAdministrator), ...changed },
        },
      },
      async (request, reply) => {
        await dropDraft(database, readerOf(request), request.params.id, request.query.revision)
        return reply.code(204).send()
      },
    )

    app.post(
      '/api/ticket-types/:id/versions',
      {
        schema: {
          tags,
          summary: 'Publish the draft as the next version',
          params: id,
          body: ticketTypePublish,
          response: { 200: ticketTypeVersion, ...errorAnswers(...ofAdministrator, 'UNFIT_FORM'), ...changed },
        },
      },
      (request) => publish(database, readerOf(request), request.params.id, request.body.revision),
    )

    app.put(
      '/api/ticket-types/:id/retirement',
      {
        schema: {
          tags,
          summary: 'Retire a type, or take it back into use',
          params: id,
          body: ticketTypeRetirement,
          response: { 204: z.undefined(), ...errorAnswers(...ofAdministrator) },
        },
      },
      async (request, reply) => {
        await setRetired(database, readerOf(request), request.params.id, request.body.retired)
        return reply.code(204).send()
      },
    )
  }
}
