/** Flows that somebody might draw, for tests. */
import fc from 'fast-check'
import type { FlowDocument, FlowNode } from './flow-document.ts'
import type { FlowInput } from './flow-run.ts'

export const testPrompts: ReadonlySet<string> = new Set(['hello', 'ask', 'store-0015', 'thanks', 'invalid-option'])
export const testQueues: ReadonlySet<string> = new Set(['service'])

interface Drawing {
  /** Ways that need no key, ways that do, names of prompts, and what a question of this node is kept under. */
  readonly silent: fc.Arbitrary<string | undefined>
  readonly pressed: fc.Arbitrary<string | undefined>
  readonly prompt: fc.Arbitrary<string>
  readonly question: fc.Arbitrary<string>
  readonly value: fc.Arbitrary<string>
  readonly queue: fc.Arbitrary<string>
}

const is = <Type extends FlowNode['type']>(type: Type) => fc.constant(type)

function drawNode({ silent, pressed, prompt, question, value, queue }: Drawing): fc.Arbitrary<FlowNode> {
  const kind = <Kind extends string>(name: Kind) => fc.constant(name)
  const item = fc.oneof(
    fc.record({ kind: kind('prompt'), name: prompt }),
    fc.record({ kind: kind('of'), prefix: fc.constant('store-'), attribute: value, fallback: prompt }),
    fc.record({ kind: kind('say'), text: value.map((name) => `您在{${name}}的`), fallback: prompt }),
  )
  const play = fc.array(item, { minLength: 1, maxLength: 3 })
  const answer = fc.oneof(
    fc.record({ is: kind('one-of'), digits: fc.subarray(['1', '2', '12', '*'], { minLength: 1 }), next: pressed }),
    fc.record({ is: kind('between'), from: fc.nat(3), to: fc.integer({ min: 3, max: 15 }), next: pressed }),
  )
  const branchCase = fc.oneof(
    fc.record({ is: kind('one-of'), values: fc.subarray(['1', '2', ''], { minLength: 1 }), next: silent }),
    fc.record({ is: kind('between'), from: fc.nat(2), to: fc.integer({ min: 2, max: 5 }), next: silent }),
    fc.record({ is: kind('present'), next: silent }),
  )
  return fc.oneof(
    fc.record({ type: is('play'), play, next: silent }),
    fc.record({
      type: is('ask'),
      question,
      play,
      accept: fc.constantFrom({ keys: '129', min: 1, max: 1 }, { keys: '0123456789', min: 1, max: 3 }),
      tries: fc.integer({ min: 1, max: 3 }),
      timeoutMs: fc.constant(5_000),
      invalid: fc.constantFrom('invalid-option', undefined),
      answers: fc.array(answer, { maxLength: 3 }),
      otherwise: pressed,
      silence: silent,
    }),
    fc.record({ type: is('branch'), on: value, cases: fc.array(branchCase, { maxLength: 3 }), otherwise: silent }),
    fc.record({ type: is('record'), question, play, maxMs: fc.constant(60_000), beep: fc.boolean(), next: silent }),
    fc.record({ type: is('set'), key: fc.constant('mark'), value: fc.constantFrom('1', 'x'), next: silent }),
    fc.record({ type: is('refuse'), next: silent }),
    fc.record({ type: is('transfer'), queue }),
    fc.record({ type: is('hang-up') }),
  )
}

const idsOf = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`)

const documentOf = (nodes: readonly fc.Arbitrary<FlowNode>[], ids: readonly string[], start: fc.Arbitrary<string>) =>
  fc.record({
    start,
    attributes: fc.constant<string[]>(['storeId']),
    nodes: fc
      .tuple(...nodes)
      .map((drawn): FlowDocument['nodes'] => Object.fromEntries(drawn.map((node, index) => [ids[index] ?? '', node]))),
  })

/** Any document that the schema takes; some of the small ones pass the check. Every object has a `constructor`, which is no node. */
export const anyFlow: fc.Arbitrary<FlowDocument> = fc.integer({ min: 1, max: 6 }).chain((count) => {
  const ids = idsOf(count)
  const way = fc.option(fc.constantFrom(...ids, ...ids, ...ids, 'gone', 'constructor'), { nil: undefined, freq: 20 })
  const key = fc.constantFrom('solved', 'score', 'toString')
  const node = drawNode({
    silent: way,
    pressed: way,
    prompt: fc.constantFrom(...testPrompts, ...testPrompts, 'not-there'),
    question: key,
    value: fc.oneof(key, fc.constantFrom('storeId')),
    queue: fc.constantFrom('service', 'nobody'),
  })
  return documentOf(
    ids.map(() => node),
    ids,
    fc.constantFrom('n0', 'n0', 'n0', 'constructor'),
  )
})

/** Documents without errors, by the way they are drawn: without a key everything leads on, with one anywhere. */
export const soundFlow: fc.Arbitrary<FlowDocument> = fc.integer({ min: 2, max: 12 }).chain((count) => {
  const ids = idsOf(count)
  const nodes = ids.map((_, index) =>
    index === count - 1
      ? fc.constant<FlowNode>({ type: 'hang-up' })
      : drawNode({
          silent: fc.constantFrom(...ids.slice(index + 1)),
          pressed: fc.constantFrom(...ids),
          prompt: fc.constantFrom(...testPrompts),
          question: fc.constant(`q${index}`),
          value: fc.constant('storeId'),
          queue: fc.constantFrom(...testQueues),
        }),
  )
  return documentOf(nodes, ids, fc.constant('n0'))
})

/** Whatever a switch or a customer can send, waited for or not. */
export const anyInput: fc.Arbitrary<FlowInput> = fc.oneof(
  fc.record({ type: fc.constant('played' as const), completed: fc.boolean() }),
  fc.record({ type: fc.constant('digits' as const), digits: fc.constantFrom('', '1', '2', '9', '12', '*', '404') }),
  fc.record({ type: fc.constant('recorded' as const), path: fc.constant('/r/c.wav'), durationMs: fc.nat(3_000) }),
  fc.constant({ type: 'timed-out' as const }),
)
