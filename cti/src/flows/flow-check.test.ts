import { describe, expect, it } from 'vitest'
import { checkFlow } from './flow-check.ts'
import { flowDocument, MOST_NODES } from './flow-document.ts'

const around = { prompts: new Set(['hello', 'store-0015']), queues: new Set(['service']) }
const play = (next?: string, name = 'hello') => ({ type: 'play', play: [{ kind: 'prompt', name }], next })
const end = { type: 'hang-up' }
const ask = (more: object = {}) => ({
  type: 'ask',
  question: 'score',
  play: [{ kind: 'prompt', name: 'hello' }],
  accept: { keys: '12', min: 1, max: 1 },
  tries: 2,
  timeoutMs: 5_000,
  answers: [
    { is: 'one-of', digits: ['1'], next: 'end' },
    { is: 'one-of', digits: ['2'], next: 'end' },
  ],
  silence: 'end',
  ...more,
})

const problems = (nodes: Record<string, object>, attributes: string[] = [], start = 'a') =>
  checkFlow(flowDocument.parse({ start, attributes, nodes }), around)
const told = (nodes: Record<string, object>, attributes?: string[]) =>
  problems(nodes, attributes).map(({ code, node, place, about }) => [code, node, place, about.join()])

describe('a flow is refused, with the place,', () => {
  it('when its start is not there', () => {
    expect(problems({ b: end }, [], 'a')).toEqual([
      { code: 'unknown-start', severity: 'error', place: 'start', about: ['a'] },
      { code: 'unreachable', severity: 'warning', node: 'b', about: [] },
    ])
  })

  it('when a way leads nowhere or to a node that is not there, with what people call the node', () => {
    expect(problems({ a: { ...play(), label: '问候' } })).toEqual([
      { code: 'dead-end', severity: 'error', node: 'a', label: '问候', place: 'next', about: [] },
    ])
    expect(told({ a: play('gone') })).toEqual([['unknown-node', 'a', 'next', 'gone']])
    expect(told({ a: play('constructor') })).toEqual([['unknown-node', 'a', 'next', 'constructor']])
  })

  it('when an answer that can be given has no way', () => {
    const keys = { keys: '123', min: 1, max: 1 }
    expect(told({ a: ask(), end })).toEqual([])
    expect(told({ a: ask({ accept: keys }), end })).toEqual([['dead-end', 'a', 'otherwise', '']])
    expect(told({ a: ask({ accept: keys, otherwise: 'end' }), end })).toEqual([])
    expect(told({ a: ask({ silence: undefined }), end })).toEqual([['dead-end', 'a', 'silence', '']])
  })

  it('when many digits are not all covered by a range', () => {
    const long = (to: number, max: number) =>
      ask({ accept: { keys: '0123456789', min: 1, max }, answers: [{ is: 'between', from: 0, to, next: 'end' }] })
    expect(told({ a: long(99, 2), end })).toEqual([])
    expect(told({ a: long(98, 2), end })).toEqual([['dead-end', 'a', 'otherwise', '']])
    expect(told({ a: long(99_999, 5), end })).toEqual([['dead-end', 'a', 'otherwise', '']])
  })

  it('when it goes round without a key: by itself, on silence, over a recording', () => {
    expect(told({ a: play('b'), b: play('a') })).toContainEqual(['endless-loop', 'a', undefined, 'a,b'])
    expect(told({ a: play('b'), b: ask({ silence: 'a' }), end })).toEqual([['endless-loop', 'a', undefined, 'a,b']])
    const record = { type: 'record', question: 'c', play: [], maxMs: 60_000, beep: false, next: 'a' }
    expect(told({ a: record })).toContainEqual(['endless-loop', 'a', undefined, 'a'])
  })

  it('but not when every turn needs a key: hear it again', () => {
    const again = [{ is: 'one-of', digits: ['1', '2'], next: 'a' }]
    expect(told({ a: ask({ answers: again }), end })).toEqual([])
  })

  it('when no end can be reached', () => {
    const again = [{ is: 'one-of', digits: ['1', '2'], next: 'a' }]
    const found = told({ a: ask({ answers: again, silence: 'b' }), b: play('a') })
    expect(found).toContainEqual(['no-end', 'a', undefined, ''])
    expect(found).toContainEqual(['no-end', 'b', undefined, ''])
  })

  it('when a prompt or queue is not there', () => {
    const speech = { kind: 'say', text: '您好', fallback: '' }
    expect(told({ a: play('b', 'lost'), b: { type: 'transfer', queue: 'nobody' } })).toEqual([
      ['missing-prompt', 'a', 'play.0', 'lost'],
      ['missing-queue', 'b', 'queue', 'nobody'],
    ])
    expect(told({ a: { ...play('end'), play: [speech] }, end })).toEqual([['missing-prompt', 'a', 'play.0', '']])
    expect(told({ a: ask({ invalid: 'lost' }), end })).toEqual([['missing-prompt', 'a', 'invalid', 'lost']])
    expect(told({ a: { ...play('end'), play: [] }, end })).toEqual([['nothing-played', 'a', 'play', '']])
  })

  it('when a question means two things, but not when it is asked again', () => {
    const twice = (second: object) => told({ a: ask({ answers: [], otherwise: 'b' }), b: second, end })
    expect(twice(ask({ answers: [], otherwise: 'end' }))).toEqual([])
    expect(twice(ask({ accept: { keys: '3', min: 1, max: 1 }, answers: [], otherwise: 'end' }))).toEqual([
      ['question-twice', 'b', 'question', 'score'],
    ])
    expect(twice({ type: 'set', key: 'score', value: '1', next: 'end' })).toEqual([
      ['question-twice', 'b', 'key', 'score'],
    ])
    expect(told({ a: ask(), end }, ['score'])).toEqual([['question-twice', 'a', 'question', 'score']])
  })

  it('when it leans on a value that nothing sets', () => {
    const branch = { type: 'branch', on: 'level', cases: [], otherwise: 'end' }
    expect(told({ a: branch, end })).toEqual([['never-set', 'a', 'on', 'level']])
    expect(told({ a: branch, end }, ['level'])).toEqual([])
    const speech = { kind: 'say', text: '{storeName}，您好', fallback: 'hello' }
    expect(told({ a: { ...play('end'), play: [speech] }, end })).toEqual([['never-set', 'a', 'play.0', 'storeName']])
  })

  it('when a case compares with nothing', () => {
    const cases = [
      { is: 'one-of', values: [], next: 'end' },
      { is: 'between', from: 3, to: 1, next: 'end' },
    ]
    expect(told({ a: { type: 'branch', on: 'x', cases, otherwise: 'end' }, end }, ['x'])).toEqual([
      ['empty-case', 'a', 'cases.0', ''],
      ['empty-case', 'a', 'cases.1', ''],
    ])
  })
})

