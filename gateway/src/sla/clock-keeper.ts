/**
 * Brings a ticket's clocks to what they are now and tells what has come due, all in the caller's transaction: a clock's row, what it has
 * told, the history, the notifications and the next look are written together or not at all.
 */
import { randomUUID } from 'node:crypto'
import { notify } from '../collaboration/notices.ts'
import { type ClockHours, type ClockKind, slaReminders } from '../contract/index.ts'
import type { Prisma } from '../database/client/client.ts'
import { isUnfinished } from '../tickets/ticket-rows.ts'
import type { Calendar } from './business-time.ts'
import { type ClockLife, clockLives } from './clock-lives.ts'
import { type ClockState, clockState, type Step, stepsOf } from './clock-state.ts'
import { choosePolicy, type PolicyChoice, type TicketTraits } from './policy-choice.ts'
import { escalationChain, responsibleFor, type Told } from './responsible.ts'
import { type CurrentBook, type KeptBook, storeHours } from './sla-book.ts'

type Transaction = Prisma.TransactionClient

/** What the clocks write into the history; it changes no clock. */
export const clockHistoryKinds: ReadonlySet<string> = new Set(['sla-reminded', 'sla-breached', 'escalated'])

const relevantKinds = ['created', 'split', 'interaction-ended', 'status-changed']

/**
 * The ticket's row is locked by the caller.
 * @param now the database's time: one clock for all gateways
 */
export async function keepClocks(tx: Transaction, ticketId: string, now: Date, kept: KeptBook): Promise<void> {
  const book = await kept.lock(tx)
  const ticket = await readTicket(tx, ticketId)
  const lives = clockLives({
    createdAt: ticket.createdAt.getTime(),
    merged: ticket.status === 'MERGED',
    history: await readHistory(tx, ticketId),
  })
  const rows = await tx.slaClock.findMany({ where: { ticketId }, include: { steps: true } })
  const calendarOf = (hours: ClockHours): Calendar => {
    if (hours === 'always') return 'always'
    return hours === 'store' && ticket.store ? storeHours(ticket.store, kept.timeZone) : book.headquarters
  }
  const keeping = new KeptTicket(tx, ticket, now, book)
  for (const life of lives) {
    const row = rows.find(({ kind, generation }) => kind === life.kind && generation === life.generation)
    if (row?.endedAt) continue
    await keeping.keep(life, row, choosePolicy(book.policies, life.kind, traitsOf(ticket)), calendarOf)
  }
  await keeping.finish()
}

type TicketRow = Awaited<ReturnType<typeof readTicket>>
type ClockRow = Prisma.SlaClockGetPayload<{ include: { steps: true } }>

const readTicket = (tx: Transaction, id: string) =>
  tx.ticket.findUniqueOrThrow({
    where: { id },
    include: {
      store: { select: { opensAt: true, closesAt: true } },
      customer: { select: { memberLevel: true, tags: true } },
    },
  })

async function readHistory(tx: Transaction, ticketId: string) {
  const entries = await tx.ticketHistory.findMany({
    where: { ticketId, OR: [{ kind: { in: relevantKinds } }, { kind: { startsWith: 'comment' } }] },
    orderBy: { seq: 'asc' },
    select: { at: true, accountId: true, kind: true, detail: true },
  })
  return entries.map(({ at, accountId, kind, detail }) => ({
    at: at.getTime(),
    byPerson: accountId !== null,
    kind,
    detail,
  }))
}

export function traitsOf(ticket: {
  readonly category: string | null
  readonly priority: number
  readonly regionId: string | null
  readonly provinceId: string | null
  readonly cityId: string | null
  readonly areaId: string | null
  readonly customer: { readonly memberLevel: string | null; readonly tags: readonly string[] } | null
}): TicketTraits {
  const { regionId, provinceId, cityId, areaId, customer } = ticket
  return {
    priority: ticket.priority,
    ...(ticket.category === null ? {} : { category: ticket.category }),
    regionPath: [regionId, provinceId, cityId, areaId].filter((id) => id !== null),
    customerClasses: [...(customer?.memberLevel ? [customer.memberLevel] : []), ...(customer?.tags ?? [])],
  }
}

