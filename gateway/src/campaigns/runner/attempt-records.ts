/**
 * Attempts as facts tell of them, recorded in the ledger's own transaction: how each ended, what becomes of its contact, what was answered.
 * A fact that comes twice changes nothing: an attempt ends once.
 */
import { randomUUID } from 'node:crypto'
import type { Fact, FactOf } from '@ringdesk/cti'
import { type AttemptOutcome, campaignSettings } from '../../contract/index.ts'
import { jsonb, type LedgerTransaction } from '../../ledger/transaction.ts'
import { isAttemptId } from '../attempt-id.ts'
import { refuse } from '../do-not-call/refuse.ts'
import { type EndedSurvey, tellTickets, ticketsAtWork } from '../follow-up/survey-results.ts'
import { type ContactMove, moveAfter, moveContacts } from './contact-moves.ts'

type Answer = FactOf<'flow-answered'> | FactOf<'flow-commented'>

const OF_ATTEMPTS: ReadonlySet<Fact['type']> = new Set([
  'attempt-dialled',
  'attempt-answered',
  'attempt-ended',
  'flow-answered',
  'flow-commented',
  'flow-refused',
  'call-connected',
])

export async function recordAttempts(transaction: LedgerTransaction, facts: readonly Fact[]): Promise<void> {
  const relevant = facts.filter(({ type }) => OF_ATTEMPTS.has(type)) as Extract<Fact, { call: string }>[]
  // Inbound calls are connected, too: without any of the others nothing here is an attempt's.
  if (relevant.length === 0) return
  await moments(transaction, relevant)
  await answers(
    transaction,
    relevant.filter((fact): fact is Answer => fact.type === 'flow-answered' || fact.type === 'flow-commented'),
  )
  for (const fact of relevant)
    if (fact.type === 'flow-refused')
      await refuse(transaction, { number: fact.number, reason: 'pressed-9', attemptId: fact.call })
  await endAttempts(
    transaction,
    relevant
      .filter((fact): fact is FactOf<'attempt-ended'> => fact.type === 'attempt-ended')
      .map(({ call, ...end }) => ({ ...end, attempt: call })),
  )
}

interface Moment {
  readonly id: string
  readonly dialled?: string
  readonly answered?: string
  readonly connected?: string
  readonly agent?: string
}

async function moments(transaction: LedgerTransaction, facts: readonly Fact[]): Promise<void> {
  const rows = facts.flatMap((fact): readonly Moment[] => {
    const at = new Date(fact.at).toISOString()
    if (fact.type === 'attempt-dialled') return [{ id: fact.call, dialled: at }]
    if (fact.type === 'attempt-answered') return [{ id: fact.call, answered: at }]
    if (fact.type === 'call-connected') return [{ id: fact.call, connected: at, agent: fact.agent }]
    return []
  })
  const known = rows.filter(({ id }) => isAttemptId(id))
  if (known.length === 0) return
  await transaction.$executeRaw`
    UPDATE "OutboundAttempt" a SET
      "dialledAt" = COALESCE(a."dialledAt", m.dialled), "answeredAt" = COALESCE(a."answeredAt", m.answered),
      "connectedAt" = COALESCE(a."connectedAt", m.connected), "agentId" = COALESCE(a."agentId", m.agent)
    FROM (SELECT id, min(dialled) AS dialled, min(answered) AS answered, min(connected) AS connected, min(agent) AS agent
      FROM jsonb_to_recordset(${jsonb(known)}::jsonb)
        AS r(id uuid, dialled timestamptz, answered timestamptz, connected timestamptz, agent text) GROUP BY id) m
    WHERE a.id = m.id`
}

/** How an attempt ended, by a fact or because there will be none. */
export interface AttemptEnd {
  readonly attempt: string
  /** Epoch ms. */
  readonly at: number
  readonly outcome: AttemptOutcome
  readonly switchCause: string
  readonly ringMs: number
  readonly talkMs: number
  readonly agent?: string | undefined
}

