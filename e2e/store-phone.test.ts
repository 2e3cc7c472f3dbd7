/** Store staff on a phone: let in by a link, accept, photo, comment, resolve; and all of it with a network that comes and goes. */
import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from './desk-page.ts'
import { labelProblems } from './labels.ts'
import { openPhone, type Phone } from './phone-page.ts'
import { startTestSystem, type TestSystem } from './test-system.ts'
import { tellWhatWasSeen } from './what-was-seen.ts'

const storeId = 'store-0015'
let system: TestSystem
let browser: Browser
let photo: { name: string; mimeType: string; buffer: Buffer }
const phones: Phone[] = []

beforeAll(async () => {
  system = await startTestSystem()
  browser = await openBrowser()
  const picture = sharp({ create: { width: 3_000, height: 2_000, channels: 3, background: '#8a5a2b' } })
  photo = { name: '奶茶.jpg', mimeType: 'image/jpeg', buffer: await picture.jpeg().toBuffer() }
  // Only what a test makes is in the list.
  await system.database.ticket.updateMany({ where: { storeId }, data: { storeId: null } })
})
afterEach(async ({ task }) => {
  const open = phones.splice(0)
  const pages = open.flatMap(({ context }) => context.pages())
  await tellWhatWasSeen(task, pages, system.gatewayLog)
  for (const { context } of open) await context.close()
  const faults = open.flatMap((phone) => phone.faults)
  await system.closePages(task)
  expect(faults).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await system?.stop()
})

async function phone(workers?: 'allow' | 'block'): Promise<Phone> {
  const opened = await openPhone(browser, system.url, workers)
  phones.push(opened)
  return opened
}

async function ticketAtStore(subject: string): Promise<{ id: string; number: string }> {
  const { regionId, provinceId, cityId, areaId } = await system.database.store.findUniqueOrThrow({
    where: { id: storeId },
  })
  const customer = await system.database.customer.findFirstOrThrow({ where: { numbers: { some: {} } } })
  return system.database.ticket.create({
    data: {
      channel: 'voice',
      source: 'test',
      sourceId: randomUUID(),
      subject,
      description: '顾客说奶茶里有一根头发，要求门店处理。',
      status: 'DISPATCHED',
      dispatchedAt: new Date(Date.now() - 754_000),
      storeId,
      regionId,
      provinceId,
      cityId,
      areaId,
      priority: 1,
      customerId: customer.id,
      history: { create: { kind: 'created', detail: {} } },
    },
    select: { id: true, number: true },
  })
}

const done = async (ticketId: string) =>
  (
    await system.database.ticketHistory.findMany({
      where: { ticketId, accountId: { not: null } },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
    })
  ).map(({ kind, detail }) => (kind === 'status-changed' ? (detail as { move: string }).move : kind))
const status = async (id: string) => (await system.database.ticket.findUniqueOrThrow({ where: { id } })).status
const shot = (one: Phone, name: string) =>
  process.env.SHOTS ? one.page.screenshot({ path: `${process.env.SHOTS}/${name}.png` }) : undefined

