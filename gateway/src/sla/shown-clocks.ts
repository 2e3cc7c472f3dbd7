/** A ticket's clocks as its readers see them. */
import type { ClockHours, ClockKind, TicketClock } from '../contract/index.ts'
import { Prisma } from '../database/client/client.ts'
import { instantOf, present } from '../instant.ts'

export interface ClockRow {
  readonly kind: string
  readonly state: string
  readonly dueAt: string | null
  readonly remainingMs: number | null
  readonly metAt: string | null
  readonly breachedAt: string | null
  readonly targetMinutes: number
  readonly hours: string
  readonly policyName: string | null
}

/** As JSON, of the ticket `t`: each kind's last generation, without those that were given up, be it too late. */
export const clocksJson: Prisma.Sql = Prisma.sql`
  (SELECT json_agg(json_build_object('kind', k.kind, 'state', k.state, 'dueAt', k."dueAt", 'remainingMs', k."remainingMs",
    'metAt', k."metAt", 'breachedAt', k."breachedAt", 'targetMinutes', k."targetMinutes", 'hours', k.hours,
    'policyName', k."policyName") ORDER BY k."startedAt", k.kind)
  FROM (SELECT DISTINCT ON (kind) * FROM "SlaClock" WHERE "ticketId" = t.id ORDER BY kind, generation DESC) k
  WHERE k.state <> 'cancelled' AND (k."endedAt" IS NULL OR k."metAt" IS NOT NULL))`

export const toTicketClock = (row: ClockRow): TicketClock => ({
  kind: row.kind as ClockKind,
  state: row.state as TicketClock['state'],
  hours: row.hours as ClockHours,
  ...present({ remainingMs: row.remainingMs, targetMinutes: row.targetMinutes, policyName: row.policyName }),
  ...present({
    dueAt: row.dueAt && instantOf(row.dueAt),
    metAt: row.metAt && instantOf(row.metAt),
    breachedAt: row.breachedAt && instantOf(row.breachedAt),
  }),
})
