/**
 * What supervisors are told, numbered: compares the tables as they are with what was told last. It knows no sockets and no call centre, so
 * that numbering and differences can be tested alone.
 */
import { isDeepStrictEqual } from 'node:util'
import {
  changesBetween,
  type Row,
  type SupervisionSettings,
  type SupervisionSnapshot,
  type SupervisionTables,
  type SupervisionUpdate,
} from '../contract/index.ts'

export type SupervisionTruth = {
  readonly [Table in keyof SupervisionTables]: ReadonlyMap<string, SupervisionTables[Table]>
}
type Changes = { -readonly [Table in keyof SupervisionTables]?: SupervisionUpdate['changes'][Table] }

const nothing: SupervisionTruth = {
  agents: new Map(),
  queues: new Map(),
  contacts: new Map(),
  alarms: new Map(),
  messages: new Map(),
}

export class SupervisionStream {
  #seq = 0
  #told = nothing
  #settings: SupervisionSettings | undefined

  /** What has changed since the last time; undefined: nothing. */
  follow(truth: SupervisionTruth, settings: SupervisionSettings, serverTime: number): SupervisionUpdate | undefined {
    const changes: Changes = {}
    const look = <Table extends keyof SupervisionTables>(table: Table): void => {
      const before = this.#told[table] as ReadonlyMap<string, Row>
      const found = changesBetween(before, truth[table] as ReadonlyMap<string, Row>)
      if (found) changes[table] = found as Changes[Table]
    }
    for (const table of Object.keys(nothing) as (keyof SupervisionTables)[]) look(table)
    const changed = this.#changedSettings(settings)
    if (Object.keys(changes).length === 0 && !changed) return undefined
    this.#told = Object.fromEntries(
      Object.entries(truth).map(([table, rows]) => [table, new Map<string, Row>(rows)]),
    ) as unknown as SupervisionTruth
    this.#settings = settings
    return { seq: ++this.#seq, serverTime, changes, ...(changed ? { settings: changed } : {}) }
  }

  /** As last told, so that the next difference fits. */
  snapshot(serverTime: number): SupervisionSnapshot | undefined {
    if (!this.#settings) return undefined
    return {
      seq: this.#seq,
      serverTime,
      settings: this.#settings,
      agents: [...this.#told.agents.values()],
      queues: [...this.#told.queues.values()],
      contacts: [...this.#told.contacts.values()],
      alarms: [...this.#told.alarms.values()],
      messages: [...this.#told.messages.values()],
    }
  }

  #changedSettings(settings: SupervisionSettings): Partial<SupervisionSettings> | undefined {
    const before = this.#settings
    if (!before) return settings
    const changed = Object.entries(settings).filter(
      ([key, value]) => !isDeepStrictEqual(before[key as keyof SupervisionSettings], value),
    )
    return changed.length > 0 ? Object.fromEntries(changed) : undefined
  }
}
