/** Who may see what, and the simulator's page, on the whole product. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { DeskPage } from './desk-page.ts'
import { startTestSystem, type TestSystem } from './test-system.ts'

let system: TestSystem

beforeAll(async () => {
  system = await startTestSystem()
})
afterEach(({ task }) => system.closePages(task))
afterAll(() => system?.stop())

const figure = async (desk: DeskPage, name: string) =>
  Number((await desk.at(name).textContent())?.replaceAll(',', '') ?? Number.NaN)

describe('who is not logged in', () => {
  it('is sent to the log-in, whatever the address, and comes back there', async () => {
    const desk = await system.openLoggedOut()
    for (const place of ['/desk', '/calls', '/simulator', '/tickets?status=open']) {
      await desk.page.goto(place)
      await desk.at('username').waitFor()
    }
    await desk.at('username').fill('a1002')
    await desk.at('password').fill('wrong')
    await desk.at('log-in').click()
    await desk.at('log-in-error').filter({ hasText: '用户名或密码不正确' }).waitFor()
    await desk.at('password').fill('ringdesk-demo')
    await desk.page.keyboard.press('Enter')
    await desk.at('tickets').waitFor()
    expect(new URL(desk.page.url()).search).toBe('?status=open')
    await desk.logOut()
    await desk.page.goto('/desk')
    await desk.at('username').waitFor()
  })

  it('reads which demo accounts there are, and can log in with each kind', async () => {
    const desk = await system.openLoggedOut()
    await desk.page.goto('/login')
    const told = await desk.page.locator('footer').textContent()
    for (const text of ['a1001', 'a1012', 's2001', 'admin', 'ringdesk-demo']) expect(told).toContain(text)
    for (const username of ['a1012', 's2001', 'admin']) {
      await desk.logIn(username, 'ringdesk-demo')
      await desk.logOut()
    }
  })

  it.each(['/api/tickets', '/api/calls', '/api/simulator', '/api/stores'])('gets 401 from %s', async (path) => {
    const answer = await fetch(system.url + path)
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ code: 'NOT_LOGGED_IN' })
  })
})

describe('a supervisor', () => {
  it('has tickets and calls but no desk', async () => {
    const desk = await system.open('s2001')
    await desk.page.waitForURL('**/home')
    expect(await desk.at('nav-desk').count()).toBe(0)
    expect(await desk.at('state').count()).toBe(0)
    await desk.page.goto('/desk')
    await desk.at('empty').filter({ hasText: '没有权限' }).waitFor()
    await desk.at('nav-tickets').click()
    await desk.at('tickets').getByRole('row').nth(1).waitFor()
    await desk.at('nav-calls').click()
    await desk.at('calls').getByRole('row').nth(1).waitFor()
  })
})

describe('the simulator’s page', () => {
  it('says that it is simulated, places a call by button, runs traffic and stops it', async () => {
    const desk = await system.open('admin')
    await desk.at('nav-simulator').click()
    await desk.at('simulator-banner').filter({ hasText: '模拟' }).waitFor()
    const before = await figure(desk, 'placedTotal')
    await desk.at('preset-known').click()
    await expect.poll(() => figure(desk, 'placedTotal')).toBe(before + 1)
    const live = () => system.calls.status()
    expect((await live()).calls).toMatchObject([{ from: '13800138000', to: '4008001234' }])

    await desk.page.getByLabel('每分钟来电').fill('120')
    await desk.at('traffic-start').click()
    await desk.at('traffic-state').filter({ hasText: '每分钟 120 通' }).waitFor()
    await expect.poll(() => figure(desk, 'placedTotal'), { timeout: 15_000 }).toBeGreaterThan(before + 2)
    await desk.at('traffic-stop').click()
    await desk.at('traffic-state').filter({ hasText: '未运行' }).waitFor()
    expect((await live()).traffic.running).toBe(false)
  })
})
