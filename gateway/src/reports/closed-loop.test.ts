import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type ClosedLoopReport,
  campaignSettings,
  closedLoopRate,
  meanScore,
  surveyResponseRate,
} from '../contract/index.ts'
import type { Prisma } from '../database/client/client.ts'
import { startTestServer, type TestServer } from '../server-testing.ts'
import { makeTicket } from '../sla/sla-testing.ts'

let server: TestServer
/** A day in China. */
const at = (hour: number) => new Date(Date.parse('2026-11-20T00:00:00+08:00') + hour * 3_600_000)
const day = 'from=2026-11-20&to=2026-11-20'
const hangzhou = { storeId: 'hz01', regionId: 'east', provinceId: 'zj', cityId: 'hz', areaId: 'xh' }
const beijing = { storeId: 'bj01', regionId: 'north', provinceId: 'bj', cityId: 'bj-city', areaId: 'cy' }

const tell = (ticketId: string, hour: number, kind: string, detail: Prisma.InputJsonObject) =>
  server.database.ticketHistory.create({ data: { ticketId, at: at(hour), kind, detail } })
const resolve = (id: string, hour: number) =>
  tell(id, hour, 'status-changed', { move: 'resolve', status: { from: 'working', to: 'resolved' } })
const say = (id: string, hour: number, answers: Record<string, string>) => tell(id, hour, 'surveyed', { answers })

async function call(ticketId: string, hour: number, reached: boolean, kind = 'survey'): Promise<void> {
  const campaign = await server.database.campaign.upsert({
    where: { name: kind },
    create: { name: kind, kind, mode: 'flow', callerNumber: '4008001234', settings: campaignSettings.parse({}) },
    update: {},
  })
  const contact = await server.database.campaignContact.upsert({
    where: { campaignId_key: { campaignId: campaign.id, key: ticketId } },
    create: { campaignId: campaign.id, key: ticketId, ticketId },
    update: {},
  })
  const when = { claimedAt: at(hour), dialledAt: at(hour), endedAt: at(hour), answeredAt: reached ? at(hour) : null }
  const data = {
    id: randomUUID(),
    campaignId: campaign.id,
    contactId: contact.id,
    number: '+8613800138000',
    position: 0,
  }
  await server.database.outboundAttempt.create({ data: { ...data, ...when } })
}

beforeAll(async () => {
  server = await startTestServer()
  const ticket = (place: object) => makeTicket(server.database, { status: 'RESOLVED', ...place })
  const [content, angry, silent, unasked] = [
    await ticket(hangzhou),
    await ticket(hangzhou),
    await ticket(hangzhou),
    await ticket(hangzhou),
  ]
  await resolve(content, 10)
  await call(content, 11, true)
  await say(content, 11, { solved: '1', score: '5' })
  // Not solved, opened again by rule, solved once more, and then it was.
  await resolve(angry, 10)
  await call(angry, 11, true)
  await say(angry, 11, { solved: '2', score: '1' })
  await tell(angry, 12, 'status-changed', {
    move: 'reopen',
    status: { from: 'resolved', to: 'dispatched' },
    event: 'surveyed',
  })
  await resolve(angry, 15)
  await call(angry, 30, true)
  await say(angry, 30, { solved: '1', score: '2' })
  await resolve(silent, 10)
  await call(silent, 11, false)
  await resolve(unasked, 23.9)
  // Another campaign's call about it is no survey.
  await call(unasked, 24, true, 'agent')
  const closed = await ticket(beijing)
  await tell(closed, 9, 'status-changed', { move: 'close', status: { from: 'open', to: 'closed' } })
  await say(closed, 8, { solved: '1' })
  const yesterday = await ticket(beijing)
  await resolve(yesterday, -1)
  await tell(yesterday, 9, 'status-changed', { move: 'close', status: { from: 'resolved', to: 'closed' } })
})
afterAll(() => server.close())

const report = async (username: string) => {
  const answer = await (await server.as(username))('GET', `/api/reports/closed-loop?${day}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<ClosedLoopReport>()
}

it('follows each ticket solved in the span to what its customer said last, by store', async () => {
  const { rows, total, stores } = await report('s2001')
  expect(rows.map(({ id, figures }) => [id, figures])).toEqual([
    [
      'hz01',
      { resolved: 4, asked: 3, reached: 2, answered: 2, solved: 2, unsolved: 0, scored: 2, scoreSum: 7, reopened: 1 },
    ],
    // Closed without a solution before it; what was said before that is about something else.
    [
      'bj01',
      { resolved: 1, asked: 0, reached: 0, answered: 0, solved: 0, unsolved: 0, scored: 0, scoreSum: 0, reopened: 0 },
    ],
  ])
  expect(stores).toBe(2)
  expect([closedLoopRate(total), meanScore(total)]).toEqual([40, 3.5])
  expect(surveyResponseRate(total)).toBeCloseTo(66.7, 1)
})

it('shows an owner of a region their own part, and nobody else anything', async () => {
  expect((await (await server.as('r3001'))('GET', '/api/reports/today')).statusCode).toBe(200)
  expect((await report('r3001')).rows.map(({ id }) => id)).toEqual(['hz01'])
  for (const username of ['a1001', 'm0001'])
    expect((await (await server.as(username))('GET', `/api/reports/closed-loop?${day}`)).statusCode).toBe(403)
  const tooLong = 'from=2026-01-01&to=2026-11-20'
  expect((await (await server.as('s2001'))('GET', `/api/reports/closed-loop?${tooLong}`)).statusCode).toBe(400)
})

it('is taken home as a file, audited, with the same figures', async () => {
  const supervisor = await server.as('s2001')
  const file = await supervisor('GET', `/api/reports/closed-loop/export?${day}&format=csv`)
  const [head, first] = file.body.split('\r\n')
  expect(head).toContain(
    '编号,门店,已解决,已回访,接通,有回答,回答率（%）,顾客确认解决,顾客说未解决,闭环率（%）,平均分,回访后重开',
  )
  expect(first).toMatch(/^hz01,.*,4,3,2,2,66.7,2,0,50,3.5,1$/)
  expect(file.headers['content-disposition']).toContain('ringdesk-closed-loop-2026-11-20-2026-11-20.csv')
  const book = await supervisor('GET', `/api/reports/closed-loop/export?${day}&format=xlsx&language=en`)
  expect(book.rawPayload.subarray(0, 2).toString()).toBe('PK')
  expect(await server.database.auditEntry.count({ where: { object: 'report:closed-loop' } })).toBe(2)
})
