/** What somebody would have seen at the moment a test failed: printed, because where it failed nobody was looking. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import type { TestContext } from 'vitest'

/** ms for a page to say what is on it. */
const patience = 5_000
const logLines = 15

/** @param gatewayLog its warnings and errors are printed as well */
export async function tellWhatWasSeen(
  task: TestContext['task'],
  pages: readonly Page[],
  gatewayLog: string,
): Promise<void> {
  if (task.result?.state !== 'fail') return
  for (const page of pages) {
    const body = page.locator('body')
    const text = await body.ariaSnapshot({ timeout: patience }).catch((error: unknown) => String(error))
    console.error(`${task.name}\n${page.url()}\n${text}`)
  }
  const problems = readFileSync(gatewayLog, 'utf8')
    .split('\n')
    .filter((line) => /"level":(?:40|50|60)/.test(line))
  console.error(problems.slice(-logLines).join('\n'))
}