/** Ends attempts that have not ended yet, and lets their contacts go on. */
export async function endAttempts(transaction: LedgerTransaction, ends: readonly AttemptEnd[]): Promise<void> {
  const byId = new Map(ends.filter(({ attempt }) => isAttemptId(attempt)).map((end) => [end.attempt, end]))
  if (byId.size === 0) return
  // A disposition that is being written this very moment is waited for: it decides what becomes of the contact.
  const open = await transaction.$queryRaw<{ id: string }[]>`
    SELECT id FROM "OutboundAttempt" WHERE id = ANY(${[...byId.keys()]}::uuid[]) AND "endedAt" IS NULL ORDER BY id FOR UPDATE`
  if (open.length === 0) return
  const attempts = await transaction.outboundAttempt.findMany({
    where: { id: { in: open.map(({ id }) => id) } },
    select: {
      id: true,
      campaignId: true,
      position: true,
      campaign: { select: { kind: true } },
      contact: {
        select: {
          id: true,
          state: true,
          attempts: true,
          ticketId: true,
          numbers: { select: { position: true, dead: true }, orderBy: { position: 'asc' } },
        },
      },
      dispositions: { orderBy: { seq: 'desc' }, take: 1 },
    },
  })
  const settings = await settingsOf(
    transaction,
    attempts.flatMap(({ campaignId }) => campaignId ?? []),
  )
  const surveyed = attempts.flatMap(({ campaign, contact }) =>
    campaign?.kind === 'survey' && contact ? (contact.ticketId ?? []) : [],
  )
  const atWork = await ticketsAtWork(transaction, surveyed)
  const surveys: EndedSurvey[] = []
  const ended: object[] = []
  const moved: ContactMove[] = []
  const dead: object[] = []
  for (const { id, campaign, campaignId, contact, position, dispositions } of attempts) {
    const end = byId.get(id)
    const rules = campaignId === null ? undefined : settings.get(campaignId)
    if (!end) continue
    const { outcome, switchCause, ringMs, talkMs, agent } = end
    ended.push({ id, at: iso(end.at), outcome, cause: switchCause, ring: ringMs, talk: talkMs, agent: agent ?? null })
    // Nobody's contact: an agent clicked.
    if (!contact || !rules || contact.state !== 'IN_HAND') continue
    if (outcome === 'invalid-number') dead.push({ contact: contact.id, position })
    const move = moveAfter(contact, { outcome, position, switchCause }, dispositions[0], rules, end.at)
    const isSurvey = campaign?.kind === 'survey'
    if (isSurvey) surveys.push({ attempt: id, at: end.at, outcome, over: move.state === 'DONE' })
    // Opened again, or merged, while this call was under way: nobody is asked about it any more.
    const pointless = isSurvey && contact.ticketId !== null && atWork.has(contact.ticketId) && move.state === 'WAITING'
    moved.push(
      pointless ? { ...move, state: 'DONE', at: null, outcome: 'reopened', done: iso(end.at), promised: false } : move,
    )
  }
  await transaction.$executeRaw`
    UPDATE "OutboundAttempt" a SET "endedAt" = r.at, outcome = r.outcome, "switchCause" = r.cause, "ringMs" = r.ring, "talkMs" = r.talk,
      "agentId" = COALESCE(a."agentId", r.agent)
    FROM jsonb_to_recordset(${jsonb(ended)}::jsonb)
      AS r(id uuid, at timestamptz, outcome text, cause text, ring int, talk int, agent text)
    WHERE a.id = r.id`
  await moveContacts(transaction, moved)
  if (dead.length > 0)
    await transaction.$executeRaw`
      UPDATE "ContactNumber" n SET dead = 'invalid-number'
      FROM jsonb_to_recordset(${jsonb(dead)}::jsonb) AS r(contact uuid, position int)
      WHERE n."contactId" = r.contact AND n.position = r.position`
  await tellTickets(transaction, surveys)
}

/** Once each: a busy second ends hundreds of attempts of one campaign. */
async function settingsOf(transaction: LedgerTransaction, campaigns: readonly string[]) {
  const rows = await transaction.campaign.findMany({
    where: { id: { in: [...new Set(campaigns)] } },
    select: { id: true, settings: true },
  })
  return new Map(rows.map(({ id, settings }) => [id, campaignSettings.parse(settings)]))
}

/** Answered again (the flow went back): the last answer counts. */
async function answers(transaction: LedgerTransaction, facts: readonly Answer[]): Promise<void> {
  const last = new Map(facts.filter(({ call }) => isAttemptId(call)).map((fact) => [`${fact.call}/${fact.node}`, fact]))
  if (last.size === 0) return
  const rows = [...last.values()].map((fact) => ({
    id: randomUUID(),
    attempt: fact.call,
    node: fact.node,
    question: fact.question,
    at: iso(fact.at),
    ...(fact.type === 'flow-answered'
      ? { value: fact.value }
      : { path: fact.path, duration: Math.round(fact.durationMs) }),
  }))
  await transaction.$executeRaw`
    INSERT INTO "SurveyAnswer" (id, "attemptId", "campaignId", "contactId", "ticketId", "storeId", "regionId", "provinceId", "cityId",
      node, question, value, "recordingPath", "durationMs", at)
    SELECT r.id, a.id, a."campaignId", c.id, c."ticketId", COALESCE(c."storeId", t."storeId"), COALESCE(t."regionId", c."regionId"),
      t."provinceId", t."cityId", r.node, r.question, r.value, r.path, r.duration, r.at
    FROM jsonb_to_recordset(${jsonb(rows)}::jsonb)
      AS r(id uuid, attempt uuid, node text, question text, value text, path text, duration int, at timestamptz)
    JOIN "OutboundAttempt" a ON a.id = r.attempt JOIN "CampaignContact" c ON c.id = a."contactId"
    LEFT JOIN "Ticket" t ON t.id = c."ticketId"
    ON CONFLICT ("attemptId", node) DO UPDATE SET value = excluded.value, "recordingPath" = excluded."recordingPath",
      "durationMs" = excluded."durationMs", at = excluded.at`
}

const iso = (at: number): string => new Date(at).toISOString()
