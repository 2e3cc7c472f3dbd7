/**
 * Plays a flow on one call. Pure: what came of the last command goes in, the next command and what is to be told come out. A run is plain
 * data that survives a restart as JSON.
 */
import { z } from 'zod'
import {
  accepts,
  answerFor,
  type BranchCase,
  type FlowDocument,
  type FlowNode,
  type FlowValues,
  type NodeOf,
  nodeOf,
  valueIn,
} from './flow-document.ts'
import { type FlowWorld, type PlayedItem, resolveItems } from './playing.ts'

/**
 * Nodes that one run may enter; more is ended as `too-long`. flow-check.ts lets no flow go round by itself, but a customer can press
 * "hear it again" for ever.
 */
export const MOST_STEPS = 500

/** Recordings with less voice than this hold no comment. ms */
const LEAST_VOICE_MS = 300

const flowEnd = z.enum([
  /** Came to a hang-up node. */
  'completed',
  'transferred',
  /** The customer hung up. */
  'left',
  /** More steps than any sensible call has. */
  'too-long',
  /** Led to a node that is not there: the document was not one that passes the check. */
  'broken',
])
export type FlowEnd = z.infer<typeof flowEnd>

export const flowRun = z.object({
  node: z.string(),
  /** What the switch is doing for this node; `leading`: what precedes the question, `inviting`: what precedes a recording. */
  stage: z.enum(['playing', 'leading', 'collecting', 'inviting', 'recording', 'done']),
  /** Attributes of the contact, answers, and what was set. */
  values: z.record(z.string(), z.string()),
  /** Nodes entered. */
  steps: z.number().int(),
  /** Answers given, comments included. */
  answers: z.number().int(),
  ended: flowEnd.optional(),
})
export type FlowRun = Readonly<z.infer<typeof flowRun>>

export type FlowInput =
  /** `completed` is false when it was broken off, as by a key; a caller who is gone is told by `left`. */
  | { readonly type: 'played'; readonly completed: boolean }
  /** '' when nothing acceptable was pressed in all tries. Also taken while what precedes the question is still playing. */
  | { readonly type: 'digits'; readonly digits: string }
  /** @param durationMs voice in it */
  | { readonly type: 'recorded'; readonly path: string; readonly durationMs: number }
  /** The command did not end in its time, or could not be carried out: it counts as played, as silence, as no comment. */
  | { readonly type: 'timed-out' }
  /** The customer hung up. */
  | { readonly type: 'left' }

export type FlowCommand =
  /** Never empty. Ends in `played`. */
  | { readonly do: 'play'; readonly items: readonly PlayedItem[] }
  /** As collect-digits of the switch wants it. Ends in `digits`. */
  | {
      readonly do: 'collect'
      /** Absent when the switch has none of what was to be played: a key counts nevertheless. */
      readonly prompt?: PlayedItem
      readonly invalidPrompt?: PlayedItem
      readonly minDigits: number
      readonly maxDigits: number
      readonly tries: number
      /** From the end of the prompt to the first digit, each try. */
      readonly timeoutMs: number
      /** A regular expression, as ^[12]$ */
      readonly accept: string
    }
  /** Ends in `recorded`, with # or after maxMs. */
  | { readonly do: 'record'; readonly maxMs: number; readonly beep: boolean }
  | { readonly do: 'transfer'; readonly queue: string }
  | { readonly do: 'hang-up' }

/** What is worth keeping of the call; becomes facts. */
export type FlowNote =
  | { readonly note: 'answered'; readonly node: string; readonly question: string; readonly value: string }
  | {
      readonly note: 'commented'
      readonly node: string
      readonly question: string
      readonly path: string
      readonly durationMs: number
    }
  /** Never to be called again. */
  | { readonly note: 'refused'; readonly node: string }
  /** `answers` counts comments too. The last note of every run, exactly once. */
  | { readonly note: 'finished'; readonly node: string; readonly how: FlowEnd; readonly answers: number }

