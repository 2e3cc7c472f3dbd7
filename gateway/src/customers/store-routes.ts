import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Me, storeCard } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers } from '../errors.ts'
import { containing } from '../pages.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { storesVisibleTo } from '../tickets/visibility.ts'
import { type StoreRow, toStoreCard } from './cards.ts'

const maxStores = 20

/** Stores whose name, code or address has `q` in it; those whose code or name begins with it come first. */
async function searchStores(database: PrismaClient, reader: Me, q: string) {
  const pattern = containing(q)
  const beginning = pattern.slice(1)
  const rows = await database.$queryRaw<StoreRow[]>`
    SELECT s.id, s.code, s.name, r.name AS region, s.address, s.phone, s."opensAt", s."closesAt", s.status::text
    FROM "Store" s JOIN "Region" r ON r.id = s."regionId"
    WHERE ${storesVisibleTo(reader)} AND (s.name ILIKE ${pattern} OR s.code ILIKE ${pattern} OR s.address ILIKE ${pattern})
    ORDER BY (s.code ILIKE ${beginning} OR s.name ILIKE ${beginning}) DESC, s.code LIMIT ${maxStores}`
  return rows.map(toStoreCard)
}

export function storeRoutes({
  database,
  guards,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
}): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/stores',
      {
        onRequest: guards.loggedIn,
        schema: {
          tags: ['stores'],
          summary: 'Stores by name, code or address; 20 at most',
          querystring: z.object({ q: z.string().trim().max(100).default('') }),
          response: {
            200: z.array(storeCard),
            ...errorAnswers('BAD_INPUT', 'NOT_LOGGED_IN', 'DATABASE_UNAVAILABLE'),
          },
        },
      },
      (request) => searchStores(database, readerOf(request), request.query.q),
    )
  }
}
