/** What hangs on a node of the tree: as long as anything does, it cannot be taken away. */
import type { Prisma } from '../database/client/client.ts'

/** In words, with what to do about it; empty: nothing. */
export async function regionUses(
  tx: Pick<Prisma.TransactionClient, 'region' | 'store' | 'account' | 'ticket'>,
  id: string,
): Promise<readonly string[]> {
  const at = { OR: [{ regionId: id }, { provinceId: id }, { cityId: id }, { areaId: id }] }
  const below = { where: { parentId: id } }
  const [children, first, stores, accounts, ticket] = await Promise.all([
    tx.region.count(below),
    tx.region.findMany({ ...below, select: { name: true }, orderBy: { name: 'asc' }, take: MOST_NAMED }),
    tx.store.count({ where: at }),
    tx.account.count({ where: { regionId: id } }),
    tx.ticket.findFirst({ where: { OR: [...at.OR, { poolId: id }] }, select: { id: true } }),
  ])
  const names = first.map(({ name }) => name).join('、')
  return [
    ...(children > 0 ? [`下级区域 ${children} 个（${names}${children > first.length ? '等' : ''}，请先删除）`] : []),
    ...(stores > 0 ? [`门店 ${stores} 家（请先改到其他区域）`] : []),
    ...(accounts > 0 ? [`账号 ${accounts} 个（请先改管其他区域）`] : []),
    ...(ticket ? ['工单（历史要保留，可改名继续使用）'] : []),
  ]
}

const MOST_NAMED = 5
