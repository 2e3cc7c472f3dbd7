import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildAgentUi } from './build-agent-ui.ts'
import { type DeskPage, type DeskPageOptions, openBrowser, openDeskPage } from './desk-page.ts'
import { type FakeGateway, startFakeGateway } from './fake-gateway.ts'
import { labelProblems } from './labels.ts'

let dist: string
let browser: Browser
let gateway: FakeGateway
let desk: DeskPage

beforeAll(async () => {
  dist = await buildAgentUi()
  browser = await openBrowser()
})
afterAll(() => browser?.close())
beforeEach(async () => {
  gateway = await startFakeGateway(dist)
})
afterEach(async () => {
  await desk.close()
  await gateway.stop()
})

async function atDesk(options?: DeskPageOptions): Promise<void> {
  desk = await openDeskPage(browser, gateway.url, options)
  await desk.logIn('agent1001', 'ringdesk')
  await desk.waitForState('offline')
  await desk.goReady()
}
async function inCall(): Promise<string> {
  const call = gateway.ring()
  await desk.waitForPhase('offered')
  await desk.answer()
  await desk.at('ticket-number').filter({ hasText: '261122' }).waitFor()
  return `t-${call}`
}
const typed = (field: 'subject' | 'description') => desk.at(field).inputValue()
const scrolls = () =>
  desk.page.evaluate<boolean>(
    'document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth',
  )

describe('logging in', () => {
  beforeEach(async () => {
    desk = await openDeskPage(browser, gateway.url)
    await desk.page.goto('/tickets?status=open')
    await desk.at('username').waitFor()
  })
  it('says that the switch is simulated, refuses in words and comes back to where one was going', async () => {
    await desk.at('simulated-banner').waitFor()
    await desk.at('username').fill('agent1001')
    await desk.at('password').fill('wrong')
    await desk.at('log-in').click()
    await desk.at('log-in-error').filter({ hasText: '用户名或密码不正确' }).waitFor()
    await desk.at('password').fill('ringdesk')
    await desk.page.keyboard.press('Enter')
    await desk.at('tickets').waitFor()
    expect(new URL(desk.page.url()).search).toBe('?status=open')
  })
  it('speaks English when asked', async () => {
    await desk.at('language').click()
    await desk.page.getByRole('button', { name: 'Log in', exact: true }).waitFor()
  })
})

describe('a call, by keyboard alone', () => {
  it('rings, is answered, held, hung up, wrapped up with three keys and saved', async () => {
    await atDesk()
    const call = gateway.ring()
    await desk.waitForPhase('offered')
    expect(await desk.at('why').textContent()).toContain('技能 售后 8 级、退款 5 级，您空闲最久（03:21）')
    await expect.poll(() => desk.page.title()).toContain('陈晓雨')
    expect(await desk.at('countdown').textContent()).toMatch(/^(20|19|18) 秒$/)
    await desk.answer()
    await desk.hold()
    await desk.resume()
    await desk.page.keyboard.press('F7')
    await desk.at('mute').filter({ hasText: '取消静音' }).waitFor()
    await desk.hangUp()
    await desk.wrapUpBy({ category: '2', result: '1', nextStep: '2' })
    await desk.saveAndFinish()
    await desk.waitForState('ready')
    expect(gateway.tickets.get(`t-${call}`)).toMatchObject({
      category: 'wrong-item',
      result: 'solved',
      nextStep: 'store',
      version: 2,
    })
    expect(gateway.commands.map(({ type }) => type)).toEqual([
      'request-state',
      'answer',
      'hold',
      'resume',
      'mute',
      'hang-up',
      'finish-wrap-up',
    ])
    expect(await desk.page.title()).not.toContain('陈晓雨')
  })
  it('lets Enter answer when nobody is typing', async () => {
    await atDesk()
    gateway.ring()
    await desk.waitForPhase('offered')
    await desk.page.locator('body').click({ position: { x: 700, y: 650 } })
    await desk.page.keyboard.press('Enter')
    await desk.waitForPhase('talking')
  })
  it('finds a choice by typing', async () => {
    await atDesk()
    await inCall()
    await desk.at('category-input').fill('超时')
    await desk.page.keyboard.press('Enter')
    expect(await desk.at('category-late').getAttribute('aria-checked')).toBe('true')
  })
  it('shows the keys', async () => {
    await atDesk()
    await desk.page.keyboard.press('?')
    await desk.at('key-map').waitFor()
    await desk.page.getByRole('dialog').locator(':focus').waitFor()
    await desk.page.keyboard.press('Escape')
    await desk.at('key-map').waitFor({ state: 'detached' })
  })
})

