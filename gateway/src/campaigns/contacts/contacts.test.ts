import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { campaignSettings } from '../../contract/index.ts'
import { type Ask, customerNumber, ids, insertTicket, startTestServer, type TestServer } from '../../server-testing.ts'
import { refuse } from '../do-not-call/refuse.ts'
import { addContacts } from './add-contacts.ts'
import { refreshMissed } from './missed.ts'

let server: TestServer
let supervisor: Ask
let campaignId: string
let kind: 'survey' | 'agent' | 'callback' = 'agent'

beforeAll(async () => {
  server = await startTestServer()
  supervisor = await server.as('s2001')
})
afterAll(() => server.close())

async function newCampaign(of: typeof kind): Promise<string> {
  kind = of
  const mode = of === 'survey' ? 'flow' : 'preview'
  const data = { name: randomUUID(), kind: of, mode, callerNumber: '4008001234', settings: {} }
  return (await server.database.campaign.create({ data })).id
}

const contacts = (where: object = {}) =>
  server.database.campaignContact.findMany({
    where: { campaignId, ...where },
    include: { numbers: { orderBy: { position: 'asc' } } },
    orderBy: { seq: 'asc' },
  })

const post = (body: object) => supervisor('POST', `/api/campaigns/${campaignId}/contacts`, body)