describe('a flow is only warned of', () => {
  it('nodes that nothing leads to, answers that never come, stores without prompts', () => {
    const answers = [
      { is: 'one-of', digits: ['1', '2'], next: 'end' },
      { is: 'one-of', digits: ['1'], next: 'end' },
      { is: 'one-of', digits: ['7'], next: 'end' },
    ]
    const store = { kind: 'of', prefix: 'shop-', attribute: 'storeId', fallback: 'hello' }
    const found = problems({ a: { ...play('b'), play: [store] }, b: ask({ answers }), end, lost: end }, ['storeId'])
    expect(found.map(({ severity }) => severity)).not.toContain('error')
    expect(found.map(({ code, node, place }) => [code, node, place])).toEqual([
      ['unreachable', 'lost', undefined],
      ['no-prompt-of-prefix', 'a', 'play.0'],
      ['answer-never-taken', 'b', 'answers.1'],
      ['answer-never-taken', 'b', 'answers.2'],
    ])
  })
})

it('has so many nodes at most', () => {
  const nodes = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, end]))
  expect(flowDocument.safeParse({ start: 'n0', nodes: nodes(MOST_NODES) }).success).toBe(true)
  expect(flowDocument.safeParse({ start: 'n0', nodes: nodes(MOST_NODES + 1) }).success).toBe(false)
})
