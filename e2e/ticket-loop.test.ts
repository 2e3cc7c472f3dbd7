/** The loop, walked end to end: a call's complaint in one sentence, to the right store, solved on a phone, verified and closed. */
import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { openBrowser } from './desk-page.ts'
import { labelProblems } from './labels.ts'
import { openPhone, type Phone } from './phone-page.ts'
import { startTestSystem, type TestSystem } from './test-system.ts'

const storeId = 'store-0015'
/** ms; greeting, recording notice and menu are played in full before a call is queued. */
const untilRinging = 30_000
/** What a first line may need for one ticket, ms. */
const thirtySeconds = 30_000

let system: TestSystem
let browser: Browser

beforeAll(async () => {
  system = await startTestSystem()
  browser = await openBrowser()
})
afterEach(({ task }) => system.closePages(task))
afterAll(async () => {
  await browser?.close()
  await system?.stop()
})

/** A customer of the store who has just ordered there. */
async function customerOfStore() {
  const customer = await system.database.customer.findFirstOrThrow({
    where: { storeId, numbers: { some: { kind: 'mobile' } } },
    include: { numbers: true },
  })
  await system.database.order.create({
    data: {
      number: `LOOP-${randomUUID().slice(0, 8)}`,
      customerId: customer.id,
      storeId,
      placedAt: new Date(Date.now() - 3_600_000),
      channel: 'mini-program',
      status: 'done',
      total: 2_200,
      items: [{ name: '杨枝甘露', quantity: 1, price: 2_200, options: '少冰' }],
    },
  })
  return { name: customer.name ?? '', number: (customer.numbers[0]?.number ?? '').replace('+86', '') }
}

const shot = (one: Phone, name: string) =>
  process.env.SHOTS ? one.page.screenshot({ path: `${process.env.SHOTS}/${name}.png` }) : undefined

