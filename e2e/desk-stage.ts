/** The desk's browser tests share this: a built desk, a browser, and for each test a gateway and a page of its own. */
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { buildAgentUi } from './build-agent-ui.ts'
import { type DeskPage, type DeskPageOptions, openBrowser, openDeskPage } from './desk-page.ts'
import { type FakeGateway, startFakeGateway } from './fake-gateway.ts'

export interface Stage {
  gateway: FakeGateway
  desk: DeskPage
  /** A page at the log-in. */
  open(options?: DeskPageOptions): Promise<void>
  /** Logged in and ready. */
  atDesk(options?: DeskPageOptions): Promise<void>
  /** Rings and answers. @returns the ticket's id */
  inCall(): Promise<string>
  typed(field: 'subject' | 'description'): Promise<string>
}

/** Call at the top of a test file. Fails a test whose page threw or broke the content security policy. */
export function setStage(): Stage {
  let dist: string
  let browser: Browser
  const stage = {
    async open(options) {
      stage.desk = await openDeskPage(browser, stage.gateway.url, options)
    },
    async atDesk(options) {
      await stage.open(options)
      await stage.desk.logIn('agent1001', 'ringdesk')
      await stage.desk.waitForState('offline')
      await stage.desk.goReady()
    },
    async inCall() {
      const call = stage.gateway.ring()
      await stage.desk.waitForPhase('offered')
      await stage.desk.answer()
      await stage.desk.at('ticket-number').filter({ hasText: '261122' }).waitFor()
      return `t-${call}`
    },
    typed: (field) => stage.desk.at(field).inputValue(),
  } as Stage

  beforeAll(async () => {
    dist = await buildAgentUi()
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    stage.gateway = await startFakeGateway(dist)
  })
  afterEach(async () => {
    const { faults } = stage.desk
    await stage.desk.close()
    await stage.gateway.stop()
    expect(faults).toEqual([])
  })
  return stage
}
