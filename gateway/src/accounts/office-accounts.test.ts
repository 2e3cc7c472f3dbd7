import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Me, OfficeAccount } from '../contract/index.ts'
import { createTestDatabase } from '../database/testing.ts'
import { type Ask, ids, password, startTestServer, type TestServer } from '../server-testing.ts'
import { makeAdministrator, makeFirstAdministrator } from './first-administrator.ts'

let server: TestServer
let admin: Ask

beforeAll(async () => {
  server = await startTestServer()
  admin = await server.as('admin')
})
afterAll(() => server.close())

const code = (answer: { json(): unknown }) => (answer.json() as { code: string }).code
const made = (body: object) => admin('POST', '/api/accounts', { password, role: 'supervisor', ...body })
const logIn = (username: string, secret = password) =>
  server.anonymous('POST', '/api/session', { username, password: secret })

/** A request with the cookie of a log-in. */
async function entered(username: string, secret = password) {
  const cookie = String((await logIn(username, secret)).headers['set-cookie']).split(';')[0] ?? ''
  return (method: Parameters<Ask>[0], url: string, body?: object) => server.anonymous(method, url, body, { cookie })
}

describe('an account of the office', () => {
  it('is made with role, region and department, logs in, and sees what its role sees', async () => {
    const answer = await made({ username: 'r4001', name: '周敏', role: 'region', regionId: 'hz' })
    expect(answer.json()).toMatchObject({ username: 'r4001', role: 'region', region: { id: 'hz' }, disabled: false })
    expect((await logIn('r4001')).json<Me>()).toMatchObject({ role: 'region', region: { id: 'hz', level: 'city' } })
    const audit = await server.database.auditEntry.findFirstOrThrow({ where: { action: 'account-made' } })
    expect(audit).toMatchObject({ actor: '管理员', detail: { username: 'r4001', role: 'region', regionId: 'hz' } })
    expect(JSON.stringify(audit)).not.toContain(password)
  })

  it('is refused with what is wrong', async () => {
    expect(code(await made({ username: 's2001', name: '重名' }))).toBe('USERNAME_TAKEN')
    expect(code(await made({ username: 'x4001', name: '无区域', role: 'region' }))).toBe('REGION_NEEDED')
    expect(code(await made({ username: 'x4001', name: '错', role: 'region', regionId: 'no' }))).toBe('NO_SUCH_REGION')
    expect(code(await made({ username: 'x4001', name: '错', departmentId: 'no' }))).toBe('NO_SUCH_DEPARTMENT')
    const bad = (await made({ username: 'X 4', name: '', role: 'agent', password: 'short' })).json<{
      fields: { path: string }[]
    }>()
    expect(bad.fields.map(({ path }) => path).sort()).toEqual(['name', 'password', 'role', 'username'])
    expect(await server.database.account.count({ where: { username: 'x4001' } })).toBe(0)
  })

  it('is listed by role, found by name, extension and region, and never store staff’s', async () => {
    const all = (await admin('GET', '/api/accounts')).json<OfficeAccount[]>()
    expect(all[0]).toMatchObject({ username: 'admin' })
    expect(all.map(({ username }) => username)).not.toContain('m0001')
    expect(all.find(({ username }) => username === 'a1001')?.agent).toEqual({ id: 'a1001', extension: '1001' })
    const found = async (query: string) =>
      (await admin('GET', `/api/accounts?${query}`)).json<OfficeAccount[]>().map(({ username }) => username)
    expect(await found(`q=${encodeURIComponent('许文')}`)).toEqual(['s2001'])
    expect(await found('q=1002')).toEqual(['a1002'])
    expect(await found('q=%25')).toEqual([])
    expect(await found('role=supervisor')).toEqual(['s2001'])
  })

  it('changes its role, which counts at the next look at the log-in', async () => {
    const { id } = (await made({ username: 's4002', name: '升职' })).json<OfficeAccount>()
    const edited = await admin('PUT', `/api/accounts/${id}`, { name: '升职了', role: 'admin' })
    expect(edited.json()).toMatchObject({ name: '升职了', role: 'admin' })
    expect((await logIn('s4002')).json()).toMatchObject({ role: 'admin', name: '升职了' })
  })

  it('of an agent becomes a supervisor’s, and keeps its desk and its name from the configuration', async () => {
    const url = `/api/accounts/${ids.otherAgent}`
    expect(code(await admin('PUT', url, { role: 'agent', name: '别名' }))).toBe('NAMED_BY_CONFIGURATION')
    expect(code(await admin('PUT', `${url}/disabled`, { disabled: true }))).toBe('NAMED_BY_CONFIGURATION')
    expect(code(await admin('PUT', url, { role: 'region', regionId: 'hz' }))).toBe('ROLE_AND_DESK')
    expect((await admin('PUT', url, { role: 'supervisor' })).json()).toMatchObject({
      role: 'supervisor',
      agent: { id: 'a1002' },
    })
    expect(code(await admin('PUT', `/api/accounts/${ids.supervisor}`, { role: 'agent' }))).toBe('ROLE_AND_DESK')
  })

  it('that is disabled is logged out at once and cannot log in', async () => {
    const { id } = (await made({ username: 's4003', name: '离职' })).json<OfficeAccount>()
    await logIn('s4003')
    const answer = await admin('PUT', `/api/accounts/${id}/disabled`, { disabled: true })
    expect(answer.json()).toMatchObject({ disabled: true })
    expect(await server.database.session.count({ where: { accountId: id } })).toBe(0)
    expect(code(await logIn('s4003'))).toBe('WRONG_PASSWORD')
    await admin('PUT', `/api/accounts/${id}/disabled`, { disabled: false })
    expect((await logIn('s4003')).statusCode).toBe(200)
  })

  it('gets a new password, which ends its log-ins', async () => {
    const { id } = (await made({ username: 's4004', name: '忘记' })).json<OfficeAccount>()
    const old = await entered('s4004')
    expect((await admin('POST', `/api/accounts/${id}/password`, { password: 'a new password' })).statusCode).toBe(204)
    expect((await old('GET', '/api/session')).statusCode).toBe(401)
    expect((await logIn('s4004', 'a new password')).statusCode).toBe(200)
  })

  it('is nobody’s but an administrator’s to see or to change', async () => {
    for (const who of ['a1001', 's2001', 'r3001', 'm0001'])
      for (const [method, url] of [
        ['GET', '/api/accounts'],
        ['POST', '/api/accounts'],
        ['PUT', `/api/accounts/${ids.admin}`],
        ['PUT', `/api/accounts/${ids.admin}/disabled`],
        ['POST', `/api/accounts/${ids.admin}/password`],
      ] as const)
        expect((await (await server.as(who))(method, url, {})).statusCode, `${who} ${url}`).toBe(403)
  })

  it('of store staff is out of reach here', async () => {
    expect(code(await admin('PUT', `/api/accounts/${ids.hangzhouStore}`, { role: 'admin' }))).toBe('NO_SUCH_ACCOUNT')
    const answer = await admin('POST', `/api/accounts/${ids.hangzhouStore}/password`, { password: 'a new password' })
    expect(code(answer)).toBe('NO_SUCH_ACCOUNT')
  })
})

