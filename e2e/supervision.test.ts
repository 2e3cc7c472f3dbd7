/** What a supervisor sees and does, on the whole product: simulated switch, gateway, database, browsers. */
import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { DeskPage } from './desk-page.ts'
import { labelProblems } from './labels.ts'
import { startTestSystem, type TestSystem } from './test-system.ts'

let system: TestSystem

beforeAll(async () => {
  system = await startTestSystem({ agents: 1_000 })
})
afterEach(({ task }) => system.closePages(task))
afterAll(() => system?.stop())

const hotline = '4008001234'
/** ms; greeting, recording notice and menu are played in full before a call is queued. */
const untilQueued = 30_000

async function supervisor(path = '/supervision'): Promise<DeskPage> {
  const desk = await system.open('s2001')
  await desk.page.goto(path)
  await desk.at('supervision').waitFor()
  return desk
}
/** Somebody must be logged in for callers to wait; on a break nobody is rung. */
async function agentOnBreak(username: string): Promise<void> {
  const agent = await system.open(username)
  await agent.chooseState('break')
  await agent.waitForState('not-ready')
}
const rowOf = (desk: DeskPage, id: string): Locator => desk.page.locator(`[data-row="${id}"]`)

describe('who may watch', () => {
  it('an agent has no way to it, and is refused at the address', async () => {
    const desk = await system.open('a1001')
    expect(await desk.at('nav-supervision').count()).toBe(0)
    for (const path of ['/supervision', '/wall']) {
      await desk.page.goto(path)
      await desk.at('empty').filter({ hasText: '没有权限' }).waitFor()
    }
  })
})

describe('the working view', () => {
  it('shows a call within a second of its arrival, and its way', async () => {
    await agentOnBreak('a1001')
    const desk = await supervisor('/supervision?tab=contacts')
    const appeared = desk.page.evaluate<number>(`new Promise((resolve) => {
      const look = () => { if (document.querySelector('tr[data-row]')) { seen.disconnect(); resolve(Date.now()) } }
      const seen = new MutationObserver(look)
      seen.observe(document.body, { childList: true, subtree: true })
    })`)
    const { uuid } = await system.calls.placeCall({ from: '13800138000', to: hotline, digits: '1', name: '张伟' })
    await rowOf(desk, uuid).waitFor()
    const arrived = () => system.database.ledgerEvent.findFirst({ where: { callId: uuid, type: 'call-arrived' } })
    await expect.poll(arrived).not.toBeNull()
    expect((await appeared) - ((await arrived())?.at.getTime() ?? 0)).toBeLessThan(1_000)
    expect(await desk.page.textContent('body')).not.toContain('13800138000')
    await rowOf(desk, uuid).click()
    await desk.at('detail').filter({ hasText: '138****8000' }).waitFor()
    await desk.at('tab-queues').click()
    await desk.at('waiting-aftersales').filter({ hasText: '1' }).waitFor({ timeout: untilQueued })
    await desk.at('waiting-aftersales').click()
    await rowOf(desk, uuid).filter({ hasText: '排队' }).waitFor()
    await system.calls.hangUp(uuid)
    await rowOf(desk, uuid).waitFor({ state: 'detached' })
  })

  it('changes an agent’s state, asks before it logs somebody out, and tells an agent something', async () => {
    const agent = await system.open('a1002')
    await agent.beReady()
    const desk = await supervisor('/supervision?tab=agents&q=a1002')
    await rowOf(desk, 'a1002').filter({ hasText: '示闲' }).waitFor()
    await desk.at('actions-a1002').click()
    await desk.at('set-meeting').click()
    await agent.waitForState('not-ready')
    await rowOf(desk, 'a1002').filter({ hasText: '会议' }).waitFor()

    await desk.at('actions-a1002').click()
    await desk.at('agent-message').click()
    await desk.at('message-text').fill('午间高峰，请提前结束会议')
    await desk.page.locator('#send-message').click()
    await agent.at('supervisor-message').filter({ hasText: '午间高峰，请提前结束会议' }).waitFor()
    await agent.at('acknowledge-message').click()
    await agent.at('supervisor-message').waitFor({ state: 'detached' })
    await desk.at('tab-messages').click()
    await desk.at('sent-messages').filter({ hasText: '1 / 1 已确认' }).waitFor()

    await desk.at('tab-agents').click()
    await desk.at('actions-a1002').click()
    await desk.at('set-offline').click()
    expect(await agent.at('state').getAttribute('data-kind')).toBe('not-ready')
    await desk.page.locator('#confirm').click()
    await agent.waitForState('offline')
    const { database } = system
    const done = await database.auditEntry.findMany({ where: { object: 'agent:a1002' }, orderBy: { at: 'asc' } })
    expect(done.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      '许文静 agent-state-set',
      '许文静 message-sent',
      '许文静 agent-state-set',
    ])
  })

  it('is alarmed by a threshold of its own, and one takes it on for all', async () => {
    await agentOnBreak('a1001')
    const first = await supervisor('/supervision?tab=alarms')
    const second = await system.open('admin')
    await first.at('edit-thresholds').click()
    const threshold = first.page.locator('[data-rule="longest-wait"] input').first()
    await threshold.fill('1')
    await first.page.locator('#save-thresholds').click()
    await first.page.locator('#save-thresholds').waitFor({ state: 'detached' })
    const { uuid } = await system.calls.placeCall({
      from: '18612345678',
      to: hotline,
      digits: '1',
      patienceMs: 120_000,
    })
    await second.page.locator('[data-testid="alarm-bell"][data-open="true"]').waitFor({ timeout: untilQueued })
    await second.at('alarm-bell').click()
    const alarm = second.page.locator('[data-alarm="longest-wait/aftersales"]')
    await alarm.filter({ hasText: '售后服务' }).waitFor()
    await first.page.locator('[data-alarm="longest-wait/aftersales"]').getByTestId('acknowledge-alarm').click()
    await alarm.getByTestId('acknowledged').filter({ hasText: '许文静' }).waitFor()
    await system.calls.hangUp(uuid)
    await alarm.waitFor({ state: 'detached' })
    const kept = await system.database.alarm.findFirstOrThrow({ where: { ruleId: 'longest-wait' } })
    expect(kept).toMatchObject({ acknowledgedBy: '许文静', standing: null })
  })

  it('keeps a thousand agents smooth: few rows exist, changes arrive, rows stay where they are', async () => {
    const desk = await supervisor('/supervision?tab=agents')
    await desk.at('agents-shown').filter({ hasText: '1,000 / 1,000' }).waitFor()
    const rows = desk.at('agent-rows').locator('tbody tr')
    expect(await rows.count()).toBeGreaterThan(5)
    expect(await rows.count()).toBeLessThan(50)

    await desk.at('sort-state').click()
    await rowOf(desk, 'a1001').waitFor()
    const first = await rows.first().getAttribute('data-row')
    const agent = await system.open('a1003')
    await agent.beReady()
    await desk.at('agent-search').fill('a1003')
    await rowOf(desk, 'a1003').filter({ hasText: '示闲' }).waitFor()
    await desk.at('agent-search').fill('')
    expect(await rows.first().getAttribute('data-row')).not.toBe(null)

    await desk.at('agent-rows').focus()
    await desk.page.keyboard.press('End')
    await desk.page.locator('[data-row][aria-selected="true"]').waitFor()
    expect(await rows.count()).toBeLessThan(50)
    await desk.page.keyboard.press('Home')
    await desk.at('detail').waitFor()
    expect(first).toBeTruthy()
    await agent.chooseState('offline')
    await agent.waitForState('offline')
    const typical = await desk.at('agent-rows').evaluate<number, ScrollBox>(async (box) => {
      const frames: number[] = []
      let last = performance.now()
      for (let top = 0; top < box.scrollHeight; top += 600) {
        box.scrollTop = top
        await new Promise((resolve) => requestAnimationFrame(resolve))
        frames.push(performance.now() - last)
        last = performance.now()
      }
      return frames.sort((a, b) => a - b)[Math.floor(frames.length / 2)] ?? 0
    })
    expect(typical).toBeLessThan(100)
    expect(await rows.count()).toBeLessThan(50)
  })

  it('can be worked by keys, and everything in it has a name', async () => {
    const desk = await supervisor()
    await desk.page.keyboard.press('2')
    await desk.at('agent-rows').waitFor()
    expect(await labelProblems(desk.page)).toEqual([])
    await desk.page.keyboard.press('/')
    await desk.page.keyboard.type('林晓燕')
    await rowOf(desk, 'a1001').waitFor()
    await desk.page.keyboard.press('Tab')
    for (const tab of ['queues', 'contacts', 'alarms', 'messages']) {
      await desk.at(`tab-${tab}`).click()
      expect(await labelProblems(desk.page)).toEqual([])
    }
  })
})
declare const performance: { now(): number }
declare function requestAnimationFrame(callback: (at: number) => void): number
interface ScrollBox {
  scrollTop: number
  readonly scrollHeight: number
}

