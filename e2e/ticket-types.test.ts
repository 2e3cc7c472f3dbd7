/** An administrator builds a ticket type; an agent fills it in, is refused a step, and then takes it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { labelProblems } from './labels.ts'
import { startTestSystem, type TestSystem } from './test-system.ts'

let system: TestSystem

beforeAll(async () => {
  system = await startTestSystem()
})
afterEach(({ task }) => system.closePages(task))
afterAll(() => system?.stop())

type Desk = Awaited<ReturnType<TestSystem['open']>>

async function addField(desk: Desk, kind: string, zh: string, en: string) {
  await desk.at('add-field').click()
  await desk.page.getByRole('menuitem', { name: kind, exact: true }).click()
  await desk.at('builder-panel').getByText('字段属性').waitFor()
  await desk.at('label-zh').fill(zh)
  await desk.at('label-en').fill(en)
}
async function choose(desk: Desk, box: ReturnType<Desk['at']>, option: string) {
  await box.click()
  await desk.page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true }).click()
}

describe('a ticket type', () => {
  it('is built with a field that shows on an answer and one that a step requires, and rules a ticket at once', async () => {
    const desk = await system.open('admin')
    const { page } = desk
    await page.goto('/administration?part=ticket-type')
    await desk.at('type-taste').waitFor()
    await desk.at('new-type').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('编号', { exact: false }).fill('gift-card')
    await dialog.getByLabel('中文名称').fill('礼品卡')
    await dialog.getByLabel('英文名称').fill('Gift card')
    await dialog.getByRole('button', { name: /建\s?立/ }).click()
    await desk.at('type-builder').waitFor()

    await desk.at('add-section').click()
    await desk.at('label-zh').fill('卡片')
    await desk.at('label-en').fill('Card')
    await addField(desk, '单选', '卡片问题', 'Trouble')
    await desk.at('builder-problems').getByText('没有选项').waitFor()
    await desk.at('choices').fill('lost|遗失|Lost\nempty|余额不对|Wrong balance')
    await addField(desk, '金额', '卡内金额', 'Amount')
    await desk.at('add-condition').click()
    const values = desk.at('conditions').locator('.ant-select').last()
    await choose(desk, values, '余额不对')
    await values.locator('.ant-select-selection-item-remove, .ant-tag-close-icon').first().click()
    await page.keyboard.press('Escape')
    await addField(desk, '多行文字', '原因', 'Cause')
    await choose(desk, desk.at('required-from'), '解决前必填')
    await desk.at('builder-problems').waitFor({ state: 'detached' })

    // The preview lives: the amount shows with its answer only.
    const preview = desk.at('type-preview')
    expect(await preview.getByText('卡内金额').count()).toBe(0)
    await choose(desk, preview.getByTestId('value-choice-1'), '余额不对')
    await preview.getByText('卡内金额').waitFor()
    await preview.getByText('解决前必填', { exact: true }).click()
    await desk.at('preview-missing').getByText('还缺：原因').waitFor()

    // By keys: the last field goes up, over the amount, and down again.
    await desk.at('outline-long-text-1').focus()
    await page.keyboard.press('Alt+ArrowUp')
    const order = async () =>
      (await desk.at('type-builder').locator('.outline-field').allTextContents()).map((text) => text.slice(0, 2))
    expect(await order()).toEqual(['卡片', '原因', '卡内'])
    expect(await labelProblems(page)).toEqual([])

    await desk.at('save-draft').click()
    await desk.at('builder-state').filter({ hasText: '未保存' }).waitFor({ state: 'detached' })
    await desk.at('publish-type').click()
    await desk.at('publish-difference').getByText('Gift card').waitFor()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /发\s?布/ })
      .click()
    await page.getByText('已发布第 1 版').waitFor()
    const version = await system.database.ticketTypeVersion.findFirstOrThrow({ where: { typeId: 'gift-card' } })
    expect(version.schema).toMatchObject({ properties: { 'money-1': { type: 'integer' } } })

    const ticket = await system.database.ticket.findFirstOrThrow({ where: { status: 'OPEN', kind: 'SERVICE' } })
    const agent = await system.open('a1001')
    await agent.page.goto(`/tickets/${ticket.id}`)
    await agent.at('category-gift-card').click()
    const form = agent.page.locator('.type-form')
    await form.getByText('卡片问题').waitFor()
    expect(await form.getByText('卡内金额').count()).toBe(0)
    await choose(agent, agent.at('value-choice-1'), '余额不对')
    await form.getByLabel('卡内金额').fill('88.5')
    // What is typed is kept through a reload.
    await agent.page.locator('[data-keeping=kept]').waitFor()
    await agent.page.reload()
    await expect.poll(() => form.getByLabel('卡内金额').inputValue()).toBe('88.50')

    await agent.page.locator('.ticket-foot').getByText('已解决', { exact: true }).click()
    await agent.at('save').click()
    await agent.at('save-error').getByText('请先填写“原因”（解决前必填）').waitFor()
    await form.getByLabel('原因').fill('充值没有到账，已补记')
    await agent.at('save').click()
    await expect
      .poll(async () => (await system.database.ticket.findUniqueOrThrow({ where: { id: ticket.id } })).status)
      .toBe('RESOLVED')
    const row = await system.database.ticket.findUniqueOrThrow({ where: { id: ticket.id } })
    expect(row).toMatchObject({
      category: 'gift-card',
      formVersion: 1,
      values: { 'choice-1': 'empty', 'money-1': 8_850, 'long-text-1': '充值没有到账，已补记' },
    })
    await agent.at('timeline').getByText('卡内金额').waitFor()
    await agent.at('timeline').getByText('¥88.50').waitFor()
  })

  it('is guessed from the typed words, marked as a guess, and taken by one key', async () => {
    const ticket = await system.database.ticket.findFirstOrThrow({
      where: { status: 'OPEN', kind: 'SERVICE', mergedIntoId: null },
    })
    await system.database.ticket.update({
      where: { id: ticket.id },
      data: { category: null, subject: null, description: null },
    })
    const agent = await system.open('a1002')
    await agent.page.goto(`/tickets/${ticket.id}`)
    await agent.at('subject').fill('奶茶里喝出一根头发')
    await agent.at('type-guess').getByText('推测').waitFor()
    await agent.at('type-guess').getByText('头发').waitFor()
    await agent.page.keyboard.press('Alt+Enter')
    await expect.poll(() => agent.at('category-foreign-object').getAttribute('aria-checked')).toBe('true')
    await agent.page.locator('.type-form').getByText('异物类型').waitFor()
    expect((await system.database.ticket.findUniqueOrThrow({ where: { id: ticket.id } })).category).toBeNull()
  })

  it('takes an old ticket to its newest form by a button that says what does not fit', async () => {
    const ticket = await system.database.ticket.findFirstOrThrow({ where: { status: 'OPEN', kind: 'SERVICE' } })
    await system.database.ticket.update({
      where: { id: ticket.id },
      data: { category: 'refund', formVersion: 1, values: { amount: 1_250, transaction: 'A-1' } },
    })
    const desk = await system.open('admin')
    await desk.page.goto('/administration?part=ticket-type&type=refund')
    await desk.at('outline-transaction').click()
    await desk.page.keyboard.press('Delete')
    await desk.at('publish-type').click()
    await desk.page
      .getByRole('dialog')
      .getByRole('button', { name: /发\s?布/ })
      .click()
    await desk.page.getByText('已发布第 2 版').waitFor()

    const agent = await system.open('a1001')
    await agent.page.goto(`/tickets/${ticket.id}`)
    await agent.page.locator('.type-form').getByLabel('交易单号').waitFor()
    await agent.at('form-upgrade').click()
    await agent.at('upgrade-misfits').getByText('交易单号: A-1').waitFor()
    await agent.page.getByRole('dialog').getByRole('button', { name: '更新到最新表单' }).click()
    await expect
      .poll(async () => (await system.database.ticket.findUniqueOrThrow({ where: { id: ticket.id } })).formVersion)
      .toBe(2)
    await agent.page.locator('.type-form').getByLabel('交易单号').waitFor({ state: 'detached' })
  })
})

it('a product that an administrator adds is offered by name where a form asks for one', async () => {
  const desk = await system.open('admin')
  await desk.page.goto('/administration?part=product')
  await desk.at('products').getByRole('row').filter({ hasText: '杨枝甘露' }).waitFor()
  await desk.at('new-product').click()
  await desk.at('product-name').fill('海盐芝士龙井')
  await desk.page.keyboard.press('Enter')
  await desk.at('products').getByRole('row').filter({ hasText: '海盐芝士龙井' }).waitFor()
  if (process.env.SHOTS) await desk.page.screenshot({ path: `${process.env.SHOTS}/products.png` })
  expect(await labelProblems(desk.page)).toEqual([])

  const { id } = await system.database.ticket.create({
    data: { channel: 'manual', source: 'e2e', sourceId: 'product', category: 'taste', formVersion: 1 },
  })
  await desk.page.goto(`/tickets/${id}`)
  const field = desk.at('value-product').getByRole('combobox')
  await field.fill('海盐')
  await desk.page.locator('.ant-select-item-option').filter({ hasText: '海盐芝士龙井' }).click()
  await desk.at('save').click()
  await expect
    .poll(async () => (await system.database.ticket.findUniqueOrThrow({ where: { id } })).values)
    .toMatchObject({ product: '海盐芝士龙井' })
  // What the chain does not sell, or not under this name, can be said as well.
  await field.fill('隔壁家的奶茶')
  await desk.at('save').click()
  await expect
    .poll(async () => (await system.database.ticket.findUniqueOrThrow({ where: { id } })).values)
    .toMatchObject({ product: '隔壁家的奶茶' })
})
