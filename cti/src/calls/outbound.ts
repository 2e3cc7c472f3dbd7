/**
 * Calls that we make by a campaign's plan. Each is one attempt: dialled at most once, and told how it ended whatever happens. Three
 * courses: a flow speaks; an agent is found once somebody has answered; or an agent is bound before anything is dialled.
 */
import type { AttemptOutcome } from '../facts.ts'
import { asCallId, asLegId, asOfferId, type LegId } from '../ids.ts'
import { callerIdentity } from '../numbers/caller-identity.ts'
import { file, type HangupCause } from '../switch/port.ts'
import type { Call, Outbound } from './call.ts'
import { ANNOUNCEMENT_MS } from './closing.ts'
import { beginFlow } from './flow.ts'
import { listenForMachine, listenNoMore } from './machine.ts'
import type { AdoptedCourse, OutboundOrder } from './outbound-order.ts'
import { joinAgent, ringPhone } from './queueing.ts'
import type { Turn } from './turn.ts'
import { markWaiting, playMusic, workItem } from './waiting.ts'

/** Beyond the switch's own ring time-out. */
const RING_SLACK_MS = 5_000
/** An agent's phone that answers by itself does so within this; then whoever is bound is given back. */
const AGENT_RING_MS = 20_000
const CONNECT_MS = 5_000
/** However long an agent may look: whoever forgot it is given back. */
const LONGEST_PREVIEW_MS = 600_000
const REMAINS_MS = 10_000
/** Minutes of head start: somebody is on the line and hears nobody. */
const ANSWERED_PRIORITY = 120

/** Whether a leg is an attempt's: the only ones that we dial whose id is the call's. */
export const isAttempt = (leg: string, { call, role }: Readonly<Record<string, string>>): boolean =>
  role === 'customer' && leg === call

/** Of none: no such field. */
export const ofCampaign = (campaign: string | undefined) => (campaign ? { campaign } : {})

/** @param agentLeg a fresh uuid: the model itself makes nothing up */
export function outboundCall(
  order: Omit<OutboundOrder, 'course'> & { readonly course: OutboundOrder['course'] | AdoptedCourse },
  at: number,
  agentLeg: LegId,
): Call {
  const { attempt, campaign, callerNumber, course, detectMachine, name, number, ringMs } = order
  const outbound: Outbound = {
    ...ofCampaign(campaign),
    course,
    ringMs,
    agentLeg,
    ...(detectMachine ? { detectMachine } : {}),
  }
  return {
    id: asCallId(attempt),
    hotline: callerNumber,
    caller: callerIdentity(number, name),
    callerLeg: asLegId(attempt),
    legs: {},
    outbound,
    phase: 'scheduled',
    phaseSince: at,
    arrivedAt: at,
    priority: 0,
    known: {},
    connections: 0,
    muted: false,
    released: true,
    deadlines: {},
    history: [],
    path: [{ at, step: 'arrived' }],
    ...('queue' in course ? { queue: course.queue } : {}),
  }
}

export function beginOutbound(turn: Turn): void {
  const { outbound } = turn.call
  if (!outbound) return
  const { course } = outbound
  turn.change({ known: turn.context.known(turn.call.caller) })
  if (turn.context.trunk() === undefined) return attemptOver(turn, 'network-error', 'NO_TRUNK')
  switch (course.kind) {
    case 'flow':
    case 'paced':
      return dial(turn)
    case 'bound': {
      const { preferredAgent } = course
      if (preferredAgent) turn.change({ known: { ...turn.call.known, owner: preferredAgent } })
      turn.change({ enteredAt: turn.at })
      turn.enter('queued', undefined, { 'max-wait': turn.at + course.waitMs })
      turn.step('queued')
      return turn.route({ type: 'work-arrived', item: workItem(turn) })
    }
    case 'clicked': {
      const { agent } = course
      const offer = asOfferId(`${turn.call.id}-click`)
      turn.change({
        enteredAt: turn.at,
        agent,
        released: false,
        offer: {
          offer,
          agent,
          leg: outbound.agentLeg,
          customerLeg: turn.call.callerLeg,
          expiresAt: turn.at + AGENT_RING_MS,
          accepted: false,
          reserved: true,
        },
      })
      turn.route({ type: 'contact-adopted', agent, item: workItem(turn) })
      return ringAgent(turn)
    }
    case 'adopted':
      return turn.illegal('an adopted attempt is not begun')
  }
}

/** The engine has found an agent. */
export function offeredOutbound(turn: Turn, outbound: Outbound): void {
  const { offer } = turn.call
  if (!offer) return
  if (turn.onLine) {
    // Somebody hears nothing: the agent's phone goes off-hook by itself.
    turn.change({ offer: { ...offer, answerAsked: true } })
    return ringPhone(turn)
  }
  turn.change({ offer: { ...offer, reserved: true }, agent: offer.agent })
  turn.route({ type: 'offer-accepted', offer: offer.offer })
  const previewMs = outbound.course.kind === 'bound' ? outbound.course.previewMs : undefined
  if (previewMs === undefined) return ringAgent(turn)
  turn.enter('preview', previewMs === 0 ? LONGEST_PREVIEW_MS : previewMs)
}

