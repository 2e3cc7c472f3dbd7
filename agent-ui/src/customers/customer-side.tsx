import { EditOutlined } from '@ant-design/icons'
import type {
  ContactCard,
  CustomerCard,
  OrderCard,
  ShownNumber,
  StoreCard,
  TicketCard,
} from '@ringdesk/gateway/contract'
import dayjs from 'dayjs'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { DialButton } from '../attempts/dial-button.tsx'
import { ContactLine } from '../calls/contact-line.tsx'
import { Moment } from '../frame/moment.tsx'
import { Waiting } from '../frame/screens.tsx'
import { money, timeOfDay } from '../messages/formats.ts'
import { useMe } from '../session/session.ts'
import { StatusTag } from '../tickets/status-tag.tsx'
import { homeArea } from './caller-words.ts'
import { NumberText } from './number-text.tsx'
import './customer-side.css'

const EditCustomer = lazy(() => import('./edit-customer.tsx'))

interface Props {
  readonly customer?: CustomerCard
  readonly number?: ShownNumber
  readonly store?: StoreCard
  /** Whether the store is the ticket's own or only the one this customer usually buys at. */
  readonly storeIs: 'usual' | 'of-ticket'
  readonly orders?: readonly OrderCard[]
  readonly openTickets?: readonly TicketCard[]
  readonly contacts?: readonly ContactCard[]
  /** The ticket in the middle: not linked to itself. */
  readonly ticketId?: string
  /** We are speaking with them: nobody has to be called. */
  readonly inHand?: boolean
  readonly waiting: boolean
}