class KeptTicket {
  readonly #tx: Transaction
  readonly #ticket: TicketRow
  readonly #now: Date
  readonly #book: CurrentBook
  #nextLook: number | undefined
  #dueAt: number | undefined

  constructor(tx: Transaction, ticket: TicketRow, now: Date, book: CurrentBook) {
    this.#tx = tx
    this.#ticket = ticket
    this.#now = now
    this.#book = book
  }

  async keep(
    life: ClockLife,
    row: ClockRow | undefined,
    choice: PolicyChoice | undefined,
    calendarOf: (hours: ClockHours) => Calendar,
  ): Promise<void> {
    if (!choice) {
      // Its policy is gone; if one comes again, it goes on.
      if (row) await this.#tx.slaClock.update({ where: { id: row.id }, data: { ...nothing, state: 'cancelled' } })
      return
    }
    const { target, policy } = choice
    const calendar = calendarOf(target.hours)
    // A clock that was started by somebody whose time is ahead of ours has not run backwards.
    const now = Math.max(this.#now.getTime(), life.startedAt)
    const state = clockState(target.minutes, calendar, life, now)
    const id = await this.#write(life, row, choice, state)
    // Before it is overdue nobody above has to be known: the next step is another one.
    const escalates = state.state === 'breached' && state.endedAt === undefined
    const chain = escalates ? await this.#levels(life.kind, policy.reminders) : []
    const steps = stepsOf(target.minutes, slaReminders.parse(policy.reminders), calendar, life, chain.length)
    const told = new Set(row?.steps.map(({ step }) => step))
    const due = steps.filter(({ name, at }) => at !== undefined && at <= now && !told.has(name))
    for (const step of due) {
      const stale =
        (step.kind === 'remind' && state.breachedAt !== undefined) ||
        (state.endedAt !== undefined && step.kind !== 'breached')
      const how = stale ? 'stale' : this.#comesOfEdit(step, row) ? 'by-edit' : 'told'
      await this.#tell(id, life, step, choice, how, chain[step.level - 1])
    }
    if (state.endedAt !== undefined) return
    this.#lookAt(Math.min(...steps.flatMap(({ at }) => (at !== undefined && at > now ? [at] : []))))
    if (state.dueAt !== undefined && state.state !== 'paused')
      this.#dueAt = Math.min(this.#dueAt ?? Infinity, state.dueAt)
  }

  /**
   * By the policies as they were nobody was late: the edit has moved the time into the past. What was due before the edit as well, or is
   * due since, is told as ever; a ticket that comes under another policy by what happens to it, too.
   */
  #comesOfEdit({ kind, at }: Step, row: ClockRow | undefined): boolean {
    const { changedAt, version } = this.#book
    if (changedAt === undefined || at === undefined || at > changedAt.getTime()) return false
    if (row?.bookVersion === version) return false
    const wasDue = kind === 'breached' && row?.dueAt && row.state !== 'cancelled' && row.dueAt <= changedAt
    return !wasDue
  }

