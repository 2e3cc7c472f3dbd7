/**
 * What somebody has typed into a ticket and not saved: only the fields that were touched, each with the value it had when it was
 * first touched. With that a newer version of the ticket can be told apart from one's own changes, field by field. Pure.
 */
import type { TicketDetail, TicketFields } from '@ringdesk/gateway/contract'

export const fieldNames = [
  'category',
  'result',
  'nextStep',
  'priority',
  'subject',
  'description',
  'storeId',
  'orderNumber',
] as const
export type FieldName = (typeof fieldNames)[number]
export type FieldValue = string | number | null
/** A complete set: '' and null stand for empty. */
export type FieldValues = Readonly<Record<FieldName, FieldValue>>

export interface Draft {
  readonly mine: Readonly<Partial<Record<FieldName, FieldValue>>>
  /** What each touched field was when it was first touched. */
  readonly base: Readonly<Partial<Record<FieldName, FieldValue>>>
}
export const emptyDraft: Draft = { mine: {}, base: {} }

export const emptyValues: FieldValues = {
  category: '',
  result: '',
  nextStep: '',
  priority: 0,
  subject: '',
  description: '',
  storeId: null,
  orderNumber: null,
}

export function valuesOf(ticket: TicketDetail): FieldValues {
  return {
    category: ticket.category ?? '',
    result: ticket.result ?? '',
    nextStep: ticket.nextStep ?? '',
    priority: ticket.priority,
    subject: ticket.subject ?? '',
    description: ticket.description ?? '',
    storeId: ticket.store?.id ?? null,
    orderNumber: ticket.orderNumber ?? null,
  }
}

const namesIn = (draft: Draft): readonly FieldName[] => fieldNames.filter((name) => name in draft.mine)

export const isEmpty = (draft: Draft): boolean => namesIn(draft).length === 0
export const isTouched = (draft: Draft, name: FieldName): boolean => name in draft.mine

/** What the form shows. */
export function withDraft(values: FieldValues, draft: Draft): FieldValues {
  return { ...values, ...draft.mine }
}

/** Typing the saved value again is the same as not having typed. */
export function edited(draft: Draft, values: FieldValues, name: FieldName, value: FieldValue): Draft {
  if (value === values[name]) return without(draft, name)
  return {
    mine: { ...draft.mine, [name]: value },
    base: { ...draft.base, [name]: name in draft.base ? draft.base[name] : values[name] },
  }
}

export function without(draft: Draft, name: FieldName): Draft {
  if (!(name in draft.mine)) return draft
  const { [name]: _mine, ...mine } = draft.mine
  const { [name]: _base, ...base } = draft.base
  return { mine, base }
}

/** Drops what the ticket has come to say by itself. */
export function rebased(draft: Draft, values: FieldValues): Draft {
  return namesIn(draft).reduce(
    (sofar, name) => (draft.mine[name] === values[name] ? without(sofar, name) : sofar),
    draft,
  )
}

/** Drops what has been saved, keeps what was typed while saving. */
export function afterSaving(draft: Draft, saved: Draft, values: FieldValues): Draft {
  const mine: Partial<Record<FieldName, FieldValue>> = {}
  const base: Partial<Record<FieldName, FieldValue>> = {}
  for (const name of namesIn(draft)) {
    if (name in saved.mine && saved.mine[name] === draft.mine[name]) continue
    mine[name] = draft.mine[name] ?? null
    base[name] = values[name]
  }
  return { mine, base }
}

export interface Conflict {
  readonly name: FieldName
  readonly mine: FieldValue
  readonly theirs: FieldValue
}

/** Fields that both I and somebody else have changed, to different values. Everything else joins by itself. */
export function conflicts(draft: Draft, theirs: FieldValues): readonly Conflict[] {
  return namesIn(draft).flatMap((name) => {
    const mine = draft.mine[name] ?? null
    const changedByThem = theirs[name] !== draft.base[name]
    return changedByThem && theirs[name] !== mine ? [{ name, mine, theirs: theirs[name] }] : []
  })
}

/** For each field in conflict: mine (written over theirs) or theirs (mine is dropped). */
export function resolved(
  draft: Draft,
  theirs: FieldValues,
  choice: Readonly<Partial<Record<FieldName, 'mine' | 'theirs'>>>,
): Draft {
  let decided = draft
  for (const { name } of conflicts(draft, theirs)) {
    decided =
      choice[name] === 'theirs'
        ? without(decided, name)
        : { mine: decided.mine, base: { ...decided.base, [name]: theirs[name] } }
  }
  return decided
}

/** As the gateway takes it. */
export function fieldsOf(draft: Draft): TicketFields {
  return { ...draft.mine } as TicketFields
}

/** A draft that the gateway kept: it has no base, so the ticket as it is now stands in for it. */
export function draftOf(fields: TicketFields, values: FieldValues): Draft {
  return fieldNames.reduce<Draft>((draft, name) => {
    const value = fields[name]
    return value === undefined ? draft : edited(draft, values, name, value)
  }, emptyDraft)
}