describe('administrators', () => {
  it('neither disable themselves nor give their own role away', async () => {
    expect(code(await admin('PUT', `/api/accounts/${ids.admin}`, { role: 'supervisor' }))).toBe('NOT_YOURSELF')
    const answer = await admin('PUT', `/api/accounts/${ids.admin}/disabled`, { disabled: true })
    expect(code(answer)).toBe('NOT_YOURSELF')
    expect((await admin('PUT', `/api/accounts/${ids.admin}`, { role: 'admin', name: '大管理员' })).statusCode).toBe(200)
  })

  it('who take each other’s rights at the same moment leave one', async () => {
    const another = (await made({ username: 'admin2', name: '二号', role: 'admin' })).json<OfficeAccount>()
    await server.database.account.updateMany({
      where: { role: 'ADMIN', id: { notIn: [ids.admin, another.id] } },
      data: { role: 'SUPERVISOR' },
    })
    const second = await server.as('admin2')
    const [first, other] = await Promise.all([
      admin('PUT', `/api/accounts/${another.id}/disabled`, { disabled: true }),
      second('PUT', `/api/accounts/${ids.admin}/disabled`, { disabled: true }),
    ])
    expect(await server.database.account.count({ where: { role: 'ADMIN', disabledAt: null } })).toBe(1)
    // The one who was disabled first is out (401), or is told that one has to stay.
    expect([first.statusCode, other.statusCode].filter((status) => status === 200)).toHaveLength(1)
    await server.database.account.updateMany({ where: { role: 'ADMIN' }, data: { disabledAt: null } })
  })
})

