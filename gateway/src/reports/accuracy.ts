/** How accurately contacts were routed, by when they came into the queue in which they first spoke with somebody; and those that were not. */
import type { Explanation } from '@ringdesk/cti'
import type { z } from 'zod'
import type {
  AccuracyFigures,
  AccuracyReport,
  accuracyQuery,
  Miss,
  MissPage,
  missQuery,
  Role,
} from '../contract/index.ts'
import { shownNumber, withoutNumber } from '../customers/masking.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { deskWhy } from '../desk/desk-views.ts'
import { pageOf, readCursor } from '../pages.ts'
import { addAccuracy, wholeNumbers } from './report-rows.ts'
import { type Span, spanOf } from './report-span.ts'
import { accuracyColumns } from './visit-columns.ts'

type Filter = Pick<z.output<typeof missQuery>, 'queue' | 'region' | 'agent' | 'hour'>

/** The region that has the caller's province. */
const regionColumn = Prisma.sql`
  (SELECT region.id FROM "Region" region WHERE v.province = ANY(region.provinces) ORDER BY region.id LIMIT 1)`

const hourColumn = (timeZone: string): Prisma.Sql =>
  Prisma.sql`EXTRACT(HOUR FROM v."enteredAt" AT TIME ZONE ${timeZone}::text)::int`

function conditionsOf({ from, to, timeZone }: Span, { queue, region, agent, hour }: Filter): Prisma.Sql {
  const conditions = [
    Prisma.sql`v.first AND v."enteredAt" >= ${new Date(from)} AND v."enteredAt" < ${new Date(to)}`,
    ...(queue === undefined ? [] : [Prisma.sql`v."queueId" = ${queue}`]),
    ...(agent === undefined ? [] : [Prisma.sql`v."agentId" = ${agent}`]),
    ...(region === undefined ? [] : [Prisma.sql`${regionColumn} = ${region}`]),
    ...(hour === undefined ? [] : [Prisma.sql`${hourColumn(timeZone)} = ${hour}`]),
  ]
  return Prisma.join(conditions, ' AND ')
}

export async function accuracyReport(
  database: PrismaClient,
  timeZone: string,
  query: z.output<typeof accuracyQuery>,
): Promise<AccuracyReport> {
  const span = spanOf(query.from, query.to, timeZone)
  const column = {
    queue: Prisma.sql`v."queueId"`,
    agent: Prisma.sql`v."agentId"`,
    region: regionColumn,
    hour: hourColumn(timeZone),
  }[query.by]
  const found = await database.$queryRaw<(Record<string, unknown> & { key: string | number | null })[]>`
    SELECT ${column} AS key, ${accuracyColumns}
    FROM "QueueVisit" v WHERE ${conditionsOf(span, query)} GROUP BY 1`
  const names = await namesFor(database, query.by)
  const rows = found.map(({ key, ...figures }) => {
    const id = key === null ? '' : String(key)
    return {
      id,
      name: query.by === 'hour' ? `${id.padStart(2, '0')}:00` : (names.get(id) ?? id),
      figures: wholeNumbers(figures) as unknown as AccuracyFigures,
    }
  })
  rows.sort((a, b) =>
    query.by === 'hour'
      ? Number(a.id) - Number(b.id)
      : b.figures.connected - a.figures.connected || (a.id < b.id ? -1 : 1),
  )
  return { ...span, total: addAccuracy(rows.map(({ figures }) => figures)), rows }
}

async function namesFor(
  database: PrismaClient,
  by: 'queue' | 'agent' | 'region' | 'hour',
): Promise<ReadonlyMap<string, string>> {
  const select = { id: true, name: true } as const
  const rows =
    by === 'queue'
      ? await database.queue.findMany({ select })
      : by === 'agent'
        ? await database.agent.findMany({ select })
        : by === 'region'
          ? await database.region.findMany({ select })
          : []
  return new Map(rows.map(({ id, name }) => [id, name]))
}

interface MissRow {
  readonly callId: string
  readonly enteredAt: Date
  readonly queueId: string
  readonly agentId: string
  readonly matched: boolean | null
  readonly why: Explanation | null
  readonly transferredTo: string | null
  readonly number: string | null
  readonly rawNumber: string | null
  readonly numberKind: string | null
  readonly province: string | null
  readonly city: string | null
  readonly ticketId: string | null
  readonly ticketNumber: string | null
  readonly flags: readonly { agentId: string; rightQueueId: string; note: string | null }[]
}

