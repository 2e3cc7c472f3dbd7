/** A campaign's attempts and a survey's answers as a file: read and written a thousand rows at a time. Numbers are masked, as on the screen. */
import type { z } from 'zod'
import type { campaignExport, Me } from '../../contract/index.ts'
import { shownNumber } from '../../customers/masking.ts'
import type { PrismaClient } from '../../database/client/client.ts'
import { GatewayError } from '../../errors.ts'
import type { Cell } from '../../reports/export-columns.ts'
import { localText } from '../../supervision/local-day.ts'

const AT_ONCE = 1_000
/** What a sheet of Excel holds is little more. */
const MOST_ROWS = 1_000_000

type Export = z.output<typeof campaignExport>

const headings = {
  attempts: {
    'zh-CN': '呼叫时间,客户,号码,工单,门店,结果,振铃（秒）,通话（秒）,接通时间,结束时间,坐席,话后小结,备注,线路原因',
    en: 'Dialled,Customer,Number,Ticket,Store,Outcome,Ring (s),Talk (s),Answered,Ended,Agent,Disposition,Note,Line cause',
  },
  answers: {
    'zh-CN': '时间,客户,号码,工单,门店,问题,答案,留言时长（秒）,呼叫编号',
    en: 'Time,Customer,Number,Ticket,Store,Question,Answer,Comment (s),Attempt',
  },
} as const

const outcomeWords: Readonly<Record<string, string>> = {
  person: '真人接听',
  machine: '语音信箱',
  busy: '占线',
  'no-answer': '无人接听',
  rejected: '拒接',
  'invalid-number': '空号',
  'network-error': '线路故障',
  abandoned: '接通后放弃',
  lost: '结果未知',
  cancelled: '未拨出',
}

/** @throws GatewayError EXPORT_TOO_LARGE before anything is written */
export async function refuseTooManyRows(database: PrismaClient, campaignId: string, query: Export): Promise<void> {
  const rows =
    query.what === 'attempts'
      ? await database.outboundAttempt.count({ where: attemptsWanted(campaignId, query) })
      : await database.surveyAnswer.count({ where: { campaignId } })
  if (rows > MOST_ROWS) throw new GatewayError('EXPORT_TOO_LARGE', { words: { most: MOST_ROWS } })
}

const attemptsWanted = (campaignId: string, { outcome }: Export) => ({ campaignId, ...(outcome ? { outcome } : {}) })

/** The heading, then every row, the oldest first. */
export async function* exportedCampaign(
  context: { readonly database: PrismaClient; readonly timeZone: string; readonly me: Me },
  campaignId: string,
  query: Export,
): AsyncGenerator<Cell[][]> {
  yield [headings[query.what][query.language].split(',')]
  yield* query.what === 'attempts' ? attemptRows(context, campaignId, query) : answerRows(context, campaignId)
}

type Context = Parameters<typeof exportedCampaign>[0]

async function* attemptRows({ database, timeZone, me }: Context, campaignId: string, query: Export) {
  const agents = await database.agent.findMany({ select: { id: true, name: true } })
  const agentOf = new Map(agents.map(({ id, name }) => [id, name]))
  const at = (moment: Date | null) => (moment ? secondText(moment, timeZone) : null)
  const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms / 100) / 10)
  for (let after: { readonly at: Date; readonly id: string } | undefined; ; ) {
    const rows = await database.outboundAttempt.findMany({
      where: {
        ...attemptsWanted(campaignId, query),
        ...(after ? { OR: [{ claimedAt: { gt: after.at } }, { claimedAt: after.at, id: { gt: after.id } }] } : {}),
      },
      include: { contact: { select: { name: true, ticketId: true, storeId: true } } },
      orderBy: [{ claimedAt: 'asc' }, { id: 'asc' }],
      take: AT_ONCE,
    })
    const { ticketOf, storeOf } = await placesOf(
      database,
      rows.flatMap(({ contact }) => contact ?? []),
    )
    yield rows.map((row): Cell[] => [
      at(row.dialledAt ?? row.claimedAt),
      row.contact?.name ?? null,
      shownNumber({ number: row.number }, me.role).display ?? null,
      ticketOf(row.contact?.ticketId ?? null),
      storeOf(row.contact?.storeId ?? null),
      row.outcome === null ? null : query.language === 'en' ? row.outcome : (outcomeWords[row.outcome] ?? row.outcome),
      seconds(row.ringMs),
      seconds(row.talkMs),
      at(row.answeredAt),
      at(row.endedAt),
      row.agentId === null ? null : (agentOf.get(row.agentId) ?? row.agentId),
      row.disposition,
      row.note,
      row.switchCause,
    ])
    const last = rows.at(-1)
    if (rows.length < AT_ONCE || !last) return
    after = { at: last.claimedAt, id: last.id }
  }
}

async function* answerRows({ database, timeZone, me }: Context, campaignId: string) {
  for (let after: { readonly at: Date; readonly id: string } | undefined; ; ) {
    const rows = await database.surveyAnswer.findMany({
      where: {
        campaignId,
        ...(after ? { OR: [{ at: { gt: after.at } }, { at: after.at, id: { gt: after.id } }] } : {}),
      },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
      take: AT_ONCE,
    })
    const attempts = await database.outboundAttempt.findMany({
      where: { id: { in: rows.map(({ attemptId }) => attemptId) } },
      select: { id: true, number: true, contact: { select: { name: true } } },
    })
    const attemptOf = new Map(attempts.map((attempt) => [attempt.id, attempt]))
    const { ticketOf, storeOf } = await placesOf(database, rows)
    yield rows.map((row): Cell[] => [
      secondText(row.at, timeZone),
      attemptOf.get(row.attemptId)?.contact?.name ?? null,
      shownNumber({ number: attemptOf.get(row.attemptId)?.number }, me.role).display ?? null,
      ticketOf(row.ticketId),
      storeOf(row.storeId),
      row.question,
      row.value,
      row.durationMs === null ? null : Math.round(row.durationMs / 100) / 10,
      row.attemptId,
    ])
    const last = rows.at(-1)
    if (rows.length < AT_ONCE || !last) return
    after = { at: last.at, id: last.id }
  }
}

async function placesOf(
  database: PrismaClient,
  rows: readonly { readonly ticketId: string | null; readonly storeId: string | null }[],
) {
  const [tickets, stores] = await Promise.all([
    database.ticket.findMany({
      where: { id: { in: rows.flatMap(({ ticketId }) => ticketId ?? []) } },
      select: { id: true, number: true },
    }),
    database.store.findMany({
      where: { id: { in: [...new Set(rows.flatMap(({ storeId }) => storeId ?? []))] } },
      select: { id: true, name: true },
    }),
  ])
  const numbers = new Map(tickets.map(({ id, number }) => [id, number]))
  const names = new Map(stores.map(({ id, name }) => [id, name]))
  return {
    ticketOf: (id: string | null): Cell => (id === null ? null : (numbers.get(id) ?? id)),
    storeOf: (id: string | null): Cell => (id === null ? null : (names.get(id) ?? id)),
  }
}

const secondText = (at: Date, timeZone: string): string =>
  `${localText(at.getTime(), timeZone)}:${String(at.getUTCSeconds()).padStart(2, '0')}`
