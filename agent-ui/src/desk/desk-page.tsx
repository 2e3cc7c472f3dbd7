import type { DeskContact } from '@ringdesk/gateway/contract'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { homeArea, useCallerWords } from '../customers/caller-words.ts'
import { CustomerSide } from '../customers/customer-side.tsx'
import { Empty, Failed, Forbidden, Guard, Waiting } from '../frame/screens.tsx'
import { useMe } from '../session/session.ts'
import { useTicket, useTicketFromPop } from '../tickets/ticket-queries.ts'
import { requestState } from './actions.ts'
import { ContactList } from './contact-list.tsx'
import type { DeskModel } from './desk-state.ts'
import { useDesk } from './desk-store.ts'
import { keyOf } from './keys.ts'
import { controls } from './pending-commands.ts'
import { TicketPane } from './ticket-pane.tsx'
import { useWhy } from './why.ts'
import './desk-page.css'

export default function DeskPage() {
  const me = useMe()
  const { t } = useTranslation()
  const model = useDesk((desk) => desk.model)
  if (me.agent === undefined) return <Forbidden role={t(`role.${me.role}`)} />
  if (model === undefined)
    return (
      <div className="desk">
        <div className="contacts">
          <Waiting lines={3} />
        </div>
        <div className="desk-middle desk-waiting">
          <Waiting lines={9} />
        </div>
        <div className="desk-side desk-waiting">
          <Waiting lines={9} />
        </div>
      </div>
    )
  return <Desk model={model} />
}

function Desk({ model }: { model: DeskModel }) {
  const { t } = useTranslation()
  const focus = useDesk((desk) => desk.focus)
  const contact = focus?.kind === 'call' ? model.contacts.find((one) => one.call === focus.call) : undefined
  return (
    <div className="desk">
      <ContactList model={model} />
      <div className="desk-middle">
        <Guard key={focus === undefined ? 'none' : focus.kind === 'call' ? focus.call : focus.ticketId}>
          {contact !== undefined ? (
            <ContactMiddle contact={contact} model={model} />
          ) : focus?.kind === 'ticket' ? (
            <TicketMiddle id={focus.ticketId} />
          ) : (
            <Idle model={model} />
          )}
        </Guard>
      </div>
      <aside className="desk-side" aria-label={t('desk.side')}>
        {contact !== undefined ? (
          <ContactSide contact={contact} />
        ) : focus?.kind === 'ticket' ? (
          <TicketSide id={focus.ticketId} />
        ) : (
          <Empty title={t('customer.title')} text={t('desk.contactsEmpty')} />
        )}
      </aside>
    </div>
  )
}

function Idle({ model }: { model: DeskModel }) {
  const { t } = useTranslation()
  const pending = useDesk((desk) => desk.pending)
  const live = useDesk((desk) => desk.link === 'live')
  const { state } = controls(model, pending, live)
  const ready = model.state.kind === 'ready'
  return (
    <Empty title={t('desk.emptyTitle')} text={ready ? t('desk.emptyReady') : t('desk.emptyNotReady')}>
      {!ready && (
        <Button
          type="primary"
          disabled={!state.enabled}
          loading={state.busy}
          onClick={() => void requestState({ kind: 'ready' })}
          data-testid="go-ready"
        >
          {t('desk.goReady')} <kbd>{keyOf['toggle-state']}</kbd>
        </Button>
      )}
    </Empty>
  )
}

function ContactMiddle({ contact, model }: { contact: DeskContact; model: DeskModel }) {
  const pending = useDesk((desk) => desk.pending)
  const live = useDesk((desk) => desk.link === 'live')
  const fromPop = contact.context?.ticket
  useTicketFromPop(fromPop)
  const { data: ticket = fromPop } = useTicket(contact.ticketId ?? fromPop?.id)
  if (contact.phase === 'offered' && ticket === undefined) return <Ringing contact={contact} />
  return (
    <TicketPane
      {...(ticket === undefined ? {} : { ticket })}
      contact={contact}
      finish={controls(model, pending, live).finish}
    />
  )
}

/** Before the answer there is no ticket: the middle says who and why instead. */
function Ringing({ contact }: { contact: DeskContact }) {
  const { t } = useTranslation()
  const words = useCallerWords()
  const why = useWhy(contact.why)
  return (
    <div className="screen desk-ringing">
      <h2>{words(contact.number, contact.context?.customer?.name ?? contact.callerName)}</h2>
      <p>{[contact.number.display, homeArea(contact.number)].filter(Boolean).join(' · ')}</p>
      {why !== '' && <p className="second">{t('why.title', { why })}</p>}
      <p className="second">{t('desk.ticketWaitsForAnswer')}</p>
    </div>
  )
}

function TicketMiddle({ id }: { id: string }) {
  const { data: ticket, error, refetch } = useTicket(id)
  if (ticket !== undefined) return <TicketPane ticket={ticket} />
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />
  return (
    <div className="desk-waiting">
      <Waiting lines={9} />
    </div>
  )
}

function ContactSide({ contact }: { contact: DeskContact }) {
  const { context } = contact
  const ticketId = contact.ticketId ?? context?.ticket?.id
  return (
    <CustomerSide
      {...(context?.customer === undefined ? {} : { customer: context.customer })}
      number={contact.number}
      {...(context?.store === undefined ? {} : { store: context.store })}
      storeIs="usual"
      {...(context === undefined
        ? {}
        : { orders: context.orders, openTickets: context.openTickets, contacts: context.lastContacts })}
      {...(ticketId === undefined ? {} : { ticketId })}
      waiting={context === undefined}
    />
  )
}

function TicketSide({ id }: { id: string }) {
  const { data: ticket } = useTicket(id)
  return (
    <CustomerSide
      {...(ticket?.customer === undefined ? {} : { customer: ticket.customer })}
      {...(ticket?.customerNumber === undefined ? {} : { number: ticket.customerNumber })}
      {...(ticket?.store === undefined ? {} : { store: ticket.store })}
      storeIs="of-ticket"
      {...(ticket === undefined ? {} : { contacts: ticket.contacts })}
      ticketId={id}
      waiting={ticket === undefined}
    />
  )
}
