import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  apiError,
  ticketChoices as choicesSchema,
  type Me,
  type TicketDetail,
  type TicketEdit,
  ticketCreate,
  ticketDetail,
  ticketEdit,
  ticketFields,
  ticketLinkCommand,
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
import { createTicket } from './create.ts'
import { editTicket, keepDraft } from './edit.ts'
import { linkTicket, unlinkTicket } from './links.ts'
import { listTickets } from './list.ts'
import { mergeTicket } from './merge.ts'
import { moveTicket } from './move.ts'
import type { TicketNextStep } from './results.ts'
import { splitTicket } from './split.ts'
import { byId, findTicket } from './ticket-rows.ts'

/** Stores fill in the form of the category; what stands above it is the office's. */
function refuseHeader({ fields, status, formVersion }: TicketEdit): void {
  const { values: _, ...header } = fields
  if (Object.keys(header).length > 0 || status !== undefined || formVersion !== undefined)
    throw new GatewayError('NOT_ALLOWED')
}

const params = z.object({ id: z.uuid() })
/** The next step by which an agent leaves a ticket to the store. */
const STORE_FOLLOWS_UP = 'store-follow-up' satisfies TicketNextStep
const tags = ['tickets']
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'DATABASE_UNAVAILABLE'] as const
const ofOne = [...usual, 'NOT_ALLOWED', 'NO_SUCH_TICKET'] as const

export function ticketRoutes({
  database,
  guards,
  sendOn,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
  /** Sends a ticket on whose agent has left it to the store. @returns the ticket afterwards */
  readonly sendOn: (me: Me, ticket: TicketDetail) => Promise<TicketDetail>
}): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('onRequest', guards.loggedIn)
    // Stores move tickets and comment on them; what stands in their header is the office's.
    const { office } = guards

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

    app.post(
      '/api/tickets',
      {
        onRequest: guards.headquarters,
        schema: {
          tags,
          summary: 'Make a ticket: of a call, of a customer, or of nobody',
          body: ticketCreate,
          response: {
            200: ticketDetail,
            ...errorAnswers(...usual, 'NOT_ALLOWED', 'NO_SUCH_CALL', 'NO_SUCH_CUSTOMER'),
          },
        },
      },
      (request) => createTicket(database, readerOf(request), request.body),
    )

    app.post(
      '/api/tickets/:id/links',
      {
        onRequest: office,
        schema: {
          tags,
          summary: 'Link it to another: as its duplicate, as related, or as a part of an incident',
          params,
          body: ticketLinkCommand,
          response: { 200: ticketDetail, ...errorAnswers(...ofOne, 'LINK_NOT_POSSIBLE', 'TICKET_MERGED') },
        },
      },
      (request) => linkTicket(database, readerOf(request), request.params.id, request.body),
    )

    app.delete(
      '/api/tickets/:id/links/:other',
      {
        onRequest: office,
        schema: {
          tags,
          summary: 'Take the link between two tickets away',
          params: params.extend({ other: z.uuid() }),
          response: { 200: ticketDetail, ...errorAnswers(...ofOne) },
        },
      },
      (request) => unlinkTicket(database, readerOf(request), request.params.id, request.params.other),
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
      async (request) => {
        const me = readerOf(request)
        if (me.role === 'store') refuseHeader(request.body)
        const ticket = await editTicket(database, me, request.params.id, request.body)
        const left = request.body.fields.nextStep === STORE_FOLLOWS_UP && ticket.status === 'open'
        if (!left) return ticket
        return sendOn(me, ticket).catch((error: unknown) => {
          // What was typed is saved all the same; the ticket stays with headquarters, where it can be dispatched by hand.
          request.log.warn({ err: error, ticket: ticket.number }, 'a ticket could not be sent on to its store')
          return ticket
        })
      },
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
        onRequest: office,
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
        onRequest: guards.headquarters,
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
        onRequest: guards.headquarters,
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
