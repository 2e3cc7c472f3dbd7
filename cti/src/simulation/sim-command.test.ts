import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const command = new URL('sim-command.ts', import.meta.url).pathname
const routing = {
  queues: [
    {
      id: 'tea',
      weight: 1,
      slThresholdSec: 20,
      needs: { all: [{ skill: 'tea', min: 5 }] },
      rings: [{ afterSec: 30, needs: { all: [] } }],
      choose: 'longest-idle',
    },
  ],
  agents: [
    { id: 'ann', skills: { tea: 7 }, shifts: [[0, 600]], voice: 1, chat: 0 },
    { id: 'bob', skills: { tea: 2 }, shifts: [[0, 600]], voice: 1, chat: 0 },
  ],
  wrapUpSec: 10,
}
const work = [
  { id: 'a', t: 5, queue: 'tea', handleSec: 100, patienceSec: 300 },
  { id: 'b', t: 6, queue: 'tea', handleSec: 100, patienceSec: 300 },
  { id: 'c', t: 7, queue: 'tea', handleSec: 100, patienceSec: 3 },
]

let directory: string
const file = (name: string): string => join(directory, name)
const sim = (...more: string[]) =>
  spawnSync(process.execPath, [command, '--config', file('routing.json'), '--trace', file('work.jsonl'), ...more], {
    encoding: 'utf8',
    timeout: 15_000,
  })

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'ringdesk-sim-'))
  writeFileSync(file('routing.json'), JSON.stringify(routing))
  writeFileSync(file('work.jsonl'), work.map((line) => JSON.stringify(line)).join('\n'))
})
afterAll(() => rmSync(directory, { recursive: true }))

describe('npm run sim', () => {
  it('prints one JSON object of figures, and what became of each item', () => {
    const { status, stdout } = sim('--out', file('decisions.jsonl'))
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      offered: 3,
      answered: 2,
      abandoned: 1,
      service_level: 0.5,
      asa_s: 15,
      p95_wait_s: 30,
      match_accuracy: 0.5,
    })
    const lines = readFileSync(file('decisions.jsonl'), 'utf8').trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { id: 'a', outcome: 'answered', agent: 'ann', t: 5, waitSec: 0, ring: 0, matched: true, why: { eligible: 1 } },
      { id: 'c', outcome: 'abandoned', t: 10, waitSec: 3, matched: false },
      { id: 'b', outcome: 'answered', agent: 'bob', t: 36, waitSec: 30, ring: 1, matched: false },
    ])
  })

  it('prints the same for the same input, byte for byte', () => {
    const [one, two] = [sim('--out', file('one.jsonl')), sim('--out', file('two.jsonl'))]
    expect(two.stdout).toBe(one.stdout)
    expect(readFileSync(file('two.jsonl'))).toEqual(readFileSync(file('one.jsonl')))
  })

  it('says which line of which file is wrong, writes nothing and ends with 1', () => {
    writeFileSync(file('bad.jsonl'), `${JSON.stringify(work[0])}\n{"id":"b"}`)
    const run = sim('--trace', file('bad.jsonl'), '--out', file('never.jsonl'))
    expect(run.status).toBe(1)
    expect(run.stdout).toBe('')
    expect(run.stderr).toContain('bad.jsonl:2: t: ')
    expect(existsSync(file('never.jsonl'))).toBe(false)
  })

  it('says how it is used when an argument is missing or a file is not there', () => {
    const run = spawnSync(process.execPath, [command, '--config', file('nothing.json')], { encoding: 'utf8' })
    expect(run.status).toBe(1)
    expect(run.stderr).toContain('--trace is missing')
    expect(sim('--config', file('nothing.json')).stderr).toContain('cannot read')
  })
})
