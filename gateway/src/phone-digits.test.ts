import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemoChain } from '../../prisma/seed/demo-chain.ts'
import type { CallPage, TicketPage } from './contract/index.ts'
import type { PrismaClient } from './database/client/client.ts'
import { createTestDatabase } from './database/testing.ts'
import { createLog } from './operations/log.ts'
import { buildServer } from './server.ts'
import { nobodyCalls } from './server-testing.ts'
import { createSessions } from './sessions/sessions.ts'

let database: PrismaClient
let app: ReturnType<typeof buildServer>
let close: () => Promise<void>

beforeAll(async () => {
  const test = await createTestDatabase()
  database = test.database
  await seedDemoChain(database, new Date('2026-11-22T06:00:00Z'))
  const log = createLog('silent')
  app = buildServer({
    database,
    log,
    environment: {
      COOKIE_SECURE: false,
      TIME_ZONE: 'Asia/Shanghai',
      TRUST_PROXY: false,
      RECORDINGS_DIR: '/nowhere',
      UI_DIR: '/nowhere',
    },
    sessions: createSessions({ database, hours: 12, log }),
    switchStatus: () => ({ connected: true, simulated: true, name: 'simulator' }),
    ...nobodyCalls,
  })
  close = async () => {
    await app.close()
    await test.drop()
  }
})
afterAll(() => close())

describe('what the browser gets of the demo chain', () => {
  it.each(['a1001', 's2001', 'admin'])('%s: no customer’s number in any answer', async (username) => {
    const logIn = await app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { username, password: 'ringdesk-demo' },
    })
    const cookie = `ringdesk_session=${logIn.cookies[0]?.value}`
    const bodies: string[] = []
    const get = async (url: string) => {
      const answer = await app.inject({ url, headers: { cookie } })
      expect([url, answer.statusCode]).toEqual([url, 200])
      bodies.push(answer.body)
      return answer
    }
    const tickets: TicketPage['tickets'] = []
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const page: TicketPage = (
        await get(`/api/tickets?limit=100&cursor=${cursor}`.replace(/&cursor=$/, ''))
      ).json<TicketPage>()
      tickets.push(...page.tickets)
      cursor = page.next
    }
    expect(tickets).toHaveLength(300)
    for (const ticket of tickets.slice(0, 60)) await get(`/api/tickets/${ticket.id}`)
    const { calls } = (await get('/api/calls?limit=100')).json<CallPage>()
    for (const call of calls.slice(0, 20)) await get(`/api/calls/${call.callId}/context`)
    await get('/api/stores?q=')
    await get('/api/ticket-choices')

    const numbers = await database.customerNumber.findMany()
    const text = bodies.join('\n').replace(/(?<=\d)[ -](?=\d)/g, '')
    const national = numbers.map(({ number }) => number.replace(/^\+86/, ''))
    expect(national.length).toBeGreaterThanOrEqual(500)
    expect(text).toContain('****')
    expect(national.filter((number) => text.includes(number))).toEqual([])
  })
})
