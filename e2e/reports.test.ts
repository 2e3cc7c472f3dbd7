/** Supervisors read what happened, how accurately contacts were routed, and take it home as a file. */
import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startTestSystem, type TestSystem } from './test-system.ts'

let system: TestSystem

beforeAll(async () => {
  system = await startTestSystem()
})
afterEach(({ task }) => system.closePages(task))
afterAll(() => system?.stop())

/** One call that a1001 answered, and flagged afterwards. */
async function oneCall(): Promise<void> {
  const desk = await system.open('a1001')
  await desk.beReady()
  await system.calls.placeCall({ from: '13800138000', to: '4008001234', digits: '1' })
  await desk.page.locator('[data-testid="phone"][data-phase="offered"]').waitFor({ timeout: 30_000 })
  const call = await desk.waitForPhase('offered')
  await desk.answer()
  await desk.waitForState('on-contact')
  await desk.hangUp()
  await expect
    .poll(async () => (await system.database.queueVisit.findFirst({ where: { callId: call } }))?.endedAt ?? null)
    .not.toBeNull()
  await system.database.misroutedFlag.create({
    data: { callId: call, agentId: 'a1001', rightQueueId: 'membership' },
  })
}

describe('a supervisor', () => {
  it('reads today by queue and agent, opens one alone, and is told the formula with T', async () => {
    await oneCall()
    const supervisor = await system.open('s2001')
    const { page } = supervisor
    await supervisor.at('nav-reports').click()
    const figure = (row: string, name: string) => supervisor.at(row).locator(`[data-figure="${name}"]`)
    await supervisor.at('report-aftersales').waitFor()
    expect(await figure('report-aftersales', 'offered').textContent()).toBe('1')
    expect(await figure('report-total', 'serviceLevel').textContent()).toBe('100.0 %')
    await page.getByText('服务水平 = T 内接通 ÷（接通 + 超过 T 后放弃），T = ').waitFor()
    await supervisor.at('report-aftersales').getByRole('button').focus()
    await page.keyboard.press('Enter')
    await page.getByText('只看').waitFor()
    expect(await supervisor.at('report-intervals').locator('tbody tr').count()).toBe(1)
    await page.getByText('坐席', { exact: true }).first().click()
    await supervisor.at('report-a1001').waitFor()
    expect(await figure('report-a1001', 'contacts').textContent()).toBe('1')
  })

  it('follows accuracy from the working view to the misses, each with why', async () => {
    const supervisor = await system.open('s2001')
    await supervisor.page.goto('/supervision')
    await supervisor.at('match-aftersales').click()
    await supervisor.at('accuracy-aftersales').waitFor()
    await supervisor.at('accuracy-aftersales').locator('[data-testid="misses-first-time"]').click()
    const miss = supervisor.at('miss-list').locator('tbody tr')
    await miss.first().waitFor()
    const text = (await miss.first().textContent()) ?? ''
    expect(text).toContain('标记应派')
    expect(text).toContain('138****8000')
    expect(text).not.toContain('没有派单记录')
    await miss.first().getByRole('link').click()
    await supervisor.page.waitForURL(/\/tickets\//)
  })

  it('takes the report home as CSV and xlsx', async () => {
    const supervisor = await system.open('s2001')
    await supervisor.page.goto('/reports')
    for (const [format, start] of [
      ['csv', '\uFEFF时段开始'],
      ['xlsx', 'PK'],
    ] as const) {
      const coming = supervisor.page.waitForEvent('download')
      await supervisor.at(`export-${format}`).click()
      const content = await readFile(await (await coming).path(), 'utf8')
      expect(content.startsWith(start)).toBe(true)
    }
    expect(await system.database.auditEntry.count({ where: { action: 'report-exported' } })).toBe(2)
  })

  it('sees what would be there on a day without anything, in English too', async () => {
    const supervisor = await system.open('s2001')
    await supervisor.page.goto('/reports?from=2026-01-01&to=2026-01-01')
    await supervisor.page.getByText('这段时间没有记录').waitFor()
    await supervisor.at('language').click()
    await supervisor.page.getByText('Nothing recorded in this span').waitFor()
  })

  it('an agent is told that this is not theirs', async () => {
    const desk = await system.open('a1001')
    await desk.page.goto('/reports')
    await desk.page.getByText('没有权限').first().waitFor()
  })
})
