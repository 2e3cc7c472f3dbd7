import { describe, expect, it } from 'vitest'
import type { Decision } from '../dispatch.ts'
import { type Expected, readCases } from './cases-file.ts'
import { evaluationFigures } from './figures.ts'
import { FormatError } from './format-error.ts'

const read = (...lines: string[]) => readCases(lines.join('\n'), 'cases.jsonl', (id) => id.startsWith('S'))
const problems = (...lines: string[]): string => {
  try {
    read(...lines)
  } catch (error) {
    if (error instanceof FormatError) return error.message
    throw error
  }
  return ''
}

describe('cases.jsonl', () => {
  it('holds any subset of the fields; null and empty are as good as absent, numbers may be text and ids numbers', () => {
    expect(
      read(
        '\uFEFF{"id":1,"orderStoreId":12,"lat":"30.2","lon":120.1,"addressText":null,"storeText":" ","extra":[1]}\r',
        '',
        '{"id":"c2"}',
      ),
    ).toEqual([
      { id: '1', told: { orderStoreId: '12', lat: 30.2, lon: 120.1 }, expected: { kind: 'unknown' } },
      { id: 'c2', told: {}, expected: { kind: 'unknown' } },
    ])
  })

  it('expects a store, a pool or nothing', () => {
    const expected = read(
      '{"id":"1","expected":"S1"}',
      '{"id":"2","expected":"浙江省/杭州市"}',
      '{"id":"3","expected":null}',
      '{"id":"4","expected":""}',
    )
    expect(expected.map((one) => one.expected)).toEqual([
      { kind: 'store', storeId: 'S1' },
      { kind: 'pool' },
      { kind: 'pool' },
      { kind: 'unknown' },
    ])
  })

  it.each([
    ['{"id":"1"', 'cases.jsonl:1: '],
    ['[1]', 'cases.jsonl:1: 1: is no JSON object; right would be'],
    ['{}', 'cases.jsonl:1: id: is missing; right would be'],
    ['{"id":"1","lat":"north"}', 'cases.jsonl:1: lat: "north" is no number; right would be degrees'],
    ['{"id":"1","storeText":{}}', 'cases.jsonl:1: storeText: is object; right would be a text'],
    ['', 'cases.jsonl:1: id: there is no case'],
  ])('%s: says what is wrong where', (line, message) => {
    expect(problems(line)).toContain(message)
  })
})

describe('the figures', () => {
  const decision = (storeId: string | undefined, candidates: string[]): Decision => ({
    decision: storeId === undefined ? 'pool' : 'auto',
    ...(storeId === undefined ? { pool: '全国' } : { storeId }),
    confidence: 1,
    candidates: candidates.map((id) => ({ storeId: id, score: 1, reasons: [] })),
    reasons: [],
    departments: [],
    priority: 0,
  })
  const store = (storeId: string): Expected => ({ kind: 'store', storeId })

  it('count what they say', () => {
    const rows: [Expected, Decision, number][] = [
      [store('a'), decision('a', ['a', 'b']), 10],
      [store('b'), decision('a', ['a', 'b']), 20],
      [store('d'), decision(undefined, ['a', 'b', 'c', 'd']), 30],
      [{ kind: 'pool' }, decision('a', ['a']), 40],
      [{ kind: 'pool' }, decision(undefined, ['a']), 50],
      [{ kind: 'unknown' }, decision('a', ['a']), 60],
    ]
    const decided = rows.map(([expected, made, tookUs]) => ({ expected, decision: made, tookUs }))
    expect(evaluationFigures(decided, (one, other) => one === other)).toEqual({
      cases: 6,
      auto: 4,
      auto_precision: 0.333333,
      coverage: 0.666667,
      top1: 0.333333,
      top3: 0.666667,
      pool: 2,
      p50_us: 30,
      p99_us: 60,
    })
  })

  it('of nothing are null', () => {
    expect(evaluationFigures([], () => true)).toMatchObject({
      cases: 0,
      auto_precision: null,
      coverage: 0,
      top1: null,
      top3: null,
      p99_us: 0,
    })
  })
})
