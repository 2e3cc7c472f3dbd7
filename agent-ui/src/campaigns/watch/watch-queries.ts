import type { CampaignFigures, SurveyComments, SurveyResults } from '@ringdesk/gateway/contract'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { request, withQuery } from '../../gateway/request.ts'

/** ms; what is kept at the gateway is at most as old. */
const LIVE_MS = 2_000
/** Of a campaign that does not run. ms */
const AT_REST_MS = 10_000
const RESULTS_MS = 10_000

const path = (id: string) => `/api/campaigns/${encodeURIComponent(id)}`
/** Below the campaigns' own key: a move has everything asked for anew. */
const figuresKey = (id: string) => ['campaigns', id, 'figures']

export function useCampaignFigures(id: string) {
  return useQuery({
    queryKey: figuresKey(id),
    queryFn: ({ signal }) => request<CampaignFigures>('GET', `${path(id)}/figures`, { signal }),
    refetchInterval: ({ state }) =>
      state.data === undefined || state.data.state === 'running' || state.data.attempts.live > 0 ? LIVE_MS : AT_REST_MS,
    placeholderData: keepPreviousData,
  })
}

export type PlaceKind = 'store' | 'region' | 'city'

export function useSurveyResults(id: string, by: PlaceKind) {
  return useQuery({
    queryKey: ['campaign-results', id, by],
    queryFn: ({ signal }) => request<SurveyResults>('GET', withQuery(`${path(id)}/results`, { by }), { signal }),
    refetchInterval: RESULTS_MS,
    placeholderData: keepPreviousData,
  })
}

export function useComments(id: string, storeId: string | undefined) {
  return useInfiniteQuery({
    queryKey: ['campaign-comments', id, storeId],
    queryFn: ({ signal, pageParam }) =>
      request<SurveyComments>('GET', withQuery(`${path(id)}/comments`, { storeId, cursor: pageParam }), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  })
}

export const exportPath = (
  id: string,
  what: 'attempts' | 'answers',
  format: 'xlsx' | 'csv',
  language: string,
): string => withQuery(`${path(id)}/export`, { what, format, language: language === 'en' ? 'en' : 'zh-CN' })
