/** One ESL client: its authentication, its commands in order, its events between them. */
import type { Socket } from 'node:net'
import { createRequestReader, type EslRequest } from './esl-framing.ts'
import type { EventListener, SwitchNotice } from './event-bus.ts'
import { createSubscription } from './event-subscription.ts'
import { plainFrame } from './plain-event.ts'

export interface SessionServices {
  readonly password: string
  /** Runs an api command; `done` may come later, and holds up everything behind it on this connection. */
  api(command: string, done: (answer: string) => void): void
  /** Runs it in the background. @returns the job's uuid. */
  background(command: string, jobUuid: string | undefined): string
  /** @returns the reply's text. */
  sendMessage(uuid: string, request: EslRequest): string
  warn(message: string): void
}

/** Events beyond this many are lost (FreeSWITCH keeps 100,000), and a listener that lost this many more is dropped. */
const QUEUE_LIMIT = 20_000
const LOST_LIMIT = 500
const GOODBYE = 'Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n'

/** What goes to the client in one piece. */
type Frame = string | Buffer

export interface EslSession extends EventListener {
  /** Says why, then ends the connection. */
  disconnect(notice: string): void
}

export function createSession(socket: Socket, services: SessionServices, closed: () => void): EslSession {
  const reader = createRequestReader()
  const subscription = createSubscription()
  const requests: EslRequest[] = []
  let authenticated = false
  let ending = false
  /** A command is being carried out: events wait behind its reply. */
  let busy = false
  let held: Frame[] = []
  let out: Frame[] = []
  let flushing = false
  /** Events that wait for a slow reader. */
  let queue: Frame[] = []
  let lost = 0

  const flush = (): void => {
    flushing = false
    const frames = out
    out = []
    if (!socket.destroyed) send(frames)
  }
  const send = (frames: readonly Frame[]): void => {
    if (frames.length === 0) return
    socket.cork()
    for (const frame of frames) socket.write(frame)
    socket.uncork()
  }
  const write = (frame: Frame): void => {
    out.push(frame)
    if (flushing) return
    flushing = true
    process.nextTick(flush)
  }
  const writeEvent = (frame: Frame): void => {
    if (!socket.writableNeedDrain && queue.length === 0) {
      write(frame)
      return
    }
    if (queue.length < QUEUE_LIMIT) queue.push(frame)
    else {
      lost += 1
      if (lost > LOST_LIMIT) socket.destroy()
    }
  }
  socket.on('drain', () => {
    let at = 0
    while (at < queue.length && !socket.writableNeedDrain) {
      send(queue.slice(at, at + 64))
      at += 64
    }
    queue = queue.slice(at)
  })

  const reply = (text: string, more = ''): void =>
    write(`Content-Type: command/reply\nReply-Text: ${text.slice(0, 511)}\n${more}\n`)
  const end = (notice: string): void => {
    if (ending) return
    ending = true
    write(`Content-Type: text/disconnect-notice\nContent-Length: ${Buffer.byteLength(notice)}\n\n${notice}`)
    flush()
    socket.end()
  }

  function next(): void {
    while (!busy && !ending) {
      const request = requests.shift()
      if (request === undefined) return
      busy = true
      carryOut(request, () => {
        busy = false
        const frames = held
        held = []
        for (const frame of frames) writeEvent(frame)
      })
    }
  }

  function carryOut(request: EslRequest, done: () => void): void {
    const space = request.command.indexOf(' ')
    const verb = (space < 0 ? request.command : request.command.slice(0, space)).toLowerCase()
    const argument = space < 0 ? '' : request.command.slice(space + 1).trim()
    if (verb === 'exit' || verb === '...') {
      reply('+OK bye')
      end(GOODBYE)
      done()
      return
    }
    if (!authenticated) {
      authenticated = verb === 'auth' && argument === services.password
      if (authenticated) reply('+OK accepted')
      else if (verb === 'auth' || verb === 'userauth') {
        reply('-ERR invalid')
        end(GOODBYE)
      } else reply('-ERR command not found')
      done()
      return
    }
    if (verb === 'api') {
      services.api(argument, (answer) => {
        const body = answer === '' ? '-ERR no reply\n' : answer
        write(`Content-Type: api/response\nContent-Length: ${Buffer.byteLength(body)}\n\n${body}`)
        done()
        next()
      })
      return
    }
    answer(verb, argument, request)
    done()
  }

  function answer(verb: string, argument: string, request: EslRequest): void {
    const words = argument === '' ? [] : argument.split(/\s+/)
    switch (verb) {
      case 'bgapi': {
        const job = services.background(argument, request.headers['job-uuid'])
        reply(`+OK Job-UUID: ${job}`, `Job-UUID: ${job}\n`)
        return
      }
      case 'sendmsg':
        reply(services.sendMessage(words[0] ?? '', request))
        return
      case 'event':
        reply(subscription.add(words))
        return
      case 'nixevent':
        reply(subscription.remove(words))
        return
      case 'noevents':
        subscription.clear()
        reply('+OK no longer listening for events')
        return
      case 'filter':
        reply(subscription.filter(argument))
        return
      case 'linger':
      case 'nolinger':
        reply('-ERR not controlling a session')
        return
      case 'log':
        reply('+OK log level  [7]')
        return
      case 'nolog':
        reply('+OK no longer logging')
        return
      default:
        reply('-ERR command not found')
    }
  }

  socket.on('data', (chunk: Buffer) => {
    try {
      requests.push(...reader.push(chunk))
    } catch (error) {
      services.warn(`a client sent ${error instanceof Error ? error.message : String(error)}; dropped`)
      socket.destroy()
      return
    }
    next()
  })
  socket.on('error', (error) => services.warn(`a client's connection broke: ${error.message}`))
  socket.on('close', () => {
    ending = true
    queue = []
    held = []
    closed()
  })
  socket.setNoDelay(true)
  write('Content-Type: auth/request\n\n')

  return {
    wants: (name, subclass) => authenticated && !ending && subscription.wants(name, subclass),
    deliver(notice: SwitchNotice) {
      if (!subscription.passes(notice)) return
      const frame = subscription.format === 'json' ? notice.frame : plainFrame(notice)
      if (busy) held.push(frame)
      else writeEvent(frame)
    },
    disconnect: end,
  }
}