describe('somebody at a store', () => {
  it('is let in by a link, which opening does not spend, and works a ticket to its end with photos', async () => {
    const { id, number } = await ticketAtStore('奶茶里有头发')
    const manager = await system.open('r3002')
    await manager.page.waitForURL('**/tickets')
    expect(await manager.at('nav-calls').count()).toBe(0)
    await manager.at('nav-staff').click()
    await manager.at('account-m0015').getByTestId('make-link').click()
    const link = await manager.at('link').inputValue()
    await manager.at('link').click()
    if (process.env.SHOTS) await manager.page.screenshot({ path: `${process.env.SHOTS}/staff.png` })
    expect(await labelProblems(manager.page)).toEqual([])

    await manager.page.goto(`/store?of=${storeId}`)
    await manager.at(`ticket-${number}`).waitFor()

    const staff = await phone()
    await staff.page.goto(link)
    await staff.at('enter').waitFor()
    await shot(staff, 'enter')
    await staff.page.reload()
    await staff.at('enter').click()
    await staff.page.waitForURL('**/store')
    await staff.at(`ticket-${number}`).waitFor()
    await shot(staff, 'list')
    expect(await labelProblems(staff.page)).toEqual([])

    await staff.at(`ticket-${number}`).click()
    await staff.at('phone-status').filter({ hasText: '已派单' }).waitFor()
    expect(await staff.at('phone-ticket').textContent()).toMatch(/1\d{2}\*{4}\d{4}/)
    await shot(staff, 'ticket')
    await staff.at('move-accept').click()
    await staff.at('phone-status').filter({ hasText: '已接单' }).waitFor()
    await staff.at('talk-camera').setInputFiles(photo)
    await staff.at('queued-photo').waitFor()
    await staff.at('talk-text').fill('现场照片，正在联系顾客')
    await staff.at('talk-send').click()
    await staff.at('picture').waitFor()
    await staff.at('move-resolve').click()
    await staff.at('sheet-confirm').click()
    await staff.page.getByText('请填写').waitFor()
    await staff.at('sheet-text').fill('免费补做一杯，顾客满意')
    await staff.at('sheet-camera').setInputFiles(photo)
    await shot(staff, 'resolve')
    await staff.at('sheet-confirm').click()
    await staff.at('phone-status').filter({ hasText: '已解决' }).waitFor()
    await expect.poll(() => done(id)).toEqual(['accept', 'commented', 'file-added', 'resolve'])
    const ticket = await system.database.ticket.findUniqueOrThrow({ where: { id }, include: { attachments: true } })
    expect(ticket).toMatchObject({ status: 'RESOLVED', resolution: '免费补做一杯，顾客满意' })
    // Made small on the phone.
    expect(ticket.attachments).toMatchObject([
      { width: 1_600, height: 1_067 },
      { width: 1_600, height: 1_067 },
    ])
    await staff.page.getByTestId('picture').first().click()
    await staff.at('lightbox').waitFor()
    await staff.at('lightbox-close').click()
    await shot(staff, 'resolved')
    expect(await labelProblems(staff.page)).toEqual([])

    const second = await phone()
    await second.page.goto(link)
    await second.at('enter').click()
    await second.at('enter-error').filter({ hasText: '已经用过' }).waitFor()
    for (const place of ['/desk', '/tickets', '/staff', '/']) {
      await staff.page.goto(place)
      await staff.page.waitForURL('**/store')
    }
  })

  it('suspends, goes on, and returns what is not theirs, with reasons', async () => {
    const { id, number } = await ticketAtStore('不是我们店的')
    const staff = await phone('block')
    await staff.logIn('m0015')
    // A slow line: what was done is known to the gateway long before the page hears of it.
    await staff.page.route(`**/api/tickets/${id}`, async (route) => {
      await setTimeout(1_500)
      await route.continue().catch(() => undefined)
    })
    await staff.at(`ticket-${number}`).click()
    await staff.at('move-accept').click()
    await staff.at('move-suspend').click()
    await staff.at('sheet-text').fill('顾客明天来店')
    await staff.at('sheet-confirm').click()
    await staff.at('move-resume').click()
    await staff.at('move-return').click()
    await staff.at('sheet-text').fill('小票是隔壁店的')
    await staff.at('sheet-confirm').click()
    await staff.at('gone').waitFor()
    expect(await done(id)).toEqual(['accept', 'suspend', 'resume', 'return'])
    expect(await status(id)).toBe('POOLED')
    await staff.at('back').click()
    await staff.at('tab-todo').waitFor()
    expect(await staff.at(`ticket-${number}`).count()).toBe(0)
  })
})

