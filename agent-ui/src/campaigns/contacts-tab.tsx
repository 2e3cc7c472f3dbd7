/** Whom a campaign calls, and how others come in: from a list, from tickets. */
import { type CampaignContact, type CampaignDetail, contactState } from '@ringdesk/gateway/contract'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { NumberText } from '../customers/number-text.tsx'
import { Moment } from '../frame/moment.tsx'
import { Empty, Failed, Waiting } from '../frame/screens.tsx'
import { useContacts } from './campaign-queries.ts'
import { ContactStateTag, OutcomeWord } from './campaign-words.tsx'
import { ContactAttempts } from './contact-attempts.tsx'
import { ImportWizard } from './import-wizard.tsx'
import { MoreRows } from './more-rows.tsx'
import { TicketSource } from './ticket-source.tsx'
import { TypedSearch } from './typed-search.tsx'

export function ContactsTab({ campaign }: { campaign: CampaignDetail }) {
  const { t } = useTranslation()
  const [state, setState] = useState('')
  const [q, setQ] = useState('')
  const [open, setOpen] = useState<'list' | 'tickets' | CampaignContact>()
  const query = useContacts(campaign.id, { state, q })
  const contacts = query.data?.pages.flatMap((page) => page.contacts)
  const close = () => setOpen(undefined)
  const ended = campaign.state === 'ended'
  const filtered = state !== '' || q !== ''
  return (
    <>
      <div className="campaign-tools">
        <Segmented
          aria-label={t('campaigns.contacts.stateLabel')}
          value={state}
          onChange={setState}
          options={[
            { value: '', label: t('campaigns.contacts.anyState') },
            ...contactState.options.map((value) => ({
              value: String(value),
              label: t(`campaigns.contacts.state.${value}`),
            })),
          ]}
        />
        <TypedSearch label={t('campaigns.contacts.search')} onSearch={setQ} testId="contact-search" />
        <span className="bar-space" />
        <Button disabled={ended} onClick={() => setOpen('tickets')} data-testid="from-tickets">
          {t('campaigns.contacts.tickets')}
        </Button>
        <Button disabled={ended} type="primary" onClick={() => setOpen('list')} data-testid="upload-list">
          {t('campaigns.contacts.upload')}
        </Button>
      </div>
      {contacts === undefined ? (
        query.error === null ? (
          <Waiting lines={8} />
        ) : (
          <Failed error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : contacts.length === 0 ? (
        filtered ? (
          <Empty title={t('campaigns.contacts.noMatch')} />
        ) : (
          <Empty
            title={t('campaigns.contacts.empty')}
            text={t(campaign.kind === 'callback' ? 'campaigns.contacts.emptyCallback' : 'campaigns.contacts.emptyText')}
          />
        )
      ) : (
        <>
          <ContactTable contacts={contacts} onOpen={setOpen} />
          <MoreRows query={query} />
        </>
      )}
      {open === 'list' && <ImportWizard campaign={campaign} onClose={close} />}
      {open === 'tickets' && <TicketSource campaign={campaign} onClose={close} />}
      {typeof open === 'object' && <ContactAttempts campaign={campaign} contact={open} onClose={close} />}
    </>
  )
}

interface TableProps {
  readonly contacts: readonly CampaignContact[]
  readonly onOpen: (contact: CampaignContact) => void
}

function ContactTable({ contacts, onOpen }: TableProps) {
  const { t } = useTranslation()
  return (
    <table className="grid-table" data-testid="contacts">
      <thead>
        <tr>
          <th>{t('campaigns.contacts.name')}</th>
          <th>{t('campaigns.contacts.numbers')}</th>
          <th>{t('campaigns.contacts.stateLabel')}</th>
          <th>{t('campaigns.contacts.outcome')}</th>
          <th className="figure">{t('campaigns.contacts.tries')}</th>
          <th>{t('campaigns.contacts.next')}</th>
          <th>{t('campaigns.contacts.fields')}</th>
        </tr>
      </thead>
      <tbody>
        {contacts.map((contact) => (
          <tr key={contact.id}>
            <td className="nowrap">
              <button type="button" className="link-button" onClick={() => onOpen(contact)}>
                {contact.name ?? t('campaigns.contacts.nobody')}
              </button>
            </td>
            <td>
              <Numbers contact={contact} />
            </td>
            <td>
              <ContactStateTag state={contact.state} />
            </td>
            <td>{contact.outcome !== undefined && <OutcomeWord outcome={contact.outcome} />}</td>
            <td className="figure">{contact.attempts}</td>
            <td className="nowrap">
              {contact.nextAt !== undefined && <NextTime at={contact.nextAt} />}{' '}
              {contact.promised && <span className="tag">{t('campaigns.contacts.promised')}</span>}
            </td>
            <td>
              <Fields contact={contact} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What is due already may be called at any time. */
function NextTime({ at }: { at: string }) {
  const { t } = useTranslation()
  return Date.parse(at) <= Date.now() ? <span>{t('campaigns.contacts.now')}</span> : <Moment at={at} />
}

function Numbers({ contact }: { contact: CampaignContact }) {
  const { t } = useTranslation()
  return (
    <div className="contact-numbers">
      {contact.numbers.map(({ number, dead }, position) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a number is its place in the order
        <span key={position} className="nowrap">
          <NumberText number={number} />{' '}
          {dead !== undefined && (
            <span className="tag" data-tone="danger">
              {t(`campaigns.contacts.dead.${dead}`)}
            </span>
          )}
        </span>
      ))}
    </div>
  )
}

/** The name stands in its own column; ids say nothing to people. */
const unsaid = new Set(['customerName', 'storeId'])
const MOST_FIELDS = 4

function Fields({ contact: { attributes, ticketId } }: { contact: CampaignContact }) {
  const { t } = useTranslation()
  const fields = Object.entries(attributes).filter(([name]) => !unsaid.has(name))
  return (
    <div className="contact-fields second" title={fields.map(([name, value]) => `${name}：${value}`).join('\n')}>
      {ticketId !== undefined && (
        <Link to={`/tickets/${ticketId}`}>{attributes.ticketNumber ?? t('campaigns.contacts.ticket')}</Link>
      )}
      {fields
        .filter(([name]) => ticketId === undefined || name !== 'ticketNumber')
        .slice(0, MOST_FIELDS)
        .map(([name, value]) => (
          <span key={name} className="cut">
            {value}
          </span>
        ))}
    </div>
  )
}
