import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const command = new URL('sim-dialler-command.ts', import.meta.url).pathname
const scenario = {
  mode: 'predictive',
  agents: 12,
  hours: 1.5,
  answerRate: [0.5, 0.25],
  ringSec: { mean: 14, cv: 0.4 },
  talkSec: { mean: 95, cv: 0.6 },
  wrapSec: { mean: 12, cv: 0.5 },
  maxAbandonPct: 3,
  seed: 11,
  agentChanges: [
    { atSec: 1_000, agents: 8 },
    { atSec: 2_000.5, agents: 15 },
  ],
}

let directory: string
const file = (name: string): string => join(directory, name)
const sim = (of: unknown, ...more: string[]) => {
  writeFileSync(file('s.json'), typeof of === 'string' ? of : JSON.stringify(of))
  return spawnSync(process.execPath, [command, '--scenario', file('s.json'), ...more], {
    encoding: 'utf8',
    timeout: 15_000,
  })
}

interface Line {
  readonly t: number
  readonly event: string
  readonly call?: string
  readonly agent?: string
  readonly agents?: number
}
const linesOf = (name: string): Line[] =>
  readFileSync(file(name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

/** Straight from the definitions, second by second and window by window; shares nothing with the code under test. */
function recomputed(lines: readonly Line[], hours: number) {
  const end = hours * 3_600
  const times = (event: string): number[] => lines.filter((line) => line.event === event).map(({ t }) => t)
  const [answered, abandoned] = [times('answered'), times('abandoned')]
  const changes = lines.filter((line) => line.event === 'agent-change')
  const staffed = changes.reduce(
    (sum, { t, agents }, index) => sum + (agents ?? 0) * ((changes[index + 1]?.t ?? end) - t),
    0,
  )
  const busy = lines.reduce((sum, { t, event, agent }, index) => {
    if (event !== 'connected') return sum
    const free = lines
      .slice(index + 1, index + 5_000)
      .find((line) => line.event === 'agent-free' && line.agent === agent)
    return sum + (free?.t ?? end) - t
  }, 0)
  const inWindow = (of: readonly number[], to: number): number => of.filter((t) => t > to - 1_800 && t <= to).length
  const shares = [...answered, ...abandoned]
    .filter((to) => to >= 1_800)
    .map((to) => (100 * inWindow(abandoned, to)) / inWindow(answered, to))
  return {
    dials: times('dial').length,
    answered: answered.length,
    abandoned_pct: (100 * abandoned.length) / answered.length,
    occupancy: busy / staffed,
    dials_per_agent_hour: times('dial').length / (staffed / 3_600),
    worst_window_abandoned_pct: Math.max(...shares),
  }
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'ringdesk-sim-dialler-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

describe('npm run sim:dialler', () => {
  it.each(['predictive', 'power', 'progressive'])('prints one JSON object that its events bear out: %s', (mode) => {
    const { status, stdout } = sim({ ...scenario, mode, ratio: 3 }, '--out', file('events.jsonl'))
    expect(status).toBe(0)
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
    const printed = JSON.parse(stdout)
    expect(Object.keys(printed)).toEqual([
      'mode',
      'agents',
      'hours',
      'dials',
      'answered',
      'abandoned_pct',
      'occupancy',
      'dials_per_agent_hour',
      'worst_window_abandoned_pct',
    ])
    expect(printed).toMatchObject({ mode, agents: 12, hours: 1.5 })
    for (const [key, value] of Object.entries(recomputed(linesOf('events.jsonl'), 1.5)))
      expect(printed[key], key).toBeCloseTo(value, 3)
  })

  it('writes events in order, causes before effects', () => {
    sim(scenario, '--out', file('events.jsonl'))
    const state = new Map<string, string>()
    const answeredAt = new Map<string, number>()
    const talking = new Set<string>()
    let before = 0
    for (const { t, event, call = '', agent = '' } of linesOf('events.jsonl')) {
      expect(t).toBeGreaterThanOrEqual(before)
      before = t
      if (event === 'dial') expect(state.has(call)).toBe(false)
      if (event === 'answered' || event === 'no-answer') expect(state.get(call)).toBe('dial')
      if (event === 'connected' || event === 'abandoned') expect(state.get(call)).toBe('answered')
      if (event === 'answered') answeredAt.set(call, t)
      if (event === 'abandoned') expect(t - (answeredAt.get(call) ?? 0)).toBeCloseTo(2, 6)
      if (event === 'connected') {
        expect(t - (answeredAt.get(call) ?? 0)).toBeLessThanOrEqual(2.000_001)
        expect(talking.has(agent)).toBe(false)
        talking.add(agent)
      }
      if (event === 'agent-free') expect(talking.delete(agent)).toBe(true)
      if (call !== '') state.set(call, event)
    }
  })

  it('prints the same for the same scenario, byte for byte, and something else for another seed', () => {
    const [one, two] = [sim(scenario, '--out', file('one.jsonl')), sim(scenario, '--out', file('two.jsonl'))]
    expect(two.stdout).toBe(one.stdout)
    expect(readFileSync(file('two.jsonl'))).toEqual(readFileSync(file('one.jsonl')))
    expect(sim({ ...scenario, seed: 12 }).stdout).not.toBe(one.stdout)
  })

  it.each([
    ['mode', { ...scenario, mode: 'fast' }],
    ['agents', { ...scenario, agents: 0 }],
    ['hours', { ...scenario, hours: -1 }],
    ['answerRate', { ...scenario, answerRate: 30 }],
    ['answerRate', { ...scenario, answerRate: [0.3] }],
    ['talkSec.cv', { ...scenario, talkSec: { mean: 95 } }],
    ['wrapSec.mean', { ...scenario, wrapSec: { mean: '12', cv: 0 } }],
    ['maxAbandonPct', { ...scenario, maxAbandonPct: 101 }],
    ['seed', { ...scenario, seed: undefined }],
    ['ratio', { ...scenario, mode: 'power', ratio: 0.5 }],
    [
      'agentChanges.1.atSec',
      {
        ...scenario,
        agentChanges: [
          { atSec: 9, agents: 1 },
          { atSec: 8, agents: 2 },
        ],
      },
    ],
    ['agentChange', { ...scenario, agentChange: [] }],
    ['not JSON', '{"mode":'],
  ])('refuses a scenario and says what is wrong: %s', (field, wrong) => {
    const { status, stdout, stderr } = sim(wrong, '--out', file('never.jsonl'))
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain(field)
    expect(existsSync(file('never.jsonl'))).toBe(false)
  })

  it('says how it is used when an argument is missing or a file is not there', () => {
    const run = spawnSync(process.execPath, [command], { encoding: 'utf8' })
    expect(run.status).toBe(1)
    expect(run.stderr).toContain('--scenario is missing')
    expect(sim(scenario, '--out', file('no/such/place.jsonl')).stderr).toContain('cannot write')
    expect(
      spawnSync(process.execPath, [command, '--scenario', file('nothing.json')], { encoding: 'utf8' }).stderr,
    ).toContain('cannot read')
  })
})
