/** Administrators change the configuration: a form, a draft with its problems, and what comes into force. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startTestSystem, type TestSystem } from './test-system.ts'

let system: TestSystem

beforeAll(async () => {
  system = await startTestSystem()
})
afterEach(({ task }) => system.closePages(task))
afterAll(() => system?.stop())

describe('an administrator', () => {
  it('adds a ring to a queue, sees who comes in by it, is told what does not fit, and applies what does', async () => {
    const desk = await system.open('admin')
    const { page } = desk
    await desk.at('nav-administration').click()
    await desk.at('list-queue').getByRole('button', { name: '食品安全' }).click()
    const editor = desk.at('document-editor')
    await desk.at('eligible').getByText('4 人可接').waitFor()

    // A level that nobody below has: stricter than on entry.
    await desk.at('add-ring').click()
    const ring = editor.locator('fieldset').first()
    await ring.getByLabel('最低等级').fill('9')
    await desk.at('keep-document').click()
    await editor.getByText('比进线要求更严，放宽后反而有坐席不再可用').first().waitFor()

    await ring.getByLabel('最低等级').fill('1')
    await desk.at('keep-document').click()
    await editor.getByRole('alert').waitFor({ state: 'detached' })
    await desk.at('eligible').getByText('等待 30 秒后').waitFor()
    await page.keyboard.press('Escape')

    await desk.at('show-draft').click()
    await desk.at('draft').getByText('逐步放宽').waitFor()
    await desk.at('apply').click()
    await page.getByRole('dialog').getByRole('button', { name: '全部应用' }).last().click()
    await page.getByText('配置已生效（版本 2）').waitFor()
    const queue = await system.database.queue.findUniqueOrThrow({ where: { id: 'food-safety' } })
    expect(queue.settings).toMatchObject({ rings: [{ afterMs: 30_000 }] })

    await page.getByText('修改记录').click()
    await desk.at('applied').getByText('系统管理员').waitFor()
  })

  it('adds an agent, gives them a password, and they log in', async () => {
    const desk = await system.open('admin')
    await desk.page.goto('/administration?part=agent')
    await desk.at('add-document').click()
    const editor = desk.at('document-editor')
    for (const [label, text] of [
      ['编号', 'a9001'],
      ['名称', '新来的同事'],
      ['分机', '9001'],
      ['登录名', 'a9001'],
    ] as const)
      await editor.getByLabel(label, { exact: true }).fill(text)
    await desk.at('keep-document').click()
    await desk.at('draft-count').getByText('1 项').waitFor()
    await desk.page.keyboard.press('Escape')
    await desk.at('show-draft').click()
    await desk.at('apply').click()
    await desk.page.getByRole('dialog').getByRole('button', { name: '全部应用' }).last().click()
    await desk.at('draft-count').getByText('没有未应用的修改').waitFor()

    await desk.at('list-agent').getByRole('button', { name: '新来的同事' }).click()
    await desk.at('document-editor').getByLabel('登录密码').fill('long enough to keep')
    await desk.at('document-editor').getByRole('button', { name: '设置密码' }).click()
    await desk.page.getByText('密码已设置').waitFor()
    const agent = await system.openLoggedOut()
    await agent.logIn('a9001', 'long enough to keep')
    await agent.at('state').waitFor()
  })

  it('takes the published holidays over', async () => {
    const desk = await system.open('admin')
    await desk.page.goto('/administration?part=holiday')
    await desk.at('publish-holidays').click()
    await desk.page.getByText('已把 39 天放入草稿').waitFor({ timeout: 30_000 })
    await desk.at('list-holiday').getByText('调休上班').first().waitFor()
  })
})

describe('who is no administrator', () => {
  it('a supervisor looks and cannot change', async () => {
    const desk = await system.open('s2001')
    await desk.at('nav-administration').click()
    await desk.page.getByText('只能查看，修改需要管理员权限。').waitFor()
    await desk.at('list-queue').getByRole('button', { name: '售后服务' }).click()
    await desk.at('eligible').waitFor()
    expect(await desk.at('keep-document').count()).toBe(0)
    expect(await desk.at('add-document').count()).toBe(0)
  })

  it('an agent is told that this is not theirs', async () => {
    const desk = await system.open('a1001')
    await desk.page.goto('/administration')
    await desk.page.getByText('没有权限').first().waitFor()
    expect(await desk.at('nav-administration').count()).toBe(0)
  })
})
