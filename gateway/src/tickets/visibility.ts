import type { Me } from '../contract/index.ts'
import { Prisma } from '../database/client/client.ts'

/**
 * Which tickets (`t`) a reader sees: a condition that every query of tickets carries, lists and changes alike, so that a narrower
 * scope has one place. At present whoever is logged in sees them all.
 */
export const visibleTo = (_reader: Me): Prisma.Sql => Prisma.sql`true`
