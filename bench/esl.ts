/**
 * How fast events get through the adapter, from the socket to typed events, against bare modesl and against a loop that only splits and
 * parses. A process of its own sends the same stream over TCP to each in turn: real events of about 5 kB.
 */
import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import Connection from 'modesl/lib/esl/Connection.js'
import pino from 'pino'
import { asLegId } from '../cti/src/ids.ts'
import { subscribedEvents } from '../cti/src/switch/freeswitch/events.ts'
import { createFreeSwitch } from '../cti/src/switch/freeswitch/index.ts'
import { answerAsSwitch, eventFrame } from '../cti/src/switch/freeswitch/scripted-esl.ts'

const eventsPerRun = 60_000
/** Of each the best of these counts: the machine is shared. */
const runs = 3
const password = 'ClueCon'

/** Every event of one answered call that means something to the port, as FreeSWITCH sent it: 5 kB on average. */
function callEvents(): Buffer[] {
  const fixture = new URL('../cti/src/switch/freeswitch/fixtures/whole-events-of-a-call.jsonl', import.meta.url)
  return readFileSync(fixture, 'utf8')
    .trim()
    .split('\n')
    .map((line) => eventFrame(Buffer.from(line)))
}

/** Run in the sender's process: says hello as the switch would, then sends the stream to whoever subscribed. */
function send(): void {
  const frames = callEvents()
  const chunk = Buffer.concat(Array.from({ length: 20 }, () => frames).flat())
  const perChunk = frames.length * 20
  const server = createServer((socket: Socket) => {
    socket.on('error', () => socket.destroy())
    socket.write('Content-Type: auth/request\n\n')
    let started = false
    socket.on('data', (data) => {
      for (const command of data
        .toString('utf8')
        .split('\n\n')
        .map((text) => text.trim())) {
        if (command === '') continue
        if (command.startsWith('auth ')) socket.write('Content-Type: command/reply\nReply-Text: +OK accepted\n\n')
        else {
          const reply = answerAsSwitch(command, socket)
          if (reply !== undefined) socket.write(reply)
        }
        if (/^(start|bgapi)/.test(command) && !started) {
          started = true
          let sent = 0
          const more = (): void => {
            while (sent < eventsPerRun) {
              sent += perChunk
              if (!socket.write(chunk)) {
                socket.once('drain', more)
                return
              }
            }
          }
          more()
        }
      }
    })
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (typeof address === 'object' && address !== null) process.send?.(address.port)
  })
}

/** Events a second: `listen` calls `each` for every event and `start` once it is ready. */
async function rate(listen: (each: () => void, done: Promise<void>) => Promise<void>): Promise<number> {
  let count = 0
  let first = 0n
  let finish: () => void = () => {}
  const done = new Promise<void>((resolve) => {
    finish = resolve
  })
  let last = 0n
  await listen(() => {
    if (count++ === 0) first = process.hrtime.bigint()
    if (count === eventsPerRun) {
      last = process.hrtime.bigint()
      finish()
    }
  }, done)
  return Math.round((eventsPerRun - 1) / (Number(last - first) / 1e9))
}

const throughAdapter = (port: number): Promise<number> =>
  rate(async (each, done) => {
    const telephoneSwitch = createFreeSwitch({
      host: '127.0.0.1',
      port,
      password,
      log: pino({ level: 'silent' }),
      nudge: false,
      // The stream keeps the one core busy: a probe's answer waits behind it.
      times: { quietMs: 600_000, commandMs: 600_000 },
    })
    const { promise: connected, resolve } = Promise.withResolvers<void>()
    telephoneSwitch.onConnection((event) => event.type === 'connected' && resolve())
    telephoneSwitch.onEvent(each)
    await telephoneSwitch.start()
    await connected
    // Any command starts the stream.
    await telephoneSwitch.execute({ type: 'hang-up', leg: asLegId('bench'), cause: 'normal' })
    await done
    await telephoneSwitch.stop()
  })

const throughModesl = (port: number): Promise<number> =>
  rate(async (each, done) => {
    const connection = new Connection('127.0.0.1', port, password)
    connection.on('error', (error: Error) => console.error(error))
    for (const name of subscribedEvents) connection.on(`esl::event::${name}::*`, each)
    connection.on('esl::ready', () => connection.send('start'))
    await done
    connection.socket?.destroy()
  })

/** The least that any client must do: find the frames and parse them. */
const throughBareLoop = (port: number): Promise<number> =>
  rate(async (each, done) => {
    const socket = connect(port, '127.0.0.1')
    let pending: Buffer = Buffer.alloc(0)
    let greeted = false
    socket.on('data', (chunk: Buffer) => {
      if (!greeted) {
        greeted = true
        socket.write('auth ClueCon\n\nstart\n\n')
        return
      }
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
      let offset = 0
      for (;;) {
        const end = pending.indexOf('\n\n', offset)
        if (end < 0) break
        const length = /Content-Length: (\d+)/.exec(pending.toString('latin1', offset, end))?.[1]
        const size = Number(length ?? 0)
        if (pending.length - end - 2 < size) break
        if (size > 0) {
          JSON.parse(pending.toString('utf8', end + 2, end + 2 + size))
          each()
        }
        offset = end + 2 + size
      }
      pending = pending.subarray(offset)
    })
    await done
    socket.destroy()
  })

const senderFlag = '--send-events'

export async function run(): Promise<Record<string, number>> {
  const sender = fork(fileURLToPath(import.meta.url), [senderFlag], { stdio: 'inherit', execArgv: [] })
  const port = await new Promise<number>((resolve, reject) => {
    sender.once('message', (message) => resolve(Number(message)))
    sender.once('exit', (code) => reject(new Error(`the sender ended with ${code}`)))
  })
  try {
    const best = { adapter: 0, modesl: 0, bare: 0 }
    // In turn, so that a slow moment of the machine meets all three.
    for (let turn = 0; turn < runs; turn++) {
      best.bare = Math.max(best.bare, await throughBareLoop(port))
      best.adapter = Math.max(best.adapter, await throughAdapter(port))
      best.modesl = Math.max(best.modesl, await throughModesl(port))
      console.log(`turn ${turn + 1}: ${JSON.stringify(best)}`)
    }
    return {
      adapter_per_s: best.adapter,
      modesl_per_s: best.modesl,
      bare_per_s: best.bare,
      ratio_bare: Math.round((best.adapter / best.bare) * 1_000) / 1_000,
    }
  } finally {
    sender.removeAllListeners('exit')
    sender.kill()
  }
}

export default run

if (process.argv[2] === senderFlag) send()
