/** What the chain sells, as forms offer it and administrators keep it. */
import type { z } from 'zod'
import { recordAudit } from '../audit/audit.ts'
import type { Me, Product, productChange, productQuery } from '../contract/index.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'

const MOST_OFFERED = 20
const MOST_LISTED = 2_000

/** By name; those that begin with what was typed first. */
export async function findProducts(
  database: PrismaClient,
  { q, all }: z.output<typeof productQuery>,
): Promise<Product[]> {
  const contains = { contains: q, mode: 'insensitive' as const }
  const rows = await database.product.findMany({
    where: { ...(all ? {} : { active: true }), ...(q === '' ? {} : { OR: [{ name: contains }, { brand: contains }] }) },
    orderBy: [{ name: 'asc' }, { brand: 'asc' }],
    take: all ? MOST_LISTED : 5 * MOST_OFFERED,
  })
  const begins = ({ name }: { name: string }) => Number(name.toLowerCase().startsWith(q.toLowerCase()))
  return rows
    .sort((one, other) => begins(other) - begins(one))
    .slice(0, all ? MOST_LISTED : MOST_OFFERED)
    .map(shown)
}

const shown = ({ id, name, brand, active, version }: Product): Product => ({ id, name, brand, active, version })

/** @throws GatewayError PRODUCT_EXISTS, PRODUCT_CHANGED when somebody was faster or the id is taken */
export async function saveProduct(
  database: PrismaClient,
  me: Me,
  id: string,
  { version, product }: z.output<typeof productChange>,
): Promise<Product> {
  try {
    return await database.$transaction(async (tx) => {
      const before = await tx.product.findUnique({ where: { id } })
      if (before?.version !== version) throw new GatewayError('PRODUCT_CHANGED')
      const data = { ...product, changedAt: new Date(), changedBy: me.name }
      if (before) {
        const { count } = await tx.product.updateMany({
          where: { id, version: before.version },
          data: { ...data, version: { increment: 1 } },
        })
        if (count === 0) throw new GatewayError('PRODUCT_CHANGED')
      } else await tx.product.create({ data: { ...data, id } })
      await recordAudit(tx, {
        accountId: me.id,
        actor: me.name,
        action: 'product-changed',
        object: `product:${id}`,
        detail: { from: before && shown(before), to: product },
      })
      return shown(await tx.product.findUniqueOrThrow({ where: { id } }))
    })
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
      throw new GatewayError('PRODUCT_EXISTS', { words: { name: product.name }, cause: error })
    throw error
  }
}
