/** The list's filters as they stand in the address. Pure. */
import type { TicketQuery } from '@ringdesk/gateway/contract'

export type TicketFilters = Readonly<Pick<TicketQuery, 'status' | 'kind' | 'mine' | 'q'>>

const statuses = [
  'open',
  'pooled',
  'dispatched',
  'accepted',
  'working',
  'pending',
  'resolved',
  'verified',
  'closed',
  'merged',
] as const
const kinds = ['service', 'callback'] as const

/** Whatever else somebody has typed into the address is left out. */
export function filtersIn(search: URLSearchParams): TicketFilters {
  const status = statuses.find((one) => one === search.get('status'))
  const kind = kinds.find((one) => one === search.get('kind'))
  const q = search.get('q')?.trim().slice(0, 100)
  return {
    ...(status === undefined ? {} : { status }),
    ...(kind === undefined ? {} : { kind }),
    ...(search.get('mine') === 'true' ? { mine: 'true' } : {}),
    ...(q ? { q } : {}),
  }
}

export function withFilter(
  search: URLSearchParams,
  name: keyof TicketFilters,
  value: string | undefined,
): URLSearchParams {
  const next = new URLSearchParams(search)
  if (value === undefined) next.delete(name)
  else next.set(name, value)
  return next
}
