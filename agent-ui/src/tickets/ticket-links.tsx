import { CloseOutlined } from '@ant-design/icons'
import type { LinkedTicket, TicketDetail, TicketLinkKind } from '@ringdesk/gateway/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { learnTicket, ticketPath } from './ticket-queries.ts'

/** The incident, its children, duplicates and related tickets; linked by number. */
export function TicketLinks({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation()
  const words = useErrorWords()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [number, setNumber] = useState('')
  const [kind, setKind] = useState<TicketLinkKind>('related')
  const change = useMutation({
    mutationFn: ({ method, path, body }: { method: 'POST' | 'DELETE'; path: string; body?: object }) =>
      request<TicketDetail>(method, `${ticketPath(ticket.id)}/links${path}`, body === undefined ? {} : { body }),
    onSuccess: (changed) => {
      learnTicket(queries, changed)
      setNumber('')
      void queries.invalidateQueries({ queryKey: ['ticket'] })
    },
    onError: (error) => void message.error(words(error)),
  })
  const add = () => number.trim() !== '' && change.mutate({ method: 'POST', path: '', body: { number, kind } })
  const line = (one: LinkedTicket, word?: string) => (
    <li key={one.id} className="ticket-link-row">
      {word !== undefined && <span className="second">{word}</span>}
      <Link to={`/tickets/${one.id}`}>{one.number}</Link>
      <span className="cut">{one.subject}</span>
      <span className="tag">{t(`ticket.statusOf.${one.status}`)}</span>
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={t('links.remove', { number: one.number })}
        onClick={() => change.mutate({ method: 'DELETE', path: `/${one.id}` })}
      />
    </li>
  )
  const nothing = ticket.parent === undefined && ticket.childCount === 0 && ticket.links.length === 0
  return (
    <section className="ticket-links" aria-label={t('links.title')} data-testid="ticket-links">
      <h3>{t('links.title')}</h3>
      {nothing && <p className="second">{t('links.none')}</p>}
      <ul>
        {ticket.parent !== undefined && line(ticket.parent, t('links.parent'))}
        {ticket.links.map((one) => line(one, t(`links.kindOf.${one.kind}`)))}
      </ul>
      {ticket.childCount > 0 && (
        <>
          <h4>{t('links.children', { count: ticket.childCount })}</h4>
          <ul>{ticket.children.map((one) => line(one))}</ul>
          {ticket.childCount > ticket.children.length && (
            <p className="second">{t('links.moreChildren', { shown: ticket.children.length })}</p>
          )}
        </>
      )}
      <form
        className="ticket-link-form"
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <Input
          size="small"
          value={number}
          maxLength={20}
          placeholder={t('links.number')}
          aria-label={t('links.number')}
          onChange={(event) => setNumber(event.target.value)}
          data-testid="link-number"
        />
        <Select
          size="small"
          value={kind}
          aria-label={t('links.kind')}
          options={[
            { value: 'related', label: t('links.asRelated') },
            { value: 'duplicate', label: t('links.asDuplicate') },
            { value: 'child-of', label: t('links.asChild') },
          ]}
          onChange={setKind}
        />
        <Button size="small" htmlType="submit" loading={change.isPending} data-testid="link-add">
          {t('links.add')}
        </Button>
      </form>
    </section>
  )
}
