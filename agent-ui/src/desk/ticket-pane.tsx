import type { DeskContact, TicketDetail, TicketStatus } from '@ringdesk/gateway/contract'
import { Button, Segmented } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorWords } from '../messages/error-words.ts'
import { TicketClocks } from '../sla/ticket-clocks.tsx'
import { ConflictDialog } from '../tickets/conflict-dialog.tsx'
import { valuesOf, withDraft } from '../tickets/draft.ts'
import type { DraftKey } from '../tickets/draft-keeper.ts'
import { draftKeeper, useDraft } from '../tickets/drafts.ts'
import { StatusTag } from '../tickets/status-tag.tsx'
import { TicketFacts } from '../tickets/ticket-facts.tsx'
import { TicketForm } from '../tickets/ticket-form.tsx'
import { TicketMore } from '../tickets/ticket-more.tsx'
import { TicketMoves } from '../tickets/ticket-moves.tsx'
import { type TicketStatusChoice, useTicketSave } from '../tickets/use-ticket-save.ts'
import { press, takeSaveKey } from './actions.ts'
import { useDesk } from './desk-store.ts'
import { Elapsed, Remaining } from './elapsed.tsx'
import { keyOf } from './keys.ts'
import type { Controls } from './pending-commands.ts'
import './ticket-pane.css'

interface Props {
  readonly ticket?: TicketDetail
  /** Absent when the contact is over and only its ticket is open. */
  readonly contact?: DeskContact
  readonly finish?: Controls['finish']
  /** The number keys are another question's first: the form does not take the focus. */
  readonly keysAreElsewhere?: boolean
}

/** A ticket that is with a store or its region is moved by the moves alone; the form has no switch for it. */
const inForm = (status: TicketStatus = 'open'): boolean =>
  ['open', 'pending', 'resolved', 'closed', 'merged'].includes(status)

function formStatus(status: TicketStatus = 'open'): TicketStatusChoice {
  return status === 'pending' || status === 'resolved' ? status : status === 'open' ? 'open' : 'closed'
}

