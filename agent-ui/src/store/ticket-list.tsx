import type { StoreTicket, TicketStatus } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useChoices } from '../tickets/ticket-queries.ts'
import { ElapsedTime } from './elapsed-time.tsx'
import { useMyActions, useUnknownAt } from './queue-bar.tsx'
import { isWaiting, presumedAfter } from './queued-actions.ts'

export const tabs = ['todo', 'working', 'waiting', 'done'] as const
export type Tab = (typeof tabs)[number]

const tabOf = (status: TicketStatus): Tab | undefined => {
  if (status === 'dispatched') return 'todo'
  if (status === 'accepted' || status === 'working') return 'working'
  if (status === 'pending') return 'waiting'
  return status === 'resolved' || status === 'verified' || status === 'closed' ? 'done' : undefined
}

/** Each ticket below the tab where it will be once what waits is sent. @param asked as `Seen` has it */
export function useTabs(tickets: readonly StoreTicket[], asked: number): Readonly<Record<Tab, readonly StoreTicket[]>> {
  const waiting = useUnknownAt(asked)
  const shown = tickets.map((ticket) =>
    presumedAfter(
      ticket,
      waiting.filter(({ ticketId }) => ticketId === ticket.id),
    ),
  )
  const of = (tab: Tab) => shown.filter(({ status }) => tabOf(status) === tab)
  return { todo: of('todo'), working: of('working'), waiting: of('waiting'), done: of('done') }
}

export function TicketList({ tickets, search }: { tickets: readonly StoreTicket[]; search: string }) {
  return (
    <ul className="store-phone-list" data-testid="store-tickets">
      {tickets.map((ticket) => (
        <TicketLine key={ticket.id} ticket={ticket} search={search} />
      ))}
    </ul>
  )
}

function TicketLine({ ticket, search }: { ticket: StoreTicket; search: string }) {
  const { t, i18n } = useTranslation()
  const { data: choices } = useChoices()
  const waits = useMyActions(ticket.id).filter(isWaiting).length
  const category = choices?.categories.find(({ code }) => code === ticket.category)
  const title = ticket.subject ?? ticket.description ?? (i18n.language === 'en' ? category?.en : category?.zh)
  return (
    <li>
      <Link to={`/store/${ticket.id}${search}`} data-testid={`ticket-${ticket.number}`}>
        <span className="store-phone-line-top">
          <Priority priority={ticket.priority} />
          <b className="cut">{title ?? ticket.number}</b>
        </span>
        <span className="store-phone-line-middle">
          <span className="cut">{[ticket.customerName, ticket.customerNumber?.display].filter(Boolean).join(' ')}</span>
          <span className="store-phone-number">{ticket.number}</span>
        </span>
        <span className="store-phone-line-foot">
          {ticket.dispatchedAt !== undefined &&
            (ticket.resolvedAt === undefined ? (
              <span>
                {t('store.sinceDispatch')} <ElapsedTime since={ticket.dispatchedAt} />
              </span>
            ) : (
              <span>
                {t('store.resolvedIn')} <ElapsedTime since={ticket.dispatchedAt} until={ticket.resolvedAt} />
              </span>
            ))}
          {waits > 0 && (
            <span className="tag" data-tone="busy">
              {t('store.waitsToSend')}
            </span>
          )}
          {ticket.unread > 0 && (
            <span className="tag" data-tone="accent">
              {t('store.unread', { count: ticket.unread })}
            </span>
          )}
        </span>
      </Link>
    </li>
  )
}

export function Priority({ priority }: { priority: number }) {
  const { t } = useTranslation()
  if (priority === 0) return null
  return (
    <span className="tag" data-tone="danger">
      {priority > 1 ? t('store.urgent') : t('store.high')}
    </span>
  )
}
