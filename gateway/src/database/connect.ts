import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import type { BaseLogger } from 'pino'
import { PrismaClient } from './client/client.ts'

export type Database = PrismaClient

export interface DatabaseOptions {
  /** postgresql://user:password@host:port/name; PostgreSQL 15 or newer. */
  readonly url: string
  readonly log: Pick<BaseLogger, 'warn' | 'error'>
  /** Connections at most; a gateway does its writing in batches and needs few. */
  readonly connections?: number
}

/** Nothing may wait for a database without an end. All in ms. */
const CONNECT_TIMEOUT_MS = 5_000
const STATEMENT_TIMEOUT_MS = 15_000
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000
const IDLE_CONNECTION_MS = 30_000

/**
 * The client for a database. Connects at the first query, and again by itself after the database was away; every query ends, with an
 * error if need be, within about 25 s.
 */
export function connectDatabase({ url, log, connections = 16 }: DatabaseOptions): Database {
  const adapter = new PrismaPg(
    {
      connectionString: inUtc(url),
      application_name: 'ringdesk',
      max: connections,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      idleTimeoutMillis: IDLE_CONNECTION_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      // The server cannot end a statement when the line to it is dead: then we stop waiting ourselves.
      query_timeout: STATEMENT_TIMEOUT_MS + 5_000,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
      keepAlive: true,
    },
    {
      statementNameGenerator: statementName,
      onPoolError: (error) => log.warn({ err: error }, 'an idle database connection broke'),
      onConnectionError: (error) => log.warn({ err: error }, 'a database connection broke'),
    },
  )
  const database = new PrismaClient({
    adapter,
    log: [
      { emit: 'event', level: 'warn' },
      { emit: 'event', level: 'error' },
    ],
  })
  database.$on('warn', ({ message, target }) => log.warn({ target }, message))
  database.$on('error', ({ message, target }) => log.error({ target }, message))
  return database
}

/**
 * A query with this comment in its text is prepared: each connection plans it once. For joins that are asked for again and again
 * (planning the screen pop's took PostgreSQL five times as long as running them), and only for texts of which there are few,
 * because a connection keeps them all.
 */
const PLANNED_ONCE = '/* planned once */'

function statementName({ sql }: { readonly sql: string }): string {
  return sql.includes(PLANNED_ONCE) ? createHash('sha1').update(sql).digest('hex') : ''
}

/** Ends all connections; queries under way are finished first. */
export async function closeDatabase(database: Database): Promise<void> {
  await database.$disconnect()
}

/**
 * Prisma's adapter reads a timestamptz without looking at its offset, so on a server set to Asia/Shanghai every time would be eight hours
 * off: our sessions are in UTC, whatever the server is set to.
 */
function inUtc(url: string): string {
  const target = new URL(url)
  const options = [target.searchParams.get('options'), '-c TimeZone=UTC'].filter(Boolean).join(' ')
  target.searchParams.set('options', options)
  return target.href
}
