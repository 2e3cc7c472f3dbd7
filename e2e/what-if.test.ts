/** Supervisors play what happened under other rules, and reckon staffing. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startTestSystem, type TestSystem } from './test-system.ts'

let system: TestSystem

beforeAll(async () => {
  system = await startTestSystem()
})
afterEach(({ task }) => system.closePages(task))
afterAll(() => system?.stop())

describe('a supervisor', () => {
  it('sees today’s calls as they were, under the rules in force, and under the draft', async () => {
    // How many calls the demo chain has had today depends on the hour; only what is made here is to be there.
    await system.database.$executeRaw`
      UPDATE "Call" SET "arrivedAt" = "arrivedAt" - interval '1 day', "queuedAt" = "queuedAt" - interval '1 day',
        "connectedAt" = "connectedAt" - interval '1 day', "endedAt" = "endedAt" - interval '1 day'`
    const desk = await system.open('a1001')
    await desk.beReady()
    await system.calls.placeCall({ from: '13800138000', to: '4008001234', digits: '1' })
    await desk.page.locator('[data-testid="phone"][data-phase="offered"]').waitFor({ timeout: 30_000 })
    const call = await desk.waitForPhase('offered')
    await desk.answer()
    await desk.waitForState('on-contact')
    await desk.hangUp()
    await expect
      .poll(async () => (await system.database.call.findUnique({ where: { id: call } }))?.endedAt ?? null)
      .not.toBeNull()

    const supervisor = await system.open('s2001')
    const { page } = supervisor
    await supervisor.at('nav-what-if').click()
    await page.getByLabel('时间范围').first().click()
    await page.getByText('今天', { exact: true }).click()
    await page.keyboard.press('Escape')
    await supervisor.at('run-what-if').click()
    const result = supervisor.at('what-if-result')
    await result.waitFor()
    for (const column of ['recorded', 'inForce', 'draft']) {
      const row = result.locator(`tbody[data-queue="aftersales"] tr[data-column="${column}"]`)
      expect((await row.locator('td.figure').allTextContents()).slice(0, 2)).toEqual(['1', '1'])
    }
    await page.getByText('1 通来电，1 位坐席在岗').waitFor()
  })

  it('reckons how many agents a load needs, with and without callers who give up', async () => {
    const supervisor = await system.open('s2001')
    await supervisor.page.goto('/what-if')
    const needed = supervisor.at('staffing-needed')
    await supervisor.page.getByLabel('平均耐心（秒）').fill('')
    await needed.getByText('需要 14 位在岗坐席（话务量 10.0 Erl）').waitFor()
    await supervisor.page.getByLabel('平均耐心（秒）').fill('120')
    await needed.getByText('需要 12 位在岗坐席').waitFor()
  })

  it('an agent is told that this is not theirs', async () => {
    const desk = await system.open('a1001')
    await desk.page.goto('/what-if')
    await desk.page.getByText('没有权限').first().waitFor()
  })
})
