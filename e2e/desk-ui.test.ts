import { beforeEach, describe, expect, it } from 'vitest'
import { setStage } from './desk-stage.ts'
import { labelProblems } from './labels.ts'

const stage = setStage()
const scrolls = () =>
  stage.desk.page.evaluate<boolean>(
    'document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth',
  )

describe('logging in', () => {
  beforeEach(async () => {
    await stage.open()
    await stage.desk.page.goto('/tickets?status=open')
    await stage.desk.at('username').waitFor()
  })
  it('says that the switch is simulated, refuses in words and comes back to where one was going', async () => {
    await stage.desk.at('simulated-banner').waitFor()
    await stage.desk.at('username').fill('agent1001')
    await stage.desk.at('password').fill('wrong')
    await stage.desk.at('log-in').click()
    await stage.desk.at('log-in-error').filter({ hasText: '用户名或密码不正确' }).waitFor()
    await stage.desk.at('password').fill('ringdesk')
    await stage.desk.page.keyboard.press('Enter')
    await stage.desk.at('tickets').waitFor()
    expect(new URL(stage.desk.page.url()).search).toBe('?status=open')
  })
  it('speaks English when asked', async () => {
    await stage.desk.at('language').click()
    await stage.desk.page.getByRole('button', { name: 'Log in', exact: true }).waitFor()
  })
})

describe('what supervision brings to the desk', () => {
  it('a call is handed on to another queue with two keys', async () => {
    await stage.atDesk()
    await stage.inCall()
    await stage.desk.page.keyboard.press('F10')
    await stage.desk.at('transfer-q-member').waitFor()
    await stage.desk.page.keyboard.press('1')
    await stage.desk.waitForPhase('wrap-up')
    expect(stage.gateway.commands.at(-1)).toMatchObject({ type: 'transfer', queue: 'q-member' })
  })
  it('a message stays until it is acknowledged, and takes nothing from what is being typed', async () => {
    await stage.atDesk()
    await stage.inCall()
    await stage.desk.at('subject').fill('少糖')
    stage.gateway.tell('会员日，券码问题转会员专线')
    await stage.desk.at('supervisor-message').filter({ hasText: '李强' }).waitFor()
    await stage.desk.page.keyboard.type('去冰')
    expect(await stage.typed('subject')).toBe('少糖去冰')
    await stage.desk.at('acknowledge-message').click()
    await stage.desk.at('supervisor-message').waitFor({ state: 'detached' })
    expect(stage.gateway.commands.at(-1)).toMatchObject({ type: 'acknowledge-message' })
  })
})

describe('a call, by keyboard alone', () => {
  it('rings, is answered, held, hung up, wrapped up with three keys and saved', async () => {
    await stage.atDesk()
    const call = stage.gateway.ring()
    await stage.desk.waitForPhase('offered')
    expect(await stage.desk.at('why').textContent()).toContain('售后 8 级、退款 5 级，空闲最久 03:21')
    await expect.poll(() => stage.desk.page.title()).toContain('陈晓雨')
    expect(await stage.desk.at('countdown').textContent()).toMatch(/^(20|19|18) 秒$/)
    await stage.desk.answer()
    await stage.desk.hold()
    await stage.desk.resume()
    await stage.desk.page.keyboard.press('F7')
    await stage.desk.at('mute').filter({ hasText: '取消静音' }).waitFor()
    await stage.desk.hangUp()
    await stage.desk.wrapUpBy({ category: '2', result: '1', nextStep: '2' })
    await stage.desk.saveAndFinish()
    await stage.desk.waitForState('ready')
    expect(stage.gateway.tickets.get(`t-${call}`)).toMatchObject({
      category: 'wrong-item',
      result: 'solved',
      nextStep: 'store',
      version: 2,
    })
    expect(stage.gateway.commands.map(({ type }) => type)).toEqual([
      'request-state',
      'answer',
      'hold',
      'resume',
      'mute',
      'hang-up',
      'finish-wrap-up',
    ])
    expect(await stage.desk.page.title()).not.toContain('陈晓雨')
  })
  it('lets Enter answer when nobody is typing', async () => {
    await stage.atDesk()
    stage.gateway.ring()
    await stage.desk.waitForPhase('offered')
    await stage.desk.page.locator('body').click({ position: { x: 700, y: 650 } })
    await stage.desk.page.keyboard.press('Enter')
    await stage.desk.waitForPhase('talking')
  })
  it('finds a choice by typing', async () => {
    await stage.atDesk()
    await stage.inCall()
    await stage.desk.at('category-input').fill('超时')
    await stage.desk.page.keyboard.press('Enter')
    expect(await stage.desk.at('category-late').getAttribute('aria-checked')).toBe('true')
  })
  it('shows the keys, and closes them however quickly', async () => {
    await stage.atDesk()
    for (let times = 0; times < 8; times++) {
      await stage.desk.page.keyboard.press('?')
      await stage.desk.at('key-map').waitFor()
      await stage.desk.page.getByRole('dialog').locator(':focus').waitFor()
      await stage.desk.page.keyboard.press('Escape')
      await stage.desk.at('key-map').waitFor({ state: 'detached' })
    }
  })
})