describe('ringing', () => {
  beforeEach(() => atDesk())
  it('is declined by one key', async () => {
    gateway.ring()
    await desk.waitForPhase('offered')
    await desk.decline()
    await desk.at('notice').filter({ hasText: '已拒接' }).waitFor()
    await desk.waitForState('ready')
  })
  it('ends with "the caller hung up"', async () => {
    gateway.ring()
    await desk.waitForPhase('offered')
    gateway.callerHangsUp()
    await desk.at('notice').filter({ hasText: '来电者已挂断' }).waitFor()
  })
  it('that was missed says so, and one key makes the agent ready again', async () => {
    gateway.ring()
    await desk.waitForPhase('offered')
    gateway.ringsOut()
    await desk.at('notice').filter({ hasText: '未接来电，已自动示忙' }).waitFor()
    await desk.page.keyboard.press('F9')
    await desk.waitForState('ready')
  })
  it('leaves text, focus and cursor alone', async () => {
    const id = await inCall()
    await desk.hangUp()
    await desk.at('description').fill('客户要求补送')
    // The wrap-up ends by itself while the agent is still writing; then the next call rings.
    gateway.wrapUpEnds()
    gateway.ring()
    await desk.waitForPhase('offered')
    await desk.page.keyboard.type('一杯')
    expect(await typed('description')).toBe('客户要求补送一杯')
    expect(await desk.page.evaluate<string>('document.activeElement?.dataset.testid')).toBe('description')
    await desk.answer()
    await desk.at('unsaved-list').getByRole('button').click()
    await desk
      .at('ticket-number')
      .filter({ hasText: gateway.tickets.get(id)?.number ?? '' })
      .waitFor()
    expect(await typed('description')).toBe('客户要求补送一杯')
  })
  it('names a withheld number as such', async () => {
    gateway.ring({
      number: { masked: false, kind: 'anonymous' },
      context: { orders: [], openTickets: [], lastContacts: [] },
    })
    await desk.waitForPhase('offered')
    await desk.at('phone').filter({ hasText: '未显示号码' }).waitFor()
    await desk.at('customer').filter({ hasText: '无法匹配客户' }).waitFor()
  })
})

describe('commands', () => {
  beforeEach(() => atDesk())
  it('show within 100 ms that they were pressed, and cannot be contradicted meanwhile', async () => {
    await inCall()
    gateway.stall()
    const ms = await desk.page.evaluate<number>(`new Promise((resolve) => {
      const button = document.querySelector('[data-testid=hold]')
      const start = performance.now()
      new MutationObserver(() => button.dataset.busy === 'true' && resolve(performance.now() - start)).observe(button, { attributes: true })
      button.click()
    })`)
    expect(ms).toBeLessThan(100)
    expect(await desk.at('hang-up').getAttribute('aria-disabled')).toBe('true')
    await desk.page.keyboard.press('F8')
    await desk.page.keyboard.press('F6')
    gateway.letGo()
    await desk.waitForPhase('held')
    expect(gateway.commands.filter(({ type }) => type !== 'request-state').map(({ type }) => type)).toEqual([
      'answer',
      'hold',
    ])
  })
  it('that are refused say why, and can be pressed again', async () => {
    await inCall()
    gateway.refuseNext({ ok: false, code: 'SWITCH_TIMEOUT', message: 'no reply in 3000 ms' })
    await desk.page.keyboard.press('F6')
    await desk.at('refusal').filter({ hasText: '保持没有成功：交换机没有及时响应' }).waitFor()
    await desk.hold()
  })
  it('show the state that comes after the call', async () => {
    await inCall()
    await desk.chooseState('meal')
    await desk.at('state').filter({ hasText: '结束后 用餐' }).waitFor()
    await desk.hangUp()
    await desk.saveAndFinish()
    await desk.waitForState('not-ready')
  })
})

