/** An agent says that a call belonged to another queue: one flag a call and agent, which can be taken back. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { recordAudit } from '../audit/audit.ts'
import { type Me, type MisroutedState, misroutedFlag, misroutedState } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers, GatewayError } from '../errors.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'

const params = z.object({ id: z.string().regex(/^[\x21-\x7e]{1,64}$/) })
const refusals = errorAnswers('BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_YOUR_CALL', 'NO_SUCH_QUEUE', 'DATABASE_UNAVAILABLE')

/** @throws GatewayError NOT_YOUR_CALL unless this agent has spoken with the caller */
async function agentOf(database: PrismaClient, me: Me, callId: string): Promise<string> {
  const spoke = me.agent
    ? await database.ledgerEvent.findFirst({
        where: { callId, agentId: me.agent.id, type: 'call-connected' },
        select: { seq: true },
      })
    : null
  if (!me.agent || !spoke) throw new GatewayError('NOT_YOUR_CALL')
  return me.agent.id
}

async function stateOf(database: PrismaClient, callId: string, agentId: string): Promise<MisroutedState> {
  const row = await database.misroutedFlag.findUnique({ where: { callId_agentId: { callId, agentId } } })
  if (!row) return {}
  return { flag: { rightQueueId: row.rightQueueId, ...(row.note === null ? {} : { note: row.note }) } }
}

export function misroutedRoutes({
  database,
  guards,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
}): FastifyPluginAsyncZod {
  const told = (summary: string) => ({
    tags: ['calls'],
    summary,
    params,
    response: { 200: misroutedState, ...refusals },
  })
  return async (app) => {
    app.addHook('onRequest', guards.headquarters)

    app.get(
      '/api/calls/:id/misrouted',
      { schema: told('Whether I flagged this call as misrouted') },
      async (request) => {
        const me = readerOf(request)
        return me.agent ? stateOf(database, request.params.id, me.agent.id) : {}
      },
    )

    app.post(
      '/api/calls/:id/misrouted',
      { schema: { ...told('Flags a call of mine as misrouted, with the right queue'), body: misroutedFlag } },
      async (request) => {
        const me = readerOf(request)
        const callId = request.params.id
        const agentId = await agentOf(database, me, callId)
        const { rightQueueId, note } = request.body
        const queue = await database.queue.findUnique({ where: { id: rightQueueId }, select: { id: true } })
        if (!queue) throw new GatewayError('NO_SUCH_QUEUE')
        const values = { rightQueueId, note: note ? note : null, at: new Date() }
        await database.$transaction(async (transaction) => {
          await transaction.misroutedFlag.upsert({
            where: { callId_agentId: { callId, agentId } },
            create: { callId, agentId, ...values },
            update: values,
          })
          await recordAudit(transaction, {
            accountId: me.id,
            actor: me.name,
            action: 'call-flagged-misrouted',
            object: `call:${callId}`,
            detail: { ...request.body },
          })
        })
        return stateOf(database, callId, agentId)
      },
    )

    app.delete('/api/calls/:id/misrouted', { schema: told('Takes the flag back') }, async (request) => {
      const me = readerOf(request)
      const callId = request.params.id
      const agentId = await agentOf(database, me, callId)
      await database.$transaction(async (transaction) => {
        const { count } = await transaction.misroutedFlag.deleteMany({ where: { callId, agentId } })
        if (count > 0)
          await recordAudit(transaction, {
            accountId: me.id,
            actor: me.name,
            action: 'misrouted-flag-withdrawn',
            object: `call:${callId}`,
            detail: {},
          })
      })
      return {}
    })
  }
}
