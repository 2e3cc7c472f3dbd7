/** The running product for one test file: its own database with the demo chain in it, one browser. */
import type { Browser } from 'playwright-core'
import type { Database } from '../gateway/src/database/connect.ts'
import { createTestDatabase } from '../gateway/src/database/testing.ts'
import { seedDemoChain } from '../prisma/seed/demo-chain.ts'
import { DEMO_PASSWORD } from '../prisma/seed/staff.ts'
import { buildAgentUi } from './build-agent-ui.ts'
import { type DeskPage, type DeskPageOptions, openBrowser, openDeskPage } from './desk-page.ts'
import { type RunningSystem, startSystem } from './running-system.ts'

export interface TestSystem extends RunningSystem {
  readonly database: Database
  /** A browser window of its own, where this demo account is logged in. It closes with closePages(). */
  open(username: string, options?: DeskPageOptions): Promise<DeskPage>
  /** The same, before anybody has logged in. */
  openLoggedOut(options?: DeskPageOptions): Promise<DeskPage>
  /** @throws when a page threw or broke the content security policy */
  closePages(): Promise<void>
}

export async function startTestSystem(): Promise<TestSystem> {
  await buildAgentUi()
  const { database, url, drop } = await createTestDatabase()
  await seedDemoChain(database, new Date())
  const system = await startSystem(url)
  const browser: Browser = await openBrowser()
  const pages: DeskPage[] = []
  const openLoggedOut = async (options?: DeskPageOptions) => {
    const page = await openDeskPage(browser, system.url, options)
    pages.push(page)
    return page
  }
  const closePages = async () => {
    const open = pages.splice(0)
    for (const page of open) await page.close()
    const faults = open.flatMap((page) => page.faults)
    if (faults.length > 0) throw new Error(`the page failed:\n${faults.join('\n')}`)
  }
  return {
    ...system,
    database,
    openLoggedOut,
    async open(username, options) {
      const page = await openLoggedOut(options)
      await page.logIn(username, DEMO_PASSWORD)
      return page
    },
    closePages,
    async stop() {
      await browser.close()
      await system.stop()
      await drop()
    },
  }
}
