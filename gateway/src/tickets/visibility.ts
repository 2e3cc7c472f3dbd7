import type { Me, RegionLevel } from '../contract/index.ts'
import { Prisma } from '../database/client/client.ts'

const columnOf: Readonly<Record<RegionLevel, Prisma.Sql>> = {
  region: Prisma.sql`t."regionId"`,
  province: Prisma.sql`t."provinceId"`,
  city: Prisma.sql`t."cityId"`,
  area: Prisma.sql`t."areaId"`,
}

/**
 * Which tickets (`t`) a reader sees: a condition that every query of tickets carries, lists and changes alike, so that the scope has
 * one place. Store staff see what was dispatched to their store; who has a part of the tree of regions sees that part; whoever has no
 * place in the tree sees everything at headquarters, and nothing in the field.
 */
export function visibleTo(reader: Me): Prisma.Sql {
  if (reader.role === 'store')
    return reader.store
      ? Prisma.sql`(t."storeId" = ${reader.store.id} AND t."dispatchedAt" IS NOT NULL)`
      : Prisma.sql`false`
  if (reader.region) return Prisma.sql`${columnOf[reader.region.level]} = ${reader.region.id}`
  return reader.role === 'region' ? Prisma.sql`false` : Prisma.sql`true`
}

const storeColumnOf: Readonly<Record<RegionLevel, Prisma.Sql>> = {
  region: Prisma.sql`s."regionId"`,
  province: Prisma.sql`s."provinceId"`,
  city: Prisma.sql`s."cityId"`,
  area: Prisma.sql`s."areaId"`,
}

/** Which stores (`s`) a reader finds: the same parts of the tree. */
export function storesVisibleTo(reader: Me): Prisma.Sql {
  if (reader.role === 'store') return reader.store ? Prisma.sql`s.id = ${reader.store.id}` : Prisma.sql`false`
  if (reader.region) return Prisma.sql`${storeColumnOf[reader.region.level]} = ${reader.region.id}`
  return reader.role === 'region' ? Prisma.sql`false` : Prisma.sql`true`
}