describe('an agent', () => {
  it('says with two clicks that a call belonged to another queue, and can take it back', async () => {
    const { database } = system
    const { uuid } = await system.calls.placeCall({ from: '13912345678', to: hotline, digits: '1' })
    const agent = await system.open('a1001')
    await agent.beReady()
    await agent.page.locator('[data-testid="phone"][data-phase="offered"]').waitFor({ timeout: untilQueued })
    await agent.answer()
    await agent.at('misrouted').click()
    await agent.at('right-queue-delivery').click()
    await agent.at('misrouted-flag').filter({ hasText: '外卖与订单' }).waitFor()
    expect(await database.misroutedFlag.findMany()).toMatchObject([
      { callId: uuid, agentId: 'a1001', rightQueueId: 'delivery' },
    ])
    await agent.at('misrouted-undo').click()
    await agent.at('misrouted').waitFor()
    expect(await database.misroutedFlag.count()).toBe(0)
    await agent.hangUp()
  })
})

describe('the wall', () => {
  it('fits a big screen without scrolling, states T and the formula, and its figures open their lists', async () => {
    const desk = await system.open('s2001', { viewport: { width: 1920, height: 1080 } })
    await desk.page.goto('/wall')
    await desk.at('wall').filter({ hasText: 'T 内接通 ÷（已接通 + T 后放弃）' }).waitFor()
    await desk.at('wall').filter({ hasText: '15 秒 / 20 秒' }).waitFor()
    const overflow = await desk.page.evaluate<number>(
      'document.scrollingElement.scrollHeight - window.innerHeight + (document.querySelector(".wall-queues").scrollHeight - document.querySelector(".wall-queues").clientHeight)',
    )
    expect(overflow).toBeLessThanOrEqual(0)
    expect(await labelProblems(desk.page)).toEqual([])
    await desk.at('wall-waiting').getByRole('link').click()
    await desk.at('contact-rows').or(desk.at('empty')).first().waitFor()
  })
})
