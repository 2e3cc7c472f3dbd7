/** The facts of the day as the ledger has them, for figures that were not kept through a restart, or missed some. */
import type { Explanation, Fact } from '@ringdesk/cti'
import type { Database } from '../database/connect.ts'

/** Facts a query. */
const PAGE = 5_000
/** So long before midnight somebody's state is looked for; who has not changed it since then has been away. ms */
const LOOK_BACK_MS = 2 * 86_400_000

interface FactRow {
  readonly seq: bigint
  readonly data: Fact
}

/**
 * Calls back with the facts that figures are made of, in the order they were recorded, a page at a time: everything since `dayStart`, and
 * before that each agent's last change of state.
 */
export async function readFactsOfDay(
  database: Database,
  dayStart: number,
  take: (facts: readonly Fact[]) => void,
): Promise<void> {
  const start = new Date(dayStart)
  const before = await database.$queryRaw<FactRow[]>`
    SELECT DISTINCT ON ("agentId") seq, data FROM "LedgerEvent"
    WHERE type = 'agent-state-changed' AND at < ${start} AND at >= ${new Date(dayStart - LOOK_BACK_MS)}
    ORDER BY "agentId", at DESC, seq DESC`
  take(before.map((row) => row.data))
  let after = 0n
  for (;;) {
    const rows = await database.$queryRaw<FactRow[]>`
      SELECT seq, data - 'caller' AS data FROM "LedgerEvent"
      WHERE at >= ${start} AND seq > ${after}
        AND type IN ('call-connected', 'call-ended', 'agent-state-changed')
      ORDER BY seq LIMIT ${PAGE}`
    take(rows.map((row) => row.data))
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = last.seq
  }
}

export interface KnownOffer {
  readonly call: string
  readonly agent: string
  readonly at: number
  readonly why: Explanation
}

/** Why agents were chosen for these calls. */
export async function readOffers(database: Database, calls: readonly string[]): Promise<KnownOffer[]> {
  if (calls.length === 0) return []
  const rows = await database.ledgerEvent.findMany({
    where: { type: 'call-offered', callId: { in: [...calls] } },
    orderBy: { seq: 'asc' },
    select: { data: true },
    take: PAGE,
  })
  return rows.flatMap(({ data }) => {
    const fact = data as unknown as Fact
    return fact.type === 'call-offered' ? [{ call: fact.call, agent: fact.agent, at: fact.at, why: fact.why }] : []
  })
}
