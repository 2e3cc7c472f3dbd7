import fc from 'fast-check'
import { expect, it } from 'vitest'
import { acceptArgument } from '../switch/freeswitch/arguments.ts'
import { checkFlow } from './flow-check.ts'
import { accepts, type FlowDocument, flowDocument, MOST_NODES, type NodeOf } from './flow-document.ts'
import { continueFlow, type FlowInput, type FlowTurn, flowRun, MOST_STEPS, startFlow } from './flow-run.ts'
import { anyFlow, anyInput, soundFlow, testPrompts, testQueues } from './flows-testing.ts'
import type { FlowWorld } from './playing.ts'

const world = fc.record({ prompts: fc.constantFrom(testPrompts, new Set<string>()), speech: fc.boolean() })
const inputs = fc.array(anyInput, { maxLength: 60 })
const values = fc.constantFrom<Record<string, string>>({}, { storeId: '0015' }, { storeId: '3' })
const around = { prompts: testPrompts, queues: testQueues }
const errorsOf = (document: FlowDocument) => checkFlow(document, around).filter(({ severity }) => severity === 'error')

/** After the inputs the customer does nothing any more: three time-outs are the most that a node takes, one for each stage. */
function play(document: FlowDocument, given: FlowWorld, start: Record<string, string>, all: readonly FlowInput[]) {
  const turns: FlowTurn[] = [startFlow(document, start, given)]
  const last = () => turns.at(-1) ?? expect.fail('no turn')
  for (const input of all) turns.push(continueFlow(document, last().run, input, given))
  for (let more = 0; last().done === undefined; more += 1) {
    if (more > 3 * MOST_STEPS) return expect.fail('goes on for ever')
    turns.push(continueFlow(document, last().run, { type: 'timed-out' }, given))
  }
  return turns
}

it('ends every flow, whatever is in it and whatever comes in, and tells its end once', () => {
  fc.assert(
    fc.property(anyFlow, world, values, inputs, (document, given, start, all) => {
      const turns = play(document, given, start, all)
      const ends = turns.flatMap(({ notes }) => notes.filter(({ note }) => note === 'finished'))
      expect(ends).toHaveLength(1)
      expect(turns.at(-1)?.run.steps).toBeLessThanOrEqual(MOST_STEPS)
      for (const { commands } of turns) expect(commands.length).toBeLessThanOrEqual(1)
    }),
  )
})

it('plays a run on from JSON as if it had never been put away', () => {
  fc.assert(
    fc.property(anyFlow, world, values, inputs, (document, given, start, all) => {
      let turn = startFlow(document, start, given)
      for (const input of all) {
        const restored = flowRun.parse(JSON.parse(JSON.stringify(turn.run)))
        const again = continueFlow(flowDocument.parse(JSON.parse(JSON.stringify(document))), restored, input, given)
        turn = continueFlow(document, turn.run, input, given)
        expect(again).toEqual(turn)
      }
    }),
  )
})

it('brings a flow that passes the check to an end of its own, never to a hole', () => {
  let passed = 0
  fc.assert(
    fc.property(anyFlow, world, values, inputs, (document, given, start, all) => {
      if (errorsOf(document).length > 0) return
      passed += 1
      expect(['completed', 'transferred']).toContain(play(document, given, start, all).at(-1)?.done)
    }),
    { numRuns: 3_000 },
  )
  expect(passed).toBeGreaterThan(50)
})

it('finds no error in flows that lead on without a key and anywhere with one, and ends them for a silent customer', () => {
  fc.assert(
    fc.property(soundFlow, world, values, inputs, (document, given, start, all) => {
      expect(errorsOf(document)).toEqual([])
      expect(['completed', 'transferred']).toContain(play(document, given, start, all).at(-1)?.done)
      const silent = play(document, given, start, [])
      expect(silent.at(-1)?.run.steps).toBeLessThanOrEqual(MOST_NODES)
    }),
  )
})

it('refuses what can go round for ever while nobody does anything', () => {
  let rings = 0
  fc.assert(
    fc.property(anyFlow, world, values, (document, given, start) => {
      const silent = play(document, given, start, [])
      if (silent.at(-1)?.done !== 'too-long') return
      rings += 1
      expect(checkFlow(document, around).map(({ code }) => code)).toContain('endless-loop')
    }),
    { numRuns: 1_000 },
  )
  expect(rings).toBeGreaterThan(20)
})

it('asks the switch for exactly the digits that the node accepts, in words that the switch takes', () => {
  const accept = fc
    .record({
      keys: fc.subarray([...'0123456789*#'], { minLength: 1 }),
      min: fc.integer({ min: 1, max: 4 }),
      more: fc.nat(3),
    })
    .map(({ keys, min, more }) => ({ keys: keys.join(''), min, max: min + more }))
  const pressed = fc.array(fc.constantFrom(...'0123456789*#'), { maxLength: 8 }).map((keys) => keys.join(''))
  fc.assert(
    fc.property(accept, pressed, (accepted, digits) => {
      const node: NodeOf<'ask'> = {
        ...{ type: 'ask', question: 'q', play: [], accept: accepted, tries: 1, timeoutMs: 5_000, answers: [] },
      }
      const document = { start: 'ask', attributes: [], nodes: { ask: node } }
      const [command] = startFlow(document, {}, { prompts: new Set(), speech: false }).commands
      if (command?.do !== 'collect') return expect.fail('asks nothing')
      expect(new RegExp(acceptArgument(command.accept)).test(digits)).toBe(accepts(node, digits))
    }),
  )
})
