import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeDatabase, connectDatabase } from './database/connect.ts'
import { createLog } from './operations/log.ts'
import { buildServer } from './server.ts'
import { type Ask, ids, nobodyCalls, password, startTestServer, type TestServer } from './server-testing.ts'
import { createSessions } from './sessions/sessions.ts'

let server: TestServer
let agent: Ask

beforeAll(async () => {
  server = await startTestServer()
  agent = await server.as('a1001')
})
afterAll(() => server.close())

const environment = {
  COOKIE_SECURE: false,
  TIME_ZONE: 'Asia/Shanghai',
  TRUST_PROXY: false,
  RECORDINGS_DIR: '/nowhere',
  UI_DIR: '/nowhere',
}
const switchStatus = () => ({ connected: true, simulated: true, name: 'simulator' })

describe('every guarded route', () => {
  const guarded: [method: string, url: string][] = [
    ['GET', '/api/session'],
    ['GET', '/api/tickets'],
    ['GET', `/api/tickets/${ids.customer}`],
    ['PATCH', `/api/tickets/${ids.customer}`],
    ['PUT', `/api/tickets/${ids.customer}/draft`],
    ['POST', `/api/tickets/${ids.customer}/split`],
    ['POST', `/api/tickets/${ids.customer}/merge`],
    ['GET', '/api/ticket-choices'],
    ['GET', '/api/stores'],
    ['GET', '/api/calls'],
    ['GET', '/api/calls/x/context'],
    ['GET', `/api/recordings/${ids.customer}/audio`],
    ['POST', `/api/customers/${ids.customer}/number/reveal`],
    ['POST', `/api/tickets/${ids.customer}/values/x/reveal`],
    ['GET', '/api/products'],
    ['PUT', `/api/products/${ids.customer}`],
    ['GET', '/api/simulator'],
    ['POST', '/api/simulator/calls'],
    ['DELETE', '/api/simulator/calls/x'],
    ['PUT', '/api/simulator/phones/1001'],
    ['PUT', '/api/simulator/traffic'],
    ['DELETE', '/api/simulator/traffic'],
  ]
  it.each(guarded)('%s %s asks for a log-in', async (method, url) => {
    for (const cookie of ['', 'ringdesk_session=', `ringdesk_session=${'x'.repeat(43)}`]) {
      const answer = await server.anonymous(method as 'GET', url, undefined, { cookie })
      expect(answer.statusCode).toBe(401)
      expect(answer.json()).toMatchObject({ code: 'NOT_LOGGED_IN' })
    }
  })
})

describe('requests from pages of other sites', () => {
  it.each(['https://evil.example', 'null', 'http://localhost:81'])('%s change nothing', async (origin) => {
    for (const [method, url] of [
      ['PUT', `/api/tickets/${ids.customer}/draft`],
      ['POST', '/api/session'],
      ['DELETE', '/api/session'],
    ] as const) {
      const answer = await agent(method, url, undefined, { origin, host: 'localhost:80' })
      expect(answer.statusCode).toBe(403)
      expect(answer.json()).toMatchObject({ code: 'FOREIGN_ORIGIN' })
    }
    expect((await agent('GET', '/api/session')).statusCode).toBe(200)
  })

  it('of our own are carried out', async () => {
    const answer = await server.anonymous(
      'POST',
      '/api/session',
      { username: 'a1001', password },
      { origin: 'http://localhost:80', host: 'localhost:80' },
    )
    expect(answer.statusCode).toBe(200)
  })
})

describe('bad requests', () => {
  it.each([
    ['not JSON', '{', 'application/json', 400, 'BAD_INPUT'],
    ['nothing', '', 'application/json', 400, 'BAD_INPUT'],
    ['another format', 'a=1', 'application/x-www-form-urlencoded', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['too much', JSON.stringify({ username: 'x'.repeat(300_000) }), 'application/json', 413, 'BODY_TOO_LARGE'],
    ['a poisoned prototype', '{"__proto__":{"role":"admin"}}', 'application/json', 400, 'BAD_INPUT'],
  ])('%s', async (_, payload, type, status, code) => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { 'content-type': type },
      payload,
    })
    expect(answer.statusCode).toBe(status)
    expect(answer.json()).toMatchObject({ code })
    expect(answer.json<{ message: string }>().message).toMatch(/[\u4e00-\u9fff]/)
  })

  it('for an address that does not exist are answered in JSON', async () => {
    const answer = await agent('GET', '/api/nowhere?q=13800138000')
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toEqual({ code: 'NO_SUCH_ROUTE', message: '没有这个地址：GET /api/nowhere' })
  })

  it.each(['a\u0000b', 'a\ud800b'])('with a text that cannot be stored are refused: %j', async (text) => {
    for (const [method, url, payload] of [
      ['PUT', `/api/tickets/${ids.customer}/draft`, { subject: text }],
      ['POST', '/api/session', { username: text, password }],
      ['GET', `/api/tickets?q=${encodeURIComponent(text.toWellFormed())}`, undefined],
    ] as const) {
      const answer = await agent(method, url, payload)
      const expected = method === 'GET' && text.includes('\ud800') ? 200 : 400
      expect([url, answer.statusCode]).toEqual([url, expected])
    }
  })

  it('name every wrong field in Chinese', async () => {
    const answer = await agent('PATCH', `/api/tickets/${ids.customer}`, { fields: { priority: 7, subject: 1 } })
    expect(answer.json()).toMatchObject({
      code: 'BAD_INPUT',
      fields: [{ path: 'version' }, { path: 'fields.subject' }, { path: 'fields.priority' }],
    })
    for (const field of answer.json<{ fields: { message: string }[] }>().fields)
      expect(field.message).toMatch(/[\u4e00-\u9fff]/)
  })
})

