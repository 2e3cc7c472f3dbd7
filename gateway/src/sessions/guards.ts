import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { headquarters, type Me, type Role } from '../contract/index.ts'
import { GatewayError } from '../errors.ts'
import { type Sessions, sessionCookie } from './sessions.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guards. */
    me: Me | undefined
  }
}

/** Refuses requests before their body is read. */
export interface Guards {
  /** Anybody who is logged in, store staff too: what the route shows must be narrowed to the reader. 401 NOT_LOGGED_IN */
  readonly loggedIn: onRequestAsyncHookHandler
  /** People of headquarters: agents, supervisors, administrators. 401 NOT_LOGGED_IN, 403 NOT_ALLOWED */
  readonly headquarters: onRequestAsyncHookHandler
  /** The same and owners of regions. 401 NOT_LOGGED_IN, 403 NOT_ALLOWED */
  readonly office: onRequestAsyncHookHandler
  /** One of these roles. 401 NOT_LOGGED_IN, 403 NOT_ALLOWED */
  requireRole(...roles: readonly Role[]): onRequestAsyncHookHandler
}

export function createGuards(sessions: Sessions): Guards {
  const identify = async (request: FastifyRequest): Promise<Me> => {
    const me = await sessions.authenticate(request.cookies[sessionCookie])
    if (!me) throw new GatewayError('NOT_LOGGED_IN')
    request.me = me
    return me
  }
  const requireRole =
    (...roles: readonly Role[]): onRequestAsyncHookHandler =>
    async (request) => {
      const me = await identify(request)
      if (!roles.includes(me.role)) throw new GatewayError('NOT_ALLOWED')
    }
  return {
    loggedIn: async (request) => {
      await identify(request)
    },
    headquarters: requireRole(...headquarters),
    office: requireRole(...headquarters, 'region'),
    requireRole,
  }
}

/** Who asks, on a guarded route. */
export function readerOf(request: FastifyRequest): Me {
  if (!request.me) throw new GatewayError('NOT_LOGGED_IN')
  return request.me
}