/** The agent dials, or their time to look is over. */
export function endPreview(turn: Turn, byAgent: boolean): void {
  const { outbound } = turn.call
  const waits = outbound?.course.kind === 'bound' && outbound.course.previewMs === 0
  // Nobody looked: somebody else may call.
  if (waits && !byAgent) return attemptOver(turn, 'cancelled', 'PREVIEW_TIMEOUT')
  ringAgent(turn)
}

function ringAgent(turn: Turn): void {
  const { offer } = turn.call
  if (!offer) return
  turn.change({ offer: { ...offer, answerAsked: true, expiresAt: turn.at + AGENT_RING_MS } })
  turn.enter('dialling', AGENT_RING_MS + RING_SLACK_MS)
  ringPhone(turn)
}

/** The agent's phone is off-hook. */
export function agentReadyForOutbound(turn: Turn): void {
  const { offer } = turn.call
  if (!offer) return
  if (turn.onLine) {
    listenNoMore(turn)
    return joinAgent(turn)
  }
  turn.change({ offer: { ...offer, accepted: true }, agent: offer.agent, agentLeg: offer.leg })
  turn.command({ type: 'play', leg: offer.leg, playback: 'dialling', prompts: [file('callback-dialling')] })
  dial(turn)
}

/** The fact is on disk before the switch hears of it: what was dialled is known, whatever happens to us in between. */
function dial(turn: Turn): void {
  const { call } = turn
  const gateway = turn.context.trunk()
  const { outbound } = call
  const { number } = call.caller
  if (!outbound || gateway === undefined || number === undefined) return attemptOver(turn, 'network-error', 'NO_TRUNK')
  turn.tell({ type: 'attempt-dialled', ...ofCampaign(outbound.campaign), number })
  turn.change({ outbound: { ...outbound, dialledAt: turn.at } })
  turn.setLeg({ id: call.callerLeg, role: 'customer', state: 'dialling' })
  turn.enter('dialling', outbound.ringMs + RING_SLACK_MS)
  turn.step('dialled')
  turn.command({
    type: 'originate',
    leg: call.callerLeg,
    to: { kind: 'trunk', gateway, number },
    callerNumber: call.hotline,
    callerName: call.hotline,
    ringTimeoutMs: outbound.ringMs,
    variables: {
      call: call.id,
      role: 'customer',
      campaign: outbound.campaign ?? '',
      queue: call.queue ?? '',
      agent: call.agent ?? '',
      hotline: call.hotline,
      number,
      dialled_at: String(turn.at),
    },
  })
}

export function outboundAnswered(turn: Turn, outbound: Outbound): void {
  const { agentLeg, callerLeg } = turn.call
  turn.tell({ type: 'attempt-answered' })
  turn.change({ arrivedAt: turn.at, waitingSince: turn.at, outbound: { ...outbound, answeredAt: turn.at } })
  const { course } = outbound
  if (course.kind === 'flow') return beginFlow(turn, course.flow)
  if (course.kind === 'paced') {
    turn.change({ enteredAt: turn.at, priority: ANSWERED_PRIORITY })
    turn.enter('queued', undefined, { 'max-wait': turn.at + course.connectWithinMs })
    listenForMachine(turn)
    markWaiting(turn)
    playMusic(turn)
    return turn.route({ type: 'work-arrived', item: workItem(turn) })
  }
  if (!agentLeg || turn.leg(agentLeg)?.state !== 'answered') return turn.hangUp(callerLeg)
  turn.enter('connecting', CONNECT_MS)
  turn.command({ type: 'bridge', a: callerLeg, b: agentLeg })
}

/** Nobody could be bound, or nobody was there in time for who had answered. */
export function outboundWaitedTooLong(turn: Turn, outbound: Outbound): void {
  const { callerLeg, offer } = turn.call
  turn.route({ type: 'work-left', work: turn.work })
  if (!turn.onLine) return attemptOver(turn, 'cancelled', 'NO_AGENT')
  turn.hangUp(offer?.leg, 'cancelled')
  turn.without('offer')
  turn.change({ outbound: { ...outbound, outcome: 'abandoned' }, released: true, endedBy: 'system' })
  turn.enter('closing', ANNOUNCEMENT_MS)
  turn.command({ type: 'set-variables', leg: callerLeg, variables: { phase: 'abandoned' } })
  const prompt = outbound.course.kind === 'paced' ? outbound.course.safeHarbour : 'goodbye'
  turn.command({ type: 'play', leg: callerLeg, playback: 'closing', prompts: [file(prompt)] })
}

