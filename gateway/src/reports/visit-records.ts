/** QueueVisit, AgentOffer and AgentSpan, written in the transaction that records the facts; facts may come late, twice or in part. */
import type { Fact } from '@ringdesk/cti'
import { jsonb, type LedgerTransaction } from '../ledger/transaction.ts'
import { contactsOf, type Offer, toldUnder, type Visit, visitsOf } from './visits.ts'

/** Facts from which visits and offers follow. */
const TELLING: readonly Fact['type'][] = [
  'call-queued',
  'call-offered',
  'call-offer-ended',
  'call-connected',
  'call-transferred',
  'call-moved',
  'call-overflowed',
  'callback-requested',
  'callback-ended',
  'call-ended',
]
const telling: ReadonlySet<string> = new Set(TELLING)

/** Makes the contacts that these facts are about anew, from everything the ledger has of them: so nothing depends on the order. */
export async function recordVisits(transaction: LedgerTransaction, facts: readonly Fact[]): Promise<void> {
  const contacts = [...new Set(facts.filter(({ type }) => telling.has(type)).flatMap(contactsOf))]
  if (contacts.length === 0) return
  const rows = await transaction.$queryRaw<{ data: Fact }[]>`
    SELECT data FROM "LedgerEvent"
    WHERE "callId" = ANY(${[...new Set(contacts.flatMap(toldUnder))]}::text[]) AND type = ANY(${TELLING}::text[])`
  const known = new Map<string, Fact[]>(contacts.map((contact) => [contact, []]))
  for (const { data } of rows) for (const contact of contactsOf(data)) known.get(contact)?.push(data)
  const made = [...known].map(([contact, about]) => visitsOf(contact, about))
  await replaceVisits(
    transaction,
    contacts,
    made.flatMap(({ visits }) => visits),
  )
  await putOffers(
    transaction,
    made.flatMap(({ offers }) => offers),
  )
}

/** What the column holds: a clock that was wrong for weeks must not keep a fact from being recorded. */
const whole = (ms: number | undefined): number | undefined =>
  ms === undefined ? undefined : Math.min(2_147_483_647, Math.round(ms))

const iso = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString())

async function replaceVisits(
  transaction: LedgerTransaction,
  contacts: readonly string[],
  visits: readonly Visit[],
): Promise<void> {
  const rows = visits.map(({ why, ...visit }) => ({
    ...visit,
    enteredAt: iso(visit.enteredAt),
    connectedAt: iso(visit.connectedAt),
    endedAt: iso(visit.endedAt),
    againAt: iso(visit.againAt),
    waitMs: whole(visit.waitMs),
    talkMs: whole(visit.talkMs),
    ring: why?.ring.index,
    reason: why?.reason,
    why,
  }))
  await transaction.$executeRaw`DELETE FROM "QueueVisit" WHERE "callId" = ANY(${contacts}::text[])`
  if (rows.length === 0) return
  await transaction.$executeRaw`
    INSERT INTO "QueueVisit" ("callId", ordinal, "queueId", channel, hotline, province, "enteredAt", offers, "agentId", "connectedAt",
      "endedAt", "againAt", "waitMs", "talkMs", outcome, first, "handedOn", "transferredTo", matched, ring, reason, why)
    SELECT "callId", ordinal, "queueId", channel, hotline, province, "enteredAt", offers, "agentId", "connectedAt",
      "endedAt", "againAt", "waitMs", "talkMs", outcome, first, "handedOn", "transferredTo", matched, ring, reason, why
    FROM jsonb_to_recordset(${jsonb(rows)}::jsonb) AS visit(
      "callId" text, ordinal int, "queueId" text, channel text, hotline text, province text, "enteredAt" timestamptz, offers int,
      "agentId" text, "connectedAt" timestamptz, "endedAt" timestamptz, "againAt" timestamptz, "waitMs" int, "talkMs" int,
      outcome text, first boolean, "handedOn" boolean, "transferredTo" text, matched boolean, ring int, reason text, why jsonb)`
}

async function putOffers(transaction: LedgerTransaction, offers: readonly Offer[]): Promise<void> {
  if (offers.length === 0) return
  const rows = offers.map((offer) => ({ ...offer, at: iso(offer.at), endedAt: iso(offer.endedAt) }))
  await transaction.$executeRaw`
    INSERT INTO "AgentOffer" ("offerId", "callId", "queueId", "agentId", at, "end", "endedAt")
    SELECT "offerId", "callId", "queueId", "agentId", at, "end", "endedAt"
    FROM jsonb_to_recordset(${jsonb(rows)}::jsonb) AS offer(
      "offerId" text, "callId" text, "queueId" text, "agentId" text, at timestamptz, "end" text, "endedAt" timestamptz)
    ON CONFLICT ("offerId") DO UPDATE SET "end" = EXCLUDED."end", "endedAt" = EXCLUDED."endedAt"`
}

/** A state lasts until the next one of the same agent begins; one that is told late parts the one it fell into. */
export async function recordAgentSpans(transaction: LedgerTransaction, facts: readonly Fact[]): Promise<void> {
  const changes = facts.filter((fact) => fact.type === 'agent-state-changed')
  if (changes.length === 0) return
  const rows = changes.map(({ id, agent, state, since }) => ({
    fact: id,
    agent,
    kind: state.kind,
    reason: state.kind === 'not-ready' ? state.reason : null,
    work: 'work' in state ? state.work : null,
    since: iso(since),
  }))
  await transaction.$executeRaw`
    INSERT INTO "AgentSpan" (seq, "agentId", kind, reason, "workId", since)
    SELECT event.seq, agent, kind, change.reason, work, since
    FROM jsonb_to_recordset(${jsonb(rows)}::jsonb) AS change(
      fact text, agent text, kind text, reason text, work text, since timestamptz)
    JOIN "LedgerEvent" event ON event."factId" = change.fact
    ON CONFLICT (seq) DO NOTHING`
  const agents = Map.groupBy(changes, ({ agent }) => agent)
  const touched = [...agents].map(([agent, each]) => ({
    agent,
    since: iso(Math.min(...each.map(({ since }) => since))),
  }))
  await transaction.$executeRaw`
    UPDATE "AgentSpan" span SET until = following.until
    FROM (
      SELECT each.seq, LEAD(each.since) OVER (PARTITION BY each."agentId" ORDER BY each.since, each.seq) AS until
      FROM jsonb_to_recordset(${jsonb(touched)}::jsonb) AS touched(agent text, since timestamptz)
      JOIN "AgentSpan" each ON each."agentId" = touched.agent AND each.since >= COALESCE(
        (SELECT max(earlier.since) FROM "AgentSpan" earlier
          WHERE earlier."agentId" = touched.agent AND earlier.since < touched.since), touched.since)
    ) following
    WHERE span.seq = following.seq AND span.until IS DISTINCT FROM following.until`
}
