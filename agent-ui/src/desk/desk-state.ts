/**
 * What the desk knows, from the numbered stream of the gateway. Pure: snapshots and updates in, the next model out. Updates may be
 * doubled, lost or come in another order; the model only ever shows what a stream without these faults would have shown.
 */
import type {
  CustomerCard,
  DeskContact,
  DeskDestination,
  DeskMessage,
  DeskQueue,
  DeskSnapshot,
  DeskState,
  DeskSwitch,
  DeskUpdate,
  Me,
} from '@ringdesk/gateway/contract'

export type RemovalReason = Extract<DeskUpdate, { type: 'contact-removed' }>['reason']

/** A contact that is no longer on the desk, and why: the desk says so in words. */
export interface GoneContact {
  readonly contact: DeskContact
  readonly reason: RemovalReason
  /** Epoch ms of the server. */
  readonly at: number
}

export interface DeskModel {
  readonly seq: number
  /** ms to add to this browser's clock to get the server's. */
  readonly clockAheadMs: number
  readonly me: Me
  readonly state: DeskState
  readonly contacts: readonly DeskContact[]
  readonly queues: readonly DeskQueue[]
  readonly destinations: readonly DeskDestination[]
  readonly messages: readonly DeskMessage[]
  readonly switch: DeskSwitch
  readonly gone?: GoneContact
  /** Updates that came before one that is missing, by seq. Not empty: a resync is needed. */
  readonly early: ReadonlyMap<number, DeskUpdate>
}

/** More than this many ahead of a gap are dropped: the snapshot will have them. */
const earlyLimit = 200

export const needsResync = (model: DeskModel): boolean => model.early.size > 0

/** The first snapshot of a connection: counts whatever came before, for a restarted gateway starts its numbering anew. */
export function connected(before: DeskModel | undefined, snapshot: DeskSnapshot, localNow: number): DeskModel {
  return {
    seq: snapshot.seq,
    clockAheadMs: snapshot.serverTime - localNow,
    me: snapshot.me,
    state: snapshot.state,
    contacts: snapshot.contacts.map((contact) => withKnownContext(contact, before?.contacts ?? [])),
    queues: snapshot.queues,
    destinations: snapshot.destinations,
    messages: snapshot.messages,
    switch: snapshot.switch,
    ...(before?.gone === undefined ? {} : { gone: before.gone }),
    early: new Map(),
  }
}

/** The answer to a resync on the same connection. One that is older than what is shown is of no use. */
export function resynced(before: DeskModel, snapshot: DeskSnapshot, localNow: number): DeskModel {
  if (snapshot.seq < before.seq) return before
  return withEarly({ ...connected(before, snapshot, localNow), early: after(before.early, snapshot.seq) })
}

export function updated(before: DeskModel, update: DeskUpdate, localNow: number): DeskModel {
  if (update.seq <= before.seq) return before
  const clockAheadMs = Math.max(before.clockAheadMs, update.serverTime - localNow)
  if (update.seq === before.seq + 1) return withEarly({ ...apply(before, update), clockAheadMs })
  if (before.early.size >= earlyLimit) return before
  return { ...before, early: new Map(before.early).set(update.seq, update) }
}

/** Applies what was waiting for the update that has just come. */
function withEarly(model: DeskModel): DeskModel {
  let next = model
  for (let update = next.early.get(next.seq + 1); update !== undefined; update = next.early.get(next.seq + 1)) {
    next = apply(next, update)
  }
  return next === model ? model : { ...next, early: after(next.early, next.seq) }
}

const after = (early: ReadonlyMap<number, DeskUpdate>, seq: number): ReadonlyMap<number, DeskUpdate> =>
  new Map([...early].filter(([at]) => at > seq))

function apply(model: DeskModel, update: DeskUpdate): DeskModel {
  const next = { ...model, seq: update.seq }
  switch (update.type) {
    case 'state':
      return { ...next, state: update.state }
    case 'contact':
      return { ...next, contacts: withContact(model.contacts, update.contact) }
    case 'contact-context':
      return {
        ...next,
        contacts: model.contacts.map((contact) =>
          contact.call === update.call ? { ...contact, context: update.context } : contact,
        ),
      }
    case 'contact-removed': {
      const contact = model.contacts.find((one) => one.call === update.call)
      if (contact === undefined) return next
      return {
        ...next,
        contacts: model.contacts.filter((one) => one !== contact),
        gone: { contact, reason: update.reason, at: update.serverTime },
      }
    }
    case 'queues':
      return { ...next, queues: update.queues }
    case 'destinations':
      return { ...next, destinations: update.destinations }
    case 'messages':
      return { ...next, messages: update.messages }
    case 'switch':
      return { ...next, switch: update.switch }
    default: {
      // A newer gateway may say more than this page understands: the number still counts.
      const unknown: never = update
      return { ...model, seq: (unknown as DeskUpdate).seq }
    }
  }
}

function withContact(contacts: readonly DeskContact[], contact: DeskContact): readonly DeskContact[] {
  const complete = withKnownContext(contact, contacts)
  return contacts.some((one) => one.call === contact.call)
    ? contacts.map((one) => (one.call === contact.call ? complete : one))
    : [...contacts, complete]
}

function withKnownContext(contact: DeskContact, known: readonly DeskContact[]): DeskContact {
  if (contact.context !== undefined) return contact
  const context = known.find((one) => one.call === contact.call)?.context
  return context === undefined ? contact : { ...contact, context }
}

/** The contacts with this customer's card in place of an older one. */
export function withCustomer(contacts: readonly DeskContact[], customer: CustomerCard): readonly DeskContact[] {
  return contacts.map((contact) => {
    const { context } = contact
    return context?.customer !== undefined && context.customer.id === customer.id
      ? { ...contact, context: { ...context, customer } }
      : contact
  })
}

/** The contact that the phone in the bar is about: the one with a voice on it or about to be, else the one ringing or to be looked at, else the one being wrapped up. */
export function phoneContact(contacts: readonly DeskContact[]): DeskContact | undefined {
  const live = contacts.find(({ phase }) => ['dialling', 'connecting', 'talking', 'held'].includes(phase))
  const asks = contacts.find(({ phase }) => phase === 'offered' || phase === 'preview')
  return live ?? asks ?? contacts.find((one) => one.phase === 'wrap-up')
}
