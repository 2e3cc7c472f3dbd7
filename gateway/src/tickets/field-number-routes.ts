/** A phone number in a ticket's form, in full: for those who may have a customer's number shown, and as much written down. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { recordAudit } from '../audit/audit.ts'
import { fieldsIn, type Me } from '../contract/index.ts'
import { groupedNumber } from '../customers/masking.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers, GatewayError } from '../errors.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { formOfTicket } from '../ticket-types/types.ts'
import { readableTicket } from './visible-ticket.ts'

/** @throws GatewayError NO_SUCH_TICKET, NO_NUMBER_IN_FIELD */
async function revealField(database: PrismaClient, me: Me, ticketId: string, field: string): Promise<string> {
  return database.$transaction(async (tx) => {
    await readableTicket(tx, me, ticketId)
    const ticket = await tx.ticket.findUniqueOrThrow({
      where: { id: ticketId },
      select: { category: true, formVersion: true, values: true },
    })
    const form = await formOfTicket(tx, ticket)
    const isPhone = form && fieldsIn(form.document).some(({ id, kind }) => id === field && kind === 'phone')
    const value = ((ticket.values ?? {}) as Record<string, unknown>)[field]
    if (!isPhone || typeof value !== 'string') throw new GatewayError('NO_NUMBER_IN_FIELD')
    await recordAudit(tx, {
      accountId: me.id,
      actor: me.name,
      action: 'number-revealed',
      object: `ticket:${ticketId}`,
      detail: { field },
    })
    return groupedNumber(value)
  })
}

export function fieldNumberRoutes({
  database,
  guards,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
}): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/tickets/:id/values/:field/reveal',
      {
        onRequest: guards.requireRole('supervisor', 'admin'),
        schema: {
          tags: ['tickets'],
          summary: 'The whole phone number in a field of its form; leaves an audit entry',
          params: z.object({ id: z.uuid(), field: z.string().max(64) }),
          response: {
            200: z.object({ display: z.string() }),
            ...errorAnswers('BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'NO_SUCH_TICKET', 'NO_NUMBER_IN_FIELD'),
          },
        },
      },
      async (request) => ({
        display: await revealField(database, readerOf(request), request.params.id, request.params.field),
      }),
    )
  }
}
