/** What a supervisor sees of a running campaign, on the whole product: simulated switch, gateway, database, browsers. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { addPeople, allowAnyHour, makeCampaign } from '../gateway/src/campaigns/runner/runner-testing.ts'
import { labelProblems } from './labels.ts'
import { startTestSystem, type TestSystem } from './test-system.ts'

let system: TestSystem

beforeAll(async () => {
  system = await startTestSystem()
  await allowAnyHour(system.database)
})
afterEach(({ task }) => system.closePages(task))
afterAll(() => system?.stop())

/** ms; the rules of the installation are read anew every now and then. */
const untilDialled = 60_000

describe('the page that watches a campaign', () => {
  it('shows calls as they come, pauses and goes on, and has what was answered', async () => {
    await system.calls.setPhone('outside', { mode: 'auto', afterMs: 300, digits: '15' })
    const campaign = await makeCampaign(system.database, {
      kind: 'survey',
      mode: 'flow',
      settings: { perSecond: 1, maxCalls: 5 },
    })
    await addPeople(system.database, campaign, 200)
    const desk = await system.open('s2001')
    await desk.page.goto(`/campaigns/${campaign}/watch`)
    await desk.at('outcomes').filter({ hasText: '真人接听' }).waitFor({ timeout: untilDialled })
    await desk.at('pace').filter({ hasText: '/ 60' }).waitFor()
    expect(await labelProblems(desk.page)).toEqual([])

    await desk.at('pause-campaign').click()
    await desk.at('campaign-state').filter({ hasText: '已暂停' }).waitFor()
    await expect
      .poll(() => system.database.campaign.findUniqueOrThrow({ where: { id: campaign } }))
      .toMatchObject({ state: 'PAUSED' })
    await desk.at('start-campaign').click()
    await desk.at('campaign-state').filter({ hasText: '进行中' }).waitFor()

    await desk.page.getByText('结果与留言').click()
    await desk.at('questions').filter({ hasText: '满意度打分' }).waitFor({ timeout: untilDialled })
    await desk.at('places').waitFor()
    expect(await desk.at('questions').textContent()).toContain('平均 5.00')
  })

  it('says what nobody can be called for, on top', async () => {
    const campaign = await makeCampaign(system.database, { kind: 'survey', mode: 'flow' })
    await system.database.campaign.update({ where: { id: campaign }, data: { flowId: 'no-such-flow' } })
    await addPeople(system.database, campaign, 1, 5_000)
    const desk = await system.open('s2001', { language: 'en' })
    await desk.page.goto(`/campaigns/${campaign}/watch`)
    await desk.at('campaign-alarms').filter({ hasText: 'Cannot go on' }).waitFor()
    // Whoever looks at something else hears of it at the bell.
    await desk.at('alarm-bell').filter({ hasText: /[1-9]/ }).waitFor({ timeout: 30_000 })
    await desk.at('alarm-bell').click()
    await desk.at('urgent-campaigns').getByRole('link').first().click()
    await desk.at('campaign-alarms').waitFor()
  })

  it('refuses an agent', async () => {
    const desk = await system.open('a1001')
    await desk.page.goto('/campaigns/01900000-0000-7000-8000-000000000001/watch')
    await desk.at('empty').filter({ hasText: '没有权限' }).waitFor()
  })
})
