import type { NewOfficeAccount, OfficeAccount, OfficeAccountEdit, OfficeRole } from '@ringdesk/gateway/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { request, withQuery } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'

const key = ['accounts']
const path = (id: string, ...parts: readonly string[]): string =>
  ['/api/accounts', encodeURIComponent(id), ...parts].join('/')

export function useAccounts(q: string, role: OfficeRole | undefined) {
  return useQuery({
    queryKey: [...key, q, role],
    queryFn: ({ signal }) =>
      request<readonly OfficeAccount[]>('GET', withQuery('/api/accounts', { q, role }), { signal }),
    placeholderData: (before) => before,
  })
}

/** Says that it is done, or why not; the list is fetched again either way. */
function useAccountChange<Input>(send: (input: Input) => Promise<unknown>, done: 'saved' | 'passwordSet') {
  const { message } = App.useApp()
  const { t } = useTranslation()
  const words = useErrorWords()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: () => void message.success(t(`accounts.${done}`)),
    onError: (error) => void message.error(words(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  })
}

export const useMakeAccount = () =>
  useAccountChange((body: NewOfficeAccount) => request<OfficeAccount>('POST', '/api/accounts', { body }), 'saved')

export const useChangeAccount = (id: string) =>
  useAccountChange((body: OfficeAccountEdit) => request<OfficeAccount>('PUT', path(id), { body }), 'saved')

export const useDisableAccount = (id: string) =>
  useAccountChange(
    (disabled: boolean) => request<OfficeAccount>('PUT', path(id, 'disabled'), { body: { disabled } }),
    'saved',
  )

export const useSetPassword = (id: string) =>
  useAccountChange(
    (password: string) => request<undefined>('POST', path(id, 'password'), { body: { password } }),
    'passwordSet',
  )
