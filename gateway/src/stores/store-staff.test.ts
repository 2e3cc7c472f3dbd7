import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { insertAtStore } from '../collaboration/collaboration-testing.ts'
import type { LogInLink, Me, StaffedStore, StoreAccount, StoreTickets } from '../contract/index.ts'
import { type Ask, ids, startTestServer, type TestServer } from '../server-testing.ts'
import { linkLivesMs, makeLink, spendLink } from '../sessions/log-in-links.ts'

let server: TestServer
let city: Ask
let made = 0

beforeAll(async () => {
  server = await startTestServer()
  city = await server.as('r3002')
})
afterAll(() => server.close())
beforeEach(async () => {
  await server.database.account.updateMany({ where: { id: ids.hangzhouStore }, data: { disabledAt: null } })
})

const linkFor = (ask: Ask, id: string) => ask('POST', `/api/store-accounts/${id}/log-in-link`)
const tokenOf = (link: LogInLink) => link.path.split('#')[1] ?? ''
const enter = (token: string) => server.anonymous('POST', '/api/session/link', { token })

describe('a log-in link', () => {
  it('lets in once, and leaves who made and who used it', async () => {
    const link = (await linkFor(city, ids.hangzhouStore)).json<LogInLink>()
    expect(link.path).toMatch(/^\/enter#[\w-]{43}$/)
    const answer = await enter(tokenOf(link))
    expect(answer.json<Me>()).toMatchObject({ username: 'm0001', role: 'store', store: { id: 'hz01' } })
    const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
    const me = await server.anonymous('GET', '/api/session', undefined, { cookie })
    expect(me.json()).toMatchObject({ username: 'm0001' })
    expect((await enter(tokenOf(link))).json()).toMatchObject({ code: 'LINK_SPENT' })
    const audit = await server.database.auditEntry.findMany({ where: { object: `account:${ids.hangzhouStore}` } })
    expect(audit.map(({ action, actor }) => [action, actor])).toEqual([
      ['log-in-link-made', '方若琳'],
      ['log-in-link-used', '罗敏'],
    ])
  })

  it('opened by two at the same moment lets one in', async () => {
    const token = tokenOf((await linkFor(city, ids.hangzhouStore)).json())
    const answers = await Promise.all(Array.from({ length: 8 }, () => enter(token)))
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, ...Array(7).fill(410)])
  })

  it('is not stored, nor in any log of what was asked for', async () => {
    const token = tokenOf((await linkFor(city, ids.hangzhouStore)).json())
    const rows = await server.database.$queryRaw<{ row: string }[]>`SELECT l::text AS row FROM "LogInLink" l`
    expect(rows.map(({ row }) => row).join()).not.toContain(token)
  })

  it('is worthless after 15 minutes, after a newer one, and for a disabled account', async () => {
    const me = { id: ids.admin, name: '管理员' } as Me
    const account = { id: ids.hangzhouStore, username: 'm0001' }
    const now = new Date()
    const old = tokenOf(await makeLink(server.database, me, account, now))
    expect(await spendLink(server.database, old, new Date(now.getTime() + linkLivesMs))).toBeUndefined()
    await makeLink(server.database, me, account, now)
    expect(await spendLink(server.database, old, now)).toBeUndefined()
    const last = tokenOf(await makeLink(server.database, me, account, now))
    await city('PUT', `/api/store-accounts/${ids.hangzhouStore}/disabled`, { disabled: true })
    expect(await spendLink(server.database, last, now)).toBeUndefined()
    expect((await linkFor(city, ids.hangzhouStore)).json()).toMatchObject({ code: 'NO_SUCH_ACCOUNT' })
  })

  it('is made for store staff of one’s own part of the tree only', async () => {
    const beijing = ids.beijingStore
    for (const username of ['r3001', 'r3002'])
      expect((await linkFor(await server.as(username), beijing)).json()).toMatchObject({ code: 'NO_SUCH_ACCOUNT' })
    for (const other of [ids.admin, ids.agent, ids.east])
      expect((await linkFor(await server.as('admin'), other)).json()).toMatchObject({ code: 'NO_SUCH_ACCOUNT' })
    for (const username of ['a1001', 'm0001'])
      expect((await linkFor(await server.as(username), ids.hangzhouStore)).statusCode).toBe(403)
    expect((await linkFor(await server.as('s2001'), beijing)).statusCode).toBe(200)
  })

  it('cannot be guessed at for long from one address', async () => {
    const own = await startTestServer()
    try {
      const statuses: number[] = []
      for (let guess = 0; guess < 62; guess++) {
        const token = `guess-${guess}`.padEnd(43, 'x')
        statuses.push((await own.anonymous('POST', '/api/session/link', { token })).statusCode)
      }
      expect(statuses.slice(0, 60)).toEqual(Array(60).fill(410))
      expect(statuses.slice(60)).toEqual([429, 429])
    } finally {
      await own.close()
    }
  })
})

