/** The rules for every call that we make, as the database has them now. */
import { type OutboundRules, outboundRules } from '../../contract/index.ts'
import type { Prisma } from '../../database/client/client.ts'
import { localText } from '../../supervision/local-day.ts'
import type { RulesInForce } from './calling-hours.ts'

/** Make-up days and holidays of some years. */
const MOST_HOLIDAYS = 1_000
/** The whole tree; China has about 3,300 provinces, cities and counties. */
const MOST_REGIONS = 20_000
const DAY_MS = 86_400_000

export const defaultRules: OutboundRules = outboundRules.parse({})

/** The rules with the holidays and the tree that they refer to; the defaults when nobody has written any. */
export async function outboundRulesInForce(
  database: Prisma.TransactionClient,
  now: number = Date.now(),
): Promise<RulesInForce> {
  const row = await database.outboundRules.findUnique({ where: { id: 1 } })
  const rules = row ? outboundRules.parse(row.rules) : defaultRules
  const from = new Date(`${localText(now - 2 * DAY_MS, rules.timeZone).slice(0, 10)}T00:00:00Z`)
  const holidays = await database.holiday.findMany({
    where: { date: { gte: from }, open: false },
    orderBy: { date: 'asc' },
    take: MOST_HOLIDAYS,
  })
  const parents = rules.regions.length === 0 ? [] : await regionParents(database)
  return {
    rules,
    version: row?.version ?? 0,
    holidays: new Set(holidays.map(({ date }) => date.toISOString().slice(0, 10))),
    parents: new Map(parents.map(({ id, parentId }) => [id, parentId])),
  }
}

const regionParents = (database: Prisma.TransactionClient) =>
  database.region.findMany({ select: { id: true, parentId: true }, orderBy: { id: 'asc' }, take: MOST_REGIONS })
