import { hashPassword, verifyPassword } from '../accounts/password.ts'

let stranger: Promise<string> | undefined

/**
 * Whether the password fits. Without a hash (no such user, disabled account) the same work is done and the answer is no, so that
 * the time taken does not tell which user names exist.
 */
export async function passwordFits(passwordHash: string | undefined, password: string): Promise<boolean> {
  stranger ??= hashPassword('nobody has this password')
  const fits = await verifyPassword(passwordHash ?? (await stranger), password)
  return passwordHash !== undefined && fits
}
