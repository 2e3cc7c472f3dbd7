import { Gauge } from 'prom-client'
import { afterEach, describe, expect, it } from 'vitest'
import { closeDatabase, connectDatabase } from '../database/connect.ts'
import { startTestServer, type TestServer } from '../server-testing.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { databaseCheck, readiness, switchCheck } from './readiness.ts'

let server: TestServer
afterEach(() => server.close())

describe('/healthz', () => {
  it('says that the process is alive and how late its loop is', async () => {
    server = await startTestServer()
    const answer = await server.anonymous('GET', '/healthz')
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ status: 'alive', eventLoopDelayMs: { mean: expect.any(Number) } })
  })
})

describe('/readyz', () => {
  it('is ready when every check is', async () => {
    server = await startTestServer()
    await server.close()
    server = await startTestServer({ readinessChecks: [{ name: 'configuration', check: async () => undefined }] })
    const answer = await server.anonymous('GET', '/readyz')
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({ ready: true, checks: [{ name: 'configuration', ready: true }] })
  })

  it('names everything that is not ready', async () => {
    const nobody = connectDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none', log: createLog('silent') })
    server = await startTestServer({
      readinessChecks: [
        databaseCheck(nobody),
        switchCheck(() => ({ connected: false, simulated: true, name: 'simulator' })),
        { name: 'ledger', check: async () => '1200 facts wait in the spool' },
        {
          name: 'configuration',
          check: async () => {
            throw new Error('never loaded')
          },
        },
      ],
    })
    const answer = await server.anonymous('GET', '/readyz')
    expect(answer.statusCode).toBe(503)
    expect(answer.json()).toMatchObject({
      ready: false,
      checks: [
        { name: 'database', ready: false },
        { name: 'switch', ready: false, problem: 'not connected to simulator' },
        { name: 'ledger', ready: false, problem: '1200 facts wait in the spool' },
        { name: 'configuration', ready: false, problem: 'never loaded' },
      ],
    })
    await closeDatabase(nobody)
  })

  it('does not wait for a check that hangs', async () => {
    server = await startTestServer()
    expect(
      await readiness([{ name: 'stuck', check: () => new Promise(() => {}) }, databaseCheck(server.database)], 50),
    ).toEqual({
      ready: false,
      checks: [
        { name: 'stuck', ready: false, problem: 'no answer within 50 ms' },
        { name: 'database', ready: true },
      ],
    })
  })
})

describe('/metrics', () => {
  it('has the process, the requests by route, and what others add', async () => {
    const metrics = createMetrics()
    new Gauge({ name: 'calls_live', help: 'Calls', registers: [metrics.registry] }).set(7)
    server = await startTestServer({ metrics })
    const agent = await server.as('a1001')
    await agent('GET', '/api/tickets/01900000-0000-7000-8000-0000000000ff')
    const { body, headers } = await server.anonymous('GET', '/metrics')
    expect(headers['content-type']).toContain('text/plain')
    expect(body).toContain('calls_live 7')
    expect(body).toContain('process_cpu_user_seconds_total')
    expect(body).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/api\/tickets\/:id",status="404"\} 1/,
    )
  })
})

describe('/api/switch', () => {
  it('tells before the log-in whether the switch is simulated', async () => {
    server = await startTestServer()
    expect((await server.anonymous('GET', '/api/switch')).json()).toEqual({
      connected: true,
      simulated: true,
      name: 'simulator',
    })
  })
})

describe('the log', () => {
  it('leaves secrets out wherever they are', async () => {
    server = await startTestServer()
    const lines: string[] = []
    const log = createLog('info', { write: (line) => void lines.push(line) })
    const secret = 'do-not-print'
    log.info({ password: secret, headers: { cookie: secret, authorization: secret }, call: 'c1' }, 'x')
    log.info({ environment: { ESL_PASSWORD: secret, DATABASE_URL: secret, REDIS_URL: secret } }, 'x')
    log.info({ req: { headers: { cookie: secret }, method: 'GET', url: `/x?q=${secret}` } }, 'x')
    expect(lines).toHaveLength(3)
    expect(lines.join('')).not.toContain(secret)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', call: 'c1', service: 'ringdesk' })
  })
})