it('goes from a call to its store and back in one sentence, three strokes, a photo and two clicks', async () => {
  const { database } = system
  const caller = await customerOfStore()
  await system.calls.placeCall({ from: caller.number, to: '4008001234', digits: '1', name: caller.name })
  const desk = await system.open('a1001')
  await desk.beReady()
  await desk.page.locator('[data-testid="phone"][data-phase="offered"]').waitFor({ timeout: untilRinging })
  await desk.answer()
  await desk.at('customer-name').filter({ hasText: caller.name }).waitFor()

  // Thirty seconds, keyboard only: open, say, send. Customer, order, category and store are there by themselves.
  const begun = Date.now()
  const interactions: string[] = []
  const press = async (key: string) => {
    interactions.push(key)
    await desk.page.keyboard.press(key)
  }
  await press('F3')
  await desk.at('quick-form').waitFor()
  interactions.push('typing')
  await desk.page.keyboard.type('昨天买的杨枝甘露里有一根头发，喝到嘴里才发现')
  await desk.at('quick-guess').waitFor()
  await desk.at('quick-category').filter({ hasText: '异物与食品安全' }).waitFor()
  await desk.at('quick-store').filter({ hasText: '杭州' }).waitFor()
  expect(await labelProblems(desk.page)).toEqual([])
  await press('Control+Enter')
  await desk.at('quick-form').waitFor({ state: 'detached' })
  expect(interactions).toEqual(['F3', 'typing', 'Control+Enter'])
  expect(Date.now() - begun).toBeLessThan(thirtySeconds)

  const made = await database.ticket.findFirstOrThrow({ where: { source: 'desk' }, include: { dispatches: true } })
  expect(made).toMatchObject({
    status: 'DISPATCHED',
    category: 'foreign-object',
    storeId,
    departments: ['quality'],
    priority: 1,
    subject: '昨天买的杨枝甘露里有一根头发，喝到嘴里才发现',
  })
  expect(made.orderNumber).toMatch(/^LOOP-/)
  // Nobody has named the store: the engine has sent it there, on its own evidence.
  expect(made.dispatches).toMatchObject([{ storeId, decision: 'auto' }])

  // On the store's phone.
  const phone = await openPhone(browser, system.url, 'block')
  await phone.logIn('m0015')
  await phone.at(`ticket-${made.number}`).click()
  await phone.at('move-accept').click()
  await phone.at('phone-status').filter({ hasText: '已接单' }).waitFor()
  const picture = sharp({ create: { width: 1_200, height: 900, channels: 3, background: '#8a5a2b' } })
  const photo = { name: '重做.jpg', mimeType: 'image/jpeg', buffer: await picture.jpeg().toBuffer() }
  const atServer = () => database.ticket.findUniqueOrThrow({ where: { id: made.id } })
  await expect.poll(async () => (await atServer()).status, { timeout: 15_000 }).toBe('ACCEPTED')
  await phone.at('fill-form').click()
  await phone.at('value-photos-camera').setInputFiles(photo)
  await phone.at('queued-photo').waitFor()
  await phone.at('value-cause').fill('员工未戴工帽')
  await shot(phone, 'form')
  await phone.at('form-save').click()
  await phone.at('phone-form').getByTestId('picture').waitFor()
  // Food safety wants to know what it was before it counts as solved: it is asked for where the ticket is solved.
  await phone.at('move-resolve').click()
  await phone.at('sheet-text').fill('已致歉，免费重做并退款')
  await phone.at('sheet-confirm').click()
  await phone.page.getByText('请先填写标红的内容').waitFor()
  await phone.at('value-object').selectOption('hair')
  await phone.at('value-unwell').selectOption('no')
  await shot(phone, 'resolve-form')
  expect(await labelProblems(phone.page)).toEqual([])
  await phone.at('sheet-confirm').click()
  await phone.at('phone-status').filter({ hasText: '已解决' }).waitFor()
  // The phone says it at once and sends it when it can.
  await expect.poll(async () => (await atServer()).status, { timeout: 15_000 }).toBe('RESOLVED')
  expect(phone.faults).toEqual([])
  await phone.context.close()

  // Somebody at headquarters answers for it from now on, and it says where it was.
  await desk.page.goto(`/tickets/${made.id}`)
  await desk.at('address').fill('文三路地铁口旁')
  await desk.at('owner').click()
  await desk.page.getByTitle('我（林晓燕）').click()
  await desk.at('save').click()
  const changes = desk.at('timeline').locator('.timeline-change')
  await changes.filter({ hasText: '负责人' }).filter({ hasText: '林晓燕' }).waitFor()
  await changes.filter({ hasText: '事发地点' }).filter({ hasText: '文三路地铁口旁' }).waitFor()
  await changes.filter({ hasText: '处理结果' }).filter({ hasText: '已致歉，免费重做并退款' }).waitFor()
  await changes.filter({ hasText: '同时通知部门' }).filter({ hasText: '品控部' }).waitFor()
  await desk.at('dispatch-panel').filter({ hasText: '同时通知 品控部' }).waitFor()
  if (process.env.SHOTS) await desk.page.screenshot({ path: `${process.env.SHOTS}/ticket-page.png` })

  // Headquarters hears from the customer that it is so, and closes it.
  await desk.page.goto(`/tickets/${made.id}`)
  await desk.at('dispatch-panel').filter({ hasText: '订单来自该店' }).waitFor()
  // However much stands beside and above it, the way to save stays in reach.
  const foot = await desk.page.locator('.ticket-foot').boundingBox()
  expect((foot?.y ?? Number.NaN) + (foot?.height ?? 0)).toBeLessThanOrEqual(768)
  await desk.at('move-verify').click()
  await desk.page.getByRole('button', { name: '确认回访核实' }).click()
  await desk.at('ticket-status').filter({ hasText: '已核实' }).first().waitFor()
  await desk.at('move-close').click()
  await desk.page.getByRole('button', { name: '确认关闭' }).click()
  await desk.at('ticket-status').filter({ hasText: '已关闭' }).first().waitFor()

  const moves = await database.ticketHistory.findMany({
    where: { ticketId: made.id, kind: 'status-changed' },
    orderBy: { seq: 'asc' },
  })
  expect(moves.map(({ detail, actorName }) => [(detail as { move: string }).move, actorName])).toEqual([
    ['dispatch', '林晓燕'],
    ['accept', '门店店长 · 罗敏'],
    ['resolve', '门店店长 · 罗敏'],
    ['verify', '林晓燕'],
    ['close', '林晓燕'],
  ])
  expect(
    await database.ticket.findUniqueOrThrow({ where: { id: made.id }, include: { attachments: true } }),
  ).toMatchObject({
    status: 'CLOSED',
    attachments: [{ width: 1_200, height: 900 }],
    resolution: '已致歉，免费重做并退款',
    values: { object: 'hair', unwell: 'no', cause: '员工未戴工帽', photos: [expect.any(String)] },
  })
})