describe('adding contacts', () => {
  beforeEach(async () => {
    campaignId = await newCampaign('agent')
  })

  it('twice with the same key is adding them once, with what was said first', async () => {
    const one = { key: 'k', name: '甲', numbers: ['+8613800138001', '+862165432109'], attributes: { a: '1' } }
    expect(await addContacts(server.database, { id: campaignId }, [one, one])).toEqual({
      added: 1,
      known: 0,
      refused: 0,
    })
    const again = { ...one, name: '乙', numbers: ['+8613800138009'] }
    expect(await addContacts(server.database, { id: campaignId }, [again])).toEqual({ added: 0, known: 1, refused: 0 })
    expect(await contacts()).toMatchObject([
      {
        name: '甲',
        numbers: [
          { number: '+8613800138001', position: 0 },
          { number: '+862165432109', position: 1 },
        ],
      },
    ])
  })

  it('at the same time adds each once', async () => {
    const many = Array.from({ length: 50 }, (_, index) => ({
      key: `n${index}`,
      numbers: [`+861380013${String(index).padStart(4, '0')}`],
      attributes: {},
    }))
    const sums = await Promise.all(
      [1, 2, 3].map(() => server.database.$transaction((tx) => addContacts(tx, { id: campaignId }, many))),
    )
    expect(sums.reduce((sum, { added }) => sum + added, 0)).toBe(50)
    expect(await server.database.contactNumber.count({ where: { contact: { campaignId } } })).toBe(50)
  })

  it('knows where a number is at home and leaves out what is none', async () => {
    await addContacts(server.database, { id: campaignId }, [
      { key: 'hz', numbers: ['+8657188776655'], attributes: {} },
      { key: 'none', numbers: ['4008001234'], attributes: {} },
    ])
    expect(await contacts()).toMatchObject([{ key: 'hz', province: '浙江省', city: '杭州市', regionId: 'hz' }])
  })

  it('over the API takes all or, when one is wrong, none', async () => {
    const good = {
      name: '张伟',
      numbers: ['138 0013 8001', '0571-88776655'],
      store: 'HZ01',
      consent: '会员协议',
      attributes: { 等级: '金卡' },
    }
    const wrong = await post({
      contacts: [good, { numbers: ['12345'], store: '没有的店' }, { numbers: ['13800138002'] }],
    })
    expect(wrong.statusCode).toBe(400)
    expect(wrong.json().fields.map(({ path }: { path: string }) => path)).toEqual([
      'contacts.1.numbers.0',
      'contacts.1.store',
      'contacts.1.consent',
      'contacts.2.consent',
    ])
    expect(await contacts()).toEqual([])
    expect((await post({ contacts: [good] })).json()).toEqual({ added: 1, known: 0, refused: 0 })
    expect((await post({ contacts: [good] })).json()).toEqual({ added: 0, known: 1, refused: 0 })
    expect(await contacts()).toMatchObject([
      {
        key: 'number:+8613800138001',
        storeId: 'hz01',
        regionId: 'xh',
        consent: '会员协议',
        attributes: { customerName: '张伟', storeId: 'hz01', storeName: '西湖文三路店', 等级: '金卡' },
      },
    ])
  })

  it('is refused beyond a thousand, to agents, in a campaign that is over or not there', async () => {
    const one = { numbers: ['13800138001'], consent: '有' }
    expect((await post({ contacts: Array.from({ length: 1_001 }, () => one) })).statusCode).toBe(400)
    const agent = await server.as('a1001')
    const path = `/api/campaigns/${campaignId}/contacts`
    expect((await agent('POST', path, { contacts: [one] })).statusCode).toBe(403)
    expect((await agent('GET', path)).statusCode).toBe(403)
    await server.database.campaign.update({ where: { id: campaignId }, data: { state: 'ENDED' } })
    expect((await post({ contacts: [one] })).json().code).toBe('CAMPAIGN_STATE')
    campaignId = randomUUID()
    expect((await post({ contacts: [one] })).json().code).toBe('NO_SUCH_CAMPAIGN')
  })

  it('are listed masked, in order, by name, number and state', async () => {
    const names = ['甲', '乙', '丙']
    await addContacts(
      server.database,
      { id: campaignId },
      names.map((name, index) => ({ key: name, name, numbers: [`+861380013800${index}`], attributes: {} })),
    )
    await refuse(server.database, { number: '+8613800138001', reason: 'pressed-9' })
    const read = async (query: string) =>
      (await supervisor('GET', `/api/campaigns/${campaignId}/contacts${query}`)).json()
    const first = await read('?limit=2')
    expect(first.contacts).toMatchObject([
      { name: '甲', numbers: [{ number: { display: '138****8000', masked: true } }], state: 'waiting' },
      { name: '乙', state: 'done', outcome: 'do-not-call', numbers: [{ dead: 'do-not-call' }] },
    ])
    const found = async (query: string) => (await read(query)).contacts.map(({ name }: { name: string }) => name)
    expect(await found(`?limit=2&cursor=${first.next}`)).toEqual(['丙'])
    expect(await found('?state=done')).toEqual(['乙'])
    expect(await found('?outcome=do-not-call')).toEqual(['乙'])
    expect(await found('?q=丙')).toEqual(['丙'])
    expect(await found('?q=8002')).toEqual(['丙'])
    expect(await found('?q=138-0013-8000')).toEqual(['甲'])
    expect(JSON.stringify(first)).not.toContain('13800138000')
  })

  it('show what was tried with them', async () => {
    await addContacts(server.database, { id: campaignId }, [
      { key: 'a', name: '甲', numbers: ['+8613900139000'], attributes: {} },
    ])
    const [contact] = await contacts()
    const claimedAt = new Date('2026-11-22T02:00:00Z')
    const attempt = { campaignId, contactId: contact?.id ?? '', number: '+8613900139000', position: 0 }
    for (const [minutes, outcome] of [
      [0, 'busy'],
      [30, null],
    ] as const)
      await server.database.outboundAttempt.create({
        data: {
          ...attempt,
          id: randomUUID(),
          claimedAt: new Date(claimedAt.getTime() + minutes * 60_000),
          outcome,
          endedAt: outcome && claimedAt,
        },
      })
    const path = `/api/campaigns/${campaignId}/attempts?contactId=${contact?.id}`
    const { attempts } = (await supervisor('GET', path)).json()
    expect(attempts).toMatchObject([
      { contactName: '甲', number: { display: '139****9000' }, claimedAt: '2026-11-22T02:30:00.000Z' },
      { outcome: 'busy' },
    ])
    expect(attempts[0].outcome).toBeUndefined()
    const next = (await supervisor('GET', `${path}&limit=1`)).json().next
    expect((await supervisor('GET', `${path}&limit=1&cursor=${next}`)).json().attempts).toMatchObject([
      { outcome: 'busy' },
    ])
  })
})