/** Who this is, and everything between us so far. */
export function CustomerSide({
  customer,
  number,
  store,
  storeIs,
  orders,
  openTickets,
  contacts,
  ticketId,
  inHand = false,
  waiting,
}: Props) {
  const { t } = useTranslation()
  const others = openTickets?.filter((ticket) => ticket.id !== ticketId)
  const shown = number ?? customer?.number
  const about = ticketId ? { ticketId } : customer && { customerId: customer.id }
  return (
    <div className="customer-side" data-testid="customer">
      <section className="customer-who">
        <div className="customer-name">
          <b className="cut" data-testid="customer-name">
            {customer?.name ?? (waiting ? t('customer.loading') : t('customer.unknownTitle'))}
          </b>
          {customer?.memberLevel !== undefined && (
            <span className="tag" data-tone="accent">
              {customer.memberLevel}
            </span>
          )}
          {customer !== undefined && <EditButton customer={customer} store={storeIs === 'usual' ? store : undefined} />}
        </div>
        {shown !== undefined && (
          <div className="customer-number">
            <NumberText number={shown} />
            <span className="second">{homeArea(shown)}</span>
            {about && !inHand && <DialButton about={about} number={shown} />}
          </div>
        )}
        {customer !== undefined && (
          <p className="second">
            {t('customer.contactsCount', { count: customer.contacts })} ·{' '}
            {t('customer.since', { date: dayjs(customer.since).format('YYYY-MM') })}
          </p>
        )}
        {customer === undefined && !waiting && (
          <p className="second">
            {shown === undefined || shown.kind === 'anonymous' ? t('customer.withheldText') : t('customer.unknownText')}
          </p>
        )}
        {customer !== undefined && (customer.language !== undefined || customer.owner !== undefined) && (
          <ul className="customer-tags">
            {customer.language !== undefined && (
              <li className="tag" data-tone="accent">
                {t(`customer.languages.${customer.language as 'zh'}`, { defaultValue: customer.language })}
              </li>
            )}
            {customer.owner !== undefined && <li className="tag">{t('customer.owner', customer.owner)}</li>}
          </ul>
        )}
        {customer !== undefined && customer.tags.length > 0 && (
          <ul className="customer-tags">
            {customer.tags.map((tag) => (
              <li key={tag} className="tag">
                {tag}
              </li>
            ))}
          </ul>
        )}
      </section>

      <section>
        <h3>{storeIs === 'usual' ? t('customer.store') : t('customer.ticketStore')}</h3>
        {store !== undefined ? (
          <div className="store-card">
            <div className="side-row">
              <span className="cut">{store.name}</span>
              <span className="tag" data-tone={store.status === 'open' ? 'ready' : 'danger'}>
                {t(`customer.storeStatus.${store.status}`)}
              </span>
            </div>
            <p className="second cut" title={store.address}>
              {store.address}
            </p>
            <p className="second">
              {store.phone} · {t('customer.hours', { from: timeOfDay(store.opensAt), to: timeOfDay(store.closesAt) })} ·{' '}
              {store.region}
            </p>
          </div>
        ) : (
          <Nothing waiting={waiting} lines={2} text={t('customer.storeNone')} />
        )}
      </section>

      {orders !== undefined || waiting ? (
        <section>
          <h3>{t('customer.orders')}</h3>
          {orders !== undefined && orders.length > 0 ? (
            <ul className="side-list">
              {orders.slice(0, 5).map((order) => (
                <li key={order.number}>
                  <details>
                    <summary className="side-row">
                      <span className="cut">{order.items.map((item) => item.name).join('、')}</span>
                      <span>{money(order.total)}</span>
                    </summary>
                    <ul className="order-items">
                      {order.items.map((item) => (
                        <li key={`${item.name}${item.options ?? ''}`} className="side-row">
                          <span className="cut">
                            {item.name} ×{item.quantity} <span className="second">{item.options}</span>
                          </span>
                          <span>{money(item.price)}</span>
                        </li>
                      ))}
                      <li className="second">{order.number}</li>
                    </ul>
                  </details>
                  <div className="side-row second">
                    <span className="cut">
                      {order.storeName} · {order.channel}
                    </span>
                    <span>
                      {order.status} · <Moment at={order.placedAt} />
                    </span>
                  </div>
                </li>
              ))}
            </ul>
          ) : (
            <Nothing waiting={waiting} lines={3} text={t('customer.ordersNone')} />
          )}
        </section>
      ) : null}

      {others !== undefined || waiting ? (
        <section>
          <h3>
            {t('customer.openTickets')}
            {others !== undefined && others.length > 0 && <span className="count">{others.length}</span>}
          </h3>
          {others !== undefined && others.length > 0 ? (
            <ul className="side-list">
              {others.map((ticket) => (
                <li key={ticket.id}>
                  <div className="side-row">
                    <Link to={`/tickets/${ticket.id}`} className="cut">
                      {ticket.subject ?? t('tickets.noSubject')}
                    </Link>
                    <StatusTag ticket={ticket} />
                  </div>
                  <div className="side-row second">
                    <span>{ticket.number}</span>
                    <Moment at={ticket.lastInteractionAt} />
                  </div>
                </li>
              ))}
            </ul>
          ) : (
            <Nothing waiting={waiting} lines={2} text={t('customer.openTicketsNone')} />
          )}
        </section>
      ) : null}

      {contacts !== undefined || waiting ? (
        <section>
          <h3>{t('customer.timeline')}</h3>
          {contacts !== undefined && contacts.length > 0 ? (
            <ul className="side-list">
              {contacts.map((contact) => (
                <ContactLine key={contact.callId} contact={contact} {...(ticketId === undefined ? {} : { ticketId })} />
              ))}
            </ul>
          ) : (
            <Nothing waiting={waiting} lines={3} text={t('customer.timelineNone')} />
          )}
        </section>
      ) : null}
    </div>
  )
}

function EditButton({ customer, store }: { customer: CustomerCard; store: StoreCard | undefined }) {
  const { t } = useTranslation()
  const me = useMe()
  const [open, setOpen] = useState(false)
  if (me.role === 'region' || me.role === 'store') return null
  return (
    <>
      <button
        type="button"
        className="customer-edit"
        title={t('customer.edit.open')}
        aria-label={t('customer.edit.open')}
        onClick={() => setOpen(true)}
        data-testid="edit-customer-open"
      >
        <EditOutlined />
      </button>
      {open && (
        <Suspense fallback={null}>
          <EditCustomer customer={customer} store={store} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

function Nothing({ waiting, lines, text }: { waiting: boolean; lines: number; text: string }) {
  return waiting ? <Waiting lines={lines} /> : <p className="second">{text}</p>
}
