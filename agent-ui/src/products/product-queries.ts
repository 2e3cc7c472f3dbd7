/** What the chain sells. */
import type { Product } from '@ringdesk/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import { request, withQuery } from '../gateway/request.ts'

/** What a form offers for what is typed. @param enabled once somebody looks */
export function useProducts(q: string, enabled: boolean) {
  return useQuery({
    queryKey: ['products', q],
    queryFn: ({ signal }) => request<readonly Product[]>('GET', withQuery('/api/products', { q }), { signal }),
    enabled,
    placeholderData: (before) => before,
    staleTime: 600_000,
  })
}

export function useCatalogue() {
  return useQuery({
    queryKey: ['products', 'all'],
    queryFn: ({ signal }) => request<readonly Product[]>('GET', '/api/products?all=true', { signal }),
  })
}
