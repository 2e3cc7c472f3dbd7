/** A flow speaks with the customer: what it wants done is done on their leg, what comes of it is given to the flow. */
import {
  continueFlow,
  type FlowCommand,
  type FlowInput,
  type FlowNote,
  type FlowTurn,
  startFlow,
} from '../flows/flow-run.ts'
import type { PlayedItem } from '../flows/playing.ts'
import { asQueueId } from '../ids.ts'
import { file, type Prompt } from '../switch/port.ts'
import { endLine } from './closing.ts'
import { listenForMachine, listenNoMore } from './machine.ts'
import type { FlowOrder } from './outbound-order.ts'
import { enterQueue } from './queueing.ts'
import type { Turn } from './turn.ts'

/** No prompts of one node take longer, ms; a playback whose end we never hear of must not hold a customer. */
const PLAYED_MS = 120_000
/** What the collecting itself may take beyond its own time-outs: prompts, and digits after the first. */
const COLLECT_SLACK_MS = 60_000
/** No tone is longer, ms. */
const BEEP_MS = 3_000
/** From the end of a recording to its event. */
const STOPPED_MS = 3_000
/** Within which a hang-up follows the end of what was being played or collected. */
const GONE_MS = 500
/** Voice that is shorter holds no comment. */
const LEAST_VOICE_MS = 300

export function beginFlow(turn: Turn, order: FlowOrder): void {
  turn.enter('flow', PLAYED_MS)
  turn.command({ type: 'set-variables', leg: turn.call.callerLeg, variables: { phase: 'flow' } })
  listenForMachine(turn)
  follow(turn, order, startFlow(order.document, order.values, worldOf(order)))
}

export const flowPlayed = (turn: Turn, completed: boolean): void =>
  completed ? give(turn, { type: 'played', completed }) : unlessGone(turn)

export const flowDigits = (turn: Turn, digits: string): void =>
  digits === '' ? unlessGone(turn) : give(turn, { type: 'digits', digits })

export const flowTimedOut = (turn: Turn): void => {
  const { flow } = turn.call
  if (flow?.beepedThen !== undefined) return flowBeeped(turn)
  // The longest that a comment may be: what there is of it counts.
  if (flow?.recording !== undefined && !flow.stopping) return flowCommentEnds(turn)
  give(turn, { type: 'timed-out' })
}

/** `#` while a comment is recorded, or its longest. */
export function flowCommentEnds(turn: Turn): void {
  const { callerLeg, flow, phase } = turn.call
  if (phase !== 'flow' || flow?.recording === undefined || flow.stopping) return
  // Its end comes as an event; if it does not, the flow goes on without.
  turn.setDeadline('phase', turn.at + STOPPED_MS)
  turn.change({ flow: { ...flow, stopping: true } })
  turn.command({ type: 'stop-recording', leg: callerLeg, path: flow.recording })
}

/** Now they may speak, also where the tone could not be played. */
export function flowBeeped(turn: Turn): void {
  const { flow, phase } = turn.call
  if (phase === 'flow' && flow?.beepedThen !== undefined) record(turn, flow.beepedThen)
}

/** Also of somebody who hung up instead of pressing #: what they said counts. */
export function flowRecorded(turn: Turn, path: string, durationMs: number): void {
  const { flow, phase } = turn.call
  if (flow?.recording !== path) return
  const { order, run } = flow
  turn.change({ flow: { order, run } })
  if (phase === 'flow') return give(turn, { type: 'recorded', path, durationMs })
  const node = flow.order.document.nodes[flow.run.node]
  if (durationMs < LEAST_VOICE_MS || node?.type !== 'record') return
  turn.tell({ type: 'flow-commented', node: flow.run.node, question: node.question, path, durationMs }, flow.run.node)
}

export const flowNotRecorded = (turn: Turn): void => give(turn, { type: 'timed-out' })

/** A prompt that was broken off, or a question without an answer, is also how a hang-up begins. */
function unlessGone(turn: Turn): void {
  if (turn.call.phase === 'flow') turn.setDeadline('phase', turn.at + GONE_MS)
}

