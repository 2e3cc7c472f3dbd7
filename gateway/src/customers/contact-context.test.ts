import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ContactContext, Me } from '../contract/index.ts'
import {
  type Ask,
  customerNumber,
  ids,
  insertCall,
  insertTicket,
  startTestServer,
  type TestServer,
} from '../server-testing.ts'
import { contactContext } from './contact-context.ts'

let server: TestServer
let agent: Ask
let ticket: string
const reader: Me = { id: ids.agent, username: 'a1001', name: '林晓燕', role: 'agent' }

beforeAll(async () => {
  server = await startTestServer()
  agent = await server.as('a1001')
  const { database } = server
  for (let index = 0; index < 7; index++)
    await database.order.create({
      data: {
        number: `D${index}`,
        customerId: ids.customer,
        storeId: 'hz01',
        placedAt: new Date(Date.UTC(2026, 9, 1 + index)),
        channel: '小程序',
        status: '已完成',
        total: 1_800,
        items: [{ name: '龙井奶茶', quantity: 1, price: 1_800, options: index ? '少糖' : null }],
      },
    })
  for (let index = 0; index < 12; index++)
    await insertTicket(database, { sourceId: `open-${index}`, minutesAgo: 100 + index })
  const closed = await insertTicket(database, { sourceId: 'closed' })
  await database.ticket.update({ where: { id: closed }, data: { status: 'CLOSED' } })
  ticket = await insertTicket(database, { sourceId: 'now', minutesAgo: 1 })
  for (let index = 0; index < 12; index++)
    await insertCall(database, closed, { id: `old-${index}`, arrivedAt: new Date(Date.UTC(2026, 9, 1 + index)) })
  await insertCall(database, ticket, { id: 'now', arrivedAt: new Date('2026-11-22T05:59:00Z') })
})
afterAll(() => server.close())

describe('the context of a contact', () => {
  it('has customer, store, orders, open tickets, last contacts and its own ticket, each within its limit', async () => {
    const answer = await agent('GET', '/api/calls/now/context')
    expect(answer.statusCode).toBe(200)
    const context = answer.json<ContactContext>()
    expect(context.customer).toMatchObject({
      id: ids.customer,
      name: '张伟',
      memberLevel: '金卡',
      tags: ['少糖'],
      contacts: 13,
      number: { display: '138****8000', masked: true, kind: 'mobile', city: '杭州市' },
    })
    expect(context.store).toMatchObject({ code: 'HZ01', region: '华东', status: 'open' })
    expect(context.orders.map((order) => order.number)).toEqual(['D6', 'D5', 'D4', 'D3', 'D2'])
    expect(context.orders[0]).toMatchObject({ storeName: '西湖文三路店', placedAt: '2026-10-07T00:00:00.000Z' })
    expect(context.openTickets).toHaveLength(10)
    expect(context.openTickets[0]?.id).toBe(ticket)
    expect(context.lastContacts.map((contact) => contact.callId)).toEqual(
      Array.from({ length: 10 }, (_, index) => `old-${11 - index}`),
    )
    expect(context.ticket).toMatchObject({ id: ticket, contacts: [{ callId: 'now' }] })
  })

  it('is there by number before the ledger has recorded the call', async () => {
    const context = await contactContext(server.database, { callId: 'not-yet', number: customerNumber }, reader)
    expect(context.customer?.id).toBe(ids.customer)
    expect(context.lastContacts).toHaveLength(10)
    expect(context).not.toHaveProperty('ticket')
  })

  it('follows a caller who is no customer by number', async () => {
    const { database } = server
    const number = '+8613900139000'
    const made = await database.ticket.create({
      data: { channel: 'voice', source: 'call', sourceId: 'stranger', customerNumber: number },
    })
    await database.call.create({
      data: {
        id: 'stranger',
        hotline: '4008001234',
        number,
        rawNumber: number,
        numberKind: 'mobile',
        arrivedAt: new Date(),
      },
    })
    const context = await contactContext(database, { number }, reader)
    expect(context).not.toHaveProperty('customer')
    expect(context.openTickets.map((open) => open.id)).toEqual([made.id])
    expect(context.lastContacts.map((contact) => contact.callId)).toEqual(['stranger'])
  })

  it('of a call that we make is that of whom and what it is about, before the ledger knows the call', async () => {
    const attempt = '01900000-0000-4000-8000-0000000000aa'
    // A number that is nobody's yet: the contact says whose it is.
    await server.database.outboundAttempt.create({
      data: {
        id: attempt,
        number: '+8613900001111',
        position: 0,
        claimedAt: new Date(),
        ticketId: ticket,
        customerId: ids.customer,
      },
    })
    const context = await contactContext(server.database, { callId: attempt, number: '+8613900001111' }, reader)
    expect(context).toMatchObject({ customer: { id: ids.customer }, ticket: { id: ticket } })
    expect(context.orders).toHaveLength(5)
  })

  it('of a withheld number is empty', async () => {
    expect(await contactContext(server.database, { callId: 'not-yet' }, reader)).toEqual({
      orders: [],
      openTickets: [],
      lastContacts: [],
    })
    expect(await contactContext(server.database, { customerId: ids.otherCustomer }, reader)).toMatchObject({
      customer: { name: '李娜', contacts: 0, tags: [] },
      orders: [],
    })
  })

  it('takes at most six statements', async () => {
    const statements: string[] = []
    const counting = server.database.$extends({
      query: {
        async $allOperations({ args, query, operation }) {
          statements.push(operation)
          return query(args)
        },
      },
    })
    await contactContext(counting as unknown as typeof server.database, { callId: 'now' }, reader)
    expect(statements.length).toBeGreaterThan(3)
    expect(statements.length).toBeLessThanOrEqual(6)
    expect(new Set(statements)).toEqual(new Set(['$queryRaw']))
  })

  it('of a call that does not exist is 404', async () => {
    expect((await agent('GET', '/api/calls/nobody/context')).json()).toMatchObject({ code: 'NO_SUCH_CALL' })
  })
})