describe('contacts from tickets', () => {
  const fromTickets = (body: object, preview = '') =>
    supervisor('POST', `/api/campaigns/${campaignId}/contacts/from-tickets${preview}`, body)

  it('of a survey are those of resolved tickets, each about its ticket', async () => {
    campaignId = await newCampaign('survey')
    const resolved = await insertTicket(server.database, { sourceId: 'resolved', subject: '漏发餐品' })
    await insertTicket(server.database, { sourceId: 'open' })
    const unreachable = await insertTicket(server.database, { sourceId: 'nobody', customerId: null })
    await server.database.ticket.updateMany({
      where: { id: { in: [resolved, unreachable] } },
      data: { status: 'RESOLVED', storeId: 'hz01', resolvedAt: new Date() },
    })
    expect((await fromTickets({}, '/preview')).json()).toEqual({ tickets: 2, callable: 1, known: 0 })
    expect(await contacts()).toEqual([])
    expect((await fromTickets({})).json()).toEqual({ added: 1, known: 0, refused: 0 })
    expect((await fromTickets({ search: 'status=resolved&store=hz01' })).json()).toEqual({
      added: 0,
      known: 1,
      refused: 0,
    })
    expect((await fromTickets({}, '/preview')).json()).toEqual({ tickets: 2, callable: 1, known: 1 })
    const ticket = await server.database.ticket.findUniqueOrThrow({ where: { id: resolved } })
    expect(await contacts()).toMatchObject([
      {
        key: `survey:${resolved}`,
        ticketId: resolved,
        customerId: ids.customer,
        storeId: 'hz01',
        regionId: 'xh',
        name: '张伟',
        numbers: [{ number: customerNumber }],
        attributes: {
          ticketNumber: ticket.number,
          subject: '漏发餐品',
          customerName: '张伟',
          storeName: '西湖文三路店',
        },
      },
    ])
    expect((await fromTickets({ search: 'status=open' })).json().code).toBe('BAD_INPUT')
    expect((await fromTickets({ search: 'status=nonsense' })).json().fields).toMatchObject([{ path: 'search.status' }])
    expect((await fromTickets({ search: 'store=bj01' }, '/preview')).json()).toEqual({
      tickets: 0,
      callable: 0,
      known: 0,
    })
  })

  it('of a list need evidence of consent', async () => {
    campaignId = await newCampaign('agent')
    expect((await fromTickets({ search: 'status=open' })).json().fields).toMatchObject([{ path: 'consent' }])
    expect((await fromTickets({ search: 'status=open', consent: '会员协议' })).json()).toMatchObject({ added: 1 })
    expect(await contacts()).toMatchObject([{ consent: '会员协议', key: expect.stringMatching(/^ticket:/) }])
  })
})

