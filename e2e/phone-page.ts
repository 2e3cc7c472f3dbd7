/** A phone in a store, 360 × 740, driven by what a thumb would press. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../prisma/seed/staff.ts'

/** Runs in the browser: whether the service worker has the page and every file that it was made of. */
const keptWhole = `(async () => {
  const [name] = await caches.keys()
  if (name === undefined) return false
  const kept = (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)
  const loaded = performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname)
  return kept.includes('/store') && loaded.filter((path) => path.startsWith('/assets/')).every((path) => kept.includes(path))
})()`

/** ms */
const patience = 20_000

export interface Phone {
  readonly context: BrowserContext
  readonly page: Page
  readonly faults: string[]
  at(testId: string): ReturnType<Page['getByTestId']>
  logIn(username: string): Promise<void>
  /** The page opens without a network from now on. */
  untilKept(): Promise<void>
  /** Paths that the service worker keeps. */
  kept(): Promise<string[]>
  /** Another tab of the same browser. */
  tab(path: string): Promise<Page>
}

export async function openPhone(browser: Browser, url: string, workers: 'allow' | 'block' = 'allow'): Promise<Phone> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    baseURL: url,
    serviceWorkers: workers,
  })
  const faults: string[] = []
  context.on('page', (page) => {
    page.setDefaultTimeout(patience)
    page.on('pageerror', (error) => faults.push(error.stack ?? error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && message.text().includes('Content Security Policy')) faults.push(message.text())
    })
  })
  const page = await context.newPage()
  const at = (testId: string) => page.getByTestId(testId)
  return {
    context,
    page,
    faults,
    at,
    async logIn(username) {
      await page.goto('/login')
      await at('username').fill(username)
      await at('password').fill(DEMO_PASSWORD)
      await at('log-in').click()
      await page.waitForURL('**/store')
    },
    async untilKept() {
      await page.waitForFunction(keptWhole)
    },
    kept: () =>
      page.evaluate<string[]>(`(async () => {
        const found = []
        for (const name of await caches.keys())
          for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname)
        return found
      })()`),
    async tab(path) {
      const tab = await context.newPage()
      await tab.goto(path)
      return tab
    },
  }
}
