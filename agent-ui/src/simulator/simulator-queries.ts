import type { SimulatorStatus } from '@ringdesk/gateway/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'

/** ms between two looks at the simulator. */
const everyMs = 1_000

export function useSimulator() {
  return useQuery({
    queryKey: ['simulator'],
    queryFn: ({ signal }) => request<SimulatorStatus>('GET', '/api/simulator', { signal }),
    refetchInterval: everyMs,
  })
}

/** Does something to the simulator, says how it went, and looks again. */
export function useSimulatorCommand(done?: string) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const words = useErrorWords()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ method, path, body }: { method: 'POST' | 'PUT' | 'DELETE'; path: string; body?: unknown }) =>
      request<unknown>(method, `/api/simulator${path}`, { body }),
    onSuccess: () => {
      void message.success(done ?? t('simulator.applied'))
      void queries.invalidateQueries({ queryKey: ['simulator'] })
    },
    onError: (error) => void message.error(words(error)),
  })
}
