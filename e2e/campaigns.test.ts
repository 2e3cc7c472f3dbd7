/** Calls that we make, before anything is dialled: lists that import nothing unasked, rules, refusals, starts that are refused. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { DeskPage } from './desk-page.ts'
import { labelProblems } from './labels.ts'
import { startTestSystem, type TestSystem } from './test-system.ts'

let system: TestSystem

beforeAll(async () => {
  system = await startTestSystem()
})
afterEach(({ task }) => system.closePages(task))
afterAll(() => system?.stop())

const list = [
  '姓名,手机号,电话2,门店,会员等级',
  '张伟,138 0013 8001,0571-88776655,,金卡',
  '李娜,1380013800,,,银卡',
  '王芳,13800138002,,没有的店,',
  '孙八,13800138003,,,',
  '张伟,13800138001,,,',
].join('\r\n')

/** Those of the demo chain's own survey left out. */
const contacts = () => system.database.campaignContact.count({ where: { campaign: { kind: { not: 'survey' } } } })

async function newCampaign(desk: DeskPage, name: string): Promise<void> {
  const { page } = desk
  await desk.at('nav-campaigns').click()
  await desk.at('add-campaign').click()
  await page.getByRole('dialog').getByLabel('名称').fill(name)
  await page.getByRole('dialog').getByText('名单外呼', { exact: true }).click()
  await desk.at('create-campaign').click()
  await page.getByRole('heading', { name }).waitFor()
}

