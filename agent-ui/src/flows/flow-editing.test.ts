import type { FlowAnswer, FlowDocumentShape, FlowNodeDocument, FlowNodeType } from '@ringdesk/gateway/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { edited, historyOf } from './edit-history.ts'
import { emptyNode, nodeTypes, waysOf, withNewNode, withNode, withoutNode, withWay } from './flow-editing.ts'
import { laidOut } from './flow-layout.ts'

const bare: FlowDocumentShape = { start: 'end', attributes: ['storeId'], nodes: { end: { type: 'hang-up' } } }
const grown = (types: readonly FlowNodeType[]) =>
  types.reduce(({ document, id }, type) => withNewNode(document, type, id), {
    document: bare,
    id: undefined as string | undefined,
  })

describe('a new node', () => {
  it('hangs on the first way of the chosen node that leads nowhere, and keeps what leads somewhere', () => {
    const { document } = grown(['ask', 'play'])
    expect(document.nodes['ask-1']).toMatchObject({ answers: [{ next: 'play-1' }, { digits: ['2'] }] })
    const more = withNewNode(document, 'hang-up', 'ask-1')
    expect(more.document.nodes['ask-1']).toMatchObject({ answers: [{ next: 'play-1' }, { next: 'hang-up-1' }] })
  })

  it('comes in between where the chosen node has one way only, unless it ends the call', () => {
    const { document } = grown(['play', 'play'])
    const between = withNewNode(document, 'refuse', 'play-1').document
    expect(between.nodes).toMatchObject({ 'play-1': { next: 'refuse-1' }, 'refuse-1': { next: 'play-2' } })
    const ended = withNewNode(document, 'transfer', 'play-1').document
    expect(ended.nodes).toMatchObject({ 'play-1': { next: 'play-2' } })
  })

  it('asks under a name of its own', () => {
    const { document } = grown(['ask', 'ask'])
    expect(document.nodes).toMatchObject({ 'ask-1': { question: 'question' }, 'ask-2': { question: 'question2' } })
  })

  it('stands on no other', () => {
    let document = bare
    for (let count = 0; count < 8; count += 1) document = withNewNode(document, 'play', 'end').document
    const places = Object.values(document.nodes).flatMap(({ at }) => (at ? [`${at.x}/${at.y}`] : []))
    expect(new Set(places).size).toBe(8)
  })
})

it('offers a way for everything else only where something else can be pressed', () => {
  const slots = (accept: object, answers: FlowAnswer[]) => {
    const node = { ...emptyNode(bare, 'ask'), accept, answers } as FlowNodeDocument
    return waysOf(node).some(({ slot }) => slot === 'otherwise')
  }
  const one = { is: 'one-of' as const, digits: ['1', '2'] }
  expect(slots({ keys: '12', min: 1, max: 1 }, [one])).toBe(false)
  expect(slots({ keys: '129', min: 1, max: 1 }, [one])).toBe(true)
  expect(slots({ keys: '12345', min: 1, max: 1 }, [{ is: 'between', from: 1, to: 5 }])).toBe(false)
  expect(slots({ keys: '12', min: 1, max: 2 }, [one])).toBe(true)
  expect(slots({ keys: '12', min: 1, max: 2 }, [{ is: 'between', from: 0, to: 99 }])).toBe(false)
  expect(slots({ keys: '12*', min: 1, max: 2 }, [{ is: 'between', from: 0, to: 99 }])).toBe(true)
})

it('leads every way of every kind of node, and only that way', () => {
  for (const type of nodeTypes) {
    const { document, id = '' } = grown([type])
    const node = document.nodes[id] ?? expect.fail(id)
    for (const { slot } of waysOf(node)) {
      const led = withWay(document, id, slot, 'end').nodes[id] ?? expect.fail(id)
      expect(waysOf(led).filter(({ to }) => to === 'end')).toEqual([{ slot, to: 'end' }])
      expect(withWay(withNode(document, id, led), id, slot, undefined).nodes[id]).toEqual({
        ...node,
        ...emptied(led, slot),
      })
    }
  }
})
/** A way that was led and taken back is there, but leads nowhere. */
const emptied = (node: object, slot: string) => (slot in node ? { [slot]: undefined } : {})

it('takes a node away with every way to it', () => {
  const { document } = grown(['ask', 'play'])
  const less = withoutNode(document, 'play-1')
  expect(Object.keys(less.nodes)).toEqual(['end', 'ask-1'])
  expect(
    Object.values(less.nodes)
      .flatMap(waysOf)
      .map(({ to }) => to),
  ).not.toContain('play-1')
})

describe('undo and redo', () => {
  const named = (label: string) => withNode(bare, 'end', { type: 'hang-up', label })

  it('take back and bring back each step; typing on in one field is one step', () => {
    let history = historyOf(bare)
    history = edited(history, { type: 'changed', document: named('再'), about: 'end.label' })
    history = edited(history, { type: 'changed', document: named('再见'), about: 'end.label' })
    history = edited(history, { type: 'changed', document: withNewNode(named('再见'), 'play', undefined).document })
    history = edited(history, { type: 'undo' })
    expect(history.present).toEqual(named('再见'))
    history = edited(history, { type: 'undo' })
    expect(history.present).toBe(bare)
    expect(edited(history, { type: 'undo' })).toBe(history)
    history = edited(history, { type: 'redo' })
    expect(history.present).toEqual(named('再见'))
    history = edited(history, { type: 'changed', document: bare })
    expect(history.future).toEqual([])
  })
})

it('lays out any flow: every node has a place, none stands on another, and once is enough', () => {
  const flow = fc.integer({ min: 1, max: 12 }).chain((count) => {
    const ids = Array.from({ length: count }, (_, index) => `n${index}`)
    const way = fc.option(fc.constantFrom(...ids), { nil: undefined })
    const node = fc.record({
      type: fc.constant('branch' as const),
      on: fc.constant('x'),
      cases: fc.array(fc.record({ is: fc.constant('present' as const), next: way }), { maxLength: 3 }),
      otherwise: way,
    })
    return fc.tuple(...ids.map(() => node)).map(
      (nodes): FlowDocumentShape => ({
        start: 'n0',
        attributes: [],
        nodes: Object.fromEntries(nodes.map((one, i) => [ids[i] ?? '', one])),
      }),
    )
  })
  fc.assert(
    fc.property(flow, (document) => {
      const laid = laidOut(document)
      const places = Object.values(laid.nodes).map(({ at }) => at ?? expect.fail('no place'))
      expect(new Set(places.map(({ x, y }) => `${x}/${y}`)).size).toBe(places.length)
      for (const [index, a] of places.entries())
        for (const b of places.slice(index + 1)) expect(a.y !== b.y || Math.abs(a.x - b.x) >= 250).toBe(true)
      expect(laidOut(laid)).toEqual(laid)
    }),
  )
})
