import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TicketBulkAction, TicketBulkResult, TicketDetail, TicketView } from '../contract/index.ts'
import { type Ask, ids, insertTicket, startTestServer, type TestServer } from '../server-testing.ts'

let server: TestServer
let supervisor: Ask
let east: Ask
beforeAll(async () => {
  server = await startTestServer()
  supervisor = await server.as('s2001')
  east = await server.as('r3001')
})
afterAll(() => server.close())

describe('one command on many tickets', () => {
  let made: string[]
  beforeEach(async () => {
    const run = randomUUID()
    made = []
    for (let index = 0; index < 3; index++)
      made.push(await insertTicket(server.database, { sourceId: `${run}-${index}` }))
  })
  const send = (action: TicketBulkAction, options: { commandId?: string; ask?: Ask; to?: string[] } = {}) =>
    (options.ask ?? supervisor)('POST', '/api/tickets/bulk', {
      commandId: options.commandId ?? randomUUID(),
      ids: options.to ?? made,
      action,
    })
  const read = async (id: string) => server.database.ticket.findUniqueOrThrow({ where: { id } })

  it('does what can be done and says of each other why not', async () => {
    const [first, second, third] = made as [string, string, string]
    await server.database.ticket.update({ where: { id: second }, data: { status: 'CLOSED' } })
    const { results } = (await send({ do: 'move', move: 'resolve', resolution: '已致电' })).json<TicketBulkResult>()
    expect(results.map(({ id, refused }) => [id, refused?.code])).toEqual([
      [first, undefined],
      [second, 'MOVE_NOT_ALLOWED'],
      [third, undefined],
    ])
    expect(results[1]?.refused?.message).toContain('已关闭')
    expect(results.every(({ number }) => number)).toBe(true)
    expect((await read(third)).status).toBe('RESOLVED')
  })

  it('is done once however often it is sent, and stands in the audit', async () => {
    const commandId = randomUUID()
    for (let times = 0; times < 2; times++) {
      const { results } = (await send({ do: 'move', move: 'close' }, { commandId })).json<TicketBulkResult>()
      expect(results.every(({ refused }) => refused === undefined)).toBe(true)
    }
    const [first] = made as [string]
    expect(await server.database.ticketHistory.count({ where: { ticketId: first, kind: 'status-changed' } })).toBe(1)
    const audit = await server.database.auditEntry.findMany({ where: { object: `command:${commandId}` } })
    expect(audit.map(({ action, accountId }) => [action, accountId])).toEqual([
      ['tickets-changed-in-bulk', ids.supervisor],
      ['tickets-changed-in-bulk', ids.supervisor],
    ])
  })

  it('assigns, sets the priority, puts tags on and takes them off, with history', async () => {
    const [first] = made as [string]
    await send({ do: 'assign', ownerId: ids.east })
    await send({ do: 'priority', priority: 2 })
    await send({ do: 'add-tag', tag: '媒体' })
    await send({ do: 'add-tag', tag: '回访' })
    await send({ do: 'remove-tag', tag: '媒体' })
    expect(await read(first)).toMatchObject({ ownerId: ids.east, priority: 2, tags: ['回访'], version: 6 })
    const history = await server.database.ticketHistory.findMany({
      where: { ticketId: first, kind: 'edited' },
      orderBy: { at: 'asc' },
    })
    expect(history.map(({ detail }) => detail)).toMatchObject([
      { ownerId: { toName: '沈嘉树' } },
      { priority: { from: 0, to: 2 } },
      { tags: { from: null, to: '媒体' } },
      { tags: { to: '媒体、回访' } },
      { tags: { to: '回访' } },
    ])
    const refused = (await send({ do: 'assign', ownerId: ids.hangzhouStore })).json<TicketBulkResult>()
    expect(refused.results[0]?.refused?.code).toBe('BAD_INPUT')
  })

  it('dispatches each by the engine', async () => {
    const [first] = made as [string]
    await server.database.ticket.update({ where: { id: first }, data: { storeId: 'hz01' } })
    const { results } = (await send({ do: 'dispatch' }, { to: [first] })).json<TicketBulkResult>()
    expect(results).toMatchObject([{ id: first }])
    expect(results[0]?.refused).toBeUndefined()
    expect(['DISPATCHED', 'POOLED']).toContain((await read(first)).status)
  })

  it('touches nothing beyond the reader’s part, and is nothing for stores', async () => {
    const [first] = made as [string]
    await server.database.ticket.update({ where: { id: first }, data: { regionId: 'north' } })
    const { results } = (await send({ do: 'priority', priority: 1 }, { ask: east })).json<TicketBulkResult>()
    expect(results[0]).toEqual({ id: first, refused: { code: 'NO_SUCH_TICKET', message: '没有找到这张工单' } })
    expect((await read(first)).priority).toBe(0)
    expect(results.slice(1).every(({ refused }) => !refused)).toBe(true)
    expect((await send({ do: 'priority', priority: 1 }, { ask: await server.as('m0001') })).statusCode).toBe(403)
    expect((await send({ do: 'priority', priority: 1 }, { ask: server.anonymous })).statusCode).toBe(401)
  })

  it('edits the tags of a single ticket as other fields', async () => {
    const [first] = made as [string]
    const edited = await supervisor('PATCH', `/api/tickets/${first}`, {
      version: 1,
      fields: { tags: ['媒体', '媒体', ' 回访 '] },
    })
    expect(edited.json<TicketDetail>()).toMatchObject({ tags: ['媒体', '回访'], version: 2 })
    const same = await supervisor('PATCH', `/api/tickets/${first}`, { version: 2, fields: { tags: ['媒体', '回访'] } })
    expect(same.json<TicketDetail>().version).toBe(2)
    expect(
      (await supervisor('PATCH', `/api/tickets/${first}`, { version: 2, fields: { tags: [''] } })).statusCode,
    ).toBe(400)
  })
})

