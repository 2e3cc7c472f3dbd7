import { ArrowLeftOutlined } from '@ant-design/icons'
import type { ShownNumber, TicketDetail } from '@ringdesk/gateway/contract'
import { useMutation } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate, useParams } from 'react-router'
import { useOpenTicket } from '../collaboration/collaboration-queries.ts'
import { Composer } from '../collaboration/composer.tsx'
import { TaskPanel } from '../collaboration/task-panel.tsx'
import { WatchButton } from '../collaboration/watch-button.tsx'
import { CustomerSide } from '../customers/customer-side.tsx'
import { TicketPane } from '../desk/ticket-pane.tsx'
import { Failed, Waiting } from '../frame/screens.tsx'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { useMe } from '../session/session.ts'
import { DispatchPanel } from './dispatch-panel.tsx'
import { TicketLinks } from './ticket-links.tsx'
import { useTicket } from './ticket-queries.ts'
import { Timeline } from './timeline-view.tsx'
import './ticket-page.css'

/** One ticket: what happened, what to do about it, who it is about. */
export default function TicketPage() {
  const { id } = useParams()
  const { data: ticket, error, refetch } = useTicket(id)
  if (ticket === undefined) {
    return error === null ? (
      <div className="frame-waiting">
        <Waiting lines={10} />
      </div>
    ) : (
      <Failed error={error} onRetry={() => void refetch()} />
    )
  }
  return <Ticket key={ticket.id} ticket={ticket} />
}

function Ticket({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const words = useErrorWords()
  const me = useMe()
  const navigate = useNavigate()
  const { key } = useLocation()
  const readBefore = useOpenTicket(ticket.id)
  const merged = ticket.status === 'merged'
  const reveal = useMutation({
    mutationFn: (customerId: string) =>
      request<Pick<ShownNumber, 'display'>>('POST', `/api/customers/${encodeURIComponent(customerId)}/number/reveal`),
    onError: (error) => void message.error(words(error)),
  })
  const { customer } = ticket
  const hidden = ticket.customerNumber ?? customer?.number
  const number =
    hidden !== undefined && reveal.data?.display !== undefined
      ? { ...hidden, display: reveal.data.display, masked: false }
      : hidden
  const mayReveal =
    (me.role === 'supervisor' || me.role === 'admin') && customer !== undefined && number?.masked === true
  return (
    <div className="ticket-page">
      <section className="ticket-page-past" aria-label={t('ticket.timeline')}>
        <div className="ticket-page-head">
          <Button
            type="text"
            icon={<ArrowLeftOutlined />}
            // The first page of a visit has nothing to go back to.
            onClick={() => void (key === 'default' ? navigate('/tickets') : navigate(-1))}
          >
            {t('ticket.backToList')}
          </Button>
          <WatchButton ticketId={ticket.id} />
        </div>
        <h3>{t('ticket.timeline')}</h3>
        {!merged && <Composer ticketId={ticket.id} />}
        <Timeline ticket={ticket} {...(readBefore === undefined ? {} : { readBefore })} />
      </section>
      <TicketPane ticket={ticket} />
      <aside className="ticket-page-side" aria-label={t('desk.side')}>
        <CustomerSide
          {...(customer === undefined ? {} : { customer })}
          {...(number === undefined ? {} : { number })}
          {...(ticket.store === undefined ? {} : { store: ticket.store })}
          storeIs="of-ticket"
          ticketId={ticket.id}
          waiting={false}
        />
        {mayReveal && (
          <div className="ticket-page-reveal">
            <Button
              size="small"
              loading={reveal.isPending}
              onClick={() => reveal.mutate(customer.id)}
              data-testid="reveal"
            >
              {t('customer.reveal')}
            </Button>
          </div>
        )}
        <DispatchPanel ticket={ticket} />
        <TicketLinks ticket={ticket} />
        <TaskPanel ticketId={ticket.id} readOnly={merged} />
      </aside>
    </div>
  )
}
