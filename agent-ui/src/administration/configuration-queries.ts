import type {
  AppliedChange,
  ConfigurationState,
  DocumentKind,
  EligibilityPreview,
  HolidayDocument,
} from '@ringdesk/gateway/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { request, withQuery } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'

const key = ['configuration']

export function useConfiguration() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => request<ConfigurationState>('GET', '/api/configuration', { signal }),
  })
}

export interface PutChange {
  readonly kind: DocumentKind
  readonly key: string
  readonly value: object | null
  /** The `at` of the change that is replaced. */
  readonly seen: number | undefined
}

const address = ({ kind, key: name }: Pick<PutChange, 'kind' | 'key'>): string =>
  `/api/configuration/changes/${kind}/${encodeURIComponent(name)}`

/** Every answer is the whole new state; after a refusal what is there now is fetched. */
function useConfigurationChange<Input>(send: (input: Input) => Promise<ConfigurationState>, done: string) {
  const { message } = App.useApp()
  const words = useErrorWords()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: (state) => {
      queries.setQueryData(key, state)
      void queries.invalidateQueries({ queryKey: ['eligible'] })
      if (done !== '') void message.success(done)
    },
    onError: (error) => {
      void message.error(words(error))
      void queries.invalidateQueries({ queryKey: key })
    },
  })
}

export function usePutChange() {
  const { t } = useTranslation()
  return useConfigurationChange(
    ({ kind, key: name, value, seen }: PutChange) =>
      request<ConfigurationState>('PUT', address({ kind, key: name }), { body: { value, seen } }),
    t('administration.kept'),
  )
}

export function useDropChange() {
  return useConfigurationChange(
    ({ kind, key: name, seen }: Omit<PutChange, 'value'>) =>
      request<ConfigurationState>('DELETE', withQuery(address({ kind, key: name }), { seen })),
    '',
  )
}

export function useApply(version: number) {
  const { t } = useTranslation()
  return useConfigurationChange(
    (state: ConfigurationState) =>
      request<ConfigurationState>('POST', '/api/configuration/apply', {
        body: {
          version: state.version,
          changes: state.changes.map(({ kind, key: name, at }) => ({ kind, key: name, at })),
        },
      }),
    t('administration.draft.applied', { version: version + 1 }),
  )
}

export function useHistory() {
  return useQuery({
    queryKey: [...key, 'history'],
    queryFn: ({ signal }) => request<AppliedChange[]>('GET', '/api/configuration/history', { signal }),
  })
}

export function useEligible(queue: string, wanted: boolean) {
  return useQuery({
    queryKey: ['eligible', queue],
    enabled: wanted,
    queryFn: ({ signal }) =>
      request<EligibilityPreview>('GET', `/api/configuration/eligible/${encodeURIComponent(queue)}`, { signal }),
  })
}

export const publishedHolidays = () => request<HolidayDocument[]>('GET', '/api/configuration/published-holidays')
