/** An event socket whose every answer the test writes itself. Only for tests of the adapter: the simulator is the one that behaves. */
import { createServer, type Server, type Socket } from 'node:net'

export type Answer = (command: string, socket: Socket) => string | Buffer | undefined

export class ScriptedEsl {
  readonly #server: Server
  readonly sockets = new Set<Socket>()
  /** Every command as received, without its empty lines. */
  readonly commands: string[] = []
  connections = 0
  /** undefined: nothing is answered. */
  answer: Answer

  /** @param answer to everything but auth, which `password` answers */
  static async open(answer: Answer = answerAsSwitch, password = 'ClueCon'): Promise<ScriptedEsl> {
    const esl = new ScriptedEsl(answer, password)
    await new Promise<void>((resolve) => esl.#server.listen(0, '127.0.0.1', resolve))
    return esl
  }

  private constructor(answer: Answer, password: string) {
    this.answer = answer
    this.#server = createServer((socket) => {
      this.connections++
      this.sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('close', () => this.sockets.delete(socket))
      // A client that resets its connection is part of many a test.
      socket.on('error', () => socket.destroy())
      socket.write('Content-Type: auth/request\n\n')
      let pending = ''
      socket.on('data', (chunk) => {
        pending += chunk.toString('utf8')
        for (let end = pending.indexOf('\n\n'); end >= 0; end = pending.indexOf('\n\n')) {
          const command = pending.slice(0, end).replace(/^\n+/, '')
          pending = pending.slice(end + 2)
          if (command === '') continue
          this.commands.push(command)
          if (command.startsWith('auth '))
            socket.write(commandReply(command === `auth ${password}` ? '+OK accepted' : '-ERR invalid'))
          else {
            const reply = this.answer(command, socket)
            if (reply !== undefined) socket.write(reply)
          }
        }
        if (/^\n+$/.test(pending)) pending = ''
      })
    })
  }

  get port(): number {
    const address = this.#server.address()
    if (typeof address !== 'object' || address === null) throw new Error('not listening')
    return address.port
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

export const commandReply = (text: string): string => `Content-Type: command/reply\nReply-Text: ${text}\n\n`

export const apiResponse = (text: string): string =>
  `Content-Type: api/response\nContent-Length: ${Buffer.byteLength(text)}\n\n${text}`

export const eventFrame = (headers: object | Buffer): Buffer => {
  const body = Buffer.isBuffer(headers) ? headers : Buffer.from(JSON.stringify(headers))
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\nContent-Type: text/event-json\n\n`), body])
}

/** What any idle FreeSWITCH says to what the adapter asks when it connects; every background command succeeds. */
export const answerAsSwitch: Answer = (command, socket) => {
  if (command.startsWith('event json')) return commandReply('+OK event listener enabled json')
  if (command === 'api global_getvar ringdesk_simulated') return commandReply('-ERR no reply')
  if (command === 'api global_getvar core_uuid') return apiResponse('core-1')
  if (command === 'api show channels as json') return apiResponse('{"row_count": 0}')
  if (command.startsWith('api hash_dump')) return commandReply('-ERR no reply')
  if (command.startsWith('api ')) return apiResponse('+OK\n')
  if (command.startsWith('bgapi ')) {
    const job = /Job-UUID: (\S+)/.exec(command)?.[1]
    socket.write(commandReply(`+OK Job-UUID: ${job}`))
    return eventFrame({ 'Event-Name': 'BACKGROUND_JOB', 'Job-UUID': job, _body: '+OK\n' })
  }
  return commandReply('+OK')
}
