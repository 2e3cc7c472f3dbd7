import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ApiError, TicketDetail, TicketEdit } from '../contract/index.ts'
import { type Ask, ids, insertTicket, startTestServer, type TestServer } from '../server-testing.ts'

let server: TestServer
let agent: Ask
let other: Ask
let id: string
let made = 0

beforeAll(async () => {
  server = await startTestServer()
  agent = await server.as('a1001')
  other = await server.as('a1002')
})
afterAll(() => server.close())
beforeEach(async () => {
  id = await insertTicket(server.database, { sourceId: `edit-${++made}` })
})

const edit = (body: TicketEdit, ask = agent) => ask('PATCH', `/api/tickets/${id}`, body)
const read = async () => (await agent('GET', `/api/tickets/${id}`)).json<TicketDetail>()

describe('editing a ticket', () => {
  it('saves what differs, with its history, and counts the version', async () => {
    const answer = await edit({
      version: 1,
      fields: { subject: ' 少了吸管 ', category: 'wrong-or-missing-item', priority: 0 },
      status: 'pending',
    })
    expect(answer.statusCode).toBe(200)
    const ticket = answer.json<TicketDetail>()
    expect(ticket).toMatchObject({ version: 2, subject: '少了吸管', status: 'pending' })
    expect(ticket.history.slice(1)).toMatchObject([
      {
        kind: 'edited',
        actor: '林晓燕',
        detail: {
          subject: { from: null, to: '少了吸管' },
          category: { from: null, to: 'wrong-or-missing-item' },
        },
      },
      { kind: 'status-changed', actor: '林晓燕', detail: { status: { from: 'open', to: 'pending' } } },
    ])
    expect(ticket.history[1]?.detail).not.toHaveProperty('priority')
  })

  it('leaves version and history alone when nothing differs', async () => {
    await edit({ version: 1, fields: { subject: '同一件事' } })
    const ticket = (await edit({ version: 2, fields: { subject: '同一件事' }, status: 'open' })).json<TicketDetail>()
    expect(ticket.version).toBe(2)
    expect(ticket.history).toHaveLength(2)
  })

  it('empties a field that is emptied', async () => {
    await edit({ version: 1, fields: { description: '写错了', storeId: 'bj01' } })
    const ticket = (await edit({ version: 2, fields: { description: '', storeId: null } })).json<TicketDetail>()
    expect(ticket).not.toHaveProperty('description')
    expect(ticket).not.toHaveProperty('store')
    expect(ticket.history.at(-1)?.detail).toMatchObject({ storeId: { from: 'bj01', to: null, fromName: '国贸店' } })
  })

  it('moves the ticket to the region of the store that is chosen', async () => {
    const ticket = (await edit({ version: 1, fields: { storeId: 'bj01' } })).json<TicketDetail>()
    expect(ticket).toMatchObject({ storeName: '国贸店', regionName: '华北', store: { code: 'BJ01' } })
  })

  it.each([
    [{ storeId: 'nowhere' }, 'fields.storeId'],
    [{ category: 'nonsense' }, 'fields.category'],
    [{ result: 'nonsense' }, 'fields.result'],
    [{ subject: '长'.repeat(201) }, 'fields.subject'],
  ])('refuses %o and writes nothing', async (fields, path) => {
    const answer = await edit({ version: 1, fields: { ...fields, description: '不应保存' } })
    expect(answer.statusCode).toBe(400)
    expect(answer.json<ApiError>()).toMatchObject({ code: 'BAD_INPUT', fields: [{ path }] })
    expect(await read()).toMatchObject({ version: 1 })
    expect(await read()).not.toHaveProperty('description')
  })

  it('refuses a status that cannot be reached, says why, and writes nothing', async () => {
    await edit({ version: 1, fields: {}, status: 'closed' })
    const answer = await edit({ version: 2, fields: { subject: '不应保存' }, status: 'resolved' })
    expect(answer.statusCode).toBe(409)
    expect(answer.json<ApiError>()).toMatchObject({ code: 'MOVE_NOT_ALLOWED' })
    expect(answer.json<ApiError>().message).toContain('现在可以：重新打开')
    expect(await read()).not.toHaveProperty('subject')
  })

  it('notes when the matter was resolved, and forgets it when it is reopened', async () => {
    const resolvedAt = async () => (await server.database.ticket.findUniqueOrThrow({ where: { id } })).resolvedAt
    await edit({ version: 1, fields: {}, status: 'resolved' })
    const first = await resolvedAt()
    expect(first).not.toBeNull()
    await edit({ version: 2, fields: {}, status: 'closed' })
    expect(await resolvedAt()).toEqual(first)
    await edit({ version: 3, fields: {}, status: 'open' })
    expect(await resolvedAt()).toBeNull()
  })

  it('answers an edit of an older version with the present ticket', async () => {
    await edit({ version: 1, fields: { subject: '先到' } }, other)
    const answer = await edit({ version: 1, fields: { subject: '后到' } })
    expect(answer.statusCode).toBe(409)
    expect(answer.json()).toMatchObject({ code: 'TICKET_CHANGED', ticket: { id, version: 2, subject: '先到' } })
  })

  it('lets exactly one of twenty parallel edits of a version win', async () => {
    for (let version = 1; version <= 3; version++) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          edit({ version, fields: { subject: `第 ${version} 版 ${index}` } }, index % 2 ? agent : other),
        ),
      )
      const won = answers.filter((answer) => answer.statusCode === 200)
      expect(won).toHaveLength(1)
      expect(answers.filter((answer) => answer.statusCode === 409)).toHaveLength(19)
      const ticket = await read()
      expect(ticket.version).toBe(version + 1)
      expect(ticket.subject).toBe(won[0]?.json<TicketDetail>().subject)
      expect(ticket.history.filter((entry) => entry.kind === 'edited')).toHaveLength(version)
    }
  })

  it('answers 404 for a ticket that does not exist', async () => {
    id = '01900000-0000-7000-8000-0000000000ff'
    expect((await edit({ version: 1, fields: {} })).json()).toMatchObject({ code: 'NO_SUCH_TICKET' })
  })
})

