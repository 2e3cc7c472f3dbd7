/** A new installation has nobody who could log in and make the others: these make somebody. */
import { randomBytes } from 'node:crypto'
import { newOfficeAccount } from '../contract/index.ts'
import type { PrismaClient } from '../database/client/client.ts'
import { makeOfficeAccount } from './office-accounts.ts'

/** 22 letters and digits with `-` and `_`: 132 bits. Shown once, stored nowhere. */
const generated = (): string => randomBytes(16).toString('base64url').slice(0, 22)

/**
 * Makes an administrator and a password for them.
 * @param username 3 to 32 lower-case letters, digits or . _ -
 * @throws GatewayError USERNAME_TAKEN; ZodError when user name or name do not fit
 */
export async function makeAdministrator(
  database: PrismaClient,
  { username, name }: { readonly username: string; readonly name: string },
): Promise<{ readonly username: string; readonly password: string }> {
  const password = generated()
  const account = await makeOfficeAccount(
    database,
    undefined,
    newOfficeAccount.parse({ username, name, role: 'admin', password }),
  )
  return { username: account.username, password }
}

/** The administrator `admin` when nobody at all has an account; otherwise nothing. */
export async function makeFirstAdministrator(
  database: PrismaClient,
): Promise<{ readonly username: string; readonly password: string } | undefined> {
  if ((await database.account.count()) > 0) return undefined
  return makeAdministrator(database, { username: 'admin', name: '管理员' })
}
