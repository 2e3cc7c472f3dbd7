/**
 * Lists, boards, search and creation on a generated database, through the product's own functions, in a PostgreSQL of the bench's own
 * that is thrown away afterwards. Beside each stands what a plain implementation would do in the same database: OFFSET, ILIKE.
 *
 * BENCH_TICKETS: how many tickets (default 10,000,000, or as many as fit on the disk). BENCH_DIRECTORY_FOR_DATA: where (default: the
 * system's folder for temporary files).
 */
import { mkdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { PrismaClient } from '../gateway/src/database/client/client.ts'
import { closeDatabase, connectDatabase } from '../gateway/src/database/connect.ts'
import { migrateDatabase } from '../gateway/src/database/migrate.ts'
import { startEmbeddedPostgres } from '../gateway/src/embedded-postgres/index.ts'
import { endLater } from './running/started.ts'
import { makeChain, megabytes } from './tickets/made-up-chain.ts'
import { AT_ONCE, measure, STORES } from './tickets/measures.ts'

const WANTED = 10_000_000
/** Bytes on disk a ticket with all its indexes, as measured, and half as much again while indexes are made. */
const BYTES_A_TICKET = 2_400
const KEEP_FREE_BYTES = 10e9
const DAYS = 3 * 365

const log = pino({ level: 'silent' })
const tell = (what: string): void => console.error(`${new Date().toISOString().slice(11, 19)} ${what}`)

function size(directory: string): number {
  const asked = Number(process.env.BENCH_TICKETS ?? WANTED)
  const { bavail, bsize } = statfsSync(directory)
  const fits = Math.floor((bavail * bsize - KEEP_FREE_BYTES) / BYTES_A_TICKET)
  if (fits < asked) tell(`the disk holds ${fits} tickets, not ${asked}`)
  return Math.max(1_000, Math.min(asked, fits))
}

async function startDatabase(tickets: number, folder: string): Promise<{ database: PrismaClient; url: string }> {
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  endLater('folder', () => rmSync(folder, { recursive: true, force: true }))
  // As a small server of a chain would be set up; what is thrown away need not survive a power cut.
  const settings = { shared_buffers: '4GB', fsync: 'off', full_page_writes: 'off', max_wal_size: '16GB', jit: 'off' }
  const postgres = await startEmbeddedPostgres({ directory: join(folder, 'postgres'), log, settings })
  endLater('PostgreSQL', () => postgres.stop())
  await migrateDatabase(postgres.url, log)
  await makeChain(postgres.url, { tickets, stores: STORES, days: DAYS }, tell)
  const database = connectDatabase({ url: postgres.url, log, connections: AT_ONCE })
  endLater('client', () => closeDatabase(database))
  return { database, url: postgres.url }
}

export default async function run(): Promise<Record<string, number>> {
  const parent = process.env.BENCH_DIRECTORY_FOR_DATA ?? tmpdir()
  const tickets = size(parent)
  tell(`${tickets} tickets`)
  const { database, url } = await startDatabase(tickets, join(parent, `ringdesk-bench-tickets-${process.pid}`))
  const db = await megabytes(url)
  tell(`the database has ${db} MB`)
  return { tickets, db_mb: db, ...(await measure(database, tickets, tell)) }
}
