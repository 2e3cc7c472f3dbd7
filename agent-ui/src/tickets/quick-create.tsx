import { PlusOutlined } from '@ant-design/icons'
import type {
  DeskContact,
  DispatchAdvice,
  TicketCreate,
  TicketDetail,
  TicketMoved,
  TypeSuggestion,
} from '@ringdesk/gateway/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Modal, Select } from 'antd'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { phoneContact } from '../desk/desk-state.ts'
import { useDesk } from '../desk/desk-store.ts'
import { keyOf } from '../desk/keys.ts'
import { useSettled } from '../frame/settled.ts'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { exactTime, money } from '../messages/formats.ts'
import { likelyEnough } from '../ticket-types/type-queries.ts'
import { takeQuickCreate } from './quick-create-key.ts'
import { learnTicket, ticketPath, useChoices } from './ticket-queries.ts'
import './quick-create.css'

/** The button, its key, and the dialog: from anywhere, in one sentence. */
export function QuickCreate() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const contact = useDesk((desk) => desk.model && phoneContact(desk.model.contacts))
  useEffect(() => takeQuickCreate(() => setOpen(true)), [])
  return (
    <>
      <button
        type="button"
        className="rail-button"
        title={`${t('quick.open')} ${keyOf['quick-create']}`}
        aria-label={t('quick.open')}
        aria-keyshortcuts={keyOf['quick-create']}
        onClick={() => setOpen(true)}
        data-testid="quick-create"
      >
        <PlusOutlined />
      </button>
      {open && <QuickForm contact={contact} onClose={() => setOpen(false)} />}
    </>
  )
}

