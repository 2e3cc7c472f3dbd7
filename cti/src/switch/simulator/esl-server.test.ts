import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../clock.ts'
import { createSimulator, type Simulator } from './simulator.ts'

let simulator: Simulator
let clock: VirtualClock
let port: number
const clients: Client[] = []

interface Frame {
  readonly head: string
  readonly body: string
}

interface Client {
  readonly socket: Socket
  readonly frames: Frame[]
  send(text: string): void
  /** The next frame that fits. */
  next(fits?: (frame: Frame) => boolean): Promise<Frame>
  readonly ended: Promise<void>
}

function open(): Promise<Client> {
  const socket = connect(port, '127.0.0.1')
  const frames: Frame[] = []
  let buffer: Buffer = Buffer.alloc(0)
  let wake = (): void => {}
  socket.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk])
    for (let end = buffer.indexOf('\n\n'); end >= 0; end = buffer.indexOf('\n\n')) {
      const head = buffer.toString('utf8', 0, end)
      const length = Number(/^Content-Length: (\d+)$/m.exec(head)?.[1] ?? 0)
      if (buffer.length < end + 2 + length) return
      frames.push({ head, body: buffer.toString('utf8', end + 2, end + 2 + length) })
      buffer = buffer.subarray(end + 2 + length)
    }
    wake()
  })
  socket.on('error', () => {})
  const client: Client = {
    socket,
    frames,
    send: (text) => void socket.write(`${text}\n\n`),
    async next(fits = () => true) {
      for (;;) {
        const at = frames.findIndex(fits)
        const [found] = at < 0 ? [] : frames.splice(at, 1)
        if (found !== undefined) return found
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    ended: new Promise((resolve) => void socket.once('close', () => resolve())),
  }
  clients.push(client)
  return new Promise((resolve) => void socket.once('connect', () => resolve(client)))
}

async function authenticated(): Promise<Client> {
  const client = await open()
  client.send('auth secret')
  await client.next(({ head }) => head.includes('+OK accepted'))
  await client.next(({ head }) => head.includes('auth/request'))
  return client
}

const place = (plan: object): string => {
  let uuid = ''
  simulator.api(
    `simulator ${JSON.stringify({ op: 'call', from: '13800138000', to: '4008001234', ...plan })}`,
    (answer) => {
      uuid = (JSON.parse(answer) as { uuid: string }).uuid
    },
  )
  return uuid
}

beforeEach(async () => {
  clock = createVirtualClock(1_795_342_080_000)
  simulator = createSimulator({ password: 'secret', clock })
  port = (await simulator.start()).port
})
afterEach(async () => {
  for (const { socket } of clients.splice(0)) socket.destroy()
  const stopped = simulator.stop()
  clock.advance(1_000)
  await stopped
})

describe('the event socket', () => {
  it('refuses a wrong password, says goodbye and closes', async () => {
    const client = await open()
    client.send('auth wrong')
    expect((await client.next(({ head }) => head.includes('command/reply'))).head).toContain('Reply-Text: -ERR invalid')
    expect((await client.next(({ head }) => head.includes('text/disconnect-notice'))).body).toContain('goodbye')
    await client.ended
  })

  it('takes no command before the password', async () => {
    const client = await open()
    client.send('api status')
    expect((await client.next(({ head }) => head.includes('command/reply'))).head).toContain('-ERR command not found')
  })

  it('answers an api command with a body that has no line break after it, in bytes', async () => {
    const client = await authenticated()
    const uuid = place({ name: '张三丰' })
    client.send(`api uuid_getvar ${uuid} sip_from_display`)
    const { head, body } = await client.next()
    expect(head).toBe('Content-Type: api/response\nContent-Length: 9')
    expect(body).toBe('张三丰')
    client.send(`api uuid_getvar ${uuid} nothing`)
    expect((await client.next()).body).toBe('_undef_')
    client.send('api hash select/a/b')
    expect((await client.next()).body).toBe('-ERR no reply\n')
    client.send('api no_such_thing')
    expect((await client.next()).body).toBe('-ERR no_such_thing Command not found!\n')
  })

  it('understands commands that come a byte at a time, and empty lines between them', async () => {
    const client = await authenticated()
    for (const byte of Buffer.from('\n\n\nevent json CHANNEL_CREATE\n\n\n\n\napi url_encode 茶\n\n')) {
      client.socket.write(Buffer.from([byte]))
      await new Promise(setImmediate)
    }
    expect((await client.next()).head).toContain('+OK event listener enabled json')
    expect((await client.next()).body).toBe('%E8%8C%B6')
  })

  it('survives garbage, and clients that vanish', async () => {
    const rude = await open()
    rude.socket.write(Buffer.from([0, 255, 254, 10, 10, 13, 10, 37, 37, 58, 10, 10]))
    rude.socket.resetAndDestroy()
    const client = await authenticated()
    client.send('sendmsg\ncontent-length: banana')
    expect((await client.next()).head).toContain('-ERR invalid session id []')
    client.send('bgapi originate {broken')
    await client.next()
    client.send('api create_uuid')
    expect((await client.next()).body).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('puts the reply of a command before the events that it causes', async () => {
    const client = await authenticated()
    client.send('event json CHANNEL_PROGRESS_MEDIA CHANNEL_ANSWER')
    await client.next()
    const uuid = place({})
    client.send(`api uuid_answer ${uuid}`)
    expect((await client.next()).body).toBe('+OK\n')
    expect(JSON.parse((await client.next()).body)).toMatchObject({ 'Event-Name': 'CHANNEL_PROGRESS_MEDIA' })
    expect(JSON.parse((await client.next()).body)).toMatchObject({ 'Event-Name': 'CHANNEL_ANSWER' })
  })

  it('tells a background job under the name that was chosen for it', async () => {
    const client = await authenticated()
    client.send('event json BACKGROUND_JOB')
    await client.next()
    client.send('bgapi global_getvar ringdesk_simulated\nJob-UUID: my-job')
    expect((await client.next()).head).toContain('Reply-Text: +OK Job-UUID: my-job\nJob-UUID: my-job')
    clock.advance(1)
    expect(JSON.parse((await client.next()).body)).toMatchObject({
      'Event-Name': 'BACKGROUND_JOB',
      'Job-UUID': 'my-job',
      'Job-Command': 'global_getvar',
      _body: 'true',
    })
  })

  it('delivers only what a positive filter lets through, and then no event that lacks its header', async () => {
    const client = await authenticated()
    client.send('event json CHANNEL_CREATE HEARTBEAT')
    await client.next()
    client.send('filter Caller-Caller-ID-Number 13900139000')
    expect((await client.next()).head).toContain('+OK filter added. [Caller-Caller-ID-Number]=[13900139000]')
    place({})
    clock.advance(20_000)
    place({ from: '13900139000' })
    expect(JSON.parse((await client.next()).body)).toMatchObject({
      'Event-Name': 'CHANNEL_CREATE',
      'Caller-Caller-ID-Number': '13900139000',
    })
    client.send('filter delete all')
    await client.next()
    clock.advance(20_000)
    expect(JSON.parse((await client.next()).body)).toMatchObject({ 'Event-Name': 'HEARTBEAT' })
    client.send('nixevent HEARTBEAT')
    await client.next()
    clock.advance(20_000)
    client.send('api create_uuid')
    expect((await client.next()).head).toContain('api/response')
  })

  it('speaks plain too, with Chinese percent-encoded', async () => {
    const client = await authenticated()
    client.send('event plain CHANNEL_CREATE')
    expect((await client.next()).head).toContain('+OK event listener enabled plain')
    place({ name: '张三' })
    const { head, body } = await client.next()
    expect(head).toContain('text/event-plain')
    expect(body).toContain('Caller-Caller-ID-Name: %E5%BC%A0%E4%B8%89\n')
  })

  it('does not let a client that stops reading hold up another', async () => {
    const slow = await authenticated()
    slow.send('event json ALL')
    await slow.next()
    slow.socket.pause()
    const quick = await authenticated()
    quick.send('event json CHANNEL_DESTROY')
    await quick.next()
    for (let call = 0; call < 300; call += 1) place({ hangUpAfterMs: 10 })
    clock.advance(1_000)
    for (let call = 0; call < 300; call += 1) await quick.next()
    slow.socket.resume()
    for (let destroyed = 0; destroyed < 300; )
      if ((await slow.next()).body.includes('"Event-Name":"CHANNEL_DESTROY"')) destroyed += 1
  })

  it('passes a Chinese argument in the body of a sendmsg', async () => {
    const client = await authenticated()
    const uuid = place({})
    const argument = 'note=要求退款，50% 茶'
    client.send(
      `sendmsg ${uuid}\ncall-command: execute\nexecute-app-name: set\ncontent-type: text/plain\ncontent-length: ${Buffer.byteLength(argument)}\n\n${argument}`,
    )
    expect((await client.next()).head).toContain('Reply-Text: +OK')
    client.send(`api uuid_getvar ${uuid} note`)
    expect((await client.next()).body).toBe('要求退款，50% 茶')
  })

  it('closes a connection on exit', async () => {
    const client = await authenticated()
    client.send('exit')
    expect((await client.next()).head).toContain('+OK bye')
    expect((await client.next()).head).toContain('text/disconnect-notice')
    await client.ended
  })
})
