/** `npm run screenshots`: the pictures in docs/images, taken of the running product. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { startEmbeddedPostgres } from '../gateway/src/embedded-postgres/index.ts'
import { DEMO_PASSWORD } from '../prisma/seed/staff.ts'
import { migrate, seed } from '../start/database.ts'
import { buildAgentUi } from './build-agent-ui.ts'
import { type DeskPage, openBrowser, openDeskPage } from './desk-page.ts'
import { type RunningSystem, startSystem } from './running-system.ts'

const images = fileURLToPath(new URL('../docs/images', import.meta.url))
const log = pino({ level: 'silent' })
/** ms */
const untilRinging = 30_000

mkdirSync(images, { recursive: true })
await buildAgentUi()
const directory = mkdtempSync(join(tmpdir(), 'ringdesk-screenshots-'))
const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres'), log })
try {
  await migrate(postgres.url, log)
  await seed(postgres.url, log)
  const system = await startSystem(postgres.url)
  const browser = await openBrowser()
  try {
    await takePictures(system, await openDeskPage(browser, system.url))
    await takeSupervisorsPictures(system, await openDeskPage(browser, system.url))
  } finally {
    await browser.close()
    await system.stop()
  }
} finally {
  await postgres.stop()
  rmSync(directory, { recursive: true, force: true })
}

async function takePictures(system: RunningSystem, desk: DeskPage): Promise<void> {
  await system.calls.placeCall({ from: '13800138000', to: '4008001234', digits: '1', name: '张伟' })
  await desk.logIn('a1001', DEMO_PASSWORD)
  await desk.beReady()
  await desk.page.locator('[data-testid="phone"][data-phase="offered"]').waitFor({ timeout: untilRinging })
  await desk.answer()
  await desk.at('confirm-store').click()
  await desk
    .at('description')
    .fill('顾客反映昨天下单的饮品口感偏甜，与“无糖”备注不符，希望重做。已核对订单，承诺 24 小时内回复。')
  await desk.at('subject').fill('无糖备注未生效，饮品偏甜')
  await desk.at('keeping').filter({ hasText: '草稿已保存' }).waitFor()
  await picture(desk, 'desk')

  await desk.at('subject').blur()
  await desk.hangUp()
  await desk.wrapUpBy({ category: '1', result: '4', nextStep: '3' })
  await desk.at('keeping').filter({ hasText: '草稿已保存' }).waitFor()
  await picture(desk, 'wrap-up')

  await desk.saveAndFinish()
  await desk.at('nav-tickets').click()
  await desk.at('tickets').getByRole('row').nth(1).waitFor()
  await picture(desk, 'tickets')
}

/** With calls that wait, so that there is something to see. */
async function takeSupervisorsPictures(system: RunningSystem, desk: DeskPage): Promise<void> {
  for (const from of ['13912345678', '13612345678', '02012345678'])
    await system.calls.placeCall({ from, to: '4008001234', digits: '1', patienceMs: 300_000 })
  await desk.logIn('s2001', DEMO_PASSWORD)
  await desk.at('nav-supervision').click()
  await desk.at('total-waiting').filter({ hasText: /[1-9]/ }).waitFor({ timeout: untilRinging })
  await desk.page.waitForTimeout(15_000)
  await picture(desk, 'supervision')
  await desk.at('nav-what-if').click()
  await desk.page.getByLabel('时间范围').first().click()
  await desk.page.getByText('今天', { exact: true }).click()
  await desk.page.keyboard.press('Escape')
  await desk.at('run-what-if').click()
  await desk.at('what-if-result').waitFor()
  await picture(desk, 'what-if')
  // What customers said of what we call solved: the demo chain's survey of the last fortnight.
  await desk.page.goto(`${system.url}/campaigns`)
  const watch = await desk.page.getByRole('link', { name: '监看' }).first().getAttribute('href')
  await desk.page.goto(`${system.url}${watch}`)
  await desk.at('campaign-watch').waitFor()
  await desk.page.waitForTimeout(3_000)
  await picture(desk, 'campaign')
}

async function picture(desk: DeskPage, name: string): Promise<void> {
  await desk.page.screenshot({ path: join(images, `${name}.png`), animations: 'disabled', caret: 'hide' })
}
