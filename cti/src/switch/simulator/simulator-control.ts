/**
 * The simulated world's controls, from another process: an ESL client that knows one command. Used by the gateway's simulator page
 * and by `npm run call`. Every request has a deadline; a broken connection rejects what waits and all that follows.
 */
import { connect, type Socket } from 'node:net'
import type { z } from 'zod'
import {
  type ControlErrorCode,
  type ControlRequest,
  callPlaced,
  controlDone,
  controlFailure,
  type SimulatorStatus,
  simulatorStatus,
} from './control-protocol.ts'

export interface SimulatorAddress {
  readonly host: string
  readonly port: number
  readonly password: string
}

type RequestOf<Op extends ControlRequest['op']> = Omit<Extract<ControlRequest, { op: Op }>, 'op'>
export type SimulatedCall = RequestOf<'call'>
export type SimulatedPhone = RequestOf<'phone'>['behaviour']
export type SimulatedTraffic = RequestOf<'traffic-start'>

export interface SimulatorControl {
  /** A simulated caller calls. @returns the call's uuid. @throws SimulatorControlError, as do all below */
  placeCall(call: SimulatedCall): Promise<{ readonly uuid: string }>
  /** The person at the far end of this leg hangs up: a caller, or an agent's phone. */
  hangUp(uuid: string): Promise<void>
  /** The person at the far end of this leg presses keys: 0-9 * # */
  press(uuid: string, digits: string): Promise<void>
  setPhone(extension: string, behaviour: SimulatedPhone): Promise<void>
  /** Takes the place of traffic that runs. */
  startTraffic(traffic: SimulatedTraffic): Promise<void>
  stopTraffic(): Promise<void>
  status(): Promise<SimulatorStatus>
  /**
   * Tells the events of one leg as they come. Resolves when they are subscribed to.
   * @param listener gets the event's headers
   */
  watch(uuid: string, listener: (headers: Readonly<Record<string, unknown>>) => void): Promise<void>
  /** Told once, when the connection is no more, unless we closed it. */
  onLost(listener: (error: SimulatorControlError) => void): void
  close(): void
}

const WATCHED =
  'CHANNEL_CREATE CHANNEL_ANSWER CHANNEL_BRIDGE CHANNEL_UNBRIDGE CHANNEL_HANGUP_COMPLETE CHANNEL_DESTROY DTMF PLAYBACK_START'

export type SimulatorControlErrorCode =
  | ControlErrorCode
  /** Nothing listens there, or the connection is no more. */
  | 'UNREACHABLE'
  | 'WRONG_PASSWORD'
  /** What listens there is no simulated switch. */
  | 'NOT_SIMULATED'
  | 'TIMEOUT'

export class SimulatorControlError extends Error {
  readonly code: SimulatorControlErrorCode
  constructor(code: SimulatorControlErrorCode, message: string) {
    super(message)
    this.name = 'SimulatorControlError'
    this.code = code
  }
}

const DEADLINE_MS = 5_000

/** @throws SimulatorControlError UNREACHABLE, WRONG_PASSWORD, NOT_SIMULATED, TIMEOUT */
export async function connectSimulatorControl(address: SimulatorAddress): Promise<SimulatorControl> {
  const line = openLine(address)
  try {
    const reply = await line.request(`auth ${address.password}`)
    if (!reply.startsWith('+OK'))
      throw new SimulatorControlError('WRONG_PASSWORD', 'the simulated switch refuses the password')
    if ((await line.request('api global_getvar ringdesk_simulated')) !== 'true')
      throw new SimulatorControlError(
        'NOT_SIMULATED',
        `${address.host}:${address.port} is a real switch: it takes no simulated calls`,
      )
  } catch (error) {
    line.close()
    throw error
  }

  async function ask<Schema extends z.ZodType>(request: ControlRequest, answer: Schema): Promise<z.output<Schema>> {
    const body: unknown = JSON.parse(await line.request(`api simulator ${JSON.stringify(request)}`))
    const failure = controlFailure.safeParse(body)
    if (failure.success) throw new SimulatorControlError(failure.data.error.code, failure.data.error.message)
    return answer.parse(body)
  }

  return {
    placeCall: (call) => ask({ op: 'call', ...call }, callPlaced),
    async hangUp(uuid) {
      await ask({ op: 'hangup', uuid }, controlDone)
    },
    async press(uuid, digits) {
      await ask({ op: 'press', uuid, digits }, controlDone)
    },
    async setPhone(extension, behaviour) {
      await ask({ op: 'phone', extension, behaviour }, controlDone)
    },
    async startTraffic(traffic) {
      await ask({ op: 'traffic-start', ...traffic }, controlDone)
    },
    async stopTraffic() {
      await ask({ op: 'traffic-stop' }, controlDone)
    },
    status: () => ask({ op: 'status' }, simulatorStatus),
    async watch(uuid, listener) {
      line.listeners.add((headers) => {
        if (headers['Unique-ID'] === uuid || headers['Bridge-B-Unique-ID'] === uuid) listener(headers)
      })
      const reply = await line.request(`event json ${WATCHED}`)
      if (!reply.startsWith('+OK')) throw new SimulatorControlError('NOT_SIMULATED', reply)
    },
    onLost: (listener) => line.onLost(listener),
    close: () => line.close(),
  }
}

