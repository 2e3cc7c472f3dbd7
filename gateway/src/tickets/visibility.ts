import type { Me, RegionLevel } from '../contract/index.ts'
import { Prisma } from '../database/client/client.ts'

const columnOf: Readonly<Record<RegionLevel, string>> = {
  region: 'regionId',
  province: 'provinceId',
  city: 'cityId',
  area: 'areaId',
}

/** What decides over what somebody sees. */
type Reader = Pick<Me, 'role' | 'region' | 'store'>

/** The reader's part of the tree, on a table that has a column a level. */
function ofTree(reader: Reader, table: string): Prisma.Sql {
  if (reader.region)
    return Prisma.sql`${Prisma.raw(`${table}."${columnOf[reader.region.level]}"`)} = ${reader.region.id}`
  return reader.role === 'region' ? Prisma.sql`false` : Prisma.sql`true`
}

/**
 * Which tickets a reader sees: a condition that every query of tickets carries, lists and changes alike, so that the scope has one
 * place. Store staff see what was dispatched to their store; who has a part of the tree of regions sees that part; whoever has no
 * place in the tree sees everything at headquarters, and nothing in the field.
 * @param t the name that the query gives to the table of tickets
 */
export function visibleTo(reader: Reader, t: 't' | 'l' = 't'): Prisma.Sql {
  if (reader.role !== 'store') return ofTree(reader, t)
  if (!reader.store) return Prisma.sql`false`
  return Prisma.sql`(${Prisma.raw(`${t}."storeId"`)} = ${reader.store.id} AND ${Prisma.raw(`${t}."dispatchedAt"`)} IS NOT NULL)`
}

/** Which stores (`s`) a reader finds: the same parts of the tree. */
export function storesVisibleTo(reader: Reader): Prisma.Sql {
  if (reader.role !== 'store') return ofTree(reader, 's')
  return reader.store ? Prisma.sql`s.id = ${reader.store.id}` : Prisma.sql`false`
}
