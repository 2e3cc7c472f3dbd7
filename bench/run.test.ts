import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'

const program = fileURLToPath(new URL('run.ts', import.meta.url))
let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ringdesk-benches-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function run(...names: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [program, ...names],
      { env: { ...process.env, BENCH_DIRECTORY: directory }, timeout: 15_000 },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

const bench = (name: string, body: string): void =>
  writeFileSync(join(directory, `${name}.ts`), `export default async function run() { ${body} }\n`)

it('refuses a bench that is not there and says which are', async () => {
  bench('quick', 'return {}')
  bench('run', 'return {}')
  for (const names of [['slow'], ['run'], ['../quick'], []]) {
    const { code, stdout, stderr } = await run(...names)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('NAME is one of: quick\n')
  }
})

it('prints the figures as the last line, one JSON object, with everything else before it', async () => {
  bench('quick', `console.log('working'); return { calls: 3, p99_ms: 1.5 }`)
  const { code, stdout } = await run('quick')
  expect(code).toBe(0)
  expect(stdout).toBe('working\n{"calls":3,"p99_ms":1.5}\n')
})

it('fails when the bench does, without figures', async () => {
  bench('broken', `throw new Error('no switch')`)
  const { code, stdout, stderr } = await run('broken')
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain('no switch')
})
