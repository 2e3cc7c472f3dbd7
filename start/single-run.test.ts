import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { claim, endLeftBehind, release, writeRun } from './single-run.ts'

let directory: string
const started: ChildProcess[] = []

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ringdesk-run-'))
})
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  rmSync(directory, { recursive: true, force: true })
})

/** A process that has `script` on its command line and ignores SIGTERM if it is told to. */
async function processNamed(script: string, stubborn = false): Promise<number> {
  const program = `${stubborn ? `process.on('SIGTERM', () => {});` : ''} console.log('up'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['-e', program, script], { stdio: ['ignore', 'pipe', 'ignore'] })
  started.push(child)
  await once(child.stdout, 'data')
  return child.pid ?? 0
}

it('refuses a second run on the same data, and says where the first is', async () => {
  const pid = await processNamed('/srv/ringdesk/start/launcher.ts')
  writeFileSync(join(directory, 'run.lock'), String(pid))
  writeRun(directory, { pid, url: 'http://127.0.0.1:8080', children: {} })
  expect(() => claim(directory)).toThrow(`pid ${pid}): http://127.0.0.1:8080`)
})

it('takes over from a run that was killed, even when its pid is another program now', async () => {
  const stranger = await processNamed('something/else.ts')
  writeFileSync(join(directory, 'run.lock'), String(stranger))
  writeRun(directory, { pid: stranger, children: {} })
  expect(claim(directory)?.pid).toBe(stranger)
})

it('lets exactly one of many starts at the same moment take over', async () => {
  const stranger = await processNamed('something/else.ts')
  writeFileSync(join(directory, 'run.lock'), String(stranger))
  const module = new URL('./single-run.ts', import.meta.url).href
  const program = `
    const { claim } = await import(${JSON.stringify(module)})
    try { claim(${JSON.stringify(directory)}); console.log('mine') } catch (error) { console.log(error.name) }
    setInterval(() => {}, 1000)`
  const claims = Array.from({ length: 6 }, async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, 'start/launcher.ts'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    started.push(child)
    const [said] = await once(child.stdout, 'data')
    return String(said).trim()
  })
  expect((await Promise.all(claims)).sort()).toEqual([
    'StepError',
    'StepError',
    'StepError',
    'StepError',
    'StepError',
    'mine',
  ])
})

it('knows nothing of a run before after a clean end', () => {
  expect(claim(directory)).toBeUndefined()
  writeRun(directory, { pid: process.pid, children: {} })
  release(directory)
  expect(claim(directory)).toBeUndefined()
})

it('ends the children that a killed run left, and nobody else', async () => {
  const gateway = await processNamed('gateway/src/main.ts')
  const stranger = await processNamed('something/else.ts')
  await endLeftBehind({
    pid: 1,
    children: {
      gateway: { pid: gateway, script: 'gateway/src/main.ts' },
      simulator: { pid: stranger, script: 'cti/src/switch/simulator/main.ts' },
    },
  })
  await expect.poll(() => started[0]?.signalCode).toBe('SIGTERM')
  expect(process.kill(stranger, 0)).toBe(true)
})

it('does not wait for ever for a child that will not end', async () => {
  const stubborn = await processNamed('gateway/src/main.ts', true)
  await endLeftBehind({ pid: 1, children: { gateway: { pid: stubborn, script: 'gateway/src/main.ts' } } }, 100)
  await expect.poll(() => started[0]?.signalCode).toBe('SIGKILL')
})
