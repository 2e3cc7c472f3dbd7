/**
 * What somebody has typed into a ticket and not saved: only the fields that were touched, each with the value it had when it was
 * first touched. With that a newer version of the ticket can be told apart from one's own changes, field by field. Pure.
 */
import type { FormValue, TicketDetail, TicketFields } from '@ringdesk/gateway/contract'

export const fieldNames = [
  'category',
  'result',
  'nextStep',
  'priority',
  'subject',
  'description',
  'storeId',
  'orderNumber',
  'addressText',
  'ownerId',
] as const
type FixedName = (typeof fieldNames)[number]
/** A field of the category's form. */
export type ValueName = `values.${string}`
export type FieldName = FixedName | ValueName
export type FieldValue = FormValue | null
type Filled = { readonly [name: ValueName]: FieldValue | undefined }
/** '' and null stand for empty; a form's field that is not there is empty. */
export type FieldValues = Readonly<Record<FixedName, FieldValue>> & Filled
type SomeValues = Readonly<Partial<Record<FixedName, FieldValue>>> & Filled

export interface Draft {
  readonly mine: SomeValues
  /** What each touched field was when it was first touched. */
  readonly base: SomeValues
}

export const valueName = (field: string): ValueName => `values.${field}`
/** The form's field that a name means; undefined: one that every ticket has. */
export const fieldOfName = (name: FieldName): string | undefined =>
  name.startsWith('values.') ? name.slice('values.'.length) : undefined

const same = (one: FieldValue | undefined, other: FieldValue | undefined): boolean =>
  one === other ||
  JSON.stringify(one === '' ? null : (one ?? null)) === JSON.stringify(other === '' ? null : (other ?? null))
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
  addressText: '',
  ownerId: null,
}

/** Whose store the engine has guessed; where it went is a fact. */
export const isGuessed = ({
  storeGuessed,
  dispatchedAt,
}: Pick<TicketDetail, 'storeGuessed' | 'dispatchedAt'>): boolean => storeGuessed === true && dispatchedAt === undefined

export function valuesOf(ticket: TicketDetail): FieldValues {
  return {
    category: ticket.category ?? '',
    result: ticket.result ?? '',
    nextStep: ticket.nextStep ?? '',
    priority: ticket.priority,
    subject: ticket.subject ?? '',
    description: ticket.description ?? '',
    // What nobody has confirmed is shown as a guess, and not saved with the rest.
    storeId: isGuessed(ticket) ? null : (ticket.store?.id ?? null),
    orderNumber: ticket.orderNumber ?? null,
    addressText: ticket.addressText ?? '',
    ownerId: ticket.owner?.id ?? null,
    ...flattened((ticket.values ?? {}) as Readonly<Record<string, FieldValue>>),
  }
}

export const flattened = (values: Readonly<Record<string, FieldValue>>): Filled =>
  Object.fromEntries(Object.entries(values).map(([field, value]) => [valueName(field), value]))

const isValueName = (name: string): name is ValueName => name.startsWith('values.')
export const valueNames = (of: Filled): readonly ValueName[] => Object.keys(of).filter(isValueName)

const namesIn = (draft: Draft): readonly FieldName[] => [
  ...fieldNames.filter((name) => name in draft.mine),
  ...valueNames(draft.mine),
]

export const isEmpty = (draft: Draft): boolean => namesIn(draft).length === 0
export const isTouched = (draft: Draft, name: FieldName): boolean => name in draft.mine

/** What the form shows. */
export function withDraft(values: FieldValues, draft: Draft): FieldValues {
  return { ...values, ...draft.mine }
}

/**
 * Typing the saved value again is the same as not having typed.
 * @param shown what stood there before: a form that was only just chosen shows its defaults, which are not saved yet
 */
export function edited(
  draft: Draft,
  values: FieldValues,
  name: FieldName,
  value: FieldValue,
  shown: FieldValues = values,
): Draft {
  if (same(value, shown[name])) return without(draft, name)
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
    (sofar, name) => (same(draft.mine[name], values[name]) ? without(sofar, name) : sofar),
    draft,
  )
}

/** Drops what has been saved, keeps what was typed while saving. */
export function afterSaving(draft: Draft, saved: Draft, values: FieldValues): Draft {
  const mine: Record<string, FieldValue | undefined> = {}
  const base: Record<string, FieldValue | undefined> = {}
  for (const name of namesIn(draft)) {
    if (name in saved.mine && same(saved.mine[name], draft.mine[name])) continue
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
    const changedByThem = !same(theirs[name], draft.base[name])
    return changedByThem && !same(theirs[name], mine) ? [{ name, mine, theirs: theirs[name] ?? null }] : []
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
export function fieldsOf({ mine }: Draft): TicketFields {
  const names = valueNames(mine)
  const values = names.map((name) => [fieldOfName(name), mine[name] === '' ? null : (mine[name] ?? null)])
  return {
    ...Object.fromEntries(fieldNames.filter((name) => name in mine).map((name) => [name, mine[name]])),
    ...(names.length === 0 ? {} : { values: Object.fromEntries(values) }),
  }
}

/** Without what was typed into fields that the form does not have: those of a category that was chosen in between. */
export function withoutForeign(draft: Draft, known: ReadonlySet<string>): Draft {
  return valueNames(draft.mine).reduce(
    (sofar, name) => (known.has(fieldOfName(name) ?? '') ? sofar : without(sofar, name)),
    draft,
  )
}

/** A draft that the gateway kept: it has no base, so the ticket as it is now stands in for it. */
export function draftOf(fields: TicketFields, values: FieldValues): Draft {
  const fixed = fieldNames.reduce<Draft>((draft, name) => {
    const value = fields[name]
    return value === undefined ? draft : edited(draft, values, name, value)
  }, emptyDraft)
  return Object.entries(fields.values ?? {}).reduce<Draft>(
    (draft, [field, value]) => edited(draft, values, valueName(field), value),
    fixed,
  )
}
