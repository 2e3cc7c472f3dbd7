/**
 * A contact's stays in queues and its offers, made from all of its facts, in whatever order they were recorded. Pure.
 *
 * A contact is a call, or a callback's kept place: their facts are told apart by the work they are about.
 */
import type { Explanation, Fact, FactOf, OfferEnd } from '@ringdesk/cti'

export interface Visit {
  readonly callId: string
  /** From 1. */
  readonly ordinal: number
  readonly queueId: string
  readonly channel: 'voice' | 'callback'
  readonly hotline?: string
  readonly province?: string
  /** Epoch ms, as are all moments here. */
  readonly enteredAt: number
  readonly offers: number
  readonly agentId?: string
  readonly connectedAt?: number
  readonly endedAt?: number
  readonly againAt?: number
  readonly waitMs?: number
  readonly talkMs?: number
  readonly outcome?: string
  readonly first: boolean
  readonly handedOn: boolean
  readonly transferredTo?: string
  readonly matched?: boolean
  readonly why?: Explanation
}

export interface Offer {
  readonly offerId: string
  readonly callId: string
  readonly queueId: string
  readonly agentId: string
  readonly at: number
  readonly end?: OfferEnd
  readonly endedAt?: number
}

type Queued = FactOf<'call-queued'>
type Ended = FactOf<'call-ended'>

/** A way from one queue to another. */
interface Onward {
  readonly at: number
  readonly id: string
  readonly from: string
  readonly to: string
  readonly how: 'transferred' | 'moved' | 'overflowed'
  readonly fact: Fact
}

const PREFIX = 'callback-'

/** The contacts that a fact is about: asking for a callback ends one wait and begins another. */
export function contactsOf(fact: Fact): string[] {
  if (!('call' in fact)) return []
  if (fact.type === 'callback-requested') return [fact.call, fact.callback]
  if (fact.type === 'callback-attempted' || fact.type === 'callback-ended') return [fact.callback]
  return [fact.call]
}

/** Under which call's id the facts of a contact may be recorded: those of a kept place are told of the call that asked for it. */
export const toldUnder = (contact: string): string[] =>
  contact.startsWith(PREFIX) ? [contact, contact.slice(PREFIX.length)] : [contact]

/** @param facts all that are about this contact, each once, in any order */
export function visitsOf(contact: string, facts: readonly Fact[]): { visits: Visit[]; offers: Offer[] } {
  const sorted = facts.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const offers = offersOf(contact, sorted)
  const stays = staysOf(contact, sorted)
  converse(stays, sorted)
  const ended = sorted.find((fact): fact is Ended => fact.type === 'call-ended')
  endLast(contact, stays, sorted, ended)
  const caller = sorted.find((fact) => 'caller' in fact)
  const hotline = caller && 'hotline' in caller ? caller.hotline : undefined
  const province = caller && 'caller' in caller ? caller.caller.province : undefined
  const first = stays.findIndex(({ connectedAt }) => connectedAt !== undefined)
  const handedOn = stays.some(({ queueId, transferredTo }) => transferredTo !== undefined && transferredTo !== queueId)
  return {
    offers,
    visits: stays.map((stay, index) => {
      const { offered, waitingSince: _, ...visit } = { ...stay, offered: offersWithin(stays, index, offers) }
      const why = stay.agentId === undefined ? undefined : whyOf(stay, offered, sorted)
      return {
        ...visit,
        callId: contact,
        ordinal: index + 1,
        channel: contact.startsWith(PREFIX) && (first === -1 || index <= first) ? 'callback' : 'voice',
        ...(hotline === undefined ? {} : { hotline }),
        ...(province === undefined ? {} : { province }),
        offers: offered.length,
        first: index === first,
        handedOn: index === first && handedOn,
        ...again(stays, index),
        ...(why ? { why, matched: why.matched } : {}),
      }
    }),
  }
}

interface Stay {
  queueId: string
  enteredAt: number
  /** When the customer's present wait began: before `enteredAt` after a move or an overflow. */
  waitingSince: number
  agentId?: string
  connectedAt?: number
  endedAt?: number
  waitMs?: number
  talkMs?: number
  outcome?: string
  transferredTo?: string
}

