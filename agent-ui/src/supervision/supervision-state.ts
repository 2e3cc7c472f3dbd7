/** What the supervisors' screens know, from the gateway's numbered stream. Pure: snapshots and updates in, the next model out. */
import {
  type Row,
  type RowChanges,
  type SupervisionSettings,
  type SupervisionSnapshot,
  type SupervisionTables,
  type SupervisionUpdate,
  withChanges,
} from '@ringdesk/gateway/contract'

export type Tables = { readonly [Table in keyof SupervisionTables]: ReadonlyMap<string, SupervisionTables[Table]> }

export interface SupervisionModel extends Tables {
  readonly seq: number
  /** ms to add to this browser's clock to get the server's. */
  readonly clockAheadMs: number
  readonly settings: SupervisionSettings
  /** An update was missed: what is shown is of before, until the snapshot that was asked for arrives. */
  readonly gap: boolean
}

const byId = <R extends Row>(rows: readonly R[]): ReadonlyMap<string, R> => new Map(rows.map((row) => [row.id, row]))

export function seen(snapshot: SupervisionSnapshot, localNow: number): SupervisionModel {
  const { seq, serverTime, settings, agents, queues, contacts, alarms, messages } = snapshot
  return {
    seq,
    settings,
    clockAheadMs: serverTime - localNow,
    gap: false,
    agents: byId(agents),
    queues: byId(queues),
    contacts: byId(contacts),
    alarms: byId(alarms),
    messages: byId(messages),
  }
}

/** An update that was taken before changes nothing; one that does not follow opens a gap. */
export function followed(before: SupervisionModel, update: SupervisionUpdate, localNow: number): SupervisionModel {
  if (update.seq <= before.seq) return before
  if (update.seq !== before.seq + 1) return before.gap ? before : { ...before, gap: true }
  const changed = Object.fromEntries(
    Object.entries(update.changes).map(([table, changes]) => [
      table,
      withChanges(before[table as keyof Tables] as ReadonlyMap<string, Row>, changes as RowChanges<Row>),
    ]),
  ) as Partial<Tables>
  return {
    ...before,
    ...changed,
    seq: update.seq,
    clockAheadMs: Math.max(before.clockAheadMs, update.serverTime - localNow),
    settings: update.settings ? { ...before.settings, ...update.settings } : before.settings,
  }
}
