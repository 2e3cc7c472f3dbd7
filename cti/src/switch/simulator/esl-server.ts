/** The event socket: listens, takes clients in, and carries their commands to the simulated switch. */
import { createServer, type Server, type Socket } from 'node:net'
import type { Api } from './api-commands.ts'
import type { EslRequest } from './esl-framing.ts'
import { createSession, type EslSession } from './esl-session.ts'
import { members } from './event-bus.ts'
import { queueMessage } from './execution.ts'
import { hangUp } from './lifecycle.ts'
import { locate, type Switchboard } from './switchboard.ts'
import { isKnownCause } from './timings.ts'

export interface EslServer {
  /** @throws the system's error when the address cannot be had. */
  listen(host: string, port: number): Promise<{ readonly host: string; readonly port: number }>
  /** Says why to every client, ends the connections and stops listening. */
  close(notice: string): Promise<void>
}

/** A connection that has not ended by itself this long after its goodbye is cut. ms. */
const GOODBYE_MS = 1_000

export function createEslServer(board: Switchboard, api: Api, password: string): EslServer {
  const sessions = new Map<Socket, EslSession>()

  function background(command: string, wanted: string | undefined): string {
    const job = wanted === undefined || wanted === '' ? board.random.uuid() : wanted
    board.clock.schedule(0, () => api(command, (answer) => tellResult(job, command, answer)))
    return job
  }

  function tellResult(job: string, command: string, answer: string): void {
    const space = command.indexOf(' ')
    const body = answer === '' ? '-ERR no reply\n' : answer
    board.bus.emit('BACKGROUND_JOB', () =>
      members({
        'Job-UUID': job,
        'Job-Command': space < 0 ? command : command.slice(0, space),
        'Job-Command-Arg': space < 0 ? undefined : command.slice(space + 1),
        'Content-Length': String(Buffer.byteLength(body)),
        _body: body,
      }),
    )
  }

  function sendMessage(uuid: string, { headers, body }: EslRequest): string {
    const channel = locate(board, uuid)
    if (channel === undefined) return `-ERR invalid session id [${uuid}]`
    const command = headers['call-command']
    if (command === 'hangup') {
      const cause = headers['hangup-cause'] ?? 'NORMAL_CLEARING'
      hangUp(board, channel, isKnownCause(cause) ? cause : 'NORMAL_CLEARING')
    } else if (command === 'execute') {
      const inBody = headers['content-type'] === 'text/plain' && body !== ''
      queueMessage(board, channel, {
        application: headers['execute-app-name'] ?? '',
        data: inBody ? body : (headers['execute-app-arg'] ?? ''),
        uuid: headers['event-uuid'] ?? board.random.uuid(),
        locked: headers['event-lock'] === 'true',
        loops: Number.parseInt(headers.loops ?? '1', 10) || 1,
      })
    }
    return '+OK'
  }

  const server: Server = createServer((socket) => {
    const session = createSession(
      socket,
      { password, api, background, sendMessage, warn: (message) => board.log('warn', message) },
      () => {
        sessions.delete(socket)
        unsubscribe()
      },
    )
    const unsubscribe = board.bus.subscribe(session)
    sessions.set(socket, session)
  })

  return {
    listen: (host, port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          server.off('error', reject)
          const address = server.address()
          resolve({ host, port: typeof address === 'object' && address !== null ? address.port : port })
        })
      }),
    close(notice) {
      const ended = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const session of sessions.values()) session.disconnect(notice)
      const cut = setTimeout(() => {
        for (const socket of sessions.keys()) socket.destroy()
      }, GOODBYE_MS)
      return ended.finally(() => clearTimeout(cut))
    },
  }
}
