/** A masked number in a form, and the button that shows all of it to those who may see it; that is written down. */
import type { ShownNumber } from '@ringdesk/gateway/contract'
import { useMutation } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { useMe } from '../session/session.ts'
import { ticketPath } from '../tickets/ticket-queries.ts'
import { Surroundings } from './form-surroundings.ts'

export function HiddenNumber({ field }: { readonly field: string }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const words = useErrorWords()
  const { role } = useMe()
  const { ticketId } = useContext(Surroundings)
  const reveal = useMutation({
    mutationFn: (id: string) =>
      request<Pick<ShownNumber, 'display'>>('POST', `${ticketPath(id)}/values/${encodeURIComponent(field)}/reveal`),
    onError: (error) => void message.error(words(error)),
  })
  if (ticketId === undefined || (role !== 'supervisor' && role !== 'admin')) return null
  if (reveal.data !== undefined) return <span data-testid={`number-${field}`}>{reveal.data.display}</span>
  return (
    <Button
      size="small"
      type="link"
      loading={reveal.isPending}
      onClick={() => reveal.mutate(ticketId)}
      data-testid={`reveal-${field}`}
    >
      {t('customer.reveal')}
    </Button>
  )
}
