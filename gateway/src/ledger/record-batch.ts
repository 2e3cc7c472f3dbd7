import type { Fact } from '@ringdesk/cti'
import { recordAttempts } from '../campaigns/runner/attempt-records.ts'
import type { Database } from '../database/connect.ts'
import { recordAgentSpans, recordVisits } from '../reports/visit-records.ts'
import { makeTickets } from '../tickets/ticket-making.ts'
import { recordCalls } from './call-records.ts'
import { recordPresence } from './presence.ts'
import { jsonb, type LedgerTransaction } from './transaction.ts'

/** One writer at a time, whichever process it is in: tickets of one customer are decided one after the other. */
const LEDGER_LOCK = 4_008_001
const TRANSACTION_MS = 15_000

/** Records the facts that are not yet recorded, and everything that follows from them, or nothing at all. Returns how many were new. */
export async function recordBatch(database: Database, facts: readonly Fact[]): Promise<number> {
  if (facts.length === 0) return 0
  return database.$transaction(
    async (transaction) => {
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${LEDGER_LOCK})`
      const fresh = await append(transaction, facts)
      if (fresh.length === 0) return 0
      await recordCalls(transaction, fresh)
      await recordAttempts(transaction, fresh)
      await makeTickets(transaction, fresh)
      await recordPresence(transaction, fresh)
      await recordVisits(transaction, fresh)
      await recordAgentSpans(transaction, fresh)
      return fresh.length
    },
    { timeout: TRANSACTION_MS, maxWait: TRANSACTION_MS },
  )
}

async function append(transaction: LedgerTransaction, facts: readonly Fact[]): Promise<Fact[]> {
  const rows = facts.map((fact) => ({
    fact_id: fact.id,
    type: fact.type,
    call_id: 'call' in fact ? fact.call : null,
    agent_id: 'agent' in fact ? fact.agent : null,
    at: new Date(fact.at).toISOString(),
    data: fact,
  }))
  const inserted = await transaction.$queryRaw<{ factId: string }[]>`
    INSERT INTO "LedgerEvent" ("factId", "type", "callId", "agentId", "at", "data")
    SELECT fact_id, type, call_id, agent_id, at, data
    FROM jsonb_to_recordset(${jsonb(rows)}::jsonb)
      AS fact(fact_id text, type text, call_id text, agent_id text, at timestamptz, data jsonb)
    ON CONFLICT ("factId") DO NOTHING
    RETURNING "factId"`
  const fresh = new Set(inserted.map((row) => row.factId))
  // A fact told twice within one batch counts once.
  return facts.filter((fact) => fresh.delete(fact.id))
}
