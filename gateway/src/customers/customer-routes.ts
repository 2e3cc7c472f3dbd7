import type { CallCentre } from '@ringdesk/cti'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { recordAudit } from '../audit/audit.ts'
import { customerCard, customerEdit, type Me } from '../contract/index.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { errorAnswers, GatewayError } from '../errors.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { mainNumber } from './cards.ts'
import { editCustomer } from './edit-customer.ts'
import { groupedNumber } from './masking.ts'

/**
 * The whole number, for people; that it was shown is written down first.
 * @throws GatewayError NO_SUCH_CUSTOMER, NO_NUMBER
 */
async function revealNumber(database: PrismaClient, me: Me, customerId: string): Promise<string> {
  return database.$transaction(async (tx) => {
    const customer = await tx.customer.findUnique({ where: { id: customerId }, select: { id: true } })
    if (!customer) throw new GatewayError('NO_SUCH_CUSTOMER')
    const [main] = await tx.$queryRaw<{ number: string }[]>`${mainNumber(Prisma.sql`${customerId}::uuid`)}`
    if (!main) throw new GatewayError('NO_NUMBER')
    await recordAudit(tx, {
      accountId: me.id,
      actor: me.name,
      action: 'number-revealed',
      object: `customer:${customerId}`,
      detail: {},
    })
    return groupedNumber(main.number)
  })
}

export function customerRoutes({
  database,
  callCentre,
  guards,
}: {
  readonly database: PrismaClient
  /** Told of changes that bear on whose call it is. */
  readonly callCentre: Pick<CallCentre, 'hint'>
  readonly guards: Guards
}): FastifyPluginAsyncZod {
  return async (app) => {
    app.patch(
      '/api/customers/:id',
      {
        onRequest: guards.headquarters,
        schema: {
          tags: ['customers'],
          summary: 'Change what is known of a customer; audited. Tags and owner: supervisors and administrators',
          params: z.object({ id: z.uuid() }),
          body: customerEdit,
          response: {
            200: customerCard,
            ...errorAnswers('BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'NO_SUCH_CUSTOMER', 'DATABASE_UNAVAILABLE'),
          },
        },
      },
      (request) => editCustomer(database, callCentre, readerOf(request), request.params.id, request.body),
    )

    app.post(
      '/api/customers/:id/number/reveal',
      {
        onRequest: guards.requireRole('supervisor', 'admin'),
        schema: {
          tags: ['customers'],
          summary: 'The whole number of a customer; leaves an audit entry',
          params: z.object({ id: z.uuid() }),
          response: {
            200: z.object({ display: z.string() }),
            ...errorAnswers('BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'NO_SUCH_CUSTOMER', 'NO_NUMBER'),
          },
        },
      },
      async (request) => ({ display: await revealNumber(database, readerOf(request), request.params.id) }),
    )
  }
}
