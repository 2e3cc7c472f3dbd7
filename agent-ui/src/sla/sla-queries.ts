import type { SlaBook, SlaPolicyDocument, SlaPreview, SlaPreviewRequest, SlaWeek } from '@ringdesk/gateway/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { request, withQuery } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'

const key = ['sla']

export function useSlaBook() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => request<SlaBook>('GET', '/api/sla', { signal }) })
}

/** Each change answers with the whole book; after a refusal what is there now is fetched. */
function useBookChange<Input>(send: (input: Input) => Promise<SlaBook>) {
  const { message } = App.useApp()
  const { t } = useTranslation()
  const words = useErrorWords()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: (book) => {
      queries.setQueryData(key, book)
      void message.success(t('sla.saved'))
    },
    onError: (error) => {
      void message.error(words(error))
      void queries.invalidateQueries({ queryKey: key })
    },
  })
}

interface PolicyChange {
  readonly id: string
  /** Absent: a new one. */
  readonly version: number | undefined
  readonly policy: SlaPolicyDocument
}

export const useSavePolicy = () =>
  useBookChange(({ id, ...change }: PolicyChange) =>
    request<SlaBook>('PUT', `/api/sla/policies/${encodeURIComponent(id)}`, { body: change }),
  )

export const useDeletePolicy = () =>
  useBookChange(({ id, version }: { id: string; version: number }) =>
    request<SlaBook>('DELETE', withQuery(`/api/sla/policies/${encodeURIComponent(id)}`, { version })),
  )

export const useSaveWeek = () =>
  useBookChange((change: { version: number; week: SlaWeek }) =>
    request<SlaBook>('PUT', '/api/sla/hours', { body: change }),
  )

export const usePreview = () =>
  useMutation({
    mutationFn: (asked: SlaPreviewRequest) => request<SlaPreview>('POST', '/api/sla/preview', { body: asked }),
  })