  /** The earliest due time for the lists, and when to look again. */
  async finish(): Promise<void> {
    const { id, dueAt } = this.#ticket
    if ((dueAt?.getTime() ?? undefined) !== this.#dueAt)
      await this.#tx.$executeRaw`UPDATE "Ticket" SET "dueAt" = ${dateOf(this.#dueAt)} WHERE id = ${id}::uuid`
    if (this.#nextLook === undefined) await this.#tx.$executeRaw`DELETE FROM "SlaLook" WHERE "ticketId" = ${id}::uuid`
    else
      await this.#tx.$executeRaw`
        INSERT INTO "SlaLook" ("ticketId", at) VALUES (${id}::uuid, ${new Date(this.#nextLook)})
        ON CONFLICT ("ticketId") DO UPDATE SET at = EXCLUDED.at`
  }

  #lookAt(at: number): void {
    if (Number.isFinite(at)) this.#nextLook = Math.min(this.#nextLook ?? Infinity, at)
  }

  async #levels(kind: ClockKind, { escalateEveryMinutes }: { escalateEveryMinutes: number }) {
    return escalateEveryMinutes > 0 ? await escalationChain(this.#tx, this.#ticket, kind) : []
  }

  async #write(
    life: ClockLife,
    row: ClockRow | undefined,
    { policy, target, matched, over }: PolicyChoice,
    state: ClockState,
  ): Promise<string> {
    const data = {
      state: state.state,
      policyId: policy.id,
      policyName: policy.name,
      why: { matched: [...matched], over: [...over] },
      targetMinutes: target.minutes,
      hours: target.hours,
      bookVersion: this.#book.version,
      startedAt: new Date(life.startedAt),
      dueAt: dateOf(state.dueAt),
      remainingMs: state.remainingMs === undefined ? null : BigInt(state.remainingMs),
      breachedAt: dateOf(state.breachedAt),
      metAt: dateOf(state.metAt),
      endedAt: dateOf(state.endedAt),
    }
    if (row) {
      await this.#tx.slaClock.update({ where: { id: row.id }, data })
      return row.id
    }
    const { kind, generation } = life
    const made = await this.#tx.slaClock.create({ data: { ...data, ticketId: this.#ticket.id, kind, generation } })
    return made.id
  }

  /** The step's row is written first: whoever comes second fails on its key, with everything he wrote. */
  async #tell(
    clockId: string,
    life: ClockLife,
    step: Step,
    { policy, target }: PolicyChoice,
    how: 'told' | 'by-edit' | 'stale',
    level: readonly Told[] | undefined,
  ): Promise<void> {
    const at = new Date(step.at ?? this.#now)
    await this.#tx.slaStep.create({ data: { clockId, step: step.name, at, told: how === 'told' } })
    // That it is overdue stands in the ticket and in the lists; who would have been told before is not told now.
    if (how === 'stale' || (how === 'by-edit' && step.kind !== 'breached')) return
    const told = how === 'told'
    const people = told ? (level ?? (await responsibleFor(this.#tx, life.kind, this.#ticket))) : []
    const kind = historyKinds[step.kind]
    const detail = {
      clock: life.kind,
      generation: life.generation,
      step: step.name,
      due: at.toISOString(),
      policy: policy.name,
      targetMinutes: target.minutes,
      people: people.map(({ name }) => name),
      ...(told ? {} : { byEdit: true }),
      ...(step.level > 0 ? { level: step.level } : {}),
    }
    const ticketId = this.#ticket.id
    await this.#tx.ticketHistory.create({ data: { ticketId, at: this.#now, kind, detail } })
    if (!told) return
    await notify(
      this.#tx,
      people.map(({ accountId }) => accountId),
      {
        ticketId,
        kind,
        sourceId: randomUUID(),
        actorName: '',
        text: `${clockNames[life.kind]}（${policy.name}）`,
        at: this.#now,
      },
    )
  }
}

const clockNames = { 'first-response': '首次响应', acceptance: '门店接单', resolution: '解决' } as const
const historyKinds = { remind: 'sla-reminded', breached: 'sla-breached', escalate: 'escalated' } as const
const nothing = { dueAt: null, remainingMs: null } as const
const dateOf = (at: number | undefined): Date | null => (at === undefined ? null : new Date(at))

/** After an edit of policies or hours, in its transaction: everything that is not finished is looked at again, soon. */
export const lookAtAllClocks = (tx: Transaction): Promise<number> => tx.$executeRaw`
  INSERT INTO "SlaLook" ("ticketId", at)
  SELECT t.id, now() FROM "Ticket" t WHERE ${isUnfinished} ORDER BY t.id
  ON CONFLICT ("ticketId") DO UPDATE SET at = LEAST("SlaLook".at, EXCLUDED.at)`
