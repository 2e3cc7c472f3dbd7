import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useTicketChanges } from '../collaboration/ticket-live.ts'
import { Failed, Waiting } from '../frame/screens.tsx'
import { GatewayError, request } from '../gateway/request.ts'
import { exactTime } from '../messages/formats.ts'
import { PressingClock } from '../sla/ticket-clocks.tsx'
import { ElapsedTime } from './elapsed-time.tsx'
import { PhoneForm } from './phone-form.tsx'
import { useQueue } from './queue.ts'
import { useMyActions, useUnknownAt } from './queue-bar.tsx'
import { isWaiting, presumedAfter, presumedValues } from './queued-actions.ts'
import { type PhoneTicket, usePhoneTicket } from './seen-queries.ts'
import { StoreTasks } from './store-tasks.tsx'
import { Talk } from './talk.tsx'
import { TicketActions } from './ticket-actions.tsx'
import { Priority } from './ticket-list.tsx'

/** One ticket on the phone: what it is about, what was said, what to do next. */
export function StoreTicketPage({ id, search }: { id: string; search: string }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { data, error, refetch } = usePhoneTicket(id)
  const sent = useQueue((queue) => queue.sent)
  useTicketChanges([id], () => void refetch())
  useEffect(() => {
    if (sent > 0) void refetch()
  }, [sent, refetch])
  const newest = data?.content.shared.comments.at(-1)?.at
  const old = data?.old ?? true
  useEffect(() => {
    if (newest === undefined || old) return
    request('PUT', `/api/tickets/${encodeURIComponent(id)}/read`, { body: { until: newest } }).then(
      () => queries.invalidateQueries({ queryKey: ['store-tickets'] }),
      (failure: unknown) => console.warn('what was read could not be told', failure),
    )
  }, [id, newest, old, queries])

  const gone = error instanceof GatewayError && error.status === 404
  return (
    <>
      <p className="store-phone-back">
        <Link to={`/store${search}`} data-testid="back">
          ‹ {t('store.back')}
        </Link>
      </p>
      {gone ? (
        <div className="screen" data-testid="gone">
          <h2>{t('store.gone')}</h2>
          <p className="second">{t('store.goneText')}</p>
        </div>
      ) : data !== undefined ? (
        <>
          {data.old && <p className="store-phone-old">{t('store.old', { at: exactTime(data.at) })}</p>}
          <Ticket seen={data.content} asked={data.asked} onChange={() => void refetch()} />
        </>
      ) : error !== null ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Waiting lines={8} />
      )}
    </>
  )
}

interface TicketProps {
  readonly seen: PhoneTicket
  readonly asked: number
  readonly onChange: () => void
}

function Ticket({ seen: { ticket, shared, form: document }, asked, onChange }: TicketProps) {
  const { t } = useTranslation()
  const waiting = useMyActions(ticket.id).filter(isWaiting)
  const unknown = useUnknownAt(asked).filter(({ ticketId }) => ticketId === ticket.id)
  const presumed = presumedAfter(ticket, unknown)
  const pictures = shared.comments
    .flatMap(({ attachments }) => attachments)
    .filter(({ previewUrl }) => previewUrl !== undefined)
  const form = document && { document, values: presumedValues(ticket.values ?? {}, unknown), pictures }
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('store.description'), ticket.description],
    [
      t('store.customer'),
      [ticket.customerName, (ticket.customerNumber ?? ticket.customer?.number)?.display, ticket.customer?.memberLevel]
        .filter(Boolean)
        .join(' · '),
    ],
    [t('store.order'), ticket.orderNumber],
    [t('store.place'), ticket.addressText],
    [t('store.resolution'), ticket.resolution],
  ]
  return (
    <article className="store-phone-ticket" data-testid="phone-ticket" data-status={presumed.status}>
      <header>
        <h1>
          <Priority priority={ticket.priority} /> {ticket.subject ?? ticket.number}
        </h1>
        <p className="store-phone-state">
          <span className="tag" data-tone="accent" data-testid="phone-status">
            {t(`ticket.statusOf.${presumed.status}`)}
          </span>
          {waiting.length > 0 && (
            <span className="tag" data-tone="busy">
              {t('store.waitsToSend')}
            </span>
          )}
          <span className="store-phone-number">{ticket.number}</span>
          <PressingClock clocks={ticket.sla} />
          {ticket.dispatchedAt !== undefined && (
            <span className="store-phone-clock">
              {ticket.resolvedAt === undefined ? t('store.sinceDispatch') : t('store.resolvedIn')}{' '}
              <ElapsedTime
                since={ticket.dispatchedAt}
                {...(ticket.resolvedAt === undefined ? {} : { until: ticket.resolvedAt })}
              />
            </span>
          )}
        </p>
      </header>
      <dl>
        {facts.map(
          ([word, value]) =>
            value !== undefined &&
            value !== '' && (
              <div key={word}>
                <dt>{word}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {form !== undefined && <PhoneForm ticket={ticket} {...form} readOnly={presumed.moves.length === 0} />}
      <StoreTasks ticketId={ticket.id} tasks={shared.tasks} onChange={onChange} />
      <Talk ticket={ticket} shared={shared} />
      <TicketActions ticket={presumed} {...(form === undefined ? {} : { form })} />
    </article>
  )
}
