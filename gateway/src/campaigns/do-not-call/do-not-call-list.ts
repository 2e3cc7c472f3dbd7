/** The list of those whom nobody calls: read, added to, and taken from as far as that is allowed at all. */
import type { z } from 'zod'
import { recordAudit } from '../../audit/audit.ts'
import type {
  DoNotCallAdd,
  DoNotCallEntry,
  DoNotCallImported,
  DoNotCallPage,
  doNotCallImport,
  doNotCallQuery,
  Me,
  RefusalReason,
} from '../../contract/index.ts'
import { shownNumber } from '../../customers/masking.ts'
import { Prisma, type PrismaClient } from '../../database/client/client.ts'
import { GatewayError } from '../../errors.ts'
import { badInput } from '../../input.ts'
import { instantOf, present } from '../../instant.ts'
import { pageOf, readCursor } from '../../pages.ts'
import { searchedNumber, writtenNumber } from './asked-number.ts'
import { isForGood, refuse, refuseMany } from './refuse.ts'

const uuid = /^[0-9a-f-]{36}$/
/** Lines of an import; what is wrong is shown for the first of them. */
const MOST_LINES = 20_000
const SHOWN_PROBLEMS = 100
const AT_ONCE = 1_000
const WRITE_MS = 60_000

interface EntryRow {
  readonly id: string
  readonly number: string
  readonly campaignId: string | null
  readonly campaignName: string | null
  readonly reason: string
  readonly by: string | null
  readonly note: string | null
  readonly at: Date
}

/** @throws GatewayError BAD_CURSOR */
export async function readList(
  database: Prisma.TransactionClient,
  me: Me,
  { reason, q, cursor, limit }: z.output<typeof doNotCallQuery>,
): Promise<DoNotCallPage> {
  const all: Prisma.Sql[] = [Prisma.sql`true`]
  if (reason) all.push(Prisma.sql`d.reason = ${reason}`)
  if (q) {
    const searched = searchedNumber(q)
    if (!searched) return { entries: [] }
    all.push(
      'whole' in searched
        ? Prisma.sql`d.number = ${searched.whole}`
        : Prisma.sql`right(d.number, 4) = ${searched.ending}`,
    )
  }
  if (cursor !== undefined) {
    const after = readCursor(cursor, uuid)
    all.push(Prisma.sql`(d.at, d.id) < (${after.at}, ${after.id}::uuid)`)
  }
  const rows = await database.$queryRaw<EntryRow[]>`
    SELECT d.id, d.number, d."campaignId", c.name AS "campaignName", d.reason, d.by, d.note, d.at
    FROM "DoNotCall" d LEFT JOIN "Campaign" c ON c.id = d."campaignId"
    WHERE ${Prisma.join(all, ' AND ')} ORDER BY d.at DESC, d.id DESC LIMIT ${limit + 1}`
  const { rows: page, next } = pageOf(rows, limit, ({ at, id }) => ({ at, id }))
  return { entries: page.map((row) => shown(row, me)), ...(next ? { next } : {}) }
}

function shown({ number, reason, at, id, ...row }: EntryRow, me: Me): DoNotCallEntry {
  return {
    id,
    number: shownNumber({ number }, me.role),
    reason: reason as RefusalReason,
    at: instantOf(at),
    forGood: isForGood(reason),
    ...present(row),
  }
}

/**
 * One entry, at once for everybody who waits. An agent can only pass on what a customer said.
 * @throws GatewayError BAD_INPUT, NOT_ALLOWED, NO_SUCH_CALL, NO_SUCH_ATTEMPT, NO_SUCH_CAMPAIGN, NO_NUMBER
 */
export async function addEntry(database: PrismaClient, me: Me, asked: DoNotCallAdd): Promise<void> {
  if (me.role === 'agent' && asked.reason !== 'agent') throw new GatewayError('NOT_ALLOWED')
  await database.$transaction(async (tx) => {
    const number = await numberMeant(tx, asked.of)
    const { campaignId, reason, note } = asked
    if (campaignId && !(await tx.campaign.findUnique({ where: { id: campaignId }, select: { id: true } })))
      throw new GatewayError('NO_SUCH_CAMPAIGN')
    const attemptId = asked.of.kind === 'attempt' ? asked.of.id : undefined
    const fresh = await refuse(tx, { number, campaignId, reason, note, by: me.name, attemptId })
    await recordAudit(tx, {
      accountId: me.id,
      actor: me.name,
      action: 'do-not-call-added',
      object: `number:${number}`,
      detail: { reason, fresh, of: asked.of.kind, campaign: campaignId ?? null, note: note ?? null },
    })
  })
}