describe('ringing', () => {
  beforeEach(() => stage.atDesk())
  it('is declined by one key', async () => {
    stage.gateway.ring()
    await stage.desk.waitForPhase('offered')
    await stage.desk.decline()
    await stage.desk.at('notice').filter({ hasText: '已拒接' }).waitFor()
    await stage.desk.waitForState('ready')
  })
  it('ends with "the caller hung up"', async () => {
    stage.gateway.ring()
    await stage.desk.waitForPhase('offered')
    stage.gateway.callerHangsUp()
    await stage.desk.at('notice').filter({ hasText: '来电者已挂断' }).waitFor()
  })
  it('that was missed says so, and one key makes the agent ready again', async () => {
    stage.gateway.ring()
    await stage.desk.waitForPhase('offered')
    stage.gateway.ringsOut()
    await stage.desk.at('notice').filter({ hasText: '未接来电，已自动示忙' }).waitFor()
    await stage.desk.page.keyboard.press('F9')
    await stage.desk.waitForState('ready')
  })
  it('leaves text, focus and cursor alone', async () => {
    const id = await stage.inCall()
    await stage.desk.hangUp()
    await stage.desk.at('description').fill('客户要求补送')
    // The wrap-up ends by itself while the agent is still writing; then the next call rings.
    stage.gateway.wrapUpEnds()
    stage.gateway.ring()
    await stage.desk.waitForPhase('offered')
    await stage.desk.page.keyboard.type('一杯')
    expect(await stage.typed('description')).toBe('客户要求补送一杯')
    expect(await stage.desk.page.evaluate<string>('document.activeElement?.dataset.testid')).toBe('description')
    await stage.desk.answer()
    await stage.desk.at('unsaved-list').getByRole('button').click()
    await stage.desk
      .at('ticket-number')
      .filter({ hasText: stage.gateway.tickets.get(id)?.number ?? '' })
      .waitFor()
    expect(await stage.typed('description')).toBe('客户要求补送一杯')
  })
  it('names a withheld number as such', async () => {
    stage.gateway.ring({
      number: { masked: false, kind: 'anonymous' },
      context: { orders: [], openTickets: [], lastContacts: [] },
    })
    await stage.desk.waitForPhase('offered')
    await stage.desk.at('phone').filter({ hasText: '未显示号码' }).waitFor()
    await stage.desk.at('customer').filter({ hasText: '无法匹配客户' }).waitFor()
  })
})

