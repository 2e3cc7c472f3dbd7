/** The second half of `npm test`, on Node 24: checks and suites one after the other, all of them even when one fails. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureDatabaseClient } from './database-client.mjs'
import { buildDesk, isDeskBuilt } from './desk-build.ts'
import { explain, step } from './steps.mjs'
import { ensureSystemPackages, findChromium } from './system-packages.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const failed: string[] = []

try {
  await ensureSystemPackages()
  await ensureDatabaseClient()
  await suite('check', ['npm', 'run', '--silent', 'check'])
  await suite('unit + integration', vitest('unit'))
  if (!isDeskBuilt(root)) await buildDeskForBrowser()
  await suite('browser', vitest('e2e'))
  if (hasFreeSwitch()) await suite('live', vitest('live'))
  else
    console.log(
      '\n== live: 没有找到 FreeSWITCH，未运行 · not run, no FreeSWITCH found (ESL_HOST or FREESWITCH_HOME names one)',
    )
  console.log(failed.length === 0 ? '\n== 全部通过 · all passed' : `\n== 失败 · failed: ${failed.join(', ')}`)
} catch (error) {
  explain(error)
  failed.push('preparation')
}
process.exitCode = failed.length === 0 ? 0 : 1

function vitest(project: string): string[] {
  return [process.execPath, join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', project]
}

async function suite(name: string, [command = '', ...args]: string[]): Promise<void> {
  console.log(`\n== ${name}`)
  const code = await new Promise<number>((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: environment() })
    child.once('error', (error) => {
      console.error(error.message)
      resolve(1)
    })
    child.once('exit', (exitCode) => resolve(exitCode ?? 1))
  })
  if (code !== 0) failed.push(name)
}

/** Programs of ours come first, Node 24 among them; the browser's path is told. */
function environment(): NodeJS.ProcessEnv {
  const path = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
  const chromium = findChromium()
  return { ...process.env, PATH: path, ...(chromium ? { CHROMIUM_PATH: chromium } : {}) }
}

async function buildDeskForBrowser(): Promise<void> {
  const logs = join(root, '.data/logs')
  mkdirSync(logs, { recursive: true })
  try {
    await step('构建坐席界面', 'building the desk', () =>
      buildDesk(root, join(logs, 'desk-build.log'), AbortSignal.timeout(300_000)),
    )
  } catch (error) {
    explain(error)
    failed.push('desk build')
  }
}

/** The same places as the live suite looks in. */
function hasFreeSwitch(): boolean {
  if (process.env.ESL_HOST) return true
  const homes = [process.env.FREESWITCH_HOME, '/usr/local/freeswitch', '/opt/freeswitch']
  return homes.some((home) => home && existsSync(join(home, 'bin/freeswitch')))
}
