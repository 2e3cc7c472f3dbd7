/** Campaigns on a whole gateway with a simulated switch. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { campaignSettings } from '../../contract/index.ts'
import { createTestDatabase, type TestDatabase } from '../../database/testing.ts'
import {
  seedTestCentre,
  startTestGateway,
  startTestSwitch,
  TestDesk,
  type TestGateway,
  type TestSwitch,
} from '../../gateway-testing.ts'
import { addContacts } from '../contacts/add-contacts.ts'
import { refuse } from '../do-not-call/refuse.ts'
import { addPeople, allowAnyHour, makeCampaign, numberOf } from './runner-testing.ts'

let db: TestDatabase
let telephoneSwitch: TestSwitch
let gateway: TestGateway
const desks: TestDesk[] = []
const patience = { timeout: 30_000, interval: 50 }

beforeAll(async () => {
  db = await createTestDatabase()
  await seedTestCentre(db.database, { agents: 3, wrapUpMs: 500 })
  await allowAnyHour(db.database)
  telephoneSwitch = await startTestSwitch()
  gateway = await startTestGateway(db.url, telephoneSwitch)
}, 60_000)

afterEach(async () => {
  for (const desk of desks.splice(0)) {
    await desk.command({ type: 'request-state', state: { kind: 'offline' } })
    desk.close()
  }
  await db.database.campaign.updateMany({ data: { state: 'ENDED' } })
})

afterAll(async () => {
  await gateway?.stop()
  await telephoneSwitch?.stop()
  await db?.drop()
})

const outside = (behaviour: Parameters<TestSwitch['control']['setPhone']>[1]) =>
  telephoneSwitch.control.setPhone('outside', behaviour)
const attemptsOf = (campaignId: string) =>
  db.database.outboundAttempt.findMany({ where: { campaignId }, orderBy: [{ claimedAt: 'asc' }, { dialledAt: 'asc' }] })
const allDone = (campaignId: string, count: number) =>
  expect.poll(() => db.database.campaignContact.count({ where: { campaignId, state: 'DONE' } }), patience).toBe(count)

async function readyDesk(username: string): Promise<TestDesk> {
  const desk = await TestDesk.open(gateway.address, username)
  desks.push(desk)
  const extension = username.slice(1)
  await telephoneSwitch.control.setPhone(extension, { mode: 'auto', afterMs: 100 })
  await desk.ready()
  return desk
}

describe('a survey', () => {
  it('calls everybody once, and keeps what each answered', async () => {
    await outside({ mode: 'auto', afterMs: 50, digits: '15' })
    const campaign = await makeCampaign(db.database, { kind: 'survey', mode: 'flow' })
    await addPeople(db.database, campaign, 12)
    await allDone(campaign, 12)
    const attempts = await attemptsOf(campaign)
    expect(new Set(attempts.map(({ number }) => number)).size).toBe(12)
    expect(attempts.map(({ outcome }) => outcome)).toEqual(Array(12).fill('person'))
    const answers = await db.database.surveyAnswer.groupBy({
      by: ['question', 'value'],
      where: { campaignId: campaign },
      _count: true,
      orderBy: { question: 'asc' },
    })
    expect(answers).toMatchObject([
      { question: 'score', value: '5', _count: 12 },
      { question: 'solved', value: '1', _count: 12 },
    ])
    // Nobody of ours spoke: neither calls nor tickets of the service come of it.
    expect(await db.database.call.count()).toBe(0)
    expect(await db.database.ticket.count()).toBe(0)
  }, 60_000)

  it('never calls again who pressed 9, in no campaign', async () => {
    await outside({ mode: 'auto', afterMs: 50, digits: '9' })
    const campaign = await makeCampaign(db.database, { kind: 'survey', mode: 'flow' })
    await addPeople(db.database, campaign, 1, 100)
    const waiting = await makeCampaign(db.database, { kind: 'agent', mode: 'preview', state: 'DRAFT' })
    await addPeople(db.database, waiting, 1, 100)
    await allDone(campaign, 1)
    await expect
      .poll(() => db.database.doNotCall.findFirst({ where: { number: numberOf(100) } }), patience)
      .toMatchObject({ reason: 'pressed-9', campaignId: null })
    expect(await db.database.campaignContact.findFirst({ where: { campaignId: waiting } })).toMatchObject({
      state: 'DONE',
      outcome: 'do-not-call',
    })
  }, 60_000)

  it('tries again by the table, on the next number first, until its attempts are used up', async () => {
    await outside({ mode: 'busy' })
    const { cadence } = campaignSettings.parse({})
    const campaign = await makeCampaign(db.database, {
      kind: 'survey',
      mode: 'flow',
      settings: { maxAttempts: 3, cadence: { ...cadence, busy: { next: 'next-number', afterMinutes: 0 } } },
    })
    const numbers = [numberOf(200), numberOf(201)]
    await db.database.$transaction((tx) =>
      addContacts(tx, { id: campaign }, [{ key: 'two', numbers, attributes: {}, consent: '有' }]),
    )
    const contact = () => db.database.campaignContact.findFirstOrThrow({ where: { campaignId: campaign } })
    // The first number again at once is against the rules: half an hour lies between two calls to it.
    await expect
      .poll(async () => ((await contact()).nextAt?.getTime() ?? 0) - Date.now(), patience)
      .toBeGreaterThan(25 * 60_000)
    expect((await contact()).attempts).toBe(2)
    await db.database.outboundAttempt.updateMany({
      where: { campaignId: campaign },
      data: { claimedAt: new Date(Date.now() - 3_600_000) },
    })
    await db.database.campaignContact.updateMany({ where: { campaignId: campaign }, data: { nextAt: new Date() } })
    await allDone(campaign, 1)
    expect((await attemptsOf(campaign)).map(({ number, outcome }) => [number, outcome])).toEqual([
      [numberOf(200), 'busy'],
      [numberOf(201), 'busy'],
      [numberOf(200), 'busy'],
    ])
    expect(await contact()).toMatchObject({ attempts: 3, outcome: 'busy' })
  }, 60_000)

  it('calls nobody outside the hours: they wait for them', async () => {
    await outside({ mode: 'auto', afterMs: 50 })
    const inAWeek = Array.from({ length: 7 }, (_, weekday): [number, number][] =>
      weekday === (new Date().getUTCDay() + 4) % 7 ? [[540, 600]] : [],
    )
    const campaign = await makeCampaign(db.database, { kind: 'survey', mode: 'flow', settings: { week: inAWeek } })
    await addPeople(db.database, campaign, 1, 300)
    await expect
      .poll(
        async () =>
          ((await db.database.campaignContact.findFirst({ where: { campaignId: campaign } }))?.nextAt?.getTime() ?? 0) -
          Date.now(),
        patience,
      )
      .toBeGreaterThan(24 * 3_600_000)
    expect(await attemptsOf(campaign)).toEqual([])
  }, 60_000)
})

describe('an agent campaign', () => {
  it('dials one customer for each free agent, who is there when they answer', async () => {
    await outside({ mode: 'auto', afterMs: 300, hangUpAfterMs: 1_500 })
    const campaign = await makeCampaign(db.database, { kind: 'agent', mode: 'progressive' })
    await addPeople(db.database, campaign, 4, 400)
    const [ann, bob] = [await readyDesk('a1001'), await readyDesk('a1002')]
    await ann.contact('talking', 20_000)
    await allDone(campaign, 4)
    const attempts = await attemptsOf(campaign)
    expect(attempts.map(({ outcome }) => outcome)).toEqual(Array(4).fill('person'))
    expect(new Set(attempts.map(({ agentId }) => agentId))).toEqual(new Set(['a1001', 'a1002']))
    // Never more at once than agents.
    for (const { claimedAt } of attempts)
      expect(
        attempts.filter((other) => other.claimedAt <= claimedAt && (other.endedAt ?? new Date()) > claimedAt).length,
      ).toBeLessThanOrEqual(2)
    expect(bob.state).toBeDefined()
    expect(await db.database.call.count({ where: { id: { in: attempts.map(({ id }) => id) } } })).toBe(4)
  }, 90_000)

  it('lets the agent look, skip and dial', async () => {
    await outside({ mode: 'auto', afterMs: 300, hangUpAfterMs: 1_000 })
    const campaign = await makeCampaign(db.database, { kind: 'agent', mode: 'preview' })
    await addPeople(db.database, campaign, 1, 500)
    const desk = await readyDesk('a1003')
    const shown = await desk.contact('preview')
    expect(shown).toMatchObject({ campaign, number: { display: expect.stringContaining('139') } })
    expect(await attemptsOf(campaign)).toMatchObject([{ dialledAt: null }])
    expect(await desk.command({ type: 'dial', call: shown.call })).toMatchObject({ ok: true })
    await desk.contact('talking')
    await allDone(campaign, 1)
  }, 60_000)

  it('brings the ticket that a contact was made of, and the conversation is on it', async () => {
    await outside({ mode: 'auto', afterMs: 300, hangUpAfterMs: 1_000 })
    const ticket = await db.database.ticket.create({
      data: {
        kind: 'CALLBACK',
        channel: 'voice',
        source: 'call',
        sourceId: 'missed-550',
        subject: '放弃来电，请回拨',
        customerNumber: numberOf(550),
        lastInteractionAt: new Date(Date.now() - 5 * 86_400_000),
      },
    })
    const campaign = await makeCampaign(db.database, { kind: 'callback', mode: 'preview' })
    await addPeople(db.database, campaign, 1, 550)
    await db.database.campaignContact.updateMany({ where: { campaignId: campaign }, data: { ticketId: ticket.id } })
    const desk = await readyDesk('a1003')
    const { call } = await desk.contact('preview')
    await desk.until(() => desk.contacts.get(call)?.ticketId === ticket.id)
    await desk.command({ type: 'dial', call })
    await desk.contact('talking')
    await allDone(campaign, 1)
    await expect
      .poll(
        () => db.database.ticket.findUnique({ where: { id: ticket.id }, include: { interactions: true } }),
        patience,
      )
      .toMatchObject({ kind: 'SERVICE', subject: null, interactions: [{ callId: call, agentId: 'a1003' }] })
  }, 60_000)

  it('pauses within a second: who looked is let go, and nobody new is claimed', async () => {
    await outside({ mode: 'auto', afterMs: 300 })
    const campaign = await makeCampaign(db.database, { kind: 'agent', mode: 'preview' })
    await addPeople(db.database, campaign, 3, 600)
    const desk = await readyDesk('a1003')
    await desk.contact('preview')
    await db.database.campaign.update({ where: { id: campaign }, data: { state: 'PAUSED' } })
    const pausedAt = Date.now()
    await desk.until(() => desk.state?.kind === 'ready' && desk.contacts.size === 0)
    expect(Date.now() - pausedAt).toBeLessThan(1_500)
    await expect
      .poll(() => db.database.campaignContact.count({ where: { campaignId: campaign, state: 'WAITING' } }), patience)
      .toBe(3)
    expect((await attemptsOf(campaign)).filter(({ endedAt }) => endedAt === null)).toEqual([])
  }, 60_000)

  it('takes back whom an agent looks at already when they ask not to be called', async () => {
    await outside({ mode: 'auto', afterMs: 300 })
    const campaign = await makeCampaign(db.database, { kind: 'agent', mode: 'preview' })
    await addPeople(db.database, campaign, 1, 800)
    const desk = await readyDesk('a1003')
    await desk.contact('preview')
    await db.database.$transaction((tx) => refuse(tx, { number: numberOf(800), reason: 'agent', by: '坐席1' }))
    await desk.until(() => desk.state?.kind === 'ready' && desk.contacts.size === 0)
    await allDone(campaign, 1)
    expect(await attemptsOf(campaign)).toMatchObject([{ dialledAt: null, outcome: 'cancelled' }])
  }, 60_000)

  it('leaves alone who has asked for it while the campaign runs', async () => {
    await outside({ mode: 'auto', afterMs: 300 })
    const campaign = await makeCampaign(db.database, { kind: 'agent', mode: 'progressive' })
    await addPeople(db.database, campaign, 1, 700)
    await db.database.$transaction((tx) => refuse(tx, { number: numberOf(700), reason: 'agent', by: '坐席1' }))
    await readyDesk('a1001')
    await allDone(campaign, 1)
    expect(await attemptsOf(campaign)).toEqual([])
  }, 60_000)
})
