/** Waiting for an agent: music, announcements, an agent's phone ringing, and the moment both are joined. */
import type { AgentId, EpochMs, LegId, OfferId, QueueId } from '../ids.ts'
import type { Explanation, OfferEnd } from '../routing/engine-types.ts'
import { file, type HangupCause } from '../switch/port.ts'
import { positionPrompt } from '../switch/prompts.ts'
import { close } from './closing.ts'
import type { Turn } from './turn.ts'

const CONNECT_MS = 5_000
/** The switch's own ring time-out is behind ours, so that the reason is ours to tell. */
const RING_SLACK_MS = 3_000
/** How long until the offer's end is looked after again when the engine did not end it. */
const RING_GUARD_MS = 5_000

/** @param enteredAt given when the customer has waited before (after our restart) */
export function enterQueue(turn: Turn, queue: QueueId, enteredAt: EpochMs = turn.at): void {
  const config = turn.context.queue(queue)
  if (!config) {
    turn.illegal(`queue ${queue} does not exist`)
    return close(turn, 'failed', 'nobody-logged-in')
  }
  turn.change({ queue, enteredAt })
  turn.tell({ type: 'call-queued', queue, enteredAt }, queue)
  if (!turn.context.staffed(queue)) return close(turn, 'nobody-logged-in', 'nobody-logged-in')
  turn.enter('queued', undefined, {
    'max-wait': enteredAt + config.maxWaitMs,
    ...(config.announceEveryMs > 0 ? { announcement: turn.at + config.announceEveryMs } : {}),
  })
  turn.command({
    type: 'set-variables',
    leg: turn.call.callerLeg,
    variables: { phase: 'queued', queue, entered_at: String(enteredAt) },
  })
  playMusic(turn)
  turn.route({ type: 'work-arrived', item: { id: turn.work, queue, channel: 'voice', priority: 0, enteredAt } })
}

export function playMusic(turn: Turn): void {
  const name = turn.context.queue(turn.call.queue ?? ('' as QueueId))?.music ?? 'hold'
  turn.command({ type: 'play', leg: turn.call.callerLeg, playback: 'music', prompts: [{ kind: 'music', name }] })
}

/** The announcement's time has come. */
export function announce(turn: Turn): void {
  const { queue } = turn.call
  const config = queue && turn.context.queue(queue)
  if (!queue || !config) return turn.setDeadline('announcement', undefined)
  if (!turn.call.offer && !turn.context.staffed(queue)) {
    turn.route({ type: 'work-left', work: turn.work })
    return close(turn, 'nobody-logged-in', 'nobody-logged-in')
  }
  turn.setDeadline('announcement', turn.at + config.announceEveryMs)
  turn.command({ type: 'stop-playing', leg: turn.call.callerLeg })
  turn.command({
    type: 'play',
    leg: turn.call.callerLeg,
    playback: 'announcement',
    prompts: [file(positionPrompt(turn.context.ahead(turn.work)))],
  })
}

export function giveUpWaiting(turn: Turn): void {
  turn.setDeadline('max-wait', undefined)
  // Somebody's phone is ringing for this caller: that offer comes first; it ends by itself and then the limit counts.
  if (turn.call.offer) return turn.setDeadline('max-wait', turn.call.offer.expiresAt + RING_GUARD_MS)
  turn.route({ type: 'work-left', work: turn.work })
  close(turn, 'max-wait', 'max-wait')
}

