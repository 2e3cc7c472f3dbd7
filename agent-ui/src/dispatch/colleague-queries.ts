import type { Colleague } from '@ringdesk/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import { request, withQuery } from '../gateway/request.ts'

/** People of headquarters and the regions by name. */
export function useColleagues(q: string, enabled = true) {
  return useQuery({
    queryKey: ['colleagues', q],
    queryFn: ({ signal }) => request<readonly Colleague[]>('GET', withQuery('/api/colleagues', { q }), { signal }),
    enabled,
    placeholderData: (before) => before,
    staleTime: 60_000,
  })
}
