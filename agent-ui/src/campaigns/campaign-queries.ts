/** What the pages of campaigns ask the gateway. */
import type {
  AttemptPage,
  CampaignChoices,
  CampaignDetail,
  CampaignFields,
  CampaignMove,
  CampaignPage,
  ContactPage,
  ContactsAdded,
  DoNotCallAdd,
  DoNotCallImported,
  DoNotCallPage,
  OutboundRuleBook,
  OutboundRules,
  PreflightAnswer,
  TicketContactsPreview,
} from '@ringdesk/gateway/contract'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { request, withQuery } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'

const key = ['campaigns']
const rulesKey = ['outbound-rules']
const refusalsKey = ['do-not-call']
/** ms; contacts move while a campaign runs. */
const LOOK_AGAIN_MS = 5_000
const address = (id: string): string => `/api/campaigns/${encodeURIComponent(id)}`

type Filter = Readonly<Record<string, string | undefined>>

function usePages<Page extends { next?: string | undefined }>(
  queryKey: readonly unknown[],
  path: string,
  filter: Filter,
  refetchInterval?: number,
) {
  return useInfiniteQuery({
    queryKey: [...queryKey, filter],
    queryFn: ({ pageParam, signal }) =>
      request<Page>('GET', withQuery(path, { ...filter, cursor: pageParam }), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
    ...(refetchInterval ? { refetchInterval } : {}),
  })
}

export const useCampaigns = (filter: Filter) =>
  usePages<CampaignPage>([...key, 'list'], '/api/campaigns', filter, LOOK_AGAIN_MS)

export function useCampaign(id: string) {
  return useQuery({
    queryKey: [...key, id],
    queryFn: ({ signal }) => request<CampaignDetail>('GET', address(id), { signal }),
    refetchInterval: LOOK_AGAIN_MS,
  })
}

export function useCampaignChoices() {
  return useQuery({
    queryKey: [...key, 'choices'],
    queryFn: ({ signal }) => request<CampaignChoices>('GET', '/api/campaign-choices', { signal }),
    staleTime: 60_000,
  })
}

/** @param wanted only while it could be started */
export function usePreflight(id: string, wanted: boolean) {
  return useQuery({
    queryKey: [...key, id, 'preflight'],
    enabled: wanted,
    queryFn: ({ signal }) => request<PreflightAnswer>('GET', `${address(id)}/preflight`, { signal }),
  })
}

export const useContacts = (id: string, filter: Filter) =>
  usePages<ContactPage>([...key, id, 'contacts'], `${address(id)}/contacts`, filter)

export const useAttempts = (id: string, filter: Filter) =>
  usePages<AttemptPage>([...key, id, 'attempts'], `${address(id)}/attempts`, filter)

/** Refusals are told, unless who asks tells them; afterwards everything below the key is fetched anew. */
function useChange<Input, Answer>(
  queryKey: readonly unknown[],
  send: (input: Input) => Promise<Answer>,
  tells: (error: unknown) => boolean = () => true,
) {
  const { message } = App.useApp()
  const words = useErrorWords()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: send,
    onError: (error) => {
      if (tells(error)) void message.error(words(error))
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined

export const isCode = (error: unknown, code: string): boolean => codeOf(error) === code

export const useCreateCampaign = () =>
  useChange(key, (campaign: CampaignFields) => request<CampaignDetail>('POST', '/api/campaigns', { body: campaign }))

export const useEditCampaign = (id: string) =>
  useChange(
    key,
    (edit: { version: number; campaign: CampaignFields }) =>
      request<CampaignDetail>('PUT', address(id), { body: edit }),
    (error) => !isCode(error, 'CAMPAIGN_CHANGED'),
  )

/** Why it cannot start is shown on the page. */
export const useMoveCampaign = (id: string) =>
  useChange(
    key,
    (move: CampaignMove) => request<CampaignDetail>('POST', `${address(id)}/moves`, { body: { move } }),
    (error) => !isCode(error, 'CAMPAIGN_CANNOT_DIAL'),
  )

export const useTicketPreview = (id: string) =>
  useChange([], (body: { search: string }) =>
    request<TicketContactsPreview>('POST', `${address(id)}/contacts/from-tickets/preview`, { body }),
  )

export const useAddTickets = (id: string) =>
  useChange(key, (body: { search: string; consent?: string }) =>
    request<ContactsAdded>('POST', `${address(id)}/contacts/from-tickets`, { body }),
  )

/** Everything of a campaign is asked for anew: its contacts have changed. */
export function useContactsChanged() {
  const queries = useQueryClient()
  return () => void queries.invalidateQueries({ queryKey: key })
}

export function useOutboundRules() {
  return useQuery({
    queryKey: rulesKey,
    queryFn: ({ signal }) => request<OutboundRuleBook>('GET', '/api/outbound-rules', { signal }),
  })
}

export const useSaveRules = () =>
  useChange(
    rulesKey,
    (edit: { version: number; rules: OutboundRules }) =>
      request<OutboundRuleBook>('PUT', '/api/outbound-rules', { body: edit }),
    (error) => !isCode(error, 'OUTBOUND_RULES_CHANGED'),
  )

export const useRefusals = (filter: Filter) => usePages<DoNotCallPage>(refusalsKey, '/api/do-not-call', filter)

export const useAddRefusal = () =>
  useChange(refusalsKey, (body: DoNotCallAdd) => request<undefined>('POST', '/api/do-not-call', { body }))

export const useImportRefusals = () =>
  useChange(refusalsKey, (body: { numbers: string; note?: string; agreed: boolean }) =>
    request<DoNotCallImported>('POST', '/api/do-not-call/import', { body }),
  )

export const useRemoveRefusal = () =>
  useChange(refusalsKey, ({ id, why }: { id: string; why: string }) =>
    request<undefined>('POST', `/api/do-not-call/${encodeURIComponent(id)}/removal`, { body: { why } }),
  )
