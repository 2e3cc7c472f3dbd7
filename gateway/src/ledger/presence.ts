import type { AgentState, Fact, FactOf } from '@ringdesk/cti'
import type { Database } from '../database/connect.ts'
import { jsonb, type LedgerTransaction } from './transaction.ts'

/** Keeps each agent's last known state, so that a restart finds people as they were. */
export async function recordPresence(transaction: LedgerTransaction, facts: readonly Fact[]): Promise<void> {
  const last = new Map<string, FactOf<'agent-state-changed'>>()
  for (const fact of facts) {
    if (fact.type === 'agent-state-changed' && fact.since >= (last.get(fact.agent)?.since ?? 0))
      last.set(fact.agent, fact)
  }
  if (last.size === 0) return
  const rows = [...last.values()].map((fact) => ({
    agent_id: fact.agent,
    state: fact.state,
    since: new Date(fact.since).toISOString(),
  }))
  await transaction.$executeRaw`
    INSERT INTO "AgentPresence" ("agentId", "state", "since")
    SELECT agent_id, state, since FROM jsonb_to_recordset(${jsonb(rows)}::jsonb) AS p(agent_id text, state jsonb, since timestamptz)
    ON CONFLICT ("agentId") DO UPDATE SET "state" = EXCLUDED."state", "since" = EXCLUDED."since"
    WHERE "AgentPresence"."since" <= EXCLUDED."since"`
}

/** How each agent was when we last knew. */
export async function readPresence(
  database: Database,
): Promise<{ readonly agent: string; readonly state: AgentState }[]> {
  const rows = await database.agentPresence.findMany()
  // Written by recordPresence alone, from the same type.
  return rows.map((row) => ({ agent: row.agentId, state: row.state as unknown as AgentState }))
}
