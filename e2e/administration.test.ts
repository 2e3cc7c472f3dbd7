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

  it('makes a regional manager, who sees their region, changes their password, and is disabled', async () => {
    const desk = await system.open('admin')
    const { page } = desk
    await desk.at('nav-administration').click()
    await page.getByRole('link', { name: '账号' }).click()
    await desk.at('account-admin').getByText('本人').waitFor()
    await desk.at('add-account').click()
    const editor = desk.at('account-editor')
    await editor.getByLabel('用户名').fill('R 1')
    await desk.at('save-account').click()
    await editor.getByText('3 到 32 位小写字母、数字或 . _ -').last().waitFor()
    await editor.getByLabel('用户名').fill('r9001')
    await editor.getByLabel('姓名').fill('新区域经理')
    await editor.getByLabel('角色').click()
    await page.locator('.ant-select-dropdown:visible').getByText('区域负责人').click()
    await editor.getByLabel('负责区域').click()
    await page.locator('.ant-select-dropdown:visible').getByText('华东').first().click()
    await editor.getByLabel('初始密码').fill('first password')
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/account-editor.png` })
    await desk.at('save-account').click()
    await desk.at('account-r9001').getByText('华东').waitFor()

    const manager = await system.openLoggedOut()
    await manager.logIn('r9001', 'first password')
    await manager.at('nav-dispatch').waitFor()
    await manager.page.goto('/administration/accounts')
    await manager.page.getByText('没有权限').first().waitFor()
    await manager.at('change-password').click()
    const dialog = manager.at('own-password')
    await dialog.getByLabel('当前密码').fill('not the password')
    await dialog.getByLabel('新密码', { exact: true }).fill('second password')
    await dialog.getByLabel('再输入一次新密码').fill('second pasword')
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.getByText('两次输入的新密码不一致').waitFor()
    await dialog.getByLabel('再输入一次新密码').fill('second password')
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.getByText('当前密码不正确').waitFor()
    await dialog.getByLabel('当前密码').fill('first password')
    await dialog.getByRole('button', { name: '保存' }).click()
    await manager.page.getByText('密码已修改').waitFor()

    await desk.at('account-search').fill('新区域')
    await desk.at('accounts').getByRole('button', { name: '新区域经理' }).click()
    await desk.at('disable-account').click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /停\s*用/ })
      .last()
      .click()
    await desk.at('account-r9001').getByText('已停用').waitFor()
    // Known for five seconds at most.
    await expect.poll(async () => (await manager.page.request.get('/api/session')).status()).toBe(401)
    await manager.page.goto('/tickets')
    await manager.page.waitForURL(/\/login/)
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
