/** Accounts of store staff: whoever looks after the store's part of the tree makes, disables and lets in. */
import { randomBytes } from 'node:crypto'
import { hashPassword } from '../accounts/password.ts'
import { recordAudit } from '../audit/audit.ts'
import type { LogInLink, Me, NewStoreAccount, StaffedStore, StoreAccount } from '../contract/index.ts'
import { type StoreRow, toStoreCard } from '../customers/cards.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { instantOf, present } from '../instant.ts'
import { containing } from '../pages.ts'
import { makeLink } from '../sessions/log-in-links.ts'
import { storesVisibleTo } from '../tickets/visibility.ts'

const mostStores = 30

interface AccountRow {
  readonly id: string
  readonly username: string
  readonly name: string
  readonly disabled: boolean
  readonly lastSeenAt: Date | null
}

const accountColumns = Prisma.sql`a.id, a.username, a."displayName" AS name, a."disabledAt" IS NOT NULL AS disabled,
  (SELECT max(x."lastSeenAt") FROM "Session" x WHERE x."accountId" = a.id) AS "lastSeenAt"`

const toAccount = (row: AccountRow): StoreAccount =>
  present({
    id: row.id,
    username: row.username,
    name: row.name,
    disabled: row.disabled,
    lastSeenAt: row.lastSeenAt && instantOf(row.lastSeenAt),
  })

/** Stores of the reader's part of the tree, by name, code or city; without a question those that have accounts first. */
export async function staffedStores(database: PrismaClient, me: Me, q: string): Promise<StaffedStore[]> {
  const pattern = containing(q)
  const stores = await database.$queryRaw<(StoreRow & { city: string })[]>`
    SELECT s.id, s.code, s.name, r.name AS region, s.address, s.phone, s."opensAt", s."closesAt", s.status::text, s.city
    FROM "Store" s JOIN "Region" r ON r.id = s."regionId"
    WHERE ${storesVisibleTo(me)} AND (s.name ILIKE ${pattern} OR s.code ILIKE ${pattern} OR s.city ILIKE ${pattern})
    ORDER BY EXISTS (SELECT 1 FROM "Account" a WHERE a."storeId" = s.id) DESC, s.code LIMIT ${mostStores}`
  if (stores.length === 0) return []
  const accounts = await database.$queryRaw<(AccountRow & { storeId: string })[]>`
    SELECT ${accountColumns}, a."storeId" FROM "Account" a
    WHERE a.role = 'STORE' AND a."storeId" = ANY(${stores.map(({ id }) => id)}) ORDER BY a."createdAt", a.username LIMIT 1000`
  return stores.map((store) => ({
    ...toStoreCard(store),
    city: store.city,
    accounts: accounts.filter(({ storeId }) => storeId === store.id).map(toAccount),
  }))
}

/** Without a password that anybody knows: these log in by link. @throws GatewayError NO_SUCH_STORE, USERNAME_TAKEN */
export async function makeStoreAccount(
  database: PrismaClient,
  me: Me,
  storeId: string,
  { username, name }: NewStoreAccount,
): Promise<StoreAccount> {
  const [store] = await database.$queryRaw<{ id: string }[]>`
    SELECT s.id FROM "Store" s WHERE s.id = ${storeId} AND ${storesVisibleTo(me)}`
  if (!store) throw new GatewayError('NO_SUCH_STORE')
  const passwordHash = await hashPassword(randomBytes(32).toString('base64url'))
  return database.$transaction(async (tx) => {
    const { count } = await tx.account.createMany({
      data: [{ username, displayName: name, role: 'STORE', storeId, passwordHash }],
      skipDuplicates: true,
    })
    if (count === 0) throw new GatewayError('USERNAME_TAKEN', { words: { username } })
    const { id } = await tx.account.findUniqueOrThrow({ where: { username }, select: { id: true } })
    await recordAudit(tx, {
      accountId: me.id,
      actor: me.name,
      action: 'store-account-made',
      object: `account:${id}`,
      detail: { username, name, store: storeId },
    })
    return { id, username, name, disabled: false }
  })
}

/** Disabling ends the account's log-ins and its links. @throws GatewayError NO_SUCH_ACCOUNT */
export async function setStoreAccountDisabled(
  database: PrismaClient,
  me: Me,
  id: string,
  disabled: boolean,
): Promise<StoreAccount> {
  const account = await findAccount(database, me, id)
  if (account.disabled !== disabled)
    await database.$transaction(async (tx) => {
      await tx.account.update({ where: { id }, data: { disabledAt: disabled ? new Date() : null } })
      if (disabled) {
        await tx.session.deleteMany({ where: { accountId: id } })
        await tx.logInLink.deleteMany({ where: { accountId: id, usedAt: null } })
      }
      await recordAudit(tx, {
        accountId: me.id,
        actor: me.name,
        action: disabled ? 'store-account-disabled' : 'store-account-enabled',
        object: `account:${id}`,
        detail: { username: account.username },
      })
    })
  return toAccount(await findAccount(database, me, id))
}

/** @throws GatewayError NO_SUCH_ACCOUNT, also when it is disabled */
export async function makeStoreLink(database: PrismaClient, me: Me, id: string): Promise<LogInLink> {
  const account = await findAccount(database, me, id)
  if (account.disabled) throw new GatewayError('NO_SUCH_ACCOUNT')
  return makeLink(database, me, account)
}

/** Store staff only, of stores that the reader sees: nobody makes links for headquarters. */
async function findAccount(database: PrismaClient, me: Me, id: string): Promise<AccountRow> {
  const [row] = await database.$queryRaw<AccountRow[]>`
    SELECT ${accountColumns} FROM "Account" a JOIN "Store" s ON s.id = a."storeId"
    WHERE a.id = ${id}::uuid AND a.role = 'STORE' AND ${storesVisibleTo(me)}`
  if (!row) throw new GatewayError('NO_SUCH_ACCOUNT')
  return row
}
