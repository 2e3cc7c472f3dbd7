/**
 * The language of survey and menu flows: what a customer hears, what may be pressed or spoken, and where each answer leads. A document that
 * this schema takes may still be unfinished (a draft): flow-check.ts says whether it can be used on calls.
 */
import { z } from 'zod'

/** Most nodes of one flow. */
export const MOST_NODES = 200

const nodeId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'a letter, then lower-case letters, digits and hyphens, 40 at most')
/** Of a contact's attribute, a question or a value that the flow sets itself. */
const key = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, 'a letter, then letters, digits, _ and -, 40 at most')
/** As in configuration.ts; '' in a draft where none was chosen yet. */
const promptName = z.string().regex(/^([a-z0-9][a-z0-9-]{0,63})?$/, 'lower-case letters, digits and hyphens')
const value = z.string().max(200)
/** Absent in a draft: nothing was drawn yet. */
const way = nodeId.optional()

/** To be spoken; {attribute} stands for a value. */
const words = z.string().max(500)

export const playItem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('prompt'), name: promptName }),
  /** The prompt named prefix + the attribute's value (store- + 0015), where the switch has it; else `say`, else the fallback. */
  z.object({
    kind: z.literal('of'),
    prefix: promptName,
    attribute: key,
    say: words.optional(),
    fallback: promptName,
  }),
  /** Spoken by the switch where it can speak; {attribute} stands for a value. Else, or when a value is not known, the fallback. */
  z.object({ kind: z.literal('say'), text: words, fallback: promptName }),
])
export type PlayItem = z.infer<typeof playItem>

const items = z.array(playItem).max(10)
const everyNode = {
  /** What people call it. */
  label: z.string().max(60).optional(),
  /** Where the editor draws it. */
  at: z.object({ x: z.number().min(-100_000).max(100_000), y: z.number().min(-100_000).max(100_000) }).optional(),
}
/** What people call this answer. */
const answerLabel = z.string().max(60).optional()

export const answerCase = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('one-of'),
    digits: z.array(z.string().regex(/^[0-9*#]{1,18}$/)).max(20),
    label: answerLabel,
    next: way,
  }),
  /** As a number, both ends included. */
  z.object({
    is: z.literal('between'),
    from: z.number().int().min(0).max(999_999_999),
    to: z.number().int().min(0).max(999_999_999),
    label: answerLabel,
    next: way,
  }),
])
export type AnswerCase = z.infer<typeof answerCase>

export const branchCase = z.discriminatedUnion('is', [
  z.object({ is: z.literal('one-of'), values: z.array(value).max(50), next: way }),
  /** As numbers, both ends included; a value that is no number is not between anything. */
  z.object({ is: z.literal('between'), from: z.number(), to: z.number(), next: way }),
  /** Any value but none and ''. */
  z.object({ is: z.literal('present'), next: way }),
])
export type BranchCase = z.infer<typeof branchCase>