describe('a supervisor', () => {
  it('uploads a list with errors: nothing is imported until they choose', async () => {
    const desk = await system.open('s2001')
    const { page } = desk
    await newCampaign(desk, '金卡会员回访')
    await desk.at('campaign-tabs').getByText('联系人').click()
    await desk.at('upload-list').click()
    const wizard = desk.at('import-wizard')
    await wizard.getByLabel('整份名单的同意依据').fill('会员协议第 5 条')
    const file = { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${list}`) }
    await wizard.locator('input[type=file]').setInputFiles(file)

    await desk.at('list-figures').waitFor()
    expect(await desk.at('list-figures').textContent()).toMatch(/^可以导入2有误2名单内重复1/)
    const problems = desk.at('list-problems')
    await problems.getByText('有 10 位，手机号应为 11 位').waitFor()
    await problems.getByText('没有这家门店，应为门店编号、代码或全称').waitFor()
    await problems.getByText('与第 2 行重复').waitFor()
    expect(await labelProblems(page)).toEqual([])
    const download = page.waitForEvent('download')
    await desk.at('download-problems').click()
    expect((await download).suggestedFilename()).toBe('ringdesk-import-problems.csv')
    await desk.at('cancel-import').click()
    await page.getByText('还没有联系人').waitFor()
    expect(await contacts()).toBe(0)

    // Without the column of stores one more row is good.
    await desk.at('upload-list').click()
    await wizard.locator('input[type=file]').setInputFiles(file)
    await desk.at('list-figures').waitFor()
    await desk.at('list-columns').getByRole('row', { name: /^门店/ }).locator('.ant-select').click()
    await page.locator('.ant-select-dropdown').getByText('不导入').click()
    await wizard.getByLabel('整份名单的同意依据').fill('会员协议第 5 条')
    await desk.at('recheck-list').click()
    await desk.at('import-good').getByText('导入 3 行').click()
    await desk.at('list-done').getByText('已导入 3 位联系人').waitFor()
    await desk.at('list-done').getByRole('button', { name: '关闭' }).click()

    const table = desk.at('contacts')
    await table.getByText('138****8001').waitFor()
    expect(await table.getByRole('row').count()).toBe(4)
    expect(await page.content()).not.toContain('13800138001')
    await table.getByRole('button', { name: '张伟' }).click()
    await page.getByText('会员协议第 5 条').waitFor()
    expect(await contacts()).toBe(3)
  })

  it('is told every reason why a campaign cannot start, and starts, pauses and stops it when there is none', async () => {
    const desk = await system.open('s2001')
    const { page } = desk
    await newCampaign(desk, '能不能开始')
    const campaign = await system.database.campaign.findUniqueOrThrow({ where: { name: '能不能开始' } })
    await desk.at('preflight').getByText('没有待呼叫的联系人').waitFor()
    await desk.at('start-campaign').click()
    const refusal = page.getByRole('dialog')
    for (const reason of ['没有待呼叫的联系人', '没有选择主叫号码', '没有选择由哪个队列的坐席通话'])
      await refusal.getByText(reason).waitFor()
    await refusal.getByRole('button').last().click()
    expect((await system.database.campaign.findUniqueOrThrow({ where: { id: campaign.id } })).state).toBe('DRAFT')

    await desk.at('caller-number').click()
    await page.locator('.ant-select-dropdown').getByText('400-800-1234').click()
    await desk.at('queue').click()
    await page.locator('.ant-select-dropdown:visible').getByText('售后服务').click()
    await desk.at('save-campaign').click()
    await desk.at('save-campaign').waitFor({ state: 'detached' })
    await system.database.campaignContact.create({
      data: {
        campaignId: campaign.id,
        key: 'one',
        consent: '有',
        numbers: { create: { position: 0, number: '+8613800138009' } },
      },
    })
    await desk.at('start-campaign').click()
    await desk.at('pause-campaign').click()
    await page.getByText('已暂停，不再拨打新的号码').waitFor()
    await desk.at('stop-campaign').click()
    await page.getByRole('dialog').getByRole('button', { name: '停止' }).click()
    await page.getByText('已结束', { exact: true }).first().waitFor()
    expect(await desk.at('start-campaign').count()).toBe(0)
  })

  it('reads the rules and cannot change them', async () => {
    const desk = await system.open('s2001')
    await desk.page.goto('/campaigns/rules')
    await desk.page.getByText('只能查看，修改需要管理员权限。').waitFor()
    expect(await desk.at('outbound-rules').getByLabel('每天最多（次）').isDisabled()).toBe(true)
    const status = await desk.page.evaluate(async () => {
      const book = (await (await fetch('/api/outbound-rules')).json()) as { version: number; rules: object }
      const answer = await fetch('/api/outbound-rules', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ version: book.version, rules: { ...book.rules, perDay: 10 } }),
      })
      return answer.status
    })
    expect(status).toBe(403)
  })
})

describe('an administrator', () => {
  it('changes the rules, which is written down', async () => {
    const desk = await system.open('admin')
    await desk.page.goto('/campaigns/rules')
    await desk.at('outbound-rules').getByLabel('每天最多（次）').fill('2')
    expect(await labelProblems(desk.page)).toEqual([])
    await desk.at('save-rules').click()
    await desk.page.getByText('外呼规则已保存，立即生效').waitFor()
    await desk.page.getByText('第 1 版，系统管理员').waitFor()
    const [entry] = await system.database.auditEntry.findMany({ where: { action: 'outbound-rules-changed' } })
    expect(entry?.detail).toMatchObject({ before: { perDay: 3 }, after: { perDay: 2 } })
  })

  it('takes a listed number off the do-not-call list with a reason, and a customer’s own word never', async () => {
    await system.database.doNotCall.create({ data: { number: '+8613800138077', reason: 'list', by: '许文静' } })
    const desk = await system.open('admin')
    const { page } = desk
    await page.goto('/campaigns/do-not-call')
    await desk.at('add-refusal').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('号码').fill('138 0013 8078')
    await dialog.getByRole('button', { name: '添加号码' }).click()
    const table = desk.at('refusals')
    await table.getByText('永久', { exact: true }).waitFor()
    expect(await table.getByRole('button', { name: '移出' }).count()).toBe(1)
    expect(await labelProblems(page)).toEqual([])
    await table.getByRole('button', { name: '移出' }).click()
    await page.getByLabel('移出的原因').fill('导入有误')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /移\s*出/ })
      .click()
    await page.getByText('已移出').waitFor()
    expect(await system.database.doNotCall.findMany({ select: { number: true } })).toEqual([
      { number: '+8613800138078' },
    ])
  })
})

describe('an agent', () => {
  it('has no campaigns to administrate', async () => {
    const desk = await system.open('a1001')
    await desk.page.goto('/campaigns')
    await desk.page.getByText('没有权限').first().waitFor()
    expect(await desk.at('nav-campaigns').count()).toBe(0)
  })
})
