/** The database steps of a start. Imported only once the generated client is there. */
import pg from 'pg'
import type { BaseLogger } from 'pino'
import { makeFirstAdministrator } from '../gateway/src/accounts/first-administrator.ts'
import { closeDatabase, connectDatabase } from '../gateway/src/database/connect.ts'
import { migrateDatabase } from '../gateway/src/database/migrate.ts'
import { type SeedOutcome, seedDemoChain } from '../prisma/seed/demo-chain.ts'
import { StepError } from './steps.mjs'

const OLDEST_MAJOR = 15

/** @throws StepError when nobody answers at DATABASE_URL, or it is too old */
export async function checkExternal(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, query_timeout: 10_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num')
    const major = Math.floor(Number(rows[0]?.server_version_num) / 10_000)
    if (major < OLDEST_MAJOR)
      throw new StepError(`PostgreSQL ${major} 版本过低 · is too old`, { advice: `PostgreSQL >= ${OLDEST_MAJOR}` })
  } catch (error) {
    if (error instanceof StepError) throw error
    const { host, pathname } = new URL(url)
    throw new StepError(`连接不上数据库 · cannot use the database ${host}${pathname}: ${(error as Error).message}`, {
      cause: error,
      advice:
        '检查 DATABASE_URL；不设置则使用内置 PostgreSQL · check DATABASE_URL; without it the embedded one is used',
    })
  } finally {
    await client.end().catch(() => undefined)
  }
}

export async function migrate(url: string, log: BaseLogger): Promise<void> {
  try {
    await migrateDatabase(url, log)
  } catch (error) {
    throw new StepError((error as Error).message, { cause: error, advice: 'docs/operators.md' })
  }
}

export async function seed(url: string, log: BaseLogger): Promise<SeedOutcome> {
  const database = connectDatabase({ url, log, connections: 2 })
  try {
    return await seedDemoChain(database, new Date())
  } finally {
    await closeDatabase(database)
  }
}

/** Somebody who can log in, when nobody can. @returns their user name and password; nothing when there are accounts */
export async function firstAdministrator(
  url: string,
  log: BaseLogger,
): Promise<{ readonly username: string; readonly password: string } | undefined> {
  const database = connectDatabase({ url, log, connections: 1 })
  try {
    return await makeFirstAdministrator(database)
  } finally {
    await closeDatabase(database)
  }
}
