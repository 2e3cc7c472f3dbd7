/** Into the queue, an agent's phone ringing, and the moment both are joined. */
import type { AgentId, EpochMs, LegId, OfferId, QueueId } from '../ids.ts'
import type { Explanation, OfferEnd } from '../routing/engine-types.ts'
import type { HangupCause } from '../switch/port.ts'
import type { Call } from './call.ts'
import { close } from './closing.ts'
import { giveUpOutside } from './forwarding.ts'
import { catchUp } from './overflow.ts'
import type { Turn } from './turn.ts'
import { markWaiting, mayWait, playMusic, waitDeadlines, waitInLine } from './waiting.ts'

const CONNECT_MS = 5_000
/** The switch's own ring time-out is behind ours, so that the reason is ours to tell. */
const RING_SLACK_MS = 3_000
/** How long until the offer's end is looked after again when the engine did not end it. */
const RING_GUARD_MS = 5_000

/** @param place given when the customer has waited before (after our restart) */
export function enterQueue(
  turn: Turn,
  queue: QueueId,
  place: { readonly enteredAt?: EpochMs; readonly waitingSince?: EpochMs; readonly priority?: number } = {},
): void {
  const known = turn.context.known(turn.call.caller)
  const { enteredAt = turn.at, waitingSince = enteredAt, priority = 0 } = place
  if (!turn.context.queue(queue)) {
    turn.illegal(`queue ${queue} does not exist`)
    return close(turn, 'failed', 'nobody-logged-in')
  }
  turn.change({ queue, enteredAt, waitingSince, priority, known })
  takeOverCallback(turn)
  turn.step('queued')
  turn.tell({ type: 'call-queued', queue, enteredAt: turn.call.enteredAt ?? enteredAt }, queue)
  if (!mayWait(turn, queue)) return close(turn, 'nobody-logged-in', 'nobody-logged-in')
  markWaiting(turn)
  playMusic(turn)
  waitInLine(turn)
}

/** Who is to be called back and calls again has the place that was kept, and is not called any more. */
function takeOverCallback(turn: Turn): void {
  const { caller, callback, enteredAt = turn.at, priority } = turn.call
  const earlier = callback || caller.number === undefined ? undefined : turn.context.callbackFor(caller.number)
  if (earlier?.enteredAt === undefined) return
  turn.change({
    enteredAt: Math.min(enteredAt, earlier.enteredAt),
    priority: Math.max(priority, earlier.priority),
  })
  turn.effects.push({ kind: 'callback-dropped', callback: earlier.id, end: 'called-again' })
}

export function giveUpWaiting(turn: Turn): void {
  turn.setDeadline('max-wait', undefined)
  // Somebody's phone is ringing for this caller: that offer comes first; it ends by itself and then the limit counts.
  if (turn.call.offer) return turn.setDeadline('max-wait', turn.call.offer.expiresAt + RING_GUARD_MS)
  // The callback is being written to disk: a matter of seconds.
  if (turn.call.asking?.step === 'keeping') return turn.setDeadline('max-wait', turn.at + RING_GUARD_MS)
  turn.without('asking')
  turn.route({ type: 'work-left', work: turn.work })
  close(turn, 'max-wait', 'max-wait')
}

export interface MadeOffer {
  readonly offer: OfferId
  readonly agent: AgentId
  readonly leg: LegId
  readonly customerLeg: LegId
  readonly expiresAt: EpochMs
  readonly why: Explanation
}

/** @returns whether the offer stands */
export function takeOffer(turn: Turn, { offer, agent, leg, customerLeg, expiresAt, why }: MadeOffer): boolean {
  const { call } = turn
  if (call.phase !== 'queued' || call.offer || !call.queue || call.enteredAt === undefined) {
    turn.illegal(`an offer of a call that is ${call.phase}`)
    turn.route({ type: 'offer-failed', offer, reason: `call is ${call.phase}` })
    return false
  }
  turn.change({ offer: { offer, agent, leg, customerLeg, expiresAt, accepted: false }, released: false })
  turn.step('offered', { agent })
  turn.tell(
    {
      type: 'call-offered',
      offer,
      agent,
      queue: call.queue,
      hotline: call.hotline,
      caller: call.caller,
      enteredAt: call.enteredAt,
      expiresAt,
      why,
    },
    offer,
  )
  if (turn.context.agent(agent)) return true
  turn.route({ type: 'offer-failed', offer, reason: 'the agent has no phone' })
  return false
}

