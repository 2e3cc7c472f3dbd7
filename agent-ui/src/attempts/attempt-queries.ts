import type { AttemptDetail, DialCommand, DispositionCommand } from '@ringdesk/gateway/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '../gateway/request.ts'

const pathOf = (call: string): string => `/api/attempts/${encodeURIComponent(call)}`
const keyOf = (call: string | undefined) => ['attempt', call] as const

/** @param call of a campaign's contact; undefined asks nothing */
export function useAttempt(call: string | undefined) {
  return useQuery({
    queryKey: keyOf(call),
    queryFn: ({ signal }) => request<AttemptDetail>('GET', pathOf(call ?? ''), { signal }),
    enabled: call !== undefined,
  })
}

export function useDisposition(call: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (command: DispositionCommand) =>
      request<AttemptDetail>('POST', `${pathOf(call)}/disposition`, { body: command }),
    onSuccess: (detail) => queries.setQueryData(keyOf(call), detail),
  })
}

export const dial = (command: DialCommand): Promise<{ readonly call: string }> =>
  request('POST', '/api/dial', { body: command })