async function numberMeant(tx: Prisma.TransactionClient, of: DoNotCallAdd['of']): Promise<string> {
  if (of.kind === 'number') {
    const number = writtenNumber(of.number)
    if (number === undefined) throw badInput([{ path: 'of.number', message: '不是可以外呼的号码' }])
    return number
  }
  if (of.kind === 'attempt') {
    const attempt = await tx.outboundAttempt.findUnique({ where: { id: of.id }, select: { number: true } })
    if (!attempt) throw new GatewayError('NO_SUCH_ATTEMPT')
    return attempt.number
  }
  const call = await tx.call.findUnique({ where: { id: of.id }, select: { number: true } })
  if (!call) throw new GatewayError('NO_SUCH_CALL')
  if (call.number === null) throw new GatewayError('NO_NUMBER')
  return call.number
}

/**
 * A pasted list: looked at first, written only when that was agreed to.
 * @throws GatewayError BAD_INPUT when there are too many lines
 */
export async function importList(
  database: PrismaClient,
  me: Me,
  { numbers: text, note, agreed }: z.output<typeof doNotCallImport>,
): Promise<DoNotCallImported> {
  const lines = text.split(/\r?\n|[,;，；]/).map((line) => line.trim())
  if (lines.length > MOST_LINES) throw badInput([{ path: 'numbers', message: `一次最多 ${MOST_LINES} 行` }])
  const good = new Set<string>()
  const problems: DoNotCallImported['problems'] = []
  lines.forEach((value, index) => {
    if (value === '') return
    const number = writtenNumber(value)
    if (number !== undefined) good.add(number)
    else
      problems.push({
        row: index + 1,
        value: value.slice(0, 40),
        message: '不是可以外呼的号码，应为手机号或带区号的固定电话',
      })
  })
  const numbers = [...good]
  const known = await countKnown(database, numbers)
  if (agreed && numbers.length > 0)
    await database.$transaction(
      async (tx) => {
        for (let from = 0; from < numbers.length; from += AT_ONCE) {
          const some = numbers.slice(from, from + AT_ONCE)
          await refuseMany(
            tx,
            some.map((number) => ({ number, reason: 'list', by: me.name, note })),
          )
        }
        await recordAudit(tx, {
          accountId: me.id,
          actor: me.name,
          action: 'do-not-call-added',
          object: 'do-not-call-list',
          detail: { reason: 'list', numbers: numbers.length, known, note: note ?? null },
        })
      },
      { timeout: WRITE_MS },
    )
  return {
    good: numbers.length,
    known,
    bad: problems.length,
    problems: problems.slice(0, SHOWN_PROBLEMS),
    written: agreed && numbers.length > 0,
  }
}

async function countKnown(database: PrismaClient, numbers: readonly string[]): Promise<number> {
  const [row] = await database.$queryRaw<{ known: number }[]>`
    SELECT count(*)::int AS known FROM "DoNotCall" WHERE number = ANY(${[...numbers]}::text[]) AND "campaignId" IS NULL`
  return row?.known ?? 0
}

/**
 * Takes a list's or an administrator's entry away. Contacts that it ended stay ended.
 * @throws GatewayError NO_SUCH_REFUSAL, REFUSED_FOR_GOOD
 */
export async function removeEntry(database: PrismaClient, me: Me, id: string, why: string): Promise<void> {
  await database.$transaction(async (tx) => {
    const entry = await tx.doNotCall.findUnique({ where: { id } })
    if (!entry) throw new GatewayError('NO_SUCH_REFUSAL')
    // The reason stands in the condition, too: the customer may be saying it at this moment.
    const { count } = await tx.doNotCall.deleteMany({ where: { id, reason: { in: ['list', 'administrator'] } } })
    if (count === 0) throw new GatewayError('REFUSED_FOR_GOOD')
    await recordAudit(tx, {
      accountId: me.id,
      actor: me.name,
      action: 'do-not-call-removed',
      object: `number:${entry.number}`,
      detail: { why, reason: entry.reason, campaign: entry.campaignId, by: entry.by, at: instantOf(entry.at) },
    })
  })
}
