import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiError, TicketDetail } from '../contract/index.ts'
import {
  type Ask,
  customerNumber,
  ids,
  insertCall,
  insertTicket,
  startTestServer,
  type TestServer,
} from '../server-testing.ts'

let server: TestServer
let agent: Ask
let hangzhou: Ask
let store: Ask

beforeAll(async () => {
  server = await startTestServer()
  agent = await server.as('a1001')
  hangzhou = await server.as('r3002')
  store = await server.as('m0001')
})
afterAll(() => server.close())

async function fresh(data: object = {}): Promise<{ id: string; number: string }> {
  const id = await insertTicket(server.database, { sourceId: randomUUID() })
  return server.database.ticket.update({ where: { id }, data, select: { id: true, number: true } })
}
const link = (who: Ask, id: string, number: string, kind: string) =>
  who('POST', `/api/tickets/${id}/links`, { number, kind })
const read = async (id: string, who = agent) => (await who('GET', `/api/tickets/${id}`)).json<TicketDetail>()

describe('linking tickets', () => {
  it('shows an incident what it hits, and each of these the incident, with both histories', async () => {
    const [incident, one, two] = [await fresh(), await fresh(), await fresh()]
    for (const child of [one, two])
      expect((await link(agent, child.id, incident.number, 'child-of')).statusCode).toBe(200)
    expect(await read(incident.id)).toMatchObject({ childCount: 2, children: [{ id: two.id }, { id: one.id }] })
    expect(await read(one.id)).toMatchObject({ parent: { number: incident.number } })
    for (const { id } of [incident, one])
      expect((await read(id)).history.map((entry) => entry.kind)).toContain('linked')
    expect(
      (await agent('DELETE', `/api/tickets/${one.id}/links/${incident.id}`)).json<TicketDetail>(),
    ).not.toHaveProperty('parent')
    expect((await read(incident.id)).childCount).toBe(1)
  })

  it('keeps incidents one step deep, and says what is in the way', async () => {
    const [incident, child, other] = [await fresh(), await fresh(), await fresh()]
    await link(agent, child.id, incident.number, 'child-of')
    for (const [id, number, why] of [
      [other.id, child.number, '本身属于另一个事件'],
      [incident.id, other.number, '它自己是事件'],
      [child.id, other.number, '已属于另一个事件'],
      [other.id, other.number, '不能关联到自己'],
    ] as const) {
      const answer = await link(agent, id, number, 'child-of')
      expect(answer.statusCode).toBe(409)
      expect(answer.json<ApiError>().message).toContain(why)
    }
  })

  it('tells a duplicate from what it duplicates, and links in one way only', async () => {
    const [first, again] = [await fresh(), await fresh()]
    await link(agent, again.id, first.number, 'duplicate')
    await link(agent, again.id, first.number, 'duplicate')
    expect((await read(again.id)).links).toMatchObject([{ id: first.id, kind: 'duplicate' }])
    expect((await read(first.id)).links).toMatchObject([{ id: again.id, kind: 'duplicated-by' }])
    expect((await link(agent, first.id, again.number, 'related')).json<ApiError>()).toMatchObject({
      code: 'LINK_NOT_POSSIBLE',
    })
    expect(await server.database.ticketHistory.count({ where: { ticketId: again.id, kind: 'linked' } })).toBe(1)
  })

  it('shows a region only those of its own, and lets it link only these', async () => {
    const here = await fresh({ provinceId: 'zj', cityId: 'hz' })
    const away = await fresh({ regionId: 'north', provinceId: 'bj', cityId: 'bj-city' })
    await link(agent, here.id, away.number, 'related')
    expect((await read(here.id)).links).toHaveLength(1)
    expect((await read(here.id, hangzhou)).links).toEqual([])
    expect((await link(hangzhou, here.id, away.number, 'duplicate')).statusCode).toBe(404)
    expect((await link(store, here.id, away.number, 'related')).statusCode).toBe(403)
  })
})