describe('without a network', () => {
  it('everything is kept through a reload, shown as waiting, and sent once, in order, when it is back', async () => {
    const { id, number } = await ticketAtStore('断网也能处理')
    const staff = await phone()
    await staff.logIn('m0015')
    await staff.at(`ticket-${number}`).click()
    await staff.at('move-accept').waitFor()
    await staff.untilKept()
    // Nothing that the gateway has told this person.
    expect((await staff.kept()).filter((path) => !path.startsWith('/assets/'))).toEqual(['/store'])
    await staff.context.setOffline(true)
    await staff.at('move-accept').click()
    await staff.at('move-start').click()
    await staff.at('talk-album').setInputFiles([photo, photo])
    await staff.at('talk-text').fill('没有信号，先记下来')
    await staff.at('talk-send').click()
    await staff.page.locator('[data-testid="queue"][data-waiting="3"]').waitFor()
    await staff.page.reload()
    await staff.page.locator('[data-testid="queue"][data-waiting="3"]').waitFor()
    await staff.page.getByText('没有信号，先记下来').waitFor()
    await staff.at('phone-status').filter({ hasText: '门店处理中' }).waitFor()
    await shot(staff, 'offline')
    expect(await done(id)).toEqual([])
    await staff.context.setOffline(false)
    await staff.page.locator('[data-testid="queue"][data-waiting="0"]').waitFor({ state: 'attached' })
    expect(await done(id)).toEqual(['accept', 'start', 'commented'])
    expect(await system.database.ticketAttachment.count({ where: { ticketId: id } })).toBe(2)
    await expect.poll(() => staff.at('picture').count()).toBe(2)
  })

  it('what the gateway did but could not answer is not done again', async () => {
    const { id, number } = await ticketAtStore('应答丢失')
    const staff = await phone('block')
    await staff.logIn('m0015')
    await staff.at(`ticket-${number}`).click()
    await staff.at('move-accept').waitFor()
    const lost: string[] = []
    await staff.page.route(/\/(moves|comments|attachments)$/, async (route) => {
      const { pathname } = new URL(route.request().url())
      if (lost.includes(pathname)) return route.continue()
      lost.push(pathname)
      await route.fetch()
      await route.abort('connectionreset')
    })
    await staff.at('move-accept').click()
    await staff.at('talk-camera').setInputFiles(photo)
    await staff.at('queued-photo').waitFor()
    await staff.at('talk-send').click()
    await staff.page.locator('[data-testid="queue"][data-waiting="0"]').waitFor({ state: 'attached', timeout: 40_000 })
    expect(lost).toHaveLength(3)
    expect(await done(id)).toEqual(['accept', 'file-added'])
    expect(await system.database.ticketAttachment.count({ where: { ticketId: id } })).toBe(1)
    expect(await status(id)).toBe('ACCEPTED')
  })

  it('two windows of one phone send nothing twice', async () => {
    const { id, number } = await ticketAtStore('两个窗口')
    const staff = await phone()
    await staff.logIn('m0015')
    await staff.at(`ticket-${number}`).click()
    await staff.at('move-accept').waitFor()
    const other = await staff.tab(`/store/${id}`)
    await other.getByTestId('move-accept').waitFor()
    const asked: string[] = []
    staff.context.on('request', (request) => {
      if (request.method() === 'POST' && request.url().includes(id)) asked.push(request.postData() ?? '')
    })
    await staff.context.setOffline(true)
    await staff.at('move-accept').click()
    for (const text of ['一', '二', '三']) {
      await staff.at('talk-text').fill(text)
      await staff.at('talk-send').click()
    }
    await other.locator('[data-testid="queue"][data-waiting="4"]').waitFor()
    asked.length = 0
    await staff.context.setOffline(false)
    await Promise.all(
      [staff.page, other].map((page) =>
        page.locator('[data-testid="queue"][data-waiting="0"]').waitFor({ state: 'attached' }),
      ),
    )
    expect(await done(id)).toEqual(['accept', 'commented', 'commented', 'commented'])
    const texts = await system.database.ticketComment.findMany({ where: { ticketId: id }, orderBy: { at: 'asc' } })
    expect(texts.map(({ text }) => text)).toEqual(['一', '二', '三'])
    // A request that failed for want of a network may have been made again; what reached the gateway was not.
    expect(new Set(asked).size).toBe(4)
  })

  it('what headquarters has taken back meanwhile is shown as refused, with why, until it is read', async () => {
    const { id, number } = await ticketAtStore('已被收回')
    const staff = await phone()
    await staff.logIn('m0015')
    await staff.at(`ticket-${number}`).click()
    await staff.at('move-accept').waitFor()
    await staff.context.setOffline(true)
    await staff.at('move-accept').click()
    await staff.page.locator('[data-testid="queue"][data-waiting="1"]').waitFor()
    await system.database.ticket.update({ where: { id }, data: { status: 'OPEN', dispatchedAt: null } })
    await staff.context.setOffline(false)
    await staff.at('refused').filter({ hasText: '没有找到这张工单' }).waitFor()
    await staff.page.reload()
    await staff.at('refused').filter({ hasText: number }).waitFor()
    await shot(staff, 'refused')
    await staff.at('refused').getByRole('button').click()
    await staff.at('refused').waitFor({ state: 'detached' })
    expect(await done(id)).toEqual([])
  })
})

