/** What customers said after the tone, the newest first. */
import type { z } from 'zod'
import type { commentQuery, Me, SurveyComments } from '../../contract/index.ts'
import { shownNumber } from '../../customers/masking.ts'
import type { PrismaClient } from '../../database/client/client.ts'
import { instantOf, present } from '../../instant.ts'
import { pageOf, readCursor } from '../../pages.ts'

const uuid = /^[0-9a-f-]{36}$/

/** @throws GatewayError BAD_CURSOR */
export async function surveyComments(
  database: PrismaClient,
  me: Me,
  campaignId: string,
  { storeId, cursor, limit }: z.output<typeof commentQuery>,
): Promise<SurveyComments> {
  const after = cursor === undefined ? undefined : readCursor(cursor, uuid)
  const found = await database.surveyAnswer.findMany({
    where: {
      campaignId,
      value: null,
      ...(storeId ? { storeId } : {}),
      ...(after ? { OR: [{ at: { lt: after.at } }, { at: after.at, id: { lt: after.id } }] } : {}),
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  })
  const { rows, next } = pageOf(found, limit, ({ at, id }) => ({ at, id }))
  const among = (ids: readonly (string | null)[]) => [...new Set(ids.flatMap((id) => id ?? []))]
  const attemptIds = among(rows.map(({ attemptId }) => attemptId))
  const [attempts, pressed, stores, tickets] = await Promise.all([
    database.outboundAttempt.findMany({
      where: { id: { in: attemptIds } },
      select: { id: true, number: true, contact: { select: { name: true } } },
    }),
    database.surveyAnswer.findMany({
      where: { attemptId: { in: attemptIds }, value: { not: null } },
      select: { attemptId: true, question: true, value: true },
      orderBy: { at: 'asc' },
    }),
    database.store.findMany({
      where: { id: { in: among(rows.map((row) => row.storeId)) } },
      select: { id: true, name: true },
    }),
    database.ticket.findMany({
      where: { id: { in: among(rows.map(({ ticketId }) => ticketId)) } },
      select: { id: true, number: true },
    }),
  ])
  const attemptOf = new Map(attempts.map((attempt) => [attempt.id, attempt]))
  const storeOf = new Map(stores.map(({ id, name }) => [id, name]))
  const ticketOf = new Map(tickets.map(({ id, number }) => [id, number]))
  return {
    comments: rows.map((row) => {
      const attempt = attemptOf.get(row.attemptId)
      return {
        id: row.id,
        at: instantOf(row.at),
        question: row.question,
        durationMs: row.durationMs ?? 0,
        recorded: row.recordingPath !== null,
        number: shownNumber({ number: attempt?.number }, me.role).display ?? '',
        answers: pressed.flatMap(({ attemptId, question, value }) =>
          attemptId === row.attemptId && value !== null ? [{ question, value }] : [],
        ),
        ...present({
          contactName: attempt?.contact?.name,
          storeId: row.storeId,
          storeName: row.storeId && storeOf.get(row.storeId),
          ticketId: row.ticketId,
          ticketNumber: row.ticketId && ticketOf.get(row.ticketId),
        }),
      }
    }),
    ...(next ? { next } : {}),
  }
}
