import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { BaseLogger } from 'pino'

const CLI = fileURLToPath(new URL('../../../prisma/cli.mjs', import.meta.url))
const MIGRATIONS = new URL('../../../prisma/migrations/', import.meta.url)
const DEADLINE_MS = 3_600_000

/** The database's structure could not be brought up to date. The message carries what the CLI said. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

/**
 * Brings a database to the present schema: applies what prisma/migrations has and the database has not. Costs one query when there is
 * nothing to do.
 * @returns names of the migrations applied now
 * @throws MigrationError
 */
export async function migrateDatabase(url: string, log: Pick<BaseLogger, 'info'>): Promise<readonly string[]> {
  const pending = await pendingMigrations(url)
  if (pending.length === 0) return []
  log.info({ pending }, 'migrating the database')
  await deploy(url)
  return pending
}

async function pendingMigrations(url: string): Promise<string[]> {
  const wanted = readdirSync(MIGRATIONS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  const applied = await appliedMigrations(url)
  return wanted.filter((name) => !applied.has(name))
}

/** Without the CLI, because starting it takes a second. A migration that failed half-way is not applied: the CLI will say what to do. */
async function appliedMigrations(url: string): Promise<Set<string>> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, query_timeout: 10_000 })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ found: boolean }>(
      `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`,
    )
    if (!tables[0]?.found) return new Set()
    const { rows } = await client.query<{ name: string }>(
      'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    )
    return new Set(rows.map((row) => row.name))
  } finally {
    await client.end()
  }
}

function deploy(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, 'migrate', 'deploy'], {
      env: { ...process.env, DATABASE_URL: url },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: DEADLINE_MS,
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    child.once('error', (cause) => reject(new MigrationError('the migration could not be started', { cause })))
    child.once('close', (code, signal) => {
      if (code === 0) resolve()
      else reject(new MigrationError(`migrating the database failed (${signal ?? `code ${code}`}):\n${output.trim()}`))
    })
  })
}
