/** For tests of the whole gateway: a simulated switch in a process of its own, a small call centre in a database, a desk over the socket. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { connectSimulatorControl, type SimulatorControl } from '@ringdesk/cti'
import { pino } from 'pino'
import { io, type Socket } from 'socket.io-client'
import { hashPassword } from './accounts/password.ts'
import { readEnvironment } from './configuration/environment.ts'
import type {
  DeskClientEvents,
  DeskCommand,
  DeskCommandResult,
  DeskContact,
  DeskServerEvents,
  DeskSnapshot,
  DeskState,
  DeskUpdate,
} from './contract/index.ts'
import type { Database } from './database/connect.ts'
import { type Gateway, startGateway } from './gateway.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
export const PASSWORD = 'ringdesk-demo'
export const HOTLINE = '4008001234'
export const MENU_HOTLINE = '4008002222'
export const CLOSED_HOTLINE = '4008009999'

export interface TestSwitch {
  readonly host: string
  readonly port: number
  readonly password: string
  readonly recordings: string
  readonly control: SimulatorControl
  stop(): Promise<void>
}

export async function startTestSwitch(environment: Readonly<Record<string, string>> = {}): Promise<TestSwitch> {
  const recordings = mkdtempSync(join(tmpdir(), 'ringdesk-recordings-'))
  const password = randomUUID()
  const child = spawn(process.execPath, [join(root, 'cti/src/switch/simulator/main.ts')], {
    env: {
      ...process.env,
      SIMULATOR_PORT: '0',
      SIMULATOR_PASSWORD: password,
      RECORDINGS_DIR: recordings,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { host, port } = await listening(child)
  const control = await connectSimulatorControl({ host, port, password })
  return {
    host,
    port,
    password,
    recordings,
    control,
    async stop() {
      control.close()
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      rmSync(recordings, { recursive: true, force: true })
    },
  }
}

async function listening(child: ChildProcess): Promise<{ host: string; port: number }> {
  if (!child.stdout) throw new Error('the simulated switch has no output')
  for await (const line of createInterface(child.stdout)) {
    const told = JSON.parse(line) as { listening?: { host: string; port: number } }
    if (told.listening) return told.listening
  }
  throw new Error('the simulated switch ended before it listened')
}

export interface TestCentreOptions {
  readonly agents?: number
  /** ms */
  readonly wrapUpMs?: number
  readonly offerTimeoutMs?: number
}

/** One queue that any agent can serve, three hotlines (plain, with a menu, always closed), agents a1001…, one password for all. */
export async function seedTestCentre(database: Database, options: TestCentreOptions = {}): Promise<void> {
  const { agents = 3, wrapUpMs = 60_000, offerTimeoutMs = 20_000 } = options
  const week = (open: boolean) => ({
    timeZone: 'Asia/Shanghai',
    week: Array.from({ length: 7 }, () => (open ? [[0, 1440]] : [])),
    dates: {},
  })
  await database.configurationVersion.create({ data: { version: 1 } })
  await database.skill.create({ data: { id: 'tea', label: '茶饮' } })
  await database.queue.create({
    data: {
      id: 'aftersales',
      name: '售后服务',
      settings: { needs: { all: [{ skill: 'tea', min: 1 }] }, wrapUpMs, offerTimeoutMs },
    },
  })
  await database.queue.create({
    data: { id: 'nobody', name: '无人队列', settings: { needs: { all: [{ skill: 'tea', min: 10 }] } } },
  })
  const menu = {
    prompt: 'menu-main',
    options: { 1: { queue: 'aftersales', label: '售后' }, 2: { queue: 'nobody', label: '无人' } },
    timeoutMs: 2_000,
    tries: 2,
  }
  await database.hotline.createMany({
    data: [
      { number: HOTLINE, name: '售后热线', queueId: 'aftersales', settings: { hours: week(true) } },
      { number: MENU_HOTLINE, name: '总机', queueId: 'aftersales', settings: { hours: week(true), menu } },
      { number: CLOSED_HOTLINE, name: '加盟热线', queueId: 'aftersales', settings: { hours: week(false) } },
    ],
  })
  await database.region.create({ data: { id: 'east', name: '华东', provinces: ['浙江省', '上海市', '江苏省'] } })
  const passwordHash = await hashPassword(PASSWORD)
  for (let index = 1; index <= agents; index++) {
    const id = `a${1000 + index}`
    await database.account.create({
      data: {
        username: id,
        displayName: `坐席${index}`,
        passwordHash,
        role: 'AGENT',
        agent: {
          create: {
            id,
            name: `坐席${index}`,
            extension: String(1000 + index),
            skills: { create: { skillId: 'tea', level: 5 } },
          },
        },
      },
    })
  }
}