it('the page can be put on the home screen', async () => {
  const answer = await fetch(`${system.url}/store.webmanifest`)
  expect(answer.headers.get('content-type')).toContain('application/manifest+json')
  const { icons, start_url: start } = (await answer.json()) as { icons: { src: string }[]; start_url: string }
  expect(start).toBe('/store')
  for (const { src } of icons) expect((await fetch(system.url + src)).headers.get('content-type')).toBe('image/png')
  const staff = await phone('block')
  await staff.logIn('m0015')
  await staff.page.locator('link[rel=manifest][href="/store.webmanifest"]').waitFor({ state: 'attached' })
})

describe('headquarters and the store', () => {
  it('write on one ticket at once; each sees the other’s words without asking', async () => {
    const { id, number } = await ticketAtStore('两边同时写')
    const staff = await phone('block')
    await staff.logIn('m0015')
    await staff.at(`ticket-${number}`).click()
    await staff.at('talk-text').waitFor()
    const desk = await system.open('s2001', { viewport: { width: 1366, height: 768 } })
    await desk.page.goto(`/tickets/${id}`)
    const text = desk.at('composer').getByRole('textbox')
    await text.fill('请尽快联系顾客')
    await staff.at('talk-text').fill('正在联系')
    await Promise.all([desk.at('composer-send').click(), staff.at('talk-send').click()])
    await desk.at('comment').filter({ hasText: '正在联系' }).waitFor()
    await staff.at('talk').getByText('请尽快联系顾客').waitFor()

    await text.pressSequentially('@罗敏')
    await desk.page.locator('.ant-mentions-dropdown-menu-item').filter({ hasText: '罗敏' }).first().click()
    await text.pressSequentially('请拍照')
    await desk.at('composer-files').setInputFiles(photo)
    await desk.at('composer').getByText('可告知顾客').click()
    await desk.at('composer-send').click()
    await desk.at('comment').filter({ hasText: '请拍照' }).waitFor()
    await staff.at('picture').waitFor()
    await staff.at('talk').getByText('可告知顾客').waitFor()
    const notice = await system.database.ticketNotice.findFirst({ where: { ticketId: id, kind: 'mentioned' } })
    expect(notice).toMatchObject({ actorName: '许文静' })

    await desk.at('add-task').click()
    await desk.at('task-title').fill('查这一批原料')
    await desk.page.getByLabel('负责人或部门').click()
    await desk.page.getByText('品控部', { exact: true }).first().click()
    await desk.at('task-save').click()
    await desk.at('task').filter({ hasText: '品控部' }).waitFor()
    if (process.env.SHOTS) await desk.page.screenshot({ path: `${process.env.SHOTS}/desk.png` })
    expect(await labelProblems(desk.page)).toEqual([])

    const quality = await system.open('q4001')
    await quality.at('notices').click()
    await quality.at('notice-list').getByText('许文静 派给您任务').click()
    await quality.page.waitForURL(`**/tickets/${id}`)
    await quality.at('task').getByRole('checkbox').click()
    await desk.at('task').filter({ hasText: '已完成' }).waitFor()
    expect((await done(id)).filter((kind) => kind.startsWith('task'))).toEqual(['task-added', 'task-done'])
  })
})