/** Where the contact was, one after another. */
function staysOf(contact: string, facts: readonly Fact[]): Stay[] {
  const onwards = facts.flatMap((fact): Onward[] => {
    const { at, id } = fact
    if (fact.type === 'call-transferred') return [{ at, id, from: fact.from, to: fact.to, how: 'transferred', fact }]
    if (fact.type === 'call-moved' && fact.from !== fact.to)
      return [{ at, id, from: fact.from, to: fact.to, how: 'moved', fact }]
    if (fact.type === 'call-overflowed' && fact.action.kind === 'queue' && fact.action.queue !== fact.queue)
      return [{ at, id, from: fact.queue, to: fact.action.queue, how: 'overflowed', fact }]
    return []
  })
  const entry = entryOf(contact, facts, onwards)
  if (!entry) return []
  const stays: Stay[] = [{ queueId: entry.queue, enteredAt: entry.at, waitingSince: entry.at }]
  for (const onward of inOrder(entry.queue, onwards)) {
    const last = stays.at(-1)
    if (!last) break
    last.endedAt = onward.at
    last.outcome = onward.how
    const isTransfer = onward.fact.type === 'call-transferred'
    if (onward.fact.type === 'call-transferred') {
      last.outcome = 'answered'
      last.agentId = onward.fact.agent
      last.talkMs = onward.fact.talkMs
      last.connectedAt = onward.at - onward.fact.talkMs
      last.transferredTo = onward.to
    }
    stays.push({
      queueId: onward.to,
      enteredAt: onward.at,
      waitingSince: isTransfer ? onward.at : last.waitingSince,
    })
  }
  return stays
}

/** Several ways in the same ms, as when two queues overflow at once, are taken in the order in which they join. */
function* inOrder(from: string, onwards: readonly Onward[]): Generator<Onward> {
  const left = [...onwards]
  let queue = from
  for (let first = left[0]; first; first = left[0]) {
    const { at } = first
    const joining = left.findIndex((onward) => onward.at === at && onward.from === queue)
    const [next] = left.splice(Math.max(0, joining), 1)
    if (!next) return
    queue = next.to
    yield next
  }
}

/** Where and when the contact came into its first queue. Being found again after a restart tells of a queue once more: that is no entry. */
function entryOf(
  contact: string,
  facts: readonly Fact[],
  onwards: readonly Onward[],
): { readonly queue: string; readonly at: number } | undefined {
  const requested = facts.find((fact) => fact.type === 'callback-requested' && fact.callback === contact)
  if (requested?.type === 'callback-requested')
    return requested.mergedInto === undefined ? { queue: requested.queue, at: requested.at } : undefined
  const queued = facts.filter((fact): fact is Queued => fact.type === 'call-queued')
  const begins = onwards[0]?.from
  const entry =
    queued.find(({ queue }) => queue === begins) ??
    queued.find(({ queue }) => !onwards.some(({ to }) => to === queue)) ??
    queued[0]
  if (entry) return { queue: entry.queue, at: entry.at }
  // The fact of its entry is still to come, or was lost.
  const offered = facts.find((fact) => fact.type === 'call-offered')
  const connected = facts.find((fact) => fact.type === 'call-connected')
  if (begins !== undefined && onwards[0]) return { queue: begins, at: onwards[0].at }
  if (offered?.type === 'call-offered') return { queue: offered.queue, at: offered.enteredAt }
  if (connected?.type === 'call-connected')
    return { queue: connected.queue, at: connected.at - Math.max(0, connected.waitedMs) }
  const ended = facts.find((fact) => fact.type === 'call-ended')
  return ended?.type === 'call-ended' && ended.queue !== undefined
    ? { queue: ended.queue, at: ended.at - Math.max(0, ended.waitedMs) }
    : undefined
}

/** The last stay in this queue that had begun by then; else the one that had begun. */
function stayAt<Within extends Pick<Stay, 'queueId' | 'enteredAt'>>(
  stays: readonly Within[],
  queue: string,
  at: number,
): Within | undefined {
  return (
    stays.findLast(({ queueId, enteredAt }) => queueId === queue && enteredAt <= at) ??
    stays.findLast(({ enteredAt }) => enteredAt <= at) ??
    stays[0]
  )
}

