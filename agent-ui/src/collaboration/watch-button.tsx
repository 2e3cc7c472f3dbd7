import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { ticketPath, useCollaboration } from './collaboration-queries.ts'

export function WatchButton({ ticketId }: { ticketId: string }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const words = useErrorWords()
  const queries = useQueryClient()
  const { data } = useCollaboration(ticketId)
  const set = useMutation({
    mutationFn: (watching: boolean) => request(watching ? 'PUT' : 'DELETE', ticketPath(ticketId, 'watching')),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['collaboration', ticketId] }),
    onError: (error) => void message.error(words(error)),
  })
  if (data === undefined) return null
  const names = data.watchers.map(({ name }) => name).join('、')
  return (
    <span className="watching">
      {data.watchers.length > 0 && (
        <span className="second" title={names}>
          {t('collaboration.watchers', { count: data.watchers.length })}
        </span>
      )}
      <Button
        size="small"
        type="text"
        title={t('collaboration.watchHint')}
        aria-pressed={data.watching}
        loading={set.isPending}
        onClick={() => set.mutate(!data.watching)}
        data-testid="watch"
      >
        {data.watching ? t('collaboration.unwatch') : t('collaboration.watch')}
      </Button>
    </span>
  )
}
