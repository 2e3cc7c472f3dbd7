import type { RegionNode } from '@ringdesk/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import { request } from '../gateway/request.ts'

/** The tree of regions, as far as it is the reader's; parents before children. */
export function useRegions() {
  return useQuery({
    queryKey: ['regions'],
    queryFn: ({ signal }) => request<readonly RegionNode[]>('GET', '/api/regions', { signal }),
    staleTime: 60_000,
  })
}