describe('views', () => {
  const names = (answer: Awaited<ReturnType<Ask>>) => answer.json<TicketView[]>().map(({ name }) => name)

  it('are one’s own until a supervisor shares one, and everybody may open with one they see', async () => {
    const agent = await server.as('a1001')
    const view = { name: '我的待办', search: 'status=open,pooled&view=board' }
    expect(names(await agent('POST', '/api/ticket-views', view))).toEqual(['我的待办'])
    expect((await agent('POST', '/api/ticket-views', view)).json()).toMatchObject({ code: 'VIEW_NAME_TAKEN' })
    expect((await agent('POST', '/api/ticket-views', { ...view, name: '共享', shared: true })).statusCode).toBe(403)
    await supervisor('POST', '/api/ticket-views', { name: '食安', search: 'category=foreign-object', shared: true })
    await supervisor('POST', '/api/ticket-views', { name: '私有', search: '' })
    const seen = (await agent('GET', '/api/ticket-views')).json<TicketView[]>()
    expect(seen.map(({ name, own, ownerName }) => [name, own, ownerName])).toEqual([
      ['我的待办', true, '林晓燕'],
      ['食安', false, '许文静'],
    ])
    const shared = seen.find(({ name }) => name === '食安')
    const opened = await agent('PUT', '/api/ticket-views/default', { viewId: shared?.id })
    expect(opened.json<TicketView[]>().map(({ isDefault }) => isDefault)).toEqual([false, true])
    expect((await agent('PATCH', `/api/ticket-views/${shared?.id}`, { name: '改' })).json()).toMatchObject({
      code: 'NO_SUCH_VIEW',
    })
    expect((await agent('DELETE', `/api/ticket-views/${shared?.id}`)).statusCode).toBe(404)
    const hidden = (await supervisor('GET', '/api/ticket-views'))
      .json<TicketView[]>()
      .find(({ name }) => name === '私有')
    expect((await agent('PUT', '/api/ticket-views/default', { viewId: hidden?.id })).statusCode).toBe(404)
    const own = seen[0]
    expect(names(await agent('DELETE', `/api/ticket-views/${own?.id}`))).toEqual(['食安'])
    expect((await agent('PUT', '/api/ticket-views/default', { viewId: null })).json<TicketView[]>()[0]?.isDefault).toBe(
      false,
    )
  })

  it('are nothing for stores, and hold nothing but a query', async () => {
    const store = await server.as('m0001')
    expect((await store('GET', '/api/ticket-views')).statusCode).toBe(403)
    expect((await store('POST', '/api/ticket-views', { name: 'x', search: '' })).statusCode).toBe(403)
    const answer = await supervisor('POST', '/api/ticket-views', { name: 'x', search: '<script>' })
    expect(answer.json()).toMatchObject({ code: 'BAD_INPUT', fields: [{ path: 'search' }] })
  })
})
