import type { PromptDetail, PromptEdit, PromptPage, VoicePrompt } from '@ringdesk/gateway/contract'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { newId } from '../collaboration/new-id.ts'
import { request, withQuery } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { type PromptFile, uploadPrompt } from './upload-prompt.ts'

const key = ['prompts']
const address = (name: string): string => `/api/prompts/${encodeURIComponent(name)}`

export function usePrompts(q: string) {
  return useInfiniteQuery({
    queryKey: [...key, 'list', q],
    queryFn: ({ pageParam, signal }) =>
      request<PromptPage>('GET', withQuery('/api/prompts', { q, after: pageParam }), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ prompts, more }) => (more ? prompts.at(-1)?.name : undefined),
    placeholderData: keepPreviousData,
  })
}

export function usePrompt(name: string | undefined) {
  return useQuery({
    queryKey: [...key, 'one', name],
    queryFn: ({ signal }) => request<PromptDetail>('GET', address(name ?? ''), { signal }),
    enabled: name !== undefined,
  })
}

function useChange<Input>(send: (input: Input) => Promise<VoicePrompt>, tellRefusal: boolean) {
  const { message } = App.useApp()
  const words = useErrorWords()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: send,
    ...(tellRefusal && { onError: (error: Error) => void message.error(words(error)) }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  })
}

export const useEditPrompt = () =>
  useChange(
    ({ name, ...edit }: PromptEdit & { name: string }) => request<VoicePrompt>('PUT', address(name), { body: edit }),
    true,
  )

/** A command sent twice restores once. */
export const useRestorePrompt = () =>
  useChange(
    ({ name, version }: { name: string; version: number }) =>
      request<VoicePrompt>('POST', `${address(name)}/restore`, { body: { version, commandId: newId() } }),
    true,
  )

/** Refusals stay beside the file's place: they have to be read. */
export const useUploadPrompt = () => useChange((file: PromptFile) => uploadPrompt(file), false)
