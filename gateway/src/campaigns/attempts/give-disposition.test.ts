import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type AttemptDetail, campaignSettings } from '../../contract/index.ts'
import { type Ask, insertTicket, startTestServer, type TestServer } from '../../server-testing.ts'
import { endAttempts } from '../runner/attempt-records.ts'
import { allowAnyHour } from '../runner/runner-testing.ts'

let server: TestServer
let agent: Ask
let colleague: Ask
let count = 0

beforeAll(async () => {
  server = await startTestServer()
  agent = await server.as('a1001')
  colleague = await server.as('a1002')
}, 60_000)
beforeEach(() => allowAnyHour(server.database))
afterAll(() => server?.close())

const HOUR_MS = 3_600_000
const later = (ms: number) => new Date(Date.now() + ms)

interface Made {
  readonly attempt: string
  readonly contact: string
  readonly number: string
  /** The attempt's end, as the ledger tells it. */
  end(outcome?: 'person' | 'no-answer'): Promise<void>
}

async function makeAttempt(settings: object = {}, contact: object = {}): Promise<Made> {
  count++
  const number = `+86139${String(20_000_000 + count)}`
  const campaign = await server.database.campaign.create({
    data: {
      name: `活动 ${count}`,
      kind: 'agent',
      mode: 'preview',
      state: 'RUNNING',
      queueId: 'aftersales',
      callerNumber: '4008001234',
      settings: { ...campaignSettings.parse({}), script: '您好{customerName}，{storeName}回访，{号码}', ...settings },
    },
  })
  const attempt = randomUUID()
  const made = await server.database.campaignContact.create({
    data: {
      campaignId: campaign.id,
      key: `number:${number}`,
      name: '张伟',
      attributes: { storeName: '文三路店', 号码: number.slice(3) },
      state: 'IN_HAND',
      attempts: 1,
      consent: '会员协议',
      numbers: { create: [{ position: 0, number, attempts: 1 }] },
      attemptsMade: {
        create: {
          id: attempt,
          campaignId: campaign.id,
          number,
          position: 0,
          claimedAt: new Date(),
          dialledAt: new Date(),
          agentId: 'a1001',
        },
      },
      ...contact,
    },
  })
  return {
    attempt,
    contact: made.id,
    number,
    end: (outcome = 'person') =>
      server.database.$transaction((tx) =>
        endAttempts(tx, [{ attempt, at: Date.now(), outcome, switchCause: '', ringMs: 5_000, talkMs: 60_000 }]),
      ),
  }
}

const give = (ask: Ask, attempt: string, disposition: string, more: object = {}) =>
  ask('POST', `/api/attempts/${attempt}/disposition`, { commandId: randomUUID(), disposition, ...more })
const contactOf = (id: string) => server.database.campaignContact.findUniqueOrThrow({ where: { id } })

describe('an attempt', () => {
  it('shows whom we call, what to say and what was tried, with the numbers masked everywhere', async () => {
    const ticketId = await insertTicket(server.database, { sourceId: 'shown' })
    const { attempt, number } = await makeAttempt({}, { ticketId })
    const answer = await agent('GET', `/api/attempts/${attempt}`)
    expect(answer.statusCode).toBe(200)
    expect(answer.body).not.toContain(number.slice(3))
    const detail = answer.json<AttemptDetail>()
    expect(detail).toMatchObject({
      contactName: '张伟',
      ticketId,
      shipped: true,
      attributes: { storeName: '文三路店' },
    })
    expect(detail.script).toMatch(/^您好张伟，文三路店回访，139\*{4}\d{4}$/)
    expect(detail.dispositions.map(({ next }) => next)).toEqual(['done', 'retry', 'callback', 'refuse'])
  })
  it('is seen by who has it and by supervisors, settled by who has it alone', async () => {
    const { attempt } = await makeAttempt()
    expect((await colleague('GET', `/api/attempts/${attempt}`)).statusCode).toBe(403)
    expect((await (await server.as('s2001'))('GET', `/api/attempts/${attempt}`)).statusCode).toBe(200)
    expect((await give(colleague, attempt, 'done')).json()).toMatchObject({ code: 'NOT_YOUR_ATTEMPT' })
    expect((await give(await server.as('s2001'), attempt, 'done')).json()).toMatchObject({ code: 'NOT_YOUR_ATTEMPT' })
    expect((await agent('GET', `/api/attempts/${randomUUID()}`)).statusCode).toBe(404)
  })
})

