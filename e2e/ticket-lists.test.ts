/** Lists and boards of tickets in the browser: a view kept, a card refused and moved, a bulk action, a second browser that sees it. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { TicketStatus } from '../gateway/src/database/client/client.ts'
import { startTestSystem, type TestSystem } from './test-system.ts'

let system: TestSystem

beforeAll(async () => {
  system = await startTestSystem()
})
afterEach(({ task }) => system.closePages(task))
afterAll(() => system?.stop())

const makeTicket = (
  subject: string,
  status: TicketStatus = 'OPEN',
  more: { createdAt?: Date; departments?: string[] } = {},
) =>
  system.database.ticket.create({
    data: {
      channel: 'manual',
      source: 'e2e',
      sourceId: randomUUID(),
      subject,
      status,
      ...more,
      history: { create: { kind: 'created', detail: {} } },
    },
  })

it('filters, keeps the view, comes back to it by its name and to the row where one was', async () => {
  const made = [await makeTicket('蓝莓爆珠漏发'), await makeTicket('蓝莓爆珠结块')]
  const desk = await system.open('s2001')
  await desk.page.goto('/tickets')
  await desk.at('tickets').getByRole('row').nth(1).waitFor()
  await desk.at('filter-q').fill('爆珠')
  await expect.poll(() => new URL(desk.page.url()).searchParams.get('q')).toBe('爆珠')
  await desk.at('ticket-count').filter({ hasText: '共 2 张' }).waitFor()
  await desk.at('views-menu').click()
  await desk.at('view-name').fill('爆珠问题')
  await desk.at('save-view').click()
  await desk.at('view').filter({ hasText: '爆珠问题' }).waitFor()
  await desk.page.goto('/tickets?status=closed')
  await desk.at('views-menu').click()
  await desk.at('view').filter({ hasText: '爆珠问题' }).click()
  await expect.poll(() => new URL(desk.page.url()).search).toBe('?q=%E7%88%86%E7%8F%A0')
  await desk.at('ticket-count').filter({ hasText: '共 2 张' }).waitFor()
  await desk.page.keyboard.press('Escape')
  await desk.page.locator('h1').click()
  await desk.at('views').waitFor({ state: 'hidden' })
  await desk.page.keyboard.press('j')
  await desk.page.keyboard.press('j')
  const at = desk.page.locator('tr[data-at="true"]')
  await at.filter({ hasText: made[0]?.number ?? '' }).waitFor()
  await desk.page.keyboard.press('Enter')
  await desk.page.waitForURL(`**/tickets/${made[0]?.id}`)
  await desk.page.goBack()
  await at.filter({ hasText: made[0]?.number ?? '' }).waitFor()
})

it('has what is overdue in the bar and every filter by its name, also in a view that is opened again', async () => {
  const monthAgo = new Date(Date.now() - 30 * 86_400_000)
  const late = await makeTicket('时限已过的工单', 'POOLED', { createdAt: monthAgo, departments: ['quality'] })
  const intime = await makeTicket('时限未到的工单', 'POOLED')
  const due = (at: object) => system.database.ticket.count({ where: { id: { in: [late.id, intime.id] }, dueAt: at } })
  await expect.poll(() => due({ lt: new Date() }), { timeout: 15_000 }).toBe(1)
  const desk = await system.open('s2001')
  const numbers = desk.at('tickets').getByRole('row')
  await desk.page.goto(`/tickets?q=${encodeURIComponent('时限')}`)
  await desk.at('ticket-count').filter({ hasText: '共 2 张' }).waitFor()
  await desk.at('filter-overdue').click()
  await desk.at('ticket-count').filter({ hasText: '共 1 张' }).waitFor()
  await numbers.filter({ hasText: late.number }).waitFor()
  await desk.at('more-filters').click()
  for (const [name, choice] of [
    ['pool', '总部池'],
    ['department', '品控部'],
    ['channel', '人工建单'],
  ] as const) {
    await desk.at(`filter-${name}`).click()
    await desk.page.getByTitle(choice, { exact: true }).last().click()
  }
  const query = () => new URL(desk.page.url()).searchParams
  await expect
    .poll(() => Object.fromEntries(query()))
    .toMatchObject({ due: 'overdue', pool: 'headquarters', department: 'quality', channel: 'manual' })
  await numbers.filter({ hasText: late.number }).waitFor()
  await desk.at('views-menu').click()
  await desk.at('view-name').fill('超时的品控工单')
  await desk.at('save-view').click()
  await desk.at('view').filter({ hasText: '超时的品控工单' }).waitFor()

  const store = await system.database.store.findFirstOrThrow()
  const owner = await system.database.account.findFirstOrThrow({ where: { role: 'REGION' } })
  const agent = await system.database.agent.findFirstOrThrow()
  const queue = await system.database.queue.findFirstOrThrow()
  await desk.page.goto(`/tickets?store=${store.id}&owner=${owner.id}&agent=${agent.id}&queue=${queue.id}`)
  await desk.at('more-filters').click()
  const panel = desk.at('rarer-filters')
  for (const name of [store.name, owner.displayName, agent.name, queue.name])
    await panel.getByText(name).first().waitFor()
  if (process.env.SHOTS) await desk.page.screenshot({ path: `${process.env.SHOTS}/filters.png` })
})

it('lets a card be dragged where the table of moves allows, says why where not, and a second browser sees it', async () => {
  const { id, number } = await makeTicket('看板上的工单')
  const address = `/tickets?view=board&q=${encodeURIComponent('看板上的工单')}`
  const [desk, other] = [await system.open('s2001'), await system.open('a1001')]
  for (const each of [desk, other]) {
    await each.page.goto(address)
    await each.at('column-open').getByTestId(`card-${number}`).waitFor()
  }
  await desk.at(`card-${number}`).dragTo(desk.at('column-accepted'))
  await desk.page.locator('.ant-message').filter({ hasText: '不能接单' }).waitFor()
  await desk.at('column-open').getByTestId(`card-${number}`).waitFor()

  await desk.at(`card-${number}`).dragTo(desk.at('column-pooled'))
  await desk.at('column-pooled').getByTestId(`card-${number}`).waitFor()
  expect((await system.database.ticket.findUniqueOrThrow({ where: { id } })).status).toBe('POOLED')
  await other.at('column-pooled').getByTestId(`card-${number}`).waitFor()

  // By keyboard, into a column whose move asks for something first.
  await desk.at(`move-card-${number}`).focus()
  await desk.page.keyboard.press('Enter')
  await desk.page.getByRole('menuitem', { name: '已派单' }).click()
  await desk.at('move-dialog').getByText('派给门店', { exact: true }).waitFor()
})

it('takes a ticket away from a list and a board that its reader does not see any more, without being asked', async () => {
  const places = await system.database.store.findMany({ where: { id: { in: ['store-0015', 'store-0001'] } } })
  const [hangzhou, elsewhere] = ['store-0015', 'store-0001'].map((id) => {
    const { regionId, provinceId, cityId, areaId } = places.find((store) => store.id === id) ?? places[0] ?? {}
    return { regionId, provinceId, cityId, areaId } as const
  })
  const made = [await makeTicket('去外地的工单'), await makeTicket('留下来的工单')]
  const [leaving, staying] = made
  const here = { where: { id: { in: made.map(({ id }) => id) } }, data: hangzhou ?? {} }
  await system.database.ticket.updateMany(here as Parameters<typeof system.database.ticket.updateMany>[0])
  const [list, board] = [await system.open('r3002'), await system.open('r3002')]
  await list.page.goto(`/tickets?q=${encodeURIComponent('的工单')}`)
  await board.page.goto(`/tickets?view=board&q=${encodeURIComponent('的工单')}`)
  await list
    .at('tickets')
    .getByText(leaving?.number ?? '')
    .waitFor()
  await board.at(`card-${leaving?.number}`).waitFor()
  await system.database.ticket.update({
    where: { id: leaving?.id ?? '' },
    data: { ...(elsewhere as object), history: { create: { kind: 'status-changed', detail: {} } } },
  })
  await list
    .at('tickets')
    .getByText(leaving?.number ?? '')
    .waitFor({ state: 'detached' })
  await board.at(`card-${leaving?.number}`).waitFor({ state: 'detached' })
  await list
    .at('tickets')
    .getByText(staying?.number ?? '')
    .waitFor()
  await board.at(`card-${staying?.number}`).waitFor()
})

it('does one thing to what is selected, lists what was refused, and tells the other list', async () => {
  const made = [await makeTicket('批量甲'), await makeTicket('批量乙', 'CLOSED'), await makeTicket('批量丙')]
  const [desk, other] = [await system.open('s2001'), await system.open('a1002')]
  for (const each of [desk, other]) {
    await each.page.goto(`/tickets?q=${encodeURIComponent('批量')}`)
    await each.at('ticket-count').filter({ hasText: '共 3 张' }).waitFor()
    await each.at('tickets').getByRole('row').nth(3).waitFor()
  }
  await desk.at('select-all').click()
  await desk.at('bulk-kind').click()
  await desk.page
    .locator('.ant-select-item-option')
    .filter({ hasText: /^解决$/ })
    .click()
  await desk.at('bulk-run').click()
  await desk.page.locator('[data-testid="bulk-progress"][data-state="done"]').filter({ hasText: '成功 2 张' }).waitFor()
  const refused = desk.at('bulk-refused').getByRole('listitem')
  expect(await refused.count()).toBe(1)
  await refused
    .filter({ hasText: made[1]?.number ?? '' })
    .filter({ hasText: '不能解决' })
    .waitFor()
  await other.at('fresh').filter({ hasText: '2 张有新变化' }).waitFor()
  await expect
    .poll(() => other.at('tickets').getByTestId('ticket-status').allTextContents())
    .toEqual(['已解决', '已关闭', '已解决'])
})
