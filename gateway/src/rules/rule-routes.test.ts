import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ask, ids, startTestServer, type TestServer } from '../server-testing.ts'
import { makeTicket } from '../sla/sla-testing.ts'

let server: TestServer
let admin: Ask
const rule = {
  name: '食安加急',
  enabled: false,
  event: 'created',
  conditions: { join: 'all', list: [{ field: 'text', contains: ['头发'] }] },
  actions: [{ do: 'set-priority', priority: 2 }],
}

beforeAll(async () => {
  server = await startTestServer()
  admin = await server.as('admin')
})
afterAll(() => server.close())

describe('automation rules', () => {
  it('are read by supervisors and written by administrators; nobody else gets at them', async () => {
    const id = randomUUID()
    const reading: [string, string][] = [['GET', '/api/automation-rules']]
    const writing: [string, string, object?][] = [
      ['PUT', `/api/automation-rules/${id}`, { rule }],
      ['DELETE', `/api/automation-rules/${id}?version=1`],
      ['PUT', '/api/automation-rules', { ids: [] }],
      ['POST', `/api/automation-rules/${id}/secret`],
      ['POST', '/api/automation-rules/trial', { rule }],
      ['GET', `/api/automation-rules/${id}/deliveries`],
      ['GET', '/api/ticket-events/failed'],
      ['POST', `/api/ticket-events/${id}/retry`],
    ]
    for (const username of ['a1001', 'r3001', 'r3002', 'm0001', 'm0002']) {
      const ask = await server.as(username)
      for (const [method, url, body] of [...reading, ...writing])
        expect([url, (await ask(method, url, body)).statusCode]).toEqual([url, 403])
    }
    const supervisor = await server.as('s2001')
    for (const [method, url] of reading) expect((await supervisor(method, url)).statusCode).toBe(200)
    for (const [method, url, body] of writing) expect((await supervisor(method, url, body)).statusCode).toBe(403)
    for (const [method, url, body] of [...reading, ...writing])
      expect((await server.anonymous(method, url, body)).statusCode).toBe(401)
  })

  it('are changed on the version that was read, audited without their secret, which is shown once', async () => {
    const id = randomUUID()
    const made = (await admin('PUT', `/api/automation-rules/${id}`, { rule })).json()
    expect(made.rule).toMatchObject({ id, version: 1, changedBy: '管理员' })
    expect(made.secret).toMatch(/^[\w-]{43}$/)
    const changed = (
      await admin('PUT', `/api/automation-rules/${id}`, { version: 1, rule: { ...rule, enabled: true } })
    ).json()
    expect(changed).not.toHaveProperty('secret')
    const late = await admin('PUT', `/api/automation-rules/${id}`, { version: 1, rule })
    expect([late.statusCode, late.json().code]).toEqual([409, 'RULE_CHANGED'])
    const { secret } = (await admin('POST', `/api/automation-rules/${id}/secret`)).json()
    expect(secret).not.toBe(made.secret)
    expect((await admin('DELETE', `/api/automation-rules/${id}?version=2`)).statusCode).toBe(204)
    expect((await admin('DELETE', `/api/automation-rules/${id}?version=2`)).json().code).toBe('NO_SUCH_RULE')
    expect((await admin('POST', `/api/automation-rules/${id}/secret`)).json().code).toBe('NO_SUCH_RULE')
    const audit = await server.database.auditEntry.findMany({ where: { object: `rule:${id}` } })
    expect(audit).toHaveLength(4)
    expect(JSON.stringify(audit)).not.toContain(made.secret)
    expect(JSON.stringify(audit)).not.toContain(secret)
    expect(JSON.stringify((await admin('GET', '/api/automation-rules')).json())).not.toContain('secret')
  })

  it('that name nobody are refused, each with its place', async () => {
    const answer = await admin('PUT', `/api/automation-rules/${randomUUID()}`, {
      rule: {
        ...rule,
        conditions: { join: 'any', list: [{ field: 'region', is: ['nowhere'] }] },
        actions: [
          { do: 'assign', accountId: randomUUID() },
          { do: 'notify', departments: ['none'] },
        ],
      },
    })
    expect(answer.json().fields.map(({ path }: { path: string }) => path)).toEqual([
      'rule.actions.0',
      'rule.actions.1',
      'rule.conditions.list.0',
    ])
    const file = { ...rule, actions: [{ do: 'webhook', url: 'file:///etc/passwd' }] }
    expect((await admin('PUT', `/api/automation-rules/${randomUUID()}`, { rule: file })).statusCode).toBe(400)
  })

  it('warn of the ring that they make when they are saved', async () => {
    const save = async (name: string, event: string, action: object) =>
      (
        await admin('PUT', `/api/automation-rules/${randomUUID()}`, {
          rule: { name, enabled: true, event, conditions: { join: 'all', list: [] }, actions: [action] },
        })
      ).json().loops
    expect(await save('甲', 'tag-added', { do: 'set-priority', priority: 1 })).toEqual([])
    expect(await save('乙', 'priority-changed', { do: 'add-tag', tag: 'x' })).toEqual([
      [
        { rule: '甲', by: 'set-priority' },
        { rule: '乙', by: 'add-tag' },
      ],
    ])
    const { rules } = (await admin('GET', '/api/automation-rules')).json()
    const turned = rules.map(({ id }: { id: string }) => id).toReversed()
    const ordered = (await admin('PUT', '/api/automation-rules', { ids: turned })).json()
    expect(ordered.rules.map(({ id }: { id: string }) => id)).toEqual(turned)
    expect((await admin('PUT', '/api/automation-rules', { ids: [] })).json().code).toBe('RULE_CHANGED')
  })

  it('are tried on what has happened, and do nothing', async () => {
    const at = Math.round((Date.now() - Date.parse('2026-11-23T10:00:00+08:00')) / 60_000) - 60
    const id = await makeTicket(server.database, { at, subject: '杯里有头发', storeId: 'hz01' })
    await makeTicket(server.database, { at, subject: '太甜' })
    await makeTicket(server.database, { at: at - 40 * 1440, subject: '头发，很久以前' })
    const before = await server.database.ticketHistory.count()
    const answer = (await admin('POST', '/api/automation-rules/trial', { rule })).json()
    expect(answer).toMatchObject({
      examined: 2,
      truncated: false,
      fired: 1,
      tickets: [{ id, why: ['内容提到“头发”'] }],
    })
    const similar = { ...rule, conditions: { join: 'all', list: [{ field: 'similar', hours: 1, atLeast: 2 }] } }
    expect((await admin('POST', '/api/automation-rules/trial', { rule: similar })).json().fired).toBe(0)
    expect(await server.database.ticketHistory.count()).toBe(before)
    expect((await server.database.ticket.findUniqueOrThrow({ where: { id } })).priority).toBe(0)
  })

  it('shows the webhooks of a rule, and the events that were given up until they are tried again', async () => {
    const [ruleId, ticketId] = [randomUUID(), await makeTicket(server.database)]
    await server.database.webhookDelivery.create({
      data: { ruleId, ticketId, url: 'https://example.com', body: {}, attempts: 2, status: 500, error: '对方应答 500' },
    })
    expect((await admin('GET', `/api/automation-rules/${ruleId}/deliveries`)).json()).toMatchObject([
      { ticketId, state: 'waiting', attempts: 2, status: 500 },
    ])
    await server.database.ticketEvent.updateMany({
      where: { ticketId },
      data: { failedAt: new Date(), error: 'why', attempts: 8 },
    })
    const [event] = (await admin('GET', '/api/ticket-events/failed')).json()
    expect(event).toMatchObject({ ticketId, kind: 'created', error: 'why' })
    expect((await admin('POST', `/api/ticket-events/${event.id}/retry`)).statusCode).toBe(204)
    expect((await admin('POST', `/api/ticket-events/${event.id}/retry`)).json().code).toBe('NO_SUCH_EVENT')
    expect(await server.database.ticketEvent.findFirst({ where: { ticketId } })).toMatchObject({
      failedAt: null,
      attempts: 0,
    })
    expect(ids.admin).toBe(
      (await server.database.auditEntry.findFirstOrThrow({ where: { action: 'ticket-event-retried' } })).accountId,
    )
  })
})
