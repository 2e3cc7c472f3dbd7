import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  apiError,
  ticketChoices as choicesSchema,
  ticketDetail,
  ticketEdit,
  ticketFields,
  ticketMerge,
  ticketMove,
  ticketMoved,
  ticketPage,
  ticketQuery,
  ticketSplit,
} from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers, GatewayError } from '../errors.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { ticketChoices } from '../ticket-types/types.ts'
import { editTicket, keepDraft } from './edit.ts'
import { listTickets } from './list.ts'
import { mergeTicket } from './merge.ts'
import { moveTicket } from './move.ts'
import { splitTicket } from './split.ts'
import { byId, findTicket } from './ticket-rows.ts'

const params = z.object({ id: z.uuid() })
const tags = ['tickets']
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'DATABASE_UNAVAILABLE'] as const
const ofOne = [...usual, 'NO_SUCH_TICKET'] as const

export function ticketRoutes({
  database,
  guards,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
}): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('onRequest', guards.loggedIn)

    app.get(
      '/api/tickets',
      {
        schema: {
          tags,
          summary: 'A page of tickets, newest interaction first',
          querystring: ticketQuery,
          response: { 200: ticketPage, ...errorAnswers(...usual, 'BAD_CURSOR') },
        },
      },
      (request) => listTickets(database, readerOf(request), request.query),
    )

    app.get(
      '/api/tickets/:id',
      {
        schema: {
          tags,
          summary: 'One ticket with its contacts, history and the reader’s draft',
          params,
          response: { 200: ticketDetail, ...errorAnswers(...ofOne) },
        },
      },
      async (request) => {
        const ticket = await findTicket(database, readerOf(request), byId(request.params.id))
        if (!ticket) throw new GatewayError('NO_SUCH_TICKET')
        return ticket
      },
    )

    app.patch(
      '/api/tickets/:id',
      {
        schema: {
          tags,
          summary: 'Edit fields and status, on the version that was read',
          params,
          body: ticketEdit,
          response: {
            200: ticketDetail,
            ...errorAnswers(...ofOne),
            409: apiError
              .extend({ ticket: ticketDetail.optional() })
              .describe('TICKET_CHANGED with the present ticket · TICKET_MERGED · MOVE_NOT_ALLOWED'),
          },
        },
      },
      (request) => editTicket(database, readerOf(request), request.params.id, request.body),
    )

    app.post(
      '/api/tickets/:id/moves',
      {
        schema: {
          tags,
          summary: 'Dispatch, accept, return, suspend, resolve, …: one step on the ticket’s way',
          params,
          body: ticketMove,
          response: {
            200: ticketMoved,
            ...errorAnswers(...ofOne),
            409: apiError
              .extend({ ticket: ticketDetail.optional() })
              .describe(
                'TICKET_CHANGED with the present ticket · TICKET_MERGED · MOVE_NOT_ALLOWED with what could be done instead',
              ),
          },
        },
      },
      (request) => moveTicket(database, readerOf(request), request.params.id, request.body),
    )

    app.put(
      '/api/tickets/:id/draft',
      {
        schema: {
          tags,
          summary: 'Keep what the reader typed and has not saved',
          params,
          body: ticketFields,
          response: { 204: z.undefined().describe('Kept'), ...errorAnswers(...ofOne) },
        },
      },
      async (request, reply) => {
        await keepDraft(database, readerOf(request), request.params.id, request.body)
        reply.status(204)
      },
    )

    app.post(
      '/api/tickets/:id/split',
      {
        schema: {
          tags,
          summary: 'Take one contact out into a ticket of its own',
          params,
          body: ticketSplit,
          response: {
            200: ticketDetail.describe('The new ticket'),
            ...errorAnswers(...ofOne, 'CALL_NOT_ON_TICKET', 'ONLY_CONTACT', 'SPLIT_FOR_THIS_CONTACT', 'TICKET_MERGED'),
          },
        },
      },
      (request) => splitTicket(database, readerOf(request), request.params.id, request.body.callId),
    )

    app.post(
      '/api/tickets/:id/merge',
      {
        schema: {
          tags,
          summary: 'Put everything of this ticket into another of the same customer',
          params,
          body: ticketMerge.extend({ into: z.uuid() }),
          response: {
            200: ticketDetail.describe('The ticket that remains'),
            ...errorAnswers(...ofOne, 'MERGE_INTO_ITSELF', 'MERGE_CYCLE', 'NOT_SAME_CUSTOMER', 'TICKET_MERGED'),
          },
        },
      },
      (request) => mergeTicket(database, readerOf(request), request.params.id, request.body.into),
    )

    app.get(
      '/api/ticket-choices',
      {
        schema: {
          tags,
          summary: 'What forms offer for category, result and next step',
          response: { 200: choicesSchema, ...errorAnswers('NOT_LOGGED_IN', 'DATABASE_UNAVAILABLE') },
        },
      },
      () => ticketChoices(database),
    )
  }
}
