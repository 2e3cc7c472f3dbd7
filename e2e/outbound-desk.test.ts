/** Calls that we make, from the agent's chair: a campaign in preview by keys alone, a click on a ticket's number, and predictive dialling. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { refuse } from '../gateway/src/campaigns/do-not-call/refuse.ts'
import { addPeople, allowAnyHour, numberOf } from '../gateway/src/campaigns/runner/runner-testing.ts'
import { type CampaignSettings, campaignSettings } from '../gateway/src/contract/index.ts'
import type { DeskPage } from './desk-page.ts'
import { labelProblems } from './labels.ts'
import { startTestSystem, type TestSystem } from './test-system.ts'

const patience = { timeout: 60_000 }
const hotline = '4008001234'
const [queueId, campaigns] = ['aftersales', new Set<string>()]

let system: TestSystem

beforeAll(async () => {
  system = await startTestSystem()
  await allowAnyHour(system.database)
})
afterEach(async ({ task }) => {
  await system.database.campaign.updateMany({ where: { id: { in: [...campaigns] } }, data: { state: 'ENDED' } })
  await system.closePages(task)
})
afterAll(() => system?.stop())

/** At night as well, and without the pictures' directory nothing is taken. */
async function picture({ page }: DeskPage, name: string): Promise<void> {
  const directory = process.env.OUTBOUND_PICTURES
  if (directory) await page.screenshot({ path: `${directory}/${name}.png` })
}

async function makeCampaign(mode: string, settings: Partial<CampaignSettings>): Promise<string> {
  const { id } = await system.database.campaign.create({
    data: {
      name: mode === 'preview' ? '会员权益回访' : '新品试饮邀约',
      kind: 'agent',
      mode,
      state: 'RUNNING',
      startedAt: new Date(),
      queueId,
      callerNumber: hotline,
      settings: { ...campaignSettings.parse({}), ...settings },
    },
  })
  campaigns.add(id)
  return id
}

const contacts = (campaignId: string) =>
  system.database.campaignContact.findMany({ where: { campaignId }, orderBy: { seq: 'asc' } })

it('previews, dials, talks and settles by keys alone, then shows the next customer', async () => {
  await system.calls.setPhone('1001', { mode: 'auto', afterMs: 200 })
  await system.calls.setPhone('outside', { mode: 'auto', afterMs: 800 })
  const campaign = await makeCampaign('preview', {
    script: '您好，请问是{customerName}吗？这里是{storeName}。\n想了解一下您最近一次的饮品是否满意。',
    perSecond: 10,
  })
  await addPeople(system.database, campaign, 3, 5_000)
  const desk = await system.open('a1001')
  await desk.beReady()
  const phone = (phase: string) => desk.page.locator(`[data-testid="phone"][data-phase="${phase}"]`).waitFor(patience)

  await phone('preview')
  await desk.at('script').filter({ hasText: '请问是顾客5000吗？这里是一盏茶（杭州花园路店）。' }).waitFor()
  expect(await desk.at('disposition-done').isDisabled()).toBe(true)
  expect(await labelProblems(desk.page)).toEqual([])
  await picture(desk, 'preview')

  await desk.page.keyboard.press('F2')
  await phone('talking')
  await picture(desk, 'talking')
  // Letters go where somebody types.
  await desk.at('disposition-note').fill('只在 3 点后方便')
  await desk.page.keyboard.press('1')
  expect(await desk.at('disposition-note').inputValue()).toBe('只在 3 点后方便1')
  await desk.at('disposition-note').blur()
  await desk.page.keyboard.press('3')
  await desk.at('callback-form').waitFor()
  expect(await labelProblems(desk.page)).toEqual([])
  await picture(desk, 'callback')
  // The focus is on the first of the usual times.
  await desk.page.keyboard.press('Tab')
  await desk.at('callback-tomorrow').press('Enter')
  await desk.at('disposition-given').filter({ hasText: '约定回拨' }).filter({ hasText: '林' }).waitFor()
  await desk.hangUp()
  await expect
    .poll(async () => (await contacts(campaign))[0])
    .toMatchObject({ state: 'WAITING', promised: true, preferredAgentId: 'a1001' })
  await desk.saveAndFinish()

  await phone('preview')
  await desk.at('script').filter({ hasText: '顾客5001' }).waitFor()
  await desk.page.keyboard.press('F2')
  await phone('talking')
  await desk.hangUp()
  // In after-call work the number keys are the result's first, then the form's.
  await desk.page.keyboard.press('1')
  await desk.at('disposition-given').filter({ hasText: '已办妥' }).waitFor()
  await picture(desk, 'wrap-up')
  await desk.wrapUpBy({ category: '1', result: '4', nextStep: '3' })
  await desk.saveAndFinish()
  await expect.poll(async () => (await contacts(campaign))[1]).toMatchObject({ state: 'DONE', outcome: 'person' })

  await phone('preview')
  await desk.at('script').filter({ hasText: '顾客5002' }).waitFor()
  await desk.page.keyboard.press('F4')
  await desk.at('phone').waitFor({ state: 'detached' })
  await expect.poll(async () => (await contacts(campaign))[2]).toMatchObject({ state: 'WAITING', attempts: 0 })
})

