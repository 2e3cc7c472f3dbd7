import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AgentLine,
  type AlarmRule,
  abandonRate,
  noFigures,
  type QueueLine,
  serviceLevel,
} from '../contract/index.ts'
import { readAlarms } from './alarm-readings.ts'
import { type AlarmReading, type AlarmWatch, sideOf, type WatchedAlarm, watchAlarms } from './alarm-watch.ts'

const NOW = 1_800_000_000_000
const rule = (over: Partial<AlarmRule> & Pick<AlarmRule, 'kind'>): AlarmRule => ({
  id: over.kind,
  threshold: 10,
  enabled: true,
  ...over,
})
const queue = (over: Partial<QueueLine> = {}): QueueLine => ({
  id: 'q',
  waiting: 0,
  callbacks: 0,
  staff: { offline: 0, ready: 0, 'not-ready': 0, offered: 0, 'on-contact': 0, 'wrap-up': 0 },
  today: noFigures,
  recent: noFigures,
  ...over,
})
const sight = { queues: [queue()], agents: [] as AgentLine[], unattendedSince: () => undefined }

describe('what the rules look at', () => {
  it('service level: answered within T of the answered and those abandoned after T', () => {
    const figures = { ...noFigures, answered: 8, answeredInTime: 6, abandoned: 3, abandonedEarly: 1 }
    expect(serviceLevel(figures)).toBe(60)
    expect(abandonRate(figures)).toBeCloseTo(27.27)
    expect(serviceLevel(noFigures)).toBeUndefined()
  })

  it('ratios of fewer than ten calls alarm nobody', () => {
    const rules = [rule({ kind: 'service-level', threshold: 80 })]
    const values = (answered: number) =>
      readAlarms(rules, { ...sight, queues: [queue({ recent: { ...noFigures, answered } })] }, NOW)
    expect(values(9)).toEqual([])
    expect(values(10)).toMatchObject([{ subject: 'q', value: 0 }])
  })

  it('a queue’s own rule replaces the general one, also switched off', () => {
    const general = rule({ kind: 'waiting', threshold: 10 })
    const own = rule({ id: 'own', kind: 'waiting', queue: 'q', threshold: 3 })
    expect(readAlarms([general, own], sight, NOW)).toMatchObject([{ rule: { id: 'own' } }])
    expect(readAlarms([general, { ...own, enabled: false }], sight, NOW)).toEqual([])
  })

  it('agents too long in a state, and the switch', () => {
    const agent: AgentLine = { id: 'a', kind: 'wrap-up', since: NOW - 61_000, contacts: 0, busyMs: 0, readyMs: 0 }
    const rules = [
      rule({ id: 'long', kind: 'state-too-long', state: 'wrap-up', threshold: 60 }),
      rule({ id: 'other', kind: 'state-too-long', state: 'not-ready', threshold: 60 }),
      rule({ kind: 'switch-down' }),
    ]
    const readings = readAlarms(rules, { ...sight, queues: [], agents: [agent], switchDownSince: NOW - 7_900 }, NOW)
    expect(readings).toMatchObject([
      { rule: { id: 'long' }, subject: 'a', value: 61 },
      { rule: { id: 'switch-down' }, subject: '', value: 7 },
    ])
  })
})

describe('an alarm', () => {
  const waiting = rule({ kind: 'waiting' })
  const after = (steps: readonly (readonly [at: number, value: number])[]) => {
    let watch: AlarmWatch = new Map()
    const told: string[] = []
    for (const [at, value] of steps) {
      const step = watchAlarms(watch, [{ rule: waiting, subject: 'q', value }], NOW + at)
      watch = step.watch
      told.push(...step.raised.map(() => `raised ${at}`), ...step.cleared.map(() => `cleared ${at}`))
    }
    return told
  }

  it('is raised when its figure has been beyond the threshold for a while, not before', () => {
    expect(
      after([
        [0, 11],
        [4_000, 11],
      ]),
    ).toEqual([])
    expect(
      after([
        [0, 11],
        [4_000, 9],
        [6_000, 11],
        [9_000, 11],
      ]),
    ).toEqual([])
    expect(
      after([
        [0, 11],
        [5_000, 11],
        [6_000, 12],
      ]),
    ).toEqual(['raised 5000'])
  })

  it('stays while the figure trembles at the threshold, and is over when it has clearly fallen', () => {
    const high = [
      [0, 11],
      [5_000, 11],
    ] as const
    expect(after([...high, [6_000, 10], [20_000, 9], [30_000, 11], [40_000, 9]])).toEqual(['raised 5000'])
    expect(after([...high, [6_000, 8], [11_000, 8]])).toEqual(['raised 5000', 'cleared 11000'])
    expect(after([...high, [6_000, 8], [8_000, 9], [10_000, 8], [14_000, 8]])).toEqual(['raised 5000'])
  })

  it('is over at once when its rule or its subject is gone', () => {
    const { watch } = watchAlarms(new Map(), [{ rule: rule({ kind: 'switch-down' }), subject: '', value: 10 }], NOW)
    expect(watchAlarms(watch, [], NOW + 1).cleared).toHaveLength(1)
  })

  it('whatever the figures do: raised and cleared by turns, never without its figure having been on that side', () => {
    const kinds = ['longest-wait', 'waiting', 'service-level', 'abandon-rate', 'state-too-long'] as const
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.array(fc.tuple(fc.integer({ min: 100, max: 20_000 }), fc.option(fc.integer({ min: 0, max: 100 }))), {
          maxLength: 60,
        }),
        (kind, steps) => {
          const watched = rule({ kind, threshold: 50 })
          let watch: AlarmWatch = new Map()
          let standing: WatchedAlarm | undefined
          let now = NOW
          for (const [later, value] of steps) {
            now += later
            const readings: AlarmReading[] = value === null ? [] : [{ rule: watched, subject: 'q', value }]
            const step = watchAlarms(watch, readings, now)
            watch = step.watch
            for (const over of step.cleared) {
              expect(over).toBe(standing)
              const [reading] = readings
              if (reading) expect(sideOf(reading)).toBe('fine')
              standing = undefined
            }
            for (const raised of step.raised) {
              expect(standing).toBeUndefined()
              expect(raised.raisedAt).toBe(now)
              expect(readings.map(sideOf)).toEqual(['beyond'])
              standing = raised
            }
            expect([...watch.values()].flatMap((each) => each.alarm ?? [])).toEqual(standing ? [standing] : [])
          }
        },
      ),
    )
  })
})
