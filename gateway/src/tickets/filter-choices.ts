/** What the filters of lists and boards offer, by name: queues, agents, departments; and the names of the one store or person that a view has chosen. */
import type { z } from 'zod'
import type { Me, TicketFilterChoices, TicketFilterNames, ticketFilterNamesQuery } from '../contract/index.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { storesVisibleTo } from './visibility.ts'

const MOST_AGENTS = 5_000
const MOST_OTHERS = 500

/** By name; queues that are no longer in use are among them, since tickets came through them. */
export async function ticketFilterChoices(database: PrismaClient): Promise<TicketFilterChoices> {
  const named = { select: { id: true, name: true }, orderBy: [{ name: 'asc' as const }, { id: 'asc' as const }] }
  const [queues, agents, departments] = await Promise.all([
    database.queue.findMany({ ...named, select: { id: true, name: true, retiredAt: true }, take: MOST_OTHERS }),
    database.agent.findMany({ ...named, take: MOST_AGENTS }),
    database.department.findMany({ ...named, take: MOST_OTHERS }),
  ])
  return {
    queues: queues.map(({ id, name, retiredAt }) => ({ id, name, retired: retiredAt !== null })),
    agents,
    departments,
  }
}

/** A store only when the reader may find it; people of headquarters and the regions everybody may. */
export async function ticketFilterNames(
  database: PrismaClient,
  me: Me,
  { store, owner }: z.output<typeof ticketFilterNamesQuery>,
): Promise<TicketFilterNames> {
  const [stores, account] = await Promise.all([
    store === undefined
      ? []
      : database.$queryRaw<{ id: string; name: string }[]>(
          Prisma.sql`SELECT s.id, s.name FROM "Store" s WHERE s.id = ${store} AND ${storesVisibleTo(me)}`,
        ),
    owner === undefined
      ? null
      : database.account.findFirst({
          where: { id: owner, role: { not: 'STORE' } },
          select: { id: true, displayName: true },
        }),
  ])
  const [found] = stores
  return {
    ...(found ? { store: found } : {}),
    ...(account ? { owner: { id: account.id, name: account.displayName } } : {}),
  }
}
