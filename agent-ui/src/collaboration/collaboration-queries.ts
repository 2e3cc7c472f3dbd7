import type { TicketCollaboration, TicketNotices, TicketPerson } from '@ringdesk/gateway/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { request, withQuery } from '../gateway/request.ts'
import { useTicketChanges } from './ticket-live.ts'

export const ticketPath = (id: string, part: string): string => `/api/tickets/${encodeURIComponent(id)}/${part}`

export function useCollaboration(ticketId: string | undefined) {
  return useQuery({
    queryKey: ['collaboration', ticketId],
    queryFn: ({ signal }) =>
      request<TicketCollaboration>('GET', ticketPath(ticketId ?? '', 'collaboration'), { signal }),
    enabled: ticketId !== undefined,
  })
}

const noPhotos: readonly { readonly id: string; readonly name: string }[] = []

/** The pictures on a ticket's comments: a photo field of its form points at them. */
export function usePhotos(ticketId: string | undefined): readonly { readonly id: string; readonly name: string }[] {
  const { data } = useCollaboration(ticketId)
  return useMemo(
    () =>
      data?.comments
        .flatMap((comment) => comment.attachments)
        .filter((file) => file.mime.startsWith('image/'))
        .map(({ id, name }) => ({ id, name })) ?? noPhotos,
    [data],
  )
}

/**
 * Follows one ticket live as long as it is on the page, and tells the gateway that it is being read.
 * @returns until when it had been read when it was opened; what is later is new
 */
export function useOpenTicket(ticketId: string): string | undefined {
  const queries = useQueryClient()
  useTicketChanges([ticketId], () => {
    void queries.invalidateQueries({ queryKey: ['ticket', ticketId] })
    void queries.invalidateQueries({ queryKey: ['collaboration', ticketId] })
  })
  const { data } = useCollaboration(ticketId)
  const [readBefore, setReadBefore] = useState<string | null>()
  if (data !== undefined && readBefore === undefined) setReadBefore(data.readAt ?? null)
  const newest = data?.comments.at(-1)?.at
  useEffect(() => {
    if (newest === undefined) return
    request('PUT', ticketPath(ticketId, 'read'), { body: { until: newest } }).then(
      () => queries.invalidateQueries({ queryKey: ['notices'] }),
      (error: unknown) => console.warn('what was read could not be told', error),
    )
  }, [ticketId, newest, queries])
  return readBefore ?? undefined
}

export function usePeople(ticketId: string, q: string, enabled: boolean) {
  return useQuery({
    queryKey: ['ticket-people', ticketId, q],
    queryFn: ({ signal }) =>
      request<readonly TicketPerson[]>('GET', withQuery(ticketPath(ticketId, 'people'), { q }), { signal }),
    enabled,
    placeholderData: (before) => before,
    staleTime: 60_000,
  })
}

export function useDepartments(enabled: boolean) {
  return useQuery({
    queryKey: ['departments'],
    queryFn: ({ signal }) => request<readonly { id: string; name: string }[]>('GET', '/api/departments', { signal }),
    enabled,
    staleTime: 600_000,
  })
}

/** ms: a mention may wait a little. */
const noticesEveryMs = 30_000

export function useNotices() {
  return useQuery({
    queryKey: ['notices'],
    queryFn: ({ signal }) => request<TicketNotices>('GET', '/api/notices', { signal }),
    refetchInterval: noticesEveryMs,
  })
}
