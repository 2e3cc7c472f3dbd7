/** Which move a card's way into another column means. Pure. */
import type { TicketDetail, TicketMoveField, TicketMoveName, TicketStatus } from '@ringdesk/gateway/contract'

/** The likeliest first: the first is also what is asked for when none is open, so that the refusal says why. */
const movesInto: Readonly<Record<TicketStatus, readonly TicketMoveName[]>> = {
  open: ['recall', 'resume', 'reopen'],
  pooled: ['pool', 'return'],
  dispatched: ['dispatch', 'reassign', 'reopen'],
  accepted: ['accept', 'resume'],
  working: ['start', 'resume'],
  pending: ['suspend'],
  resolved: ['resolve'],
  verified: ['verify'],
  closed: ['close'],
  merged: ['close'],
}

export interface DropMove {
  readonly move: TicketMoveName
  /** What still has to be asked. */
  readonly requires: readonly TicketMoveField[]
  readonly given: { readonly storeId?: string; readonly poolId?: string | null }
}

function chosen(ticket: TicketDetail, candidates: readonly TicketMoveName[], given: DropMove['given']): DropMove {
  const open = candidates.flatMap((name) => ticket.moves.filter(({ move }) => move === name))[0]
  if (!open) return { move: candidates[0] ?? 'close', requires: [], given }
  return { move: open.move, requires: open.requires.filter((field) => field !== 'storeId' || !given.storeId), given }
}

export const moveToStatus = (ticket: TicketDetail, status: TicketStatus): DropMove =>
  chosen(ticket, movesInto[status], {})
/** To a store; `none`: back to headquarters. */
export const moveToStore = (ticket: TicketDetail, store: string): DropMove =>
  store === 'none' ? chosen(ticket, ['recall'], {}) : chosen(ticket, ['dispatch', 'reassign'], { storeId: store })
/** Into the pool of a node of the tree; `none`: headquarters' pool. */
export const moveToRegion = (ticket: TicketDetail, region: string): DropMove =>
  chosen(ticket, ['pool'], { poolId: region === 'none' ? null : region })
