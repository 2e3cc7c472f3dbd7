/** Calls by a click, on a whole gateway with a simulated switch. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../database/testing.ts'
import {
  HOTLINE,
  seedTestCentre,
  startTestGateway,
  startTestSwitch,
  TestDesk,
  type TestGateway,
  type TestSwitch,
} from '../../gateway-testing.ts'
import { refuse } from '../do-not-call/refuse.ts'
import { addPeople, allowAnyHour, makeCampaign, numberOf } from '../runner/runner-testing.ts'

let db: TestDatabase
let telephoneSwitch: TestSwitch
let gateway: TestGateway
let desk: TestDesk
let count = 900
const patience = { timeout: 20_000, interval: 50 }

beforeAll(async () => {
  db = await createTestDatabase()
  await seedTestCentre(db.database, { agents: 2, wrapUpMs: 300 })
  telephoneSwitch = await startTestSwitch()
  gateway = await startTestGateway(db.url, telephoneSwitch)
  desk = await TestDesk.open(gateway.address, 'a1001')
  await telephoneSwitch.control.setPhone('1001', { mode: 'auto', afterMs: 100 })
  await telephoneSwitch.control.setPhone('1002', { mode: 'auto', afterMs: 100 })
}, 60_000)
beforeEach(async () => {
  await allowAnyHour(db.database)
  await telephoneSwitch.control.setPhone('outside', { mode: 'auto', afterMs: 300, hangUpAfterMs: 1_500 })
  await desk.ready()
})
afterEach(() => desk.until(() => desk.contacts.size === 0))
afterAll(async () => {
  desk?.close()
  await gateway?.stop()
  await telephoneSwitch?.stop()
  await db?.drop()
})

async function makeCustomer() {
  const number = numberOf(count++)
  const customer = await db.database.customer.create({
    data: { name: '张伟', tags: [], numbers: { create: { number, kind: 'mobile' } } },
  })
  return { id: customer.id, number }
}
const makeTicket = (customer: { id: string; number: string }, more: object = {}) =>
  db.database.ticket.create({
    data: {
      kind: 'CALLBACK',
      channel: 'voice',
      source: 'call',
      sourceId: randomUUID(),
      hotline: HOTLINE,
      subject: '放弃来电，请回拨',
      customerId: customer.id,
      customerNumber: customer.number,
      queueId: 'aftersales',
      lastInteractionAt: new Date(Date.now() - 3 * 86_400_000),
      ...more,
    },
  })
async function dial(about: object, who = desk) {
  const response = await fetch(`${gateway.address}/api/dial`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: who.cookie },
    body: JSON.stringify({ commandId: randomUUID(), ...about }),
  })
  return { status: response.status, body: (await response.json()) as { call: string; code: string; message: string } }
}
const attempt = (id: string) => db.database.outboundAttempt.findUniqueOrThrow({ where: { id } })
const ended = (id: string) => expect.poll(async () => (await attempt(id)).outcome, patience)

describe('a click on a customer’s number', () => {
  it('rings the agent, then the customer; the call is on that very ticket, which asks for no call-back any more', async () => {
    const customer = await makeCustomer()
    const ticket = await makeTicket(customer)
    // The one that an incoming call would be about.
    const newer = await makeTicket(customer, { kind: 'SERVICE', subject: '别的事', lastInteractionAt: new Date() })
    const { status, body } = await dial({ ticketId: ticket.id })
    expect(status, body.message).toBe(200)
    // Before the customer has answered the desk knows whom it is about.
    await desk.until(() => desk.contacts.get(body.call)?.context?.ticket?.id === ticket.id)
    expect(desk.contacts.get(body.call)).toMatchObject({ context: { customer: { id: customer.id } } })
    expect(desk.contacts.get(body.call)?.campaign).toBeUndefined()
    await desk.contact('talking')
    await ended(body.call).toBe('person')
    await expect
      .poll(() => db.database.interaction.findUnique({ where: { callId: body.call } }), patience)
      .toMatchObject({ ticketId: ticket.id, outcome: 'answered', agentId: 'a1001' })
    expect(await db.database.ticket.findUnique({ where: { id: ticket.id } })).toMatchObject({
      kind: 'SERVICE',
      subject: null,
    })
    expect(await db.database.interaction.count({ where: { ticketId: newer.id } })).toBe(0)
    expect(await attempt(body.call)).toMatchObject({ campaignId: null, agentId: 'a1001', number: customer.number })
    expect(await db.database.auditEntry.findFirst({ where: { object: `ticket:${ticket.id}` } })).toMatchObject({
      action: 'customer-dialled',
      detail: { call: body.call, customer: customer.id },
    })
  }, 60_000)

  it('goes on in the ticket that it was merged into, and makes one for a customer without', async () => {
    const customer = await makeCustomer()
    const into = await makeTicket(customer, { kind: 'SERVICE' })
    const merged = await makeTicket(customer, { status: 'MERGED', mergedIntoId: into.id })
    const first = await dial({ customerId: customer.id })
    await desk.contact('talking')
    await ended(first.body.call).toBe('person')
    await desk.until(() => desk.contacts.size === 0)
    const { ticketId } = await db.database.interaction.findUniqueOrThrow({ where: { callId: first.body.call } })
    expect([into.id, merged.id]).not.toContain(ticketId)
    const second = await dial({ ticketId: merged.id })
    await desk.contact('talking')
    await expect
      .poll(() => db.database.interaction.findUnique({ where: { callId: second.body.call } }), patience)
      .toMatchObject({ ticketId: into.id })
  }, 60_000)

  it('twice under one id is one call', async () => {
    const customer = await makeCustomer()
    const commandId = randomUUID()
    const answers = [
      await dial({ customerId: customer.id, commandId }),
      await dial({ customerId: customer.id, commandId }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    await ended(commandId).toBe('person')
    expect(await db.database.outboundAttempt.count({ where: { number: customer.number } })).toBe(1)
  }, 60_000)

  it('who is not reached costs nothing, and counts for the rules of campaigns', async () => {
    await telephoneSwitch.control.setPhone('outside', { mode: 'busy' })
    const customer = await makeCustomer()
    const { body } = await dial({ customerId: customer.id })
    await ended(body.call).toBe('busy')
    await desk.until(() => desk.state?.kind === 'ready')
    const campaign = await makeCampaign(db.database, { kind: 'agent', mode: 'progressive' })
    await addPeople(db.database, campaign, 1, count - 1)
    await expect
      .poll(() => db.database.campaignContact.findFirst({ where: { campaignId: campaign } }), patience)
      .toMatchObject({ state: 'WAITING', attempts: 0 })
    await expect
      .poll(
        async () =>
          ((await db.database.campaignContact.findFirst({ where: { campaignId: campaign } }))?.nextAt?.getTime() ?? 0) -
          Date.now(),
        patience,
      )
      .toBeGreaterThan(25 * 60_000)
    await db.database.campaign.update({ where: { id: campaign }, data: { state: 'ENDED' } })
  }, 60_000)

  it('is refused with the reason', async () => {
    const customer = await makeCustomer()
    const about = { customerId: customer.id }
    const refusals: (string | undefined)[] = []
    const ask = async (asked: object, who = desk) => {
      const { body } = await dial(asked, who)
      refusals.push(`${body.code} ${body.message}`)
    }
    await ask({ ...about, number: '+8613900000000' })
    await ask({ customerId: randomUUID() })
    await ask({ ...about, ticketId: randomUUID() })
    await allowAnyHour(db.database, { week: Array.from({ length: 7 }, () => []) })
    await ask(about)
    await allowAnyHour(db.database)
    await db.database.outboundAttempt.create({
      data: { id: randomUUID(), number: customer.number, position: 0, claimedAt: new Date() },
    })
    await ask(about)
    await db.database.outboundAttempt.updateMany({ where: { number: customer.number }, data: { endedAt: new Date() } })
    await db.database.$transaction((tx) => refuse(tx, { number: customer.number, reason: 'agent', by: '坐席1' }))
    await ask(about)
    const away = await TestDesk.open(gateway.address, 'a1002')
    await ask({ customerId: (await makeCustomer()).id }, away)
    away.close()
    expect(refusals).toEqual([
      expect.stringContaining('这不是这位客户的号码'),
      expect.stringContaining('NO_SUCH_CUSTOMER'),
      expect.stringContaining('BAD_INPUT'),
      expect.stringContaining('不在允许呼叫的时段'),
      expect.stringContaining('正在被呼叫'),
      expect.stringContaining('不再致电'),
      expect.stringContaining('DESK_NOT_FREE'),
    ])
    expect(await db.database.outboundAttempt.count({ where: { number: customer.number } })).toBe(1)
  }, 60_000)

  it('is for a free agent only', async () => {
    await telephoneSwitch.control.setPhone('outside', { mode: 'auto', afterMs: 300 })
    const { body } = await dial({ customerId: (await makeCustomer()).id })
    const { call } = await desk.contact('talking')
    expect(call).toBe(body.call)
    expect((await dial({ customerId: (await makeCustomer()).id })).body.code).toBe('DESK_NOT_FREE')
    await desk.command({ type: 'hang-up', call })
  }, 60_000)
})
