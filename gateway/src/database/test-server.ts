/**
 * One PostgreSQL for a whole test run (vitest's globalSetup). It starts when the first test asks for a database, so that runs which need
 * none don't wait for it, and it is thrown away at the end.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { TestProject } from 'vitest/node'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres/index.ts'
import { readPostmaster, stopPostmaster } from '../embedded-postgres/postmaster.ts'
import { migrateDatabase } from './migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Asked with GET, answers with the URL of a migrated template database. */
    testDatabaseServer: string
  }
}

const PREFIX = 'ringdesk-test-'
const log = pino({ level: 'silent' })

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftBehind()
  const directory = join(tmpdir(), `${PREFIX}${process.pid}-${project.name || 'all'}`)
  let server: Promise<EmbeddedPostgres> | undefined

  const desk = createServer(async (_request, response) => {
    try {
      server ??= startMigrated(directory)
      response.end((await server).url)
    } catch (error) {
      response.writeHead(500).end(error instanceof Error ? error.stack : String(error))
    }
  })
  await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve))
  project.provide('testDatabaseServer', `http://127.0.0.1:${(desk.address() as AddressInfo).port}`)

  return async () => {
    desk.close()
    desk.closeAllConnections()
    if (!server) return
    await server.then(
      (postgres) => postgres.stop(),
      // Whoever asked for a database was told why there is none.
      () => undefined,
    )
    rmSync(directory, { recursive: true, force: true })
  }
}

async function startMigrated(directory: string): Promise<EmbeddedPostgres> {
  mkdirSync(directory, { recursive: true, mode: 0o755 })
  // Data that are thrown away need not survive a power cut.
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }
  const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres'), log, settings })
  await migrateDatabase(postgres.url, log)
  return postgres
}

/** A run that was killed could not clean up: the next one does. */
async function removeLeftBehind(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const owner = Number(/^ringdesk-test-(\d+)-/.exec(name)?.[1])
    if (!owner || isAlive(owner)) continue
    const data = join(tmpdir(), name, 'postgres', 'data')
    const postmaster = readPostmaster(data)
    if (postmaster) await stopPostmaster(postmaster, data)
    rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
