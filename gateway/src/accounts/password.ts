import { hash, verify } from '@node-rs/argon2'

/** argon2id with 19 MiB, 2 passes, 1 lane: the OWASP Password Storage Cheat Sheet's minimum, about 20 ms on one core. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Stored for an account that nobody has given a password to yet; fits none. */
export const NO_PASSWORD = ''

/** @returns a PHC string that carries its own salt and cost */
export function hashPassword(password: string): Promise<string> {
  // argon2id is the package's default; its constant is a const enum, which type stripping cannot read.
  return hash(password, COST)
}

/** False for a wrong password and for a hash that is none. */
export async function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  if (!passwordHash.startsWith('$argon2')) return false
  return verify(passwordHash, password)
}
