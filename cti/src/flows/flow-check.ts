/**
 * Whether a flow can be used on calls, and what would have to be put right where. A flow without errors ends on every call, whatever is
 * pressed: each way leads on to a hang-up or a transfer, and it does not go round unless the customer presses a key on every turn of it
 * ("press 9 to hear it again"; flow-run.ts bounds that too). Going round on silence, on a recording's end or on a value is refused
 * even where a value would break it some day.
 */
import {
  type AnswerCase,
  accepts,
  answerFor,
  everyInput,
  type FlowDocument,
  type FlowNode,
  type NodeOf,
  nodeOf,
  type PlayItem,
  waysOut,
} from './flow-document.ts'
import { placesOf } from './playing.ts'

export const flowProblemCodes = [
  /** The start names no node. `about`: the name. */
  'unknown-start',
  /** A way leads to a node that is not there. `about`: the node's name. */
  'unknown-node',
  /** A way leads nowhere. */
  'dead-end',
  /** From here no hang-up and no transfer can be reached. */
  'no-end',
  /** Goes round without the customer doing anything. `about`: the nodes of the ring. */
  'endless-loop',
  /** Nothing is played. */
  'nothing-played',
  /** `about`: the prompt's name, '' when none was chosen. */
  'missing-prompt',
  /** `about`: the queue, '' when none was chosen. */
  'missing-queue',
  /** The same key means something else elsewhere. `about`: the key. */
  'question-twice',
  /** A branch or prompt leans on a value that is no attribute, question or set value. `about`: the name. */
  'never-set',
  /** Nothing is compared with. */
  'empty-case',
  /** Warnings from here on. No way leads here. */
  'unreachable',
  /** An answer that can never come: its keys are not accepted, or one before it takes them. */
  'answer-never-taken',
  /** No prompt begins so. `about`: the prefix. */
  'no-prompt-of-prefix',
] as const
export type FlowProblemCode = (typeof flowProblemCodes)[number]

const warnings: ReadonlySet<FlowProblemCode> = new Set(['unreachable', 'answer-never-taken', 'no-prompt-of-prefix'])

export interface FlowProblem {
  readonly code: FlowProblemCode
  /** A flow with errors cannot be published. */
  readonly severity: 'error' | 'warning'
  /** Absent: of the whole flow. */
  readonly node?: string
  /** What people call the node. */
  readonly label?: string
  /** Where in the node: next, answers.0, play.1, question … */
  readonly place?: string
  /** The names that it is about. */
  readonly about: readonly string[]
}

export interface FlowSurroundings {
  readonly prompts: ReadonlySet<string>
  readonly queues: ReadonlySet<string>
}

