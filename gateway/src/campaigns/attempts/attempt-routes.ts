import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { attemptDetail, dialCommand, dialled, dispositionCommand } from '../../contract/index.ts'
import { errorAnswers } from '../../errors.ts'
import { type Guards, readerOf } from '../../sessions/guards.ts'
import { type ClickToDial, dialCustomer } from '../click-to-dial/dial-customer.ts'
import { giveDisposition } from './give-disposition.ts'
import { readAttempt } from './read-attempt.ts'

const tags = ['outbound']
const params = z.object({ id: z.uuid() })
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'DATABASE_UNAVAILABLE'] as const
const ofOne = [...usual, 'NO_SUCH_ATTEMPT', 'NOT_YOUR_ATTEMPT'] as const

/** The agent's side of calls that we make. */
export function attemptRoutes({
  guards,
  ...services
}: ClickToDial & { readonly guards: Guards }): FastifyPluginAsyncZod {
  const { callCentre, database } = services
  return async (app) => {
    app.addHook('onRequest', guards.headquarters)

    app.get(
      '/api/attempts/:id',
      {
        schema: {
          tags,
          summary: 'A call that we make: whom, what to say, what was tried before',
          params,
          response: { 200: attemptDetail, ...errorAnswers(...ofOne) },
        },
      },
      (request) => readAttempt(database, callCentre, readerOf(request), request.params.id),
    )

    app.post(
      '/api/attempts/:id/disposition',
      {
        schema: {
          tags,
          summary: 'What came of it; the last one given counts, the same command id is given once',
          params,
          body: dispositionCommand,
          response: {
            200: attemptDetail,
            ...errorAnswers(
              ...ofOne,
              'NO_SUCH_DISPOSITION',
              'CALLBACK_TIME',
              'CALLBACK_TIME_MISSING',
              'NUMBER_REFUSED',
              'COMMAND_ID_USED',
            ),
          },
        },
      },
      async (request) => {
        const me = readerOf(request)
        await giveDisposition({ database, callCentre }, me, request.params.id, request.body)
        return readAttempt(database, callCentre, me, request.params.id)
      },
    )

    app.post(
      '/api/dial',
      {
        schema: {
          tags,
          summary: "Call a customer, or a ticket's: first the agent's own phone; the same command id is dialled once",
          body: dialCommand,
          response: {
            200: dialled,
            ...errorAnswers(
              ...usual,
              'DESK_NOT_FREE',
              'CANNOT_CALL',
              'NO_SUCH_TICKET',
              'NO_SUCH_CUSTOMER',
              'NO_NUMBER',
              'COMMAND_ID_USED',
            ),
          },
        },
      },
      async (request) => ({ call: await dialCustomer(services, readerOf(request), request.body) }),
    )
  }
}