/** The ticket of the contact in focus: facts filled in, a form, one primary action. */
export function TicketPane({ ticket, contact, finish, keysAreElsewhere = false }: Props) {
  const { t } = useTranslation()
  const words = useErrorWords()
  const wrapUpEndsAt = useDesk((desk) => desk.model?.state.wrapUpEndsAt)
  const draftKey: DraftKey = ticket === undefined ? `call:${contact?.call ?? ''}` : `ticket:${ticket.id}`
  const kept = useDraft(draftKey)
  const save = useTicketSave(ticket)
  const [status, setStatus] = useState<TicketStatusChoice>()
  const [savedOnce, setSavedOnce] = useState(false)
  const first = useRef<HTMLInputElement>(null)
  const primary = useRef<HTMLButtonElement>(null)
  const wrapUp = contact?.phase === 'wrap-up'

  // What was typed before the ticket was there is the ticket's now.
  useEffect(() => {
    if (contact !== undefined && ticket !== undefined) draftKeeper.adopt(`call:${contact.call}`, `ticket:${ticket.id}`)
  }, [contact, ticket])
  // After the call the first question waits for its number, unless somebody is typing.
  useEffect(() => {
    if (wrapUp && !keysAreElsewhere && !document.activeElement?.matches('input, textarea')) first.current?.focus()
  }, [wrapUp, keysAreElsewhere])

  async function finishOrSave(decided?: Promise<boolean>) {
    const saved = await (decided ?? save.save(status))
    if (!saved) return
    setStatus(undefined)
    setSavedOnce(true)
    if (wrapUp) await press('finish')
  }
  const latest = useRef(finishOrSave)
  useEffect(() => {
    latest.current = finishOrSave
  })
  useEffect(() => takeSaveKey(() => void latest.current()), [])

  const values = ticket === undefined ? undefined : withDraft(valuesOf(ticket), kept?.draft ?? { mine: {}, base: {} })
  const questions = [
    ['category', t('ticket.category')],
    ['result', t('ticket.result')],
    ['nextStep', t('ticket.nextStep')],
  ] as const
  const missing =
    wrapUp && values !== undefined ? questions.filter(([name]) => values[name] === '').map(([, word]) => word) : []
  const statuses = (['open', 'pending', 'resolved', 'closed'] as const).map((value) => ({
    value,
    label: t(`ticket.statusOf.${value}`),
  }))
  const busy = save.saving || finish?.busy === true
  const readOnly = ticket?.status === 'merged'

  return (
    <section className="ticket-pane" aria-label={t('desk.middle')} data-testid="ticket-pane">
      <header className="ticket-head">
        <h2 data-testid="ticket-number">{ticket?.number ?? t('ticket.title')}</h2>
        {ticket !== undefined && <StatusTag ticket={ticket} />}
        {ticket !== undefined && (
          <TicketMoves ticket={ticket} beforehand={() => (kept === undefined ? Promise.resolve(true) : save.save())} />
        )}
        {ticket !== undefined && (
          <TicketMore
            ticket={ticket}
            {...(contact === undefined ? {} : { callId: contact.call })}
            others={contact?.context?.openTickets.filter((other) => other.id !== ticket.id) ?? []}
            unsaved={kept !== undefined}
          />
        )}
      </header>
      <div>
        {ticket !== undefined && <TicketClocks clocks={ticket.sla} />}
        <TicketFacts {...(ticket === undefined ? {} : { ticket })} {...(contact === undefined ? {} : { contact })} />
      </div>
      <div className="ticket-body">
        <TicketForm
          {...(ticket === undefined ? {} : { ticket })}
          draftKey={draftKey}
          orders={contact?.context?.orders ?? []}
          {...usualStore(contact, ticket)}
          readOnly={readOnly}
          firstRef={first}
          onAnswered={() => primary.current?.focus()}
        />
      </div>
      <footer className="ticket-foot">
        {inForm(ticket?.status) && (
          <Segmented
            aria-label={t('ticket.status')}
            options={statuses}
            value={status ?? formStatus(ticket?.status)}
            disabled={ticket === undefined || readOnly}
            onChange={setStatus}
          />
        )}
        <span className="ticket-hint">
          <span className="ticket-keeping" role="status" data-testid="keeping" data-keeping={kept?.keeping ?? 'none'}>
            {save.saving
              ? t('ticket.saving')
              : kept?.keeping === 'local'
                ? t('ticket.draftLocal')
                : kept?.keeping === 'kept'
                  ? t('ticket.draftKept')
                  : savedOnce
                    ? t('ticket.saved')
                    : ''}
          </span>
          {save.error !== undefined ? (
            <span className="ticket-error" role="alert" data-testid="save-error">
              {words(save.error)} {t('errors.retryHint')}
            </span>
          ) : ticket === undefined ? (
            t('desk.ticketPending')
          ) : missing.length > 0 ? (
            t('ticket.notFilled', { fields: missing.join(' · ') })
          ) : readOnly && ticket.mergedInto !== undefined ? (
            t('ticket.mergedInto', { number: ticket.mergedInto.number })
          ) : (
            ''
          )}
        </span>
        {wrapUp && contact !== undefined && (
          <span className="ticket-wrap-up" data-testid="wrap-up-timer">
            {wrapUpEndsAt === undefined ? (
              <>
                {t('desk.wrapUpSpent')} <Elapsed since={contact.since} />
              </>
            ) : (
              <>
                {t('desk.wrapUpLeft')} <Remaining until={wrapUpEndsAt} />
              </>
            )}
          </span>
        )}
        <Button
          ref={primary}
          type="primary"
          loading={busy}
          disabled={ticket === undefined || readOnly || (wrapUp && finish?.enabled === false && !busy)}
          aria-keyshortcuts={keyOf.save}
          onClick={() => void finishOrSave()}
          data-testid="save"
        >
          {wrapUp ? t('ticket.saveAndFinish') : t('common.save')} <kbd>{keyOf.save}</kbd>
        </Button>
      </footer>
      {save.conflict !== undefined && (
        <ConflictDialog
          conflict={save.conflict}
          saving={save.saving}
          onDecide={(choice) => void finishOrSave(save.decide(choice))}
          onCancel={save.leaveConflict}
        />
      )}
    </section>
  )
}

/** The store of the last order is the better guess; else the one this customer usually buys at. */
function usualStore(contact: DeskContact | undefined, ticket: TicketDetail | undefined) {
  if (ticket?.store !== undefined) return { usualStore: ticket.store }
  const order = contact?.context?.orders[0]
  if (order !== undefined) return { usualStore: { id: order.storeId, name: order.storeName } }
  const store = contact?.context?.store
  return store === undefined ? {} : { usualStore: store }
}
