import type { OrderCard, StoreCard, TicketDetail } from '@ringdesk/gateway/contract'
import { Input, Segmented, Select } from 'antd'
import { type KeyboardEvent, type RefObject, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { exactTime, money } from '../messages/formats.ts'
import { useMe } from '../session/session.ts'
import { TicketValues } from '../ticket-types/ticket-values.tsx'
import { TypeGuess } from '../ticket-types/type-guess.tsx'
import { useTypeSuggestion } from '../ticket-types/type-queries.ts'
import { ChoiceField } from './choice-field.tsx'
import {
  type Draft,
  edited,
  emptyValues,
  type FieldName,
  type FieldValue,
  isGuessed,
  isTouched,
  valuesOf,
  withDraft,
} from './draft.ts'
import type { DraftKey } from './draft-keeper.ts'
import { draftKeeper, useDraft } from './drafts.ts'
import { OwnerField } from './lists/owner-field.tsx'
import { StoreField } from './store-field.tsx'
import { useChoices } from './ticket-queries.ts'
import './ticket-form.css'

interface Props {
  /** Absent while the ticket is being made: what is typed waits for it. */
  readonly ticket?: TicketDetail
  readonly draftKey: DraftKey
  readonly orders: readonly OrderCard[]
  /** The customer's usual store, or that of the last order. */
  readonly usualStore?: Pick<StoreCard, 'id' | 'name'>
  readonly readOnly: boolean
  readonly firstRef: RefObject<HTMLInputElement | null>
  /** The question after the last one is whether to save. */
  readonly onAnswered: () => void
}

const nothingTyped: Draft = { mine: {}, base: {} }

/** What a person fills in. What is typed goes to the draft at once; saving is somebody else's button. */
export function TicketForm({ ticket, draftKey, orders, usualStore, readOnly, firstRef, onAnswered }: Props) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const { data: choices } = useChoices()
  const me = useMe()
  const draft = useDraft(draftKey)?.draft ?? nothingTyped
  const saved = ticket === undefined ? emptyValues : valuesOf(ticket)
  const values = withDraft(saved, draft)
  const resultRef = useRef<HTMLInputElement>(null)
  const nextStepRef = useRef<HTMLInputElement>(null)

  const change = (name: FieldName, value: FieldValue) => draftKeeper.edit(draftKey, edited(draft, saved, name, value))
  const mark = (name: FieldName) => ({ 'data-touched': isTouched(draft, name) })
  const order = orders.find((one) => one.number === values.orderNumber)
  const likely = order === undefined ? usualStore : { id: order.storeId, name: order.storeName }
  const guess = ticket !== undefined && isGuessed(ticket) ? (ticket.store ?? likely) : likely
  const knownStores = [
    ...(ticket?.store === undefined ? [] : [ticket.store]),
    ...(usualStore === undefined ? [] : [usualStore]),
    ...(guess === undefined ? [] : [guess]),
  ]

  const guessedType = useTypeSuggestion(
    `${values.subject ?? ''}。${values.description ?? ''}`.replace(/^。$/, ''),
    !readOnly && values.category === '',
  )
  const guessed = choices?.categories.find(({ code }) => code === guessedType?.typeId)
  const takeGuess = () => {
    if (guessed === undefined) return
    change('category', guessed.code)
    resultRef.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && event.altKey && guessed !== undefined) {
      event.preventDefault()
      takeGuess()
    }
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) firstRef.current?.focus()
  }

  return (
    <form
      className="ticket-form"
      aria-label={t('ticket.edit')}
      onKeyDown={onKeyDown}
      onSubmit={(event) => event.preventDefault()}
    >
      <ChoiceField
        label={t('ticket.category')}
        choices={choices?.categories ?? []}
        value={String(values.category)}
        disabled={readOnly}
        touched={isTouched(draft, 'category')}
        onChoose={(code) => change('category', code)}
        onChosen={() => resultRef.current?.focus()}
        inputRef={firstRef}
        testId="category"
      />
      <ChoiceField
        label={t('ticket.result')}
        choices={choices?.results ?? []}
        value={String(values.result)}
        disabled={readOnly}
        touched={isTouched(draft, 'result')}
        onChoose={(code) => change('result', code)}
        onChosen={() => nextStepRef.current?.focus()}
        inputRef={resultRef}
        testId="result"
      />
      <ChoiceField
        label={t('ticket.nextStep')}
        choices={choices?.nextSteps ?? []}
        value={String(values.nextStep)}
        disabled={readOnly}
        touched={isTouched(draft, 'nextStep')}
        onChoose={(code) => change('nextStep', code)}
        onChosen={onAnswered}
        inputRef={nextStepRef}
        testId="next-step"
      />
      <div className="field" {...mark('subject')}>
        <label className="field-label" htmlFor={`${id}-subject`}>
          {t('ticket.subject')}
        </label>
        <Input
          id={`${id}-subject`}
          value={String(values.subject)}
          maxLength={200}
          readOnly={readOnly}
          placeholder={t('ticket.subjectHint')}
          autoComplete="off"
          // Inside the line, so that nothing moves when it comes; always there, or the input would lose its focus.
          suffix={
            <span>
              {guessedType !== undefined && guessed !== undefined && (
                <TypeGuess
                  guess={guessedType}
                  name={i18n.language === 'en' ? guessed.en : guessed.zh}
                  onTake={takeGuess}
                />
              )}
            </span>
          }
          onChange={(event) => change('subject', event.target.value)}
          data-testid="subject"
        />
      </div>
      <div className="field field-grow" {...mark('description')}>
        <label className="field-label" htmlFor={`${id}-description`}>
          {t('ticket.description')}
        </label>
        <Input.TextArea
          id={`${id}-description`}
          value={String(values.description)}
          maxLength={10_000}
          readOnly={readOnly}
          placeholder={t('ticket.descriptionHint')}
          onChange={(event) => change('description', event.target.value)}
          data-testid="description"
        />
      </div>
      <div className="field" {...mark('storeId')}>
        <label className="field-label" htmlFor={`${id}-store`}>
          {t('ticket.store')}
        </label>
        <StoreField
          id={`${id}-store`}
          value={values.storeId === null ? null : String(values.storeId)}
          known={knownStores}
          {...(guess === undefined ? {} : { guess })}
          disabled={readOnly}
          onChange={(storeId) => change('storeId', storeId)}
        />
      </div>
      <div className="field-pair" data-even>
        <div className="field" {...mark('addressText')}>
          <label className="field-label" htmlFor={`${id}-address`}>
            {t('ticket.address')}
          </label>
          <Input
            id={`${id}-address`}
            value={String(values.addressText)}
            maxLength={500}
            readOnly={readOnly}
            placeholder={t('ticket.addressHint')}
            autoComplete="off"
            onChange={(event) => change('addressText', event.target.value)}
            data-testid="address"
          />
        </div>
        <div className="field" {...mark('ownerId')}>
          <label className="field-label" htmlFor={`${id}-owner`}>
            {t('ticketLists.owner')}
          </label>
          <OwnerField
            id={`${id}-owner`}
            value={values.ownerId === null ? undefined : String(values.ownerId)}
            fixed={[{ value: me.id, label: t('ticket.ownerMe', { name: me.name }) }]}
            {...(ticket?.owner === undefined ? {} : { known: ticket.owner })}
            disabled={readOnly}
            onChange={(ownerId) => change('ownerId', ownerId ?? null)}
            testId="owner"
          />
        </div>
      </div>
      <div className="field-pair">
        <div className="field" {...mark('orderNumber')}>
          <label className="field-label" htmlFor={`${id}-order`}>
            {t('ticket.order')}
          </label>
          <Select
            id={`${id}-order`}
            value={values.orderNumber === null ? undefined : String(values.orderNumber)}
            disabled={readOnly}
            allowClear
            placeholder={t('ticket.orderHint')}
            notFoundContent={t('ticket.orderNone')}
            options={orders.map((one) => ({
              value: one.number,
              label: `${exactTime(one.placedAt).slice(5, 16)} · ${money(one.total)} · ${one.items.map((item) => item.name).join('、')}`,
            }))}
            onChange={(number) => change('orderNumber', number ?? null)}
          />
        </div>
        <div className="field" {...mark('priority')}>
          <span className="field-label" id={`${id}-priority`}>
            {t('ticket.priority')}
          </span>
          <Segmented
            aria-labelledby={`${id}-priority`}
            value={Number(values.priority)}
            disabled={readOnly}
            options={[
              { value: 0, label: t('ticket.priorityOf.normal') },
              { value: 1, label: t('ticket.priorityOf.high') },
              { value: 2, label: t('ticket.priorityOf.urgent') },
            ]}
            onChange={(value) => change('priority', value)}
          />
        </div>
      </div>
      <TicketValues
        {...(ticket === undefined ? {} : { ticket })}
        category={String(values.category)}
        saved={saved}
        draft={draft}
        orders={orders}
        stores={knownStores}
        readOnly={readOnly}
        onEdit={(next) => draftKeeper.edit(draftKey, next)}
      />
    </form>
  )
}
