import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type {
  ApiError,
  DispatchAdvice,
  DispatchRuleBook,
  TicketDetail,
  TicketDispatch,
  TicketMoved,
} from '../contract/index.ts'
import { type Ask, ids, insertTicket, startTestServer, type TestServer } from '../server-testing.ts'

let server: TestServer
let ticketId: string
let agent: Ask
let admin: Ask
let hangzhou: Ask
let store: Ask

beforeAll(async () => {
  server = await startTestServer()
  agent = await server.as('a1001')
  admin = await server.as('admin')
  hangzhou = await server.as('r3002')
  store = await server.as('m0001')
  await server.database.account.update({ where: { id: ids.supervisor }, data: { departmentId: 'quality' } })
  await server.database.region.create({ data: { id: 'binjiang', name: '滨江区', level: 'AREA', parentId: 'hz' } })
  const {
    id: _,
    code: __,
    name: ___,
    ...west
  } = await server.database.store.findUniqueOrThrow({ where: { id: 'hz01' } })
  const south = { id: 'hz02', code: 'HZ02', name: '滨江江南大道店', district: '滨江区', areaId: 'binjiang' }
  await server.database.store.create({
    data: { ...west, ...south, address: '江南大道 228 号', lat: 30.2084, lon: 120.212 },
  })
  await server.database.order.create({
    data: {
      number: 'O-1',
      customerId: ids.customer,
      storeId: 'hz01',
      placedAt: new Date('2026-11-21T08:00:00Z'),
      channel: 'mini-program',
      status: 'done',
      total: 1800,
      items: [],
    },
  })
})
afterAll(() => server.close())
beforeEach(async () => {
  ticketId = await insertTicket(server.database, { sourceId: randomUUID() })
})

const row = () => server.database.ticket.findUniqueOrThrow({ where: { id: ticketId } })
const dispatch = (who: Ask, command: object = {}) =>
  who('POST', `/api/tickets/${ticketId}/dispatch`, { commandId: randomUUID(), ...command })
const told = (fields: object) => server.database.ticket.update({ where: { id: ticketId }, data: fields })
const dispatches = async (): Promise<TicketDispatch[]> =>
  (await agent('GET', `/api/tickets/${ticketId}/dispatches`)).json<TicketDispatch[]>()

