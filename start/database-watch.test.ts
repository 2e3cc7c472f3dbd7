import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, it } from 'vitest'
import { startEmbeddedPostgres } from '../gateway/src/embedded-postgres/index.ts'
import { keepRunning } from './database-watch.ts'

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

it('brings a PostgreSQL that was killed back to the same address, and stops the one that runs', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'ringdesk-watch-'))
  chmodSync(directory, 0o755)
  const start = () => startEmbeddedPostgres({ directory, log: { info: () => {}, warn: () => {} } })
  const pid = () => Number(readFileSync(join(directory, 'data/postmaster.pid'), 'utf8').split('\n')[0])
  const first = await start()
  const kept = keepRunning(first, start, 20)
  try {
    const killed = pid()
    process.kill(killed, 'SIGKILL')
    await expect.poll(() => first.isRunning() && pid() !== killed, { timeout: 15_000 }).toBe(true)
    await expect.poll(() => answers(first.url), { timeout: 15_000 }).toBe(true)
    await kept.stop()
    expect(first.isRunning()).toBe(false)
  } finally {
    await kept.stop()
    rmSync(directory, { recursive: true, force: true })
  }
})
