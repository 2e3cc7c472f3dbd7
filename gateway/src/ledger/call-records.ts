/** The Call and Recording rows, made from facts alone; facts may come late, twice or in part. */
import { randomUUID } from 'node:crypto'
import type { CallerIdentity, Fact, FactOf } from '@ringdesk/cti'
import { jsonb, type LedgerTransaction } from './transaction.ts'

/** Numbers that stand for a person (or a family, or a shop): a customer is kept for each. */
const PERSONAL: readonly CallerIdentity['kind'][] = ['mobile', 'landline', 'international']

/** Facts that say enough to make the call's row, should the first one be missing. */
type Introducing = FactOf<'call-arrived'> | FactOf<'call-connected'> | FactOf<'call-ended'>

export async function recordCalls(transaction: LedgerTransaction, facts: readonly Fact[]): Promise<void> {
  await introduceCalls(transaction, facts)
  await updateCalls(transaction, facts)
  await recordRecordings(transaction, facts)
}

async function introduceCalls(transaction: LedgerTransaction, facts: readonly Fact[]): Promise<void> {
  const introducing = new Map<string, Introducing>()
  for (const fact of facts) {
    if (
      (fact.type === 'call-arrived' || fact.type === 'call-connected' || fact.type === 'call-ended') &&
      !introducing.has(fact.call)
    ) {
      introducing.set(fact.call, fact)
    }
  }
  if (introducing.size === 0) return
  const customers = await customersOf(
    transaction,
    [...introducing.values()].map((fact) => fact.caller),
  )
  const rows = [...introducing.values()].map(({ call, hotline, caller, ...fact }) => ({
    id: call,
    hotline,
    number: caller.number,
    rawNumber: caller.raw,
    callerName: caller.name,
    numberKind: caller.kind,
    province: caller.province,
    city: caller.city,
    customerId: caller.number && customers.get(caller.number),
    arrivedAt: iso(fact.type === 'call-arrived' ? fact.at : fact.arrivedAt),
  }))
  await transaction.$executeRaw`
    INSERT INTO "Call" (id, hotline, number, "rawNumber", "callerName", "numberKind", province, city, "customerId", "arrivedAt")
    SELECT id, hotline, number, "rawNumber", "callerName", "numberKind", province, city, "customerId", "arrivedAt"
    FROM jsonb_to_recordset(${jsonb(rows)}::jsonb) AS call(id text, hotline text, number text, "rawNumber" text, "callerName" text,
      "numberKind" text, province text, city text, "customerId" uuid, "arrivedAt" timestamptz)
    ON CONFLICT DO NOTHING`
}

/** Customer ids by number; a number that nobody has yet gets a customer of its own. */
async function customersOf(
  transaction: LedgerTransaction,
  callers: readonly CallerIdentity[],
): Promise<Map<string, string>> {
  const people = new Map(
    callers
      .filter((caller) => caller.number && PERSONAL.includes(caller.kind))
      .map((caller) => [caller.number ?? '', caller]),
  )
  if (people.size === 0) return new Map()
  const known = await transaction.$queryRaw<{ number: string; customerId: string }[]>`
    SELECT number, "customerId" FROM "CustomerNumber" WHERE number = ANY(${[...people.keys()]}::text[])`
  const ids = new Map(known.map((row) => [row.number, row.customerId]))
  const strangers = [...people]
    .filter(([number]) => !ids.has(number))
    .map(([number, caller]) => ({ number, caller, id: randomUUID() }))
  if (strangers.length > 0) {
    const rows = jsonb(
      strangers.map(({ id, number, caller: { name, kind, province, city } }) => ({
        id,
        number,
        name,
        kind,
        province,
        city,
      })),
    )
    await transaction.$executeRaw`
      INSERT INTO "Customer" (id, name, province, city, tags)
      SELECT id, name, province, city, '{}' FROM jsonb_to_recordset(${rows}::jsonb)
        AS stranger(id uuid, name text, province text, city text)`
    await transaction.$executeRaw`
      INSERT INTO "CustomerNumber" (number, "customerId", kind)
      SELECT number, id, kind FROM jsonb_to_recordset(${rows}::jsonb) AS stranger(id uuid, number text, kind text)`
    for (const { number, id } of strangers) ids.set(number, id)
  }
  return ids
}

interface CallChange {
  readonly id: string
  queue_id?: string
  agent_id?: string
  queued_at?: string
  connected_at?: string
  ended_at?: string
  outcome?: string
  ended_by?: string
  end_cause?: string
  wait_ms?: number
  talk_ms?: number
}

