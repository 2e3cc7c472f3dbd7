import { describe, expect, it } from 'vitest'
import { FormatError, readRouting, readWork } from './formats.ts'

const routing = {
  queues: [
    {
      id: '售后',
      weight: 1,
      slThresholdSec: 20,
      needs: { all: [{ skill: 'tea', min: 3 }] },
      rings: [
        { afterSec: 0, needs: { all: [{ skill: 'tea', min: 3 }] } },
        { afterSec: 30, needs: { all: [] } },
      ],
      choose: 'scarce-last',
    },
  ],
  agents: [{ id: 'ann', skills: { tea: 5 }, region: 'east', shifts: [[0, 3600]], voice: 1, chat: 0 }],
  wrapUpSec: 30,
}
const lines = (value: unknown): string => JSON.stringify(value, undefined, 2)
const problemsOf = (read: () => unknown): readonly string[] => {
  try {
    read()
  } catch (error) {
    if (error instanceof FormatError) return error.problems
    throw error
  }
  throw new Error('nothing was wrong')
}
const centre = readRouting(lines(routing), 'routing.json')
const item = { id: 'c1', t: 12.5, queue: '售后', handleSec: 200, patienceSec: 90 }

describe('routing.json', () => {
  it('becomes queues and agents in ms; a ring at 0 s is the entry requirement itself', () => {
    expect(centre.queues[0]).toMatchObject({
      serviceLevelMs: 20_000,
      profile: {
        id: '售后',
        wrapUpMs: 30_000,
        choose: 'scarce-last',
        rings: [{ afterMs: 30_000, needs: { all: [] } }],
      },
    })
    expect(centre.agents[0]).toMatchObject({
      profile: { id: 'ann', region: 'east', capacity: { voice: 1, chat: 0, total: 1 } },
      shifts: [[0, 3_600_000]],
    })
  })

  it('is refused with the line of what is not JSON', () => {
    expect(problemsOf(() => readRouting('{\n "queues": [\n  oops\n ]\n}', 'r.json'))[0]).toMatch(/^r\.json:3: not JSON/)
    expect(problemsOf(() => readRouting('', 'r.json'))).toEqual([expect.stringMatching(/^r\.json:1: /)])
  })

  it('is refused naming every problem, each with its line', () => {
    const wrong = {
      ...routing,
      queues: [
        { ...routing.queues[0], choose: 'nicest', rings: [] },
        { ...routing.queues[0], weight: 0, rings: [] },
      ],
    }
    const text = lines(wrong)
    const lineOf = (needle: string) => text.split('\n').findIndex((line) => line.includes(needle)) + 1
    const problems = problemsOf(() => readRouting(text, 'r.json'))
    expect(problems).toHaveLength(2)
    expect(problems[0]).toMatch(new RegExp(`^r\\.json:${lineOf('nicest')}: queues\\.0\\.choose: `))
    expect(problems[1]).toMatch(new RegExp(`^r\\.json:${lineOf('"weight": 0')}: queues\\.1\\.weight: `))
  })

  it.each([
    ['a queue twice', { queues: [routing.queues[0], routing.queues[0]] }, /queues\.1\.id: "售后" appears twice/],
    [
      'rings that go back',
      {
        queues: [
          {
            ...routing.queues[0],
            rings: [
              { afterSec: 40, needs: { all: [] } },
              { afterSec: 30, needs: { all: [] } },
            ],
          },
        ],
      },
      /rings\.1\.afterSec: must be later/,
    ],
    [
      'a shift that ends before it begins',
      { agents: [{ ...routing.agents[0], shifts: [[60, 60]] }] },
      /shifts\.0: ends at 60 s/,
    ],
    [
      'shifts on top of each other',
      {
        agents: [
          {
            ...routing.agents[0],
            shifts: [
              [0, 60],
              [30, 90],
            ],
          },
        ],
      },
      /shifts\.1: begins at 30 s/,
    ],
  ])('refuses %s', (_what, wrong, problem) => {
    expect(problemsOf(() => readRouting(lines({ ...routing, ...wrong }), 'r.json'))).toEqual([
      expect.stringMatching(problem),
    ])
  })
})

describe('work.jsonl', () => {
  it('becomes items in order of arrival; those of one moment keep the order of the file', () => {
    const text = [
      { ...item, id: 'late', t: 20 },
      { ...item, id: 'one' },
      { ...item, id: 'two', needs: { all: [] }, lastAgent: 'ann' },
    ]
    const read = readWork(`${text.map((line) => JSON.stringify(line)).join('\r\n')}\n\n`, 'w.jsonl', centre)
    expect(read.map(({ item: { id } }) => id)).toEqual(['one', 'two', 'late'])
    expect(read[0]).toMatchObject({ item: { enteredAt: 12_500, priority: 0 }, handleMs: 200_000, patienceMs: 90_000 })
    expect(read[1]?.item).toMatchObject({ needs: { all: [] }, lastAgent: 'ann' })
  })

  it('is refused naming every problem, each with its line', () => {
    const text = [
      JSON.stringify(item),
      'not json',
      JSON.stringify({ ...item, id: 'c2', queue: 'nowhere' }),
      '',
      JSON.stringify({ ...item, handleSec: -1 }),
      JSON.stringify(item),
    ].join('\n')
    expect(problemsOf(() => readWork(text, 'w.jsonl', centre))).toEqual([
      expect.stringMatching(/^w\.jsonl:2: not JSON/),
      'w.jsonl:3: queue: there is no queue "nowhere"',
      expect.stringMatching(/^w\.jsonl:5: handleSec: /),
      'w.jsonl:6: id: "c1" is on line 1 already',
    ])
  })
})
