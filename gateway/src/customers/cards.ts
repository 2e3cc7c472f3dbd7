/** Rows of customers, stores and orders as PostgreSQL's JSON has them, and what a reader gets of them. */
import { z } from 'zod'
import { type CustomerCard, type OrderCard, orderCard, type Role, type StoreCard } from '../contract/index.ts'
import { Prisma } from '../database/client/client.ts'
import { instantOf, present } from '../instant.ts'
import { shownNumber, withoutPhoneNumbers } from './masking.ts'

export interface CustomerRow {
  readonly id: string
  readonly name: string | null
  readonly memberLevel: string | null
  readonly tags: readonly string[] | null
  readonly language: string | null
  readonly storeId: string | null
  readonly ownerId: string | null
  readonly owner: string | null
  readonly province: string | null
  readonly city: string | null
  readonly createdAt: string
  readonly contacts: number
  readonly number: string | null
  readonly numberKind: string | null
}

export interface StoreRow {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly region: string
  readonly address: string
  readonly phone: string
  readonly opensAt: number
  readonly closesAt: number
  readonly status: string
}

export interface OrderRow {
  readonly number: string
  readonly placedAt: Date
  readonly storeId: string
  readonly storeName: string
  readonly channel: string
  readonly status: string
  readonly total: number
  readonly items: unknown
}

/**
 * The number a customer is shown with, and the one that a reveal reveals: a mobile one when there is one.
 * `customer` is the SQL of the customer's id.
 */
export const mainNumber = (customer: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT n.number, n.kind FROM "CustomerNumber" n WHERE n."customerId" = ${customer}
  ORDER BY n.kind = 'mobile' DESC, n.number LIMIT 1`

/** One JSON object or null: a CustomerRow. */
export const customerJson = (customer: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT json_build_object('id', c.id, 'name', c.name, 'memberLevel', c."memberLevel", 'tags', c.tags, 'language', c.language,
    'storeId', c."storeId", 'ownerId', owner.id, 'owner', owner.name, 'province', c.province,
    'city', c.city, 'createdAt', c."createdAt", 'number', main.number, 'numberKind', main.kind,
    'contacts', (SELECT count(*) FROM "Call" WHERE "customerId" = c.id))
  FROM "Customer" c LEFT JOIN "Agent" owner ON owner.id = c."ownerId" LEFT JOIN LATERAL (${mainNumber(Prisma.sql`c.id`)}) main ON true WHERE c.id = ${customer})`

/** One JSON object or null: a StoreRow. */
export const storeJson = (store: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT json_build_object('id', s.id, 'code', s.code, 'name', s.name, 'region', r.name, 'address', s.address, 'phone', s.phone,
    'opensAt', s."opensAt", 'closesAt', s."closesAt", 'status', s.status)
  FROM "Store" s JOIN "Region" r ON r.id = s."regionId" WHERE s.id = ${store})`

export const toCustomerCard = (row: CustomerRow, role: Role): CustomerCard => ({
  ...present({ id: row.id, name: row.name && withoutPhoneNumbers(row.name), memberLevel: row.memberLevel }),
  ...(row.number
    ? {
        number: shownNumber({ number: row.number, kind: row.numberKind, province: row.province, city: row.city }, role),
      }
    : {}),
  tags: [...(row.tags ?? [])],
  ...present({
    language: row.language,
    storeId: row.storeId,
    owner: row.ownerId === null || row.owner === null ? null : { id: row.ownerId, name: row.owner },
  }),
  since: instantOf(row.createdAt),
  contacts: row.contacts,
})

export const toStoreCard = (row: StoreRow): StoreCard => ({
  id: row.id,
  code: row.code,
  name: row.name,
  region: row.region,
  address: row.address,
  phone: row.phone,
  opensAt: row.opensAt,
  closesAt: row.closesAt,
  status: row.status.toLowerCase() as StoreCard['status'],
})

const storedItems = z.array(orderCard.shape.items.element.extend({ options: z.string().nullish() })).catch([])

export const toOrderCard = (row: OrderRow): OrderCard => ({
  ...row,
  placedAt: instantOf(row.placedAt),
  items: storedItems.parse(row.items).map((item) => present(item) as OrderCard['items'][number]),
})
