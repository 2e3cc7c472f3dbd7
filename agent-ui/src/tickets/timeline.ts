/** One timeline out of a ticket's contacts, comments and history, newest first. Pure. */
import type { ContactCard, HistoryEntry, TicketComment, TicketDetail } from '@ringdesk/gateway/contract'

export type TimelineEntry =
  | { readonly type: 'contact'; readonly at: string; readonly contact: ContactCard }
  | { readonly type: 'comment'; readonly at: string; readonly comment: TicketComment }
  | { readonly type: 'history'; readonly at: string; readonly entry: HistoryEntry }

/** A comment speaks for itself: what the history says of it is left out. */
export function timelineOf(
  ticket: Pick<TicketDetail, 'contacts' | 'history'>,
  comments: readonly TicketComment[] = [],
): readonly TimelineEntry[] {
  const said = new Set<unknown>(comments.map(({ id }) => id))
  const entries: TimelineEntry[] = [
    ...ticket.history
      .filter(({ detail }) => !said.has(detail.commentId))
      .map((entry) => ({ type: 'history', at: entry.at, entry }) as const),
    ...comments.map((comment) => ({ type: 'comment', at: comment.at, comment }) as const),
    ...ticket.contacts.map((contact) => ({ type: 'contact', at: contact.arrivedAt, contact }) as const),
  ]
  return entries.sort((one, other) => Date.parse(other.at) - Date.parse(one.at))
}

export interface Change {
  readonly field: string
  /** What people called it when it was changed; of fields of a form. */
  readonly label?: string
  readonly from?: unknown
  readonly to: unknown
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A change from one value to another, ids by their names when these are there; or another ticket, by its number; or a place, by its name. */
function fromRecord(field: string, value: Readonly<Record<string, unknown>>): readonly Change[] {
  if ('number' in value) return [{ field, to: value.number }]
  if (!('to' in value) && !('from' in value)) return typeof value.name === 'string' ? [{ field, to: value.name }] : []
  const label = typeof value.label === 'string' ? { label: value.label } : {}
  return [{ field, ...label, from: value.fromName ?? value.from, to: value.toName ?? value.to }]
}

/**
 * What a history entry says was changed. The contract leaves `detail` open: fields with { from, to }, at the top or below
 * `changes`/`fields`, are changes; other plain values are facts of the entry. Nested things nobody can read are left out.
 */
export function changesIn(detail: HistoryEntry['detail']): readonly Change[] {
  const { changes, fields, ...rest } = detail
  const all = { ...rest, ...(isRecord(fields) ? fields : {}), ...(isRecord(changes) ? changes : {}) }
  return Object.entries(all).flatMap(([field, value]): readonly Change[] => {
    if (isRecord(value)) return fromRecord(field, value)
    return value === null || value === undefined || Array.isArray(value) ? [] : [{ field, to: value }]
  })
}