/** Errors first, then warnings; each in the order of the nodes. */
export function checkFlow(document: FlowDocument, around: FlowSurroundings): readonly FlowProblem[] {
  const found: FlowProblem[] = []
  const add = (code: FlowProblemCode, node?: string, place?: string, about: readonly string[] = []) => {
    const label = nodeOf(document, node)?.label
    found.push({
      code,
      severity: warnings.has(code) ? 'warning' : 'error',
      ...(node === undefined ? {} : { node }),
      ...(label ? { label } : {}),
      ...(place === undefined ? {} : { place }),
      about,
    })
  }
  checkWays(document, add)
  for (const [id, node] of Object.entries(document.nodes)) checkNode(document, id, node, around, add)
  checkQuestions(document, add)
  return found.toSorted((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
}

type Add = (code: FlowProblemCode, node?: string, place?: string, about?: readonly string[]) => void

function checkWays(document: FlowDocument, add: Add): void {
  if (!nodeOf(document, document.start)) add('unknown-start', undefined, 'start', [document.start])
  const nodes = Object.entries(document.nodes)
  for (const [id, node] of nodes)
    for (const { slot, to } of waysOut(node)) {
      if (to === undefined) add('dead-end', id, slot)
      else if (!nodeOf(document, to)) add('unknown-node', id, slot, [to])
    }
  const reached = reachable([document.start], (id) => waysOf(document, id))
  const ends = nodes.filter(([, { type }]) => type === 'hang-up' || type === 'transfer').map(([id]) => id)
  const before = reversed(document)
  const ending = reachable(ends, (id) => before.get(id) ?? [])
  for (const [id, node] of nodes) {
    if (!reached.has(id)) add('unreachable', id)
    // A node with a way to nowhere has been told of that already.
    else if (!ending.has(id) && waysOut(node).every(({ to }) => nodeOf(document, to))) add('no-end', id)
  }
  for (const ring of ringsWithoutKeys(document)) add('endless-loop', ring[0], undefined, ring)
}

const waysOf = (document: FlowDocument, id: string): readonly string[] => {
  const node = nodeOf(document, id)
  return node ? waysOut(node).flatMap(({ to }) => (nodeOf(document, to) && to !== undefined ? [to] : [])) : []
}

function reversed(document: FlowDocument): ReadonlyMap<string, readonly string[]> {
  const before = new Map<string, string[]>()
  for (const id of Object.keys(document.nodes))
    for (const to of waysOf(document, id)) before.set(to, [...(before.get(to) ?? []), id])
  return before
}

function reachable(from: readonly string[], next: (id: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set(from)
  const waiting = [...from]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop())
    for (const to of next(id))
      if (!seen.has(to)) {
        seen.add(to)
        waiting.push(to)
      }
  return seen
}

/** Rings of ways that are taken without a key; one of each knot, beginning at the first node of the document that it has. */
function ringsWithoutKeys(document: FlowDocument): readonly (readonly string[])[] {
  const silent = (id: string): readonly string[] => {
    const node = nodeOf(document, id)
    if (!node) return []
    return waysOut(node).flatMap(({ to, pressed }) =>
      !pressed && to !== undefined && nodeOf(document, to) ? [to] : [],
    )
  }
  const rings: (readonly string[])[] = []
  const told = new Set<string>()
  for (const id of Object.keys(document.nodes)) {
    if (told.has(id)) continue
    const ring = shortestWayBack(id, silent)
    if (ring.length === 0) continue
    for (const one of ring) told.add(one)
    rings.push(ring)
  }
  return rings
}

/** @returns the nodes of the shortest ring through this one, itself first; none when there is none */
function shortestWayBack(id: string, next: (id: string) => readonly string[]): readonly string[] {
  const cameFrom = new Map<string, string>()
  const waiting = [id]
  for (const at of waiting)
    for (const to of next(at)) {
      if (to === id) {
        const ring: string[] = []
        for (let one: string | undefined = at; one !== undefined && one !== id; one = cameFrom.get(one))
          ring.unshift(one)
        return [id, ...ring]
      }
      if (cameFrom.has(to)) continue
      cameFrom.set(to, at)
      waiting.push(to)
    }
  return []
}

function checkNode(document: FlowDocument, id: string, node: FlowNode, around: FlowSurroundings, add: Add): void {
  if (node.type === 'play' || node.type === 'ask' || node.type === 'record') {
    // A comment may follow at once on what asked for it; a question that nobody hears is none.
    if (node.play.length === 0 && node.type !== 'record') add('nothing-played', id, 'play')
    for (const [index, item] of node.play.entries()) checkItem(document, id, `play.${index}`, item, around, add)
  }
  if (node.type === 'ask') checkAnswers(id, node, around, add)
  if (node.type === 'branch') {
    if (!knownValues(document).has(node.on)) add('never-set', id, 'on', [node.on])
    for (const [index, one] of node.cases.entries())
      if ((one.is === 'one-of' && one.values.length === 0) || (one.is === 'between' && one.from > one.to))
        add('empty-case', id, `cases.${index}`)
  }
  if (node.type === 'transfer' && !around.queues.has(node.queue)) add('missing-queue', id, 'queue', [node.queue])
}

function checkItem(
  document: FlowDocument,
  id: string,
  place: string,
  item: PlayItem,
  { prompts }: FlowSurroundings,
  add: Add,
): void {
  const prompt = item.kind === 'prompt' ? item.name : item.fallback
  if (!prompts.has(prompt)) add('missing-prompt', id, place, [prompt])
  if (item.kind === 'prompt') return
  const known = knownValues(document)
  const needed = item.kind === 'of' ? [item.attribute, ...placesOf(item.say ?? '')] : placesOf(item.text)
  for (const name of needed) if (!known.has(name)) add('never-set', id, place, [name])
  if (item.kind === 'say' && item.text.trim() === '') add('nothing-played', id, place)
  if (item.kind === 'of' && ![...prompts].some((name) => name.startsWith(item.prefix) && name !== item.prefix))
    add('no-prompt-of-prefix', id, place, [item.prefix])
}

function checkAnswers(id: string, node: NodeOf<'ask'>, { prompts }: FlowSurroundings, add: Add): void {
  if (node.invalid !== undefined && !prompts.has(node.invalid)) add('missing-prompt', id, 'invalid', [node.invalid])
  const inputs = everyInput(node)
  for (const [index, answer] of node.answers.entries()) {
    const place = `answers.${index}`
    if (isEmpty(answer)) add('empty-case', id, place)
    else if (!isTaken(node, answer, inputs)) add('answer-never-taken', id, place)
  }
}

const isEmpty = (answer: AnswerCase): boolean =>
  answer.is === 'one-of' ? answer.digits.length === 0 : answer.from > answer.to

/** @param inputs undefined: too many to look at each */
function isTaken(node: NodeOf<'ask'>, answer: AnswerCase, inputs: readonly string[] | undefined): boolean {
  if (inputs) return inputs.some((digits) => answerFor(node, digits) === answer)
  return (
    answer.is === 'between' ||
    answer.digits.some((digits) => accepts(node, digits) && answerFor(node, digits) === answer)
  )
}

function knownValues(document: FlowDocument): ReadonlySet<string> {
  const named = Object.values(document.nodes).flatMap((node) => {
    if (node.type === 'ask' || node.type === 'record') return [node.question]
    return node.type === 'set' ? [node.key] : []
  })
  return new Set([...document.attributes, ...named])
}

/**
 * A question may be asked at several places, with other words, as long as the answers mean the same: the same keys, the same labels. A key is
 * not asked here and set or recorded there, nor is a contact's attribute overwritten by an answer.
 */
function checkQuestions(document: FlowDocument, add: Add): void {
  const meanings = new Map(document.attributes.map((name) => [name, 'attribute']))
  for (const [id, node] of Object.entries(document.nodes)) {
    const meaning = meaningOf(node)
    if (!meaning) continue
    const earlier = meanings.get(meaning.key)
    if (earlier === undefined) meanings.set(meaning.key, meaning.is)
    else if (earlier !== meaning.is && !(earlier === 'attribute' && node.type === 'set'))
      add('question-twice', id, node.type === 'set' ? 'key' : 'question', [meaning.key])
  }
}

function meaningOf(node: FlowNode): { readonly key: string; readonly is: string } | undefined {
  if (node.type === 'record') return { key: node.question, is: 'comment' }
  if (node.type === 'set') return { key: node.key, is: 'set' }
  if (node.type !== 'ask') return undefined
  const { keys, min, max } = node.accept
  const answers = node.answers.map(({ next: _next, ...answer }) => answer)
  return { key: node.question, is: JSON.stringify(['answer', [...new Set(keys)].toSorted(), min, max, answers]) }
}