describe('commands', () => {
  beforeEach(() => stage.atDesk())
  it('show within 100 ms that they were pressed, and cannot be contradicted meanwhile', async () => {
    await stage.inCall()
    stage.gateway.stall()
    const ms = await stage.desk.page.evaluate<number>(`new Promise((resolve) => {
      const button = document.querySelector('[data-testid=hold]')
      const start = performance.now()
      new MutationObserver(() => button.dataset.busy === 'true' && resolve(performance.now() - start)).observe(button, { attributes: true })
      button.click()
    })`)
    expect(ms).toBeLessThan(100)
    expect(await stage.desk.at('hang-up').getAttribute('aria-disabled')).toBe('true')
    await stage.desk.page.keyboard.press('F8')
    await stage.desk.page.keyboard.press('F6')
    stage.gateway.letGo()
    await stage.desk.waitForPhase('held')
    expect(stage.gateway.commands.filter(({ type }) => type !== 'request-state').map(({ type }) => type)).toEqual([
      'answer',
      'hold',
    ])
  })
  it('that are refused say why, and can be pressed again', async () => {
    await stage.inCall()
    stage.gateway.refuseNext({ ok: false, code: 'SWITCH_TIMEOUT', message: 'no reply in 3000 ms' })
    await stage.desk.page.keyboard.press('F6')
    await stage.desk.at('refusal').filter({ hasText: '保持没有成功：交换机没有及时响应' }).waitFor()
    await stage.desk.hold()
  })
  it('show the state that comes after the call', async () => {
    await stage.inCall()
    await stage.desk.chooseState('meal')
    await stage.desk.at('state').filter({ hasText: '结束后 用餐' }).waitFor()
    await stage.desk.hangUp()
    await stage.desk.saveAndFinish()
    await stage.desk.waitForState('not-ready')
  })
})

describe('the other pages', () => {
  it('keep the list where it was, and play a recording', async () => {
    await stage.atDesk()
    await stage.desk.at('nav-tickets').click()
    await stage.desk.at('tickets').waitFor()
    await stage.desk.at('load-more').click()
    await expect.poll(() => stage.desk.at('tickets').getAttribute('aria-rowcount')).toBe('101')
    await stage.desk.page.goto('/tickets/t-2')
    const recording = stage.desk.at('timeline').getByTestId('recording').first()
    await recording.getByRole('button', { name: '播放录音' }).click()
    await recording.getByRole('button', { name: '暂停' }).waitFor()
  })
  it('say what is not there', async () => {
    await stage.atDesk()
    await stage.desk.page.goto('/tickets/none')
    await stage.desk.at('failed').filter({ hasText: '没有这张工单' }).waitFor()
    await stage.desk.page.goto('/nowhere')
    await stage.desk.at('empty').filter({ hasText: '没有这个页面' }).waitFor()
  })
  it('give people without a desk a landing and no desk', async () => {
    await stage.open()
    await stage.desk.logIn('supervisor', 'ringdesk')
    await stage.desk.page.waitForURL('**/home')
    await stage.desk.page.goto('/desk')
    await stage.desk.at('empty').filter({ hasText: '没有权限' }).waitFor()
  })
  it('place a simulated call, and say that it is one', async () => {
    await stage.atDesk()
    await stage.desk.at('nav-simulator').click()
    await stage.desk.at('simulator-banner').filter({ hasText: '模拟' }).waitFor()
    const before = Number((await stage.desk.at('placedTotal').textContent())?.replace(',', ''))
    await stage.desk.at('preset-known').click()
    await expect
      .poll(async () => Number((await stage.desk.at('placedTotal').textContent())?.replace(',', '')))
      .toBe(before + 1)
  })
})

describe.each([
  { language: 'zh-CN', appearance: 'light' },
  { language: 'en', appearance: 'dark' },
] as const)('in $language, $appearance', (options) => {
  it('fits 1366 × 768 and names every control, in every phase and on every page', async () => {
    await stage.atDesk(options)
    const check = async () => {
      expect(await labelProblems(stage.desk.page)).toEqual([])
      expect(await scrolls()).toBe(false)
    }
    await check()
    stage.gateway.ring()
    await stage.desk.waitForPhase('offered')
    await check()
    await stage.desk.answer()
    await stage.desk.at('ticket-number').filter({ hasText: '261122' }).waitFor()
    await check()
    await stage.desk.hangUp()
    await check()
    for (const place of ['tickets', 'calls', 'simulator-banner']) {
      await stage.desk.at(`nav-${place.replace('-banner', '')}`).click()
      await stage.desk.at(place).waitFor()
      await check()
    }
    await stage.desk.page.goto('/tickets/t-2')
    await stage.desk.at('timeline').waitFor()
    await check()
  })
})
