import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConfigurationState } from '../contract/index.ts'
import { startTestServer, type TestServer } from '../server-testing.ts'

let server: TestServer
let admin: Awaited<ReturnType<TestServer['as']>>
beforeAll(async () => {
  server = await startTestServer()
  admin = await server.as('admin')
})
afterAll(() => server.close())

describe('the configuration over HTTP', () => {
  it.each([
    ['GET', '/api/configuration', ['s2001', 'admin']],
    ['GET', '/api/configuration/history', ['s2001', 'admin']],
    ['GET', '/api/configuration/published-holidays', ['s2001', 'admin']],
    ['PUT', '/api/configuration/changes/skill/x', ['admin'], { value: { id: 'x', label: 'X' } }],
    ['DELETE', '/api/configuration/changes/skill/x', ['admin']],
    ['POST', '/api/configuration/apply', ['admin'], { version: 1, changes: [{ kind: 'skill', key: 'x', at: 1 }] }],
    ['POST', '/api/agents/a1001/password', ['admin'], { password: 'short' }],
  ])('%s %s is for %j alone', async (method, url, allowed, payload?: object) => {
    expect((await server.anonymous(method, url, payload)).statusCode).toBe(401)
    for (const username of ['a1002', 's2001', 'admin']) {
      const ask = await server.as(username)
      const { statusCode } = await ask(method, url, payload)
      expect([username, statusCode === 403]).toEqual([username, !allowed.includes(username)])
    }
  })

  it('takes a change, says who would be eligible under it, and puts it in force', async () => {
    await admin('DELETE', '/api/configuration/changes/skill/x')
    const before = (await admin('GET', '/api/configuration')).json<ConfigurationState>()
    const queue = before.documents.queue[0]
    if (!queue) throw new Error('the test chain has no queue')
    const changed = await admin('PUT', `/api/configuration/changes/queue/${queue.id}`, {
      value: { ...queue, needs: { all: [] } },
    })
    expect(changed.statusCode).toBe(200)
    const preview = (await admin('GET', `/api/configuration/eligible/${queue.id}`)).json()
    expect(preview.rings[0].eligible).toBe(before.documents.agent.filter(({ enabled }) => enabled).length)
    const { version, changes } = changed.json<ConfigurationState>()
    const applied = await admin('POST', '/api/configuration/apply', {
      version,
      changes: changes.map(({ kind, key, at }) => ({ kind, key, at })),
    })
    expect(applied.json<ConfigurationState>()).toMatchObject({ version: version + 1, changes: [] })
  })

  it('answers with every problem when the draft does not fit', async () => {
    const put = await admin('PUT', '/api/configuration/changes/region/nowhere', {
      value: { id: 'nowhere', name: '', provinces: [] },
    })
    const { version, changes } = put.json<ConfigurationState>()
    const answer = await admin('POST', '/api/configuration/apply', {
      version,
      changes: changes.map(({ kind, key, at }) => ({ kind, key, at })),
    })
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({
      code: 'UNFIT_CONFIGURATION',
      problems: [{ kind: 'region', key: 'nowhere', path: 'name' }],
    })
    await admin('DELETE', `/api/configuration/changes/region/nowhere?seen=${changes[0]?.at}`)
  })

  it('a password that an administrator sets works, and ends older log-ins', async () => {
    const agent = await server.as('a1001')
    expect((await admin('POST', '/api/agents/a1001/password', { password: 'a new long one' })).statusCode).toBe(204)
    expect((await agent('GET', '/api/session')).statusCode).toBe(401)
    const logIn = await server.anonymous('POST', '/api/session', { username: 'a1001', password: 'a new long one' })
    expect(logIn.statusCode).toBe(200)
    expect((await admin('POST', '/api/agents/nobody/password', { password: 'a new long one' })).statusCode).toBe(404)
  })
})
