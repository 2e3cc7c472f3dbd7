/** Log-ins: who is behind a cookie. Only the SHA-256 of the cookie's token is stored; the token itself nobody else knows. */
import { createHash, randomBytes } from 'node:crypto'
import { fastifyCookie } from '@fastify/cookie'
import type { Logger } from 'pino'
import { hashPassword } from '../accounts/password.ts'
import { recordAudit } from '../audit/audit.ts'
import type { LogIn, Me, RegionLevel, Role } from '../contract/index.ts'
import type { Prisma, PrismaClient } from '../database/client/client.ts'
import { within } from '../deadline.ts'
import { GatewayError } from '../errors.ts'
import { passwordFits } from './credentials.ts'

export const sessionCookie = 'ringdesk_session'

/** ms an answer of the database is believed without asking again; a log-out or a disabled account takes this long elsewhere. */
const freshMs = 5_000
/** ms the database may take before a person known a moment ago is let through without it. */
const lookUpDeadlineMs = 1_500
/** ms between two writes of "seen now" for one session. */
const seenEveryMs = 60_000
const maxCached = 20_000

export interface Sessions {
  /** Undefined: unknown user, disabled account or wrong password. @throws GatewayError DATABASE_UNAVAILABLE */
  logIn(credentials: LogIn): Promise<{ readonly token: string; readonly me: Me } | undefined>
  /** A log-in of somebody who has shown in another way who they are. @throws GatewayError DATABASE_UNAVAILABLE */
  enter(accountId: string): Promise<{ readonly token: string; readonly me: Me }>
  /**
   * Who holds this token; undefined when nobody (any more). People seen since the start stay known while the database is down.
   * @throws GatewayError DATABASE_UNAVAILABLE for anybody else then
   */
  authenticate(token: string | undefined): Promise<Me | undefined>
  /** The same from a Cookie header, for the socket's handshake. */
  authenticateCookies(cookieHeader: string | undefined): Promise<Me | undefined>
  logOut(token: string): Promise<void>
  /** False when `current` is not the password. Ends every other log-in of the account. @throws GatewayError DATABASE_UNAVAILABLE */
  changePassword(token: string, me: Me, current: string, next: string): Promise<boolean>
  /** Deletes log-ins that have ended; returns how many. Called once an hour is enough. */
  purgeExpired(): Promise<number>
  /** s until a log-in without requests ends. */
  readonly lifetimeSec: number
}

interface Known {
  readonly me: Me
  readonly expiresAt: number
  readonly askedAt: number
}

const account = {
  select: {
    id: true,
    username: true,
    displayName: true,
    role: true,
    disabledAt: true,
    agent: true,
    region: { select: { id: true, name: true, level: true } },
    store: { select: { id: true, name: true } },
    department: true,
  },
} satisfies Prisma.AccountDefaultArgs

type AccountRow = Prisma.AccountGetPayload<typeof account>

const toMe = (row: AccountRow): Me => ({
  id: row.id,
  username: row.username,
  name: row.displayName,
  role: row.role.toLowerCase() as Role,
  ...(row.agent ? { agent: { id: row.agent.id, extension: row.agent.extension } } : {}),
  ...(row.region ? { region: { ...row.region, level: row.region.level.toLowerCase() as RegionLevel } } : {}),
  ...(row.store ? { store: row.store } : {}),
  ...(row.department ? { department: row.department } : {}),
})

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
const unavailable = () => new GatewayError('DATABASE_UNAVAILABLE')

export function createSessions(options: {
  readonly database: PrismaClient
  /** h */
  readonly hours: number
  readonly log: Logger
  readonly now?: () => number
}): Sessions {
  const { database, log, now = Date.now } = options
  const lifetimeMs = options.hours * 3_600_000
  const cache = new Map<string, Known>()

  const remember = (tokenHash: string, known: Known) => {
    cache.delete(tokenHash)
    if (cache.size >= maxCached) {
      const oldest = cache.keys().next().value
      if (oldest !== undefined) cache.delete(oldest)
    }
    cache.set(tokenHash, known)
  }

  async function lookUp(tokenHash: string): Promise<Known | undefined> {
    const at = now()
    const row = await database.session.findUnique({ where: { tokenHash }, include: { account } })
    if (!row || row.account.disabledAt || row.expiresAt.getTime() <= at) return undefined
    const slide = at - row.lastSeenAt.getTime() >= seenEveryMs
    const expiresAt = slide ? at + lifetimeMs : row.expiresAt.getTime()
    if (slide)
      await database.session.updateMany({
        where: { tokenHash },
        data: { lastSeenAt: new Date(at), expiresAt: new Date(expiresAt) },
      })
    return { me: toMe(row.account), expiresAt, askedAt: at }
  }

  async function authenticate(token: string | undefined): Promise<Me | undefined> {
    if (!token || token.length > 100) return undefined
    const tokenHash = hashOf(token)
    const known = cache.get(tokenHash)
    const valid = known && known.expiresAt > now() ? known : undefined
    if (valid && now() - valid.askedAt < freshMs) return valid.me
    try {
      const found = await within(lookUpDeadlineMs, lookUp(tokenHash), unavailable)
      if (found) remember(tokenHash, found)
      else cache.delete(tokenHash)
      return found?.me
    } catch (error) {
      if (!valid) throw error
      log.warn({ err: error, account: valid.me.id }, 'log-in not checked: the database does not answer')
      return valid.me
    }
  }

  async function begin(row: AccountRow): Promise<{ token: string; me: Me }> {
    const token = randomBytes(32).toString('base64url')
    const at = now()
    await database.session.create({
      data: {
        tokenHash: hashOf(token),
        accountId: row.id,
        createdAt: new Date(at),
        lastSeenAt: new Date(at),
        expiresAt: new Date(at + lifetimeMs),
      },
    })
    return { token, me: toMe(row) }
  }

  return {
    lifetimeSec: Math.round(lifetimeMs / 1000),
    authenticate,
    authenticateCookies: (header) => authenticate(header ? fastifyCookie.parse(header)[sessionCookie] : undefined),
    async logIn({ username, password }) {
      const row = await database.account.findUnique({
        where: { username },
        select: { ...account.select, passwordHash: true },
      })
      const usable = row && !row.disabledAt ? row : undefined
      if (!(await passwordFits(usable?.passwordHash, password)) || !usable) return undefined
      return begin(usable)
    },
    enter: async (accountId) =>
      begin(await database.account.findUniqueOrThrow({ where: { id: accountId }, ...account })),
    async logOut(token) {
      const tokenHash = hashOf(token)
      cache.delete(tokenHash)
      await database.session.deleteMany({ where: { tokenHash } })
    },
    async changePassword(token, me, current, next) {
      const row = await database.account.findUnique({ where: { id: me.id }, select: { passwordHash: true } })
      if (!(await passwordFits(row?.passwordHash, current))) return false
      const passwordHash = await hashPassword(next)
      await database.$transaction(async (tx) => {
        await tx.account.update({ where: { id: me.id }, data: { passwordHash } })
        await tx.session.deleteMany({ where: { accountId: me.id, tokenHash: { not: hashOf(token) } } })
        const object = `account:${me.id}`
        await recordAudit(tx, { accountId: me.id, actor: me.name, action: 'password-set', object, detail: {} })
      })
      return true
    },
    async purgeExpired() {
      const { count } = await database.session.deleteMany({ where: { expiresAt: { lte: new Date(now()) } } })
      return count
    },
  }
}
