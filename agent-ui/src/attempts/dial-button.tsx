import { PhoneOutlined } from '@ant-design/icons'
import type { DialCommand, ShownNumber } from '@ringdesk/gateway/contract'
import { useMutation } from '@tanstack/react-query'
import { App, Button } from 'antd'
import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { newId } from '../collaboration/new-id.ts'
import { useDesk } from '../desk/desk-store.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { useMe } from '../session/session.ts'
import { dial } from './attempt-queries.ts'

interface Props {
  readonly about: Pick<DialCommand, 'ticketId' | 'customerId'>
  readonly number: ShownNumber
  /** In a list: only the mark, its word for screen readers. */
  readonly small?: boolean
}

const callable: ReadonlySet<ShownNumber['kind']> = new Set(['mobile', 'landline', 'privacy'])

/** Calls this number: the agent's own phone first. Only for people who have a desk; what may not be called is said by the gateway. */
export function DialButton({ about, number, small = false }: Props) {
  const me = useMe()
  if (me.agent === undefined || !callable.has(number.kind)) return null
  return <Dial about={about} number={number} small={small} />
}

function Dial({ about, number, small }: Required<Props>) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const words = useErrorWords()
  const navigate = useNavigate()
  const state = useDesk((desk) => desk.model?.state.kind)
  const live = useDesk((desk) => desk.link === 'live')
  const free = live && (state === 'ready' || state === 'not-ready')
  const call = useMutation({
    mutationFn: () => dial({ commandId: newId(), ...about }),
    onSuccess: () => void navigate('/desk'),
    onError: (error) => void message.error(words(error)),
  })
  const label = t('attempts.dialLabel', { number: number.display ?? '' })
  const press = (event: MouseEvent) => {
    // The row around it opens the ticket.
    event.stopPropagation()
    call.mutate()
  }
  return (
    <Button
      className="dial-button"
      size="small"
      type={small ? 'text' : 'default'}
      icon={<PhoneOutlined />}
      disabled={!free}
      loading={call.isPending}
      title={free ? label : t('attempts.dialNotNow')}
      aria-label={label}
      onClick={press}
      data-testid="dial-number"
    >
      {small ? undefined : t('attempts.dial')}
    </Button>
  )
}