function give(turn: Turn, input: FlowInput): void {
  const { flow, phase } = turn.call
  if (phase !== 'flow' || !flow) return
  follow(turn, flow.order, continueFlow(flow.order.document, flow.run, input, worldOf(flow.order)))
}

const worldOf = ({ prompts, speech }: FlowOrder) => ({ prompts: new Set(prompts), speech })

function follow(turn: Turn, order: FlowOrder, { run, commands, notes }: FlowTurn): void {
  turn.change({ flow: { order, run } })
  for (const note of notes) tell(turn, note)
  for (const command of commands) carryOut(turn, command)
}

function tell(turn: Turn, note: FlowNote): void {
  const { caller } = turn.call
  switch (note.note) {
    case 'answered':
      return turn.tell(
        { type: 'flow-answered', node: note.node, question: note.question, value: note.value },
        `${note.node}/${turn.at}`,
      )
    case 'commented': {
      const { node, question, path, durationMs } = note
      return turn.tell({ type: 'flow-commented', node, question, path, durationMs }, node)
    }
    case 'refused':
      return caller.number === undefined ? undefined : turn.tell({ type: 'flow-refused', number: caller.number })
    case 'finished':
      turn.note(`flow ${note.how} after ${note.answers} answers`)
      // Somebody who called us was told what they wanted to know.
      if (note.how === 'completed' && !turn.call.outbound) turn.change({ outcome: 'announced', endedBy: 'system' })
      return
  }
}

function carryOut(turn: Turn, command: FlowCommand): void {
  const leg = turn.call.callerLeg
  switch (command.do) {
    case 'play':
      turn.setDeadline('phase', turn.at + PLAYED_MS)
      return turn.command({ type: 'play', leg, playback: 'flow', prompts: command.items.map(promptOf) })
    case 'collect': {
      const { prompt, invalidPrompt, minDigits, maxDigits, tries, timeoutMs, accept } = command
      turn.setDeadline('phase', turn.at + tries * (timeoutMs + COLLECT_SLACK_MS))
      return turn.command({
        type: 'collect-digits',
        leg,
        request: 'flow',
        ...(prompt ? { prompt: promptOf(prompt) } : {}),
        ...(invalidPrompt ? { invalidPrompt: promptOf(invalidPrompt) } : {}),
        ...{ minDigits, maxDigits, tries, timeoutMs, accept },
      })
    }
    case 'record': {
      const { flow } = turn.call
      if (!command.beep || !flow) return record(turn, command.maxMs)
      turn.change({ flow: { ...flow, beepedThen: command.maxMs } })
      turn.setDeadline('phase', turn.at + BEEP_MS)
      return turn.command({ type: 'play', leg, playback: 'flow-beep', prompts: [file('beep')] })
    }
    case 'transfer': {
      const { outbound } = turn.call
      if (outbound) {
        listenNoMore(turn)
        const { outbound: now = outbound } = turn.call
        turn.change({ outbound: { ...now, handedOn: true } })
        turn.command({ type: 'set-variables', leg, variables: { handed_on: '1' } })
      }
      return enterQueue(turn, asQueueId(command.queue))
    }
    case 'hang-up': {
      const hotline = turn.context.hotline(turn.call.hotline)
      const { flow, outbound } = turn.call
      // Nobody who calls us is cut off because of a flow that went wrong.
      const broken = flow?.run.ended === 'broken' || flow?.run.ended === 'too-long'
      if (broken && !outbound && hotline) return enterQueue(turn, asQueueId(hotline.queue))
      return endLine(turn)
    }
  }
}

function record(turn: Turn, maxMs: number): void {
  const { callerLeg, flow, id } = turn.call
  if (!flow) return
  const path = turn.context.recordingPath(`${id}-${flow.run.node}`, turn.at)
  turn.change({ flow: { order: flow.order, run: flow.run, recording: path } })
  turn.setDeadline('phase', turn.at + maxMs)
  turn.command({ type: 'start-recording', leg: callerLeg, path })
}

const promptOf = (item: PlayedItem): Prompt =>
  item.kind === 'prompt' ? file(item.name) : { kind: 'speech', text: item.text }
