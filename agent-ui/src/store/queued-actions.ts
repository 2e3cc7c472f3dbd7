/** What store staff did on the phone and the gateway does not know yet. Pure. */
import type {
  FormValue,
  StoreTicket,
  TicketMove,
  TicketMoveField,
  TicketMoveName,
  TicketStatus,
} from '@ringdesk/gateway/contract'

/** Already small: queued photos wait in the browser's storage. */
export interface QueuedPhoto {
  readonly uploadId: string
  readonly name: string
  readonly type: string
  /** Not a Blob: some phones cannot keep those. */
  readonly bytes: ArrayBuffer
}

export type Deed =
  | { readonly kind: 'move'; readonly move: TicketMove }
  | {
      readonly kind: 'comment'
      readonly commandId: string
      readonly text: string
      readonly photos: readonly QueuedPhoto[]
    }
  | {
      readonly kind: 'values'
      /** What was filled into the form, without its photos; null empties a field. */
      readonly values: Readonly<Record<string, FormValue | null>>
      /** A photo field each: what it had, and what is sent on the ticket before it can point at it. */
      readonly photos: readonly FilledPhotos[]
    }

export interface FilledPhotos {
  readonly field: string
  /** Of the comment that sends them. */
  readonly commandId: string
  readonly text: string
  readonly kept: readonly string[]
  readonly taken: readonly QueuedPhoto[]
}

export interface NewAction {
  /** Sent only while this account is logged in. */
  readonly accountId: string
  readonly ticketId: string
  readonly ticketNumber: string
  /** Epoch ms, by the phone's clock. */
  readonly at: number
  readonly deed: Deed
}

export interface QueuedAction extends NewAction {
  /** The order of doing, and of sending. */
  readonly seq: number
  /** Why the gateway refused it. Kept until its reader has seen it. */
  readonly refused?: string
}

/** The gateway has it; what the page shows may be from before. */
export interface TakenAction extends QueuedAction {
  /** How many the gateway had taken with it: an answer asked for earlier does not know of it. */
  readonly sent: number
}

export const isWaiting = (action: QueuedAction): boolean => action.refused === undefined

type Moves = StoreTicket['moves']
type Movable = Pick<StoreTicket, 'status' | 'moves'>

const needs = (move: TicketMoveName, ...requires: TicketMoveField[]): Moves[number] => ({ move, requires })

/** What store staff may do next, as long as the gateway cannot be asked: it decides in the end. */
const presumed: Partial<Record<TicketStatus, Moves>> = {
  accepted: [
    needs('start'),
    needs('resolve', 'resolution'),
    needs('suspend', 'waitsFor', 'reason'),
    needs('return', 'reason'),
  ],
  working: [needs('resolve', 'resolution'), needs('suspend', 'waitsFor', 'reason'), needs('return', 'reason')],
  pending: [needs('resume')],
}

const target: Partial<Record<TicketMoveName, TicketStatus>> = {
  accept: 'accepted',
  start: 'working',
  suspend: 'pending',
  // It may have been accepted only; starting again is harmless to ask for.
  resume: 'working',
  resolve: 'resolved',
  return: 'pooled',
}

/**
 * The ticket as it will be once everything that waits is sent, so that one can work on without a network. What was sent since the ticket
 * was asked for belongs to `waiting` as well: going back to how it was for a moment would put another button under the thumb.
 */
export function presumedAfter<Ticket extends Movable>(ticket: Ticket, waiting: readonly QueuedAction[]): Ticket {
  const last = waiting.flatMap(({ deed }) => (deed.kind === 'move' ? [deed.move.move] : [])).at(-1)
  const status = last && target[last]
  return status === undefined ? ticket : { ...ticket, status, moves: presumed[status] ?? [] }
}

/** A photo that no attachment stands for yet, in the place of its id. */
export const photoToCome = ({ uploadId }: QueuedPhoto): string => `queued:${uploadId}`

/** The form's values as they will be once everything that waits is sent. */
export function presumedValues(
  values: Readonly<Record<string, unknown>>,
  waiting: readonly QueuedAction[],
): Record<string, unknown> {
  const filled: Record<string, unknown> = { ...values }
  for (const { deed } of waiting) {
    if (deed.kind !== 'values') continue
    Object.assign(filled, deed.values)
    for (const { field, kept, taken } of deed.photos) filled[field] = [...kept, ...taken.map(photoToCome)]
  }
  return Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== null))
}
