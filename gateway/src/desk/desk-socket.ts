/** The socket.io side of the desks: who may connect, and the wires. */
import { type AgentId, asAgentId } from '@ringdesk/cti'
import type { Logger } from 'pino'
import type { Server } from 'socket.io'
import type { DeskClientEvents, DeskServerEvents, Me } from '../contract/index.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { DeskConnection, Desks } from './desks.ts'

interface DeskSocketData {
  me: Me
  agent: AgentId
}

export interface DeskSocketOptions {
  readonly io: Server
  readonly desks: Desks
  readonly sessions: Pick<Sessions, 'authenticateCookies'>
  readonly log: Logger
}

export function serveDesks({ io, desks, sessions, log }: DeskSocketOptions): void {
  const namespace = io.of('/desk') as ReturnType<typeof io.of> & {
    on(
      event: 'connection',
      listener: (
        socket: import('socket.io').Socket<DeskClientEvents, DeskServerEvents, object, DeskSocketData>,
      ) => void,
    ): void
  }
  namespace.use((socket, next) => {
    sessions.authenticateCookies(socket.handshake.headers.cookie).then(
      (me) => {
        if (!me) return next(new Error('NOT_LOGGED_IN'))
        if (!me.agent) return next(new Error('NOT_ALLOWED'))
        Object.assign(socket.data, { me, agent: asAgentId(me.agent.id) })
        next()
      },
      (error: unknown) => {
        log.warn({ err: error }, 'a desk could not be let in')
        next(new Error('TRY_AGAIN'))
      },
    )
  })
  namespace.on('connection', (socket) => {
    const { me, agent } = socket.data
    const connection: DeskConnection = {
      me,
      update: (updates) => socket.emit('update', ...updates),
      superseded: () => socket.emit('superseded'),
    }
    socket.on('command', (message, acknowledge) => {
      if (typeof acknowledge === 'function') void desks.command(agent, connection, message).then(acknowledge)
    })
    socket.on('resync', (acknowledge) => {
      if (typeof acknowledge === 'function') acknowledge(desks.snapshot(agent, me))
    })
    socket.on('disconnect', () => desks.detach(agent, connection))
    socket.emit('snapshot', desks.attach(agent, connection))
  })
}
