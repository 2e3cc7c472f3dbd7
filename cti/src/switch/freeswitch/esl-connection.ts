/**
 * One connection to FreeSWITCH's event socket: modesl's Connection with what is wrong in version 1.2.1 put right. Each correction is
 * pinned by a test in esl-connection.test.ts that also looks at bare modesl and says when the correction may go.
 *
 * - Its parser throws on a stray percent sign and on bad JSON, and is quadratic in large bodies: FrameReader takes its place.
 * - It keeps two queues of callers waiting for replies, so that a refused `api` shifts all later replies: FreeSWITCH answers strictly
 *   in order, so both are made one queue here.
 * - A caller waits for ever when the connection breaks or the switch is silent: every request has a deadline.
 * - A line break in an argument starts a new command: refused.
 * - A rejected password, a rude rejection and a reset are told by four different events or none: here `ready` rejects.
 *
 * A connection lives once. After it closed, make a new one.
 */
import type { Socket } from 'node:net'
import Connection from 'modesl/lib/esl/Connection.js'
import EslEvent from 'modesl/lib/esl/Event.js'
import type { Logger } from 'pino'
import { SwitchError } from '../port.ts'
import { type Frame, FrameReader } from './esl-frames.ts'

export interface EslConnectionOptions {
  readonly host: string
  readonly port: number
  readonly password: string
  readonly log: Logger
  /** The raw body of every text/event-json frame, in order. Valid only during the call. */
  readonly onEventBody: (body: Buffer) => void
  /** Told exactly once, with the reason, when the connection is no more; also when it never came to be. */
  readonly onClosed: (reason: string) => void
}

export interface EslReply {
  /** Reply-Text of a command/reply, the body of an api/response. */
  readonly text: string
}

type Waiting = (outcome: { readonly reply: EslReply } | { readonly error: SwitchError }) => void

export class EslConnection extends Connection {
  /** Resolves when authenticated. Rejects with SwitchError SWITCH_UNAVAILABLE. */
  readonly ready: Promise<void>
  readonly #options: EslConnectionOptions
  readonly #socket: Socket
  readonly #waiting = new Set<Waiting>()
  #resolveReady: () => void = () => {}
  #rejectReady: (error: Error) => void = () => {}
  #closeReason: string | undefined
  #closed = false
  #bytesSeen = 0
  /** Commands of this turn of the event loop, sent together at its end: each write of its own costs as much as the command. */
  #outgoing = ''
  #sentSinceNudge = false

  constructor(options: EslConnectionOptions) {
    super(options.host, options.port, options.password)
    this.#options = options
    if (this.socket === null) throw new SwitchError('SWITCH_UNAVAILABLE', 'modesl made no socket')
    this.#socket = this.socket
    this.apiCallbackQueue = this.cmdCallbackQueue
    this.ready = new Promise((resolve, reject) => {
      this.#resolveReady = resolve
      this.#rejectReady = reject
    })
    // The one who made the connection may only look at onClosed.
    this.ready.catch(() => {})
    this.on('error', (error: Error) => {
      this.#closeReason ??= error.message
    })
    this.#socket.once('close', () => this.#onClose())
  }

  get open(): boolean {
    return !this.#closed && this.authed
  }

  /** Grows with everything that arrives: a sign of life. */
  get bytesSeen(): number {
    return this.#bytesSeen
  }

