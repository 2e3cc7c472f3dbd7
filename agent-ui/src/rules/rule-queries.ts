import type {
  FailedEvent,
  RuleDocument,
  RuleList,
  RuleSaved,
  RuleTrial,
  WebhookDelivery,
} from '@ringdesk/gateway/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { request, withQuery } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'

const key = ['automation-rules']
const address = (id: string): string => `/api/automation-rules/${encodeURIComponent(id)}`

export function useRules() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => request<RuleList>('GET', '/api/automation-rules', { signal }),
  })
}

/** Refusals are told; afterwards the list is fetched anew. */
function useRuleChange<Input, Answer>(send: (input: Input) => Promise<Answer>) {
  const { message } = App.useApp()
  const words = useErrorWords()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: send,
    onError: (error) => void message.error(words(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  })
}

export const useSaveRule = () =>
  useRuleChange(({ id, ...change }: { id: string; version: number | undefined; rule: RuleDocument }) =>
    request<RuleSaved>('PUT', address(id), { body: change }),
  )

export const useDeleteRule = () =>
  useRuleChange(({ id, version }: { id: string; version: number }) =>
    request<undefined>('DELETE', withQuery(address(id), { version })),
  )

export const useOrderRules = () =>
  useRuleChange((ids: readonly string[]) => request<RuleList>('PUT', '/api/automation-rules', { body: { ids } }))

export const useRenewSecret = () =>
  useRuleChange((id: string) => request<{ secret: string }>('POST', `${address(id)}/secret`))

export const useTrial = () =>
  useRuleChange((rule: RuleDocument) =>
    request<RuleTrial>('POST', '/api/automation-rules/trial', { body: { rule, days: 30 } }),
  )

export function useDeliveries(id: string) {
  return useQuery({
    queryKey: [...key, id, 'deliveries'],
    queryFn: ({ signal }) => request<WebhookDelivery[]>('GET', `${address(id)}/deliveries`, { signal }),
  })
}

export function useFailedEvents(wanted: boolean) {
  return useQuery({
    queryKey: [...key, 'failed-events'],
    enabled: wanted,
    queryFn: ({ signal }) => request<FailedEvent[]>('GET', '/api/ticket-events/failed', { signal }),
  })
}

export const useRetryEvent = () =>
  useRuleChange((id: string) => request<undefined>('POST', `/api/ticket-events/${encodeURIComponent(id)}/retry`))