describe('sending a ticket on', () => {
  it('goes to the store of the order where the address agrees, and says why', async () => {
    await told({ orderNumber: 'O-1', addressText: '杭州西湖区文三路' })
    const answer = await dispatch(agent)
    expect(answer.statusCode, answer.body).toBe(200)
    expect(answer.json<TicketMoved>()).toMatchObject({ status: 'dispatched', ticket: { storeName: '西湖文三路店' } })
    const [last] = await dispatches()
    expect(last).toMatchObject({ decision: 'auto', storeName: '西湖文三路店', candidates: [{ storeId: 'hz01' }] })
    expect(last?.candidates[0]?.reasons.map((reason) => reason.zh)).toContain('订单来自该店')
    expect((await store('GET', `/api/tickets/${ticketId}`)).statusCode).toBe(200)
    const { history } = (await agent('GET', `/api/tickets/${ticketId}`)).json<TicketDetail>()
    expect(history.at(-1)?.detail).toMatchObject({ move: 'dispatch', decision: 'auto', dispatch: last?.id })
  })

  it('goes where a person has said it belongs, whatever the order says', async () => {
    await told({ orderNumber: 'O-1', storeId: 'bj01' })
    expect((await dispatch(agent)).json<TicketMoved>()).toMatchObject({ status: 'dispatched' })
    expect(await row()).toMatchObject({ storeId: 'bj01', regionId: 'north', areaId: 'cy' })
    expect(await dispatches()).toMatchObject([{ decision: 'chosen', storeName: '国贸店' }])
  })

  it('weighs the evidence anew where the store is only a guess, until a person has confirmed it', async () => {
    const make = async (fields: object, storeGuessed: boolean) => {
      const commandId = randomUUID()
      const body = { commandId, storeGuessed, fields: { subject: '珍珠发硬', ...fields } }
      const made = (await agent('POST', '/api/tickets', body)).json<TicketDetail>()
      ticketId = made.id
      return made
    }
    expect(await make({ orderNumber: 'O-1', addressText: '文三路', storeId: 'bj01' }, true)).toMatchObject({
      storeGuessed: true,
      storeName: '国贸店',
    })
    await dispatch(agent)
    expect(await row()).toMatchObject({ storeId: 'hz01', status: 'DISPATCHED' })
    expect(await dispatches()).toMatchObject([{ decision: 'auto', storeName: '西湖文三路店' }])

    // Recalled, it is still the engine's word alone: better evidence sends it elsewhere.
    await agent('POST', `/api/tickets/${ticketId}/moves`, { commandId: randomUUID(), move: 'recall' })
    await told({ orderNumber: null, addressText: '杭州滨江江南大道 228 号', province: '浙江省', city: '杭州市' })
    await dispatch(agent)
    expect(await row()).toMatchObject({ storeId: 'hz02' })

    // A guess that the evidence does not bear out is none any more.
    await make({ storeId: 'bj01' }, true)
    expect((await dispatch(agent)).json<TicketMoved>()).toMatchObject({ status: 'pooled' })
    expect(await row()).toMatchObject({ storeId: null, storeGuessed: false })

    const { version } = await make({ orderNumber: 'O-1', addressText: '文三路', storeId: 'bj01' }, true)
    const edit = { version, fields: { storeId: 'bj01' } }
    const confirmed = (await agent('PATCH', `/api/tickets/${ticketId}`, edit)).json<TicketDetail>()
    expect(confirmed).not.toHaveProperty('storeGuessed')
    expect(confirmed.history.at(-1)?.detail).toMatchObject({ storeId: { from: null, toName: '国贸店' } })
    await dispatch(agent)
    expect(await dispatches()).toMatchObject([{ decision: 'chosen', storeName: '国贸店' }])
    await make({ orderNumber: 'O-1', addressText: '文三路', storeId: 'bj01' }, false)
    await dispatch(agent)
    expect(await row()).toMatchObject({ storeId: 'bj01' })
  })

  it('lies in the pool of the region that is known, with the ranked candidates, when the store is not', async () => {
    expect((await dispatch(agent)).json<TicketMoved>()).toMatchObject({ status: 'pooled' })
    expect(await row()).toMatchObject({ poolId: 'hz', storeId: null, cityId: 'hz', areaId: null })
    expect(await dispatches()).toMatchObject([{ decision: 'pool', poolName: '杭州市' }])
    // Who owns the city sees it and chooses; the neighbour's store does not.
    const seen = await hangzhou('GET', `/api/tickets/${ticketId}/dispatches`)
    expect(seen.statusCode).toBe(200)
    expect((await store('GET', `/api/tickets/${ticketId}`)).statusCode).toBe(404)
  })

  it('lies in headquarters’ pool when nothing is known', async () => {
    await told({ province: null, city: null, regionId: null })
    expect((await dispatch(agent)).json<TicketMoved>()).toMatchObject({ status: 'pooled' })
    expect(await row()).toMatchObject({ poolId: null })
  })

  it('tells the quality department of food safety, and makes it more urgent', async () => {
    await told({ orderNumber: 'O-1', addressText: '杭州西湖区文三路', category: 'foreign-object' })
    const answer = await dispatch(agent)
    expect(answer.statusCode, answer.body).toBe(200)
    expect(await row()).toMatchObject({ departments: ['quality'], priority: 1 })
    const [last] = await dispatches()
    expect(last?.reasons.map((reason) => reason.zh)).toContain('规则“食品安全同时通知品控部”：同时通知 品控部')
    const { history } = (await agent('GET', `/api/tickets/${ticketId}`)).json<TicketDetail>()
    expect(history.at(-1)?.detail).toMatchObject({ departments: ['quality'], told: '品控部', store: { id: 'hz01' } })
    expect(await server.database.ticketNotice.findMany({ where: { ticketId } })).toMatchObject([
      { accountId: ids.supervisor, kind: 'department' },
    ])
  })

  it('names other stores by their names in its reasons', async () => {
    await told({ orderNumber: 'O-1', addressText: '杭州滨江江南大道 228 号' })
    await dispatch(agent)
    const [last] = await dispatches()
    const said = last?.candidates.flatMap(({ reasons }) => reasons.map((reason) => reason.zh)) ?? []
    expect(said).toContain('订单来自另一门店 西湖文三路店')
    expect(JSON.stringify([last?.reasons, said])).not.toMatch(/hz0[12]/)
  })

  it('is not sent to a store that has closed a moment ago', async () => {
    await told({ orderNumber: 'O-1', addressText: '杭州西湖区文三路' })
    await server.database.$executeRaw`UPDATE "Store" SET status = 'CLOSED' WHERE id = 'hz01'`
    try {
      expect((await dispatch(agent)).json<TicketMoved>()).toMatchObject({ status: 'pooled' })
      expect(await row()).toMatchObject({ poolId: 'hz' })
    } finally {
      await server.database.$executeRaw`UPDATE "Store" SET status = 'OPEN' WHERE id = 'hz01'`
    }
  })

  it('is done once, however often the command arrives', async () => {
    await told({ orderNumber: 'O-1', addressText: '杭州西湖区文三路' })
    const commandId = randomUUID()
    const answers = await Promise.all([1, 2, 3].map(() => dispatch(agent, { commandId })))
    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200])
    expect(await dispatches()).toHaveLength(1)
    expect((await dispatch(agent)).json<ApiError>()).toMatchObject({ code: 'MOVE_NOT_ALLOWED' })
  })

  it('is refused on an older version, to stores, and to owners of other regions', async () => {
    const { version } = await row()
    expect((await dispatch(agent, { version: version - 1 })).json<ApiError>()).toMatchObject({ code: 'TICKET_CHANGED' })
    expect((await dispatch(store)).statusCode).toBe(403)
    await told({ regionId: 'north', provinceId: 'bj', cityId: 'bj-city' })
    expect((await dispatch(hangzhou)).statusCode).toBe(404)
    expect((await hangzhou('GET', `/api/tickets/${ticketId}/dispatches`)).statusCode).toBe(404)
    expect(await row()).toMatchObject({ status: 'OPEN', version })
  })
})

