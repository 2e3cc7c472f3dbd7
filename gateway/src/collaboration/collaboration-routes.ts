import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  instant,
  newComment,
  newTask,
  taskState,
  ticketCollaboration,
  ticketComment,
  ticketNotices,
  ticketPerson,
  ticketTask,
} from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers } from '../errors.ts'
import { instantOf } from '../instant.ts'
import { type Guards, readerOf } from '../sessions/guards.ts'
import { readableTicket } from '../tickets/visible-ticket.ts'
import { commentsOf, writeComment } from './comments.ts'
import { noticesOf, readNotices } from './notices.ts'
import { peopleOf } from './people.ts'
import { addTask, setTaskState, tasksOf } from './tasks.ts'
import { markRead, unwatch, watch, watchersOf } from './watching.ts'

const params = z.object({ id: z.uuid() })
const tags = ['collaboration']
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'DATABASE_UNAVAILABLE'] as const
const ofOne = [...usual, 'NO_SUCH_TICKET'] as const
const writing = [...ofOne, 'TICKET_MERGED', 'COMMAND_ID_USED'] as const
const done = z.undefined().describe('Done')

export function collaborationRoutes({
  database,
  guards,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
}): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('onRequest', guards.loggedIn)

    app.get(
      '/api/tickets/:id/collaboration',
      {
        schema: {
          tags,
          summary: 'Comments with their files, tasks, watchers and the reader’s mark',
          params,
          response: { 200: ticketCollaboration, ...errorAnswers(...ofOne) },
        },
      },
      async (request) => {
        const me = readerOf(request)
        const { id } = await readableTicket(database, me, request.params.id)
        const [comments, tasks, watchers, read] = await Promise.all([
          commentsOf(database, { ticketId: id }),
          tasksOf(database, id),
          watchersOf(database, id),
          database.ticketRead.findUnique({ where: { ticketId_accountId: { ticketId: id, accountId: me.id } } }),
        ])
        const watching = watchers.some((watcher) => watcher.id === me.id)
        return { comments, tasks, watchers, watching, ...(read ? { readAt: instantOf(read.at) } : {}) }
      },
    )

    app.post(
      '/api/tickets/:id/comments',
      {
        schema: {
          tags,
          summary:
            'Write a comment, with files that were uploaded before; the same commandId again is the same comment',
          params,
          body: newComment,
          response: { 200: ticketComment, ...errorAnswers(...writing) },
        },
      },
      (request) => writeComment(database, readerOf(request), request.params.id, request.body),
    )

    app.post(
      '/api/tickets/:id/tasks',
      {
        schema: {
          tags,
          summary: 'Give a part of the work to a person or a department',
          params,
          body: newTask,
          response: { 200: ticketTask, ...errorAnswers(...writing) },
        },
      },
      (request) => addTask(database, readerOf(request), request.params.id, request.body),
    )

    app.post(
      '/api/tickets/:id/tasks/:task/state',
      {
        schema: {
          tags,
          summary: 'A task is done, or open again',
          params: params.extend({ task: z.uuid() }),
          body: taskState,
          response: { 200: ticketTask, ...errorAnswers(...writing, 'NO_SUCH_TASK') },
        },
      },
      (request) => setTaskState(database, readerOf(request), request.params.id, request.params.task, request.body),
    )

    app.get(
      '/api/tickets/:id/people',
      {
        schema: {
          tags,
          summary: 'Who sees the ticket, by name; 20 at most',
          params,
          querystring: z.object({ q: z.string().trim().max(40).default('') }),
          response: { 200: z.array(ticketPerson), ...errorAnswers(...ofOne) },
        },
      },
      async (request) => {
        const { id } = await readableTicket(database, readerOf(request), request.params.id)
        return peopleOf(database, id, request.query.q)
      },
    )

    app.put(
      '/api/tickets/:id/watching',
      { schema: { tags, summary: 'Be told of comments', params, response: { 204: done, ...errorAnswers(...ofOne) } } },
      async (request, reply) => {
        await watch(database, readerOf(request), request.params.id)
        reply.status(204)
      },
    )

    app.delete(
      '/api/tickets/:id/watching',
      { schema: { tags, summary: 'Not any more', params, response: { 204: done, ...errorAnswers(...ofOne) } } },
      async (request, reply) => {
        await unwatch(database, readerOf(request), request.params.id)
        reply.status(204)
      },
    )

    app.put(
      '/api/tickets/:id/read',
      {
        schema: {
          tags,
          summary: 'The reader has read what there was until then; its notices are read, too',
          params,
          body: z.object({ until: instant }),
          response: { 204: done, ...errorAnswers(...ofOne) },
        },
      },
      async (request, reply) => {
        await markRead(database, readerOf(request), request.params.id, new Date(request.body.until))
        reply.status(204)
      },
    )

    app.get(
      '/api/departments',
      {
        schema: {
          tags,
          summary: 'Departments of headquarters that a task may be given to',
          response: { 200: z.array(z.object({ id: z.string(), name: z.string() })), ...errorAnswers(...usual) },
        },
      },
      () => database.department.findMany({ orderBy: { id: 'asc' }, take: 200 }),
    )

    app.get(
      '/api/notices',
      {
        schema: {
          tags,
          summary: 'Mentions, comments on watched tickets, tasks: the newest 50',
          response: { 200: ticketNotices, ...errorAnswers(...usual) },
        },
      },
      (request) => noticesOf(database, readerOf(request)),
    )

    app.post(
      '/api/notices/read',
      {
        schema: {
          tags,
          summary: 'These notices are read; without ids all',
          body: z.object({ ids: z.array(z.uuid()).max(200).optional() }),
          response: { 200: ticketNotices, ...errorAnswers(...usual) },
        },
      },
      async (request) => {
        const me = readerOf(request)
        await readNotices(database, me, request.body.ids)
        return noticesOf(database, me)
      },
    )
  }
}
