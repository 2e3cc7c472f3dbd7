/**
 * What a survey's call comes to for its ticket, in the transaction that ends the attempt: the answers, or that nobody answered and nobody
 * will be called again. Once for each attempt: its history entry has the attempt's id.
 */
import { randomUUID } from 'node:crypto'
import type { AttemptOutcome } from '../../contract/index.ts'
import { jsonb, type LedgerTransaction } from '../../ledger/transaction.ts'
import { isFinished } from '../../tickets/moves.ts'
import { type Result, resultOf } from './survey-answers.ts'

export interface EndedSurvey {
  readonly attempt: string
  /** Epoch ms. */
  readonly at: number
  readonly outcome: AttemptOutcome
  /** Nobody calls this contact again. */
  readonly over: boolean
}

/**
 * Of these tickets those that somebody is at work on again, or that were merged: there is nothing to ask. All of them are held until the
 * transaction ends: whoever moves a ticket holds it before its contacts, so does this.
 */
export async function ticketsAtWork(
  transaction: LedgerTransaction,
  ticketIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ticketIds.length === 0) return new Set()
  const rows = await transaction.$queryRaw<{ id: string; status: string }[]>`
    SELECT id, status::text FROM "Ticket" WHERE id = ANY(${[...new Set(ticketIds)]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
  return new Set(rows.flatMap(({ id, status }) => (isFinished(status) ? [] : [id])))
}

interface Row {
  readonly attempt: string
  /** Of a merged ticket the one that goes on. */
  readonly ticketId: string
  readonly campaignId: string
  readonly campaign: string
  readonly tried: number
  readonly refused: boolean
  readonly answers: readonly { readonly question: string; readonly value: string | null }[]
}

/** Tells each ticket, and keeps the answers that have columns there. Attempts of other campaigns, and of no ticket, are left out. */
export async function tellTickets(transaction: LedgerTransaction, ended: readonly EndedSurvey[]): Promise<void> {
  if (ended.length === 0) return
  const byId = new Map(ended.map((end) => [end.attempt, end]))
  const rows = await transaction.$queryRaw<Row[]>`
    SELECT a.id AS attempt, COALESCE(t."mergedIntoId", t.id) AS "ticketId", m.id AS "campaignId", m.name AS campaign,
      c.attempts AS tried,
      EXISTS (SELECT FROM "DoNotCall" d WHERE d.number = a.number AND d.reason = 'pressed-9' AND d.at >= a."claimedAt") AS refused,
      COALESCE((SELECT jsonb_agg(jsonb_build_object('question', s.question, 'value', s.value) ORDER BY s.at, s.id)
        FROM "SurveyAnswer" s WHERE s."attemptId" = a.id), '[]') AS answers
    FROM "OutboundAttempt" a JOIN "Campaign" m ON m.id = a."campaignId" AND m.kind = 'survey'
    JOIN "CampaignContact" c ON c.id = a."contactId" JOIN "Ticket" t ON t.id = c."ticketId"
    WHERE a.id = ANY(${[...byId.keys()]}::uuid[])
    ORDER BY "ticketId", a."claimedAt"`
  const told = rows.flatMap((row) => {
    const end = byId.get(row.attempt)
    const result = resultOf(row.answers, row.refused)
    return end && (result.answered || end.over) ? [{ row, end, result }] : []
  })
  if (told.length === 0) return
  const entries = told.map(({ row, end, result }) => ({
    id: randomUUID(),
    ticketId: row.ticketId,
    at: new Date(end.at),
    kind: result.answered ? 'surveyed' : 'survey-unreached',
    detail: {
      campaign: row.campaign,
      campaignId: row.campaignId,
      attempt: row.attempt,
      ...(result.answered
        ? { answers: result.answers, ...(result.comment ? { comment: true } : {}) }
        : { unreached: row.refused ? 'refused' : end.outcome, attempts: row.tried }),
    },
    commandId: row.attempt,
  }))
  const { count } = await transaction.ticketHistory.createMany({ data: entries, skipDuplicates: true })
  if (count > 0) await keepResults(transaction, told)
}

async function keepResults(
  transaction: LedgerTransaction,
  told: readonly { readonly row: Row; readonly end: EndedSurvey; readonly result: Result }[],
): Promise<void> {
  const last = new Map(told.flatMap((each) => (each.result.answered ? [[each.row.ticketId, each] as const] : [])))
  if (last.size === 0) return
  const rows = [...last].map(([id, { end, result }]) => ({
    id,
    at: new Date(end.at).toISOString(),
    score: result.score ?? null,
    solved: result.solved ?? null,
  }))
  await transaction.$executeRaw`
    UPDATE "Ticket" t SET "surveyedAt" = r.at, "surveyScore" = r.score, "surveySolved" = r.solved
    FROM jsonb_to_recordset(${jsonb(rows)}::jsonb) AS r(id uuid, at timestamptz, score int, solved boolean)
    WHERE t.id = r.id AND (t."surveyedAt" IS NULL OR t."surveyedAt" <= r.at)`
}
