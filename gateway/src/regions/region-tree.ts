/** The tree of regions: read by whoever dispatches, kept by administrators. */
import { randomUUID } from 'node:crypto'
import { recordAudit } from '../audit/audit.ts'
import type { Colleague, Me, RegionLevel, RegionNode } from '../contract/index.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { badInput } from '../input.ts'
import { present } from '../instant.ts'
import { containing } from '../pages.ts'
import { regionUses } from './region-uses.ts'

/** China has about 3,300 provinces, cities and counties; twice that. */
const maxNodes = 7_000
const maxColleagues = 20

interface NodeRow {
  readonly id: string
  readonly name: string
  readonly level: string
  readonly parentId: string | null
  readonly ownerId: string | null
  readonly ownerName: string | null
  readonly stores: number
  readonly pooled: number
}

/** Below the reader's own node, itself included; parents before children. */
export async function readTree(database: Prisma.TransactionClient, reader: Me): Promise<RegionNode[]> {
  const roots = reader.region
    ? Prisma.sql`r.id = ${reader.region.id}`
    : reader.role === 'region' || reader.role === 'store'
      ? Prisma.sql`false`
      : Prisma.sql`r."parentId" IS NULL`
  const rows = await database.$queryRaw<NodeRow[]>`
    WITH RECURSIVE tree AS (
      SELECT r.id, 0 AS depth FROM "Region" r WHERE ${roots}
      UNION ALL SELECT r.id, tree.depth + 1 FROM "Region" r JOIN tree ON r."parentId" = tree.id),
    counted AS (
      SELECT place.id, count(*)::int AS stores FROM "Store" s
      CROSS JOIN LATERAL (VALUES (s."regionId"), (s."provinceId"), (s."cityId"), (s."areaId")) place(id)
      WHERE place.id IS NOT NULL GROUP BY place.id),
    pooled AS (SELECT t."poolId" AS id, count(*)::int AS tickets FROM "Ticket" t WHERE t."poolId" IS NOT NULL GROUP BY t."poolId")
    SELECT r.id, r.name, r.level::text, r."parentId", r."ownerId", a."displayName" AS "ownerName",
      COALESCE(c.stores, 0) AS stores, COALESCE(p.tickets, 0) AS pooled
    FROM tree JOIN "Region" r ON r.id = tree.id LEFT JOIN "Account" a ON a.id = r."ownerId"
    LEFT JOIN counted c ON c.id = r.id LEFT JOIN pooled p ON p.id = r.id
    ORDER BY tree.depth, r.id LIMIT ${maxNodes}`
  return rows.map((row) => ({
    ...present({ id: row.id, name: row.name, parentId: row.parentId, stores: row.stores, pooled: row.pooled }),
    level: row.level.toLowerCase() as RegionLevel,
    ...(row.ownerId && row.ownerName ? { owner: { id: row.ownerId, name: row.ownerName } } : {}),
  }))
}

const below = { REGION: 'PROVINCE', PROVINCE: 'CITY', CITY: 'AREA' } as const

/** @throws GatewayError BAD_INPUT: no such parent, the name is taken there, an area has nothing below it */
export async function createRegion(
  database: PrismaClient,
  me: Me,
  { parentId, name }: { readonly parentId: string; readonly name: string },
): Promise<void> {
  await database.$transaction(async (tx) => {
    const parent = await tx.region.findUnique({ where: { id: parentId } })
    if (!parent) throw badInput([{ path: 'parentId', message: '没有这个区域' }])
    if (parent.level === 'AREA') throw badInput([{ path: 'parentId', message: '片区之下不能再分' }])
    await refuseSameName(tx, parentId, name)
    const node = await tx.region.create({ data: { id: randomUUID(), name, parentId, level: below[parent.level] } })
    await audit(tx, me, node.id, { created: name, parent: parent.name })
  })
}

/** @throws GatewayError NO_SUCH_REGION, BAD_INPUT */
export async function editRegion(
  database: PrismaClient,
  me: Me,
  id: string,
  { name, ownerId }: { readonly name?: string | undefined; readonly ownerId?: string | null | undefined },
): Promise<void> {
  await database.$transaction(async (tx) => {
    const node = await tx.region.findUnique({ where: { id } })
    if (!node) throw new GatewayError('NO_SUCH_REGION')
    if (name !== undefined && name !== node.name) {
      if (node.level === 'REGION') throw badInput([{ path: 'name', message: '大区的名称在“大区”配置里修改' }])
      await refuseSameName(tx, node.parentId, name)
    }
    if (typeof ownerId === 'string') {
      const owner = await tx.account.findUnique({ where: { id: ownerId } })
      if (!owner || owner.disabledAt || owner.role === 'STORE')
        throw badInput([{ path: 'ownerId', message: '没有这位总部或区域的同事' }])
    }
    await tx.region.update({
      where: { id },
      data: { ...(name === undefined ? {} : { name }), ...(ownerId === undefined ? {} : { ownerId }) },
    })
    await audit(tx, me, id, {
      from: { name: node.name, ownerId: node.ownerId },
      to: { name: name ?? node.name, ownerId: ownerId === undefined ? node.ownerId : ownerId },
    })
  })
}

/** @throws GatewayError NO_SUCH_REGION, REGION_IN_USE saying by what and what to do, BAD_INPUT: of the first level */
export async function removeRegion(database: PrismaClient, me: Me, id: string): Promise<void> {
  await database.$transaction(async (tx) => {
    const node = await tx.region.findUnique({ where: { id } })
    if (!node) throw new GatewayError('NO_SUCH_REGION')
    const uses = await regionUses(tx, id)
    if (uses.length > 0) throw new GatewayError('REGION_IN_USE', { words: { name: node.name, uses: uses.join('、') } })
    // Calls are routed by these, so that they come and go with the rest of the configuration.
    if (node.level === 'REGION') throw badInput([{ path: 'id', message: '大区在“大区”配置里删除' }])
    await tx.region.delete({ where: { id } })
    await audit(tx, me, id, { removed: node.name })
  })
}

async function refuseSameName(tx: Prisma.TransactionClient, parentId: string | null, name: string): Promise<void> {
  if (await tx.region.findFirst({ where: { parentId, name } }))
    throw badInput([{ path: 'name', message: `同级已有“${name}”` }])
}

const audit = (tx: Prisma.TransactionClient, me: Me, id: string, detail: Prisma.InputJsonObject) =>
  recordAudit(tx, { accountId: me.id, actor: me.name, action: 'region-changed', object: `region:${id}`, detail })

/** People of headquarters and the regions by name; 20 at most. */
export async function findColleagues(database: PrismaClient, q: string): Promise<Colleague[]> {
  const rows = await database.$queryRaw<{ id: string; name: string; role: string; place: string | null }[]>`
    SELECT a.id, a."displayName" AS name, lower(a.role::text) AS role, COALESCE(r.name, d.name) AS place
    FROM "Account" a LEFT JOIN "Region" r ON r.id = a."regionId" LEFT JOIN "Department" d ON d.id = a."departmentId"
    WHERE a.role <> 'STORE' AND a."disabledAt" IS NULL
      AND (a."displayName" ILIKE ${containing(q)} OR a.username ILIKE ${containing(q)})
    ORDER BY a."displayName", a.id LIMIT ${maxColleagues}`
  return rows.map((row) => present(row))
}
