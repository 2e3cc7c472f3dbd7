import { describe, expect, it } from 'vitest'
import { type FlowDocument, flowDocument } from './flow-document.ts'
import { continueFlow, type FlowInput, startFlow } from './flow-run.ts'
import type { FlowWorld } from './playing.ts'

const prompt = (name: string) => ({ kind: 'prompt' as const, name })
const survey: FlowDocument = flowDocument.parse({
  start: 'hello',
  attributes: ['storeId', 'storeName'],
  nodes: {
    hello: {
      type: 'play',
      play: [prompt('hello'), { kind: 'of', prefix: 'store-', attribute: 'storeId', fallback: 'our-store' }],
      next: 'score',
    },
    score: {
      type: 'ask',
      question: 'score',
      play: [prompt('before'), prompt('ask-score')],
      accept: { keys: '123459', min: 1, max: 1 },
      tries: 2,
      timeoutMs: 5_000,
      invalid: 'invalid-option',
      answers: [{ is: 'one-of', digits: ['9'], next: 'refuse' }],
      otherwise: 'how',
      silence: 'end',
    },
    how: { type: 'branch', on: 'score', cases: [{ is: 'between', from: 1, to: 2, next: 'comment' }], otherwise: 'end' },
    comment: { type: 'record', question: 'comment', play: [prompt('speak')], maxMs: 60_000, beep: true, next: 'end' },
    refuse: { type: 'refuse', next: 'end' },
    end: { type: 'hang-up' },
  },
})
const world = (prompts: readonly string[], speech = false): FlowWorld => ({ prompts: new Set(prompts), speech })
const all = world(['hello', 'store-0015', 'our-store', 'before', 'ask-score', 'invalid-option', 'speak'])
const played: FlowInput = { type: 'played', completed: true }
const digits = (pressed: string): FlowInput => ({ type: 'digits', digits: pressed })

function run(document: FlowDocument, values: Record<string, string>, given: FlowWorld, ...inputs: FlowInput[]) {
  let turn = startFlow(document, values, given)
  const commands = [...turn.commands]
  const notes = [...turn.notes]
  for (const input of inputs) {
    turn = continueFlow(document, turn.run, input, given)
    commands.push(...turn.commands)
    notes.push(...turn.notes)
  }
  return { ...turn, commands, notes }
}

describe('a survey flow', () => {
  it('greets with the store, asks for a score, takes a comment on a bad one and hangs up', () => {
    const turn = run(
      survey,
      { storeId: '0015' },
      all,
      played,
      played,
      digits('2'),
      { type: 'played', completed: false },
      { type: 'recorded', path: '/r/c.wav', durationMs: 4_000 },
    )
    expect(turn.commands).toEqual([
      { do: 'play', items: [prompt('hello'), prompt('store-0015')] },
      { do: 'play', items: [prompt('before')] },
      {
        do: 'collect',
        prompt: prompt('ask-score'),
        invalidPrompt: prompt('invalid-option'),
        minDigits: 1,
        maxDigits: 1,
        tries: 2,
        timeoutMs: 5_000,
        accept: '^[123459]$',
      },
      { do: 'play', items: [prompt('speak')] },
      { do: 'record', maxMs: 60_000, beep: true },
      { do: 'hang-up' },
    ])
    expect(turn.notes).toEqual([
      { note: 'answered', node: 'score', question: 'score', value: '2' },
      { note: 'commented', node: 'comment', question: 'comment', path: '/r/c.wav', durationMs: 4_000 },
      { note: 'finished', node: 'end', how: 'completed', answers: 2 },
    ])
    expect(turn.run.values).toEqual({ storeId: '0015', score: '2', comment: '/r/c.wav' })
  })

  it('tells of a customer who does not want to be called again', () => {
    const { notes } = run(survey, {}, all, played, played, digits('9'))
    expect(notes).toContainEqual({ note: 'refused', node: 'refuse' })
  })

  it('takes a key that comes before the question is all said, and no other', () => {
    const early = run(survey, {}, all, played, digits('7'))
    expect(early.run.stage).toBe('leading')
    expect(run(survey, {}, all, played, digits('5')).done).toBe('completed')
  })

  it.each<[string, FlowInput]>([
    ['nothing was pressed', digits('')],
    ['the switch tells of keys that were not asked for', digits('77')],
    ['the collecting never ends', { type: 'timed-out' }],
  ])('goes the way of silence when %s', (_why, input) => {
    const { notes, done } = run(survey, {}, all, played, played, input)
    expect(done).toBe('completed')
    expect(notes).toEqual([{ note: 'finished', node: 'end', how: 'completed', answers: 0 }])
  })

  it.each<[string, FlowInput]>([
    ['holds no voice', { type: 'recorded', path: '/r/c.wav', durationMs: 100 }],
    ['never ends', { type: 'timed-out' }],
  ])('keeps no comment of a recording that %s', (_why, input) => {
    const { notes } = run(survey, {}, all, played, played, digits('1'), played, input)
    expect(notes.map(({ note }) => note)).toEqual(['answered', 'finished'])
  })

  it('is over when the customer hangs up, with nothing more to do for the switch', () => {
    const { notes, commands, done } = run(survey, {}, all, played, { type: 'left' }, played, digits('1'))
    expect(done).toBe('left')
    expect(notes).toEqual([{ note: 'finished', node: 'score', how: 'left', answers: 0 }])
    expect(commands.at(-1)).toMatchObject({ do: 'play' })
  })

  it('goes on without what the switch does not have', () => {
    const { commands } = run(survey, {}, world([]))
    expect(commands).toEqual([expect.objectContaining({ do: 'collect', accept: '^[123459]$' })])
    expect(commands[0]).not.toHaveProperty('prompt')
  })

  it('hangs up on a document that leads nowhere', () => {
    const turn = startFlow({ start: 'constructor', attributes: [], nodes: {} }, {}, all)
    expect(turn).toMatchObject({ done: 'broken', commands: [{ do: 'hang-up' }] })
  })
})

