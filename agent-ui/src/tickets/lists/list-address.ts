/** What a list or board shows, as it stands in the address: a view is nothing else, and can be sent to a colleague. Pure. */
import type { TicketBoardBy, TicketQuery, TicketSort } from '@ringdesk/gateway/contract'

export const ticketStatuses = [
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
export const unfinishedStatuses = ticketStatuses.slice(0, 6)

/** In the order in which they stand. */
export const listColumns = [
  'number',
  'status',
  'priority',
  'subject',
  'category',
  'customer',
  'store',
  'region',
  'owner',
  'agent',
  'tags',
  'survey',
  'age',
  'last',
] as const
export type ListColumn = (typeof listColumns)[number]
export const usualColumns: readonly ListColumn[] = listColumns.filter(
  (name) => !['priority', 'tags', 'survey'].includes(name),
)

/** The ways on which tickets come. */
export const ticketChannels = ['voice', 'manual'] as const

/** The names of the filters, as the server has them. */
export const filterNames = [
  'status',
  'kind',
  'category',
  'priority',
  'store',
  'region',
  'pool',
  'owner',
  'agent',
  'queue',
  'department',
  'tag',
  'channel',
  'survey',
  'due',
  'createdFrom',
  'createdTo',
  'activeFrom',
  'activeTo',
  'mine',
  'q',
] as const satisfies readonly (keyof TicketQuery)[]
export type FilterName = (typeof filterNames)[number]
export type ListFilters = Readonly<Partial<Record<FilterName, string>>>

export interface ListAddress {
  readonly filters: ListFilters
  readonly layout: 'list' | 'board'
  readonly by: TicketBoardBy
  readonly sort: TicketSort
  readonly columns: readonly ListColumn[]
}

const oneOf = <Value extends string>(values: readonly Value[], value: string | null): Value | undefined =>
  values.find((each) => each === value)
const most = 400

/** Whatever else somebody has typed into the address is left out. */
export function readAddress(search: URLSearchParams): ListAddress {
  const filters: Partial<Record<FilterName, string>> = {}
  for (const name of filterNames) {
    const value = checked(name, search.get(name)?.trim().slice(0, most) ?? '')
    if (value !== '') filters[name] = value
  }
  const columns = (search.get('columns') ?? '').split(',')
  const chosen = listColumns.filter((name) => columns.includes(name))
  return {
    filters,
    layout: oneOf(['list', 'board'], search.get('view')) ?? 'list',
    by: oneOf(['status', 'store', 'region', 'owner'], search.get('by')) ?? 'status',
    sort: oneOf(['last', 'created', 'priority'], search.get('sort')) ?? 'last',
    columns: chosen.length === 0 ? usualColumns : chosen,
  }
}

function checked(name: FilterName, value: string): string {
  if (name === 'status') return ticketStatuses.filter((status) => value.split(',').includes(status)).join(',')
  if (name === 'kind') return value === 'service' || value === 'callback' ? value : ''
  if (name === 'survey') return ['answered', 'unsolved', 'low'].includes(value) ? value : ''
  if (name === 'due') return value === 'overdue' ? value : ''
  if (name === 'mine') return value === 'true' ? value : ''
  if (name === 'priority') return ['0', '1', '2'].filter((priority) => value.split(',').includes(priority)).join(',')
  if (name === 'q') return value.slice(0, 100)
  return value
}

/** The address with one thing changed; empty or undefined: without it. */
export function withChange(
  search: URLSearchParams,
  change: Readonly<Record<string, string | undefined>>,
): URLSearchParams {
  const next = new URLSearchParams(search)
  for (const [name, value] of Object.entries(change)) {
    if (value) next.set(name, value)
    else next.delete(name)
  }
  return next
}

/** Whether this sort can be had with these filters; the server refuses it otherwise. */
export function canSortByPriority({ filters }: ListAddress): boolean {
  const statuses = filters.status?.split(',') ?? []
  return statuses.length > 0 && statuses.every((status) => (unfinishedStatuses as readonly string[]).includes(status))
}