  /**
   * Sends a command and waits for its own reply.
   * @param headers further lines, as for sendmsg and bgapi
   * @throws SwitchError SWITCH_UNAVAILABLE, SWITCH_TIMEOUT after `deadlineMs`, BAD_ARGUMENT for line breaks
   */
  request(command: string, deadlineMs: number, headers: Readonly<Record<string, string>> = {}): Promise<EslReply> {
    if ([command, ...Object.keys(headers), ...Object.values(headers)].some(breaksLines))
      return Promise.reject(new SwitchError('BAD_ARGUMENT', 'a line break or NUL inside a command'))
    if (this.#closed) return Promise.reject(new SwitchError('SWITCH_UNAVAILABLE', this.#closeReason ?? 'closed'))
    return new Promise((resolve, reject) => {
      const settle: Waiting = (outcome) => {
        clearTimeout(timer)
        this.#waiting.delete(settle)
        if ('error' in outcome) reject(outcome.error)
        else resolve(outcome.reply)
      }
      const timer = setTimeout(() => {
        const what = command.split(' ', 2).join(' ')
        settle({ error: new SwitchError('SWITCH_TIMEOUT', `no reply to "${what}" within ${deadlineMs} ms`) })
      }, deadlineMs)
      this.#waiting.add(settle)
      // A late reply still takes its own place in the queue; settling twice does nothing.
      this.sendRecv(command, headers, (reply) =>
        settle({ reply: { text: reply.getHeader('Reply-Text') ?? reply.getBody() } }),
      )
    })
  }

  /**
   * An empty line. FreeSWITCH polls an idle connection every 20 ms; any input makes it hand out waiting events at once. A command that was
   * sent since the last nudge has done as much.
   */
  nudge(): void {
    if (this.#sentSinceNudge) this.#sentSinceNudge = false
    else if (!this.#closed && this.#socket.writableLength === 0) this.#socket.write('\n')
  }

  close(reason: string): void {
    this.#closeReason ??= reason
    this.#socket.destroy()
  }

  /** In one packet: FreeSWITCH hands out no event between the halves of a command. */
  override send(command: string, headers?: Readonly<Record<string, string>>): void {
    let text = `${command}\n`
    for (const [name, value] of Object.entries(headers ?? {})) text += `${name}: ${value}\n`
    if (this.#outgoing === '') process.nextTick(() => this.#flush())
    this.#outgoing += `${text}\n`
    this.#sentSinceNudge = true
  }

  #flush(): void {
    const text = this.#outgoing
    this.#outgoing = ''
    if (!this.#closed) this.#socket.write(text)
  }

  override auth(): void {
    this.sendRecv(`auth ${this.password}`, null, (reply) => {
      const text = reply.getHeader('Reply-Text') ?? ''
      if (text.startsWith('+OK')) {
        this.authed = true
        this.#resolveReady()
      } else this.close(`authentication failed: ${text}`)
    })
  }

  override _onConnect(): void {
    this.connecting = false
    this.#socket.setNoDelay(true)
    const reader = new FrameReader((frame) => this.#onFrame(frame))
    this.#socket.on('data', (chunk: Buffer) => {
      this.#bytesSeen += chunk.length
      try {
        reader.push(chunk)
      } catch (error) {
        this.close(`lost the frame boundary: ${messageOf(error)}`)
      }
    })
  }

  /** A frame's handler never throws into the reader: the frames behind it are still good. */
  #onFrame(frame: Frame): void {
    const type = frame.headers['Content-Type']
    try {
      switch (type) {
        case 'text/event-json':
          this.#options.onEventBody(frame.body)
          break
        case 'command/reply':
        case 'api/response':
          this._onEvent(new EslEvent(frame.headers, frame.body.toString('utf8')), frame.headers, '')
          break
        case 'auth/request':
          this.auth()
          break
        case 'text/disconnect-notice':
          this.#closeReason ??= 'the switch said goodbye'
          break
        case 'text/rude-rejection':
          this.close('the switch refuses our address (its access list)')
          break
        default:
          this.#options.log.warn({ contentType: type }, 'frame of an unknown kind passed over')
      }
    } catch (error) {
      this.#options.log.error({ err: error, contentType: type }, 'a frame could not be handled; passed over')
    }
  }

  #onClose(): void {
    this.#closed = true
    this.authed = false
    const reason = this.#closeReason ?? 'connection closed'
    const error = new SwitchError('SWITCH_UNAVAILABLE', reason)
    this.#rejectReady(error)
    for (const settle of [...this.#waiting]) settle({ error })
    this.#options.onClosed(reason)
  }
}

const breaksLines = (text: string): boolean => /[\r\n\0]/.test(text)
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
