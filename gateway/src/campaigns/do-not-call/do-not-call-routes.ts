import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  doNotCallAdd,
  doNotCallImport,
  doNotCallImported,
  doNotCallPage,
  doNotCallQuery,
} from '../../contract/index.ts'
import type { PrismaClient } from '../../database/client/client.ts'
import { errorAnswers } from '../../errors.ts'
import { type Guards, readerOf } from '../../sessions/guards.ts'
import { addEntry, importList, readList, removeEntry } from './do-not-call-list.ts'

const tags = ['campaigns']
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'DATABASE_UNAVAILABLE'] as const
const importBytes = 1024 * 1024

/** Supervisors and administrators see the list; agents add what customers say; only administrators remove, and not everything. */
export function doNotCallRoutes({
  database,
  guards,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
}): FastifyPluginAsyncZod {
  const supervisors = guards.requireRole('supervisor', 'admin')
  return async (app) => {
    app.get(
      '/api/do-not-call',
      {
        onRequest: supervisors,
        schema: {
          tags,
          summary: 'Numbers that nobody calls, the newest first',
          querystring: doNotCallQuery,
          response: { 200: doNotCallPage, ...errorAnswers(...usual, 'BAD_CURSOR') },
        },
      },
      (request) => readList(database, readerOf(request), request.query),
    )

    app.post(
      '/api/do-not-call',
      {
        onRequest: guards.headquarters,
        schema: {
          tags,
          summary: 'Never call this number again; ends at once whatever waits for it. Audited',
          body: doNotCallAdd,
          response: {
            204: z.undefined().describe('Nobody calls it any more'),
            ...errorAnswers(...usual, 'NO_SUCH_CALL', 'NO_SUCH_ATTEMPT', 'NO_SUCH_CAMPAIGN', 'NO_NUMBER'),
          },
        },
      },
      async (request, reply) => {
        await addEntry(database, readerOf(request), request.body)
        reply.status(204)
      },
    )

    app.post(
      '/api/do-not-call/import',
      {
        onRequest: supervisors,
        bodyLimit: importBytes,
        handlerTimeout: 90_000,
        schema: {
          tags,
          summary: 'A list of numbers: without `agreed` only looked at, nothing is written. Audited',
          body: doNotCallImport,
          response: { 200: doNotCallImported, ...errorAnswers(...usual) },
        },
      },
      (request) => importList(database, readerOf(request), request.body),
    )

    app.post(
      '/api/do-not-call/:id/removal',
      {
        onRequest: guards.requireRole('admin'),
        schema: {
          tags,
          summary: 'Take an entry away, with a reason; never one that is the customer’s own word. Audited',
          params: z.object({ id: z.uuid() }),
          body: z.object({ why: z.string().trim().min(1).max(300) }),
          response: {
            204: z.undefined().describe('Taken away'),
            ...errorAnswers(...usual, 'NO_SUCH_REFUSAL', 'REFUSED_FOR_GOOD'),
          },
        },
      },
      async (request, reply) => {
        await removeEntry(database, readerOf(request), request.params.id, request.body.why)
        reply.status(204)
      },
    )
  }
}