export function ring(
  turn: Turn,
  made: { offer: OfferId; agent: AgentId; leg: LegId; expiresAt: EpochMs; why: Explanation },
): void {
  const { call, context } = turn
  const agent = context.agent(made.agent)
  if (call.phase !== 'queued' || call.offer || !call.queue || call.enteredAt === undefined) {
    turn.illegal(`an offer of a call that is ${call.phase}`)
    return turn.route({ type: 'offer-failed', offer: made.offer, reason: `call is ${call.phase}` })
  }
  turn.change({
    offer: { offer: made.offer, agent: made.agent, leg: made.leg, expiresAt: made.expiresAt, accepted: false },
    released: false,
  })
  turn.tell(
    {
      type: 'call-offered',
      offer: made.offer,
      agent: made.agent,
      queue: call.queue,
      hotline: call.hotline,
      caller: call.caller,
      enteredAt: call.enteredAt,
      expiresAt: made.expiresAt,
      why: made.why,
    },
    made.offer,
  )
  if (!agent) return turn.route({ type: 'offer-failed', offer: made.offer, reason: 'the agent has no phone' })
  turn.setLeg({ id: made.leg, role: 'agent', agent: made.agent, state: 'dialling' })
  turn.setDeadline('ring', made.expiresAt + RING_GUARD_MS)
  turn.command({
    type: 'originate',
    leg: made.leg,
    to: { kind: 'user', extension: agent.extension },
    callerNumber: call.caller.number ?? 'anonymous',
    callerName: call.caller.name ?? call.caller.number ?? 'anonymous',
    ringTimeoutMs: Math.max(1_000, made.expiresAt - turn.at + RING_SLACK_MS),
    variables: { call: call.id, role: 'agent', agent: made.agent, offer: made.offer, queue: call.queue },
  })
}

/** The agent's phone has gone off-hook. */
export function agentAnswered(turn: Turn): void {
  const { offer, callerLeg } = turn.call
  if (!offer) return
  turn.change({ offer: { ...offer, accepted: true }, agent: offer.agent, agentLeg: offer.leg })
  const { 'max-wait': _left, announcement: _done, ring: _rung, ...rest } = turn.call.deadlines
  turn.change({ deadlines: rest })
  turn.enter('connecting', CONNECT_MS)
  turn.route({ type: 'offer-accepted', offer: offer.offer })
  turn.command({ type: 'bridge', a: callerLeg, b: offer.leg })
}

/** The engine says that the offer is over. `accepted` is only a confirmation. */
export function offerEnded(turn: Turn, offer: OfferId, end: OfferEnd): void {
  const live = turn.call.offer
  turn.tell(
    { type: 'call-offer-ended', offer, agent: live?.agent ?? turn.call.agent ?? ('' as AgentId), end },
    `${offer}/${end}`,
  )
  if (end === 'accepted' || live?.offer !== offer) return
  turn.hangUp(live.leg, 'cancelled')
  const { offer: _over, ...call } = turn.call
  turn.call = { ...call, released: true }
  turn.setDeadline('ring', undefined)
}

/** The agent's leg ended before both were joined. */
export function agentLegLost(turn: Turn, cause: HangupCause): void {
  const { offer } = turn.call
  if (!offer) return
  if (!offer.accepted) {
    if (cause === 'rejected') return turn.route({ type: 'offer-declined', offer: offer.offer })
    return turn.route({ type: 'offer-failed', offer: offer.offer, reason: cause })
  }
  backToQueue(turn, cause)
}

/** Joining failed although the agent had answered: the caller keeps the place, the agent's phone is not trusted for now. */
export function backToQueue(turn: Turn, reason: string): void {
  const { offer, queue, enteredAt } = turn.call
  if (!offer || !queue || enteredAt === undefined) return
  turn.hangUp(offer.leg, 'cancelled')
  const { offer: _over, agent: _agent, agentLeg: _leg, ...call } = turn.call
  turn.call = { ...call, released: true }
  const config = turn.context.queue(queue)
  turn.enter('queued', undefined, {
    ...(config ? { 'max-wait': Math.max(turn.at + RING_GUARD_MS, enteredAt + config.maxWaitMs) } : {}),
    ...(config && config.announceEveryMs > 0 ? { announcement: turn.at + config.announceEveryMs } : {}),
  })
  turn.tell(
    { type: 'call-offer-ended', offer: offer.offer, agent: offer.agent, end: 'failed', detail: reason },
    `${offer.offer}/failed`,
  )
  playMusic(turn)
  turn.route({ type: 'offer-failed', offer: offer.offer, reason })
}
