import { callerIdentity } from '@ringdesk/cti'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { callPage, callQuery, contactContext as contextSchema, type Role } from '../contract/index.ts'
import { contactContext } from '../customers/contact-context.ts'
import { shownNumber, withoutPhoneNumbers } from '../customers/masking.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { errorAnswers, GatewayError } from '../errors.ts'
import { badInput } from '../input.ts'
import { pageOf, readCursor } from '../pages.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { type ContactRow, contactColumns, contactTables, toContactCard } from './contact-cards.ts'

const callIdShape = /^[\x21-\x7e]{1,64}$/
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'DATABASE_UNAVAILABLE'] as const

interface CallRow extends ContactRow {
  readonly arrivedAt: Date
  readonly number: string | null
  readonly rawNumber: string
  readonly numberKind: string
  readonly province: string | null
  readonly city: string | null
  readonly customerName: string | null
}

/** Only what is asked for. @throws GatewayError BAD_INPUT */
function filterOf({ queue, agent, outcome, from, to, number }: z.output<typeof callQuery>): Prisma.Sql {
  const caller = number ? callerIdentity(number).number : undefined
  if (number && caller === undefined)
    throw badInput([{ path: 'number', message: '请输入完整的电话号码，固定电话加区号' }])
  const conditions = [
    Prisma.sql`true`,
    ...(queue === undefined ? [] : [Prisma.sql`k."queueId" = ${queue}`]),
    ...(agent === undefined ? [] : [Prisma.sql`k."agentId" = ${agent}`]),
    ...(outcome === undefined ? [] : [Prisma.sql`k.outcome = ${outcome}`]),
    ...(from === undefined ? [] : [Prisma.sql`k."arrivedAt" >= ${new Date(from)}`]),
    ...(to === undefined ? [] : [Prisma.sql`k."arrivedAt" < ${new Date(to)}`]),
    ...(caller === undefined ? [] : [Prisma.sql`k.number = ${caller}`]),
  ]
  return Prisma.join(conditions, ' AND ')
}

/** A page of the call log, latest arrival first. @throws GatewayError BAD_CURSOR */
async function listCalls(database: PrismaClient, role: Role, query: z.output<typeof callQuery>) {
  const before = query.cursor ? readCursor(query.cursor, callIdShape) : undefined
  const rows = await database.$queryRaw<CallRow[]>`
    SELECT ${contactColumns}, k.number, k."rawNumber", k."numberKind", k.province, k.city,
      COALESCE(kc.name, k."callerName") AS "customerName"
    FROM ${contactTables} LEFT JOIN "Customer" kc ON kc.id = k."customerId"
    WHERE ${filterOf(query)} AND ${
      before
        ? Prisma.sql`k."arrivedAt" <= ${before.at} AND (k."arrivedAt" < ${before.at} OR k.id < ${before.id})`
        : Prisma.sql`true`
    }
    ORDER BY k."arrivedAt" DESC, k.id DESC LIMIT ${query.limit + 1}`
  const page = pageOf(rows, query.limit, (row) => ({ at: row.arrivedAt, id: row.callId }))
  return {
    calls: page.rows.map((row) => ({
      ...toContactCard(row),
      number: shownNumber(
        { number: row.number, raw: row.rawNumber, kind: row.numberKind, province: row.province, city: row.city },
        role,
      ),
      ...(row.customerName ? { customerName: withoutPhoneNumbers(row.customerName) } : {}),
    })),
    ...(page.next ? { next: page.next } : {}),
  }
}

export function callRoutes({
  database,
  guards,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
}): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('onRequest', guards.headquarters)

    app.get(
      '/api/calls',
      {
        schema: {
          tags: ['calls'],
          summary: 'A page of the call log, latest first',
          querystring: callQuery,
          response: { 200: callPage, ...errorAnswers(...usual, 'BAD_CURSOR') },
        },
      },
      (request) => listCalls(database, readerOf(request).role, request.query),
    )

    app.get(
      '/api/calls/:id/context',
      {
        schema: {
          tags: ['calls'],
          summary: 'Everything about the customer of a call',
          params: z.object({ id: z.string().regex(callIdShape) }),
          response: { 200: contextSchema, ...errorAnswers(...usual, 'NO_SUCH_CALL') },
        },
      },
      async (request) => {
        const callId = request.params.id
        const call = await database.call.findUnique({ where: { id: callId }, select: { id: true } })
        if (!call) throw new GatewayError('NO_SUCH_CALL')
        return contactContext(database, { callId }, readerOf(request))
      },
    )
  }
}