export interface TestGateway extends Gateway {
  readonly environment: ReturnType<typeof testEnvironment>
}

export function testEnvironment(
  databaseUrl: string,
  telephoneSwitch: Pick<TestSwitch, 'host' | 'port' | 'password' | 'recordings'>,
  dataDirectory: string,
) {
  const source = {
    PORT: '0',
    DATABASE_URL: databaseUrl,
    ESL_HOST: telephoneSwitch.host,
    ESL_PORT: String(telephoneSwitch.port),
    ESL_PASSWORD: telephoneSwitch.password,
    DATA_DIR: dataDirectory,
    RECORDINGS_DIR: telephoneSwitch.recordings,
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
  }
  return {
    ...readEnvironment(source),
    RINGDESK_ROLE: 'all' as const,
    DATABASE_URL: databaseUrl,
    ESL_PASSWORD: telephoneSwitch.password,
    source,
  }
}

export async function startTestGateway(databaseUrl: string, telephoneSwitch: TestSwitch): Promise<TestGateway> {
  const data = mkdtempSync(join(tmpdir(), 'ringdesk-data-'))
  const environment = testEnvironment(databaseUrl, telephoneSwitch, data)
  const gateway = await startGateway(environment, pino({ level: environment.LOG_LEVEL }))
  return {
    ...gateway,
    environment,
    async stop() {
      await gateway.stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** A desk without a browser: follows the stream as a browser does. */
export class TestDesk {
  readonly socket: Socket<DeskServerEvents, DeskClientEvents>
  readonly cookie: string
  readonly updates: DeskUpdate[] = []
  state: DeskState | undefined
  readonly contacts = new Map<string, DeskContact>()
  #waiting: (() => void)[] = []

  static async open(address: string, username: string): Promise<TestDesk> {
    const response = await fetch(`${address}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: PASSWORD }),
    })
    if (!response.ok) throw new Error(`log-in failed: ${await response.text()}`)
    const desk = new TestDesk(address, (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '')
    await desk.until(() => desk.state !== undefined)
    return desk
  }

  constructor(address: string, cookie: string) {
    this.cookie = cookie
    this.socket = io(`${address}/desk`, { extraHeaders: { cookie }, transports: ['websocket'], forceNew: true })
    this.socket.on('snapshot', (snapshot) => this.#take(snapshot))
    this.socket.on('update', (...updates) => {
      for (const update of updates) this.#follow(update)
    })
  }

  /** Resolves as soon as the condition holds. @throws after timeoutMs */
  async until(condition: () => boolean, timeoutMs = 15_000): Promise<void> {
    const late = Date.now() + timeoutMs
    while (!condition()) {
      const left = late - Date.now()
      if (left <= 0)
        throw new Error(
          `not so within ${timeoutMs} ms: ${condition}; state ${JSON.stringify(this.state)}, contacts ${JSON.stringify([...this.contacts.values()])}`,
        )
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#waiting.push(resolve)
      const timer = setTimeout(resolve, Math.min(left, 500))
      await promise
      clearTimeout(timer)
    }
  }

  async contact(phase: DeskContact['phase'], timeoutMs?: number): Promise<DeskContact> {
    await this.until(() => [...this.contacts.values()].some((contact) => contact.phase === phase), timeoutMs)
    const found = [...this.contacts.values()].find((contact) => contact.phase === phase)
    if (!found) throw new Error(`no contact is ${phase}`)
    return found
  }

  command(command: DeskCommand, id: string = randomUUID()): Promise<DeskCommandResult> {
    return this.socket.timeout(10_000).emitWithAck('command', { id, command })
  }

  async ready(): Promise<void> {
    await this.command({ type: 'request-state', state: { kind: 'ready' } })
    await this.until(() => this.state?.kind === 'ready')
  }

  close(): void {
    this.socket.disconnect()
  }

  #take(snapshot: DeskSnapshot): void {
    this.state = snapshot.state
    this.contacts.clear()
    for (const contact of snapshot.contacts) this.contacts.set(contact.call, contact)
    this.#wake()
  }

  #follow(update: DeskUpdate): void {
    this.updates.push(update)
    if (update.type === 'state') this.state = update.state
    if (update.type === 'contact') {
      const context = this.contacts.get(update.contact.call)?.context
      this.contacts.set(update.contact.call, { ...(context ? { context } : {}), ...update.contact })
    }
    if (update.type === 'contact-context') {
      const contact = this.contacts.get(update.call)
      if (contact) this.contacts.set(update.call, { ...contact, context: update.context })
    }
    if (update.type === 'contact-removed') this.contacts.delete(update.call)
    this.#wake()
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
