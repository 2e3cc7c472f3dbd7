import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ask, startTestServer, type TestServer } from '../server-testing.ts'
import { makeTicket, testWorker } from './sla-testing.ts'

let server: TestServer
let admin: Ask
const policy = {
  name: '金卡加急',
  enabled: true,
  customerClass: '金卡',
  targets: { resolution: { minutes: 60, hours: 'always' } },
  reminders: { beforeMinutes: [30], beforePercent: [], escalateEveryMinutes: 15 },
}

beforeAll(async () => {
  server = await startTestServer()
  admin = await server.as('admin')
})
afterAll(() => server.close())

describe('time limits', () => {
  it('are read by headquarters’ supervisors and written by administrators; nobody else gets at them', async () => {
    const id = randomUUID()
    const asks: [string, string, object?][] = [
      ['GET', '/api/sla'],
      ['POST', '/api/sla/preview', {}],
      ['PUT', `/api/sla/policies/${id}`, { policy }],
      ['DELETE', `/api/sla/policies/${id}?version=1`],
      ['PUT', '/api/sla/hours', { version: 1, week: [[], [[540, 1080]], [], [], [], [], []] }],
    ]
    for (const username of ['a1001', 'r3001', 'r3002', 'm0001', 'm0002']) {
      const ask = await server.as(username)
      for (const [method, url, body] of asks) expect((await ask(method, url, body)).statusCode).toBe(403)
    }
    for (const [method, url, body] of asks) expect((await server.anonymous(method, url, body)).statusCode).toBe(401)
    const supervisor = await server.as('s2001')
    expect((await supervisor('GET', '/api/sla')).json().policies.map((each: { name: string }) => each.name)).toEqual([
      '普通工单',
      '紧急工单',
      '食品安全',
    ])
    expect((await supervisor('PUT', `/api/sla/policies/${id}`, { policy })).statusCode).toBe(403)
  })

  it('are changed on the version that was read, audited, and every open ticket is looked at again', async () => {
    const ticket = await makeTicket(server.database)
    const id = randomUUID()
    const made = await admin('PUT', `/api/sla/policies/${id}`, { policy })
    expect(made.statusCode).toBe(200)
    expect(await server.database.slaLook.findUnique({ where: { ticketId: ticket } })).not.toBeNull()
    expect((await server.database.slaSettings.findFirst())?.changedAt).toBeInstanceOf(Date)
    const changed = { ...policy, enabled: false }
    expect((await admin('PUT', `/api/sla/policies/${id}`, { version: 1, policy: changed })).statusCode).toBe(200)
    const late = await admin('PUT', `/api/sla/policies/${id}`, { version: 1, policy })
    expect([late.statusCode, late.json().code]).toEqual([409, 'POLICY_CHANGED'])
    expect((await admin('PUT', `/api/sla/policies/${randomUUID()}`, { policy })).json().fields).toEqual([
      { path: 'policy.name', message: '已有同名的策略' },
    ])
    expect((await admin('DELETE', `/api/sla/policies/${id}?version=2`)).statusCode).toBe(200)
    expect((await admin('DELETE', `/api/sla/policies/${id}?version=2`)).json().code).toBe('NO_SUCH_POLICY')
    const audit = await server.database.auditEntry.findMany({
      where: { object: `sla-policy:${id}` },
      orderBy: { id: 'asc' },
    })
    expect(audit.map(({ actor, detail }) => [actor, detail])).toMatchObject([
      ['管理员', { before: null, after: { name: '金卡加急' } }],
      ['管理员', { before: { enabled: true }, after: { enabled: false } }],
      ['管理员', { after: null }],
    ])
  })

  it('that mean nothing are refused with the reason', async () => {
    const ask = async (values: object) =>
      (await admin('PUT', `/api/sla/policies/${randomUUID()}`, { policy: { ...policy, ...values } })).json()
    expect((await ask({ targets: {} })).message).toContain('请至少设置一个时限')
    expect((await ask({ targets: { resolution: { minutes: 0, hours: 'always' } } })).code).toBe('BAD_INPUT')
    expect((await ask({ regionId: 'nowhere' })).fields).toMatchObject([{ path: 'policy.regionId' }])
    const { version } = (await admin('GET', '/api/sla')).json()
    const empty = await admin('PUT', '/api/sla/hours', { version, week: [[], [], [], [], [], [], []] })
    expect(empty.json().message).toContain('请至少设置一个工作时段')
  })

  it('say beforehand when a ticket would be due, and why by this policy', async () => {
    const answer = await admin('POST', '/api/sla/preview', {
      policy,
      storeId: 'hz01',
      customerClass: '金卡',
      priority: 0,
    })
    const { at, clocks } = answer.json()
    const resolution = clocks.find((clock: { kind: string }) => clock.kind === 'resolution')
    expect(resolution).toMatchObject({ policyName: '金卡加急', matched: ['customerClass'], over: ['普通工单'] })
    expect(Date.parse(resolution.dueAt) - Date.parse(at)).toBe(3_600_000)
    expect(resolution.steps.map((each: { step: string }) => each.step).slice(0, 3)).toEqual([
      'remind-30m',
      'breached',
      'escalate-1',
    ])
    const other = (await admin('POST', '/api/sla/preview', { policy, regionId: 'hz' })).json()
    expect(other.clocks.find((clock: { kind: string }) => clock.kind === 'resolution')).toMatchObject({
      policyName: '普通工单',
    })
    expect((await admin('POST', '/api/sla/preview', { storeId: 'nowhere' })).statusCode).toBe(400)
  })

  it('are shown on the ticket and in the list to whoever sees the ticket', async () => {
    const id = await makeTicket(server.database, { category: 'foreign-object' })
    const now = new Date()
    await server.database.ticket.update({ where: { id }, data: { createdAt: now } })
    await server.database.ticketHistory.updateMany({ where: { ticketId: id }, data: { at: now } })
    await testWorker(server.database, () => now).untilIdle()
    for (const username of ['a1001', 'r3002']) {
      const ask = await server.as(username)
      const ticket = (await ask('GET', `/api/tickets/${id}`)).json()
      expect(ticket.dueAt).toBe(new Date(now.getTime() + 600_000).toISOString())
      expect(ticket.sla).toMatchObject([
        { kind: 'first-response', state: 'running', targetMinutes: 10, policyName: '食品安全' },
        { kind: 'resolution', state: 'running' },
      ])
      const list = (await ask('GET', '/api/tickets')).json().tickets
      expect(list.find((card: { id: string }) => card.id === id).sla).toHaveLength(2)
    }
    expect((await (await server.as('m0002'))('GET', `/api/tickets/${id}`)).statusCode).toBe(404)
  })
})