export const flowNode = z.discriminatedUnion('type', [
  z.object({ ...everyNode, type: z.literal('play'), play: items, next: way }),
  /** The digits are kept as a value under `question`, and told. */
  z.object({
    ...everyNode,
    type: z.literal('ask'),
    question: key,
    play: items,
    accept: z
      .object({
        /** Each of the keys that count. */
        keys: z.string().regex(/^[0-9*#]{1,12}$/, '0–9, * and #'),
        min: z.number().int().min(1).max(18),
        max: z.number().int().min(1).max(18),
      })
      .refine(({ min, max }) => min <= max, 'min must not be above max'),
    tries: z.number().int().min(1).max(5),
    /** From the end of the prompt to the first key, each try. ms */
    timeoutMs: z.number().int().min(1_000).max(30_000),
    /** Played when something else was pressed. */
    invalid: promptName.optional(),
    /** The first that fits. */
    answers: z.array(answerCase).max(20),
    /** Accepted, but none of `answers`. */
    otherwise: way,
    /** Nothing acceptable was pressed in all tries. */
    silence: way,
  }),
  z.object({
    ...everyNode,
    type: z.literal('branch'),
    on: key,
    /** The first that fits. */
    cases: z.array(branchCase).max(20),
    otherwise: way,
  }),
  /** A spoken comment; ends with #, or at its longest. */
  z.object({
    ...everyNode,
    type: z.literal('record'),
    question: key,
    play: items,
    maxMs: z.number().int().min(5_000).max(180_000),
    beep: z.boolean(),
    next: way,
  }),
  z.object({ ...everyNode, type: z.literal('set'), key, value, next: way }),
  /** "Never call again": the number goes on the do-not-call list. */
  z.object({ ...everyNode, type: z.literal('refuse'), next: way }),
  z.object({ ...everyNode, type: z.literal('transfer'), queue: z.string().max(64) }),
  z.object({ ...everyNode, type: z.literal('hang-up') }),
])
export type FlowNode = z.infer<typeof flowNode>
export type NodeOf<Type extends FlowNode['type']> = Extract<FlowNode, { type: Type }>

export const flowDocument = z.object({
  start: nodeId,
  /** What is known of a contact before the flow starts; branches and prompts may lean on these. */
  attributes: z.array(key).max(50).default([]),
  nodes: z
    .record(nodeId, flowNode)
    .refine((nodes) => Object.keys(nodes).length <= MOST_NODES, `${MOST_NODES} nodes at most`),
})
export type FlowDocument = z.infer<typeof flowDocument>

export type FlowValues = Readonly<Record<string, string>>

export const nodeOf = (document: FlowDocument, id: string | undefined): FlowNode | undefined =>
  id !== undefined && Object.hasOwn(document.nodes, id) ? document.nodes[id] : undefined

export const valueIn = (values: FlowValues, name: string): string | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined

/** A way out of a node. */
export interface Way {
  /** Which of the node's ways: next, otherwise, silence, answers.0, cases.0 … */
  readonly slot: string
  readonly to: string | undefined
  /** Taken only because the customer pressed an accepted key. */
  readonly pressed: boolean
}

export function waysOut(node: FlowNode): readonly Way[] {
  const one = (slot: string, to: string | undefined, pressed = false): Way => ({ slot, to, pressed })
  switch (node.type) {
    case 'play':
    case 'record':
    case 'set':
    case 'refuse':
      return [one('next', node.next)]
    case 'ask':
      return [
        ...node.answers.map(({ next }, index) => one(`answers.${index}`, next, true)),
        ...(node.otherwise !== undefined || !isCovered(node) ? [one('otherwise', node.otherwise, true)] : []),
        one('silence', node.silence),
      ]
    case 'branch':
      return [...node.cases.map(({ next }, index) => one(`cases.${index}`, next)), one('otherwise', node.otherwise)]
    case 'transfer':
    case 'hang-up':
      return []
  }
}

/** Whether these digits are ones that the node accepts. */
export const accepts = ({ accept }: NodeOf<'ask'>, digits: string): boolean =>
  digits.length >= accept.min && digits.length <= accept.max && [...digits].every((one) => accept.keys.includes(one))

/** The answer of the node that digits belong to; undefined: `otherwise`. */
export const answerFor = (node: NodeOf<'ask'>, digits: string): AnswerCase | undefined =>
  node.answers.find((answer) => {
    if (answer.is === 'one-of') return answer.digits.includes(digits)
    return /^[0-9]+$/.test(digits) && Number(digits) >= answer.from && Number(digits) <= answer.to
  })

/** More combinations than this are not looked at one by one: such a node needs `otherwise`. */
const MOST_COMBINATIONS = 2_000

/** Everything that can be pressed there, or undefined when that is too much to list. */
export function everyInput({ accept }: NodeOf<'ask'>): readonly string[] | undefined {
  const keys = [...new Set(accept.keys)]
  const all: string[] = []
  let longest = ['']
  for (let length = 1; length <= accept.max; length += 1) {
    if (all.length + longest.length * keys.length > MOST_COMBINATIONS) return undefined
    longest = longest.flatMap((digits) => keys.map((one) => digits + one))
    if (length >= accept.min) all.push(...longest)
  }
  return all
}

/** Whether each acceptable input has an answer of its own, so that `otherwise` cannot be taken. */
export function isCovered(node: NodeOf<'ask'>): boolean {
  return everyInput(node)?.every((digits) => answerFor(node, digits) !== undefined) ?? false
}
