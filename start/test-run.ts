/** The second half of `npm test`, on Node 24: checks and suites one after the other, all of them even when one fails. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureDatabaseClient } from './database-client.mjs'
import { buildDesk, isDeskBuilt } from './desk-build.ts'
import { explain, step } from './steps.mjs'
import { ensureSystemPackages, findChromium } from './system-packages.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const failed: string[] = []
/** Told again at the end: thousands of lines lie between a failure and the last one. */
const failures: string[] = []

try {
  await ensureSystemPackages()
  await ensureDatabaseClient()
  await suite('check', ['npm', 'run', '--silent', 'check'])
  await tests('unit + integration', 'unit')
  if (!isDeskBuilt(root)) await buildDeskForBrowser()
  await tests('browser', 'e2e')
  if (hasFreeSwitch()) await tests('live', 'live')
  else
    console.log(
      '\n== live: 没有找到 FreeSWITCH，未运行 · not run, no FreeSWITCH found (ESL_HOST or FREESWITCH_HOME names one)',
    )
  for (const failure of failures) console.log(`\n${failure}`)
  console.log(failed.length === 0 ? '\n== 全部通过 · all passed' : `\n== 失败 · failed: ${failed.join(', ')}`)
} catch (error) {
  explain(error)
  failed.push('preparation')
}
process.exitCode = failed.length === 0 ? 0 : 1

async function tests(name: string, project: string): Promise<void> {
  const file = join(root, `.data/test-failures/${project}.txt`)
  rmSync(file, { force: true })
  const vitest = [process.execPath, join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', project]
  const reporters = ['--reporter=default', `--reporter=${join(root, 'start/failures-reporter.ts')}`]
  if (await suite(name, [...vitest, ...reporters], { TEST_FAILURES: file })) return
  failures.push(existsSync(file) ? readFileSync(file, 'utf8') : `✗ ${name}: the run died before its end`)
}

async function suite(
  name: string,
  [command = '', ...args]: string[],
  settings: NodeJS.ProcessEnv = {},
): Promise<boolean> {
  console.log(`\n== ${name}`)
  const code = await new Promise<number>((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...environment(), ...settings } })
    child.once('error', (error) => {
      console.error(error.message)
      resolve(1)
    })
    child.once('exit', (exitCode) => resolve(exitCode ?? 1))
  })
  if (code !== 0) failed.push(name)
  return code === 0
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
