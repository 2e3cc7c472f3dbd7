import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './index.ts'
import { isRunning, readPostmaster } from './postmaster.ts'

const log = { info: () => {}, warn: () => {} }
let directory: string
let running: EmbeddedPostgres | undefined

beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'ringdesk-embedded-')))
  chmodSync(directory, 0o755)
})
afterEach(async () => {
  await running?.stop()
  running = undefined
  rmSync(directory, { recursive: true, force: true })
})

const home = () => join(directory, 'postgres')
const data = () => join(home(), 'data')
const start = async () => {
  running = await startEmbeddedPostgres({ directory: home(), log })
  return running
}

async function query(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

describe('the embedded PostgreSQL', () => {
  it('starts, keeps its data and its port over a stop, and leaves no process behind', async () => {
    const first = await start()
    expect(first.adopted).toBe(false)
    await query(first.url, `CREATE TABLE cup AS SELECT '一盏茶'::text AS name`)
    const postmaster = readPostmaster(data())
    await first.stop()
    expect(postmaster && isRunning(postmaster, data())).toBe(false)

    const second = await start()
    expect(second.adopted).toBe(false)
    expect(second.url).toBe(first.url)
    expect(await query(second.url, 'SELECT name FROM cup')).toBe('一盏茶')
  })

  it('lets nobody in without the password, and listens on loopback alone', async () => {
    const { url } = await start()
    const wrong = new URL(url)
    wrong.password = 'guess'
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/)
    expect(await query(url, 'SHOW listen_addresses')).toBe('127.0.0.1')
  })

  it('is taken over by the next start when its starter was killed', async () => {
    const program = `
      import { startEmbeddedPostgres } from ${JSON.stringify(fileURLToPath(new URL('./index.ts', import.meta.url)))}
      await startEmbeddedPostgres({ directory: ${JSON.stringify(home())}, log: { info() {}, warn() {} } })
      process.stdout.write('started')
      setInterval(() => {}, 1000)`
    const starter = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(starter.stdout, 'data')
    const before = readPostmaster(data())
    starter.kill('SIGKILL')
    await once(starter, 'exit')

    const { adopted, url } = await start()
    expect(adopted).toBe(true)
    expect(readPostmaster(data())).toEqual(before)
    expect(await query(url, 'SELECT 1')).toBe(1)
    await running?.stop()
    expect(existsSync(join(data(), 'postmaster.pid'))).toBe(false)
  })

  it('recovers after a kill of the server itself, which leaves its pid file', async () => {
    const { url } = await start()
    await query(url, 'CREATE TABLE kept AS SELECT 7 AS n')
    const postmaster = readPostmaster(data())
    if (!postmaster) throw new Error('no pid file')
    process.kill(postmaster.pid, 'SIGKILL')
    await expect.poll(() => isRunning(postmaster, data())).toBe(false)
    expect(existsSync(join(data(), 'postmaster.pid'))).toBe(true)

    const again = await start()
    expect(again.adopted).toBe(false)
    expect(await query(again.url, 'SELECT n FROM kept')).toBe(7)
  })

  it('is not misled by a pid that belongs to another program now', async () => {
    await start()
    const path = join(data(), 'postmaster.pid')
    const lines = readFileSync(path, 'utf8').split('\n')
    await running?.stop()
    writeFileSync(path, [String(process.pid), ...lines.slice(1)].join('\n'))
    expect((await start()).adopted).toBe(false)
  })

  it('takes another port when its own is taken', async () => {
    const first = await start()
    await first.stop()
    const squatter = createServer().listen(Number(new URL(first.url).port), '127.0.0.1')
    await once(squatter, 'listening')
    try {
      const second = await start()
      expect(new URL(second.url).port).not.toBe(new URL(first.url).port)
      expect(await query(second.url, 'SELECT 1')).toBe(1)
    } finally {
      squatter.close()
    }
  })

  it('says what went wrong, with the end of the log, when the server will not start', async () => {
    const settings = { shared_buffers: 'plenty' }
    await expect(startEmbeddedPostgres({ directory: home(), log, settings })).rejects.toThrow(/shared_buffers/)
  })

  it.runIf(process.getuid?.() === 0)('runs for root below a directory that is closed to everybody else', async () => {
    const closed = join(directory, 'home')
    mkdirSync(closed, { mode: 0o700 })
    running = await startEmbeddedPostgres({ directory: join(closed, 'project', 'postgres'), log })
    const moved = realpathSync(join(closed, 'project', 'postgres'))
    try {
      expect(moved.startsWith(closed)).toBe(false)
      expect(await query(running.url, 'SELECT 1')).toBe(1)
      await running.stop()
      running = await startEmbeddedPostgres({ directory: join(closed, 'project', 'postgres'), log })
      expect(realpathSync(join(closed, 'project', 'postgres'))).toBe(moved)
      await running.stop()
    } finally {
      rmSync(moved, { recursive: true, force: true })
    }
  })
})
