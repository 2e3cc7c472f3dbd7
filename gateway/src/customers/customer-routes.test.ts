import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ids, startTestServer, type TestServer } from '../server-testing.ts'

let server: TestServer
const reveal = (id: string) => ['POST', `/api/customers/${id}/number/reveal`] as const

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('revealing a number', () => {
  it.each(['s2001', 'admin'])('shows it to %s and writes down who asked', async (username) => {
    const ask = await server.as(username)
    const answer = await ask(...reveal(ids.customer))
    expect(answer.json()).toEqual({ display: '138 0013 8000' })
    const entry = await server.database.auditEntry.findFirstOrThrow({ orderBy: { at: 'desc' } })
    expect(entry).toMatchObject({ action: 'number-revealed', object: `customer:${ids.customer}` })
    expect(entry.actor).toBe(username === 'admin' ? '管理员' : '许文静')
    expect(JSON.stringify(entry)).not.toContain('13800138000')
  })

  it('is refused to agents and to nobody, and leaves no entry', async () => {
    const before = await server.database.auditEntry.count()
    const agent = await server.as('a1001')
    expect((await agent(...reveal(ids.customer))).json()).toMatchObject({ code: 'NOT_ALLOWED' })
    expect((await server.anonymous(...reveal(ids.customer))).json()).toMatchObject({ code: 'NOT_LOGGED_IN' })
    expect(await server.database.auditEntry.count()).toBe(before)
  })

  it('says when there is nobody, or no number', async () => {
    const ask = await server.as('s2001')
    expect((await ask(...reveal('01900000-0000-7000-8000-0000000000ff'))).json()).toMatchObject({
      code: 'NO_SUCH_CUSTOMER',
    })
    expect((await ask(...reveal(ids.otherCustomer))).json()).toMatchObject({ code: 'NO_NUMBER' })
  })
})

describe('searching stores', () => {
  it.each([
    ['', ['BJ01', 'HZ01']],
    ['hz', ['HZ01']],
    ['国贸', ['BJ01']],
    ['文三路', ['HZ01']],
    ['100%', ['HZ01']],
    ['_', []],
  ])('by %j', async (q, codes) => {
    const ask = await server.as('a1001')
    const answer = await ask('GET', `/api/stores?q=${encodeURIComponent(q)}`)
    expect(answer.json<{ code: string }[]>().map((store) => store.code)).toEqual(codes)
  })
})
