import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  apiError,
  dispatchAdvice,
  dispatchQuestion,
  dispatchRuleBook,
  dispatchRuleEdit,
  ticketDetail,
  ticketDispatch,
  ticketDispatchCommand,
  ticketMoved,
} from '../contract/index.ts'
import { errorAnswers } from '../errors.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { readRuleBook, writeRuleBook } from './rule-book.ts'
import { adviseOn, type DispatchServices, dispatchesOf, dispatchTicket } from './ticket-dispatch.ts'

const tags = ['dispatch']
const params = z.object({ id: z.uuid() })
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'DATABASE_UNAVAILABLE', 'TIMED_OUT'] as const

export function dispatchRoutes(services: DispatchServices & { readonly guards: Guards }): FastifyPluginAsyncZod {
  const { database, dispatcher, guards } = services
  return async (app) => {
    const { office } = guards
    app.addHook('onClose', () => dispatcher.close())

    app.post(
      '/api/tickets/:id/dispatch',
      {
        onRequest: office,
        schema: {
          tags,
          summary: 'The engine sends the ticket to its store, or to the pool that has to find it',
          params,
          body: ticketDispatchCommand,
          response: {
            200: ticketMoved,
            ...errorAnswers(...usual, 'NO_SUCH_TICKET'),
            409: apiError
              .extend({ ticket: ticketDetail.optional() })
              .describe('TICKET_CHANGED · TICKET_MERGED · MOVE_NOT_ALLOWED'),
          },
        },
      },
      (request) => dispatchTicket(services, readerOf(request), request.params.id, request.body),
    )

    app.get(
      '/api/tickets/:id/dispatches',
      {
        onRequest: office,
        schema: {
          tags,
          summary: 'How the ticket was dispatched and why, the last first',
          params,
          response: { 200: z.array(ticketDispatch), ...errorAnswers(...usual, 'NO_SUCH_TICKET') },
        },
      },
      (request) => dispatchesOf(database, readerOf(request), request.params.id),
    )

    app.post(
      '/api/dispatch/advice',
      {
        onRequest: guards.headquarters,
        schema: {
          tags,
          summary: 'Which store the evidence speaks for; nothing is changed',
          body: dispatchQuestion,
          response: { 200: dispatchAdvice, ...errorAnswers(...usual) },
        },
      },
      (request) => adviseOn(services, request.body),
    )

    app.get(
      '/api/dispatch/rules',
      {
        onRequest: guards.headquarters,
        schema: { tags, summary: 'The dispatch rules', response: { 200: dispatchRuleBook, ...errorAnswers(...usual) } },
      },
      () => readRuleBook(database),
    )

    app.put(
      '/api/dispatch/rules',
      {
        onRequest: guards.requireRole('admin'),
        schema: {
          tags,
          summary: 'Changes the dispatch rules, on the version that was read; audited',
          body: dispatchRuleEdit,
          response: { 200: dispatchRuleBook, ...errorAnswers(...usual, 'RULES_CHANGED') },
        },
      },
      (request) => writeRuleBook(database, readerOf(request), request.body),
    )
  }
}