export interface FlowTurn {
  readonly run: FlowRun
  /** One, or none when the input was not one that was waited for, or the customer is gone. */
  readonly commands: readonly FlowCommand[]
  readonly notes: readonly FlowNote[]
  /** Nodes entered in this turn, in order. */
  readonly entered: readonly string[]
  /** The run is over (also said by run.ended). */
  readonly done?: FlowEnd
}

/** @param values attributes of the contact and of the call */
export function startFlow(document: FlowDocument, values: FlowValues, world: FlowWorld): FlowTurn {
  const run: FlowRun = { node: document.start, stage: 'playing', values: { ...values }, steps: 0, answers: 0 }
  return new Playing(document, run, world).enter(document.start)
}

/** An input that nothing waits for (a late event) changes nothing. */
export function continueFlow(document: FlowDocument, run: FlowRun, input: FlowInput, world: FlowWorld): FlowTurn {
  const playing = new Playing(document, run, world)
  if (run.stage === 'done') return playing.wait()
  if (input.type === 'left') return playing.end('left')
  const node = nodeOf(document, run.node)
  if (!node) return playing.end('broken')
  switch (run.stage) {
    case 'playing':
      return node.type === 'play' && isOver(input) ? playing.enter(node.next) : playing.wait()
    case 'leading':
      if (node.type !== 'ask') return playing.end('broken')
      if (isOver(input)) return playing.collect(node)
      return input.type === 'digits' && accepts(node, input.digits)
        ? playing.answer(node, input.digits)
        : playing.wait()
    case 'collecting':
      if (node.type !== 'ask') return playing.end('broken')
      if (input.type === 'timed-out') return playing.enter(node.silence)
      return input.type === 'digits' ? playing.answer(node, input.digits) : playing.wait()
    case 'inviting':
      if (node.type !== 'record') return playing.end('broken')
      return isOver(input) ? playing.record(node) : playing.wait()
    case 'recording':
      if (node.type !== 'record') return playing.end('broken')
      if (input.type === 'timed-out') return playing.enter(node.next)
      return input.type === 'recorded' ? playing.comment(node, input.path, input.durationMs) : playing.wait()
  }
}

const isOver = ({ type }: FlowInput): boolean => type === 'played' || type === 'timed-out'

/** One turn: collects what happens until the switch has something to do. */
class Playing {
  readonly #document: FlowDocument
  readonly #world: FlowWorld
  readonly #notes: FlowNote[] = []
  readonly #entered: string[] = []
  #run: FlowRun

  constructor(document: FlowDocument, run: FlowRun, world: FlowWorld) {
    this.#document = document
    this.#run = run
    this.#world = world
  }

