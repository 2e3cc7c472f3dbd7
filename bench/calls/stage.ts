/**
 * What the calls of the bench meet: a fresh PostgreSQL with a call centre in it, the simulated switch and the gateway, each a process
 * of its own, as `npm start` runs them.
 */
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { connectSimulatorControl, type SimulatorControl } from '../../cti/src/switch/simulator/simulator-control.ts'
import { closeDatabase, connectDatabase, type Database } from '../../gateway/src/database/connect.ts'
import { migrateDatabase } from '../../gateway/src/database/migrate.ts'
import { startEmbeddedPostgres } from '../../gateway/src/embedded-postgres/index.ts'
import { freePort } from '../../gateway/src/embedded-postgres/loopback-port.ts'
import { startProgram } from '../running/program.ts'
import { endLater } from '../running/started.ts'
import { until } from '../running/until.ts'

export const HOTLINE = '4008001234'
const PROMPTS = ['greeting', 'recording-notice', 'queue-position', 'nobody-logged-in', 'out-of-hours', 'max-wait']
const START_MS = 60_000
/** Short, so that agents are soon free again. ms */
const WRAP_UP_MS = 300
/** How long an agent's phone rings until it is taken off the hook. ms */
const RING_MS = 50

export interface Stage {
  readonly database: Database
  /** Of the gateway: http://127.0.0.1:… */
  readonly address: string
  readonly control: SimulatorControl
  readonly eventSocket: { readonly host: string; readonly port: number; readonly password: string }
  /** One for each agent: what a browser that has logged in sends as its cookie. */
  readonly cookies: readonly string[]
}

/** @param agents how many, each with a phone that answers by itself */
export async function setStage(agents: number): Promise<Stage> {
  const directory = mkdtempSync(join(tmpdir(), 'ringdesk-bench-'))
  endLater('files', () => rmSync(directory, { recursive: true, force: true }))
  const log = pino({ level: 'silent' })

  const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres'), log })
  endLater('PostgreSQL', () => postgres.stop())
  await migrateDatabase(postgres.url, log)
  const database = connectDatabase({ url: postgres.url, log, connections: 2 })
  endLater('database connections', () => closeDatabase(database))
  const cookies = await furnish(database, agents)

  const sounds = join(directory, 'sounds')
  mkdirSync(sounds)
  for (const prompt of PROMPTS) writeFileSync(join(sounds, `${prompt}.wav`), shortestSound())
  const password = randomBytes(12).toString('base64url')
  const simulator = startProgram('simulator', 'cti/src/switch/simulator/main.ts', {
    SIMULATOR_PORT: '0',
    SIMULATOR_PASSWORD: password,
    SOUND_DIR: sounds,
    RECORDINGS_DIR: '',
  })
  const eventSocket = { ...(await listening(simulator.onLine)), password }
  const control = await connectSimulatorControl(eventSocket)
  endLater('controls of the simulator', () => control.close())
  for (let index = 0; index < agents; index++)
    await control.setPhone(extensionOf(index), { mode: 'auto', afterMs: RING_MS })

  const port = await freePort()
  startProgram('gateway', 'gateway/src/main.ts', {
    PORT: String(port),
    DATABASE_URL: postgres.url,
    ESL_HOST: eventSocket.host,
    ESL_PORT: String(eventSocket.port),
    ESL_PASSWORD: password,
    SOUND_DIR: sounds,
    DATA_DIR: join(directory, 'data'),
    RECORDINGS_DIR: join(directory, 'recordings'),
    LOG_LEVEL: 'warn',
  })
  const address = `http://127.0.0.1:${port}`
  if (!(await until(() => isReady(address), START_MS))) throw new Error('the gateway did not come up')
  return { database, address, control, eventSocket, cookies }
}

const extensionOf = (index: number): string => String(1001 + index)

function listening(onLine: (listener: (line: string) => void) => void): Promise<{ host: string; port: number }> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('the simulated switch did not come up')), START_MS).unref()
    onLine((line) => {
      const told = JSON.parse(line) as { listening?: { host: string; port: number } }
      if (told.listening) resolve(told.listening)
    })
  })
}

async function isReady(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    // Not listening yet.
    return false
  }
}

/** One hotline that is always open, one queue that every agent serves; everybody is logged in already. Returns the cookies. */
async function furnish(database: Database, agents: number): Promise<string[]> {
  await database.configurationVersion.create({ data: { version: 1 } })
  await database.skill.create({ data: { id: 'tea', label: '茶饮' } })
  const settings = { needs: { all: [{ skill: 'tea', min: 1 }] }, wrapUpMs: WRAP_UP_MS }
  await database.queue.create({ data: { id: 'aftersales', name: '售后服务', settings } })
  const week = Array.from({ length: 7 }, () => [[0, 1440]])
  const hours = { timeZone: 'Asia/Shanghai', week, dates: {} }
  await database.hotline.create({
    data: { number: HOTLINE, name: '售后热线', queueId: 'aftersales', settings: { hours } },
  })
  const people = Array.from({ length: agents }, (_, index) => ({
    id: `a${extensionOf(index)}`,
    name: `坐席${index + 1}`,
    extension: extensionOf(index),
    token: randomBytes(32).toString('base64url'),
  }))
  await database.account.createMany({
    // Nobody logs in with a password here.
    data: people.map(({ id, name }) => ({
      username: id,
      displayName: name,
      passwordHash: '-',
      role: 'AGENT' as const,
    })),
  })
  const accounts = new Map((await database.account.findMany()).map((account) => [account.username, account.id]))
  await database.agent.createMany({
    data: people.map(({ id, name, extension }) => ({ id, name, extension, accountId: accounts.get(id) ?? '' })),
  })
  await database.agentSkill.createMany({ data: people.map(({ id }) => ({ agentId: id, skillId: 'tea', level: 5 })) })
  const expiresAt = new Date(Date.now() + 3_600_000)
  await database.session.createMany({
    data: people.map(({ id, token }) => ({
      tokenHash: createHash('sha256').update(token).digest('hex'),
      accountId: accounts.get(id) ?? '',
      expiresAt,
    })),
  })
  return people.map(({ token }) => `ringdesk_session=${token}`)
}

/** A WAV of 1 ms of silence (8 kHz, 16 bits): what is measured is the product, not the length of its prompts. */
function shortestSound(): Buffer {
  const samples = 8
  const wav = Buffer.alloc(44 + samples * 2)
  wav.write('RIFF', 0, 'latin1')
  wav.writeUInt32LE(wav.length - 8, 4)
  wav.write('WAVEfmt ', 8, 'latin1')
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(8_000, 24)
  wav.writeUInt32LE(16_000, 28)
  wav.writeUInt16LE(2, 32)
  wav.writeUInt16LE(16, 34)
  wav.write('data', 36, 'latin1')
  wav.writeUInt32LE(samples * 2, 40)
  return wav
}
