import type { TicketCard } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'

const tones = {
  open: 'accent',
  pooled: 'wrap-up',
  dispatched: 'accent',
  accepted: 'accent',
  working: 'accent',
  pending: 'busy',
  resolved: 'ready',
  verified: 'ready',
  closed: 'rest',
  merged: 'rest',
} as const

export function StatusTag({ ticket }: { ticket: Pick<TicketCard, 'status' | 'kind' | 'priority'> }) {
  const { t } = useTranslation()
  return (
    <span className="status-tags">
      <span className="tag" data-tone={tones[ticket.status]} data-testid="ticket-status">
        {t(`ticket.statusOf.${ticket.status}`)}
      </span>
      {ticket.kind === 'callback' && (
        <span className="tag" data-tone="wrap-up">
          {t('ticket.kindOf.callback')}
        </span>
      )}
      {ticket.priority > 0 && (
        <span className="tag" data-tone="danger">
          {ticket.priority > 1 ? t('ticket.priorityOf.urgent') : t('ticket.priorityOf.high')}
        </span>
      )}
    </span>
  )
}
