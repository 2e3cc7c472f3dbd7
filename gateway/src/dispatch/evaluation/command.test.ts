import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const program = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const evaluate = program('command.ts')
const generate = program('../made-up/command.ts')
let directory: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'ringdesk-dispatch-'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function run(file: string, ...given: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [file, ...given], { timeout: 30_000 }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

describe('the evaluation', () => {
  it('of a made-up set prints one object of figures and writes a line a case', async () => {
    const set = join(directory, 'set')
    expect(await run(generate, '--stores', '400', '--cases', '300', '--seed', '3', '--out', set)).toMatchObject({
      code: 0,
      stdout: '',
    })
    const out = join(directory, 'out.jsonl')
    const { code, stdout } = await run(
      evaluate,
      '--stores',
      join(set, 'stores.csv'),
      '--cases',
      join(set, 'cases.jsonl'),
      '--out',
      out,
    )
    expect(code).toBe(0)
    expect(stdout.trim().split('\n')).toHaveLength(1)
    const figures: unknown = JSON.parse(stdout)
    expect(Object.keys(figures ?? {})).toEqual([
      'cases',
      'auto',
      'auto_precision',
      'coverage',
      'top1',
      'top3',
      'pool',
      'p50_us',
      'p99_us',
    ])
    const lines = readFileSync(out, 'utf8').trim().split('\n')
    expect(lines).toHaveLength(300)
    for (const line of lines) {
      const decided = JSON.parse(line)
      expect(decided).toMatchObject({
        id: expect.any(String),
        confidence: expect.any(Number),
        candidates: expect.any(Array),
      })
      expect(decided.decision === 'auto' ? decided.storeId : decided.pool).toEqual(expect.any(String))
      expect(decided.reasons.every((reason: unknown) => typeof reason === 'string')).toBe(true)
    }
  })

  it('explains its figures when asked', async () => {
    const { code, stdout } = await run(evaluate, '--help')
    expect(code).toBe(0)
    expect(stdout).toContain('auto_precision')
  })

  it.each([
    [[], '--stores is missing'],
    [['--stores', 'x.csv'], '--cases is missing'],
    [['--stores', 'nowhere.csv', '--cases', 'nowhere.jsonl'], 'cannot read nowhere.csv'],
    [['--store', 'x.csv'], "Unknown option '--store'"],
    [['x.csv'], 'x.csv'],
  ])('%j is refused', async (given, message) => {
    const { code, stdout, stderr } = await run(evaluate, ...given)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(message)
  })

  it('says which line of which file is wrong', async () => {
    const stores = join(directory, 'stores.csv')
    const cases = join(directory, 'cases.jsonl')
    writeFileSync(stores, 'id,name,lat\nS1,文三路店,30.2\n')
    writeFileSync(cases, '{"id":"1"}\n{"id":"2","lat":"x"}\n')
    const refused = await run(evaluate, '--stores', stores, '--cases', cases)
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 1, stdout: '' })
    expect(refused.stderr).toContain(`${cases}:2: lat: "x" is no number; right would be degrees`)
    const rules = join(directory, 'rules.json')
    writeFileSync(rules, '{"rules":[{"name":"x","do":{}}]}')
    writeFileSync(cases, '{"id":"1"}\n')
    const ruled = await run(evaluate, '--stores', stores, '--cases', cases, '--rules', rules)
    expect(ruled.code).toBe(1)
    expect(ruled.stderr).toContain(`${rules}: rules.0.do: must ask for something`)
  })
})

describe('the made-up set', () => {
  it('is the same for the same seed, and another for another', async () => {
    const made = async (seed: string, name: string): Promise<string> => {
      const out = join(directory, name)
      await run(generate, '--stores', '50', '--cases', '50', '--seed', seed, '--out', out)
      return readFileSync(join(out, 'stores.csv'), 'utf8') + readFileSync(join(out, 'cases.jsonl'), 'utf8')
    }
    const first = await made('5', 'a')
    expect(await made('5', 'b')).toBe(first)
    expect(await made('6', 'c')).not.toBe(first)
  })

  it.each([
    [[], '--out is missing'],
    [['--out', 'x', '--stores', '0'], '--stores 0: right would be a whole number from 1'],
    [['--out', 'x', '--seed', 'one'], '--seed one: right would be a whole number'],
    [['--size', '3'], "Unknown option '--size'"],
  ])('%j is refused', async (given, message) => {
    const { code, stderr } = await run(generate, ...given)
    expect(code).toBe(1)
    expect(stderr).toContain(message)
  })
})
