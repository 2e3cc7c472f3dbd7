import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { accountQuery, givenPassword, newOfficeAccount, officeAccount, officeAccountEdit } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers } from '../errors.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import {
  changeOfficeAccount,
  makeOfficeAccount,
  officeAccounts,
  setOfficeAccountDisabled,
  setOfficePassword,
} from './office-accounts.ts'

const tags = ['accounts']
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'DATABASE_UNAVAILABLE'] as const
const ofPlace = ['REGION_NEEDED', 'NO_SUCH_REGION', 'NO_SUCH_DEPARTMENT'] as const
const ofAccount = ['NO_SUCH_ACCOUNT', 'NOT_YOURSELF', 'NAMED_BY_CONFIGURATION', 'LAST_ADMINISTRATOR'] as const
const account = z.object({ id: z.uuid() })

export function officeAccountRoutes({
  database,
  guards,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
}): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('onRequest', guards.requireRole('admin'))

    app.get(
      '/api/accounts',
      {
        schema: {
          tags,
          summary: 'Accounts of headquarters and regional managers; 200 at most',
          querystring: accountQuery,
          response: { 200: z.array(officeAccount), ...errorAnswers(...usual) },
        },
      },
      (request) => officeAccounts(database, request.query),
    )

    app.post(
      '/api/accounts',
      {
        schema: {
          tags,
          summary: 'Make an account for a supervisor, an administrator or a regional manager',
          body: newOfficeAccount,
          response: { 200: officeAccount, ...errorAnswers(...usual, ...ofPlace, 'USERNAME_TAKEN') },
        },
      },
      (request) => makeOfficeAccount(database, readerOf(request), request.body),
    )

    app.put(
      '/api/accounts/:id',
      {
        schema: {
          tags,
          summary: 'Change name, role, region and department',
          params: account,
          body: officeAccountEdit,
          response: { 200: officeAccount, ...errorAnswers(...usual, ...ofPlace, ...ofAccount, 'ROLE_AND_DESK') },
        },
      },
      (request) => changeOfficeAccount(database, readerOf(request), request.params.id, request.body),
    )

    app.put(
      '/api/accounts/:id/disabled',
      {
        schema: {
          tags,
          summary: 'Disable, which ends its log-ins, or enable again',
          params: account,
          body: z.object({ disabled: z.boolean() }),
          response: { 200: officeAccount, ...errorAnswers(...usual, ...ofAccount) },
        },
      },
      (request) => setOfficeAccountDisabled(database, readerOf(request), request.params.id, request.body.disabled),
    )

    app.post(
      '/api/accounts/:id/password',
      {
        schema: {
          tags,
          summary: 'Set its password, which ends its log-ins',
          params: account,
          body: givenPassword,
          response: { 204: z.undefined().describe('Set'), ...errorAnswers(...usual, 'NO_SUCH_ACCOUNT') },
        },
      },
      async (request, reply) => {
        await setOfficePassword(database, readerOf(request), request.params.id, request.body.password)
        reply.status(204)
      },
    )
  }
}