/** The agent's phone failed, or they declined: they are free at once, and the customer is not called with nobody there. */
export function outboundAgentFailed(turn: Turn, reason: string): void {
  const { offer } = turn.call
  if (turn.onLine && turn.call.outbound?.course.kind === 'paced' && turn.call.phase === 'queued') {
    // The engine looks for another one within what is left of the time.
    if (offer) turn.route({ type: 'offer-failed', offer: offer.offer, reason })
    return
  }
  attemptOver(turn, turn.onLine ? 'abandoned' : 'cancelled', reason)
}

/** Not wanted any more: refused, paused, withdrawn. Who has answered is not cut off. */
export function withdrawOutbound(turn: Turn): void {
  if (turn.onLine) return turn.refuse('NOT_NOW', 'the customer has answered')
  if (turn.call.phase === 'ended') return
  if (turn.call.phase === 'queued') turn.route({ type: 'work-left', work: turn.work })
  attemptOver(turn, 'cancelled', 'WITHDRAWN')
}

/** The end of an attempt that the customer's leg did not bring: what still lives of it is ended. */
export function attemptOver(turn: Turn, outcome: AttemptOutcome, switchCause: string): void {
  const { outbound } = turn.call
  if (!outbound || turn.call.phase === 'ended') return
  tellAttemptEnd(turn, outcome, switchCause, turn.at)
  releaseBound(turn)
  for (const leg of Object.values(turn.call.legs)) turn.hangUp(leg.id, 'cancelled')
  turn.without('offer')
  turn.enter('ended', REMAINS_MS)
}

/** The customer's leg has ended. @returns whether the call's own end is to be told as well: an agent had it, or a queue */
export function customerLegEnded(
  turn: Turn,
  wasAnswered: boolean,
  end: { readonly cause: HangupCause; readonly switchCause: string; readonly at: number },
): boolean {
  const { outbound } = turn.call
  if (!outbound) return true
  const spoke = turn.call.connectedAt !== undefined || outbound.course.kind === 'flow'
  const answered = outbound.outcome ?? (spoke ? 'person' : 'abandoned')
  tellAttemptEnd(turn, wasAnswered ? answered : unansweredOutcome(end.cause, end.switchCause), end.switchCause, end.at)
  return turn.call.connectedAt !== undefined || outbound.handedOn === true
}

function tellAttemptEnd(turn: Turn, outcome: AttemptOutcome, switchCause: string, at: number): void {
  const { agent, connectedAt, outbound } = turn.call
  if (!outbound || outbound.ended) return
  const { answeredAt, dialledAt } = outbound
  turn.change({ outbound: { ...outbound, ended: true } })
  turn.tell(
    {
      type: 'attempt-ended',
      outcome,
      switchCause,
      ringMs: dialledAt === undefined ? 0 : Math.max(0, (answeredAt ?? at) - dialledAt),
      talkMs: answeredAt === undefined || outcome !== 'person' ? 0 : Math.max(0, at - (connectedAt ?? answeredAt)),
      ...(agent ? { agent } : {}),
    },
    '',
    at,
  )
}

/** Whoever was bound and did not speak has nothing to write up. */
function releaseBound(turn: Turn): void {
  const { agent, joinedAt, phase, released } = turn.call
  if (phase !== 'queued' && agent && !released)
    turn.route({
      type: 'contact-ended',
      work: turn.work,
      ...(joinedAt === undefined ? { withoutWrapUp: true as const } : {}),
    })
  turn.change({ released: true })
}

/**
 * An attempt that had been answered when we went, and nobody speaks with them now: a flow cannot go on where it was, and whoever waited
 * for an agent has waited too long.
 */
export function endAdopted(turn: Turn, phase: string): void {
  const { outbound } = turn.call
  if (!outbound) return
  turn.change({ outbound: { ...outbound, outcome: phase === 'flow' ? 'person' : 'abandoned' }, endedBy: 'system' })
  for (const leg of Object.values(turn.call.legs)) if (leg.role !== 'customer') turn.hangUp(leg.id, 'cancelled')
  turn.enter('closing', ANNOUNCEMENT_MS)
  turn.command({ type: 'play', leg: turn.call.callerLeg, playback: 'closing', prompts: [file('goodbye')] })
}

/** Numbers that do not exist, in the switch's words (Q.850 1, 2, 3, 22, 28). */
const INVALID = [
  'UNALLOCATED_NUMBER',
  'NO_ROUTE_TRANSIT_NET',
  'NO_ROUTE_DESTINATION',
  'NUMBER_CHANGED',
  'INVALID_NUMBER_FORMAT',
]

export function unansweredOutcome(cause: HangupCause, switchCause: string): AttemptOutcome {
  if (INVALID.includes(switchCause)) return 'invalid-number'
  switch (cause) {
    case 'busy':
    case 'rejected':
    case 'no-answer':
      return cause
    case 'cancelled':
      return 'no-answer'
    case 'unreachable':
    case 'switch-shutdown':
      return 'network-error'
    default:
      return switchCause === 'NOT_IN_SWITCH' ? 'lost' : 'network-error'
  }
}
