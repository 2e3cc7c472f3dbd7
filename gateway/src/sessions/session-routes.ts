import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { isLoopback } from '../configuration/environment.ts'
import { linkLogIn, logIn, me, ownPassword } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { errorAnswers, GatewayError } from '../errors.ts'
import { LogInAttempts } from './attempts.ts'
import type { Guards } from './guards.ts'
import { readerOf } from './guards.ts'
import { linkHash, spendLink } from './log-in-links.ts'
import { type Sessions, sessionCookie } from './sessions.ts'

/** s. The server decides when a log-in ends (it slides with use); the cookie only has to outlive that. */
const cookieMaxAge = 30 * 86_400

export function sessionRoutes(services: {
  readonly database: PrismaClient
  readonly sessions: Sessions
  readonly guards: Guards
  /** Whether the cookie is sent over HTTPS (and loopback) only. */
  readonly secure: boolean
  readonly attempts?: LogInAttempts
}): FastifyPluginAsyncZod {
  const { database, sessions, guards, secure, attempts = new LogInAttempts() } = services
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const

  const begin = (request: FastifyRequest, reply: FastifyReply, username: string): (() => void) => {
    const attempt = attempts.begin(username, request.ip)
    if ('succeeded' in attempt) return attempt.succeeded
    const seconds = Math.ceil(attempt.waitMs / 1000)
    reply.header('retry-after', seconds)
    throw new GatewayError('TOO_MANY_ATTEMPTS', { words: { seconds } })
  }

  return async (app) => {
    app.post(
      '/api/session',
      {
        schema: {
          tags: ['session'],
          summary: 'Log in',
          body: logIn,
          response: {
            200: me,
            ...errorAnswers(
              'BAD_INPUT',
              'INSECURE_LOG_IN',
              'WRONG_PASSWORD',
              'TOO_MANY_ATTEMPTS',
              'DATABASE_UNAVAILABLE',
            ),
          },
        },
      },
      async (request, reply) => {
        if (secure && losesSecureCookies(request.headers.origin)) throw new GatewayError('INSECURE_LOG_IN')
        const succeeded = begin(request, reply, request.body.username)
        const session = await sessions.logIn(request.body)
        if (!session) {
          request.log.warn({ username: request.body.username }, 'log-in refused')
          throw new GatewayError('WRONG_PASSWORD')
        }
        succeeded()
        request.log.info({ account: session.me.id }, 'logged in')
        reply.setCookie(sessionCookie, session.token, { ...cookie, maxAge: cookieMaxAge })
        return session.me
      },
    )

    app.post(
      '/api/session/link',
      {
        schema: {
          tags: ['session'],
          summary: 'Log in with a one-time link; only this spends it, opening its page does not',
          body: linkLogIn,
          response: {
            200: me,
            ...errorAnswers('BAD_INPUT', 'INSECURE_LOG_IN', 'LINK_SPENT', 'TOO_MANY_ATTEMPTS', 'DATABASE_UNAVAILABLE'),
          },
        },
      },
      async (request, reply) => {
        if (secure && losesSecureCookies(request.headers.origin)) throw new GatewayError('INSECURE_LOG_IN')
        const { token } = request.body
        // Counted for the address above all: nobody guesses the same token twice.
        const succeeded = begin(request, reply, `link ${linkHash(token)}`)
        const account = await spendLink(database, token)
        if (account === undefined) {
          request.log.warn('a log-in link was refused')
          throw new GatewayError('LINK_SPENT')
        }
        succeeded()
        const session = await sessions.enter(account)
        request.log.info({ account }, 'logged in by link')
        reply.setCookie(sessionCookie, session.token, { ...cookie, maxAge: cookieMaxAge })
        return session.me
      },
    )

    app.get(
      '/api/session',
      {
        onRequest: guards.loggedIn,
        schema: {
          tags: ['session'],
          summary: 'Who is logged in',
          response: { 200: me, ...errorAnswers('NOT_LOGGED_IN', 'DATABASE_UNAVAILABLE') },
        },
      },
      async (request) => readerOf(request),
    )

    app.put(
      '/api/session/password',
      {
        onRequest: guards.loggedIn,
        schema: {
          tags: ['session'],
          summary: 'Change one’s own password; ends one’s other log-ins',
          body: ownPassword,
          response: {
            204: z.undefined().describe('Changed'),
            ...errorAnswers(
              'BAD_INPUT',
              'NOT_LOGGED_IN',
              'WRONG_CURRENT_PASSWORD',
              'TOO_MANY_ATTEMPTS',
              'DATABASE_UNAVAILABLE',
            ),
          },
        },
      },
      async (request, reply) => {
        const reader = readerOf(request)
        const token = request.cookies[sessionCookie] ?? ''
        const succeeded = begin(request, reply, reader.username)
        const { current, password } = request.body
        if (!(await sessions.changePassword(token, reader, current, password)))
          throw new GatewayError('WRONG_CURRENT_PASSWORD')
        succeeded()
        reply.status(204)
      },
    )

    app.delete(
      '/api/session',
      {
        schema: {
          tags: ['session'],
          summary: 'Log out; harmless when nobody is logged in',
          response: { 204: z.undefined().describe('Logged out'), ...errorAnswers('DATABASE_UNAVAILABLE') },
        },
      },
      async (request, reply) => {
        const token = request.cookies[sessionCookie]
        if (token) await sessions.logOut(token)
        reply.clearCookie(sessionCookie, cookie).status(204)
      },
    )
  }
}

/** A browser drops a Secure cookie that it gets over plain http, except on this machine. */
function losesSecureCookies(origin: string | undefined): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false
  const { protocol, hostname } = new URL(origin)
  return protocol === 'http:' && !isLoopback(hostname)
}