describe('when the connection breaks', () => {
  beforeEach(() => atDesk())
  it('keeps the call on the screen and every letter, and goes on afterwards', async () => {
    const id = await inCall()
    await desk.at('description').fill('断线前')
    gateway.goAway()
    await desk.at('link-lost').waitFor()
    await desk.waitForPhase('talking')
    await desk.at('description').press('End')
    await desk.page.keyboard.type('，断线中')
    expect(await desk.at('hang-up').getAttribute('aria-disabled')).toBe('true')
    gateway.comeBack()
    await desk.at('link-lost').waitFor({ state: 'detached' })
    expect(await typed('description')).toBe('断线前，断线中')
    await expect.poll(() => gateway.drafts.get(id)?.description, { timeout: 15_000 }).toBe('断线前，断线中')
    await desk.hangUp()
  })
  it('sends a command again under the same id, so that it is carried out once', async () => {
    await inCall()
    gateway.stall()
    await desk.page.keyboard.press('F6')
    gateway.goAway()
    await desk.at('link-lost').waitFor()
    gateway.letGo()
    gateway.comeBack()
    await desk.waitForPhase('held')
    expect(gateway.commands.filter(({ type }) => type === 'hold')).toHaveLength(1)
    await desk.at('refusal').waitFor({ state: 'detached' })
  })
  it('asks for a snapshot when an update was lost', async () => {
    gateway.loseUpdate()
    gateway.setState({ kind: 'not-ready', reason: 'meeting', since: Date.now() })
    await desk.waitForState('not-ready')
  })
  it('says when the desk was opened elsewhere', async () => {
    gateway.supersede()
    await desk.at('superseded').waitFor()
    await desk.at('superseded').getByRole('button').click()
    await desk.at('superseded').waitFor({ state: 'detached' })
  })
})

describe('what was typed', () => {
  beforeEach(() => atDesk())
  it('survives a reload before the gateway was told', async () => {
    await inCall()
    await desk.at('subject').fill('奶茶漏了')
    await desk.page.reload()
    await desk.waitForPhase('talking')
    await expect.poll(() => typed('subject')).toBe('奶茶漏了')
  })
  it('is kept by the gateway, leaves this computer, and is there again after log-out', async () => {
    const id = await inCall()
    await desk.at('subject').fill('奶茶漏了')
    await desk.at('keeping').filter({ hasText: '草稿已保存' }).waitFor()
    expect(gateway.drafts.get(id)).toEqual({ subject: '奶茶漏了' })
    expect(
      await desk.page.evaluate<number>(
        "Object.keys(localStorage).filter((key) => key.startsWith('ringdesk.draft.')).length",
      ),
    ).toBe(0)
    await desk.at('description').fill('打字到一半')
    await desk.logOut()
    expect(gateway.drafts.get(id)).toEqual({ subject: '奶茶漏了', description: '打字到一半' })
    await desk.logIn('agent1001', 'ringdesk')
    await desk.waitForPhase('talking')
    await expect.poll(() => typed('description')).toBe('打字到一半')
  })
  it('outlives an expired log-in', async () => {
    await inCall()
    await desk.at('subject').fill('奶茶漏了')
    gateway.forgetSession()
    await desk.page.keyboard.press('Control+Enter')
    await desk.at('username').fill('agent1001')
    await desk.at('password').fill('ringdesk')
    await desk.page.keyboard.press('Enter')
    await desk.waitForPhase('talking')
    await expect.poll(() => typed('subject')).toBe('奶茶漏了')
  })
  it('joins what somebody else saved meanwhile, without asking', async () => {
    const id = await inCall()
    await desk.at('subject').fill('我的主题')
    gateway.editBehind(id, { description: '对方的描述' })
    await desk.page.keyboard.press('Control+Enter')
    await expect.poll(() => gateway.tickets.get(id)?.subject).toBe('我的主题')
    expect(gateway.tickets.get(id)?.description).toBe('对方的描述')
    await expect.poll(() => typed('description')).toBe('对方的描述')
  })
  it('asks, field by field, where both wrote', async () => {
    const id = await inCall()
    await desk.at('subject').fill('我的主题')
    await desk.at('description').fill('我的描述')
    gateway.editBehind(id, { subject: '对方的主题', description: '对方的描述' })
    await desk.page.keyboard.press('Control+Enter')
    await desk.at('conflict').waitFor()
    expect(gateway.tickets.get(id)?.subject).toBe('对方的主题')
    await desk.at('conflict-subject-theirs').check()
    await desk.page.getByRole('button', { name: '按所选保存' }).click()
    await expect.poll(() => gateway.tickets.get(id)?.description).toBe('我的描述')
    expect(gateway.tickets.get(id)?.subject).toBe('对方的主题')
    await expect.poll(() => typed('subject')).toBe('对方的主题')
  })
  it('does not take a guess for a fact until it is confirmed', async () => {
    const id = await inCall()
    await desk.at('subject').fill('少送一杯')
    await desk.page.keyboard.press('Control+Enter')
    await expect.poll(() => gateway.tickets.get(id)?.subject).toBe('少送一杯')
    expect(gateway.tickets.get(id)?.store).toBeUndefined()
    await desk.at('confirm-store').click()
    await desk.page.keyboard.press('Control+Enter')
    await expect.poll(() => gateway.tickets.get(id)?.store?.id).toBe('s-hz-02')
  })
})

