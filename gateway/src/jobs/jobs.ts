/**
 * Work that leaves this process and may have to be tried again, in the database's own schema `jobs` (pg-boss): put there in the
 * transaction that causes it, done at least once, and told of when it is given up.
 */
import { fromPrisma, PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import type { Prisma } from '../database/client/client.ts'

const CONNECT_MS = 5_000
const AGAIN_AFTER_MS = 5_000
const STOP_MS = 3_000
/** Looking for work, handing it out, maintenance. */
const CONNECTIONS = 3

export interface JobKind<Data extends object> {
  readonly name: string
  /** How often it is tried again after it failed. */
  readonly retries: number
  /** s before the first repetition; doubled each time, an hour at most. */
  readonly retryDelay: number
  /** s; one that takes longer counts as failed. */
  readonly deadline: number
  readonly do: (data: Data) => Promise<void>
  readonly givenUp: (data: Data) => Promise<void>
}

export interface Jobs {
  /** Resolves when jobs can be taken; while the database is away it goes on trying. */
  start(): Promise<void>
  /** In the caller's transaction. @throws before `start` has succeeded */
  send(tx: Prisma.TransactionClient, name: string, data: object): Promise<void>
  stop(): Promise<void>
}

export function openJobs(options: {
  readonly url: string
  readonly kinds: readonly JobKind<never>[]
  readonly log: Pick<Logger, 'warn' | 'error'>
}): Jobs {
  const { url, kinds, log } = options
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'ringdesk jobs',
    schema: 'jobs',
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    options: '-c TimeZone=UTC',
    schedule: false,
  })
  boss.on('error', (error) => log.warn({ err: error }, 'jobs wait for the database'))
  let stopped = false
  let waiting: { timer: NodeJS.Timeout; wake: () => void } | undefined

  const begin = async (): Promise<void> => {
    await boss.start()
    for (const kind of kinds) await takeUp(boss, kind, log)
  }
  return {
    async start() {
      while (!stopped) {
        try {
          return await begin()
        } catch (error) {
          log.warn({ err: error }, 'jobs could not be started; trying again')
          await new Promise<void>((resolve) => {
            waiting = { timer: setTimeout(resolve, AGAIN_AFTER_MS), wake: resolve }
          })
        }
      }
    },
    async send(tx, name, data) {
      await boss.send(name, data, { db: fromPrisma(tx) })
    },
    async stop() {
      stopped = true
      clearTimeout(waiting?.timer)
      waiting?.wake()
      await boss.stop({ graceful: true, timeout: STOP_MS })
    },
  }
}

async function takeUp<Data extends object>(
  boss: PgBoss,
  kind: JobKind<Data>,
  log: Pick<Logger, 'warn' | 'error'>,
): Promise<void> {
  const { name, retries, retryDelay, deadline } = kind
  const dead = `${name}-given-up`
  const settings = {
    retryLimit: retries,
    retryDelay,
    retryBackoff: true,
    expireInSeconds: deadline,
  }
  await boss.createQueue(dead)
  await boss.createQueue(name, { ...settings, retryDelayMax: 3_600, deadLetter: dead })
  await boss.updateQueue(name, settings)
  await boss.work<Data>(name, { pollingIntervalSeconds: 1, batchSize: 1 }, async ([job]) => {
    if (job) await kind.do(job.data)
  })
  await boss.work<Data>(dead, { pollingIntervalSeconds: 5, batchSize: 1 }, async ([job]) => {
    if (!job) return
    log.error({ job: name, id: job.id }, 'a job was given up')
    await kind.givenUp(job.data)
  })
}
