import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ApiError, type TicketDetail, type TicketMoved, ticketMoveName } from '../contract/index.ts'
import { type Ask, ids, insertTicket, startTestServer, type TestServer } from '../server-testing.ts'

let server: TestServer
let ticketId: string
const people = {} as Record<'agent' | 'supervisor' | 'east' | 'hangzhou' | 'store' | 'foreignStore', Ask>

beforeAll(async () => {
  server = await startTestServer()
  const names = { agent: 'a1001', supervisor: 's2001', east: 'r3001', hangzhou: 'r3002', store: 'm0001' } as const
  for (const [key, name] of Object.entries(names)) people[key as keyof typeof names] = await server.as(name)
  people.foreignStore = await server.as('m0002')
})
afterAll(() => server.close())
beforeEach(async () => {
  ticketId = await insertTicket(server.database, { sourceId: randomUUID() })
})

type Who = keyof typeof people
const move = (who: Who, name: string, extras: object = {}) =>
  people[who]('POST', `/api/tickets/${ticketId}/moves`, { commandId: randomUUID(), move: name, ...extras })
const read = (who: Who) => people[who]('GET', `/api/tickets/${ticketId}`)
const row = () => server.database.ticket.findUniqueOrThrow({ where: { id: ticketId } })
const must = async (answer: ReturnType<Ask>): Promise<TicketMoved> => {
  const { statusCode, json, body } = await answer
  expect(statusCode, body).toBe(200)
  return json<TicketMoved>()
}

