/** What happens to a call, seen by the agent, on the whole product: simulated switch, gateway, database, browser. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { DeskPage } from './desk-page.ts'
import { startTestSystem, type TestSystem } from './test-system.ts'

let system: TestSystem
let desk: DeskPage

beforeAll(async () => {
  system = await startTestSystem()
})
afterEach(({ task }) => system.closePages(task))
afterAll(() => system?.stop())

/** ms; greeting, recording notice and menu are played in full before a call is queued. */
const untilRinging = 30_000
const hero = '13800138000'
const hotline = '4008001234'
const closedHotline = '4008009999'

async function readyAgent(): Promise<void> {
  desk = await system.open('a1001')
  await desk.beReady()
}

/** Somebody calls, and while the greeting is played a1001 comes to the desk. @returns ids of the call and of the caller's leg */
async function ringAtDesk(from: string, name: string): Promise<{ call: string; uuid: string }> {
  const { uuid } = await system.calls.placeCall({ from, to: hotline, digits: '1', name })
  await readyAgent()
  await desk.page.locator('[data-testid="phone"][data-phase="offered"]').waitFor({ timeout: untilRinging })
  return { call: await desk.waitForPhase('offered'), uuid }
}

const shows = (testId: string, text: string) => desk.at(testId).filter({ hasText: text }).first().waitFor()

async function ticketOf(call: string) {
  return system.database.ticket.findFirstOrThrow({ where: { interactions: { some: { callId: call } } } })
}

it('answered: pops, is answered, held, muted, hung up, wrapped up with three keys; the ticket and its recording remain', async () => {
  const { database } = system
  const customer = await database.customer.findFirstOrThrow({
    where: { numbers: { some: { number: `+86${hero}` } } },
    include: { store: true, orders: { orderBy: { placedAt: 'desc' }, take: 1 } },
  })
  const open = await database.ticket.findFirstOrThrow({ where: { customerId: customer.id, status: 'OPEN' } })

  const { call } = await ringAtDesk(hero, '张伟')
  await shows('phone-name', '张伟')
  await shows('phone', '138****8000')
  await shows('phone', '北京')
  await shows('phone', '售后服务')
  await shows('why', '售后服务 8 级')
  await shows('customer-name', '张伟')
  await shows('customer', customer.memberLevel ?? 'no level')
  await shows('customer', customer.store?.name ?? 'no store')
  await shows('customer', customer.orders[0]?.number ?? 'no order')
  await shows('customer', open.number)
  await shows('customer', open.subject ?? 'no subject')
  await desk.at('customer').getByText('已接听').first().waitFor()
  expect(await desk.page.textContent('body')).not.toContain(hero)

  await desk.answer()
  await desk.waitForState('on-contact')
  // What is learnt of the customer is written down while they speak, and is on the screen at once.
  await desk.at('edit-customer-open').click()
  const dialog = desk.at('edit-customer')
  await dialog.getByLabel('称呼').fill('张伟强')
  await dialog.getByLabel('语言').click()
  await desk.page.locator('.ant-select-dropdown:visible').getByText('粤语').click()
  if (process.env.SHOTS) await desk.page.screenshot({ path: `${process.env.SHOTS}/edit-customer.png` })
  await dialog.getByLabel('称呼').press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await shows('customer-name', '张伟强')
  await shows('customer', '粤语')
  expect(await database.customer.findUniqueOrThrow({ where: { id: customer.id } })).toMatchObject({
    name: '张伟强',
    language: 'yue',
  })
  await desk.hold()
  await desk.resume()
  await desk.mute()
  await desk.unmute()

  const made = await ticketOf(call)
  await shows('ticket-number', made.number)
  expect(made).toMatchObject({
    customerId: customer.id,
    agentId: 'a1001',
    queueId: 'aftersales',
    channel: 'voice',
    hotline,
  })
  await desk.at('subject').fill('奶茶少放了珍珠')
  await desk.page.locator('body').click({ position: { x: 2, y: 2 } })

  await desk.hangUp()
  await desk.wrapUpBy({ category: '1', result: '2', nextStep: '1' })
  await desk.saveAndFinish()
  await desk.waitForState('ready')
  expect(await ticketOf(call)).toMatchObject({
    category: 'taste',
    result: 'apologised',
    nextStep: 'none',
    subject: '奶茶少放了珍珠',
  })

  await desk.at('nav-tickets').click()
  const row = desk.at('tickets').getByRole('row').filter({ hasText: made.number })
  for (const text of ['奶茶少放了珍珠', '饮品口感', '张伟', '138****8000', '林晓燕'])
    await row.filter({ hasText: text }).waitFor()
  await row.getByRole('link').click()
  await playsInFull(call)
})

/** Presses play at the ticket's recording and listens until it moves. */
async function playsInFull(call: string): Promise<void> {
  const recording = desk.at('timeline').getByTestId('recording')
  await recording.getByRole('button', { name: '播放录音' }).click()
  const audio = recording.locator('audio')
  await expect
    .poll(() => audio.evaluate<number, HTMLAudio>((element) => element.currentTime), { timeout: 10_000 })
    .toBeGreaterThan(0)
  const kept = await system.database.recording.findFirstOrThrow({ where: { callId: call } })
  expect(kept.durationMs).toBeGreaterThan(500)
  const seconds = await audio.evaluate<number, HTMLAudio>((element) => element.duration)
  expect(Math.abs(seconds * 1000 - (kept.durationMs ?? 0))).toBeLessThan(250)
}
interface HTMLAudio {
  readonly currentTime: number
  readonly duration: number
}

it('abandoned: the caller hangs up while it rings, the agent is ready again, a call-back ticket waits', async () => {
  const { call, uuid } = await ringAtDesk('18612345678', '李雷')
  await system.calls.hangUp(uuid)
  await shows('notice', '来电者已挂断')
  await desk.waitForState('ready')

  await expect.poll(() => system.database.ticket.count({ where: { interactions: { some: { callId: call } } } })).toBe(1)
  const ticket = await ticketOf(call)
  expect(ticket).toMatchObject({ kind: 'CALLBACK', status: 'OPEN' })
  await desk.at('nav-tickets').click()
  await desk
    .at('tickets')
    .getByRole('row')
    .filter({ hasText: ticket.number })
    .filter({ hasText: '放弃来电，请回拨' })
    .waitFor()
  await desk.at('nav-calls').click()
  await desk.at('calls').getByRole('row').filter({ hasText: ticket.number }).filter({ hasText: '排队放弃' }).waitFor()
})

it('out of hours: nobody is rung; a call-back ticket and the call log say when', async () => {
  await system.calls.placeCall({ from: '13912345678', to: closedHotline, name: '韩梅梅' })
  await readyAgent()
  const found = () => system.database.ticket.findFirst({ where: { hotline: closedHotline } })
  await expect.poll(found, { timeout: untilRinging }).not.toBeNull()
  const ticket = await found()
  expect(ticket).toMatchObject({ kind: 'CALLBACK', status: 'OPEN' })
  await desk.waitForState('ready')
  await desk.at('nav-tickets').click()
  const row = desk
    .at('tickets')
    .getByRole('row')
    .filter({ hasText: ticket?.number ?? '' })
  await row.filter({ hasText: '非服务时间来电，请回拨' }).waitFor()
  await desk.at('nav-calls').click()
  await desk
    .at('calls')
    .getByRole('row')
    .filter({ hasText: ticket?.number ?? '' })
    .filter({ hasText: '非工作时间' })
    .waitFor()
})
