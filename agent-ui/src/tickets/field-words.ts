import { type FormDocument, fieldsIn, type TicketChoices } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { hotlineNumber, money } from '../messages/formats.ts'
import { type FieldName, fieldNames, fieldOfName } from './draft.ts'

/** Names of fields and their values for people: codes become the words of the choices. */
export function useFieldWords(choices: TicketChoices | undefined, form?: FormDocument) {
  const { t, i18n } = useTranslation()
  const priorities = ['normal', 'high', 'urgent'] as const
  const fields: Readonly<Record<(typeof fieldNames)[number], string>> = {
    category: t('ticket.category'),
    result: t('ticket.result'),
    nextStep: t('ticket.nextStep'),
    priority: t('ticket.priority'),
    subject: t('ticket.subject'),
    description: t('ticket.description'),
    storeId: t('ticket.store'),
    orderNumber: t('ticket.order'),
    addressText: t('ticket.address'),
    ownerId: t('ticketLists.owner'),
  }
  const lists: Partial<Record<FieldName, TicketChoices['categories']>> = {
    category: choices?.categories ?? [],
    result: choices?.results ?? [],
    nextStep: choices?.nextSteps ?? [],
  }
  /** What the history speaks of besides the fields of the form. */
  const others: Readonly<Record<string, string>> = {
    status: t('ticket.status'),
    hotline: t('ticket.hotline'),
    tags: t('ticketLists.tag'),
    // Of a move.
    store: t('ticket.store'),
    pool: t('moves.pool'),
    reason: t('moves.reason'),
    waitsFor: t('moves.waitsFor'),
    resolution: t('moves.resolution'),
    told: t('dispatchRules.notify'),
    outcome: t('history.outcome'),
    into: t('history.into'),
    from: t('history.from'),
    formVersion: t('forms.version'),
    contacts: t('history.contacts'),
    task: t('history.task'),
    taskOwner: t('history.taskOwner'),
  }
  const isField = (name: string): name is (typeof fieldNames)[number] =>
    (fieldNames as readonly string[]).includes(name)
  const inForm = (name: string) => {
    const id = fieldOfName(name as FieldName)
    return id === undefined || form === undefined ? undefined : fieldsIn(form).find((field) => field.id === id)
  }
  const wordIn = (word: { readonly zh: string; readonly en: string }) => (i18n.language === 'en' ? word.en : word.zh)
  return {
    /** Whether a person can make something of it. */
    isKnown: (name: string): boolean => isField(name) || name in others,
    field: (name: string): string => {
      const field = inForm(name)
      if (field !== undefined) return wordIn(field.label)
      return isField(name) ? fields[name] : (others[name] ?? name)
    },
    value: (name: string, value: unknown): string => {
      if (value === null || value === undefined || value === '') return t('ticket.empty')
      const field = inForm(name)
      if (field !== undefined) {
        if (field.kind === 'money') return money(Number(value))
        const word = (code: unknown) => {
          const choice = field.choices?.find((one) => one.code === code)
          return choice === undefined ? String(code) : wordIn(choice)
        }
        return Array.isArray(value) ? value.map(word).join(i18n.language === 'en' ? ', ' : '、') : word(value)
      }
      if (name === 'priority') return t(`ticket.priorityOf.${priorities[Number(value)] ?? 'normal'}`)
      if (name === 'status' && i18n.exists(`ticket.statusOf.${String(value).toLowerCase()}`))
        return t(`ticket.statusOf.${String(value).toLowerCase() as 'open'}`)
      if (name === 'outcome' && i18n.exists(`calls.outcomeOf.${String(value)}`))
        return t(`calls.outcomeOf.${String(value) as 'answered'}`)
      if (name === 'waitsFor' && (value === 'customer' || value === 'supplier')) return t(`moves.${value}`)
      if (name === 'hotline') return hotlineNumber(String(value))
      const found = isField(name) ? lists[name]?.find((choice) => choice.code === value) : undefined
      if (found !== undefined) return i18n.language === 'en' ? found.en : found.zh
      return typeof value === 'object' ? JSON.stringify(value) : String(value)
    },
  }
}
