import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { storeTickets as schema } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers } from '../errors.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { storeTickets } from './store-tickets.ts'

export function storeTicketRoutes({
  database,
  guards,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
}): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/stores/:id/tickets',
      {
        onRequest: guards.loggedIn,
        schema: {
          tags: ['stores'],
          summary: 'What was dispatched to this store: not done, oldest dispatch first, then what was done last',
          params: z.object({ id: z.string().max(64) }),
          response: {
            200: schema,
            ...errorAnswers('BAD_INPUT', 'NOT_LOGGED_IN', 'NO_SUCH_STORE', 'DATABASE_UNAVAILABLE'),
          },
        },
      },
      (request) => storeTickets(database, readerOf(request), request.params.id),
    )
  }
}
