/** Contacts from the tickets of a query, as the address of the ticket list has it. */
import type { CampaignDetail } from '@ringdesk/gateway/contract'
import { App, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { count } from '../messages/formats.ts'
import { useAddTickets, useTicketPreview } from './campaign-queries.ts'
import { Labelled } from './labelled.tsx'

/** A whole address, its query, or the query alone. */
const queryOf = (typed: string): string =>
  typed
    .trim()
    .replace(/^[^?]*\?/, '')
    .replace(/#.*$/, '')

export function TicketSource({ campaign, onClose }: { campaign: CampaignDetail; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [search, setSearch] = useState('')
  const [consent, setConsent] = useState('')
  const look = useTicketPreview(campaign.id)
  const add = useAddTickets(campaign.id)
  const found = look.data
  const fresh = found === undefined ? 0 : found.callable - found.known
  const needsConsent = campaign.kind === 'agent'
  const submit = () =>
    add.mutate(
      { search: queryOf(search), ...(consent.trim() ? { consent: consent.trim() } : {}) },
      {
        onSuccess: ({ added }) => {
          void message.success(t('campaigns.tickets.added', { added: count(added) }))
          onClose()
        },
      },
    )
  return (
    <Modal
      open
      title={t('campaigns.tickets.title')}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          {fresh === 0 ? (
            <Button
              type="primary"
              loading={look.isPending}
              onClick={() => look.mutate({ search: queryOf(search) })}
              data-testid="look-tickets"
            >
              {t('campaigns.tickets.look')}
            </Button>
          ) : (
            <Button
              type="primary"
              loading={add.isPending}
              disabled={needsConsent && consent.trim() === ''}
              onClick={submit}
              data-testid="add-tickets"
            >
              {t('campaigns.tickets.add', { people: count(fresh) })}
            </Button>
          )}
        </>
      }
    >
      <p className="second">
        {t('campaigns.tickets.text')}
        {campaign.kind === 'survey' && t('campaigns.tickets.surveyText')}{' '}
        <Link to="/tickets" target="_blank">
          {t('campaigns.tickets.open')}
        </Link>
      </p>
      <Labelled label={t('campaigns.tickets.search')}>
        <Input
          maxLength={2_000}
          value={search}
          placeholder={t('campaigns.tickets.hint')}
          onChange={({ target }) => {
            setSearch(target.value)
            look.reset()
          }}
        />
      </Labelled>
      {needsConsent && (
        <Labelled label={t('campaigns.list.consent')}>
          <Input
            maxLength={300}
            value={consent}
            placeholder={t('campaigns.list.consentHint')}
            onChange={({ target }) => setConsent(target.value)}
          />
        </Labelled>
      )}
      {found !== undefined && (
        <p role="status" data-testid="tickets-found">
          {t('campaigns.tickets.found', {
            tickets: count(found.tickets),
            callable: count(found.callable),
            known: count(found.known),
          })}
        </p>
      )}
    </Modal>
  )
}