it('sends a ticket on when its agent leaves it to the store, and keeps what was typed when it cannot', async () => {
  await told({ orderNumber: 'O-1', addressText: '杭州西湖区文三路' })
  const leave = (version: number) =>
    agent('PATCH', `/api/tickets/${ticketId}`, {
      version,
      fields: { subject: '少冰变常温', nextStep: 'store-follow-up' },
    })
  expect((await leave(1)).json<TicketDetail>()).toMatchObject({ status: 'dispatched', subject: '少冰变常温' })
  const { history } = (await agent('GET', `/api/tickets/${ticketId}`)).json<TicketDetail>()
  expect(history.at(-1)?.detail).toMatchObject({ move: 'dispatch', nextStep: 'store-follow-up' })

  ticketId = await insertTicket(server.database, { sourceId: randomUUID() })
  await server.database.$executeRaw`ALTER TABLE "TicketDispatch" RENAME TO "TicketDispatchAway"`
  try {
    expect((await leave(1)).json<TicketDetail>()).toMatchObject({ status: 'open', subject: '少冰变常温' })
  } finally {
    await server.database.$executeRaw`ALTER TABLE "TicketDispatchAway" RENAME TO "TicketDispatch"`
  }
})

it('advises without changing anything', async () => {
  const answer = await agent('POST', '/api/dispatch/advice', { orderNumber: 'O-1', addressText: '文三路' })
  expect(answer.json<DispatchAdvice>()).toMatchObject({ decision: 'auto', storeId: 'hz01', storeName: '西湖文三路店' })
  expect((await store('POST', '/api/dispatch/advice', {})).statusCode).toBe(403)
  expect(await row()).toMatchObject({ status: 'OPEN' })
})

describe('the dispatch rules', () => {
  const read = async () => (await agent('GET', '/api/dispatch/rules')).json<DispatchRuleBook>()

  it('are changed by administrators only, on the version that was read, and every change is audited', async () => {
    const { version, rules } = await read()
    const edit = {
      version,
      rules: [...rules, { name: '退款先进池', when: { categories: ['refund'] }, do: { pool: '浙江省' } }],
    }
    expect((await agent('PUT', '/api/dispatch/rules', edit)).statusCode).toBe(403)
    const answer = await admin('PUT', '/api/dispatch/rules', edit)
    expect(answer.statusCode, answer.body).toBe(200)
    expect((await admin('PUT', '/api/dispatch/rules', edit)).json<ApiError>()).toMatchObject({ code: 'RULES_CHANGED' })
    expect(await server.database.auditEntry.count({ where: { action: 'dispatch-rules-changed' } })).toBe(1)
    await told({ orderNumber: 'O-1', addressText: '文三路', category: 'refund' })
    expect((await dispatch(agent)).json<TicketMoved>()).toMatchObject({ status: 'pooled' })
    expect(await row()).toMatchObject({ poolId: 'zj' })
  })

  it('are refused whole with each place that is wrong', async () => {
    const { version } = await read()
    const answer = await admin('PUT', '/api/dispatch/rules', {
      version,
      rules: [{ name: '', when: { weekdays: [9] }, do: {} }],
    })
    expect(answer.statusCode).toBe(400)
    const paths = answer.json<ApiError>().fields?.map((field) => field.path)
    expect(paths).toEqual(expect.arrayContaining(['rules.0.name', 'rules.0.when.weekdays.0', 'rules.0.do']))
    expect((await read()).version).toBe(version)
  })
})
