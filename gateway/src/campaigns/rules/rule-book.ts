/** The rules for every call that we make, as administrators change them: on the version they saw, audited with before and after. */
import { recordAudit } from '../../audit/audit.ts'
import { type Me, type OutboundRuleBook, type OutboundRules, outboundRules } from '../../contract/index.ts'
import type { Prisma, PrismaClient } from '../../database/client/client.ts'
import { GatewayError } from '../../errors.ts'
import { badInput } from '../../input.ts'
import { instantOf } from '../../instant.ts'
import { defaultRules } from './rules-in-force.ts'

/** Any number, the same for all: the first edit has no row yet on which two could meet. */
const RULES_LOCK = 4_008_001_240

export async function readOutboundRules(database: Prisma.TransactionClient): Promise<OutboundRuleBook> {
  const row = await database.outboundRules.findUnique({ where: { id: 1 } })
  if (!row) return { version: 0, rules: defaultRules }
  return {
    version: row.version,
    rules: outboundRules.parse(row.rules),
    changedAt: instantOf(row.changedAt),
    ...(row.changedBy ? { changedBy: row.changedBy } : {}),
  }
}

/** @throws GatewayError BAD_INPUT naming each field, OUTBOUND_RULES_CHANGED with the book as it is */
export async function writeOutboundRules(
  database: PrismaClient,
  me: Me,
  { version, rules }: { readonly version: number; readonly rules: OutboundRules },
): Promise<OutboundRuleBook> {
  return database.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${RULES_LOCK})`
    const before = await readOutboundRules(tx)
    if (before.version !== version) throw new GatewayError('OUTBOUND_RULES_CHANGED', { body: { book: before } })
    await refuseUnfit(tx, rules)
    const data = {
      rules: rules as Prisma.InputJsonObject,
      version: version + 1,
      changedAt: new Date(),
      changedBy: me.name,
    }
    await tx.outboundRules.upsert({ where: { id: 1 }, create: { id: 1, ...data }, update: data })
    await recordAudit(tx, {
      accountId: me.id,
      actor: me.name,
      action: 'outbound-rules-changed',
      object: 'outbound-rules',
      detail: { before: before.rules as Prisma.InputJsonObject, after: rules as Prisma.InputJsonObject },
    })
    return readOutboundRules(tx)
  })
}

/** What the schema cannot know. */
async function refuseUnfit(tx: Prisma.TransactionClient, rules: OutboundRules): Promise<void> {
  const problems: { path: string; message: string }[] = []
  if (!isTimeZone(rules.timeZone)) problems.push({ path: 'timeZone', message: '不是有效的时区，例如 Asia/Shanghai' })
  if (rules.inboundLines >= rules.lines)
    problems.push({ path: 'inboundLines', message: '为来电保留的线路应少于线路总数，否则一通也打不出去' })
  if (rules.perDay > rules.inAll) problems.push({ path: 'perDay', message: '每天的次数不能多于总次数' })
  const ids = rules.regions.map(({ regionId }) => regionId)
  const known = await tx.region.findMany({ where: { id: { in: ids } }, select: { id: true } })
  const exists = new Set(known.map(({ id }) => id))
  ids.forEach((id, index) => {
    if (!exists.has(id)) problems.push({ path: `regions.${index}.regionId`, message: '没有这个区域' })
    if (ids.indexOf(id) < index) problems.push({ path: `regions.${index}.regionId`, message: '这个区域已有一条' })
  })
  if (problems.length > 0) throw badInput(problems)
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