  enter(to: string | undefined): FlowTurn {
    let next = to
    for (;;) {
      if (this.#run.steps >= MOST_STEPS) return this.end('too-long')
      const node = nodeOf(this.#document, next)
      if (!node || next === undefined) return this.end('broken')
      this.#run = { ...this.#run, node: next, steps: this.#run.steps + 1 }
      this.#entered.push(next)
      const after = this.#pass(node)
      if (after.kind === 'turn') return after.turn
      next = after.to
    }
  }

  /** What the node does: a command to wait for, or the way on at once. */
  #pass(node: FlowNode): { kind: 'turn'; turn: FlowTurn } | { kind: 'on'; to: string | undefined } {
    const turn = (turn: FlowTurn) => ({ kind: 'turn', turn }) as const
    const on = (to: string | undefined) => ({ kind: 'on', to }) as const
    switch (node.type) {
      case 'play': {
        const items = this.#resolve(node)
        return items.length === 0 ? on(node.next) : turn(this.#wait('playing', { do: 'play', items }))
      }
      case 'ask': {
        const items = this.#resolve(node).slice(0, -1)
        return turn(items.length === 0 ? this.collect(node) : this.#wait('leading', { do: 'play', items }))
      }
      case 'record': {
        const items = this.#resolve(node)
        return turn(items.length === 0 ? this.record(node) : this.#wait('inviting', { do: 'play', items }))
      }
      case 'branch':
        return on(
          (node.cases.find((one) => fits(one, valueIn(this.#run.values, node.on))) ?? { next: node.otherwise }).next,
        )
      case 'set':
        this.#keep(node.key, node.value)
        return on(node.next)
      case 'refuse':
        this.#notes.push({ note: 'refused', node: this.#run.node })
        return on(node.next)
      case 'transfer':
        return turn(this.end('transferred', { do: 'transfer', queue: node.queue }))
      case 'hang-up':
        return turn(this.end('completed'))
    }
  }

  /** The switch takes one prompt with the question: the last, so that a key breaks off what asks for it. */
  collect(node: NodeOf<'ask'>): FlowTurn {
    const prompt = this.#resolve(node).at(-1)
    const invalid = node.invalid !== undefined && this.#world.prompts.has(node.invalid) ? node.invalid : undefined
    return this.#wait('collecting', {
      do: 'collect',
      ...(prompt === undefined ? {} : { prompt }),
      ...(invalid === undefined ? {} : { invalidPrompt: { kind: 'prompt', name: invalid } }),
      minDigits: node.accept.min,
      maxDigits: node.accept.max,
      tries: node.tries,
      timeoutMs: node.timeoutMs,
      accept: expressionOf(node),
    })
  }

  answer(node: NodeOf<'ask'>, digits: string): FlowTurn {
    if (!accepts(node, digits)) return this.enter(node.silence)
    this.#keep(node.question, digits)
    this.#run = { ...this.#run, answers: this.#run.answers + 1 }
    this.#notes.push({ note: 'answered', node: this.#run.node, question: node.question, value: digits })
    const answer = answerFor(node, digits)
    return this.enter(answer ? answer.next : node.otherwise)
  }

  record(node: NodeOf<'record'>): FlowTurn {
    return this.#wait('recording', { do: 'record', maxMs: node.maxMs, beep: node.beep })
  }

  comment(node: NodeOf<'record'>, path: string, durationMs: number): FlowTurn {
    if (durationMs >= LEAST_VOICE_MS) {
      this.#keep(node.question, path)
      this.#run = { ...this.#run, answers: this.#run.answers + 1 }
      this.#notes.push({ note: 'commented', node: this.#run.node, question: node.question, path, durationMs })
    }
    return this.enter(node.next)
  }

  end(how: FlowEnd, command: FlowCommand = { do: 'hang-up' }): FlowTurn {
    this.#notes.push({ note: 'finished', node: this.#run.node, how, answers: this.#run.answers })
    this.#run = { ...this.#run, stage: 'done', ended: how }
    return { ...this.wait(), commands: how === 'left' ? [] : [command] }
  }

  wait(): FlowTurn {
    const { ended } = this.#run
    return {
      run: this.#run,
      commands: [],
      notes: this.#notes,
      entered: this.#entered,
      ...(ended === undefined ? {} : { done: ended }),
    }
  }

  #wait(stage: FlowRun['stage'], command: FlowCommand): FlowTurn {
    this.#run = { ...this.#run, stage }
    return { ...this.wait(), commands: [command] }
  }

  #resolve(node: NodeOf<'play' | 'ask' | 'record'>): readonly PlayedItem[] {
    return resolveItems(node.play, this.#run.values, this.#world)
  }

  #keep(name: string, value: string): void {
    this.#run = { ...this.#run, values: { ...this.#run.values, [name]: value } }
  }
}

function fits(one: BranchCase, value: string | undefined): boolean {
  if (value === undefined || value === '') return one.is === 'one-of' && one.values.includes('')
  if (one.is === 'present') return true
  if (one.is === 'one-of') return one.values.includes(value)
  const number = value.trim() === '' ? Number.NaN : Number(value)
  return number >= one.from && number <= one.to
}

/** Without {n,m}: what the switch is sent may hold no braces. */
function expressionOf({ accept }: NodeOf<'ask'>): string {
  const one = `[${accept.keys}]`
  return `^${one.repeat(accept.min)}${`${one}?`.repeat(accept.max - accept.min)}$`
}