describe.each([
  ['before the end is recorded', true],
  ['after the end is recorded', false],
])('a disposition %s', (_, first) => {
  const settle = async (made: Made, disposition: string, more: object = {}, outcome?: 'person' | 'no-answer') => {
    if (!first) await made.end(outcome)
    const answer = await give(agent, made.attempt, disposition, more)
    expect(answer.statusCode, answer.body).toBe(200)
    if (first) await made.end(outcome)
    return contactOf(made.contact)
  }

  it('done: nobody calls again', async () => {
    const made = await makeAttempt()
    expect(await settle(made, 'done', { note: '已解释' })).toMatchObject({
      state: 'DONE',
      outcome: 'person',
      attempts: 1,
    })
    expect(await server.database.outboundAttempt.findUnique({ where: { id: made.attempt } })).toMatchObject({
      disposition: 'done',
      note: '已解释',
      agentId: 'a1001',
    })
  })
  it('retry: again as if nobody had answered', async () => {
    const { cadence } = campaignSettings.parse({})
    const made = await makeAttempt({ cadence: { ...cadence, 'no-answer': { next: 'retry', afterMinutes: 90 } } })
    const contact = await settle(made, 'retry')
    expect(contact).toMatchObject({ state: 'WAITING', promised: false, attempts: 1, doneAt: null })
    expect((contact.nextAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(89 * 60_000)
  })
  it('callback: at the time the customer asked for, by the agent they spoke with', async () => {
    const at = later(3 * HOUR_MS)
    const made = await makeAttempt({ maxAttempts: 1 })
    const contact = await settle(made, 'callback', { callbackAt: at.toISOString(), toMe: true })
    expect(contact).toMatchObject({ state: 'WAITING', promised: true, preferredAgentId: 'a1001', nextAt: at })
  })
  it('refuse: never again, by nobody, on none of their numbers', async () => {
    const made = await makeAttempt()
    await server.database.contactNumber.create({
      data: { contactId: made.contact, position: 1, number: `${made.number}9` },
    })
    expect(await settle(made, 'refuse')).toMatchObject({ state: 'DONE', outcome: 'do-not-call' })
    const refused = await server.database.doNotCall.findMany({ where: { number: { startsWith: made.number } } })
    expect(refused).toMatchObject([
      { reason: 'agent', by: '林晓燕', campaignId: null },
      { reason: 'agent', campaignId: null },
    ])
    expect((await give(agent, made.attempt, 'retry')).json()).toMatchObject({ code: 'NUMBER_REFUSED' })
  })
  it('counts once for a command, and the last one counts', async () => {
    const made = await makeAttempt()
    const commandId = randomUUID()
    await settle(made, 'done', { commandId })
    const at = later(5 * HOUR_MS)
    await settle({ ...made, end: async () => undefined }, 'callback', { callbackAt: at.toISOString() })
    // A late repetition of the first one.
    await settle({ ...made, end: async () => undefined }, 'done', { commandId })
    expect(await contactOf(made.contact)).toMatchObject({
      state: 'WAITING',
      nextAt: at,
      preferredAgentId: null,
      attempts: 1,
    })
    expect(await server.database.attemptDisposition.count({ where: { attemptId: made.attempt } })).toBe(2)
    expect(await server.database.auditEntry.count({ where: { object: `attempt:${made.attempt}` } })).toBe(2)
  })
})

describe('a disposition', () => {
  it('leaves a contact alone that was called again since', async () => {
    const made = await makeAttempt()
    await made.end()
    await server.database.campaignContact.update({
      where: { id: made.contact },
      data: { state: 'IN_HAND', attempts: 2 },
    })
    expect((await give(agent, made.attempt, 'retry')).statusCode).toBe(200)
    expect(await contactOf(made.contact)).toMatchObject({ state: 'IN_HAND', attempts: 2 })
  })
  it('keeps the campaign’s own, and refuses any other', async () => {
    const dispositions = [{ id: 'sold', label: '成交', next: 'done', success: true }]
    const { attempt } = await makeAttempt({ dispositions })
    expect((await give(agent, attempt, 'done')).json()).toMatchObject({ code: 'NO_SUCH_DISPOSITION' })
    const given = (await give(agent, attempt, 'sold')).json<AttemptDetail>()
    expect(given).toMatchObject({ shipped: false, given: { id: 'sold', label: '成交', by: '林晓燕' } })
  })
})

describe('a callback', () => {
  it('needs a time, and one at which the customer may be called; else the next such time is named', async () => {
    const hours = Array.from({ length: 7 }, (): [number, number][] => [[600, 601]])
    await allowAnyHour(server.database, { week: hours })
    const { attempt } = await makeAttempt()
    expect((await give(agent, attempt, 'callback')).json()).toMatchObject({ code: 'CALLBACK_TIME_MISSING' })
    const tooLate = { callbackAt: later(61 * 24 * HOUR_MS).toISOString() }
    expect((await give(agent, attempt, 'callback', tooLate)).json()).toMatchObject({ code: 'CALLBACK_TIME_MISSING' })
    // 11:00 in Shanghai, the day after tomorrow.
    const at = new Date(Math.floor(later(48 * HOUR_MS).getTime() / (24 * HOUR_MS)) * 24 * HOUR_MS + 3 * HOUR_MS)
    const refused = (await give(agent, attempt, 'callback', { callbackAt: at.toISOString() })).json()
    const until = new Date(at.getTime() + 23 * HOUR_MS).toISOString()
    expect(refused).toMatchObject({ code: 'CALLBACK_TIME', until })
    expect(refused.message).toContain('10:00')
    expect((await give(agent, attempt, 'callback', { callbackAt: until })).statusCode).toBe(200)
  })
  it('cannot come sooner than the gap between two calls allows', async () => {
    const { attempt } = await makeAttempt()
    const refused = await give(agent, attempt, 'callback', { callbackAt: later(10 * 60_000).toISOString() })
    expect(refused.json()).toMatchObject({ code: 'CALLBACK_TIME', message: expect.stringContaining('间隔 30 分钟') })
  })
})