describe('the other pages', () => {
  it('keep the list where it was, and play a recording', async () => {
    await atDesk()
    await desk.at('nav-tickets').click()
    await desk.at('tickets').waitFor()
    await desk.at('load-more').click()
    await expect.poll(() => desk.at('tickets').getByRole('row').count()).toBe(101)
    await desk.page.goto('/tickets/t-2')
    const recording = desk.at('timeline').getByTestId('recording').first()
    await recording.getByRole('button', { name: '播放录音' }).click()
    await recording.getByRole('button', { name: '暂停' }).waitFor()
  })
  it('say what is not there', async () => {
    await atDesk()
    await desk.page.goto('/tickets/none')
    await desk.at('failed').filter({ hasText: '没有这张工单' }).waitFor()
    await desk.page.goto('/nowhere')
    await desk.at('empty').filter({ hasText: '没有这个页面' }).waitFor()
  })
  it('give people without a desk a landing and no desk', async () => {
    desk = await openDeskPage(browser, gateway.url)
    await desk.logIn('supervisor', 'ringdesk')
    await desk.page.waitForURL('**/home')
    await desk.page.goto('/desk')
    await desk.at('empty').filter({ hasText: '没有权限' }).waitFor()
  })
  it('place a simulated call, and say that it is one', async () => {
    await atDesk()
    await desk.at('nav-simulator').click()
    await desk.at('simulator-banner').filter({ hasText: '模拟' }).waitFor()
    const before = Number((await desk.at('placedTotal').textContent())?.replace(',', ''))
    await desk.at('preset-known').click()
    await expect
      .poll(async () => Number((await desk.at('placedTotal').textContent())?.replace(',', '')))
      .toBe(before + 1)
  })
})

describe.each([
  { language: 'zh-CN', appearance: 'light' },
  { language: 'en', appearance: 'dark' },
] as const)('in $language, $appearance', (options) => {
  it('fits 1366 × 768 and names every control, in every phase and on every page', async () => {
    await atDesk(options)
    const check = async () => {
      expect(await labelProblems(desk.page)).toEqual([])
      expect(await scrolls()).toBe(false)
    }
    await check()
    gateway.ring()
    await desk.waitForPhase('offered')
    await check()
    await desk.answer()
    await desk.at('ticket-number').filter({ hasText: '261122' }).waitFor()
    await check()
    await desk.hangUp()
    await check()
    for (const place of ['tickets', 'calls', 'simulator-banner']) {
      await desk.at(`nav-${place.replace('-banner', '')}`).click()
      await desk.at(place).waitFor()
      await check()
    }
    await desk.page.goto('/tickets/t-2')
    await desk.at('timeline').waitFor()
    await check()
  })
})
