/**
 * Survey and menu flows as people edit them: what customers hear and press. The gateway takes only documents that cti's schema takes
 * (cti/src/flows/flow-document.ts), which also says what each part means.
 */
import { z } from 'zod'
import { instant } from './customers.ts'

export const flowKind = z.enum(['survey', 'menu'])
export type FlowKind = z.infer<typeof flowKind>

/** Nodes of one flow, and rows of each list. */
export const flowLimits = { nodes: 200, flows: 500, shownVersions: 200, name: 60, note: 200, inputs: 600 } as const

export type FlowPlayItem =
  | { kind: 'prompt'; name: string }
  | { kind: 'of'; prefix: string; attribute: string; say?: string | undefined; fallback: string }
  | { kind: 'say'; text: string; fallback: string }

type Next = string | undefined
interface EveryNode {
  label?: string | undefined
  at?: { x: number; y: number } | undefined
}
export type FlowAnswer =
  | { is: 'one-of'; digits: string[]; label?: string | undefined; next?: Next }
  | { is: 'between'; from: number; to: number; label?: string | undefined; next?: Next }
export type FlowCase =
  | { is: 'one-of'; values: string[]; next?: Next }
  | { is: 'between'; from: number; to: number; next?: Next }
  | { is: 'present'; next?: Next }

export type FlowNodeDocument = EveryNode &
  (
    | { type: 'play'; play: FlowPlayItem[]; next?: Next }
    | {
        type: 'ask'
        question: string
        play: FlowPlayItem[]
        accept: { keys: string; min: number; max: number }
        tries: number
        timeoutMs: number
        invalid?: string | undefined
        answers: FlowAnswer[]
        otherwise?: Next
        silence?: Next
      }
    | { type: 'branch'; on: string; cases: FlowCase[]; otherwise?: Next }
    | { type: 'record'; question: string; play: FlowPlayItem[]; maxMs: number; beep: boolean; next?: Next }
    | { type: 'set'; key: string; value: string; next?: Next }
    | { type: 'refuse'; next?: Next }
    | { type: 'transfer'; queue: string }
    | { type: 'hang-up' }
  )
export type FlowNodeType = FlowNodeDocument['type']

export interface FlowDocumentShape {
  start: string
  attributes: string[]
  nodes: Record<string, FlowNodeDocument>
}

/** `code` and `place` as in cti/src/flows/flow-check.ts. */
export const flowProblem = z.object({
  code: z.enum([
    ...['unknown-start', 'unknown-node', 'dead-end', 'no-end', 'endless-loop', 'nothing-played'],
    ...['missing-prompt', 'missing-queue', 'question-twice', 'never-set', 'empty-case'],
    ...['unreachable', 'answer-never-taken', 'no-prompt-of-prefix'],
  ] as const),
  /** A flow with errors is not published. */
  severity: z.enum(['error', 'warning']),
  node: z.string().optional(),
  label: z.string().optional(),
  place: z.string().optional(),
  about: z.array(z.string()),
})
export type FlowProblemShape = z.infer<typeof flowProblem>

export const flowCard = z.object({
  id: z.string(),
  name: z.string(),
  kind: flowKind,
  /** The newest one. */
  version: z.number().int(),
  savedBy: z.string().optional(),
  savedAt: instant,
  /** What calls use. */
  published: z.number().int().optional(),
  nodes: z.number().int(),
})
export type FlowCard = z.infer<typeof flowCard>

export const flowVersionCard = z.object({
  version: z.number().int(),
  note: z.string(),
  /** Absent: it came with the product. */
  savedBy: z.string().optional(),
  savedAt: instant,
})
export type FlowVersionCard = z.infer<typeof flowVersionCard>

/** What is edited, with the versions before it. */
export interface FlowDetail {
  readonly flow: FlowCard
  readonly document: FlowDocumentShape
  readonly problems: readonly FlowProblemShape[]
  /** Newest first, shownVersions at most. */
  readonly versions: readonly FlowVersionCard[]
}

export const newFlow = z.object({ name: z.string().trim().min(1).max(flowLimits.name), kind: flowKind })

/** What an editor offers: what the switch can play and where calls can go. */
export const flowSurroundings = z.object({
  /** 3,000 at most. */
  prompts: z.array(z.object({ name: z.string(), title: z.string().optional(), words: z.string().optional() })),
  queues: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Whether the switch speaks text. */
  speech: z.boolean(),
})
export type FlowSurroundingsShape = z.infer<typeof flowSurroundings>

/** What a customer does, in the order that it is waited for. */
export const flowTrialInput = z.discriminatedUnion('type', [
  z.object({ type: z.literal('played'), completed: z.boolean() }),
  z.object({ type: z.literal('digits'), digits: z.string().max(18) }),
  z.object({ type: z.literal('recorded'), path: z.string().max(100), durationMs: z.number().int().min(0) }),
  z.object({ type: z.literal('timed-out') }),
  z.object({ type: z.literal('left') }),
])
export type FlowTrialInput = z.infer<typeof flowTrialInput>

const playedItem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('prompt'), name: z.string() }),
  z.object({ kind: z.literal('say'), text: z.string() }),
])
export type FlowPlayedItem = z.infer<typeof playedItem>

const flowTrialCommand = z.discriminatedUnion('do', [
  z.object({ do: z.literal('play'), items: z.array(playedItem) }),
  z.object({
    do: z.literal('collect'),
    prompt: playedItem.optional(),
    invalidPrompt: playedItem.optional(),
    minDigits: z.number().int(),
    maxDigits: z.number().int(),
    tries: z.number().int(),
    timeoutMs: z.number().int(),
    accept: z.string(),
  }),
  z.object({ do: z.literal('record'), maxMs: z.number().int(), beep: z.boolean() }),
  z.object({ do: z.literal('transfer'), queue: z.string() }),
  z.object({ do: z.literal('hang-up') }),
])
export type FlowTrialCommand = z.infer<typeof flowTrialCommand>

const flowTrialNote = z.discriminatedUnion('note', [
  z.object({ note: z.literal('answered'), node: z.string(), question: z.string(), value: z.string() }),
  z.object({
    note: z.literal('commented'),
    node: z.string(),
    question: z.string(),
    path: z.string(),
    durationMs: z.number().int(),
  }),
  z.object({ note: z.literal('refused'), node: z.string() }),
  z.object({
    note: z.literal('finished'),
    node: z.string(),
    how: z.enum(['completed', 'transferred', 'left', 'too-long', 'broken']),
    answers: z.number().int(),
  }),
])
export type FlowTrialNote = z.infer<typeof flowTrialNote>

/** One input and what came of it; the first is the call's answer. */
export const flowTrialStep = z.object({
  input: flowTrialInput.optional(),
  /** Nodes entered, in order. */
  entered: z.array(z.string()),
  commands: z.array(flowTrialCommand),
  notes: z.array(flowTrialNote),
})
export type FlowTrialStep = z.infer<typeof flowTrialStep>

/** Nobody is called: what the flow would do. */
export const flowTrial = z.object({
  steps: z.array(flowTrialStep),
  node: z.string(),
  stage: z.enum(['playing', 'leading', 'collecting', 'inviting', 'recording', 'done']),
  values: z.record(z.string(), z.string()),
})
export type FlowTrial = z.infer<typeof flowTrial>
