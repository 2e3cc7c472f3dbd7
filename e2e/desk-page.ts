/** Drives the desk in a real browser, by what a person sees and presses. Stable names: data-testid. */
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'

/** Debian's browser, or the one named by CHROMIUM_PATH. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  })
}

export type DeskStateKind = 'offline' | 'ready' | 'not-ready' | 'offered' | 'on-contact' | 'wrap-up'
export type ContactPhase = 'offered' | 'connecting' | 'talking' | 'held' | 'wrap-up'

/** ms; everything on the desk is quicker, machines that run tests are not. */
const patience = 15_000

export interface DeskPage {
  readonly page: Page
  /** What the page threw or the browser forbade it (content security policy). */
  readonly faults: readonly string[]
  /** An element by its stable name. */
  at(testId: string): Locator
  /** Ends at the desk (or where the role starts). */
  logIn(username: string, password: string): Promise<void>
  logOut(): Promise<void>
  /** Waits until the state in the bar is this one. */
  waitForState(kind: DeskStateKind): Promise<void>
  /** Chooses from the state menu: ready, break, meal, training, meeting, admin, offline. */
  chooseState(choice: string): Promise<void>
  /** Goes ready and waits until it is so. */
  goReady(): Promise<void>
  /** Ready by key, unless so already: a closed window does not end a shift at once. */
  beReady(): Promise<void>
  /** Waits until a call in this phase is in the bar. @returns the call's id */
  waitForPhase(phase: ContactPhase): Promise<string>
  /** By key: F2 … */
  answer(): Promise<void>
  decline(): Promise<void>
  hold(): Promise<void>
  resume(): Promise<void>
  mute(): Promise<void>
  unmute(): Promise<void>
  hangUp(): Promise<void>
  /** The three questions by number, with the focus where the desk has put it, then the subject. */
  wrapUpBy(keys: { readonly category: string; readonly result: string; readonly nextStep: string }): Promise<void>
  /** Ctrl+Enter, and waits until the contact has left the desk. */
  saveAndFinish(): Promise<void>
  close(): Promise<void>
}

export interface DeskPageOptions {
  readonly language?: 'zh-CN' | 'en'
  readonly appearance?: 'light' | 'dark'
  readonly viewport?: { readonly width: number; readonly height: number }
}

export async function openDeskPage(browser: Browser, url: string, options: DeskPageOptions = {}): Promise<DeskPage> {
  const context: BrowserContext = await browser.newContext({
    viewport: options.viewport ?? { width: 1366, height: 768 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    colorScheme: options.appearance ?? 'light',
    reducedMotion: 'reduce',
    baseURL: url,
  })
  if (options.language === 'en') await context.addInitScript("localStorage.setItem('ringdesk.language', 'en')")
  const page = await context.newPage()
  page.setDefaultTimeout(patience)
  const at = (testId: string) => page.getByTestId(testId)

  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && message.text().includes('Content Security Policy')) faults.push(message.text())
  })

  /** A key does nothing while its button does nothing: the last command may still be on its way. */
  const pressOnceItWorks = async (key: string, testId: string) => {
    await page.locator(`[data-testid="${testId}"][aria-disabled="false"]`).waitFor()
    await page.keyboard.press(key)
  }

  const desk: DeskPage = {
    page,
    faults,
    at,
    async logIn(username, password) {
      await page.goto('/login')
      await at('username').fill(username)
      await at('password').fill(password)
      await at('log-in').click()
      await page.waitForURL((address) => address.pathname !== '/login')
    },
    async logOut() {
      await at('log-out').click()
      await page.waitForURL((address) => address.pathname === '/login')
    },
    async waitForState(kind) {
      await page.locator(`[data-testid="state"][data-kind="${kind}"]`).waitFor()
    },
    async chooseState(choice) {
      await at('state').click()
      await at(`state-${choice}`).click()
    },
    async goReady() {
      await desk.chooseState('ready')
      await desk.waitForState('ready')
    },
    async beReady() {
      const kind = await at('state').getAttribute('data-kind')
      if (kind === 'offline' || kind === 'not-ready') await page.keyboard.press('F9')
      await desk.waitForState('ready')
    },
    async waitForPhase(phase) {
      const phone = page.locator(`[data-testid="phone"][data-phase="${phase}"]`)
      await phone.waitFor()
      return (await phone.getAttribute('data-call')) ?? ''
    },
    async answer() {
      await pressOnceItWorks('F2', 'answer')
      await desk.waitForPhase('talking')
    },
    async decline() {
      await pressOnceItWorks('F4', 'decline')
      await at('phone').waitFor({ state: 'detached' })
    },
    async hold() {
      await pressOnceItWorks('F6', 'hold')
      await desk.waitForPhase('held')
    },
    async resume() {
      await pressOnceItWorks('F6', 'hold')
      await desk.waitForPhase('talking')
    },
    async mute() {
      await pressOnceItWorks('F7', 'mute')
      await at('mute')
        .filter({ hasText: /取消静音|Unmute/ })
        .waitFor()
    },
    async unmute() {
      await pressOnceItWorks('F7', 'mute')
      await at('mute')
        .filter({ hasNotText: /取消静音|Unmute/ })
        .waitFor()
    },
    async hangUp() {
      await pressOnceItWorks('F8', 'hang-up')
      await desk.waitForPhase('wrap-up')
    },
    async wrapUpBy({ category, result, nextStep }) {
      await page.locator('[data-testid="category-input"]:focus').waitFor()
      await page.keyboard.press(category)
      await page.keyboard.press(result)
      await page.keyboard.press(nextStep)
    },
    async saveAndFinish() {
      await page.keyboard.press('Control+Enter')
      await page.locator('[data-testid="phone"][data-phase="wrap-up"]').waitFor({ state: 'detached' })
    },
    close: () => context.close(),
  }
  return desk
}