export function ringPhone(turn: Turn): void {
  const { offer, queue, caller, id } = turn.call
  const agent = offer && turn.context.agent(offer.agent)
  if (!offer || !agent || !queue) return
  turn.setLeg({ id: offer.leg, role: 'agent', agent: offer.agent, state: 'dialling' })
  if (turn.call.phase === 'queued') turn.setDeadline('ring', offer.expiresAt + RING_GUARD_MS)
  turn.command({
    type: 'originate',
    leg: offer.leg,
    to: { kind: 'user', extension: agent.extension },
    callerNumber: caller.number ?? 'anonymous',
    callerName: caller.name ?? caller.number ?? 'anonymous',
    ringTimeoutMs: Math.max(1_000, offer.expiresAt - turn.at + RING_SLACK_MS),
    variables: { call: id, role: 'agent', agent: offer.agent, offer: offer.offer, queue },
  })
}

/** The agent's phone has gone off-hook, and the customer is there. */
export function joinAgent(turn: Turn): void {
  const { offer, callerLeg } = turn.call
  if (!offer) return
  takeAgent(turn)
  turn.enter('connecting', CONNECT_MS)
  turn.command({ type: 'bridge', a: callerLeg, b: offer.leg })
}

/** From now on the agent is bound to this call. */
export function takeAgent(turn: Turn): void {
  const { offer, outside } = turn.call
  if (!offer) return
  turn.change({ offer: { ...offer, accepted: true }, agent: offer.agent, agentLeg: offer.leg })
  turn.without('asking', 'postponed')
  if (turn.call.outcome === 'callback-requested') turn.without('outcome', 'endedBy')
  if (outside) giveUpOutside(turn)
  if (!offer.reserved) turn.route({ type: 'offer-accepted', offer: offer.offer })
}

/** The engine says that the offer is over. `accepted` is only a confirmation. */
export function offerEnded(turn: Turn, offer: OfferId, end: OfferEnd): void {
  const live = turn.call.offer
  const agent = live?.agent ?? turn.call.agent ?? ('' as AgentId)
  turn.tell({ type: 'call-offer-ended', offer, agent, end }, `${offer}/${end}`)
  if (end !== 'accepted') turn.step('offer-ended', { agent, detail: end })
  if (end === 'accepted' || live?.offer !== offer) return
  turn.hangUp(live.leg, 'cancelled')
  turn.without('offer')
  turn.change({ released: true })
  turn.setDeadline('ring', undefined)
  if (turn.call.phase === 'connecting') {
    // Answered in the very moment in which it was taken back: the item waits already.
    turn.without('agent', 'agentLeg')
    turn.enter('queued', undefined, waitDeadlines(turn))
    playMusic(turn)
  }
  catchUp(turn)
}

/** The agent's leg ended before both were joined. @returns whether the offer had been answered */
export function phoneLost(turn: Turn, cause: HangupCause): boolean {
  const { offer } = turn.call
  if (!offer || offer.accepted || offer.reserved) return true
  if (cause === 'rejected') turn.route({ type: 'offer-declined', offer: offer.offer })
  else turn.route({ type: 'offer-failed', offer: offer.offer, reason: cause })
  return false
}

/** Joining failed although the agent had answered: the caller keeps the place, the agent's phone is not trusted for now. */
export function backToQueue(turn: Turn, reason: string): void {
  const { offer, queue, enteredAt } = turn.call
  if (!offer || !queue || enteredAt === undefined) return
  turn.hangUp(offer.leg, 'cancelled')
  turn.without('offer', 'agent', 'agentLeg')
  turn.change({ released: true } satisfies Partial<Call>)
  const isThere = turn.onLine
  turn.enter('queued', undefined, waitDeadlines(turn))
  const ended = { offer: offer.offer, agent: offer.agent, end: 'failed', detail: reason } as const
  turn.tell({ type: 'call-offer-ended', ...ended }, `${offer.offer}/failed`)
  turn.step('offer-ended', { agent: offer.agent, detail: reason })
  if (isThere) playMusic(turn)
  turn.route({ type: 'offer-failed', offer: offer.offer, reason })
}
