import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { alarmRules } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers } from '../errors.ts'
import { badInput } from '../input.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import type { AlarmBook } from './alarm-book.ts'

export function alarmRuleRoutes(services: {
  readonly database: Pick<PrismaClient, 'queue'>
  readonly guards: Guards
  readonly alarms: Pick<AlarmBook, 'rules' | 'replaceRules'>
  readonly onChanged: () => void
}): FastifyPluginAsyncZod {
  const { database, guards, alarms, onChanged } = services
  return async (app) => {
    app.put(
      '/api/alarm-rules',
      {
        onRequest: guards.requireRole('supervisor', 'admin'),
        schema: {
          tags: ['supervision'],
          summary: 'Replaces the rules by which supervisors are alarmed',
          body: alarmRules,
          response: {
            200: alarmRules,
            ...errorAnswers('BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'DATABASE_UNAVAILABLE'),
          },
        },
      },
      async (request) => {
        const rules = request.body
        const queues = new Set((await database.queue.findMany({ select: { id: true } })).map(({ id }) => id))
        const keys = rules.map(({ kind, queue = '', state = '' }) => `${kind}/${queue}/${state}`)
        const problems = rules.flatMap((rule, index) => [
          ...(rule.queue !== undefined && !queues.has(rule.queue)
            ? [{ path: `${index}.queue`, message: '没有这个队列' }]
            : []),
          ...(rules.findIndex(({ id }) => id === rule.id) < index
            ? [{ path: `${index}.id`, message: '编号重复' }]
            : []),
          ...(keys.indexOf(keys[index] ?? '') < index
            ? [{ path: `${index}.kind`, message: '同一对象已有这种规则' }]
            : []),
        ])
        if (problems.length > 0) throw badInput(problems)
        await alarms.replaceRules(rules, readerOf(request))
        onChanged()
        return [...alarms.rules]
      },
    )
  }
}
