import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { logInLink, newStoreAccount, staffedStore, storeAccount } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers } from '../errors.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { makeStoreAccount, makeStoreLink, setStoreAccountDisabled, staffedStores } from './store-staff.ts'

const tags = ['stores']
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'DATABASE_UNAVAILABLE'] as const
const account = z.object({ id: z.uuid() })

export function storeStaffRoutes({
  database,
  guards,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
}): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('onRequest', guards.requireRole('supervisor', 'admin', 'region'))

    app.get(
      '/api/staffed-stores',
      {
        schema: {
          tags,
          summary: 'Stores with the accounts of their staff; 30 at most',
          querystring: z.object({ q: z.string().trim().max(100).default('') }),
          response: { 200: z.array(staffedStore), ...errorAnswers(...usual) },
        },
      },
      (request) => staffedStores(database, readerOf(request), request.query.q),
    )

    app.post(
      '/api/stores/:id/accounts',
      {
        schema: {
          tags,
          summary: 'Make an account for somebody who works at this store; it logs in by link',
          params: z.object({ id: z.string().max(64) }),
          body: newStoreAccount,
          response: { 200: storeAccount, ...errorAnswers(...usual, 'NO_SUCH_STORE', 'USERNAME_TAKEN') },
        },
      },
      (request) => makeStoreAccount(database, readerOf(request), request.params.id, request.body),
    )

    app.put(
      '/api/store-accounts/:id/disabled',
      {
        schema: {
          tags,
          summary: 'Disable, which ends its log-ins, or enable again',
          params: account,
          body: z.object({ disabled: z.boolean() }),
          response: { 200: storeAccount, ...errorAnswers(...usual, 'NO_SUCH_ACCOUNT') },
        },
      },
      (request) => setStoreAccountDisabled(database, readerOf(request), request.params.id, request.body.disabled),
    )

    app.post(
      '/api/store-accounts/:id/log-in-link',
      {
        schema: {
          tags,
          summary: 'A link that lets this account in once within 15 minutes; the one before is worthless then',
          params: account,
          response: { 200: logInLink, ...errorAnswers(...usual, 'NO_SUCH_ACCOUNT') },
        },
      },
      (request) => makeStoreLink(database, readerOf(request), request.params.id),
    )
  }
}
