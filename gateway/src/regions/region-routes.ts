import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { colleague, regionCreate, regionEdit, regionNode } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers } from '../errors.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { createRegion, editRegion, findColleagues, readTree, removeRegion } from './region-tree.ts'

const tags = ['regions']
const params = z.object({ id: z.string().max(64) })
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'DATABASE_UNAVAILABLE'] as const
const tree = z.array(regionNode)

export function regionRoutes({
  database,
  guards,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
}): FastifyPluginAsyncZod {
  const { office } = guards
  const admin = guards.requireRole('admin')
  return async (app) => {
    app.get(
      '/api/regions',
      {
        onRequest: office,
        schema: {
          tags,
          summary: 'The tree of regions, as far as it is the reader’s',
          response: { 200: tree, ...errorAnswers(...usual) },
        },
      },
      (request) => readTree(database, readerOf(request)),
    )

    app.post(
      '/api/regions',
      {
        onRequest: admin,
        schema: {
          tags,
          summary: 'Add a province, city or area below a node',
          body: regionCreate,
          response: { 200: tree, ...errorAnswers(...usual) },
        },
      },
      async (request) => {
        await createRegion(database, readerOf(request), request.body)
        return readTree(database, readerOf(request))
      },
    )

    app.patch(
      '/api/regions/:id',
      {
        onRequest: admin,
        schema: {
          tags,
          summary: 'Rename a node, say who looks after it',
          params,
          body: regionEdit,
          response: { 200: tree, ...errorAnswers(...usual, 'NO_SUCH_REGION') },
        },
      },
      async (request) => {
        await editRegion(database, readerOf(request), request.params.id, request.body)
        return readTree(database, readerOf(request))
      },
    )

    app.delete(
      '/api/regions/:id',
      {
        onRequest: admin,
        schema: {
          tags,
          summary: 'Remove a node that nothing is in',
          params,
          response: { 200: tree, ...errorAnswers(...usual, 'NO_SUCH_REGION', 'REGION_IN_USE') },
        },
      },
      async (request) => {
        await removeRegion(database, readerOf(request), request.params.id)
        return readTree(database, readerOf(request))
      },
    )

    app.get(
      '/api/colleagues',
      {
        onRequest: office,
        schema: {
          tags,
          summary: 'People of headquarters and the regions by name; 20 at most',
          querystring: z.object({ q: z.string().trim().max(100).default('') }),
          response: { 200: z.array(colleague), ...errorAnswers(...usual) },
        },
      },
      (request) => findColleagues(database, request.query.q),
    )
  }
}
