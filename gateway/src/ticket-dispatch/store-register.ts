/** The stores as the dispatch engine wants them, from their table. */
import type { PrismaClient } from '../database/client/client.ts'
import type { Store, StoreStatus } from '../dispatch/stores.ts'
import { isUnfinished } from '../tickets/ticket-rows.ts'

/** Twice the largest chain we know of. */
const maxStores = 100_000

/** Changes when a store does: cheap to ask for. */
export async function storesMark(database: PrismaClient): Promise<string> {
  const [row] = await database.$queryRaw<{ mark: string }[]>`
    SELECT count(*) || ' ' || COALESCE(max("updatedAt")::text, '') AS mark FROM "Store"`
  return row?.mark ?? ''
}

export async function readStores(database: PrismaClient): Promise<Store[]> {
  const rows = await database.store.findMany({ orderBy: { id: 'asc' }, take: maxStores })
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    brand: row.brand,
    province: row.province,
    city: row.city,
    district: row.district,
    address: row.address,
    lat: row.lat,
    lon: row.lon,
    opensAt: row.opensAt,
    closesAt: row.closesAt,
    status: row.status.toLowerCase() as StoreStatus,
  }))
}

/** How many tickets each store has to deal with at present. */
export async function openTicketsByStore(database: PrismaClient): Promise<Map<string, number>> {
  const rows = await database.$queryRaw<{ storeId: string; tickets: number }[]>`
    SELECT t."storeId", count(*)::int AS tickets FROM "Ticket" t
    WHERE ${isUnfinished} AND t."dispatchedAt" IS NOT NULL AND t."storeId" IS NOT NULL
    GROUP BY t."storeId" LIMIT ${maxStores}`
  return new Map(rows.map(({ storeId, tickets }) => [storeId, tickets]))
}
