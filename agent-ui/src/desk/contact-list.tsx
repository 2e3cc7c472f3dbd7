import type { DeskContact } from '@ringdesk/gateway/contract'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { NumberText } from '../customers/number-text.tsx'
import { draftKeeper, useDraft } from '../tickets/drafts.ts'
import { useTicket } from '../tickets/ticket-queries.ts'
import type { DeskModel } from './desk-state.ts'
import { focusOn, useDesk } from './desk-store.ts'
import { Elapsed } from './elapsed.tsx'
import { Misrouted } from './misrouted.tsx'

const shapes = {
  offered: 'offered',
  preview: 'offered',
  dialling: 'on-contact',
  connecting: 'on-contact',
  talking: 'on-contact',
  held: 'not-ready',
  'wrap-up': 'wrap-up',
} as const

/** My contacts now, and below them what I have begun and not saved. */
export const ContactList = memo(function ContactList({ model }: { model: DeskModel }) {
  const { t } = useTranslation()
  const focus = useDesk((desk) => desk.focus)
  const unsaved = draftKeeper.store((state) => state.unsaved)
  const here = new Set(model.contacts.map((contact) => contact.ticketId))
  const left = unsaved.filter((id) => !here.has(id))
  return (
    <aside className="contacts" aria-label={t('desk.contacts')}>
      <h2>
        {t('desk.contacts')}
        {model.contacts.length > 0 && <span className="count">{model.contacts.length}</span>}
      </h2>
      {model.contacts.length === 0 && <p className="second contacts-empty">{t('desk.contactsEmpty')}</p>}
      <ul>
        {model.contacts.map((contact) => (
          <ContactRow
            key={contact.call}
            contact={contact}
            chosen={focus?.kind === 'call' && focus.call === contact.call}
          />
        ))}
      </ul>
      {left.length > 0 && (
        <>
          <h2>{t('desk.unsaved')}</h2>
          <ul data-testid="unsaved-list">
            {left.map((id) => (
              <UnsavedRow key={id} id={id} chosen={focus?.kind === 'ticket' && focus.ticketId === id} />
            ))}
          </ul>
        </>
      )}
      <p className="contacts-foot second">{t('desk.keyMapHint')}</p>
    </aside>
  )
})

function ContactRow({ contact, chosen }: { contact: DeskContact; chosen: boolean }) {
  const { t } = useTranslation()
  const draft = useDraft(contact.ticketId === undefined ? `call:${contact.call}` : `ticket:${contact.ticketId}`)
  const name = contact.context?.customer?.name ?? contact.callerName ?? t('phone.unknownCaller')
  return (
    <li>
      <button
        type="button"
        className="contact-row"
        aria-current={chosen}
        onClick={() => focusOn({ kind: 'call', call: contact.call })}
        data-testid="contact"
        data-phase={contact.phase}
      >
        <i className="state-shape" data-kind={shapes[contact.phase]} />
        <b className="cut">{name}</b>
        <Elapsed since={contact.since} />
        <span className="contact-row-second cut">
          <NumberText number={contact.number} />
        </span>
        <span className="second">{t(`phase.${contact.phase}`)}</span>
        {draft !== undefined && (
          <span className="unsaved-mark" title={t('desk.unsavedHint')}>
            <span className="visually-hidden">{t('desk.unsavedHint')}</span>
          </span>
        )}
      </button>
      {chosen && contact.connectedAt !== undefined && !contact.outbound && (
        <Misrouted call={contact.call} queue={contact.queue?.id} />
      )}
    </li>
  )
}

function UnsavedRow({ id, chosen }: { id: string; chosen: boolean }) {
  const { t } = useTranslation()
  const { data: ticket } = useTicket(id)
  return (
    <li>
      <button
        type="button"
        className="contact-row"
        aria-current={chosen}
        onClick={() => focusOn({ kind: 'ticket', ticketId: id })}
      >
        <i className="state-shape" data-kind="wrap-up" />
        <b className="cut">{ticket?.customerName ?? ticket?.number ?? t('common.loading')}</b>
        <span className="unsaved-mark" title={t('desk.unsavedHint')} />
        <span className="contact-row-second cut second">{ticket?.number}</span>
      </button>
    </li>
  )
}