function QuickForm({ contact, onClose }: { contact: DeskContact | undefined; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const words = useErrorWords()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const { data: choices } = useChoices()
  const orders = contact?.context?.orders ?? []
  const customer = contact?.context?.customer
  const [what, setWhat] = useState('')
  const [where, setWhere] = useState('')
  const [category, setCategory] = useState<string>()
  const [order, setOrder] = useState<string | undefined>(orders[0]?.number)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  // One command for one dialog: whatever is pressed twice, or sent again, makes one ticket.
  const command = useRef({ create: crypto.randomUUID(), dispatch: crypto.randomUUID() })

  const said = useSettled(what.trim())
  const place = useSettled(where.trim())
  const { data: suggestions } = useQuery({
    queryKey: ['category-suggestions', said],
    queryFn: ({ signal }) =>
      request<readonly TypeSuggestion[]>('POST', '/api/ticket-types/suggest', { body: { text: said }, signal }),
    enabled: said !== '',
    placeholderData: (before) => before,
  })
  const [best] = suggestions ?? []
  const guessed = said !== '' && best !== undefined && best.score >= likelyEnough ? best.typeId : undefined
  const chosen = category ?? guessed
  const { data: advice } = useQuery({
    queryKey: ['dispatch-advice', order, place, chosen],
    queryFn: ({ signal }) =>
      request<DispatchAdvice>('POST', '/api/dispatch/advice', {
        body: {
          ...(order === undefined ? {} : { orderNumber: order }),
          ...(place === '' ? {} : { storeText: place }),
          ...(chosen === undefined ? {} : { category: chosen }),
          ...(contact?.number.province === undefined
            ? {}
            : { phoneArea: `${contact.number.province}${contact.number.city ?? ''}` }),
        },
        signal,
      }),
    placeholderData: (before) => before,
  })

  async function create(andDispatch: boolean) {
    if (busy || what.trim() === '') return
    setBusy(true)
    setError(undefined)
    const storeId = advice?.decision === 'auto' ? advice.storeId : undefined
    const body: TicketCreate = {
      commandId: command.current.create,
      ...(contact === undefined ? {} : { callId: contact.call }),
      ...(storeId === undefined ? {} : { storeGuessed: true }),
      fields: {
        subject: firstSentence(what),
        description: what.trim(),
        ...(chosen === undefined ? {} : { category: chosen }),
        ...(order === undefined ? {} : { orderNumber: order }),
        ...(where.trim() === '' ? {} : { addressText: where.trim() }),
        ...(storeId === undefined ? {} : { storeId }),
      },
    }
    try {
      const made = await request<TicketDetail>('POST', '/api/tickets', { body })
      learnTicket(queries, made)
      const ended = andDispatch ? await dispatch(made) : made
      void queries.invalidateQueries({ queryKey: ['tickets'] })
      if (ended !== undefined)
        void message.success(
          t('quick.done', {
            number: made.number,
            status: t(`ticket.statusOf.${ended.status}`),
            place: placeOf(ended, (name) => t('quick.at', { place: name })),
          }),
        )
      onClose()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }

  async function dispatch(made: TicketDetail): Promise<TicketDetail | undefined> {
    try {
      const moved = await request<TicketMoved>('POST', `${ticketPath(made.id)}/dispatch`, {
        body: { commandId: command.current.dispatch },
      })
      if (moved.ticket) learnTicket(queries, moved.ticket)
      return moved.ticket ?? made
    } catch (thrown) {
      void message.warning(t('quick.failedDispatch', { number: made.number, why: words(thrown) }))
      return undefined
    }
  }

  return (
    <Modal
      open
      title={t('quick.title')}
      onCancel={onClose}
      width={640}
      focusable={{ trap: true }}
      footer={[
        <Button key="only" loading={busy} disabled={what.trim() === ''} onClick={() => void create(false)}>
          {t('quick.createOnly')}
        </Button>,
        <Button
          key="create"
          type="primary"
          loading={busy}
          disabled={what.trim() === ''}
          onClick={() => void create(true)}
          data-testid="quick-submit"
        >
          {t('quick.create')} <kbd>{keyOf.save}</kbd>
        </Button>,
      ]}
    >
      <form
        className="quick-create"
        data-testid="quick-form"
        onSubmit={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
          event.preventDefault()
          event.stopPropagation()
          void create(true)
        }}
      >
        <p className="second">
          {customer === undefined ? t('quick.noCustomer') : `${t('quick.customer')}：${customer.name ?? ''}`}{' '}
          {contact?.number.display}
        </p>
        <label htmlFor={`${id}-what`}>{t('quick.what')}</label>
        <Input.TextArea
          id={`${id}-what`}
          autoFocus
          rows={3}
          maxLength={10_000}
          value={what}
          placeholder={t('quick.whatHint')}
          onChange={(event) => setWhat(event.target.value)}
          data-testid="quick-what"
        />
        <label htmlFor={`${id}-category`}>
          {t('quick.category')}{' '}
          {category === undefined && guessed !== undefined && (
            <span className="tag" data-tone="busy" title={suggestions?.[0]?.words.join('、')} data-testid="quick-guess">
              {t('quick.guess')}
            </span>
          )}
        </label>
        <Select
          id={`${id}-category`}
          value={chosen}
          options={(choices?.categories ?? []).map((choice) => ({
            value: choice.code,
            label: i18n.language === 'en' ? choice.en : choice.zh,
          }))}
          onChange={setCategory}
          data-testid="quick-category"
        />
        <label htmlFor={`${id}-order`}>{t('quick.order')}</label>
        <Select
          id={`${id}-order`}
          allowClear
          value={order}
          placeholder={t('quick.noOrder')}
          options={orders.map((one) => ({
            value: one.number,
            label: `${exactTime(one.placedAt).slice(5, 16)} · ${one.storeName} · ${money(one.total)}`,
          }))}
          onChange={(next?: string) => setOrder(next)}
        />
        <label htmlFor={`${id}-where`}>{t('quick.where')}</label>
        <Input
          id={`${id}-where`}
          value={where}
          maxLength={200}
          placeholder={t('quick.whereHint')}
          onChange={(event) => setWhere(event.target.value)}
          data-testid="quick-where"
        />
        <p aria-live="polite" data-testid="quick-store">
          {t('quick.store')}：
          {advice === undefined ? (
            t('quick.storeWaiting')
          ) : advice.decision === 'auto' ? (
            <>
              <b>{advice.storeName}</b>{' '}
              <span className="tag" data-tone="busy">
                {t('quick.guess')}
              </span>
            </>
          ) : (
            t('quick.storeUnknown', { pool: advice.poolName ?? t('moves.headquarters') })
          )}
        </p>
        {error !== undefined && (
          <p role="alert" className="ticket-error">
            {words(error)}
          </p>
        )}
      </form>
    </Modal>
  )
}

/** Characters of a subject made of what was said. */
const subjectLength = 60

function firstSentence(text: string): string {
  const [first = ''] = text.trim().split(/[。！？!?\n]/)
  return first.slice(0, subjectLength)
}

function placeOf(ticket: TicketDetail, say: (name: string) => string): string {
  const name = ticket.status === 'dispatched' ? ticket.storeName : ticket.poolName
  return name === undefined ? '' : say(name)
}