describe('missed contacts', () => {
  const settings = campaignSettings.parse({})
  const now = new Date('2026-11-23T08:00:00Z')
  const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
  const refresh = (change: Partial<typeof settings.missed> = {}) =>
    refreshMissed(server.database, { id: campaignId, settings: { missed: { ...settings.missed, ...change } } }, now)

  beforeEach(async () => {
    await server.database.ticket.updateMany({ where: { kind: 'CALLBACK' }, data: { status: 'CLOSED' } })
    campaignId = await newCampaign('callback')
  })

  async function missed(minutes: number, of: { customerId?: string; number?: string; queueId?: string } = {}) {
    const id = await insertTicket(server.database, { sourceId: randomUUID(), customerId: of.customerId ?? null })
    const data = {
      kind: 'CALLBACK' as const,
      createdAt: minutesAgo(minutes),
      ...(of.number ? { customerNumber: of.number } : {}),
      ...(of.queueId ? { queueId: of.queueId } : {}),
    }
    await server.database.ticket.update({ where: { id }, data })
    return id
  }

  async function spoken(minutes: number, number: string, customerId: string | null = null) {
    const at = minutesAgo(minutes)
    await server.database.call.create({
      data: {
        id: randomUUID(),
        hotline: '4008001234',
        customerId,
        number,
        rawNumber: number,
        numberKind: 'mobile',
        arrivedAt: at,
        connectedAt: at,
        endedAt: minutesAgo(minutes - 1),
        outcome: 'answered',
      },
    })
  }

  it('are one for each customer, the one who waited longest first', async () => {
    const later = await missed(10, { number: '+8613700137001' })
    const first = await missed(60, { customerId: ids.customer })
    await missed(30, { customerId: ids.customer })
    expect(await refresh()).toEqual({ added: 2, ended: 0 })
    expect(await refresh()).toEqual({ added: 0, ended: 0 })
    const due = await server.database.campaignContact.findMany({ where: { campaignId }, orderBy: { nextAt: 'asc' } })
    expect(due).toMatchObject([
      { key: `missed:${first}`, name: '张伟', ticketId: first, nextAt: minutesAgo(60), attributes: { tries: '2' } },
      { key: `missed:${later}`, ticketId: later, nextAt: minutesAgo(10) },
    ])
  })

  it('are done with when the customer was reached since by any call, not by one before', async () => {
    await missed(60, { customerId: ids.customer })
    await missed(60, { number: '+8613700137002' })
    await missed(60, { number: '+8613700137003' })
    await spoken(90, '+8613700137003')
    await refresh()
    expect(await contacts({ state: 'WAITING' })).toHaveLength(3)
    await spoken(5, '+8613000130000', ids.customer)
    await spoken(5, '+8613700137002')
    expect(await refresh()).toEqual({ added: 0, ended: 2 })
    expect(await contacts({ state: 'DONE' })).toMatchObject([{ outcome: 'reached' }, { outcome: 'reached' }])
    expect(await contacts({ state: 'WAITING' })).toMatchObject([{ numbers: [{ number: '+8613700137003' }] }])
  })

  it('end when the ticket was dealt with, and come back for a call missed after that', async () => {
    const ticket = await missed(60, { number: '+8613700137004' })
    await refresh()
    await server.database.ticket.update({ where: { id: ticket }, data: { status: 'CLOSED' } })
    expect(await refresh()).toEqual({ added: 0, ended: 1 })
    expect(await contacts()).toMatchObject([{ state: 'DONE', outcome: 'no-longer-missed' }])
    await server.database.campaignContact.updateMany({ where: { campaignId }, data: { doneAt: minutesAgo(20) } })
    await server.database.ticket.update({ where: { id: ticket }, data: { status: 'OPEN' } })
    expect(await refresh()).toEqual({ added: 0, ended: 0 })
    await missed(10, { number: '+8613700137004' })
    expect(await refresh()).toEqual({ added: 1, ended: 0 })
  })

  it('stay one contact when the unknown number turns out to be a customer’s', async () => {
    const ticket = await missed(60, { number: '+8613700137005' })
    await refresh()
    await server.database.ticket.update({ where: { id: ticket }, data: { customerId: ids.otherCustomer } })
    expect(await refresh()).toEqual({ added: 0, ended: 0 })
    expect(await contacts({ state: 'WAITING' })).toHaveLength(1)
  })

  it('are only those of the campaign’s queues and days', async () => {
    await server.database.queue.createMany({
      data: [{ id: 'delivery', name: '配送', settings: { needs: { all: [] } } }],
      skipDuplicates: true,
    })
    const wanted = await missed(60, { number: '+8613700137006', queueId: 'delivery' })
    await missed(60, { number: '+8613700137007' })
    await missed(3 * 1_440, { number: '+8613700137008', queueId: 'delivery' })
    expect(await refresh({ queues: ['delivery'], days: 2 })).toEqual({ added: 1, ended: 0 })
    expect(await contacts()).toMatchObject([{ ticketId: wanted }])
  })

  it('with several gateways at once are added once', async () => {
    await missed(60, { number: '+8613700137009' })
    const sums = await Promise.all([refresh(), refresh(), refresh()])
    expect(sums.reduce((sum, { added }) => sum + added, 0)).toBe(1)
  })
})
