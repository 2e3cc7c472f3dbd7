/**
 * PostgreSQL without installing PostgreSQL: the real server from an npm package, in a directory of ours, on a loopback port.
 * The server is its own process group and outlives us when we are killed; the next start finds it and takes it over.
 */
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { BaseLogger } from 'pino'
import { answers, type Credentials, readCredentials, urlOf, writeCredentials } from './credentials.ts'
import { EmbeddedPostgresError } from './errors.ts'
import { type Installation, installPostgres } from './installation.ts'
import { freePort, isFree } from './loopback-port.ts'
import { clearPostmaster, isRunning, readPostmaster, stopPostmaster } from './postmaster.ts'
import { reachableDirectory, type ServerAccount, serverAccount } from './server-account.ts'

export interface EmbeddedPostgresOptions {
  /** Programs, data, password and log go here. */
  readonly directory: string
  readonly log: Pick<BaseLogger, 'info' | 'warn'>
  /** Told before each part that takes a person's patience. */
  readonly onProgress?: (step: 'install' | 'create' | 'adopt' | 'start') => void
  /** Server settings on top of ours, e.g. { fsync: 'off' } where data are thrown away. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface EmbeddedPostgres {
  /** postgresql://… of the database `ringdesk`, as its owner. */
  readonly url: string
  /** True when the server was already running: left behind by a process that was killed. */
  readonly adopted: boolean
  /** False when the server died, or was stopped by somebody. */
  isRunning(): boolean
  /** Fast shutdown; resolves when the server is gone. */
  stop(): Promise<void>
}

interface Server {
  readonly home: string
  readonly data: string
  readonly account: ServerAccount | undefined
  readonly credentials: Credentials
}

const DATABASE = 'ringdesk'
const START_DEADLINE_MS = 60_000

/** @throws EmbeddedPostgresError whose message says what to do. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = reachableDirectory(options.directory)
  if (home !== options.directory) options.log.info({ directory: options.directory, home }, 'database directory')
  const data = join(home, 'data')
  const account = serverAccount(data)

  options.onProgress?.('install')
  const installation = installPostgres(home)
  if (!existsSync(join(data, 'PG_VERSION'))) {
    options.onProgress?.('create')
    createCluster(installation, home, data, account)
  }
  const server: Server = { home, data, account, credentials: readCredentials(home) }
  refuseOtherMajor(server, installation)

  const adopted = await adopt(server, options)
  if (!adopted) {
    options.onProgress?.('start')
    await start(server, installation, options)
  }
  await createDatabaseOnce(server)
  return {
    url: urlOf(server.credentials, DATABASE),
    adopted,
    isRunning: () => {
      const postmaster = readPostmaster(data)
      return postmaster !== undefined && isRunning(postmaster, data)
    },
    stop: async () => {
      const postmaster = readPostmaster(data)
      if (postmaster) await stopPostmaster(postmaster, data)
    },
  }
}

function createCluster(
  installation: Installation,
  home: string,
  data: string,
  account: ServerAccount | undefined,
): void {
  // Without PG_VERSION there is nothing in it yet but what an interrupted initdb left.
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { mode: 0o700 })
  const credentials: Credentials = { user: 'ringdesk', password: randomBytes(18).toString('base64url'), port: 0 }
  const passwordFile = join(home, 'initial-password')
  writeFileSync(passwordFile, credentials.password, { mode: 0o600 })
  if (account) for (const path of [data, passwordFile]) chownSync(path, account.uid, account.gid)
  // The builtin provider sorts the same on every system and asks nothing of its locales.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const login = [`--username=${credentials.user}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const result = spawnSync(installation.initdb, [`--pgdata=${data}`, ...login, ...locale], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
    timeout: START_DEADLINE_MS,
  })
  rmSync(passwordFile)
  if (result.status !== 0) {
    rmSync(data, { recursive: true, force: true })
    const why = result.error?.message ?? `${result.stderr}${result.stdout}`.trim()
    throw new EmbeddedPostgresError('INITDB_FAILED', `creating the database in ${data} failed: ${why}`)
  }
  writeCredentials(home, credentials)
}

function refuseOtherMajor({ data }: Server, installation: Installation): void {
  const major = Number(readFileSync(join(data, 'PG_VERSION'), 'utf8'))
  if (major === installation.major) return
  throw new EmbeddedPostgresError(
    'BINARIES_TOO_OLD',
    `${data} was made by PostgreSQL ${major}, installed is ${installation.major}: export with the older release and import, see docs/operators.md`,
  )
}

/** Takes over a server that runs on our data. Waits for one that is just starting or stopping. */
async function adopt(server: Server, { log, onProgress }: EmbeddedPostgresOptions): Promise<boolean> {
  const deadline = Date.now() + START_DEADLINE_MS
  for (let told = false; ; told = true) {
    const postmaster = readPostmaster(server.data)
    if (!postmaster) return false
    if (!isRunning(postmaster, server.data)) {
      log.warn({ pid: postmaster.pid }, 'PostgreSQL was not shut down last time; it will recover')
      clearPostmaster(server.data)
      return false
    }
    if (!told) onProgress?.('adopt')
    server.credentials.port = postmaster.port
    if (await answers(server.credentials)) {
      writeCredentials(server.home, server.credentials)
      log.info({ pid: postmaster.pid, port: postmaster.port }, 'took over the PostgreSQL that was still running')
      return true
    }
    if (Date.now() > deadline)
      throw new EmbeddedPostgresError(
        'ADOPT_FAILED',
        `a PostgreSQL (pid ${postmaster.pid}) runs on ${server.data} but does not answer on port ${postmaster.port}: end it and start again`,
      )
    await delay(100)
  }
}

async function start(server: Server, installation: Installation, options: EmbeddedPostgresOptions): Promise<void> {
  const { credentials, data, account, home } = server
  if (!credentials.port || !(await isFree(credentials.port))) {
    credentials.port = await freePort()
    writeCredentials(home, credentials)
  }
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(credentials.port),
    // TCP alone: a socket's path may be longer than a socket's path may be.
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: '100',
    ...options.settings,
  }
  const logFile = join(home, 'postgres.log')
  const logDescriptor = openSync(logFile, 'w', 0o600)
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  // Detached: Ctrl-C in the terminal must reach us only, we stop the server after everything that uses it.
  const child = spawn(installation.postgres, args, {
    ...account,
    cwd: '/',
    detached: true,
    stdio: ['ignore', logDescriptor, logDescriptor],
  })
  closeSync(logDescriptor)
  let ended: string | undefined
  child.once('error', (error) => {
    ended = error.message
  })
  child.once('exit', (code, signal) => {
    ended = `it ended with ${signal ?? code}`
  })
  child.unref()

  const deadline = Date.now() + START_DEADLINE_MS
  while (!(await answers(credentials))) {
    if (ended === undefined && Date.now() < deadline) {
      await delay(50)
      continue
    }
    if (ended === undefined) child.kill('SIGQUIT')
    const why = ended ?? `no answer within ${START_DEADLINE_MS / 1000} s`
    const tail = readFileSync(logFile, 'utf8').trim().split('\n').slice(-8).join('\n')
    throw new EmbeddedPostgresError('START_FAILED', `PostgreSQL did not start: ${why}\n${tail}\n(log: ${logFile})`)
  }
  options.log.info({ pid: child.pid, port: credentials.port }, 'PostgreSQL runs')
}

async function createDatabaseOnce({ credentials }: Server): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(credentials, 'postgres'), connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
    if (!rowCount) await client.query(`CREATE DATABASE ${DATABASE}`)
  } finally {
    await client.end()
  }
}