const callIdShape = /^[\x21-\x7e]{1,80}$/

/** Latest first. @throws GatewayError BAD_CURSOR */
export async function listMisses(
  database: PrismaClient,
  timeZone: string,
  role: Role,
  query: z.output<typeof missQuery>,
): Promise<MissPage> {
  const span = spanOf(query.from, query.to, timeZone)
  const before = query.cursor ? readCursor(query.cursor, callIdShape) : undefined
  const missed =
    query.kind === 'match'
      ? Prisma.sql`v.matched = false`
      : Prisma.sql`(v."handedOn" OR EXISTS (SELECT 1 FROM "MisroutedFlag" flag WHERE flag."callId" = v."callId"))`
  const found = await database.$queryRaw<MissRow[]>`
    SELECT v."callId", v."enteredAt", v."queueId", v."agentId", v.matched, v.why,
      CASE WHEN v."handedOn" THEN (SELECT later."transferredTo" FROM "QueueVisit" later
        WHERE later."callId" = v."callId" AND later."transferredTo" <> later."queueId" ORDER BY later.ordinal LIMIT 1) END AS "transferredTo",
      call.number, call."rawNumber", call."numberKind", call.province, call.city, ticket.id AS "ticketId", ticket.number AS "ticketNumber",
      COALESCE((SELECT json_agg(json_build_object('agentId', flag."agentId", 'rightQueueId', flag."rightQueueId", 'note', flag.note)
        ORDER BY flag.at) FROM "MisroutedFlag" flag WHERE flag."callId" = v."callId"), '[]') AS flags
    FROM "QueueVisit" v
    LEFT JOIN "Call" call ON call.id = v."callId"
    LEFT JOIN "Interaction" interaction ON interaction."callId" = v."callId"
    LEFT JOIN "Ticket" ticket ON ticket.id = interaction."ticketId"
    WHERE ${conditionsOf(span, query)} AND ${missed} AND ${
      before
        ? Prisma.sql`v."enteredAt" <= ${before.at} AND (v."enteredAt" < ${before.at} OR v."callId" < ${before.id})`
        : Prisma.sql`true`
    }
    ORDER BY v."enteredAt" DESC, v."callId" DESC LIMIT ${query.limit + 1}`
  const page = pageOf(found, query.limit, ({ enteredAt, callId }) => ({ at: enteredAt, id: callId }))
  const [queues, agents, skills] = await Promise.all([
    namesFor(database, 'queue'),
    namesFor(database, 'agent'),
    database.skill.findMany(),
  ])
  const labels = new Map(skills.map(({ id, label }) => [id, label]))
  const queue = (id: string): string => queues.get(id) ?? id
  const agent = (id: string): string => agents.get(id) ?? id
  const missOf = (row: MissRow): Miss => ({
    callId: row.callId,
    enteredAt: row.enteredAt.toISOString(),
    queueName: queue(row.queueId),
    agentId: row.agentId,
    agentName: agent(row.agentId),
    number: shownNumber(
      { number: row.number, raw: row.rawNumber, kind: row.numberKind, province: row.province, city: row.city },
      role,
    ),
    ...(row.matched === null ? {} : { matched: row.matched }),
    ...(row.why === null ? {} : { why: deskWhy(row.why, { skill: (id) => labels.get(id) ?? id }) }),
    ...(row.transferredTo === null ? {} : { transferredTo: queue(row.transferredTo) }),
    misrouted: row.flags.map(({ agentId, rightQueueId, note }) => ({
      agentName: agent(agentId),
      rightQueue: queue(rightQueueId),
      ...(note === null ? {} : { note: String(withoutNumber(note, row.number)) }),
    })),
    ...(row.ticketId === null ? {} : { ticketId: row.ticketId }),
    ...(row.ticketNumber === null ? {} : { ticketNumber: row.ticketNumber }),
  })
  return { misses: page.rows.map(missOf), ...(page.next === undefined ? {} : { next: page.next }) }
}
