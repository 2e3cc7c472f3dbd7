/** What happens to tickets, dealt with: clocks, rules, and the jobs that rules ask for. */
import type { Logger } from 'pino'
import type { Database } from '../database/connect.ts'
import { openJobs } from '../jobs/jobs.ts'
import { runRules } from '../rules/rule-runner.ts'
import { holidaysChanged } from '../sla/sla-policies.ts'
import type { TicketChanges } from '../tickets/ticket-changes.ts'
import { webhookJobs } from '../webhooks/webhooks.ts'
import { TicketWorker } from './ticket-worker.ts'

export interface TicketEvents {
  readonly worker: TicketWorker
  /** Begins as soon as the database answers; resolves at once. */
  start(): void
  /** Clocks that run by headquarters' hours are computed anew. */
  holidaysMayHaveChanged(): void
  stop(): Promise<void>
}

export function openTicketEvents(options: {
  readonly database: Database
  readonly url: string
  /** Wake the worker at once. */
  readonly changes: TicketChanges
  readonly timeZone: string
  readonly webhooksToPrivateAddresses: boolean
  readonly log: Logger
}): TicketEvents {
  const { database, url, timeZone, log } = options
  const jobs = openJobs({
    url,
    kinds: [webhookJobs(database, { allowPrivate: options.webhooksToPrivateAddresses })],
    log,
  })
  const runner = { send: jobs.send, timeZone, log }
  const worker = new TicketWorker({
    database,
    timeZone,
    log,
    onEvent: (tx, ticketId, event, now) => runRules(runner, tx, ticketId, event, now),
  })
  let starting: Promise<void> | undefined
  /** As last seen; undefined: not known, then every change counts as one of theirs. */
  let holidays: string | undefined
  const followHolidays = async (): Promise<void> => {
    const now = await readHolidays(database)
    if (now === holidays) return
    await holidaysChanged(database)
    holidays = now
    worker.wake()
  }
  let stopped = false
  return {
    worker,
    start() {
      // Rules ask for jobs: they wait until there is somewhere to put them.
      starting = jobs.start().then(async () => {
        if (stopped) return
        worker.start(options.changes)
        holidays = await readHolidays(database).catch(() => undefined)
      })
    },
    holidaysMayHaveChanged() {
      followHolidays().catch((error: unknown) => log.warn({ err: error }, 'clocks could not be told of new hours'))
    },
    async stop() {
      stopped = true
      const stopping = jobs.stop()
      await starting
      await worker.stop()
      await stopping
    },
  }
}

const readHolidays = async (database: Database): Promise<string> =>
  JSON.stringify(await database.holiday.findMany({ orderBy: { date: 'asc' }, take: 5_000 }))