async function updateCalls(transaction: LedgerTransaction, facts: readonly Fact[]): Promise<void> {
  const changes = new Map<string, CallChange>()
  for (const fact of facts) {
    if (!('call' in fact)) continue
    const change = changeBy(fact)
    if (change) changes.set(fact.call, { ...changes.get(fact.call), ...change, id: fact.call })
  }
  if (changes.size === 0) return
  // Somebody may have been removed since: a call of theirs is still a call.
  await transaction.$executeRaw`
    UPDATE "Call" SET
      "queueId" = COALESCE((SELECT id FROM "Queue" WHERE id = change.queue_id), "Call"."queueId"),
      "agentId" = COALESCE((SELECT id FROM "Agent" WHERE id = change.agent_id), "Call"."agentId"),
      "queuedAt" = COALESCE("Call"."queuedAt", change.queued_at),
      "connectedAt" = COALESCE("Call"."connectedAt", change.connected_at),
      "endedAt" = COALESCE("Call"."endedAt", change.ended_at),
      -- An end that was read afterwards may not know of the connection that was told before.
      "outcome" = COALESCE("Call"."outcome", CASE WHEN change.outcome IS NOT NULL AND "Call"."connectedAt" IS NOT NULL THEN 'answered' ELSE change.outcome END),
      "endedBy" = COALESCE("Call"."endedBy", change.ended_by),
      "endCause" = COALESCE("Call"."endCause", change.end_cause),
      "waitMs" = COALESCE(change.wait_ms, "Call"."waitMs"),
      "talkMs" = COALESCE(change.talk_ms, "Call"."talkMs")
    FROM jsonb_to_recordset(${jsonb([...changes.values()])}::jsonb) AS change(
      id text, queue_id text, agent_id text, queued_at timestamptz, connected_at timestamptz, ended_at timestamptz,
      outcome text, ended_by text, end_cause text, wait_ms int, talk_ms int)
    WHERE "Call".id = change.id`
}

function changeBy(fact: Fact): Omit<CallChange, 'id'> | undefined {
  switch (fact.type) {
    case 'call-queued':
      return { queue_id: fact.queue, queued_at: iso(fact.enteredAt) }
    case 'call-connected':
      return { queue_id: fact.queue, agent_id: fact.agent, connected_at: iso(fact.at), wait_ms: fact.waitedMs }
    case 'call-ended':
      return {
        ended_at: iso(fact.at),
        outcome: fact.outcome,
        ended_by: fact.endedBy,
        end_cause: fact.switchCause,
        wait_ms: fact.waitedMs,
        talk_ms: fact.talkMs,
        ...(fact.queue ? { queue_id: fact.queue } : {}),
        ...(fact.agent ? { agent_id: fact.agent } : {}),
        ...(fact.connectedAt === undefined ? {} : { connected_at: iso(fact.connectedAt) }),
      }
    default:
      return undefined
  }
}

async function recordRecordings(transaction: LedgerTransaction, facts: readonly Fact[]): Promise<void> {
  const started = facts.filter(
    (fact) => fact.type === 'call-recording-started' || fact.type === 'call-recording-stopped',
  )
  if (started.length > 0) {
    const rows = started.map((fact) => ({
      call: fact.call,
      path: fact.path,
      at: iso(fact.type === 'call-recording-stopped' ? fact.at - fact.durationMs : fact.at),
    }))
    await transaction.$executeRaw`
      INSERT INTO "Recording" (id, "callId", path, "startedAt")
      SELECT gen_random_uuid(), call, path, at
      FROM jsonb_to_recordset(${jsonb(rows)}::jsonb) AS started(call text, path text, at timestamptz)
      WHERE EXISTS (SELECT FROM "Call" WHERE id = call)
      ON CONFLICT DO NOTHING`
  }
  const stopped = facts.filter((fact) => fact.type === 'call-recording-stopped')
  if (stopped.length === 0) return
  const rows = stopped.map((fact) => ({ path: fact.path, at: iso(fact.at), duration: Math.round(fact.durationMs) }))
  await transaction.$executeRaw`
    UPDATE "Recording" SET "stoppedAt" = done.at, "durationMs" = done.duration
    FROM jsonb_to_recordset(${jsonb(rows)}::jsonb) AS done(path text, at timestamptz, duration int)
    WHERE "Recording".path = done.path`
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
