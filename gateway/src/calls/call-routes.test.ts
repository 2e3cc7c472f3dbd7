import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CallPage } from '../contract/index.ts'
import { type Ask, customerNumber, startTestServer, type TestServer } from '../server-testing.ts'

const minute = 60_000
const noon = Date.parse('2026-11-20T12:00:00Z')
const attempt = randomUUID()
let server: TestServer
let agent: Ask

beforeAll(async () => {
  server = await startTestServer()
  agent = await server.as('a1001')
  const { database } = server
  const campaign = await database.campaign.create({
    data: { name: '新品回访', kind: 'agent', mode: 'preview', callerNumber: '4008001234', settings: {} },
  })
  await database.outboundAttempt.create({
    data: { id: attempt, campaignId: campaign.id, number: customerNumber, position: 0, claimedAt: new Date(noon) },
  })
  const calls = [
    { id: randomUUID(), at: 0, number: customerNumber, outcome: 'answered' },
    { id: 'callback-1', at: 1, number: customerNumber, outcome: 'answered' },
    { id: attempt, at: 2, number: customerNumber, outcome: 'answered' },
    { id: 'not-a-uuid', at: 3, number: '+861055500101', outcome: 'abandoned' },
  ]
  await database.call.createMany({
    data: calls.map(({ id, at, number, outcome }) => ({
      id,
      hotline: '4008001234',
      number,
      rawNumber: number,
      numberKind: 'mobile',
      arrivedAt: new Date(noon + at * minute),
      outcome,
    })),
  })
})
afterAll(() => server.close())

const found = async (query: Record<string, string>) => {
  const answer = await agent('GET', `/api/calls?${new URLSearchParams(query)}`)
  return answer.json<CallPage>().calls
}

it('says of each call whether it came in, was asked for while waiting, or was ours, and for which campaign', async () => {
  const calls = await found({ number: customerNumber })
  expect(calls.map(({ direction, campaignName }) => [direction, campaignName])).toEqual([
    ['outbound', '新品回访'],
    ['callback', undefined],
    ['inbound', undefined],
  ])
})

it('finds calls by whole number in any shape, by outcome, and between two moments', async () => {
  expect(await found({ number: '138 0013 8000' })).toHaveLength(3)
  expect((await found({ number: '010-55500101' })).map(({ callId }) => callId)).toEqual(['not-a-uuid'])
  const from = new Date(noon + minute).toISOString()
  const to = new Date(noon + 3 * minute).toISOString()
  expect((await found({ from, to })).map(({ callId }) => callId)).toEqual([attempt, 'callback-1'])
  expect(await found({ outcome: 'abandoned' })).toHaveLength(1)
})

it('refuses a part of a number, by which anybody’s could be guessed digit by digit', async () => {
  const answer = await agent('GET', '/api/calls?number=1380')
  expect([answer.statusCode, answer.json()]).toMatchObject([400, { fields: [{ path: 'number' }] }])
})
