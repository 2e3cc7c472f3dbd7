import { MoreOutlined } from '@ant-design/icons'
import type { TicketCard, TicketDetail } from '@ringdesk/gateway/contract'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Dropdown, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Moment } from '../frame/moment.tsx'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { draftKeeper } from './drafts.ts'
import { learnTicket, ticketPath } from './ticket-queries.ts'

interface Props {
  readonly ticket: TicketDetail
  /** The contact that a split would take out: the one at the desk, else the last. */
  readonly callId?: string
  /** Where a merge can go. */
  readonly others: readonly TicketCard[]
  readonly unsaved: boolean
}

/** What is done seldom: split, merge, give up a draft, open the page. */
export function TicketMore({ ticket, callId, others, unsaved }: Props) {
  const { t } = useTranslation()
  const words = useErrorWords()
  const { message, modal } = App.useApp()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [merging, setMerging] = useState(false)
  const splitCall = callId ?? ticket.contacts.at(-1)?.callId

  async function run(work: () => Promise<string>) {
    try {
      void message.success(await work())
    } catch (error) {
      void message.error(words(error))
    }
  }
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['ticket', ticket.id] }),
      queries.invalidateQueries({ queryKey: ['tickets'] }),
    ])

  const split = () =>
    modal.confirm({
      title: t('ticket.split'),
      content: t('ticket.splitText'),
      okText: t('ticket.splitContact'),
      onOk: () =>
        run(async () => {
          const made = await request<TicketDetail>('POST', `${ticketPath(ticket.id)}/split`, {
            body: { callId: splitCall },
          })
          learnTicket(queries, made)
          await refresh()
          return t('ticket.splitDone', { number: made.number })
        }),
    })
  const discard = () =>
    modal.confirm({
      title: t('ticket.discardDraft'),
      content: t('ticket.discardAsk'),
      okButtonProps: { danger: true },
      onOk: () => draftKeeper.edit(`ticket:${ticket.id}`, { mine: {}, base: {} }),
    })
  const merge = (into: TicketCard) =>
    run(async () => {
      await draftKeeper.flush()
      const remaining = await request<TicketDetail>('POST', `${ticketPath(ticket.id)}/merge`, {
        body: { into: into.id },
      })
      learnTicket(queries, remaining)
      setMerging(false)
      await refresh()
      return t('ticket.mergeDone', { number: remaining.number })
    })

  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'open', label: t('ticket.openDetail') },
            { key: 'split', label: t('ticket.split'), disabled: ticket.contacts.length < 2 || splitCall === undefined },
            { key: 'merge', label: t('ticket.merge'), disabled: ticket.status === 'merged' },
            { key: 'discard', label: t('ticket.discardDraft'), disabled: !unsaved, danger: true },
          ],
          onClick: ({ key }) => {
            if (key === 'open') void navigate(`/tickets/${ticket.id}`)
            if (key === 'split') split()
            if (key === 'merge') setMerging(true)
            if (key === 'discard') discard()
          },
        }}
      >
        <Button type="text" icon={<MoreOutlined />} aria-label={t('ticket.more')} data-testid="ticket-more" />
      </Dropdown>
      <Modal title={t('ticket.merge')} open={merging} footer={null} onCancel={() => setMerging(false)}>
        <div className="merge">
          <p className="second">{t('ticket.mergeText')}</p>
          {others.length === 0 && <p>{t('ticket.mergeNone')}</p>}
          <ul aria-label={t('ticket.mergeChoose')}>
            {others.map((other) => (
              <li key={other.id}>
                <button
                  type="button"
                  className="merge-choice"
                  onClick={() => void merge(other)}
                  data-testid={`merge-${other.id}`}
                >
                  <b>{other.number}</b>
                  <span className="cut">{other.subject ?? t('tickets.noSubject')}</span>
                  <span className="second">
                    <Moment at={other.lastInteractionAt} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      </Modal>
    </>
  )
}
