/** What a person does to a flow, step by step. Pure: each step makes a new document. */
import type { FlowDocumentShape, FlowNodeDocument, FlowNodeType, FlowPlayItem } from '@ringdesk/gateway/contract'

export const nodeTypes: readonly FlowNodeType[] = [
  ...(['play', 'ask', 'branch', 'record'] as const),
  ...(['set', 'refuse', 'transfer', 'hang-up'] as const),
]

/** A way out of a node. `slot` as cti's check names it: next, otherwise, silence, answers.0, cases.0. */
export interface Way {
  readonly slot: string
  readonly to: string | undefined
}

export function waysOf(node: FlowNodeDocument): readonly Way[] {
  switch (node.type) {
    case 'play':
    case 'record':
    case 'set':
    case 'refuse':
      return [{ slot: 'next', to: node.next }]
    case 'ask':
      return [
        ...node.answers.map(({ next }, index) => ({ slot: `answers.${index}`, to: next })),
        ...(node.otherwise === undefined && isCovered(node) ? [] : [{ slot: 'otherwise', to: node.otherwise }]),
        { slot: 'silence', to: node.silence },
      ]
    case 'branch':
      return [
        ...node.cases.map(({ next }, index) => ({ slot: `cases.${index}`, to: next })),
        { slot: 'otherwise', to: node.otherwise },
      ]
    case 'transfer':
    case 'hang-up':
      return []
  }
}

/** Whether each key that is accepted has an answer, so that nothing else can come; of two or three digits only a range says so. */
function isCovered({ accept, answers }: Extract<FlowNodeDocument, { type: 'ask' }>): boolean {
  const isAnswered = (digits: string) =>
    answers.some((answer) =>
      answer.is === 'one-of'
        ? answer.digits.includes(digits)
        : /^[0-9]+$/.test(digits) && Number(digits) >= answer.from && Number(digits) <= answer.to,
    )
  if (accept.max === 1) return [...accept.keys].every(isAnswered)
  if (accept.max > 3 || !/^[0-9]+$/.test(accept.keys)) return false
  return answers.some((answer) => answer.is === 'between' && answer.from === 0 && answer.to >= 10 ** accept.max - 1)
}

export const nodeAt = (document: FlowDocumentShape, id: string | undefined): FlowNodeDocument | undefined =>
  id !== undefined && Object.hasOwn(document.nodes, id) ? document.nodes[id] : undefined

export const withNode = (document: FlowDocumentShape, id: string, node: FlowNodeDocument): FlowDocumentShape => ({
  ...document,
  nodes: { ...document.nodes, [id]: node },
})

/** Leads a way of a node to another one; undefined: nowhere yet. */
export function withWay(
  document: FlowDocumentShape,
  id: string,
  slot: string,
  to: string | undefined,
): FlowDocumentShape {
  const node = nodeAt(document, id)
  return node ? withNode(document, id, ledOn(node, slot, to)) : document
}

function ledOn(node: FlowNodeDocument, slot: string, to: string | undefined): FlowNodeDocument {
  const [name, index = ''] = slot.split('.')
  const at = Number(index)
  if (node.type === 'ask' && name === 'answers')
    return { ...node, answers: node.answers.map((one, i) => (i === at ? { ...one, next: to } : one)) }
  if (node.type === 'branch' && name === 'cases')
    return { ...node, cases: node.cases.map((one, i) => (i === at ? { ...one, next: to } : one)) }
  if ((node.type === 'ask' || node.type === 'branch') && name === 'otherwise') return { ...node, otherwise: to }
  if (node.type === 'ask' && name === 'silence') return { ...node, silence: to }
  if ('next' in node || ['play', 'record', 'set', 'refuse'].includes(node.type))
    return name === 'next' ? ({ ...node, next: to } as FlowNodeDocument) : node
  return node
}

/** Its ways go with it, and what led to it leads nowhere. */
export function withoutNode(document: FlowDocumentShape, id: string): FlowDocumentShape {
  const nodes = Object.fromEntries(
    Object.entries(document.nodes)
      .filter(([one]) => one !== id)
      .map(([one, node]) => [
        one,
        waysOf(node).reduce((led, { slot, to }) => (to === id ? ledOn(led, slot, undefined) : led), node),
      ]),
  )
  return { ...document, nodes }
}

/** How far apart nodes stand. */
export const columnWidth = 270
export const rowHeight = 160

