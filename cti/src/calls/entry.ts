/** From the switch's door to the queue: claim, answer, greet, menu; or a last announcement and the end. */
import type { HotlineConfig } from '../configuration.ts'
import { asCallId, asQueueId, type QueueId } from '../ids.ts'
import { callerIdentity } from '../numbers/caller-identity.ts'
import { file, type LegDescription } from '../switch/port.ts'
import { isOpen } from './business-hours.ts'
import type { Call } from './call.ts'
import { ANNOUNCEMENT_MS, close } from './closing.ts'
import { beginFlow } from './flow.ts'
import { enterQueue } from './queueing.ts'
import type { Turn } from './turn.ts'

const ANSWER_MS = 5_000
/** What the collecting itself may take beyond its own time-outs. */
const MENU_SLACK_MS = 15_000

/** A call as it stands at the switch's door, before anything is done. */
export function arrivingCall(leg: LegDescription, at: number): Call {
  return {
    id: asCallId(leg.leg),
    hotline: leg.dialled ?? '',
    caller: callerIdentity(leg.callerNumber, leg.callerName),
    callerLeg: leg.leg,
    legs: { [leg.leg]: { id: leg.leg, role: 'caller', state: leg.answeredAt === undefined ? 'ringing' : 'answered' } },
    phase: 'answering',
    phaseSince: at,
    arrivedAt: leg.createdAt ?? at,
    priority: 0,
    known: {},
    connections: 0,
    muted: false,
    released: true,
    deadlines: {},
    history: [],
    path: [{ at: leg.createdAt ?? at, step: 'arrived' }],
  }
}

/** Takes the call from the dialplan and answers it. */
export function claim(turn: Turn): void {
  const { call } = turn
  const hotline = turn.context.hotline(call.hotline)
  if (hotline) turn.change({ hotline: hotline.number, hotlineName: hotline.name })
  turn.tell(
    {
      type: 'call-arrived',
      hotline: turn.call.hotline,
      caller: call.caller,
      ...(hotline ? { hotlineName: hotline.name } : {}),
    },
    '',
    call.arrivedAt,
  )
  turn.command({ type: 'cancel-fallback', leg: call.callerLeg })
  if (!hotline) {
    turn.illegal(`${call.hotline || 'a call without a dialled number'} is no hotline of ours`)
    turn.change({ outcome: 'failed', endedBy: 'system' })
    turn.enter('hanging-up', ANSWER_MS)
    turn.command({ type: 'hang-up', leg: call.callerLeg, cause: 'rejected' })
    return
  }
  if (turn.leg(call.callerLeg)?.state === 'answered') return greet(turn)
  turn.enter('answering', ANSWER_MS)
  turn.command({ type: 'answer', leg: call.callerLeg })
}

/** Once the caller can hear us. */
export function greet(turn: Turn): void {
  const hotline = turn.context.hotline(turn.call.hotline)
  if (!hotline) return close(turn, 'failed', undefined)
  if (!isOpen(hotline.hours, turn.at)) return close(turn, 'out-of-hours', 'out-of-hours')
  turn.enter('greeting', ANNOUNCEMENT_MS)
  turn.command({
    type: 'play',
    leg: turn.call.callerLeg,
    playback: 'greeting',
    prompts: [file(hotline.greeting), file(hotline.recordingNotice)],
  })
}

export function afterGreeting(turn: Turn): void {
  const hotline = turn.context.hotline(turn.call.hotline)
  if (!hotline) return close(turn, 'failed', undefined)
  if (hotline.flow !== undefined) return followFlow(turn, hotline)
  if (!hotline.menu) return enterQueue(turn, asQueueId(hotline.queue))
  const { menu } = hotline
  turn.enter('menu', menu.tries * (menu.timeoutMs + ANNOUNCEMENT_MS / 2) + MENU_SLACK_MS)
  turn.command({
    type: 'collect-digits',
    leg: turn.call.callerLeg,
    request: 'menu',
    prompt: file(menu.prompt),
    invalidPrompt: file('invalid-option'),
    minDigits: 1,
    maxDigits: 1,
    tries: menu.tries,
    timeoutMs: menu.timeoutMs,
    accept: `^[${Object.keys(menu.options).join('').replace('*', '\\*')}]$`,
  })
}

/** What the hotline says and asks by a flow of its own. */
function followFlow(turn: Turn, { flow: id = '', queue }: HotlineConfig): void {
  const flow = turn.context.flow(id)
  if (!flow) {
    turn.illegal(`there is no flow ${id}`)
    return enterQueue(turn, asQueueId(queue))
  }
  const { province, city, number } = turn.call.caller
  const values = { ...(number ? { number } : {}), ...(province ? { province } : {}), ...(city ? { city } : {}) }
  const { document, prompts, speech } = flow
  beginFlow(turn, { document, values, prompts, speech })
}

/** Nothing valid pressed is a choice too: the hotline's own queue. */
export function afterMenu(turn: Turn, digits: string): void {
  const hotline = turn.context.hotline(turn.call.hotline)
  if (!hotline) return close(turn, 'failed', undefined)
  const option = hotline.menu?.options[digits]
  const queue = chosenQueue(hotline, digits)
  turn.step('menu', { queue, ...(digits === '' ? {} : { detail: digits }) })
  turn.tell({ type: 'call-menu-chosen', digits, queue, ...(option ? { label: option.label } : {}) })
  enterQueue(turn, queue)
}

function chosenQueue(hotline: HotlineConfig, digits: string): QueueId {
  return asQueueId(hotline.menu?.options[digits]?.queue ?? hotline.queue)
}
