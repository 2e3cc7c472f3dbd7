import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { recordAudit } from '../audit/audit.ts'
import {
  failedEvent,
  ruleChange,
  ruleList,
  ruleSaved,
  rulesOrder,
  ruleTrial,
  ruleTrialRequest,
  type WebhookDelivery,
  webhookDelivery,
} from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers, GatewayError } from '../errors.ts'
import { instantOf, present } from '../instant.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { deleteRule, orderRules, renewSecret, ruleListOf, saveRule } from './rule-book.ts'
import { tryRule } from './rule-trial.ts'

const tags = ['automation']
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'DATABASE_UNAVAILABLE'] as const
const ofOne = [...usual, 'NO_SUCH_RULE', 'RULE_CHANGED'] as const
const params = z.object({ id: z.uuid() })
/** Lines of a log that somebody reads. */
const MOST_LINES = 100

/** Headquarters' business: supervisors read, administrators write. */
export function ruleRoutes({
  database,
  guards,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
}): FastifyPluginAsyncZod {
  const readers = guards.requireRole('supervisor', 'admin')
  const writers = guards.requireRole('admin')
  return async (app) => {
    app.get(
      '/api/automation-rules',
      {
        onRequest: readers,
        schema: {
          tags,
          summary: 'Rules in their order, the rings among them, and what forms offer',
          response: { 200: ruleList, ...errorAnswers(...usual) },
        },
      },
      () => ruleListOf(database),
    )

    app.put(
      '/api/automation-rules/:id',
      {
        onRequest: writers,
        schema: {
          tags,
          summary: 'Write a rule, a new one under an id of the caller’s; answers with the rings it makes',
          params,
          body: ruleChange,
          response: { 200: ruleSaved, ...errorAnswers(...ofOne, 'TOO_MANY_RULES') },
        },
      },
      (request) => saveRule(database, readerOf(request), request.params.id, request.body.version, request.body.rule),
    )

    app.delete(
      '/api/automation-rules/:id',
      {
        onRequest: writers,
        schema: {
          tags,
          summary: 'Take a rule away',
          params,
          querystring: z.object({ version: z.coerce.number().int() }),
          response: { 204: z.undefined().describe('Taken away'), ...errorAnswers(...ofOne) },
        },
      },
      async (request, reply) => {
        await deleteRule(database, readerOf(request), request.params.id, request.query.version)
        reply.status(204)
      },
    )

    app.put(
      '/api/automation-rules',
      {
        onRequest: writers,
        schema: {
          tags,
          summary: 'The order in which rules run',
          body: rulesOrder,
          response: { 200: ruleList, ...errorAnswers(...usual, 'RULE_CHANGED') },
        },
      },
      async (request) => {
        await orderRules(database, readerOf(request), request.body.ids)
        return ruleListOf(database)
      },
    )

    app.post(
      '/api/automation-rules/:id/secret',
      {
        onRequest: writers,
        schema: {
          tags,
          summary: 'A new secret for the rule’s webhooks; shown this once',
          params,
          response: { 200: z.object({ secret: z.string() }), ...errorAnswers(...usual, 'NO_SUCH_RULE') },
        },
      },
      async (request) => ({ secret: await renewSecret(database, readerOf(request), request.params.id) }),
    )

    app.post(
      '/api/automation-rules/trial',
      {
        onRequest: writers,
        schema: {
          tags,
          summary: 'On which tickets of the last days the rule would have fired; nothing is done',
          body: ruleTrialRequest,
          response: { 200: ruleTrial, ...errorAnswers(...usual) },
        },
      },
      (request) => tryRule(database, readerOf(request), request.body.rule, request.body.days, new Date()),
    )

    app.get(
      '/api/automation-rules/:id/deliveries',
      {
        onRequest: writers,
        schema: {
          tags,
          summary: `The rule’s last webhooks (${MOST_LINES} at most), newest first`,
          params,
          response: { 200: z.array(webhookDelivery), ...errorAnswers(...usual) },
        },
      },
      (request) => deliveriesOf(database, request.params.id),
    )

    app.get(
      '/api/ticket-events/failed',
      {
        onRequest: writers,
        schema: {
          tags,
          summary: `Events that were given up (${MOST_LINES} at most), newest first`,
          response: { 200: z.array(failedEvent), ...errorAnswers(...usual) },
        },
      },
      () => failedEvents(database),
    )

    app.post(
      '/api/ticket-events/:id/retry',
      {
        onRequest: writers,
        schema: {
          tags,
          summary: 'Deal with an event once more',
          params,
          response: { 204: z.undefined().describe('It is tried again'), ...errorAnswers(...usual, 'NO_SUCH_EVENT') },
        },
      },
      async (request, reply) => {
        const me = readerOf(request)
        const { id } = request.params
        await database.$transaction(async (tx) => {
          const again = { failedAt: null, retryAt: null, attempts: 0 }
          const { count } = await tx.ticketEvent.updateMany({
            where: { historyId: id, failedAt: { not: null } },
            data: again,
          })
          if (count === 0) throw new GatewayError('NO_SUCH_EVENT')
          const object = `ticket-event:${id}`
          await recordAudit(tx, {
            accountId: me.id,
            actor: me.name,
            action: 'ticket-event-retried',
            object,
            detail: {},
          })
        })
        reply.status(204)
      },
    )
  }
}

async function deliveriesOf(database: PrismaClient, ruleId: string): Promise<WebhookDelivery[]> {
  const rows = await database.webhookDelivery.findMany({
    where: { ruleId },
    orderBy: { createdAt: 'desc' },
    take: MOST_LINES,
  })
  return rows.map(({ id, ticketId, url, state, attempts, status, error, createdAt, attemptedAt }) => ({
    ...{ id, ticketId, url, attempts },
    state: state as WebhookDelivery['state'],
    createdAt: instantOf(createdAt),
    ...present({ status, error, attemptedAt: attemptedAt && instantOf(attemptedAt) }),
  }))
}

async function failedEvents(database: PrismaClient) {
  const rows = await database.$queryRaw<
    { id: string; ticketId: string; number: string; kind: string; failedAt: Date; error: string | null }[]
  >`
    SELECT e."historyId" AS id, e."ticketId", t.number, h.kind, e."failedAt", e.error
    FROM "TicketEvent" e JOIN "Ticket" t ON t.id = e."ticketId" JOIN "TicketHistory" h ON h.id = e."historyId"
    WHERE e."failedAt" IS NOT NULL ORDER BY e."failedAt" DESC LIMIT ${MOST_LINES}`
  return rows.map((row) => ({ ...row, failedAt: instantOf(row.failedAt), error: row.error ?? '' }))
}
