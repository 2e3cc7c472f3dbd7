/** Calls as the timeline and the call log show them. */
import type { ContactCard, Recording } from '../contract/index.ts'
import { Prisma } from '../database/client/client.ts'
import { instantOf, present } from '../instant.ts'

/** Times are Dates in a plain row and ISO strings inside JSON. */
export interface ContactRow {
  readonly callId: string
  readonly arrivedAt: Date | string
  readonly endedAt: Date | string | null
  readonly hotline: string
  readonly queueName: string | null
  readonly agentName: string | null
  readonly outcome: string | null
  readonly talkMs: number | null
  readonly waitMs: number | null
  readonly ticketId: string | null
  readonly ticketNumber: string | null
  readonly recordings: readonly RecordingRow[]
}

interface RecordingRow {
  readonly id: string
  readonly startedAt: string
  readonly durationMs: number | null
}

/** Columns of a ContactRow; to be used with `contactTables`. */
export const contactColumns = Prisma.sql`
  k.id AS "callId", k."arrivedAt", k."endedAt", k.hotline, kq.name AS "queueName", ka.name AS "agentName", k.outcome, k."talkMs",
  k."waitMs", ki."ticketId", kt.number AS "ticketNumber",
  COALESCE((SELECT json_agg(json_build_object('id', rec.id, 'startedAt', rec."startedAt", 'durationMs', rec."durationMs")
    ORDER BY rec."startedAt") FROM "Recording" rec WHERE rec."callId" = k.id), '[]') AS recordings`

/** The call is `k`, its interaction `ki`. */
export const contactTables = Prisma.sql`
  "Call" k
  LEFT JOIN "Queue" kq ON kq.id = k."queueId"
  LEFT JOIN "Agent" ka ON ka.id = k."agentId"
  LEFT JOIN "Interaction" ki ON ki."callId" = k.id
  LEFT JOIN "Ticket" kt ON kt.id = ki."ticketId"`

export const toContactCard = (row: ContactRow): ContactCard => ({
  ...present({
    callId: row.callId,
    hotline: row.hotline,
    queueName: row.queueName,
    agentName: row.agentName,
    outcome: row.outcome,
    talkMs: row.talkMs,
    waitMs: row.waitMs,
    ticketId: row.ticketId,
    ticketNumber: row.ticketNumber,
  }),
  arrivedAt: instantOf(row.arrivedAt),
  ...(row.endedAt ? { endedAt: instantOf(row.endedAt) } : {}),
  recordings: row.recordings.map(toRecording),
})

const toRecording = (row: RecordingRow): Recording => ({
  ...present({ id: row.id, durationMs: row.durationMs }),
  startedAt: instantOf(row.startedAt),
  url: `/api/recordings/${row.id}/audio`,
})