type Listener = (headers: Readonly<Record<string, unknown>>) => void

interface Line {
  readonly listeners: Set<Listener>
  onLost(listener: (error: SimulatorControlError) => void): void
  /** Sends one command and waits for its own reply: Reply-Text or the body. */
  request(command: string): Promise<string>
  close(): void
}

interface Waiting {
  resolve(reply: string): void
  reject(error: SimulatorControlError): void
}

function openLine({ host, port }: SimulatorAddress): Line {
  const socket: Socket = connect(port, host)
  const waiting: Waiting[] = []
  const listeners = new Set<Listener>()
  let lost: (error: SimulatorControlError) => void = () => {}
  let broken: SimulatorControlError | undefined
  let buffer: Buffer = Buffer.alloc(0)
  socket.setNoDelay(true)

  const fail = (error: SimulatorControlError): void => {
    if (broken === undefined) {
      broken = error
      lost(error)
    }
    for (const { reject } of waiting.splice(0)) reject(broken)
    socket.destroy()
  }
  socket.on('error', (error) =>
    fail(new SimulatorControlError('UNREACHABLE', `no simulated switch at ${host}:${port} (${error.message})`)),
  )
  socket.on('close', () => fail(new SimulatorControlError('UNREACHABLE', 'the simulated switch closed the connection')))
  socket.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk])
    for (;;) {
      const end = buffer.indexOf('\n\n')
      if (end < 0) return
      const head = buffer.toString('utf8', 0, end)
      const length = Number(/^Content-Length: (\d+)$/m.exec(head)?.[1] ?? 0)
      if (buffer.length < end + 2 + length) return
      const body = buffer.toString('utf8', end + 2, end + 2 + length)
      buffer = buffer.subarray(end + 2 + length)
      if (/^Content-Type: (command\/reply|api\/response)$/m.test(head))
        waiting.shift()?.resolve(/^Reply-Text: (.*)$/m.exec(head)?.[1] ?? body)
      else if (/^Content-Type: text\/event-json$/m.test(head)) tell(body)
    }
  })

  function tell(body: string): void {
    const headers = JSON.parse(body) as Readonly<Record<string, unknown>>
    for (const listener of listeners) listener(headers)
  }

  return {
    listeners,
    onLost(listener) {
      lost = listener
    },
    request: (command) =>
      new Promise((resolve, reject) => {
        if (broken !== undefined) {
          reject(broken)
          return
        }
        const timer = setTimeout(() => {
          // Replies come in order, so that after a missing one nothing on this connection can be trusted.
          fail(new SimulatorControlError('TIMEOUT', `the simulated switch did not answer within ${DEADLINE_MS} ms`))
        }, DEADLINE_MS)
        waiting.push({
          resolve(reply) {
            clearTimeout(timer)
            resolve(reply)
          },
          reject(error) {
            clearTimeout(timer)
            reject(error)
          },
        })
        socket.write(`${command}\n\n`)
      }),
    close() {
      broken ??= new SimulatorControlError('UNREACHABLE', 'closed by us')
      socket.destroy()
    },
  }
}
