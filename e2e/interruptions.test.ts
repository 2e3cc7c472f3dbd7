/** What breaks in mid-call, and what is still there afterwards, on the whole product. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { DeskPage } from './desk-page.ts'
import { startTestSystem, type TestSystem } from './test-system.ts'

let system: TestSystem
let desk: DeskPage
let call: string

/** ms */
const untilRinging = 30_000
const untilBackAgain = 30_000

beforeAll(async () => {
  system = await startTestSystem()
})
beforeEach(async () => {
  // While the caller hears the greeting the agent comes in.
  await system.calls.placeCall({ from: '18612345678', to: '4008001234', digits: '1' })
  desk = await system.open('a1001')
  await desk.beReady()
  await desk.page.locator('[data-testid="phone"][data-phase="offered"]').waitFor({ timeout: untilRinging })
  await desk.answer()
  call = await desk.waitForPhase('talking')
  await desk.at('ticket-number').filter({ hasText: '-' }).waitFor()
})
afterEach(({ task }) => system.closePages(task))
afterAll(() => system?.stop())

const subject = () => desk.at('subject').inputValue()

async function finish(): Promise<void> {
  await desk.hangUp()
  await desk.saveAndFinish()
  await desk.waitForState('ready')
}
const tickets = () => system.database.ticket.findMany({ where: { interactions: { some: { callId: call } } } })

it('a reload keeps the call and what was typed', async () => {
  await desk.at('subject').fill('打到一半的主题')
  await desk.page.reload()
  expect(await desk.waitForPhase('talking')).toBe(call)
  await expect.poll(subject).toBe('打到一半的主题')
  await finish()
  expect(await tickets()).toMatchObject([{ subject: '打到一半的主题' }])
})

it('kill -9 of the gateway: the desk says so, has the call and the text again, and hangs up', async () => {
  await desk.at('subject').fill('断线前')
  await Promise.all([desk.at('link-lost').waitFor(), system.killGateway()])
  await desk.waitForPhase('talking')
  await desk.at('subject').press('End')
  await desk.page.keyboard.type('，断线中')
  await desk.at('link-lost').waitFor({ state: 'detached', timeout: untilBackAgain })
  expect(await desk.waitForPhase('talking')).toBe(call)
  expect(await subject()).toBe('断线前，断线中')
  await finish()
  expect(await tickets()).toMatchObject([{ subject: '断线前，断线中', agentId: 'a1001' }])
  await expect
    .poll(() => system.database.call.findUnique({ where: { id: call } }), { timeout: 10_000 })
    .toMatchObject({ outcome: 'answered', endedBy: 'agent', agentId: 'a1001' })
})