it('calls a ticket’s customer by a click, from its page and from a list, and refuses who wants no calls', async () => {
  await system.calls.setPhone('1001', { mode: 'auto', afterMs: 200 })
  await system.calls.setPhone('outside', { mode: 'auto', afterMs: 500 })
  const { database } = system
  const customer = await database.customer.findFirstOrThrow({
    where: { numbers: { some: { kind: 'mobile' } }, name: { not: null } },
    include: { numbers: { where: { kind: 'mobile' } } },
  })
  const number = customer.numbers[0]?.number ?? ''
  const ticket = await database.ticket.create({
    data: {
      kind: 'CALLBACK',
      channel: 'voice',
      source: 'call',
      sourceId: randomUUID(),
      hotline,
      subject: '放弃来电，请回拨',
      customerId: customer.id,
      customerNumber: number,
      queueId,
      lastInteractionAt: new Date(),
    },
  })
  const desk = await system.open('a1001')
  await desk.beReady()
  await desk.page.goto(`/tickets/${ticket.id}`)
  const side = desk.page.getByTestId('customer').getByTestId('dial-number')
  await expect.poll(() => side.isEnabled()).toBe(true)
  expect(await labelProblems(desk.page)).toEqual([])
  await picture(desk, 'ticket')
  await side.click()
  await desk.waitForPhase('talking')
  await desk.at('ticket-number').filter({ hasText: ticket.number }).waitFor()
  await picture(desk, 'clicked')
  await desk.hangUp()
  await desk.saveAndFinish()
  await expect
    .poll(() => database.ticket.findUnique({ where: { id: ticket.id } }))
    .toMatchObject({ kind: 'SERVICE', subject: null })
  await expect
    .poll(() => database.interaction.findMany({ where: { ticketId: ticket.id } }))
    .toMatchObject([{ agentId: 'a1001', outcome: 'answered' }])

  // The next one from the list; meanwhile the customer has asked for no more calls.
  await database.ticket.update({
    where: { id: ticket.id },
    data: { kind: 'CALLBACK', subject: '请回拨', lastInteractionAt: new Date() },
  })
  await database.$transaction((tx) => refuse(tx, { number, reason: 'agent', by: '林晓燕' }))
  await desk.page.goto(`/tickets?q=${ticket.number}`)
  const row = desk.page.getByTestId('tickets').locator('tr', { hasText: ticket.number })
  await row.waitFor()
  await picture(desk, 'list')
  await row.getByTestId('dial-number').click()
  await desk.page.getByText('客户已要求不再致电').waitFor()
  expect(desk.page.url()).toContain('/tickets?')
})

it('dials ahead for three agents, and leaves alone who asks for it while the campaign runs', async () => {
  const { database } = system
  const agents = ['a1001', 'a1002', 'a1003']
  for (const agent of agents) await system.calls.setPhone(agent.slice(1), { mode: 'auto', afterMs: 100 })
  await system.calls.setPhone('outside', { mode: 'auto', afterMs: 1_000, hangUpAfterMs: 2_500 })
  const desks = await Promise.all(agents.map((agent) => system.open(agent)))
  for (const desk of desks) await desk.beReady()
  const campaign = await makeCampaign('predictive', { perSecond: 5, connectWithinMs: 2_000 })
  await addPeople(database, campaign, 12, 6_000)
  const dialled = () => database.outboundAttempt.count({ where: { campaignId: campaign, dialledAt: { not: null } } })
  await expect.poll(dialled, patience).toBeGreaterThan(0)
  // The last ones of the list have not been called yet, and now never are.
  const refused = [numberOf(6_010), numberOf(6_011)]
  for (const number of refused)
    await database.$transaction((tx) => refuse(tx, { number, reason: 'agent', by: '林晓燕' }))

  const [first] = desks
  if (!first) throw new Error('nobody has a desk')
  const finish = async (desk: DeskPage) => {
    const wrapsUp = desk.page.locator('[data-testid="phone"][data-phase="wrap-up"]')
    if ((await wrapsUp.count()) === 0) return
    await desk.page.keyboard.press('1')
    await desk.page.keyboard.press('Control+Enter')
  }
  await expect
    .poll(
      async () => {
        for (const desk of desks) await finish(desk)
        return database.campaignContact.count({ where: { campaignId: campaign, state: 'DONE' } })
      },
      { timeout: 80_000, interval: 500 },
    )
    .toBe(12)
  const attempts = await database.outboundAttempt.findMany({ where: { campaignId: campaign } })
  expect(attempts.filter(({ number }) => refused.includes(number))).toEqual([])
  expect(new Set(attempts.map(({ number }) => number)).size).toBe(10)
  const spoke = attempts.filter(({ outcome }) => outcome === 'person')
  expect(new Set(spoke.map(({ agentId }) => agentId))).toEqual(new Set(agents))
  const rest = attempts.filter(({ outcome }) => outcome !== 'person')
  // Whoever answered and found nobody heard the message; nobody is lost.
  for (const { outcome } of rest) expect(outcome).toBe('abandoned')
  expect(attempts.filter(({ disposition }) => disposition === 'done').length).toBeGreaterThan(0)
}, 150_000)
