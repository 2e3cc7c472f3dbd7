import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeDatabase, connectDatabase } from '../database/connect.ts'
import { ids, password, startTestServer, type TestServer } from '../server-testing.ts'
import { createSessions } from './sessions.ts'

const log = pino({ level: 'silent' })
const hour = 3_600_000
let server: TestServer
let now = Date.parse('2026-11-22T06:00:00Z')
const sessionsAt = (database = server.database) => createSessions({ database, hours: 12, log, now: () => now })

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const logIn = async (sessions = sessionsAt()) => {
  const session = await sessions.logIn({ username: 'a1001', password })
  if (!session) throw new Error('not logged in')
  return session
}

describe('logging in', () => {
  it('tells who it is, and keeps only the hash of the token', async () => {
    const { token, me } = await logIn()
    expect(me).toEqual({
      id: ids.agent,
      username: 'a1001',
      name: '林晓燕',
      role: 'agent',
      agent: { id: 'a1001', extension: '1001' },
    })
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    const rows = await server.database.session.findMany()
    expect(JSON.stringify(rows)).not.toContain(token)
    expect(await sessionsAt().authenticate(token)).toEqual(me)
    expect(await sessionsAt().authenticateCookies(`other=1; ringdesk_session=${token}`)).toEqual(me)
  })

  it('refuses a wrong password, an unknown user and a disabled account alike', async () => {
    expect(await sessionsAt().logIn({ username: 'a1001', password: 'wrong' })).toBeUndefined()
    expect(await sessionsAt().logIn({ username: 'nobody', password })).toBeUndefined()
    await server.database.account.update({ where: { username: 'a1002' }, data: { disabledAt: new Date() } })
    expect(await sessionsAt().logIn({ username: 'a1002', password })).toBeUndefined()
    await server.database.account.update({ where: { username: 'a1002' }, data: { disabledAt: null } })
  })

  it('does as much work for an unknown user as for a known one', async () => {
    const sessions = sessionsAt()
    const time = async (username: string) => {
      const start = performance.now()
      await sessions.logIn({ username, password: 'wrong' })
      return performance.now() - start
    }
    // In turn, and the least of each: what else this machine does can only add.
    const least = { a1001: Number.POSITIVE_INFINITY, nobody: Number.POSITIVE_INFINITY }
    for (let round = 0; round < 10; round++)
      for (const username of ['a1001', 'nobody'] as const)
        least[username] = Math.min(least[username], await time(username))
    expect(least.nobody).toBeGreaterThan(least.a1001 / 3)
  })
})

describe('a log-in', () => {
  it('slides with use and ends without it', async () => {
    const { token, me } = await logIn()
    for (let round = 0; round < 3; round++) {
      now += 11 * hour
      expect(await sessionsAt().authenticate(token)).toEqual(me)
    }
    now += 12 * hour
    expect(await sessionsAt().authenticate(token)).toBeUndefined()
  })

  it('ends at log-out at once', async () => {
    const sessions = sessionsAt()
    const { token } = await logIn(sessions)
    await sessions.authenticate(token)
    await sessions.logOut(token)
    expect(await sessions.authenticate(token)).toBeUndefined()
  })

  it('ends within 5 s when the account is disabled', async () => {
    const sessions = sessionsAt()
    const { token, me } = await logIn(sessions)
    expect(await sessions.authenticate(token)).toEqual(me)
    await server.database.account.update({ where: { id: me.id }, data: { disabledAt: new Date() } })
    now += 5_000
    expect(await sessions.authenticate(token)).toBeUndefined()
    await server.database.account.update({ where: { id: me.id }, data: { disabledAt: null } })
  })

  it('is purged when it is over, and only then', async () => {
    const { token } = await logIn()
    now += 11 * hour
    const { token: fresh } = await logIn()
    now += hour
    expect(await sessionsAt().purgeExpired()).toBeGreaterThanOrEqual(1)
    const left = await server.database.session.count()
    expect(await sessionsAt().authenticate(fresh)).toBeDefined()
    expect(await sessionsAt().authenticate(token)).toBeUndefined()
    expect(await sessionsAt().purgeExpired()).toBe(0)
    expect(await server.database.session.count()).toBe(left)
  })

  it.each(['', 'x', 'x'.repeat(5_000), undefined])('is not held by %o', async (token) => {
    expect(await sessionsAt().authenticate(token)).toBeUndefined()
  })
})

describe('while the database is down', () => {
  it('whoever was seen before stays known, nobody else gets in', async () => {
    const proxied = flakyDatabase()
    const sessions = sessionsAt(proxied.database)
    const { token, me } = await logIn(sessions)
    const { token: unseen } = await logIn(sessionsAt())
    await sessions.authenticate(token)
    proxied.goDown()
    now += 60_000
    expect(await sessions.authenticate(token)).toEqual(me)
    await expect(sessions.authenticate(unseen)).rejects.toThrow()
    now += 12 * hour
    await expect(sessions.authenticate(token)).rejects.toThrow()
    await proxied.close()
  })

  /** The real client until it goes down, then one whose server nobody listens at. */
  function flakyDatabase() {
    const nobody = connectDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none', log })
    let present = server.database
    return {
      database: new Proxy(server.database, { get: (_, name) => Reflect.get(present, name, present) }),
      goDown: () => {
        present = nobody
      },
      close: () => closeDatabase(nobody),
    }
  }
})
