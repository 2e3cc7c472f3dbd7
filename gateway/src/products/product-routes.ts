import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { product, productChange, productQuery } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers } from '../errors.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { findProducts, saveProduct } from './catalogue.ts'

const tags = ['products']
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'DATABASE_UNAVAILABLE'] as const

export function productRoutes({
  database,
  guards,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
}): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/products',
      {
        onRequest: guards.loggedIn,
        schema: {
          tags,
          summary: 'Products by name: what forms offer; 20 at most, or all of them',
          querystring: productQuery,
          response: { 200: z.array(product), ...errorAnswers(...usual) },
        },
      },
      (request) => findProducts(database, request.query),
    )

    app.put(
      '/api/products/:id',
      {
        onRequest: guards.requireRole('admin'),
        schema: {
          tags,
          summary: 'Write a product, a new one under an id of the caller’s; audited',
          params: z.object({ id: z.uuid() }),
          body: productChange,
          response: { 200: product, ...errorAnswers(...usual, 'NOT_ALLOWED', 'PRODUCT_EXISTS', 'PRODUCT_CHANGED') },
        },
      },
      (request) => saveProduct(database, readerOf(request), request.params.id, request.body),
    )
  }
}
