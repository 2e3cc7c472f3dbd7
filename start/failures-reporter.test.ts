import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

describe('what is told again of a run of tests', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringdesk-failures-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  /** Runs vitest itself over one file with these tests. */
  function run(tests: string): string {
    const file = join(folder, 'failures.txt')
    rmSync(file, { force: true })
    writeFileSync(join(folder, 'some.test.mjs'), `const { describe, it, expect, beforeAll } = globalThis\n${tests}`)
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const reporter = `--reporter=${join(root, 'start/failures-reporter.ts')}`
    spawnSync(process.execPath, [vitest, 'run', '--globals', `--root=${folder}`, reporter], {
      cwd: folder,
      env: { ...process.env, TEST_FAILURES: file, VITEST: undefined },
      timeout: 15_000,
    })
    expect(existsSync(file)).toBe(true)
    return readFileSync(file, 'utf8')
  }

  it('is every failed test with its file, name and difference', () => {
    const told = run(`describe('sums', () => {
      it('are right', () => expect(1 + 1).toBe(2))
      it('are wrong', () => expect({ sum: 2 }).toEqual({ sum: 3 }))
    })`)
    expect(told).toContain('✗ some.test.mjs > sums > are wrong')
    expect(told).toContain('+   "sum": 2')
    expect(told).not.toContain('are right')
  })

  it('is a hook that failed, a file that cannot be read, and an error that no test caught', () => {
    expect(
      run(`describe('d', () => { beforeAll(() => { throw new Error('no database') }); it('x', () => {}) })`),
    ).toContain('no database')
    expect(run(`import 'no-such-module'`)).toContain('✗ some.test.mjs\n')
    expect(run(`it('x', () => { Promise.reject(new Error('left alone')) })`)).toContain('left alone')
  })

  it('is nothing when all is well', () => {
    expect(run(`it('x', () => {})`)).toBe('')
  })
})
