/** What lists and boards need beside single tickets: counts, columns, views, one command on many. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  ticketBoard as boardSchema,
  ticketBoardQuery,
  ticketBulk,
  ticketBulkResult,
  ticketCount,
  ticketFilter,
  ticketFilterChoices as ticketFilterChoicesSchema,
  ticketFilterNamesQuery,
  ticketFilterNames as ticketFilterNamesSchema,
  ticketView,
  ticketViewDefault,
  ticketViewEdit,
  ticketViewInput,
} from '../contract/index.ts'
import { errorAnswers } from '../errors.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { ticketBoard } from './board.ts'
import { type BulkServices, changeMany } from './bulk.ts'
import { ticketFilterChoices, ticketFilterNames } from './filter-choices.ts'
import { countTickets } from './list.ts'
import { createView, editView, readViews, removeView, setDefaultView } from './views.ts'

const tags = ['tickets']
const params = z.object({ id: z.uuid() })
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'DATABASE_UNAVAILABLE'] as const
const views = z.array(ticketView)

export function ticketListRoutes(services: BulkServices & { readonly guards: Guards }): FastifyPluginAsyncZod {
  const { database, guards } = services
  const { office } = guards
  return async (app) => {
    app.get(
      '/api/ticket-count',
      {
        onRequest: guards.loggedIn,
        schema: {
          tags,
          summary: 'How many there are: exact up to 999',
          querystring: ticketFilter,
          response: { 200: ticketCount, ...errorAnswers(...usual) },
        },
      },
      (request) => countTickets(database, readerOf(request), request.query),
    )

    app.get(
      '/api/ticket-board',
      {
        onRequest: guards.loggedIn,
        schema: {
          tags,
          summary: 'Tickets in columns by status, store, region or owner',
          querystring: ticketBoardQuery,
          response: { 200: boardSchema, ...errorAnswers(...usual, 'BAD_CURSOR') },
        },
      },
      (request) => ticketBoard(database, readerOf(request), request.query),
    )

    app.get(
      '/api/ticket-filter-choices',
      {
        onRequest: office,
        schema: {
          tags,
          summary: 'Queues, agents and departments that a list can be filtered by',
          response: { 200: ticketFilterChoicesSchema, ...errorAnswers(...usual, 'NOT_ALLOWED') },
        },
      },
      () => ticketFilterChoices(database),
    )

    app.get(
      '/api/ticket-filter-names',
      {
        onRequest: office,
        schema: {
          tags,
          summary: 'Names of the store and the person that a filter has chosen',
          querystring: ticketFilterNamesQuery,
          response: { 200: ticketFilterNamesSchema, ...errorAnswers(...usual, 'NOT_ALLOWED') },
        },
      },
      (request) => ticketFilterNames(database, readerOf(request), request.query),
    )

    app.post(
      '/api/tickets/bulk',
      {
        onRequest: office,
        schema: {
          tags,
          summary: 'One thing done to several tickets; what is refused is said for each',
          body: ticketBulk,
          response: { 200: ticketBulkResult, ...errorAnswers(...usual, 'NOT_ALLOWED', 'TIMED_OUT') },
        },
      },
      (request) => changeMany(services, readerOf(request), request.body),
    )

    app.get(
      '/api/ticket-views',
      {
        onRequest: office,
        schema: {
          tags,
          summary: 'The reader’s views and the shared ones',
          response: { 200: views, ...errorAnswers(...usual, 'NOT_ALLOWED') },
        },
      },
      (request) => readViews(database, readerOf(request)),
    )

    app.post(
      '/api/ticket-views',
      {
        onRequest: office,
        schema: {
          tags,
          summary: 'Keep a view; sharing it is for supervisors',
          body: ticketViewInput,
          response: { 200: views, ...errorAnswers(...usual, 'NOT_ALLOWED', 'VIEW_NAME_TAKEN', 'TOO_MANY_VIEWS') },
        },
      },
      async (request) => {
        await createView(database, readerOf(request), request.body)
        return readViews(database, readerOf(request))
      },
    )

    app.put(
      '/api/ticket-views/default',
      {
        onRequest: office,
        schema: {
          tags,
          summary: 'The view with which the reader’s page opens',
          body: ticketViewDefault,
          response: { 200: views, ...errorAnswers(...usual, 'NOT_ALLOWED', 'NO_SUCH_VIEW') },
        },
      },
      async (request) => {
        await setDefaultView(database, readerOf(request), request.body.viewId)
        return readViews(database, readerOf(request))
      },
    )

    app.patch(
      '/api/ticket-views/:id',
      {
        onRequest: office,
        schema: {
          tags,
          summary: 'Rename, change or share one’s own view',
          params,
          body: ticketViewEdit,
          response: { 200: views, ...errorAnswers(...usual, 'NOT_ALLOWED', 'NO_SUCH_VIEW', 'VIEW_NAME_TAKEN') },
        },
      },
      async (request) => {
        await editView(database, readerOf(request), request.params.id, request.body)
        return readViews(database, readerOf(request))
      },
    )

    app.delete(
      '/api/ticket-views/:id',
      {
        onRequest: office,
        schema: {
          tags,
          summary: 'Take one’s own view away',
          params,
          response: { 200: views, ...errorAnswers(...usual, 'NOT_ALLOWED', 'NO_SUCH_VIEW') },
        },
      },
      async (request) => {
        await removeView(database, readerOf(request), request.params.id)
        return readViews(database, readerOf(request))
      },
    )
  }
}
