/** Time limits and automation rules: written by an administrator, running by themselves, told on the ticket. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { DeskPage } from './desk-page.ts'
import { startTestSystem, type TestSystem } from './test-system.ts'

let system: TestSystem

beforeAll(async () => {
  system = await startTestSystem()
  // A policy that is saved is held against every open ticket: only what a test makes is to be late.
  await system.database.ticket.updateMany({ where: { category: 'praise' }, data: { status: 'CLOSED' } })
})
afterEach(({ task }) => system.closePages(task))
afterAll(() => system?.stop())

/** @param typed in a list that is too long to have every line in the page */
async function choose({ page }: DeskPage, label: string, option: string, typed = false): Promise<void> {
  const field = page.getByRole('dialog').getByLabel(label, { exact: true }).last()
  await field.click()
  if (typed) await field.fill(option)
  const list = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')
  await list.getByTitle(option, { exact: true }).click()
}

/** A ticket that was made two minutes ago. */
async function makeTicket(): Promise<string> {
  const at = new Date(Date.now() - 120_000)
  const ticket = await system.database.ticket.create({
    data: {
      channel: 'voice',
      source: 'test',
      sourceId: 'praise',
      subject: '店员很热情',
      category: 'praise',
      createdAt: at,
      lastInteractionAt: at,
      history: { create: { at, kind: 'created', detail: { kind: 'callback' } } },
    },
  })
  return ticket.id
}

describe('an administrator', () => {
  it('writes a policy and a rule, and a ticket that is late shows both in its history', async () => {
    const desk = await system.open('admin')
    const { page } = desk
    await desk.at('nav-administration').click()
    await page.getByRole('link', { name: '时限策略' }).click()
    await desk.at('policies').getByRole('button', { name: '食品安全' }).waitFor()

    await desk.at('add-policy').click()
    const policy = desk.at('policy-editor')
    await policy.getByLabel('名称').fill('表扬也要快')
    await choose(desk, '工单分类', '表扬')
    await policy.getByLabel('解决 分钟').fill('1')
    await desk.at('preview-policy').click()
    await desk
      .at('policy-preview')
      .getByText(/解决：应在 .* 前（表扬也要快）/)
      .waitFor()
    await desk.at('policy-preview').getByText('同样适用但不够具体：普通工单').waitFor()
    await desk.at('save-policy').click()
    await desk.at('policies').getByText('1 分钟 · 全天 24 小时').waitFor()

    await page.getByRole('link', { name: '自动化规则' }).click()
    await desk.at('add-rule').click()
    const rule = desk.at('rule-editor')
    await rule.getByLabel('名称').fill('超时加急')
    await choose(desk, '当', '超时', true)
    await desk.at('add-condition').click()
    await choose(desk, '分类是', '表扬')
    await page.keyboard.press('Escape')
    await choose(desk, '就', '设优先级')
    await choose(desk, '优先级', '紧急')
    await rule.getByRole('switch').click()
    await desk.at('try-rule').click()
    await desk.at('trial-result').getByText('会触发 0 次').waitFor()
    await desk.at('save-rule').click()
    await desk.at('rules').getByText('分类是 表扬').waitFor()

    // Of what an edit itself makes overdue nobody is told: this one has been in force for an hour.
    const changedAt = new Date(Date.now() - 3_600_000)
    await system.database.slaSettings.updateMany({ data: { changedAt, version: { increment: 1 } } })
    const id = await makeTicket()
    await expect
      .poll(() => system.database.ticketHistory.count({ where: { ticketId: id, kind: 'rule-fired' } }))
      .toBe(1)
    await page.goto(`/tickets/${id}`)
    const clock = desk.at('clock-resolution')
    await clock.getByText(/解决 已超时 \d+ 分钟/).waitFor()
    const timeline = desk.at('timeline')
    await timeline.getByText(/解决时限（表扬也要快，1 分钟）已超时，已通知 .*许文静/).waitFor()
    await timeline.getByText('规则“超时加急”（版本 1） 因为：分类是表扬').waitFor()
    await timeline.getByText('优先级设为紧急').waitFor()
    await desk.at('ticket-status').first().waitFor()

    await desk.at('nav-tickets').click()
    await desk
      .at('tickets')
      .getByText(/解决 已超时/)
      .first()
      .waitFor()
  })

  it('is warned of rules that set each other off before they do', async () => {
    const desk = await system.open('admin')
    const { page } = desk
    await page.goto('/administration/rules')
    await desk.at('add-rule').click()
    const rule = desk.at('rule-editor')
    await rule.getByLabel('名称').fill('自己绕圈')
    await choose(desk, '当', '优先级变更')
    await choose(desk, '就', '设优先级')
    await choose(desk, '优先级', '高')
    await rule.getByRole('switch').click()
    await desk.at('save-rule').click()
    await rule.getByText('自己绕圈 → 自己绕圈').waitFor()
  })
})

describe('an agent', () => {
  it('has no business with policies and rules', async () => {
    const desk = await system.open('a1001')
    await desk.page.goto('/administration/sla')
    await desk.page.getByText('没有权限').first().waitFor()
    await desk.page.goto('/administration/rules')
    await desk.page.getByText('没有权限').first().waitFor()
  })
})
