import type { StoreCard, TicketChoices, TicketDetail } from '@ringdesk/gateway/contract'
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { request, withQuery } from '../gateway/request.ts'
import { draftOf, valuesOf } from './draft.ts'
import { draftKeeper } from './drafts.ts'

export const ticketPath = (id: string): string => `/api/tickets/${encodeURIComponent(id)}`

/** The newer of what is known and what has come: a slow answer must not turn the ticket back. */
export function learnTicket(queries: QueryClient, ticket: TicketDetail): void {
  queries.setQueryData<TicketDetail>(['ticket', ticket.id], (known) =>
    known === undefined || ticket.version >= known.version ? ticket : known,
  )
}

/** A ticket with the draft that was kept for it. */
export function useTicket(id: string | undefined) {
  const query = useQuery({
    queryKey: ['ticket', id],
    queryFn: ({ signal }) => request<TicketDetail>('GET', ticketPath(id ?? ''), { signal }),
    enabled: id !== undefined,
    // A ticket that came with the pop may lack this reader's draft.
    refetchOnMount: 'always',
  })
  const ticket = query.data
  useEffect(() => {
    if (ticket === undefined) return
    draftKeeper.restore(`ticket:${ticket.id}`, ticket.draft && draftOf(ticket.draft, valuesOf(ticket)))
  }, [ticket])
  return query
}

/** Makes a ticket that came with the call available at once. */
export function useTicketFromPop(ticket: TicketDetail | undefined): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (ticket !== undefined) learnTicket(queries, ticket)
  }, [queries, ticket])
}

export function useChoices() {
  return useQuery({
    queryKey: ['ticket-choices'],
    queryFn: ({ signal }) => request<TicketChoices>('GET', '/api/ticket-choices', { signal }),
    // Administrators publish and retire categories at any time.
    staleTime: 60_000,
  })
}

export function useStores(q: string) {
  return useQuery({
    queryKey: ['stores', q],
    queryFn: ({ signal }) => request<readonly StoreCard[]>('GET', withQuery('/api/stores', { q }), { signal }),
    enabled: q !== '',
    placeholderData: (before) => before,
    staleTime: 60_000,
  })
}