describe('failures', () => {
  const loggingServer = (lines: string[], database = server.database) => {
    const log = createLog('info', { write: (line) => void lines.push(line) })
    return buildServer({
      database,
      environment,
      log,
      sessions: createSessions({ database, hours: 1, log }),
      switchStatus,
      ...nobodyCalls,
    })
  }

  it('are told with the request’s id, their details only to the log', async () => {
    const lines: string[] = []
    const broken = new Proxy(server.database, {
      get: (target, name) => {
        if (name === 'session') throw new TypeError('secret detail')
        return Reflect.get(target, name, target)
      },
    })
    const app = loggingServer(lines, broken)
    const answer = await app.inject({ url: '/api/session', headers: { cookie: 'ringdesk_session=abc' } })
    expect(answer.statusCode).toBe(500)
    expect(answer.json()).toMatchObject({ code: 'INTERNAL' })
    expect(answer.json<{ message: string }>().message).toContain(answer.headers['x-request-id'])
    expect(answer.body).not.toContain('secret detail')
    const logged = lines.map((line) => JSON.parse(line)).find((line) => line.msg === 'INTERNAL')
    expect(logged).toMatchObject({ reqId: answer.headers['x-request-id'], err: { message: 'secret detail' } })
    await app.close()
  })

  it('of the database are told as such', async () => {
    const lines: string[] = []
    const nobody = connectDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none', log: pino({ level: 'silent' }) })
    const app = loggingServer(lines, nobody)
    const answer = await app.inject({ method: 'POST', url: '/api/session', payload: { username: 'a1001', password } })
    expect(answer.statusCode).toBe(503)
    expect(answer.json()).toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
    await app.close()
    await closeDatabase(nobody)
  })

  it('and successes are logged without passwords, cookies and what people search for', async () => {
    const lines: string[] = []
    const app = loggingServer(lines)
    const payload = { username: 'a1001', password }
    const answer = await app.inject({ method: 'POST', url: '/api/session', payload })
    const token = answer.cookies[0]?.value ?? 'none'
    await app.inject({ url: '/api/tickets?q=张伟', headers: { cookie: `ringdesk_session=${token}` } })
    const text = lines.join('')
    expect(lines.length).toBeGreaterThanOrEqual(4)
    expect(text).toContain('"path":"/api/tickets"')
    for (const secret of [password, token, '张伟', encodeURIComponent('张伟')]) expect(text).not.toContain(secret)
    await app.close()
  })
})

describe('answers', () => {
  it('forbid scripts of others, frames and guessing of types', async () => {
    const { headers } = await agent('GET', '/api/session')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('upgrade-insecure-requests')
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
    expect(headers).not.toHaveProperty('strict-transport-security')
  })
})

describe('the API page', () => {
  it('describes every route with a summary and its errors', async () => {
    const answer = await server.anonymous('GET', '/api/docs/json')
    expect(answer.statusCode).toBe(200)
    type Operation = { summary?: string; responses?: Record<string, { description: string }>; requestBody?: object }
    const document = answer.json<{ paths: Record<string, Record<string, Operation>> }>()
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
    )
    expect(operations.length).toBeGreaterThanOrEqual(24)
    expect(operations.filter((operation) => !operation.summary).map((operation) => operation.name)).toEqual([])
    const edit = document.paths['/api/tickets/{id}']?.patch
    expect(Object.keys(edit?.responses ?? {})).toEqual(['200', '400', '401', '403', '404', '409', '503'])
    expect(JSON.stringify(edit?.responses)).toContain('TICKET_CHANGED')
    expect(JSON.stringify(edit?.requestBody)).toContain('"version"')
  })

  it('opens in a browser', async () => {
    const page = await server.anonymous('GET', '/api/docs/')
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-type']).toContain('text/html')
    expect(page.body).not.toMatch(/<script(?![^>]*src=)[^>]*>\s*\S/)
  })
})

describe('the browser’s files', () => {
  const html = { accept: 'text/html,application/xhtml+xml' }

  it('come with the right caching, and every page address leads to the application', async () => {
    const ui = await mkdtemp(join(tmpdir(), 'ringdesk-ui-'))
    await mkdir(join(ui, 'assets'))
    await writeFile(join(ui, 'index.html'), '<title>desk</title>')
    await writeFile(join(ui, 'assets/index-a1b2.js'), 'ok()')
    const { database, sessions } = server
    const log = pino({ level: 'silent' })
    const app = buildServer({
      database,
      sessions,
      log,
      switchStatus,
      environment: { ...environment, UI_DIR: ui },
      ...nobodyCalls,
    })
    for (const url of ['/', '/tickets/123', '/simulator']) {
      const page = await app.inject({ url, headers: html })
      expect(page).toMatchObject({ statusCode: 200, body: '<title>desk</title>' })
      expect(page.headers['cache-control']).toBe('no-cache')
    }
    const script = await app.inject({ url: '/assets/index-a1b2.js' })
    expect(script.body).toBe('ok()')
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    for (const url of ['/assets/index-gone.js', '/api/nowhere', '/../package.json'])
      expect((await app.inject({ url, headers: url.startsWith('/api') ? html : {} })).statusCode).toBe(404)
    await app.close()
    await rm(ui, { recursive: true })
  })

  it('that were not built are missed in words', async () => {
    const page = await server.anonymous('GET', '/', undefined, html)
    expect(page.statusCode).toBe(503)
    expect(page.body).toContain('界面尚未构建')
  })
})
