import type { DeskContact } from '@ringdesk/gateway/contract'
import { Button } from 'antd'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAttempt } from '../attempts/attempt-queries.ts'
import { AttemptSide } from '../attempts/attempt-side.tsx'
import { homeArea, useCallerWords } from '../customers/caller-words.ts'
import { CustomerSide } from '../customers/customer-side.tsx'
import { Empty, Failed, Forbidden, Guard, Waiting } from '../frame/screens.tsx'
import { useMe } from '../session/session.ts'
import { useTicket, useTicketFromPop } from '../tickets/ticket-queries.ts'
import { requestState } from './actions.ts'
import { ContactList } from './contact-list.tsx'
import type { DeskModel } from './desk-state.ts'
import { useDesk } from './desk-store.ts'
import type { DeskFocus } from './focus.ts'
import { keyOf } from './keys.ts'
import { TicketPane } from './ticket-pane.tsx'
import { useControl } from './use-controls.ts'
import { useWholeWhy, useWhy } from './why.ts'
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
        <Guard key={formOf(focus)}>
          {focus === undefined ? (
            <Idle model={model} />
          ) : (
            <Middle
              {...(contact === undefined ? {} : { contact })}
              {...(focus.kind === 'ticket' ? { ticketId: focus.ticketId } : {})}
            />
          )}
        </Guard>
      </div>
      <aside className="desk-side" aria-label={t('desk.side')}>
        {contact !== undefined ? (
          <>
            {contact.campaign !== undefined && <AttemptSide call={contact.call} phase={contact.phase} />}
            <ContactSide contact={contact} />
          </>
        ) : focus?.kind === 'ticket' ? (
          <TicketSide id={focus.ticketId} />
        ) : (
          <Empty title={t('customer.title')} text={t('customer.empty')} />
        )}
      </aside>
    </div>
  )
}

function Idle({ model }: { model: DeskModel }) {
  const { t } = useTranslation()
  const state = useControl('state')
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

/** What the middle is about, the same before and after the ticket is made and after the call has left. */
const formOf = (focus: DeskFocus): string =>
  focus === undefined ? '' : focus.kind === 'call' ? focus.call : (focus.from ?? focus.ticketId)

function Middle({ contact, ticketId }: { contact?: DeskContact; ticketId?: string }) {
  const finish = useControl('finish')
  const fromPop = contact?.context?.ticket
  useTicketFromPop(fromPop)
  const { data, error, refetch } = useTicket(ticketId ?? contact?.ticketId ?? fromPop?.id)
  const ticket = data ?? fromPop
  const { data: attempt } = useAttempt(contact?.campaign === undefined ? undefined : contact.call)
  if (contact !== undefined && notYet.has(contact.phase) && ticket === undefined)
    return <Ringing contact={contact} {...(attempt === undefined ? {} : { script: attempt.script })} />
  if (contact === undefined && ticket === undefined) {
    return error === null ? (
      <div className="desk-waiting">
        <Waiting lines={9} />
      </div>
    ) : (
      <Failed error={error} onRetry={() => void refetch()} />
    )
  }
  return (
    <TicketPane
      {...(ticket === undefined ? {} : { ticket })}
      {...(contact === undefined ? {} : { contact, finish })}
      keysAreElsewhere={contact?.campaign !== undefined && attempt?.given === undefined}
    />
  )
}

const notYet: ReadonlySet<DeskContact['phase']> = new Set(['offered', 'preview', 'dialling'])

/** Before the answer there is no ticket: the middle says who and why instead. */
function Ringing({ contact, script }: { contact: DeskContact; script?: string }) {
  const { t } = useTranslation()
  const words = useCallerWords()
  const why = useWhy(contact.why)
  const whole = useWholeWhy(contact.why)
  return (
    <div className="screen desk-ringing">
      <h2>{words(contact.number, contact.context?.customer?.name ?? contact.callerName)}</h2>
      <p>{[contact.number.display, homeArea(contact.number)].filter(Boolean).join(' · ')}</p>
      {script !== undefined && script !== '' && <p className="attempt-script desk-script">{script}</p>}
      {why !== '' && contact.phase === 'offered' && (
        <p className="second" title={whole}>
          {t('why.title', { why })}
        </p>
      )}
      <p className="second">
        {t(contact.phase === 'offered' ? 'desk.ticketWaitsForAnswer' : 'desk.ticketWaitsForCustomer')}
      </p>
    </div>
  )
}

const ContactSide = memo(function ContactSide({ contact }: { contact: DeskContact }) {
  const { context } = contact
  const ticketId = contact.ticketId ?? context?.ticket?.id
  return (
    <CustomerSide
      {...(context?.customer === undefined ? {} : { customer: context.customer })}
      number={contact.number}
      {...(context?.store === undefined ? {} : { store: context.store })}
      storeIs="usual"
      inHand
      {...(context === undefined
        ? {}
        : { orders: context.orders, openTickets: context.openTickets, contacts: context.lastContacts })}
      {...(ticketId === undefined ? {} : { ticketId })}
      waiting={context === undefined}
    />
  )
})

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