describe('one’s own password', () => {
  it('is changed by who knows the old one, and ends the other log-ins', async () => {
    await made({ username: 's4005', name: '本人' })
    const [here, there] = [await entered('s4005'), await entered('s4005')]
    const wrong = await here('PUT', '/api/session/password', { current: 'not it', password: 'my own password' })
    expect([wrong.statusCode, code(wrong)]).toEqual([403, 'WRONG_CURRENT_PASSWORD'])
    const right = { current: password, password: 'my own password' }
    expect((await here('PUT', '/api/session/password', { ...right, password: 'short' })).statusCode).toBe(400)
    expect((await here('PUT', '/api/session/password', right)).statusCode).toBe(204)
    expect((await here('GET', '/api/session')).statusCode).toBe(200)
    expect(code(await logIn('s4005'))).toBe('WRONG_PASSWORD')
    expect((await logIn('s4005', 'my own password')).statusCode).toBe(200)
    const { id } = await server.database.account.findUniqueOrThrow({ where: { username: 's4005' } })
    // The second place is known for a few seconds yet; its log-in is gone.
    expect(await server.database.session.count({ where: { accountId: id } })).toBe(2)
    expect((await there('GET', '/api/session')).statusCode).toBeOneOf([200, 401])
  })

  it('is not guessed: too many wrong ones have to wait', async () => {
    await made({ username: 's4006', name: '猜' })
    const here = await entered('s4006')
    const guesses = []
    for (let guess = 0; guess < 12; guess++)
      guesses.push((await here('PUT', '/api/session/password', { current: `${guess}`, password })).statusCode)
    expect(guesses.slice(-2)).toEqual([429, 429])
  })
})

describe('an empty database', () => {
  it('gets its first administrator once, and more of them by the command', async () => {
    const empty = await createTestDatabase()
    try {
      const first = await makeFirstAdministrator(empty.database)
      expect(first).toMatchObject({ username: 'admin', password: expect.stringMatching(/^[\w-]{22}$/) })
      expect(await makeFirstAdministrator(empty.database)).toBeUndefined()
      await expect(makeAdministrator(empty.database, { username: 'admin', name: '又' })).rejects.toMatchObject({
        code: 'USERNAME_TAKEN',
      })
      const command = (...words: string[]) =>
        spawnSync(process.execPath, [join(import.meta.dirname, 'account-command.ts'), ...words], {
          env: { ...process.env, DATABASE_URL: empty.url },
          encoding: 'utf8',
          timeout: 30_000,
        })
      expect(command('boss', '老板').stdout).toMatch(/boss.*[\w-]{22}/)
      expect(await empty.database.account.count({ where: { role: 'ADMIN' } })).toBe(2)
      expect(command('boss', '老板')).toMatchObject({ status: 1, stderr: expect.stringContaining('boss') })
      expect(command('B', '老板')).toMatchObject({ status: 1, stderr: expect.stringContaining('3 到 32') })
      expect(command()).toMatchObject({ status: 2, stderr: expect.stringContaining('usage') })
    } finally {
      await empty.drop()
    }
  })
})
