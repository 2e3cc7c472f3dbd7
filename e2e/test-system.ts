/** The running product for one test file: its own database with the demo chain in it, one browser. */
import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import type { TestContext } from 'vitest'
import type { Database } from '../gateway/src/database/connect.ts'
import { createTestDatabase } from '../gateway/src/database/testing.ts'
import { seedDemoChain } from '../prisma/seed/demo-chain.ts'
import { DEMO_PASSWORD } from '../prisma/seed/staff.ts'
import { buildAgentUi } from './build-agent-ui.ts'
import { type DeskPage, type DeskPageOptions, openBrowser, openDeskPage } from './desk-page.ts'
import { type RunningSystem, startSystem } from './running-system.ts'
import { tellWhatWasSeen } from './what-was-seen.ts'

export interface TestSystem extends RunningSystem {
  readonly database: Database
  /** A browser window of its own, where this demo account is logged in. It closes with closePages(). */
  open(username: string, options?: DeskPageOptions): Promise<DeskPage>
  /** The same, before anybody has logged in. */
  openLoggedOut(options?: DeskPageOptions): Promise<DeskPage>
  /** Of a test that failed it tells first what was on them. @throws when a page threw or broke the content security policy */
  closePages(task: TestContext['task']): Promise<void>
}

/** @param agents so many in all; those beyond the demo chain's own never log in */
export async function startTestSystem({ agents = 0 }: { agents?: number } = {}): Promise<TestSystem> {
  await buildAgentUi()
  const { database, url, drop } = await createTestDatabase()
  await seedDemoChain(database, new Date())
  await addAgents(database, agents)
  const system = await startSystem(url)
  const browser: Browser = await openBrowser()
  const pages: DeskPage[] = []
  const openLoggedOut = async (options?: DeskPageOptions) => {
    const page = await openDeskPage(browser, system.url, options)
    pages.push(page)
    return page
  }
  const closePages = async (task: TestContext['task']) => {
    const open = pages.splice(0)
    const seen = open.map(({ page }) => page)
    await tellWhatWasSeen(task, seen, system.gatewayLog)
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

async function addAgents(database: Database, wanted: number): Promise<void> {
  const there = await database.agent.count()
  const { passwordHash } = await database.account.findFirstOrThrow()
  const added = Array.from({ length: Math.max(0, wanted - there) }, (_, index) => {
    const id = `a${5000 + index}`
    return { id, accountId: randomUUID(), name: `坐席${5000 + index}`, extension: String(5000 + index) }
  })
  if (added.length === 0) return
  await database.account.createMany({
    data: added.map(({ id, accountId, name }) => ({
      id: accountId,
      username: id,
      displayName: name,
      role: 'AGENT',
      passwordHash,
    })),
  })
  await database.agent.createMany({ data: added })
  await database.agentSkill.createMany({
    data: added.map(({ id }, index) => ({ agentId: id, skillId: 'delivery', level: 1 + (index % 10) })),
  })
}
