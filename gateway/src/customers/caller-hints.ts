/**
 * Tells the call centre beforehand what is known of numbers (who served them last, whose customers they are, VIPs), because a call never
 * waits for the database.
 */
import { asAgentId, type CallCentre, type CallerHint } from '@ringdesk/cti'
import type { Logger } from 'pino'
import { vipTag } from '../contract/index.ts'
import { Prisma } from '../database/client/client.ts'
import type { Database } from '../database/connect.ts'

/** Who served a customer longer ago than so many days is not looked for. */
const DAYS = 30
const DAY_MS = 86_400_000
/** Of one day's calls, and of customers who are marked; the call centre keeps 500,000 numbers. */
const MOST_A_DAY = 30_000
const MOST_MARKED = 100_000
/** Told at a stretch, so that neither side is busy with it for long. */
const BATCH = 2_000
/** A call centre that was started anew, or lost what it knew, has it again within so long, ms. */
const AGAIN_EVERY_MS = 3_600_000

interface Row {
  readonly number: string
  readonly customer: string
  readonly vip: boolean
  readonly store: string | null
  readonly language: string | null
  readonly owner: string | null
  readonly agent: string | null
}

export interface CallerHints {
  stop(): void
}

/** Begins at once, in the background; a database that is away is asked again with the next round. */
export function tellCallerHints(
  database: Database,
  callCentre: Pick<CallCentre, 'hint'>,
  log: Logger,
  now: () => number = Date.now,
): CallerHints {
  let stopped = false
  const tell = async (): Promise<void> => {
    try {
      let told = 0
      for await (const hints of knownCallers(database, now())) {
        if (stopped) return
        callCentre.hint(hints)
        told += hints.length
      }
      log.info({ numbers: told }, 'the call centre knows who calls')
    } catch (error) {
      log.warn({ err: error }, 'what is known of callers could not be read; it will be tried again')
    }
  }
  void tell()
  const timer = setInterval(() => void tell(), AGAIN_EVERY_MS)
  return {
    stop() {
      stopped = true
      clearInterval(timer)
    },
  }
}

/** Who is marked (VIPs, who have an owner or a language) first, then the callers of the last days, the latest day last: where the same number comes again, the later word holds. */
export async function* knownCallers(database: Database, at: number): AsyncGenerator<CallerHint[]> {
  yield* inBatches(await marked(database))
  for (let day = DAYS; day > 0; day--)
    yield* inBatches(await served(database, new Date(at - day * DAY_MS), new Date(at - (day - 1) * DAY_MS)))
}

/** Of the table `customer`. */
const known = Prisma.sql`customer.id AS customer, ${vipTag} = ANY(customer.tags) AS vip, customer."storeId" AS store,
  customer.language, customer."ownerId" AS owner`

function marked(database: Database): Promise<Row[]> {
  return database.$queryRaw<Row[]>`
    SELECT number.number, ${known}, NULL AS agent
    FROM "Customer" customer JOIN "CustomerNumber" number ON number."customerId" = customer.id
    WHERE ${vipTag} = ANY(customer.tags) OR customer."ownerId" IS NOT NULL OR customer.language IS NOT NULL
    LIMIT ${MOST_MARKED}`
}

/** All numbers of one customer, as they are to be told after a change. Of more than a hundred numbers the others wait for the next round. */
export async function hintsOf(
  database: Prisma.TransactionClient,
  customerId: string,
  at: number,
): Promise<CallerHint[]> {
  const rows = await database.$queryRaw<Row[]>`
    SELECT number.number, ${known},
      (SELECT call."agentId" FROM "Call" call
       WHERE call."customerId" = customer.id AND call.number = number.number AND call."agentId" IS NOT NULL
         AND call."connectedAt" IS NOT NULL AND call."arrivedAt" >= ${new Date(at - DAYS * DAY_MS)}
       ORDER BY call."arrivedAt" DESC LIMIT 1) AS agent
    FROM "Customer" customer JOIN "CustomerNumber" number ON number."customerId" = customer.id
    WHERE customer.id = ${customerId}::uuid LIMIT 100`
  return rows.map(toHint)
}

function served(database: Database, from: Date, to: Date): Promise<Row[]> {
  return database.$queryRaw<Row[]>`
    SELECT DISTINCT ON (call.number) call.number, ${known}, call."agentId" AS agent
    FROM "Call" call JOIN "Customer" customer ON customer.id = call."customerId"
    WHERE call."arrivedAt" >= ${from} AND call."arrivedAt" < ${to}
      AND call.number IS NOT NULL AND call."agentId" IS NOT NULL AND call."connectedAt" IS NOT NULL
    ORDER BY call.number, call."arrivedAt" DESC
    LIMIT ${MOST_A_DAY}`
}

function* inBatches(rows: readonly Row[]): Generator<CallerHint[]> {
  for (let start = 0; start < rows.length; start += BATCH) {
    yield rows.slice(start, start + BATCH).map(toHint)
  }
}

const toHint = ({ number, customer, vip, store, language, owner, agent }: Row): CallerHint => ({
  number,
  customer,
  ...(vip ? { vip } : {}),
  ...(store === null ? {} : { store }),
  ...(language === null ? {} : { language }),
  ...(owner === null ? {} : { owner: asAgentId(owner) }),
  ...(agent === null ? {} : { lastAgent: asAgentId(agent) }),
})
