/** Log-in without a password for store staff: a link that lets in once. Only the SHA-256 of its token is stored. */
import { createHash, randomBytes } from 'node:crypto'
import { recordAudit } from '../audit/audit.ts'
import type { LogInLink, Me } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { instantOf } from '../instant.ts'

/** ms: long enough to send it and to open it, short enough to be useless afterwards. */
export const linkLivesMs = 15 * 60_000

export const linkHash = (token: string): string => createHash('sha256').update(token).digest('hex')

/** A new link makes the older ones of this account worthless. Who may make one for whom is checked by the caller. */
export async function makeLink(
  database: PrismaClient,
  me: Me,
  account: { readonly id: string; readonly username: string },
  now = new Date(),
): Promise<LogInLink> {
  // 256 bits.
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(now.getTime() + linkLivesMs)
  await database.$transaction(async (tx) => {
    await recordAudit(tx, {
      accountId: me.id,
      actor: me.name,
      action: 'log-in-link-made',
      object: `account:${account.id}`,
      detail: { username: account.username, expiresAt: instantOf(expiresAt) },
    })
    await tx.logInLink.deleteMany({ where: { accountId: account.id, usedAt: null } })
    await tx.logInLink.create({
      data: {
        tokenHash: linkHash(token),
        accountId: account.id,
        madeById: me.id,
        madeByName: me.name,
        createdAt: now,
        expiresAt,
      },
    })
  })
  return { path: `/enter#${token}`, expiresAt: instantOf(expiresAt) }
}

/** Spends the link. @returns whom it lets in; undefined when it is unknown, spent, too old, or its account is disabled */
export async function spendLink(database: PrismaClient, token: string, now = new Date()): Promise<string | undefined> {
  return database.$transaction(async (tx) => {
    const tokenHash = linkHash(token)
    const { count } = await tx.logInLink.updateMany({
      where: { tokenHash, usedAt: null, expiresAt: { gt: now }, account: { disabledAt: null, role: 'STORE' } },
      data: { usedAt: now },
    })
    if (count === 0) return undefined
    const { account, madeByName } = await tx.logInLink.findUniqueOrThrow({
      where: { tokenHash },
      include: { account: { select: { id: true, displayName: true } } },
    })
    await recordAudit(tx, {
      accountId: account.id,
      actor: account.displayName,
      action: 'log-in-link-used',
      object: `account:${account.id}`,
      detail: { madeBy: madeByName },
    })
    return account.id
  })
}

/** Deletes links that have been worthless for a month; the audit keeps who made and used them. @returns how many */
export async function purgeLinks(database: PrismaClient, now = new Date()): Promise<number> {
  const before = new Date(now.getTime() - 30 * 86_400_000)
  const { count } = await database.logInLink.deleteMany({ where: { expiresAt: { lt: before } } })
  return count
}