describe('a ticket that a person makes', () => {
  it('is about the caller of the call, with what was typed, and is made once', async () => {
    const call = await fresh()
    await insertCall(server.database, call.id, { id: 'call-1', arrivedAt: new Date('2026-11-22T06:00:00Z') })
    await server.database.call.update({
      where: { id: 'call-1' },
      data: { customerId: ids.customer, number: customerNumber },
    })
    const body = {
      commandId: randomUUID(),
      callId: 'call-1',
      fields: { subject: '第二件事：优惠券没到账', category: 'membership-coupon', storeId: 'hz01' },
    }
    const answers = await Promise.all([1, 2, 3].map(() => agent('POST', '/api/tickets', body)))
    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200])
    const made = new Set(answers.map((answer) => answer.json<TicketDetail>().id))
    expect(made.size).toBe(1)
    expect(answers[0]?.json<TicketDetail>()).toMatchObject({
      status: 'open',
      customerName: '张伟',
      hotline: '4008001234',
      storeName: '西湖文三路店',
      history: [{ kind: 'created', actor: '林晓燕', detail: { callId: 'call-1' } }],
    })
    expect(await server.database.ticket.findUnique({ where: { id: [...made][0] ?? '' } })).toMatchObject({
      agentId: 'a1001',
      cityId: 'hz',
      customerNumber,
    })
  })

  it('is refused with what is wrong: an unknown call, customer, store or category, or somebody of the field', async () => {
    const make = (body: object, who = agent) =>
      who('POST', '/api/tickets', { commandId: randomUUID(), fields: {}, ...body })
    expect((await make({ callId: 'nobody' })).json<ApiError>().code).toBe('NO_SUCH_CALL')
    expect((await make({ customerId: randomUUID() })).json<ApiError>().code).toBe('NO_SUCH_CUSTOMER')
    expect((await make({ fields: { storeId: 'nowhere' } })).json<ApiError>().message).toContain('没有这家门店')
    expect((await make({ fields: { category: 'nonsense' } })).statusCode).toBe(400)
    expect((await make({}, store)).statusCode).toBe(403)
    expect((await make({}, hangzhou)).statusCode).toBe(403)
  })
})

describe('the owner of a ticket', () => {
  it('is somebody of headquarters or a region, named in the history', async () => {
    const { id } = await fresh({ provinceId: 'zj', cityId: 'hz' })
    const edit = (version: number, ownerId: string | null) =>
      agent('PATCH', `/api/tickets/${id}`, { version, fields: { ownerId } })
    expect((await edit(1, ids.hangzhou)).json<TicketDetail>()).toMatchObject({ ownerName: '方若琳' })
    expect((await read(id)).history.at(-1)?.detail).toMatchObject({ ownerId: { from: null, toName: '方若琳' } })
    expect((await edit(2, ids.hangzhouStore)).json<ApiError>().message).toContain('没有这位总部或区域的同事')
    expect((await edit(2, randomUUID())).statusCode).toBe(400)
    expect((await edit(2, null)).json<TicketDetail>()).not.toHaveProperty('ownerName')
  })

  it('is nobody who could not open it, be it together with a store of another region', async () => {
    const { id } = await fresh({ regionId: 'north', provinceId: 'bj' })
    const edit = (fields: object) => agent('PATCH', `/api/tickets/${id}`, { version: 1, fields })
    const refused = await edit({ ownerId: ids.hangzhou })
    expect(refused.json<ApiError>()).toMatchObject({
      code: 'BAD_INPUT',
      fields: [{ path: 'fields.ownerId', message: '方若琳看不到这张工单：不在其负责的区域内' }],
    })
    expect(await read(id)).not.toHaveProperty('ownerName')
    const answer = await edit({ ownerId: ids.hangzhou, storeId: 'hz01', addressText: '文三路地铁口 B 口' })
    expect(answer.json<TicketDetail>()).toMatchObject({ ownerName: '方若琳', addressText: '文三路地铁口 B 口' })
    expect((await read(id)).history.at(-1)?.detail).toMatchObject({
      addressText: { from: null, to: '文三路地铁口 B 口' },
    })
    expect((await store('PATCH', `/api/tickets/${id}`, { version: 2, fields: { ownerId: null } })).statusCode).toBe(403)
  })
})
