import type {
  TicketBoard,
  TicketBoardBy,
  TicketCount,
  TicketFilterChoices,
  TicketFilterNames,
  TicketPage,
  TicketSort,
  TicketView,
} from '@ringdesk/gateway/contract'
import { type InfiniteData, type QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { request, withQuery } from '../../gateway/request.ts'
import type { ListFilters } from './list-address.ts'

const pageSize = 50
/** Ids of one request. */
const mostIds = 100

export const listKey = (filters: ListFilters, sort: TicketSort) => ['tickets', filters, sort] as const

export function useTicketList(filters: ListFilters, sort: TicketSort, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: listKey(filters, sort),
    queryFn: ({ pageParam, signal }) =>
      request<TicketPage>('GET', withQuery('/api/tickets', { ...filters, sort, cursor: pageParam, limit: pageSize }), {
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
    enabled,
  })
}

/** Shows these tickets anew where they stand; nothing moves. */
export async function renewTickets(
  queries: QueryClient,
  filters: ListFilters,
  sort: TicketSort,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  const path = withQuery('/api/tickets', { ids: ids.slice(0, mostIds).join(','), limit: mostIds })
  const { tickets } = await request<TicketPage>('GET', path)
  const fresh = new Map(tickets.map((ticket) => [ticket.id, ticket]))
  queries.setQueryData<InfiniteData<TicketPage>>(listKey(filters, sort), (known) =>
    known === undefined
      ? known
      : {
          ...known,
          pages: known.pages.map((page) => ({
            ...page,
            tickets: page.tickets.map((ticket) => fresh.get(ticket.id) ?? ticket),
          })),
        },
  )
}

/** Takes away what is not for this reader any more. */
export function removeTickets(
  queries: QueryClient,
  filters: ListFilters,
  sort: TicketSort,
  ids: readonly string[],
): void {
  const gone = new Set(ids)
  queries.setQueryData<InfiniteData<TicketPage>>(
    listKey(filters, sort),
    (known) =>
      known && {
        ...known,
        pages: known.pages.map((page) => ({ ...page, tickets: page.tickets.filter(({ id }) => !gone.has(id)) })),
      },
  )
}

export function useTicketCount(filters: ListFilters) {
  return useQuery({
    queryKey: ['ticket-count', filters],
    queryFn: ({ signal }) => request<TicketCount>('GET', withQuery('/api/ticket-count', filters), { signal }),
    placeholderData: (before) => before,
  })
}

export function useTicketBoard(filters: ListFilters, by: TicketBoardBy, enabled: boolean) {
  return useQuery({
    queryKey: ['ticket-board', filters, by],
    queryFn: ({ signal }) =>
      request<TicketBoard>('GET', withQuery('/api/ticket-board', { ...filters, by }), { signal }),
    placeholderData: (before) => before,
    enabled,
  })
}

export const moreOfColumn = (filters: ListFilters, by: TicketBoardBy, column: string, cursor: string) =>
  request<TicketBoard>('GET', withQuery('/api/ticket-board', { ...filters, by, column, cursor }))

/** What the filters offer by name. */
export function useFilterChoices(enabled: boolean) {
  return useQuery({
    queryKey: ['ticket-filter-choices'],
    queryFn: ({ signal }) => request<TicketFilterChoices>('GET', '/api/ticket-filter-choices', { signal }),
    staleTime: 600_000,
    enabled,
  })
}

const isUuid = /^[0-9a-f-]{36}$/i

/** The store and the person that the filters name, as a view or a colleague's link brought them. */
export function useFilterNames({ store, owner }: ListFilters, enabled: boolean) {
  const asked = {
    store: store === 'none' ? undefined : store,
    owner: owner !== undefined && isUuid.test(owner) ? owner : undefined,
  }
  return useQuery({
    queryKey: ['ticket-filter-names', asked],
    queryFn: ({ signal }) =>
      request<TicketFilterNames>('GET', withQuery('/api/ticket-filter-names', asked), { signal }),
    staleTime: 600_000,
    enabled: enabled && (asked.store !== undefined || asked.owner !== undefined),
  })
}

export function useTicketViews(enabled: boolean) {
  return useQuery({
    queryKey: ['ticket-views'],
    queryFn: ({ signal }) => request<readonly TicketView[]>('GET', '/api/ticket-views', { signal }),
    staleTime: 60_000,
    enabled,
  })
}
