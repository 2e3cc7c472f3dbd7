/** The category's form on a ticket: what is saved, with what was typed over it. */
import {
  type FormDocument,
  type FormValue,
  type OrderCard,
  type StoreCard,
  shownValueProblem,
  type TicketDetail,
  takenOver,
  withDefaults,
} from '@ringdesk/gateway/contract'
import { lazy, Suspense, useMemo } from 'react'
import { usePhotos } from '../collaboration/collaboration-queries.ts'
import {
  type Draft,
  edited,
  type FieldValue,
  type FieldValues,
  fieldOfName,
  flattened,
  isTouched,
  valueName,
  valueNames,
} from '../tickets/draft.ts'
import { type FormSurroundings, Surroundings } from './form-surroundings.ts'
import { FormUpgrade } from './form-upgrade.tsx'
import { knownFields, useForm } from './type-queries.ts'

const TypeForm = lazy(() => import('./type-form.tsx'))

interface Props {
  readonly ticket?: TicketDetail
  /** As chosen in the form, maybe not saved yet. */
  readonly category: string
  readonly saved: FieldValues
  readonly draft: Draft
  readonly orders: readonly OrderCard[]
  readonly stores: readonly Pick<StoreCard, 'id' | 'name'>[]
  readonly readOnly: boolean
  readonly onEdit: (draft: Draft) => void
}

/** What stands in the form before anybody types: of a category that is only chosen, what the gateway will make of it. */
function begun(ticket: TicketDetail | undefined, category: string, document: FormDocument): Record<string, unknown> {
  const values = ticket?.values ?? {}
  if (category === (ticket?.category ?? '')) return values
  return withDefaults(document, takenOver(document, values, shownValueProblem).values)
}

export function TicketValues({ ticket, category, saved, draft, orders, stores, readOnly, onEdit }: Props) {
  const same = category === (ticket?.category ?? '')
  const { data: form } = useForm(category === '' ? undefined : category, same ? ticket?.formVersion : undefined)
  const photos = usePhotos(ticket?.id)
  const around = useMemo(
    (): FormSurroundings => ({ orders, stores, photos, ...(ticket === undefined ? {} : { ticketId: ticket.id }) }),
    [orders, stores, photos, ticket],
  )
  const document = form?.document
  const start = useMemo(
    () => (document === undefined ? {} : begun(ticket, category, document)),
    [ticket, category, document],
  )
  const values = useMemo(() => {
    const known = knownFields(document)
    const typed = valueNames(draft.mine)
      .map((name) => [fieldOfName(name) ?? '', draft.mine[name] ?? undefined] as const)
      .filter(([field]) => known.has(field))
    return { ...start, ...Object.fromEntries(typed) }
  }, [start, draft.mine, document])
  if (document === undefined) return null
  const shown = { ...saved, ...flattened(start as Record<string, FieldValue>) }
  const change = (field: string, value: FormValue | null) =>
    onEdit(edited(draft, saved, valueName(field), value, shown))
  return (
    <Surroundings value={around}>
      {ticket !== undefined && same && !readOnly && <FormUpgrade ticket={ticket} document={document} />}
      <Suspense fallback={null}>
        <TypeForm
          document={document}
          values={values}
          readOnly={readOnly}
          isTouched={(field) => isTouched(draft, valueName(field))}
          onChange={change}
        />
      </Suspense>
    </Surroundings>
  )
}
