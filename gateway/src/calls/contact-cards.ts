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
  readonly direction: ContactCard['direction']
  readonly campaignName: string | null
  readonly recordings: readonly RecordingRow[]
}

interface RecordingRow {
  readonly id: string
  readonly startedAt: string
  readonly durationMs: number | null
}

/** As isAttemptId has it: ids of other calls may be no uuids. */
const ATTEMPT_ID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'

/** Columns of a ContactRow; to be used with `contactTables`. */
export const contactColumns = Prisma.sql`
  k.id AS "callId", k."arrivedAt", k."endedAt", k.hotline, kq.name AS "queueName", ka.name AS "agentName", k.outcome, k."talkMs",
  k."waitMs", CASE WHEN ko.id IS NOT NULL THEN 'outbound' WHEN k.id LIKE 'callback-%' THEN 'callback' ELSE 'inbound' END AS direction,
  kcamp.name AS "campaignName", ki."ticketId", kt.number AS "ticketNumber",
  COALESCE((SELECT json_agg(json_build_object('id', rec.id, 'startedAt', rec."startedAt", 'durationMs', rec."durationMs")
    ORDER BY rec."startedAt") FROM "Recording" rec WHERE rec."callId" = k.id), '[]') AS recordings`

/** The call is `k`, its interaction `ki`. */
export const contactTables = Prisma.sql`
  "Call" k
  LEFT JOIN "Queue" kq ON kq.id = k."queueId"
  LEFT JOIN "Agent" ka ON ka.id = k."agentId"
  LEFT JOIN "OutboundAttempt" ko ON ko.id = CASE WHEN k.id ~ ${ATTEMPT_ID} THEN k.id::uuid END
  LEFT JOIN "Campaign" kcamp ON kcamp.id = ko."campaignId"
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
  direction: row.direction,
  ...(row.campaignName ? { campaignName: row.campaignName } : {}),
  arrivedAt: instantOf(row.arrivedAt),
  ...(row.endedAt ? { endedAt: instantOf(row.endedAt) } : {}),
  recordings: row.recordings.map(toRecording),
})

const toRecording = (row: RecordingRow): Recording => ({
  ...present({ id: row.id, durationMs: row.durationMs }),
  startedAt: instantOf(row.startedAt),
  url: `/api/recordings/${row.id}/audio`,
})
