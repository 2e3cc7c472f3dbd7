/** For tests of clocks: tickets whose story is told at chosen times, and a worker with a clock of the test's own. */
import { pino } from 'pino'
import type { Prisma, TicketStatus } from '../database/client/client.ts'
import type { Database } from '../database/connect.ts'
import { TicketWorker, type TicketWorkerOptions } from '../ticket-events/ticket-worker.ts'

export const MINUTE = 60_000
/** Monday, 23 November 2026, 10:00 in China: stores (9–22) and headquarters (9–18) are open. */
export const MONDAY = Date.parse('2026-11-23T10:00:00+08:00')
export const minute = (minutes: number): Date => new Date(MONDAY + minutes * MINUTE)

/** A worker that runs when the test says so. */
export function testWorker(
  database: Database,
  now: () => Date,
  onEvent: TicketWorkerOptions['onEvent'] = async () => undefined,
): TicketWorker {
  const log = pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' })
  return new TicketWorker({ database, timeZone: 'Asia/Shanghai', log, onEvent, now })
}

const inHangzhou = { regionId: 'east', provinceId: 'zj', cityId: 'hz', areaId: 'xh' } as const

/** A call-back that nobody has looked at yet, made at minute 0 or later. */
export async function makeTicket(
  database: Database,
  { at = 0, ...values }: { readonly at?: number } & Partial<Prisma.TicketUncheckedCreateInput> = {},
): Promise<string> {
  const ticket = await database.ticket.create({
    data: {
      channel: 'voice',
      source: 'test',
      sourceId: crypto.randomUUID(),
      createdAt: minute(at),
      ...inHangzhou,
      ...values,
      history: { create: { at: minute(at), kind: 'created', detail: { kind: 'callback' } } },
    },
  })
  return ticket.id
}

/** Somebody moves it at this minute. */
export async function moveAt(database: Database, id: string, at: number, to: TicketStatus): Promise<void> {
  await database.$transaction(async (tx) => {
    const { status } = await tx.ticket.findUniqueOrThrow({ where: { id } })
    const store = to === 'DISPATCHED' ? { storeId: 'hz01', dispatchedAt: minute(at) } : {}
    await tx.ticket.update({ where: { id }, data: { status: to, ...store } })
    const detail = { status: { from: status.toLowerCase(), to: to.toLowerCase() } }
    const someone = await tx.account.findFirstOrThrow({ where: { role: 'AGENT' } })
    await tx.ticketHistory.create({
      data: { ticketId: id, at: minute(at), kind: 'status-changed', detail, accountId: someone.id, actorName: 'x' },
    })
  })
}

/** What its clocks have told, in order: what, which clock, which step. */
export async function toldOf(database: Database, ticketId: string) {
  const entries = await database.ticketHistory.findMany({
    where: { ticketId, kind: { in: ['sla-reminded', 'sla-breached', 'escalated'] } },
    orderBy: { seq: 'asc' },
  })
  return entries.map(({ detail }) => {
    const { clock, step, people } = detail as { clock: string; step: string; people: string[] }
    return { clock, step, people }
  })
}
