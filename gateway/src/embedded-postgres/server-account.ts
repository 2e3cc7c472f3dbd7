import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { EmbeddedPostgresError } from './errors.ts'

/** PostgreSQL refuses to run as root, so root runs it as this account; anybody else runs it as themselves. */
export interface ServerAccount {
  readonly uid: number
  readonly gid: number
}

/** Where root keeps a database that its own directory would hide from the unprivileged account. */
const OPEN_GROUND = '/var/lib/ringdesk'

/**
 * The account for a server whose data are (or will be) in `data`: their owner if they exist, else `nobody`. Undefined when we are
 * not root.
 * @throws EmbeddedPostgresError NO_ACCOUNT when the machine has no such account.
 */
export function serverAccount(data: string): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined
  if (existsSync(data)) {
    const { uid, gid } = statSync(data)
    if (uid !== 0) return { uid, gid }
  }
  const entry = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name]) => name === 'nobody')
  const [uid, gid] = [Number(entry?.[2]), Number(entry?.[3])]
  if (!uid || !gid)
    throw new EmbeddedPostgresError(
      'NO_ACCOUNT',
      'PostgreSQL does not run as root and this machine has no account "nobody": start as an ordinary user, or set DATABASE_URL',
    )
  return { uid, gid }
}

/**
 * Makes `directory` and returns the path to use for it. As root below a closed directory (a home with mode 0700) the unprivileged account
 * could not get there; opening somebody's home is not ours to do, so the database goes to /var/lib/ringdesk and `directory` becomes a
 * link to it.
 */
export function reachableDirectory(directory: string): string {
  if (process.getuid?.() !== 0) {
    mkdirSync(directory, { recursive: true })
    return realpathSync(directory)
  }
  if (!isThere(directory)) {
    mkdirSync(dirname(directory), { recursive: true })
    if (isOpen(realpathSync(dirname(directory)))) mkdirSync(directory)
    else symlinkSync(newOpenDirectory(), directory)
  }
  const real = realpathSync(directory)
  chmodSync(real, 0o755)
  return real
}

function newOpenDirectory(): string {
  mkdirSync(OPEN_GROUND, { recursive: true, mode: 0o755 })
  chmodSync(OPEN_GROUND, 0o755)
  return mkdtempSync(join(OPEN_GROUND, 'postgres-'))
}

/** True for a dangling link as well: then realpath says what is missing, instead of a new and empty database taking its place. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/** May others pass through this directory and everything above it? */
function isOpen(path: string): boolean {
  const parent = dirname(path)
  const passable = (statSync(path).mode & 0o001) !== 0
  return passable && (parent === path || isOpen(parent))
}
