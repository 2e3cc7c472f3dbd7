/** Policies and hours as administrators change them: on the version they saw, audited, and every open ticket looked at again. */
import { recordAudit } from '../audit/audit.ts'
import type { Me, SlaBook, SlaPolicy, SlaPolicyDocument, SlaWeek } from '../contract/index.ts'
import { slaPolicyDocument, slaWeek } from '../contract/index.ts'
import type { Prisma, PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { badInput } from '../input.ts'
import { instantOf, present } from '../instant.ts'
import { lookAtAllClocks } from './clock-keeper.ts'
import { countEdit, MOST_POLICIES } from './sla-book.ts'

type Transaction = Prisma.TransactionClient

/** ms: looking at every open ticket again is one statement over all of them. */
const limits = { maxWait: 5_000, timeout: 30_000 } as const

export async function slaBookOf(database: Transaction, timeZone: string): Promise<SlaBook> {
  const settings = await database.slaSettings.findUniqueOrThrow({ where: { id: 1 } })
  const rows = await database.slaPolicy.findMany({ orderBy: [{ name: 'asc' }], take: MOST_POLICIES })
  const regions = await database.region.findMany({
    where: { id: { in: rows.flatMap(({ regionId }) => regionId ?? []) } },
    select: { id: true, name: true },
  })
  const nameOf = new Map(regions.map(({ id, name }) => [id, name]))
  return {
    version: settings.version,
    timeZone,
    week: slaWeek.parse(settings.week),
    policies: rows.map((row) => shown(row, nameOf.get(row.regionId ?? ''))),
  }
}

type PolicyRow = Prisma.SlaPolicyGetPayload<object>

const shown = (row: PolicyRow, regionName: string | undefined): SlaPolicy => ({
  ...slaPolicyDocument.parse(present(row)),
  id: row.id,
  version: row.version,
  changedAt: instantOf(row.changedAt),
  ...present({ changedBy: row.changedBy }),
  ...(regionName === undefined ? {} : { regionName }),
})

/** Nobody computes a clock while policies change; afterwards every clock that runs is computed anew. */
async function change(
  database: PrismaClient,
  me: Me,
  object: string,
  work: (tx: Transaction) => Promise<Prisma.InputJsonObject>,
): Promise<void> {
  await database.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT version FROM "SlaSettings" WHERE id = 1 FOR UPDATE`
    const detail = await work(tx)
    await countEdit(tx)
    await lookAtAllClocks(tx)
    await recordAudit(tx, { accountId: me.id, actor: me.name, action: 'sla-changed', object, detail })
  }, limits)
}

/** Holidays have changed, by a way of their own: clocks by headquarters' hours follow. */
export async function holidaysChanged(database: PrismaClient): Promise<void> {
  await database.$transaction(async (tx) => {
    await countEdit(tx)
    await lookAtAllClocks(tx)
  }, limits)
}

/** @param version absent: it is a new one. @throws GatewayError NO_SUCH_POLICY, POLICY_CHANGED, TOO_MANY_POLICIES, BAD_INPUT */
export async function savePolicy(
  database: PrismaClient,
  me: Me,
  id: string,
  version: number | undefined,
  document: SlaPolicyDocument,
): Promise<void> {
  await change(database, me, `sla-policy:${id}`, async (tx) => {
    const before = await tx.slaPolicy.findUnique({ where: { id } })
    if (version === undefined ? before : before && before.version !== version) throw new GatewayError('POLICY_CHANGED')
    if (version !== undefined && !before) throw new GatewayError('NO_SUCH_POLICY')
    await refuseUnfit(tx, id, document)
    const { category = null, priority = null, regionId = null, customerClass = null, ...rest } = document
    const data = { ...rest, category, priority, regionId, customerClass, changedAt: new Date(), changedBy: me.name }
    if (before) await tx.slaPolicy.update({ where: { id }, data: { ...data, version: { increment: 1 } } })
    else {
      if ((await tx.slaPolicy.count()) >= MOST_POLICIES)
        throw new GatewayError('TOO_MANY_POLICIES', { words: { most: MOST_POLICIES } })
      await tx.slaPolicy.create({ data: { ...data, id } })
    }
    return { before: before ? { ...slaPolicyDocument.parse(present(before)) } : null, after: { ...document } }
  })
}

async function refuseUnfit(tx: Transaction, id: string, { name, regionId }: SlaPolicyDocument): Promise<void> {
  const problems = []
  if (await tx.slaPolicy.findFirst({ where: { name, id: { not: id } } }))
    problems.push({ path: 'policy.name', message: '已有同名的策略' })
  if (regionId !== undefined && !(await tx.region.findUnique({ where: { id: regionId } })))
    problems.push({ path: 'policy.regionId', message: '没有这个区域' })
  if (problems.length > 0) throw badInput(problems)
}

/** @throws GatewayError NO_SUCH_POLICY, POLICY_CHANGED */
export async function deletePolicy(database: PrismaClient, me: Me, id: string, version: number): Promise<void> {
  await change(database, me, `sla-policy:${id}`, async (tx) => {
    const before = await tx.slaPolicy.findUnique({ where: { id } })
    if (!before) throw new GatewayError('NO_SUCH_POLICY')
    if (before.version !== version) throw new GatewayError('POLICY_CHANGED')
    await tx.slaPolicy.delete({ where: { id } })
    return { before: { ...slaPolicyDocument.parse(present(before)) }, after: null }
  })
}

/** Headquarters' hours. @param version of the whole book. @throws GatewayError POLICY_CHANGED */
export async function saveWeek(database: PrismaClient, me: Me, version: number, week: SlaWeek): Promise<void> {
  await change(database, me, 'sla-hours', async (tx) => {
    const before = await tx.slaSettings.findUniqueOrThrow({ where: { id: 1 } })
    if (before.version !== version) throw new GatewayError('POLICY_CHANGED')
    await tx.slaSettings.update({ where: { id: 1 }, data: { week } })
    return { before: slaWeek.parse(before.week), after: week }
  })
}
