/** The socket.io side of supervision: who may connect, one stream for all, commands with an answer. */
import type { Logger } from 'pino'
import type { Namespace, Server } from 'socket.io'
import type {
  Me,
  SupervisionClientEvents,
  SupervisionCommandResult,
  SupervisionServerEvents,
} from '../contract/index.ts'
import { within } from '../deadline.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { Supervision } from './supervision.ts'
import type { SupervisorCommands } from './supervisor-commands.ts'

const SESSION_MS = 3_000

export interface SupervisionSocketOptions {
  readonly io: Server
  readonly supervision: Supervision
  readonly commands: SupervisorCommands
  readonly sessions: Pick<Sessions, 'authenticateCookies'>
  readonly log: Logger
}

export function serveSupervision({ io, supervision, commands, sessions, log }: SupervisionSocketOptions): void {
  const namespace: Namespace<SupervisionClientEvents, SupervisionServerEvents> = io.of('/supervision')
  const whoIs = (cookie: string | undefined): Promise<Me | undefined> =>
    within(SESSION_MS, sessions.authenticateCookies(cookie), () => new Error('the database did not answer in time'))

  /** Looked at with every command: somebody may have lost the role, or the log-in, since the window was opened. */
  async function command(cookie: string | undefined, message: unknown): Promise<SupervisionCommandResult> {
    try {
      const me = await whoIs(cookie)
      if (!me) return { ok: false, code: 'NOT_LOGGED_IN', message: '登录已过期，请重新登录' }
      return await commands.command(me, message)
    } catch (error) {
      log.warn({ err: error }, 'who commands is not known now')
      return { ok: false, code: 'TRY_AGAIN', message: '数据库暂时不可用，操作未执行' }
    }
  }

  namespace.use((socket, next) => {
    whoIs(socket.handshake.headers.cookie).then(
      (me) => {
        if (!me) return next(new Error('NOT_LOGGED_IN'))
        next(me.role !== 'supervisor' && me.role !== 'admin' ? new Error('NOT_ALLOWED') : undefined)
      },
      (error: unknown) => {
        log.warn({ err: error }, 'a supervisor could not be let in')
        next(new Error('TRY_AGAIN'))
      },
    )
  })
  namespace.on('connection', (socket) => {
    socket.on('command', (message, acknowledge) => {
      if (typeof acknowledge === 'function') void command(socket.handshake.headers.cookie, message).then(acknowledge)
    })
    socket.on('resync', (acknowledge) => {
      if (typeof acknowledge === 'function') acknowledge(supervision.snapshot())
    })
    socket.emit('snapshot', supervision.snapshot())
  })
  // To the namespace as a whole: encoded once, however many watch.
  supervision.onUpdate((update) => namespace.emit('update', update))
  supervision.watchedWhile(() => namespace.sockets.size > 0)
}
