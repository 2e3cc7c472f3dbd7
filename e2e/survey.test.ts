/** The closed loop: tickets are solved, their customers are called, press keys, and who is not content gets the store to work again. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { outboundRules } from '../gateway/src/contract/index.ts'
import type { DeskPage } from './desk-page.ts'
import { startTestSystem, type TestSystem } from './test-system.ts'

let system: TestSystem

beforeAll(async () => {
  system = await startTestSystem()
  // Tests run at night as well.
  const week = Array.from({ length: 7 }, () => [[0, 1440]])
  const rules = outboundRules.parse({ week, holidays: [[0, 1440]] })
  await system.database.outboundRules.upsert({ where: { id: 1 }, create: { rules }, update: { rules } })
})
afterEach(({ task }) => system.closePages(task))
afterAll(() => system?.stop())

/** The store whose manager has a phone. */
const STORE = 'store-0015'
const patience = { timeout: 60_000, interval: 200 }

interface Customer {
  readonly subject: string
  /** One at each question: solved (1, 2), score (1–5). */
  readonly digits?: string
}

/** A ticket that its store works on, of a customer who will take a call like this. */
async function atStore({ subject, digits }: Customer, index: number): Promise<string> {
  const { database } = system
  const store = await database.store.findUniqueOrThrow({ where: { id: STORE } })
  const number = `+86137${String(10_000_000 + index)}`
  await system.calls.setPhone(
    number,
    digits === undefined ? { mode: 'ignore' } : { mode: 'auto', afterMs: 200, digits, hangUpAfterMs: 40_000 },
  )
  const customer = await database.customer.create({ data: { name: `顾客${index}`, numbers: { create: { number } } } })
  const { regionId, provinceId, cityId, areaId } = store
  const at = new Date(Date.now() - 3_600_000)
  const { id } = await database.ticket.create({
    data: {
      ...{ subject, regionId, provinceId, cityId, areaId },
      storeId: STORE,
      status: 'WORKING',
      channel: 'voice',
      source: 'test',
      sourceId: `survey ${index}`,
      customerId: customer.id,
      customerNumber: number,
      createdAt: at,
      dispatchedAt: at,
      acceptedAt: at,
      lastInteractionAt: at,
      history: { create: { at, kind: 'created', detail: { kind: 'callback' } } },
    },
  })
  return id
}

async function move(desk: DeskPage, what: string, field: string, said: string): Promise<void> {
  await desk.at('moves').click()
  await desk.at(`move-${what}`).click()
  await desk.at('move-dialog').getByLabel(field).fill(said)
  await desk.page.getByRole('dialog').getByRole('button', { name: '确认' }).click()
}

it('calls the customers of solved tickets, and gives the store those who are not content', async () => {
  const { database } = system
  const content = await atStore({ subject: '少了一杯', digits: '15' }, 1)
  const angry = await atStore({ subject: '杯里有头发', digits: '21' }, 2)
  const notWell = await atStore({ subject: '态度不好', digits: '12' }, 3)
  const away = await atStore({ subject: '送错地址' }, 4)

  const supervisor = await system.open('s2001')
  const { page } = supervisor
  for (const id of [content, angry, notWell, away]) {
    await page.goto(`/tickets/${id}`)
    await move(supervisor, 'resolve', '处理结果', '已致歉并退款')
    await supervisor.at('ticket-status').filter({ hasText: '已解决' }).first().waitFor()
  }

  const results = async () =>
    Object.fromEntries(
      (await database.ticket.findMany({ where: { id: { in: [content, angry, notWell] } } })).map((ticket) => [
        ticket.id,
        [ticket.surveySolved, ticket.surveyScore, ticket.status],
      ]),
    )
  await expect.poll(results, patience).toEqual({
    [content]: [true, 5, 'RESOLVED'],
    [angry]: [false, 1, 'DISPATCHED'],
    [notWell]: [true, 2, 'DISPATCHED'],
  })
  const tasks = await database.ticketTask.findMany({ where: { storeId: STORE }, orderBy: { createdAt: 'asc' } })
  expect(tasks.map(({ ticketId }) => ticketId).sort()).toEqual([angry, notWell].sort())
  // Nobody was called twice, and who did not take the call waits for the next attempt.
  expect(
    await database.outboundAttempt.count({ where: { contact: { ticketId: { in: [content, angry, notWell] } } } }),
  ).toBe(3)
  await expect
    .poll(() => database.campaignContact.findFirst({ where: { ticketId: away } }), patience)
    .toMatchObject({ state: 'WAITING', attempts: 1, outcome: 'no-answer' })

  // The ticket tells the whole of it.
  await page.goto(`/tickets/${angry}`)
  await supervisor.at('survey-result').filter({ hasText: '未解决 · 1 分' }).waitFor()
  const timeline = supervisor.at('timeline')
  await timeline.getByText('是否解决：未解决').waitFor()
  await timeline.getByText('满意度：1 分').waitFor()
  await timeline.getByText('重新打开：顾客回访：未解决或不满意').waitFor()
  await timeline.getByText(/由“工单回访”回访，.* 起/).waitFor()
  await supervisor.at('tasks').getByText('联系顾客，了解不满意的原因并重新处理').waitFor()

  // Among all tickets they are found by what was said.
  await page.goto('/tickets?survey=unsolved&columns=number,subject,survey')
  await supervisor.at('tickets').getByText('杯里有头发').waitFor()
  expect(await supervisor.at('tickets').getByText('少了一杯').count()).toBe(0)

  // And counted for their store.
  await page.goto('/reports?tab=closed-loop')
  const figure = (name: string) => supervisor.at(`closed-loop-${STORE}`).locator(`[data-figure="${name}"]`)
  await figure('resolved').waitFor()
  const counted: Record<string, string | null> = {}
  for (const name of ['asked', 'answered', 'solved', 'unsolved', 'reopened'])
    counted[name] = await figure(name).textContent()
  expect(counted).toEqual({ asked: '4', answered: '3', solved: '2', unsolved: '1', reopened: '2' })

  // The store sees what it has to do on its phone, and ticks it.
  const phone = await system.open('m0015', { viewport: { width: 360, height: 740 } })
  await phone.page.goto(`/store/${angry}`)
  const task = phone.at('store-tasks').getByRole('checkbox')
  await task.click()
  await phone.at('store-tasks').waitFor({ state: 'detached' })
  expect(await database.ticketTask.findFirst({ where: { ticketId: angry } })).toMatchObject({
    doneBy: '门店店长 · 罗敏',
  })
}, 180_000)

it('asks nobody about a ticket that is opened again before the call', async () => {
  const { database } = system
  await database.automationRule.updateMany({
    where: { event: 'resolved' },
    data: {
      actions: [
        {
          do: 'survey',
          campaignId: (await database.campaign.findFirstOrThrow({ where: { name: '工单回访' } })).id,
          afterHours: 2,
        },
      ],
    },
  })
  const id = await atStore({ subject: '杨枝甘露太甜', digits: '15' }, 5)
  const supervisor = await system.open('s2001')
  await supervisor.page.goto(`/tickets/${id}`)
  await move(supervisor, 'resolve', '处理结果', '已致歉并退款')
  await supervisor
    .at('timeline')
    .getByText(/由“工单回访”回访，.* 起/)
    .waitFor()
  await move(supervisor, 'reopen', '原因', '顾客又打来了')
  await expect
    .poll(() => database.campaignContact.findFirst({ where: { ticketId: id } }), patience)
    .toMatchObject({ state: 'DONE', outcome: 'reopened', attempts: 0 })
}, 60_000)
