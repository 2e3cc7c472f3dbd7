/** A supervisor draws a survey: a dead end is refused where it is, mended, heard in a dry run, and published. */
import type { Locator } from 'playwright-core'
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

async function choose(desk: Desk, box: Locator, option: string) {
  await box.click()
  await desk.page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true }).click()
}

async function newFlow(desk: Desk, name: string) {
  await desk.page.goto('/administration/flows')
  await desk.at('add-flow').click()
  await desk.page.getByRole('dialog').getByLabel('名称').fill(name)
  await desk.page.keyboard.press('Enter')
  await desk.at('node-end').waitFor()
}

/** From a connector of one node to another node, by mouse. */
async function connect(desk: Desk, from: Locator, to: Locator) {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()]
  if (!start || !end) throw new Error('not on the canvas')
  const { mouse } = desk.page
  await mouse.move(start.x + start.width / 2, start.y + start.height / 2)
  await mouse.down()
  await mouse.move(end.x + end.width / 2, end.y + 30, { steps: 8 })
  await mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 4 })
  await mouse.up()
}

describe('a flow', () => {
  it('is drawn, refused with its dead end, mended, played dry and published', async () => {
    const desk = await system.open('s2001')
    const { page } = desk
    await newFlow(desk, '满意度短问卷')

    await desk.at('add-ask').click()
    const panel = desk.at('node-panel')
    await panel.getByRole('button', { name: '设为开始' }).click()
    await panel.getByLabel('名称（给人看）').fill('打分')
    await panel.getByLabel('问题编号').fill('score')
    await panel.getByLabel('提示音', { exact: true }).fill('survey-score')
    await page.keyboard.press('Enter')
    for (const key of ['3', '4', '5']) await desk.at(`key-${key}`).click()
    await choose(desk, panel.getByLabel('第 1 个答案的种类'), '数值')
    await panel.getByRole('button', { name: '删除第 2 个答案' }).click()
    await panel.getByLabel('第 1 个答案的含义').fill('1–5 分')
    await choose(desk, desk.at('way-answers.0'), '挂机 end')

    // "No key" leads nowhere yet: the gateway refuses, and says where.
    await desk.at('publish-flow').click()
    await desk.at('publish-refused').getByText('请先解决 1 处问题').waitFor()
    const problem = desk.at('flow-problems')
    await problem.getByText('“无按键”没有接到任何节点').waitFor()
    expect(await desk.at('node-ask-1').getAttribute('data-severity')).toBe('error')
    expect(await desk.at('flow-published').textContent()).toBe('未发布')
    await problem.getByRole('button', { name: '转到节点 打分' }).click()
    await panel.getByText('“无按键”没有接到任何节点').waitFor()

    // By mouse on the canvas; taken back and done again by keys.
    const silence = desk.at('node-ask-1').locator('[data-handleid="silence"]')
    await connect(desk, silence, desk.at('node-end').locator('.react-flow__handle-top'))
    await problemCount(desk, 0)
    await desk.at('canvas').click({ position: { x: 10, y: 10 } })
    await page.keyboard.press('Control+z')
    await problemCount(desk, 1)
    await page.keyboard.press('Control+Shift+z')
    await problemCount(desk, 0)
    expect(await labelProblems(page)).toEqual([])

    await desk.at('trial-tab').click()
    await desk.at('begin-trial').click()
    await desk.at('press-9').waitFor()
    expect(await desk.at('node-ask-1').getAttribute('data-walked')).toBe('here')
    await page.keyboard.press('9')
    await desk.at('dry-run').getByText('第 1 次，共问 2 次').waitFor()
    await page.keyboard.press('4')
    await desk.at('trial-end').getByText('流程走完，共 1 个回答').waitFor()
    await desk.at('dry-run').getByText('记下 score = 4').waitFor()
    await desk.at('trial-again').click()
    await desk.at('begin-trial').click()
    await desk.at('press-nothing').click()
    await desk.at('press-nothing').click()
    await desk.at('trial-end').getByText('共 0 个回答').waitFor()

    await desk.at('publish-flow').click()
    await desk.at('flow-published').getByText('使用中').waitFor()
    await desk.at('flow-state').getByText('未保存').waitFor({ state: 'detached' })
    const flow = await system.database.flow.findUniqueOrThrow({ where: { name: '满意度短问卷' } })
    expect(flow.published).toBe(flow.version)
    const row = await system.database.flowVersion.findUniqueOrThrow({
      where: { flowId_version: { flowId: flow.id, version: flow.version } },
    })
    expect(row).toMatchObject({
      savedBy: '许文静',
      document: { start: 'ask-1', nodes: { 'ask-1': { label: '打分', question: 'score', silence: 'end' } } },
    })
  })

  it('is edited by keyboard alone in its list, and an old version comes back', async () => {
    const desk = await system.open('admin')
    const { page } = desk
    await page.goto('/administration/flows/follow-up-survey')
    await desk.at('node-solved').waitFor()
    await page.getByRole('radio', { name: '列表' }).focus()
    await page.keyboard.press('Space')
    const link = desk.at('row-thanks').getByRole('button', { name: '致谢', exact: true })
    await link.focus()
    await page.keyboard.press('Enter')
    await desk.at('node-panel').getByLabel('名称（给人看）').focus()
    await page.keyboard.press('End')
    await page.keyboard.type('语')
    await desk.at('row-thanks').getByText('致谢语').waitFor()
    expect(await labelProblems(page)).toEqual([])

    // Nothing typed is lost by a reload.
    await page.reload()
    await page.getByText('已恢复上次未保存的修改').waitFor()
    await page.getByLabel('修改说明').fill('改名')
    await desk.at('save-flow').click()
    await desk.at('flow-state').getByText('有未发布的修改（版本 2）').waitFor()

    await desk.at('show-versions').click()
    const versions = desk.at('flow-versions')
    await versions.getByText('版本 2 · ').waitFor()
    await versions.getByText('改名').waitFor()
    await versions.getByRole('listitem').filter({ hasText: '产品自带' }).getByRole('button').click()
    await desk.at('node-thanks').getByText('致谢', { exact: true }).waitFor()
    await desk.at('undo').click()
    await desk.at('node-thanks').getByText('致谢语').waitFor()
  })

  it('that somebody else has saved meanwhile is not overwritten unseen', async () => {
    const mine = await system.open('s2001')
    await newFlow(mine, '两个人')
    const theirs = await system.open('admin')
    await theirs.page.goto(mine.page.url())
    await theirs.at('node-end').waitFor()
    await theirs.at('add-play').click()
    await theirs.at('save-flow').click()
    await theirs.at('flow-state').getByText('未保存').waitFor({ state: 'detached' })

    await mine.at('add-refuse').click()
    await mine.at('save-flow').click()
    await mine.at('flow-conflict').getByText('没有丢失').waitFor()
    await mine.at('flow-conflict').getByRole('button', { name: '以我的为准再保存' }).click()
    await mine.at('flow-conflict').waitFor({ state: 'detached' })
    const flow = await system.database.flow.findUniqueOrThrow({ where: { name: '两个人' } })
    expect(flow.version).toBe(3)
  })

  it('is nothing for agents', async () => {
    const desk = await system.open('a1001')
    await desk.page.goto('/administration/flows')
    await desk.page.getByText('没有权限').waitFor()
    await desk.page.goto('/administration/flows/follow-up-survey')
    await desk.page.getByText('没有权限').waitFor()
  })
})

const problemCount = (desk: Desk, count: number) =>
  desk.at('problems-tab').locator('.tag').getByText(String(count), { exact: true }).waitFor()
