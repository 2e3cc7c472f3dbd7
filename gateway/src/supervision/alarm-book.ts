/**
 * Alarm rules and standing alarms: in memory, where they work while the database is away, and in the database, where every gateway and
 * every restart finds them. What could not be written is written later.
 */
import type { Logger } from 'pino'
import { recordAudit } from '../audit/audit.ts'
import { type AlarmKind, type AlarmLine, type AlarmRule, alarmRules, type Me } from '../contract/index.ts'
import type { Database } from '../database/connect.ts'
import { within } from '../deadline.ts'
import { parseInput } from '../input.ts'
import type { WatchedAlarm } from './alarm-watch.ts'

const DATABASE_MS = 3_000
const RETRY_MS = 3_000
/** Raised and cleared alarms that wait for the database; the oldest are given up beyond that. */
const UNWRITTEN_MOST = 2_000

export class AlarmBook {
  readonly #database: Database
  readonly #log: Logger
  #rules: readonly AlarmRule[] = []
  readonly #standing = new Map<string, AlarmLine>()
  #unwritten: (() => Promise<unknown>)[] = []
  #writing: Promise<void> | undefined
  readonly #timer: NodeJS.Timeout

  /** @param shared whether other gateways read and write the same alarms: then they are looked at again and again */
  constructor(database: Database, log: Logger, shared: boolean) {
    this.#database = database
    this.#log = log
    this.#timer = setInterval(() => {
      void this.#write()
      if (shared) this.#follow().catch((error: unknown) => log.debug({ err: error }, 'alarms of others are not known'))
    }, RETRY_MS)
  }

  get rules(): readonly AlarmRule[] {
    return this.#rules
  }

  get standing(): ReadonlyMap<string, AlarmLine> {
    return this.#standing
  }

  /** Reads rules, and the alarms that a former run left standing. @throws when the database does not answer in time */
  async open(): Promise<readonly WatchedAlarm[]> {
    await this.#readRules()
    const rows = await this.#inTime(this.#database.alarm.findMany({ where: { standing: { not: null } }, take: 5_000 }))
    for (const row of rows) {
      if (row.standing === null) continue
      const line = alarmLine({ ...row, standing: row.standing })
      this.#standing.set(line.id, line)
    }
    return [...this.#standing.values()]
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#write()
  }

  raise(alarm: WatchedAlarm): void {
    if (this.#standing.has(alarm.id)) return
    const { id, rule, state, raisedAt, ...rest } = alarm
    this.#standing.set(id, alarm)
    const data = { ...rest, standing: id, ruleId: rule, agentState: state ?? null, raisedAt: new Date(raisedAt) }
    this.#later(() => this.#database.alarm.createMany({ data: [data], skipDuplicates: true }))
  }

  clear(alarm: WatchedAlarm, at: number): void {
    if (!this.#standing.delete(alarm.id)) return
    this.#later(() =>
      this.#database.alarm.updateMany({
        where: { standing: alarm.id },
        data: { standing: null, clearedAt: new Date(at) },
      }),
    )
  }

  /** Who was first is kept. Returns false when there is no such alarm any more. @throws when it could not be written */
  async acknowledge(id: string, by: Me, at: number): Promise<boolean> {
    const alarm = this.#standing.get(id)
    if (!alarm) return false
    if (alarm.acknowledged) return true
    await this.#write()
    await this.#inTime(
      this.#database.alarm.updateMany({
        where: { standing: id, acknowledgedAt: null },
        data: { acknowledgedAt: new Date(at), acknowledgedById: by.id, acknowledgedBy: by.name },
      }),
    )
    const now = this.#standing.get(id)
    if (now && !now.acknowledged) this.#standing.set(id, { ...now, acknowledged: { at, by: by.name } })
    return true
  }

  /** Replaces all rules, and says so in the audit, or does neither. */
  async replaceRules(rules: readonly AlarmRule[], by: Me): Promise<void> {
    const before = this.#rules
    const data = rules.map(({ id, kind, queue, state, threshold, enabled }) => ({
      id,
      kind,
      threshold,
      enabled,
      queueId: queue ?? null,
      agentState: state ?? null,
      changedBy: by.name,
    }))
    await this.#database.$transaction(async (transaction) => {
      await transaction.alarmRule.deleteMany()
      await transaction.alarmRule.createMany({ data })
      await recordAudit(transaction, {
        accountId: by.id,
        actor: by.name,
        action: 'alarm-rules-changed',
        object: 'alarm-rules',
        detail: { before: [...before], after: [...rules] },
      })
    })
    this.#rules = rules
  }

  async #readRules(): Promise<void> {
    const rows = await this.#inTime(this.#database.alarmRule.findMany({ orderBy: { id: 'asc' }, take: 1_000 }))
    const parsed = parseInput(
      alarmRules,
      rows.map(({ id, kind, queueId, agentState, threshold, enabled }) => ({
        id,
        kind,
        threshold,
        enabled,
        ...(queueId === null ? {} : { queue: queueId }),
        ...(agentState === null ? {} : { state: agentState }),
      })),
    )
    if (parsed.success) this.#rules = parsed.data
    else this.#log.error({ issues: parsed.error.issues }, 'the alarm rules in the database cannot be used')
  }

  /** Acknowledgements and rules that another gateway has written. */
  async #follow(): Promise<void> {
    await this.#readRules()
    const rows = await this.#inTime(
      this.#database.alarm.findMany({
        where: { standing: { in: [...this.#standing.keys()] }, acknowledgedAt: { not: null } },
      }),
    )
    for (const { standing, acknowledgedAt, acknowledgedBy } of rows) {
      const line = standing === null ? undefined : this.#standing.get(standing)
      if (line && !line.acknowledged && acknowledgedAt)
        this.#standing.set(line.id, {
          ...line,
          acknowledged: { at: acknowledgedAt.getTime(), by: acknowledgedBy ?? '' },
        })
    }
  }

  #later(write: () => Promise<unknown>): void {
    this.#unwritten.push(write)
    if (this.#unwritten.length > UNWRITTEN_MOST) this.#unwritten.shift()
    void this.#write()
  }

  /** In order; stops at the first that fails and tries again later. Never rejects. */
  #write(): Promise<void> {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined
    })
    return this.#writing
  }

  async #writeAll(): Promise<void> {
    try {
      for (let next = this.#unwritten[0]; next; next = this.#unwritten[0]) {
        await this.#inTime(next())
        if (this.#unwritten[0] === next) this.#unwritten.shift()
      }
    } catch (error) {
      this.#log.warn({ err: error, waiting: this.#unwritten.length }, 'alarms wait for the database')
    }
  }

  #inTime<Answer>(work: Promise<Answer>): Promise<Answer> {
    return within(DATABASE_MS, work, () => new Error('the database did not answer in time'))
  }
}

interface AlarmRow {
  readonly standing: string
  readonly ruleId: string
  readonly kind: string
  readonly subject: string
  readonly agentState: string | null
  readonly threshold: number
  readonly value: number
  readonly raisedAt: Date
  readonly acknowledgedAt: Date | null
  readonly acknowledgedBy: string | null
}

function alarmLine(row: AlarmRow): AlarmLine {
  return {
    id: row.standing,
    rule: row.ruleId,
    kind: row.kind as AlarmKind,
    subject: row.subject,
    threshold: row.threshold,
    value: row.value,
    raisedAt: row.raisedAt.getTime(),
    ...(row.agentState === null ? {} : { state: row.agentState as NonNullable<AlarmLine['state']> }),
    ...(row.acknowledgedAt ? { acknowledged: { at: row.acknowledgedAt.getTime(), by: row.acknowledgedBy ?? '' } } : {}),
  }
}
