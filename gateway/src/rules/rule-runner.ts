/** Runs the rules for one event, in the transaction that deals with it: they fire with it or not at all. */
import type { Logger } from 'pino'
import { z } from 'zod'
import { type RuleDocument, ruleDocument } from '../contract/index.ts'
import type { AutomationRule, Prisma } from '../database/client/client.ts'
import type { WaitingEvent } from '../ticket-events/event-queue.ts'
import type { SendJob } from '../webhooks/webhooks.ts'
import { carryOut, type Done, type Firing } from './rule-actions.ts'
import { hoursCounted, reasonsFor } from './rule-conditions.ts'
import { answersIn, eventsIn } from './rule-events.ts'
import { factsOf } from './ticket-facts.ts'

type Transaction = Prisma.TransactionClient

/**
 * Rules that one event may set off one after the other. What would come after it is not done, and the history says so; the same when a
 * rule is about to be set off by what it has caused itself.
 */
export const DEEPEST = 5

export interface RuleRunner {
  readonly send: SendJob
  readonly timeZone: string
  readonly log: Pick<Logger, 'error'>
}

interface Cause {
  readonly depth: number
  /** The rules that led here. */
  readonly chain: readonly ChainLink[]
}

interface ChainLink {
  readonly id: string
  readonly name: string
}

/** Rules in their order, events in the order in which the entry has them; each rule sees the ticket as the one before left it. */
export async function runRules(
  runner: RuleRunner,
  tx: Transaction,
  ticketId: string,
  entry: WaitingEvent,
  now: Date,
): Promise<void> {
  const events = eventsIn(entry)
  if (events.length === 0) return
  const rows = await tx.automationRule.findMany({
    where: { event: { in: [...events] }, enabled: true, deletedAt: null },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  })
  const cause = causeOf(entry)
  const answers = answersIn(entry)
  for (const row of rows) {
    const rule = ruleDocument.safeParse(row)
    if (!rule.success) {
      runner.log.error({ rule: row.id, issues: rule.error.issues }, 'a rule in the database cannot be used')
      continue
    }
    const [facts] = await factsOf(tx, [{ ticketId, at: entry.at, answers }], hoursCounted(rule.data.conditions))
    const why = facts && facts.status !== 'merged' ? reasonsFor(rule.data.conditions, facts) : undefined
    if (!why) continue
    if (cause.depth >= DEEPEST || cause.chain.some(({ id }) => id === row.id)) {
      await stop(tx, ticketId, row, cause, now)
      continue
    }
    await fire(runner, tx, { ticketId, entry, row, rule: rule.data, why, cause, now })
  }
}

async function fire(
  { send, timeZone }: RuleRunner,
  tx: Transaction,
  matter: {
    readonly ticketId: string
    readonly entry: WaitingEvent
    readonly row: AutomationRule
    readonly rule: RuleDocument
    readonly why: readonly string[]
    readonly cause: Cause
    readonly now: Date
  },
): Promise<void> {
  const { ticketId, entry, row, rule, why, cause, now } = matter
  const said = { id: row.id, name: row.name, version: row.version }
  const depth = cause.depth + 1
  const chain = [...cause.chain, { id: row.id, name: row.name }]
  const firing: Firing = {
    ...{ tx, send, ticketId, why, depth, chain, now, timeZone },
    historyId: entry.historyId,
    event: rule.event,
    rule: said,
  }
  const done: Done[] = []
  for (const [place, action] of rule.actions.entries()) done.push(await carryOut(firing, action, place))
  await tx.ticketHistory.create({
    data: {
      ticketId,
      at: now,
      kind: 'rule-fired',
      detail: {
        rule: said,
        event: rule.event,
        why: [...why],
        did: done.map(({ did }) => did),
        ...together(done),
        depth,
        chain: chain.map((link) => ({ ...link })),
      },
    },
  })
}

/** Of several actions on the same thing: from what it was to what it has become. */
function together(done: readonly Done[]): Prisma.InputJsonObject {
  const all: Record<string, Prisma.InputJsonValue> = {}
  for (const { changes } of done) {
    for (const [name, value] of Object.entries(changes ?? {})) {
      const before = all[name]
      if (Array.isArray(before) && Array.isArray(value)) all[name] = [...before, ...value]
      else if (isChange(before) && isChange(value)) all[name] = { ...value, from: before.from ?? null }
      else if (value !== null && value !== undefined) all[name] = value as Prisma.InputJsonValue
    }
  }
  return all
}

const isChange = (value: unknown): value is Prisma.InputJsonObject =>
  typeof value === 'object' && value !== null && 'to' in value

const stop = (tx: Transaction, ticketId: string, row: AutomationRule, { chain, depth }: Cause, now: Date) =>
  tx.ticketHistory.create({
    data: {
      ticketId,
      at: now,
      kind: 'rule-stopped',
      detail: {
        rule: { id: row.id, name: row.name, version: row.version },
        chain: [...chain, { id: row.id, name: row.name }].map((link) => ({ ...link })),
        depth,
      },
    },
  })

const causeDetail = z.object({
  depth: z.number().int().catch(0),
  chain: z.array(z.object({ id: z.string(), name: z.string() })).catch([]),
})

const causeOf = ({ detail }: WaitingEvent): Cause => causeDetail.catch({ depth: 0, chain: [] }).parse(detail)
