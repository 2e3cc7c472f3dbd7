import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { outboundRuleBook, outboundRuleEdit } from '../../contract/index.ts'
import type { PrismaClient } from '../../database/client/client.ts'
import { errorAnswers } from '../../errors.ts'
import { type Guards, readerOf } from '../../sessions/guards.ts'
import { readOutboundRules, writeOutboundRules } from './rule-book.ts'

const tags = ['campaigns']
const usual = ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'DATABASE_UNAVAILABLE'] as const

export function outboundRuleRoutes({
  database,
  guards,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
}): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/outbound-rules',
      {
        onRequest: guards.headquarters,
        schema: {
          tags,
          summary: 'When, how often and over how many lines anybody may be called',
          response: { 200: outboundRuleBook, ...errorAnswers(...usual) },
        },
      },
      () => readOutboundRules(database),
    )

    app.put(
      '/api/outbound-rules',
      {
        onRequest: guards.requireRole('admin'),
        schema: {
          tags,
          summary: 'Replace them, on the version that was read; audited with before and after',
          body: outboundRuleEdit,
          response: { 200: outboundRuleBook, ...errorAnswers(...usual, 'BAD_INPUT', 'OUTBOUND_RULES_CHANGED') },
        },
      },
      (request) => writeOutboundRules(database, readerOf(request), request.body),
    )
  }
}
