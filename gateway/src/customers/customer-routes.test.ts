import type { CallerHint } from '@ringdesk/cti'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { customerNumber, ids, nobodyCalls, startTestServer, type TestServer } from '../server-testing.ts'

let server: TestServer
const told: (readonly CallerHint[])[] = []
const reveal = (id: string) => ['POST', `/api/customers/${id}/number/reveal`] as const

beforeAll(async () => {
  const callCentre = { ...nobodyCalls.callCentre, hint: (hints: readonly CallerHint[]) => void told.push(hints) }
  server = await startTestServer({ callCentre })
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

describe('what is known of a customer', () => {
  const edit = async (who: string, fields: object, id: string = ids.customer) =>
    (await server.as(who))('PATCH', `/api/customers/${id}`, fields)

  it('is changed by an agent: name, language, usual store; their next call is routed by it', async () => {
    told.length = 0
    const answer = await edit('a1001', { name: ' 张伟强 ', language: 'yue', storeId: 'bj01' })
    expect(answer.json()).toMatchObject({ name: '张伟强', language: 'yue', storeId: 'bj01' })
    expect(told).toEqual([
      [expect.objectContaining({ number: customerNumber, customer: ids.customer, language: 'yue', store: 'bj01' })],
    ])
    const audit = await server.database.auditEntry.findFirstOrThrow({ where: { action: 'customer-changed' } })
    expect(audit).toMatchObject({
      object: `customer:${ids.customer}`,
      detail: { from: { language: null }, to: { name: '张伟强', language: 'yue', storeId: 'bj01' } },
    })
    await edit('a1001', { language: null })
  })

  it('leaves no trace when nothing changes', async () => {
    await edit('s2001', { tags: ['常客', 'VIP', '常客'] })
    const before = await server.database.auditEntry.count()
    expect((await edit('s2001', { tags: ['常客', 'VIP'] })).json()).toMatchObject({ tags: ['常客', 'VIP'] })
    expect(await server.database.auditEntry.count()).toBe(before)
  })

  it('that changes whose turn it is, is for supervisors: tags and owner', async () => {
    for (const fields of [{ tags: ['VIP'] }, { ownerId: 'a1001' }])
      expect((await edit('a1001', fields)).json()).toMatchObject({ code: 'NOT_ALLOWED' })
    told.length = 0
    expect((await edit('s2001', { ownerId: 'a1002', tags: ['VIP'] })).json()).toMatchObject({
      owner: { id: 'a1002', name: '陈志强' },
    })
    expect(told).toEqual([[expect.objectContaining({ owner: 'a1002', vip: true })]])
    expect((await edit('s2001', { ownerId: null, tags: [] })).json()).not.toHaveProperty('owner')
  })

  it('is refused where it does not fit', async () => {
    expect((await edit('a1001', { storeId: 'nowhere' })).json()).toMatchObject({ fields: [{ path: 'storeId' }] })
    expect((await edit('s2001', { ownerId: 'nobody' })).json()).toMatchObject({ fields: [{ path: 'ownerId' }] })
    expect((await edit('a1001', { language: '粤语' })).json()).toMatchObject({ fields: [{ path: 'language' }] })
    expect((await edit('a1001', { name: '' })).statusCode).toBe(400)
    expect((await edit('a1001', {}, '01900000-0000-7000-8000-0000000000ff')).json()).toMatchObject({
      code: 'NO_SUCH_CUSTOMER',
    })
    for (const who of ['m0001', 'r3001']) expect((await edit(who, { name: '我' })).statusCode).toBe(403)
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