describe('what is played', () => {
  const say = (text: string): FlowDocument =>
    flowDocument.parse({
      start: 'a',
      nodes: {
        a: { type: 'play', play: [{ kind: 'say', text, fallback: 'hello' }], next: 'b' },
        b: { type: 'hang-up' },
      },
    })

  it.each([
    ['{storeName}来电', { storeName: '西湖店' }, true, { kind: 'say', text: '西湖店来电' }],
    ['{storeName}来电', { storeName: '西湖店' }, false, prompt('hello')],
    ['{storeName}来电', {}, true, prompt('hello')],
    ['{constructor}来电', {}, true, prompt('hello')],
    [' ', {}, true, prompt('hello')],
    ['{storeName}来电', { storeName: '店'.repeat(500) }, true, prompt('hello')],
  ])('of "%s" with %j, speech %s, is %j', (text, values, speech, item) => {
    expect(startFlow(say(text), values, world(['hello'], speech)).commands).toEqual([{ do: 'play', items: [item] }])
  })

  it('names a store by its own prompt, else by speech, else by the fallback', () => {
    const store = { kind: 'of', prefix: 'store-', attribute: 'storeId', say: '{storeName}', fallback: 'our-store' }
    const nodes = { a: { type: 'play', play: [store], next: 'b' }, b: { type: 'hang-up' } }
    const heard = (prompts: readonly string[], speech: boolean) =>
      startFlow(
        flowDocument.parse({ start: 'a', nodes }),
        { storeId: 'HZ01', storeName: '西湖店' },
        world(prompts, speech),
      ).commands[0]
    expect(heard(['store-hz01', 'our-store'], true)).toEqual({ do: 'play', items: [prompt('store-hz01')] })
    expect(heard(['our-store'], true)).toEqual({ do: 'play', items: [{ kind: 'say', text: '西湖店' }] })
    expect(heard(['our-store'], false)).toEqual({ do: 'play', items: [prompt('our-store')] })
  })

  it('falls back where a store has no prompt of its own', () => {
    for (const storeId of ['0099', '', '../etc'])
      expect(startFlow(survey, { storeId }, all).commands).toEqual([
        { do: 'play', items: [prompt('hello'), prompt('our-store')] },
      ])
  })
})

describe('a branch', () => {
  const on = (value: string | undefined) => {
    const document = flowDocument.parse({
      start: 'a',
      attributes: ['v'],
      nodes: {
        a: {
          type: 'branch',
          on: 'v',
          cases: [
            { is: 'one-of', values: ['gold', '3'], next: 'one' },
            { is: 'between', from: 1, to: 5, next: 'between' },
            { is: 'present', next: 'present' },
          ],
          otherwise: 'none',
        },
        ...Object.fromEntries(['one', 'between', 'present', 'none'].map((id) => [id, { type: 'transfer', queue: id }])),
      },
    })
    return startFlow(document, value === undefined ? {} : { v: value }, all).run.node
  }

  it.each([
    ['gold', 'one'],
    ['3', 'one'],
    ['5', 'between'],
    ['5.1', 'present'],
    ['x', 'present'],
    [' ', 'present'],
    ['', 'none'],
    [undefined, 'none'],
  ])('takes the first case that fits: %j goes to %s', (value, node) => {
    expect(on(value)).toBe(node)
  })
})

it('asks for several digits as the switch wants it: without braces', () => {
  const accept = { keys: '0123456789', min: 2, max: 4 }
  const nodes = {
    ask: { ...survey.nodes.score, type: 'ask', accept, play: [prompt('hello')] },
    end: { type: 'hang-up' },
  }
  const { commands } = startFlow(flowDocument.parse({ start: 'ask', nodes }), {}, all)
  expect(commands).toEqual([
    expect.objectContaining({ accept: '^[0123456789][0123456789][0123456789]?[0123456789]?$' }),
  ])
})