function converse(stays: readonly Stay[], facts: readonly Fact[]): void {
  for (const fact of facts) {
    if (fact.type !== 'call-connected') continue
    const stay = stayAt(stays, fact.queue, fact.at)
    if (!stay) continue
    stay.agentId = fact.agent
    stay.connectedAt = fact.at
    stay.waitMs = Math.max(0, fact.waitedMs)
    stay.outcome = 'answered'
    if (stay.endedAt !== undefined) stay.talkMs = Math.max(0, stay.endedAt - fact.at)
  }
  for (const stay of stays)
    if (stay.outcome === 'moved' || stay.outcome === 'overflowed')
      stay.waitMs = Math.max(0, (stay.endedAt ?? stay.enteredAt) - stay.waitingSince)
}

/** How it was over, in the queue where it was over. */
function endLast(contact: string, stays: readonly Stay[], facts: readonly Fact[], ended: Ended | undefined): void {
  const last = stays.at(-1)
  if (!last) return
  if (!ended) {
    const given = facts.find((fact) => fact.type === 'callback-ended' && fact.callback === contact)
    if (given?.type !== 'callback-ended' || given.end === 'reached' || last.connectedAt !== undefined) return
    last.endedAt = given.at
    last.outcome = given.end
    return
  }
  const spoken = stays.some(({ connectedAt }) => connectedAt !== undefined)
  // The fact of its connection is still to come, or was lost.
  if (!spoken && ended.connectedAt !== undefined && ended.agent !== undefined) {
    last.agentId = ended.agent
    last.connectedAt = ended.connectedAt
    last.waitMs = Math.max(0, ended.waitedMs)
  }
  last.endedAt = ended.at
  if (last.connectedAt !== undefined) {
    last.outcome = 'answered'
    last.talkMs = Math.max(0, ended.at - last.connectedAt)
    return
  }
  last.waitMs = spoken ? Math.max(0, ended.at - last.waitingSince) : Math.max(0, ended.waitedMs)
  last.outcome = ended.outcome === 'answered' ? endAfterTransfer(last, facts, ended) : ended.outcome
}

/** The call counts as answered because somebody spoke earlier; how this wait ended is told by the phase and by what happened in it. */
function endAfterTransfer(stay: Stay, facts: readonly Fact[], { phase }: Ended): string {
  if (phase === 'queued' || phase === 'connecting') return 'abandoned'
  if (phase === 'voicemail' || phase === 'forwarded') return phase
  const since = facts.filter((fact) => fact.at >= stay.enteredAt)
  if (since.some(({ type }) => type === 'callback-requested')) return 'callback-requested'
  const announced = since.some((fact) => fact.type === 'call-overflowed' && fact.action.kind === 'announce')
  return announced ? 'announced' : 'closed'
}

function offersOf(contact: string, facts: readonly Fact[]): Offer[] {
  const ends = new Map<string, FactOf<'call-offer-ended'>>()
  for (const fact of facts) {
    if (fact.type !== 'call-offer-ended') continue
    // An accepted offer may still fail: that it was accepted is then not how it ended.
    if (fact.end !== 'accepted' || !ends.has(fact.offer)) ends.set(fact.offer, fact)
  }
  return facts.flatMap((fact): Offer[] => {
    if (fact.type !== 'call-offered') return []
    const { offer, queue, agent, at } = fact
    const end = ends.get(offer)
    return [
      {
        offerId: offer,
        callId: contact,
        queueId: queue,
        agentId: agent,
        at,
        ...(end ? { end: end.end, endedAt: end.at } : {}),
      },
    ]
  })
}

function offersWithin(stays: readonly Stay[], index: number, offers: readonly Offer[]): Offer[] {
  return offers.filter((offer) => stayAt(stays, offer.queueId, offer.at) === stays[index])
}

/** Why the agent who answered was offered the contact: of the last offer to them before they spoke. */
function whyOf(stay: Stay, offered: readonly Offer[], facts: readonly Fact[]): Explanation | undefined {
  const accepted = offered.findLast(
    ({ agentId, at }) => agentId === stay.agentId && at <= (stay.connectedAt ?? Number.POSITIVE_INFINITY),
  )
  const fact = facts.find((each) => each.type === 'call-offered' && each.offer === accepted?.offerId)
  return fact?.type === 'call-offered' ? fact.why : undefined
}

function again(stays: readonly Stay[], index: number): { readonly againAt?: number } {
  const agent = stays[index]?.agentId
  if (agent === undefined) return {}
  const later = stays
    .slice(index + 1)
    .find(({ agentId, connectedAt }) => agentId === agent && connectedAt !== undefined)
  return later?.connectedAt === undefined ? {} : { againAt: later.connectedAt }
}
