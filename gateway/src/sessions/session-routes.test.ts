import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { password, startTestServer, type TestServer } from '../server-testing.ts'
import { LogInAttempts } from './attempts.ts'

let server: TestServer
let now = 0
const attempts = () => new LogInAttempts({ perUsername: 3, perAddress: 5, windowMs: 60_000 }, () => now)
const logIn = (username: string, given = password, headers: Record<string, string> = {}) =>
  server.anonymous('POST', '/api/session', { username, password: given }, headers)

beforeEach(async () => {
  now = 1_000_000
  server = await startTestServer({ attempts: attempts() })
})
afterEach(() => server.close())

describe('POST /api/session', () => {
  it('sets an http-only cookie that scripts and other sites cannot use, and answers who it is', async () => {
    const answer = await logIn(' a1001 ')
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ username: 'a1001', role: 'agent', agent: { id: 'a1001' } })
    const [cookie] = answer.cookies
    expect(cookie).toMatchObject({ name: 'ringdesk_session', httpOnly: true, sameSite: 'Lax', path: '/' })
    expect(cookie).not.toHaveProperty('secure')
    const me = await server.anonymous('GET', '/api/session', undefined, { cookie: `ringdesk_session=${cookie?.value}` })
    expect(me.json()).toMatchObject({ username: 'a1001' })
  })

  it('says the same for a wrong password and an unknown user', async () => {
    const [wrong, unknown] = [await logIn('a1001', 'wrong'), await logIn('nobody', 'wrong')]
    expect(wrong.statusCode).toBe(401)
    expect(wrong.json()).toMatchObject({ code: 'WRONG_PASSWORD' })
    expect(unknown.json()).toEqual(wrong.json())
    expect(wrong.cookies).toEqual([])
  })

  it('stops guesses at one user name, in any case, until the window has passed', async () => {
    for (const username of ['a1001', 'A1001', 'a1001']) expect((await logIn(username, 'wrong')).statusCode).toBe(401)
    const refused = await logIn('a1001')
    expect(refused.statusCode).toBe(429)
    expect(refused.json()).toMatchObject({ code: 'TOO_MANY_ATTEMPTS' })
    expect(Number(refused.headers['retry-after'])).toBe(60)
    expect((await logIn('a1002')).statusCode).toBe(200)
    now += 60_000
    expect((await logIn('a1001')).statusCode).toBe(200)
  })

  it('stops guesses from one address at many user names, and does not count those who got in', async () => {
    for (let round = 0; round < 8; round++) expect((await logIn('a1001')).statusCode).toBe(200)
    for (const username of ['u1', 'u2', 'u3', 'u4', 'u5']) await logIn(username, 'wrong')
    expect((await logIn('u6', 'wrong')).statusCode).toBe(429)
  })

  it('counts guesses that are made at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => logIn('a1001', 'wrong')))
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(3)
  })

  it.each([{}, { username: '', password: 'x' }, { username: 'a', password: 'x'.repeat(300) }, { username: 5 }])(
    'refuses %o with its fields',
    async (payload) => {
      const answer = await server.anonymous('POST', '/api/session', payload)
      expect(answer.statusCode).toBe(400)
      expect(answer.json()).toMatchObject({ code: 'BAD_INPUT' })
      expect(answer.json<{ fields: unknown[] }>().fields.length).toBeGreaterThan(0)
    },
  )

  it('logs out here and forgets the cookie', async () => {
    const cookie = `ringdesk_session=${(await logIn('a1001')).cookies[0]?.value}`
    const out = await server.anonymous('DELETE', '/api/session', undefined, { cookie })
    expect(out.statusCode).toBe(204)
    expect(out.cookies[0]).toMatchObject({ name: 'ringdesk_session', value: '' })
    expect((await server.anonymous('GET', '/api/session', undefined, { cookie })).statusCode).toBe(401)
    expect((await server.anonymous('DELETE', '/api/session')).statusCode).toBe(204)
  })
})

describe('with COOKIE_SECURE', () => {
  it('the cookie is for HTTPS only, and a page on plain http is told so instead of losing it silently', async () => {
    await server.close()
    server = await startTestServer({
      environment: {
        COOKIE_SECURE: true,
        TIME_ZONE: 'Asia/Shanghai',
        TRUST_PROXY: false,
        RECORDINGS_DIR: '/nowhere',
        UI_DIR: '/nowhere',
      },
    })
    const from = (origin: string) =>
      server.anonymous('POST', '/api/session', { username: 'a1001', password }, { origin, host: new URL(origin).host })
    expect((await from('http://desk.example')).json()).toMatchObject({ code: 'INSECURE_LOG_IN' })
    expect((await from('https://desk.example')).cookies[0]).toMatchObject({ secure: true })
    expect((await from('http://localhost:8080')).cookies[0]).toMatchObject({ secure: true })
  })
})
