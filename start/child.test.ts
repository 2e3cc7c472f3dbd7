import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commandOf } from '../gateway/src/embedded-postgres/index.ts'
import { type Child, nextDelay, startChild } from './child.ts'

let directory: string
let child: Child | undefined
const pids: number[] = []
const restarts: string[] = []

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ringdesk-child-'))
  pids.length = 0
  restarts.length = 0
})
afterEach(async () => {
  await child?.stop()
  child = undefined
  rmSync(directory, { recursive: true, force: true })
})

function start(program: string, more: { stopWithinMs?: number; onLine?: (line: string) => void } = {}): Child {
  const script = join(directory, 'program.mjs')
  writeFileSync(script, program)
  child = startChild({
    name: 'program',
    script,
    root: directory,
    log: join(directory, 'program.log'),
    stopWithinMs: 5_000,
    environment: () => process.env,
    onStarted: (pid) => pids.push(pid),
    onRestart: (why) => restarts.push(why),
    ...more,
  })
  return child
}

/** Settles with the first line that says it. */
function line(expected: string): { ready: Promise<string>; onLine: (line: string) => void } {
  let found: (line: string) => void = () => {}
  const ready = new Promise<string>((resolve) => {
    found = resolve
  })
  return { ready, onLine: (text) => text === expected && found(text) }
}

describe('a child that is looked after', () => {
  it('is started again when it dies, and says why it died', async () => {
    const up = line('up')
    await start(`console.log('up'); setInterval(() => {}, 1000)`, up).untilReady(up.ready)
    process.kill(pids[0] ?? 0, 'SIGKILL')
    await expect.poll(() => pids.length, { timeout: 5_000 }).toBe(2)
    expect(restarts).toEqual(['SIGKILL'])
    expect(commandOf(pids[1] ?? 0)).toContain('program.mjs')
  })

  it('is a failure, with its log, when it dies before it was ready', async () => {
    const never = new Promise<void>(() => {})
    const failing = start(`console.error('PORT is missing'); process.exit(2)`).untilReady(never)
    await expect(failing).rejects.toMatchObject({ name: 'StepError', message: expect.stringContaining('code 2') })
    await child?.stop()
    expect(readFileSync(join(directory, 'program.log'), 'utf8')).toContain('PORT is missing')
    expect(pids).toHaveLength(1)
  })

  it('ends when it is told to, and is not started again', async () => {
    const up = line('up')
    const running = start(
      `process.on('SIGTERM', () => process.exit(0)); console.log('up'); setInterval(() => {}, 1000)`,
      up,
    )
    await running.untilReady(up.ready)
    await running.stop()
    expect(commandOf(pids[0] ?? 0)).toBe('')
    expect(restarts).toEqual([])
    expect(pids).toHaveLength(1)
  })

  it('is killed when it does not end in time', async () => {
    const up = line('up')
    const running = start(`process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)`, {
      ...up,
      stopWithinMs: 100,
    })
    await running.untilReady(up.ready)
    await running.stop()
    expect(commandOf(pids[0] ?? 0)).toBe('')
  })

  it('keeps the log of the run before', async () => {
    writeFileSync(join(directory, 'program.log'), 'yesterday')
    const up = line('up')
    const running = start(`console.log('up'); setInterval(() => {}, 1000)`, up)
    await running.untilReady(up.ready)
    await running.stop()
    expect(readFileSync(join(directory, 'program.log.1'), 'utf8')).toBe('yesterday')
    expect(readFileSync(join(directory, 'program.log'), 'utf8')).toBe('up\n')
  })
})

describe('the pause before a restart', () => {
  it('grows to 15 s while runs are short, and starts anew after a good run', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 30 }), (runs) => {
        let before: number | undefined
        for (const ran of runs) {
          const delay = nextDelay(before, ran)
          expect(delay).toBeGreaterThanOrEqual(500)
          expect(delay).toBeLessThanOrEqual(15_000)
          if (ran >= 60_000) expect(delay).toBe(500)
          else if (before !== undefined) expect(delay).toBeGreaterThanOrEqual(before)
          before = delay
        }
      }),
    )
  })
})