describe('a ticket on its way', () => {
  it('goes from headquarters to the store, is accepted, worked on, resolved, verified and closed', async () => {
    expect((await read('store')).statusCode).toBe(404)
    await must(move('agent', 'dispatch', { storeId: 'hz01' }))
    expect((await read('store')).json<TicketDetail>()).toMatchObject({
      status: 'dispatched',
      storeName: '西湖文三路店',
    })
    await must(move('store', 'accept'))
    await must(move('store', 'start'))
    await must(move('store', 'resolve', { resolution: '已致歉并重做一杯' }))
    await must(move('agent', 'verify'))
    const { ticket } = await must(move('agent', 'close'))
    expect(ticket).toMatchObject({ status: 'closed', resolution: '已致歉并重做一杯', reopened: 0 })
    expect(ticket?.history.filter((entry) => entry.kind === 'status-changed')).toMatchObject([
      {
        actor: '林晓燕',
        detail: { move: 'dispatch', status: { from: 'open', to: 'dispatched' }, store: { id: 'hz01' } },
      },
      { actor: '罗敏', detail: { move: 'accept' } },
      { actor: '罗敏', detail: { move: 'start' } },
      { actor: '罗敏', detail: { move: 'resolve', resolution: '已致歉并重做一杯' } },
      { actor: '林晓燕', detail: { move: 'verify' } },
      { actor: '林晓燕', detail: { move: 'close' } },
    ])
    expect(await row()).toMatchObject({ regionId: 'east', provinceId: 'zj', cityId: 'hz', areaId: 'xh' })
  })

  it('comes back into the city’s pool with the store’s reason, and is out of the store’s sight', async () => {
    await must(move('agent', 'dispatch', { storeId: 'hz01' }))
    const missing = await move('store', 'return')
    expect(missing.statusCode).toBe(400)
    expect(missing.json<ApiError>().message).toContain('请说明原因')
    const moved = await must(move('store', 'return', { reason: '顾客下单的不是我店' }))
    expect(moved).toMatchObject({ status: 'pooled' })
    expect(moved).not.toHaveProperty('ticket')
    expect((await read('store')).statusCode).toBe(404)
    expect((await read('hangzhou')).json<TicketDetail>()).toMatchObject({ status: 'pooled', poolName: '杭州市' })
    expect((await read('hangzhou')).json<TicketDetail>()).not.toHaveProperty('store')
  })

  it('goes back to where it was when what it waited for has come', async () => {
    await must(move('agent', 'dispatch', { storeId: 'hz01' }))
    await must(move('store', 'accept'))
    await must(move('store', 'suspend', { waitsFor: 'supplier', reason: '等总部寄来新杯盖' }))
    expect(await row()).toMatchObject({ status: 'PENDING', waitsFor: 'supplier', suspendedFrom: 'ACCEPTED' })
    await must(move('store', 'resume'))
    expect(await row()).toMatchObject({ status: 'ACCEPTED', waitsFor: null, suspendedFrom: null })
  })

  it('goes to the store that had it when it is opened again, to be accepted anew', async () => {
    await must(move('agent', 'dispatch', { storeId: 'hz01' }))
    await must(move('store', 'accept'))
    await must(move('store', 'resolve', { resolution: '已退款' }))
    await must(move('agent', 'reopen', { reason: '顾客说没有收到退款' }))
    expect(await row()).toMatchObject({ status: 'DISPATCHED', reopened: 1, resolvedAt: null, acceptedAt: null })
  })

  it('is done once, however often the same command arrives, also by somebody who no longer sees it', async () => {
    await must(move('agent', 'dispatch', { storeId: 'hz01' }))
    const command = { commandId: randomUUID(), move: 'return', reason: '不是我店' }
    const send = () => people.store('POST', `/api/tickets/${ticketId}/moves`, command)
    const answers = await Promise.all([send(), send(), send()])
    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200])
    expect(await server.database.ticketHistory.count({ where: { ticketId, commandId: command.commandId } })).toBe(1)
    expect((await send()).statusCode).toBe(200)
  })

  it('says who was faster when it was decided on an older version', async () => {
    const { version } = await row()
    await must(move('agent', 'dispatch', { storeId: 'hz01', version }))
    const late = await move('supervisor', 'close', { version })
    expect(late.statusCode).toBe(409)
    expect(late.json()).toMatchObject({ code: 'TICKET_CHANGED', ticket: { status: 'dispatched' } })
  })

  it('is refused where there is nobody: an unknown, a closed and a moved store, an unknown pool', async () => {
    expect((await move('agent', 'dispatch', { storeId: 'nowhere' })).json<ApiError>().message).toContain('没有这家门店')
    for (const [status, word] of [
      ['CLOSED', '已停业'],
      ['MOVED', '已搬迁'],
    ] as const) {
      await server.database.store.update({ where: { id: 'bj01' }, data: { status } })
      const answer = await move('agent', 'dispatch', { storeId: 'bj01' })
      expect(answer.statusCode).toBe(400)
      expect(answer.json<ApiError>().message).toContain(word)
    }
    await server.database.store.update({ where: { id: 'bj01' }, data: { status: 'OPEN' } })
    expect((await move('agent', 'pool', { poolId: 'atlantis' })).json<ApiError>().message).toContain('没有这个区域')
    expect(await row()).toMatchObject({ status: 'OPEN', version: 1 })
  })

  it('cannot be dispatched by a region’s owner to a store of another region', async () => {
    await must(move('agent', 'pool', { poolId: 'hz' }))
    const answer = await move('hangzhou', 'dispatch', { storeId: 'bj01' })
    expect(answer.statusCode).toBe(400)
    expect(answer.json<ApiError>().message).toContain('不在您负责的区域内')
    await must(move('hangzhou', 'dispatch', { storeId: 'hz01' }))
  })

  it('is nobody’s to move who does not see it', async () => {
    await must(move('agent', 'dispatch', { storeId: 'hz01' }))
    for (const [name, extras] of [
      ['accept', {}],
      ['return', { reason: '不是我店' }],
    ] as const)
      expect((await move('foreignStore', name, extras)).statusCode).toBe(404)
    expect(await row()).toMatchObject({ status: 'DISPATCHED' })
  })

  it('keeps its facts in step with its status, whatever anybody tries', async () => {
    const attempt = fc.record({
      who: fc.constantFrom<Who>('agent', 'supervisor', 'east', 'hangzhou', 'store', 'foreignStore'),
      move: fc.constantFrom(...ticketMoveName.options),
      storeId: fc.constantFrom('hz01', 'bj01', 'nowhere'),
      poolId: fc.constantFrom(null, 'hz', 'north'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { minLength: 8, maxLength: 25 }), async (attempts) => {
        ticketId = await insertTicket(server.database, { sourceId: randomUUID() })
        for (const { who, move: name, ...places } of attempts) {
          const answer = await move(who, name, { ...places, reason: '试', waitsFor: 'customer', resolution: '好了' })
          expect([200, 400, 404, 409]).toContain(answer.statusCode)
        }
        const ticket = await row()
        const atStore = ['DISPATCHED', 'ACCEPTED', 'WORKING'].includes(ticket.status)
        if (atStore) expect(ticket).toMatchObject({ storeId: expect.any(String), dispatchedAt: expect.any(Date) })
        expect(ticket.acceptedAt !== null).toBe(ticket.acceptedAt !== null && ticket.dispatchedAt !== null)
        if (['ACCEPTED', 'WORKING'].includes(ticket.status)) expect(ticket.acceptedAt).not.toBeNull()
        expect(ticket.waitsFor !== null).toBe(ticket.status === 'PENDING')
        expect(ticket.suspendedFrom !== null).toBe(ticket.status === 'PENDING')
        const done = ['RESOLVED', 'VERIFIED', 'CLOSED'].includes(ticket.status)
        expect(ticket.resolvedAt !== null).toBe(done)
        if (ticket.poolId !== null) expect(ticket.status).toBe('POOLED')
        // The history alone tells the same story: each move begins where the one before it ended.
        const moves = await server.database.ticketHistory.findMany({
          where: { ticketId, kind: 'status-changed' },
          orderBy: [{ at: 'asc' }, { id: 'asc' }],
        })
        let status = 'open'
        for (const { detail } of moves) {
          const told = (detail as { status: { from: string; to: string } }).status
          expect(told.from).toBe(status)
          status = told.to
        }
        expect(status.toUpperCase()).toBe(ticket.status)
        expect(ticket.version).toBe(1 + moves.length)
        expect(await server.database.ticketEvent.count({ where: { ticketId } })).toBeGreaterThanOrEqual(moves.length)
      }),
      { numRuns: 25 },
    )
  })
})

it('shows nobody of the field what is headquarters’: calls, customers’ numbers, recordings, the simulator', async () => {
  for (const who of ['store', 'hangzhou'] as const)
    for (const [method, url] of [
      ['GET', '/api/calls'],
      ['GET', `/api/customers/${ids.customer}`],
      ['POST', `/api/customers/${ids.customer}/number/reveal`],
      ['GET', '/api/recordings/01900000-0000-7000-8000-000000000001'],
      ['GET', '/api/simulator'],
      ['GET', '/api/administration'],
      ['GET', '/api/alarm-rules'],
    ] as const)
      expect([403, 404], `${who} ${url}`).toContain((await people[who](method, url)).statusCode)
})
