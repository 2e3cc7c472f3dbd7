import { describe, expect, it } from 'vitest'
import { type AlarmSight, alarmsOf } from './alarms.ts'

const fine: AlarmSight = {
  figures: {
    abandoned: { limitPct: 3, window: { part: 1, of: 100 }, day: { part: 5, of: 1_000 } },
    contacts: { total: 10, due: 5, later: 0, again: 0, inHand: 1, done: 4, outcomes: [] },
    forecast: { kind: 'unknown', attemptsLeft: 6 },
  },
  usesAgents: true,
  answeredLately: { part: 40, of: 100 },
  usualAnswerPct: 45,
  refusedLately: { part: 1, of: 100 },
  problems: [],
  reason: 'agents-covered',
  closedUntil: undefined,
}
const kinds = (change: Partial<AlarmSight>) => alarmsOf({ ...fine, ...change }).map(({ kind }) => kind)

describe('alarms of a campaign', () => {
  it('are silent while all is well', () => {
    expect(alarmsOf(fine)).toEqual([])
  })

  it('tell of an answer rate below half of what is usual, once there are enough attempts', () => {
    expect(alarmsOf({ ...fine, answeredLately: { part: 4, of: 40 } })).toEqual([
      { kind: 'answer-rate', level: 'urgent', value: 10, limit: 22.5, attempts: 40 },
    ])
    expect(kinds({ answeredLately: { part: 1, of: 19 } })).toEqual([])
    expect(kinds({ answeredLately: { part: 23, of: 100 } })).toEqual([])
    expect(kinds({ answeredLately: { part: 0, of: 100 }, usualAnswerPct: undefined })).toEqual([])
  })

  it('tell of a line that refuses, and do not blame the customers for it', () => {
    const change = { answeredLately: { part: 0, of: 60 }, refusedLately: { part: 55, of: 60 } }
    expect(alarmsOf({ ...fine, ...change })).toMatchObject([{ kind: 'trunk', level: 'urgent' }])
    expect(alarmsOf({ ...fine, refusedLately: { part: 12, of: 60 } })).toMatchObject([
      { kind: 'trunk', level: 'notice' },
    ])
    expect(kinds({ refusedLately: { part: 15, of: 19 } })).toEqual([])
  })

  it('tell of abandoned calls from four fifths of the limit on, in the window or on the day', () => {
    const abandoned = (window: number, day: number) => ({
      figures: {
        ...fine.figures,
        abandoned: { limitPct: 3, window: { part: window, of: 1_000 }, day: { part: day, of: 1_000 } },
      },
    })
    expect(kinds(abandoned(23, 0))).toEqual([])
    expect(alarmsOf({ ...fine, ...abandoned(24, 0) })).toMatchObject([{ kind: 'abandoned', level: 'notice' }])
    expect(alarmsOf({ ...fine, ...abandoned(0, 31) })).toMatchObject([{ kind: 'abandoned', level: 'urgent' }])
    expect(kinds({ ...abandoned(24, 0), usesAgents: false })).toEqual([])
  })

  it('tell why it cannot go on, the urgent first, and nothing when nobody is left to call', () => {
    const problems = [{ field: 'flowId' as const, code: 'flow-unpublished' as const, message: '没有发布' }]
    expect(kinds({ problems, closedUntil: 5 })).toEqual(['cannot-dial', 'outside-hours'])
    expect(kinds({ reason: 'no-agents' })).toEqual(['no-agents'])
    expect(kinds({ reason: 'no-agents', closedUntil: 5 })).toEqual(['outside-hours'])
    const done = { figures: { ...fine.figures, forecast: { kind: 'done' } as const } }
    expect(kinds({ ...done, problems, closedUntil: 5, reason: 'no-agents' })).toEqual([])
  })
})