describe('accounts of store staff', () => {
  const make = (ask: Ask, store: string, body: object) => ask('POST', `/api/stores/${store}/accounts`, body)

  it('are made without a password that anybody knows, and listed with their stores', async () => {
    const username = `hz01.${++made}`
    const account = (await make(city, 'hz01', { username, name: '新店员' })).json<StoreAccount>()
    expect(account).toMatchObject({ username, name: '新店员', disabled: false })
    const stores = (await city('GET', '/api/staffed-stores')).json<StaffedStore[]>()
    expect(stores.map(({ id }) => id)).toEqual(['hz01'])
    expect(stores[0]?.accounts.map((each) => each.username)).toEqual(['m0001', username])
    expect((await enter(tokenOf((await linkFor(city, account.id)).json()))).json()).toMatchObject({ username })
    expect((await make(city, 'hz01', { username, name: '又一个' })).json()).toMatchObject({ code: 'USERNAME_TAKEN' })
  })

  it('are out at once when they are disabled', async () => {
    const staff = await server.as('m0001')
    await city('PUT', `/api/store-accounts/${ids.hangzhouStore}/disabled`, { disabled: true })
    expect(await server.database.session.count({ where: { accountId: ids.hangzhouStore } })).toBe(0)
    expect(await server.sessions.logIn({ username: 'm0001', password: 'correct horse' })).toBeUndefined()
    await city('PUT', `/api/store-accounts/${ids.hangzhouStore}/disabled`, { disabled: false })
    expect(staff).toBeDefined()
  })

  it('of a foreign store are nobody’s business', async () => {
    expect((await make(city, 'bj01', { username: 'abc', name: 'x' })).json()).toMatchObject({ code: 'NO_SUCH_STORE' })
    const answer = await city('PUT', `/api/store-accounts/${ids.beijingStore}/disabled`, { disabled: true })
    expect(answer.json()).toMatchObject({ code: 'NO_SUCH_ACCOUNT' })
    for (const username of ['a1001', 'm0001'])
      expect((await (await server.as(username))('GET', '/api/staffed-stores')).statusCode).toBe(403)
    expect((await make(city, 'hz01', { username: 'Ä b', name: 'x' })).json()).toMatchObject({
      fields: [{ path: 'username' }],
    })
  })
})

describe('the list of a store', () => {
  it('has what was dispatched to it, what others have written since, and what may be done', async () => {
    const id = await insertAtStore(server.database, `list-${++made}`)
    const staff = await server.as('m0001')
    const agent = await server.as('a1001')
    await agent('POST', `/api/tickets/${id}/comments`, { commandId: crypto.randomUUID(), text: '请尽快' })
    const list = async () => (await staff('GET', '/api/stores/hz01/tickets')).json<StoreTickets>()
    expect(await list()).toMatchObject({
      store: { name: '西湖文三路店' },
      tickets: [
        {
          id,
          status: 'dispatched',
          comments: 1,
          unread: 1,
          customerNumber: { display: '138****8000', masked: true },
          moves: [
            { move: 'accept', requires: [] },
            { move: 'return', requires: ['reason'] },
          ],
        },
      ],
    })
    await staff('PUT', `/api/tickets/${id}/read`, { until: new Date().toISOString() })
    expect((await list()).tickets[0]).toMatchObject({ unread: 0, comments: 1 })
  })

  it('of a foreign store is not there; whoever owns the region may open it', async () => {
    for (const username of ['m0002', 'r3002', 'r3001']) {
      const own = username === 'm0002' ? 'hz01' : 'bj01'
      const answer = await (await server.as(username))('GET', `/api/stores/${own}/tickets`)
      expect(answer.json(), username).toMatchObject({ code: 'NO_SUCH_STORE' })
    }
    expect((await city('GET', '/api/stores/hz01/tickets')).statusCode).toBe(200)
  })
})