/**
 * A new node below `after`; the first way of `after` that leads nowhere leads to it. Where there is only one way and it leads somewhere, the
 * new node comes in between, if it can lead on.
 * @returns the document and the new node's id
 */
export function withNewNode(
  document: FlowDocumentShape,
  type: FlowNodeType,
  after: string | undefined,
): { readonly document: FlowDocumentShape; readonly id: string } {
  const id = freeId(document, type)
  const before = nodeAt(document, after)
  const ways = before ? waysOf(before) : []
  const open = ways.find(({ to }) => to === undefined)
  const node = { ...emptyNode(document, type), at: freePlace(document, before) }
  const grown = withNode(document, id, node)
  if (after === undefined) return { id, document: grown }
  if (open) return { id, document: withWay(grown, after, open.slot, id) }
  const [only, ...others] = ways
  if (only === undefined || others.length > 0 || waysOf(node).length !== 1) return { id, document: grown }
  return { id, document: withWay(withWay(grown, id, 'next', only.to), after, only.slot, id) }
}

function freeId(document: FlowDocumentShape, type: FlowNodeType): string {
  for (let number = 1; ; number += 1) {
    const id = `${type}-${number}`
    if (!Object.hasOwn(document.nodes, id)) return id
  }
}

function freePlace(document: FlowDocumentShape, before: FlowNodeDocument | undefined): { x: number; y: number } {
  const places = Object.values(document.nodes).flatMap(({ at }) => (at ? [at] : []))
  const lowest = Math.max(0, ...places.map(({ y }) => y))
  const from = before?.at ?? { x: 0, y: lowest }
  const place = { x: from.x, y: from.y + rowHeight }
  const isTaken = () =>
    places.some(({ x, y }) => Math.abs(x - place.x) < columnWidth - 20 && Math.abs(y - place.y) < 120)
  while (isTaken()) place.x += columnWidth
  return place
}

export function emptyNode(document: FlowDocumentShape, type: FlowNodeType): FlowNodeDocument {
  switch (type) {
    case 'play':
      return { type, play: [{ kind: 'prompt', name: '' }] }
    case 'ask':
      return {
        ...{ type, question: freeQuestion(document, 'question'), play: [{ kind: 'prompt', name: '' }] },
        ...{ accept: { keys: '12', min: 1, max: 1 }, tries: 2, timeoutMs: 6_000, invalid: 'invalid-option' },
        answers: [
          { is: 'one-of', digits: ['1'] },
          { is: 'one-of', digits: ['2'] },
        ],
      }
    case 'branch':
      return { type, on: knownValues(document)[0] ?? 'value', cases: [{ is: 'one-of', values: [] }] }
    case 'record':
      return { type, question: freeQuestion(document, 'comment'), play: [], maxMs: 60_000, beep: true }
    case 'set':
      return { type, key: freeQuestion(document, 'value'), value: '' }
    case 'transfer':
      return { type, queue: '' }
    case 'refuse':
    case 'hang-up':
      return { type }
  }
}

function freeQuestion(document: FlowDocumentShape, word: string): string {
  const taken = new Set(knownValues(document))
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? word : `${word}${number}`
    if (!taken.has(key)) return key
  }
}

/** What branches and prompts can lean on: answers and set values first, then the contact's attributes. */
export function knownValues(document: FlowDocumentShape): readonly string[] {
  const named = Object.values(document.nodes).flatMap((node) => {
    if (node.type === 'ask' || node.type === 'record') return [node.question]
    return node.type === 'set' ? [node.key] : []
  })
  return [...new Set([...named, ...document.attributes])]
}

/** What is played before the node waits, where it plays anything. */
export const playOf = (node: FlowNodeDocument): readonly FlowPlayItem[] =>
  node.type === 'play' || node.type === 'ask' || node.type === 'record' ? node.play : []

/** Ways that lead to a node. */
export const waysTo = (document: FlowDocumentShape, id: string): readonly { from: string; slot: string }[] =>
  Object.entries(document.nodes).flatMap(([from, node]) =>
    waysOf(node).flatMap(({ slot, to }) => (to === id ? [{ from, slot }] : [])),
  )

/** Names that the schema takes. */
export const isKey = (text: string): boolean => /^[A-Za-z][A-Za-z0-9_-]{0,39}$/.test(text)
