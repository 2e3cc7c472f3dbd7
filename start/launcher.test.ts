/** The product as a person starts it: the real database, simulated switch and gateway, on ports and a data directory of their own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { commandOf } from '../gateway/src/embedded-postgres/index.ts'
import { freePort } from '../gateway/src/embedded-postgres/loopback-port.ts'
import { readPostmaster, stopPostmaster } from '../gateway/src/embedded-postgres/postmaster.ts'
import { endLeftBehind, type Run } from './single-run.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const root = dirname(dirname(fileURLToPath(import.meta.url)))
let dataDirectory: string
let port: number

beforeAll(async () => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'ringdesk-start-'))
  port = await freePort()
})
afterAll(async () => {
  // Only after a failure is there anything to end.
  if (existsSync(join(dataDirectory, 'run.json'))) await endLeftBehind(run())
  const data = join(dataDirectory, 'postgres/data')
  const postmaster = readPostmaster(data)
  if (postmaster) await stopPostmaster(postmaster, data)
  rmSync(dataDirectory, { recursive: true, force: true })
})

interface Launch {
  readonly process: ChildProcess
  output(): string
}

function launch(): Launch {
  const environment = { ...process.env, DATA_DIR: dataDirectory, PORT: String(port), DATABASE_URL: '' }
  const child = spawn(process.execPath, [join(root, 'start/launcher.ts')], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  return { process: child, output: () => output }
}

/** Says what was printed when it ends instead. */
async function ready(launched: Launch): Promise<void> {
  await expect
    .poll(() => launched.output().includes('已就绪') || launched.process.exitCode !== null, { timeout: 90_000 })
    .toBe(true)
  expect(launched.output()).toContain('已就绪')
}

const run = (): Run => JSON.parse(readFileSync(join(dataDirectory, 'run.json'), 'utf8')) as Run
const readyz = async () => (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))?.status
const postgresPid = () =>
  Number(readFileSync(join(dataDirectory, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0])

async function end(launched: Launch): Promise<void> {
  const exit = once(launched.process, 'exit')
  launched.process.kill('SIGTERM')
  await exit
}

it('starts, survives the death of its gateway, refuses a company, outlives a kill, and leaves nothing behind', async () => {
  const first = launch()
  try {
    await ready(first)
    expect(first.output()).toMatch(/模拟交换机，不是真实电话/)
    expect(await readyz()).toBe(200)

    const before = run()
    process.kill(before.children.gateway?.pid ?? 0, 'SIGKILL')
    await expect.poll(() => run().children.gateway?.pid, { timeout: 30_000 }).not.toBe(before.children.gateway?.pid)
    await expect.poll(readyz, { timeout: 60_000 }).toBe(200)
    expect(run().children.simulator).toEqual(before.children.simulator)

    const second = launch()
    const [code] = await once(second.process, 'exit')
    expect(code).toBe(1)
    expect(second.output()).toContain(`http://127.0.0.1:${port}`)
    expect(await readyz()).toBe(200)
  } finally {
    // As a power cut would: nobody is told.
    first.process.kill('SIGKILL')
  }

  const left = run()
  const database = postgresPid()
  const again = launch()
  try {
    await ready(again)
    expect(again.output()).toContain('接管了仍在运行的数据库')
    expect(postgresPid()).toBe(database)
    for (const { pid, script } of Object.values(left.children)) expect(commandOf(pid), script).not.toContain(script)
    expect(await readyz()).toBe(200)
  } finally {
    await end(again)
  }
  for (const { pid, script } of Object.values(left.children)) expect(commandOf(pid), script).not.toContain(script)
  expect(commandOf(database)).toBe('')
  expect(await readyz()).toBeUndefined()
  for (const file of ['run.json', 'run.lock']) expect(existsSync(join(dataDirectory, file)), file).toBe(false)
})