describe('the history', () => {
  it('shows what the system wrote without the customer’s digits, and what people wrote as they wrote it', async () => {
    await edit({ version: 1, fields: { description: '回电请打 13912345678' } })
    const { history } = await read()
    expect(history.map((entry) => [entry.kind, entry.actor, entry.detail])).toEqual([
      ['created', undefined, { from: 'call', number: '138****8000', raw: '138****8000' }],
      ['edited', '林晓燕', { description: { from: null, to: '回电请打 13912345678' } }],
    ])
  })
})

describe('a draft', () => {
  const keep = (fields: object, ask = agent) => ask('PUT', `/api/tickets/${id}/draft`, fields)

  it('comes back to its writer only, whatever was typed last', async () => {
    expect((await keep({ subject: '写到一' })).statusCode).toBe(204)
    await keep({ subject: '写到一半', storeId: null })
    expect((await read()).draft).toEqual({ subject: '写到一半', storeId: null })
    expect((await other('GET', `/api/tickets/${id}`)).json()).not.toHaveProperty('draft')
  })

  it('is done with when its writer saves, not when somebody else does', async () => {
    await keep({ subject: '我的' })
    await edit({ version: 1, fields: { subject: '别人的' } }, other)
    expect((await read()).draft).toEqual({ subject: '我的' })
    await edit({ version: 2, fields: { subject: '我的' } })
    expect(await read()).not.toHaveProperty('draft')
  })

  it('survives an edit that is refused', async () => {
    await keep({ subject: '我的' })
    await edit({ version: 7, fields: { subject: '我的' } })
    expect((await read()).draft).toEqual({ subject: '我的' })
  })

  it('may be written twice at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => keep({ subject: `${index}` })))
    expect(answers.map((answer) => answer.statusCode)).toEqual(Array(10).fill(204))
    expect(await server.database.ticketDraft.count({ where: { ticketId: id, accountId: ids.agent } })).toBe(1)
  })
})
