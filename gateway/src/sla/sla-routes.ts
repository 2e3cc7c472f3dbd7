import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { slaBook, slaPolicyChange, slaPreview, slaPreviewRequest, slaWeekChange } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers } from '../errors.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { deletePolicy, savePolicy, saveWeek, slaBookOf } from './sla-policies.ts'
import { previewOf } from './sla-preview.ts'

const tags = ['sla']
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'DATABASE_UNAVAILABLE'] as const
const ofOne = [...usual, 'POLICY_CHANGED', 'NO_SUCH_POLICY'] as const
const params = z.object({ id: z.uuid() })

/** Headquarters' business: supervisors read, administrators write. */
export function slaRoutes({
  database,
  guards,
  timeZone,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
  readonly timeZone: string
}): FastifyPluginAsyncZod {
  const readers = guards.requireRole('supervisor', 'admin')
  const writers = guards.requireRole('admin')
  return async (app) => {
    app.get(
      '/api/sla',
      {
        onRequest: readers,
        schema: {
          tags,
          summary: 'Time limits: policies and headquarters’ hours',
          response: { 200: slaBook, ...errorAnswers(...usual) },
        },
      },
      () => slaBookOf(database, timeZone),
    )

    app.put(
      '/api/sla/policies/:id',
      {
        onRequest: writers,
        schema: {
          tags,
          summary: 'Write a policy, a new one under an id of the caller’s; clocks that run are computed anew',
          params,
          body: slaPolicyChange,
          response: { 200: slaBook, ...errorAnswers(...ofOne, 'TOO_MANY_POLICIES') },
        },
      },
      async (request) => {
        const { version, policy } = request.body
        await savePolicy(database, readerOf(request), request.params.id, version, policy)
        return slaBookOf(database, timeZone)
      },
    )

    app.delete(
      '/api/sla/policies/:id',
      {
        onRequest: writers,
        schema: {
          tags,
          summary: 'Take a policy away',
          params,
          querystring: z.object({ version: z.coerce.number().int() }),
          response: { 200: slaBook, ...errorAnswers(...ofOne) },
        },
      },
      async (request) => {
        await deletePolicy(database, readerOf(request), request.params.id, request.query.version)
        return slaBookOf(database, timeZone)
      },
    )

    app.put(
      '/api/sla/hours',
      {
        onRequest: writers,
        schema: {
          tags,
          summary: 'Headquarters’ hours; holidays are those of the configuration',
          body: slaWeekChange,
          response: { 200: slaBook, ...errorAnswers(...usual, 'POLICY_CHANGED') },
        },
      },
      async (request) => {
        await saveWeek(database, readerOf(request), request.body.version, request.body.week)
        return slaBookOf(database, timeZone)
      },
    )

    app.post(
      '/api/sla/preview',
      {
        onRequest: readers,
        schema: {
          tags,
          summary: 'When a ticket would be due that were made now',
          body: slaPreviewRequest,
          response: { 200: slaPreview, ...errorAnswers(...usual) },
        },
      },
      (request) => previewOf(database, request.body, new Date(), timeZone),
    )
  }
}
