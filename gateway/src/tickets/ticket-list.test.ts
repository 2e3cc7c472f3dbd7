import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TicketPage } from '../contract/index.ts'
import { type Ask, ids, insertTicket, startTestServer, type TestServer } from '../server-testing.ts'

let server: TestServer
let agent: Ask
let supervisor: Ask

beforeAll(async () => {
  server = await startTestServer()
  agent = await server.as('a1001')
  supervisor = await server.as('s2001')
  // Five share each minute: the cursor has to tell them apart.
  for (let index = 0; index < 50; index++)
    await insertTicket(server.database, {
      sourceId: `list-${index}`,
      minutesAgo: Math.floor(index / 5),
      subject: index === 7 ? '退款 100% 未到账' : `事项 ${index}`,
    })
  await insertTicket(server.database, { sourceId: 'other', customerId: ids.otherCustomer, minutesAgo: 500 })
})
afterAll(() => server.close())

const list = async (query: string, ask = agent) => (await ask('GET', `/api/tickets?${query}`)).json<TicketPage>()

describe('the list of tickets', () => {
  it('pages through every ticket once, newest first, although more come meanwhile', async () => {
    const seen: { id: string; at: string }[] = []
    let next: string | undefined = ''
    for (let page = 0; next !== undefined; page++) {
      const answer: TicketPage = await list(`limit=7${next ? `&cursor=${next}` : ''}`)
      seen.push(...answer.tickets.map((ticket) => ({ id: ticket.id, at: ticket.lastInteractionAt })))
      next = answer.next
      if (page === 2) await insertTicket(server.database, { sourceId: 'late', minutesAgo: -10 })
    }
    expect(seen).toHaveLength(51)
    expect(new Set(seen.map((ticket) => ticket.id)).size).toBe(51)
    expect(seen.map((ticket) => ticket.at)).toEqual(
      seen
        .map((ticket) => ticket.at)
        .sort()
        .reverse(),
    )
    await server.database.ticket.updateMany({ where: { sourceId: 'late' }, data: { status: 'CLOSED' } })
  })

  it('filters by status, kind and whose they are', async () => {
    expect((await list('status=closed')).tickets).toHaveLength(1)
    expect((await list('kind=callback')).tickets).toHaveLength(0)
    expect((await list('mine=true&limit=100')).tickets).toHaveLength(52)
    expect((await list('mine=true', supervisor)).tickets).toHaveLength(0)
    expect((await list('mine=false&limit=100', supervisor)).tickets).toHaveLength(52)
  })

  it.each([
    ['100%', 1],
    ['%', 1],
    ['_', 0],
    ['李娜', 1],
    ["'; DROP TABLE", 0],
    ['-000003', 1],
  ])('finds %s in number, subject or name as it is written', async (q, count) => {
    expect((await list(`limit=100&q=${encodeURIComponent(q)}`)).tickets).toHaveLength(count)
  })

  it.each(['nonsense', Buffer.from('1 not-a-uuid').toString('base64url'), Buffer.from('x').toString('base64url')])(
    'refuses the cursor %s',
    async (cursor) => {
      const answer = await agent('GET', `/api/tickets?cursor=${cursor}`)
      expect(answer.statusCode).toBe(400)
      expect(answer.json()).toMatchObject({ code: 'BAD_CURSOR' })
    },
  )

  it.each(['limit=0', 'limit=101', 'status=nonsense', 'mine=maybe'])('refuses %s', async (query) => {
    const answer = await agent('GET', `/api/tickets?${query}`)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'BAD_INPUT', fields: [{ path: query.split('=')[0] }] })
  })
})
